"""The outline of a document: its headings with what stands under each, the table of contents aside."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from gouji.document import Block, Document, Heading, Paragraph, Table

_STOP = "。"
_ENTRY = regex.compile(r"(.*?[^\d.…· ])[.…· ]*\d{1,3}")


@dataclass(eq=False, slots=True)
class Part:
    """A heading and the blocks directly under it; `parent` is the heading over it."""

    heading: Heading
    parent: Part | None
    blocks: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    in_contents: bool = False

    @property
    def title(self) -> str:
        return self.heading.title

    @property
    def level(self) -> int:
        return self.heading.level

    def all_blocks(self) -> list[Block]:
        """The blocks under the heading and under those below it."""
        return self.blocks + [block for part in self.parts for block in part.all_blocks()]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.all_blocks() if isinstance(block, Paragraph)]

    @property
    def text(self) -> str:
        return "".join(paragraph.flow.text for paragraph in self.paragraphs)


def outline(document: Document) -> list[Part]:
    """Every heading in reading order."""
    found: list[Part] = []
    stack: list[Part] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            while stack and stack[-1].level >= block.level:
                stack.pop()
            part = Part(block, stack[-1] if stack else None)
            if stack:
                stack[-1].parts.append(part)
            stack.append(part)
            found.append(part)
        elif isinstance(block, Paragraph | Table) and stack:
            stack[-1].blocks.append(block)
    _mark_contents(found)
    return found


def _mark_contents(parts: list[Part]) -> None:
    """A run of headings without text, in which a level comes again, is a table of contents; so is a heading with a page
    number whose title another heading has. A list of sentences is none."""
    titles = {part.title for part in parts}
    for each in parts:
        entry = _ENTRY.fullmatch(each.title)
        each.in_contents = entry is not None and entry[1] in titles
    run: list[Part] = []
    for part in [*parts, None]:
        if part is not None and not part.blocks and not part.heading.flow.text.endswith(_STOP):
            run.append(part)
            continue
        levels = [each.level for each in run]
        if len(run) >= 4 and any(levels[i + 1] <= levels[i] for i in range(len(levels) - 1)):
            last = max(i for i in range(len(levels) - 1) if levels[i + 1] <= levels[i])
            for entry_part in run[: last + 1]:
                entry_part.in_contents = True
        run = []
