"""The paragraphs and headings of a document, by where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from gouji.document import Document, Flow, Heading, Paragraph, Span
from gouji.narrative.tokens import tokens
from gouji.narrative.vocabulary import Token, Vocabulary


@dataclass
class Paragraphs:
    """What is told in words: the flows of a document up to the offset `end`."""

    document: Document
    end: int
    vocabulary: Vocabulary | None = None

    def tokens(self, flow: Flow) -> tuple[Token, ...]:
        """What a text was read as."""
        return tokens(flow.text, self.vocabulary) if self.vocabulary is not None else ()

    @cached_property
    def blocks(self) -> list[Heading | Paragraph]:
        """Headings and paragraphs in reading order."""
        found = [block for block in self.document.blocks if isinstance(block, Heading | Paragraph) and block.flow.text]
        return sorted((b for b in found if b.span.start < self.end), key=lambda block: block.span.start)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def block(self, span: Span) -> Heading | Paragraph | None:
        """The block in which a span begins."""
        index = bisect_right(self._starts, span.start) - 1
        return self.blocks[index] if index >= 0 and span.start < self.blocks[index].span.end else None

    def of(self, span: Span) -> Flow | None:
        """The text in which a span begins."""
        block = self.block(span)
        return block.flow if block is not None else None

    @staticmethod
    def at(flow: Flow, offset: int) -> int:
        """Which character of a text stands at an offset of the source."""
        return bisect_left(flow.offsets, offset)

    def heading(self, span: Span) -> Span | None:
        """Where the title over a place stands, without its number; None if there is none."""
        index = bisect_right(self._starts, span.start) - 1
        heading = next((block for block in reversed(self.blocks[: index + 1]) if isinstance(block, Heading)), None)
        at = heading.flow.text.find(heading.title) if heading is not None else -1
        return heading.flow.span(at, at + len(heading.title)) if heading is not None and at >= 0 else None
