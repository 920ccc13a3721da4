"""The lines of a document by which it says what it is: its opening, its titles, the titles over its tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import regex

from gouji.about.words import about_words
from gouji.document import Document, Flow, Heading, Paragraph, Span, Table
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of

_LONGEST_TITLE = 60
_TITLE_BLOCKS = 25
_OVER_TABLE = 4
_HEAD_ROWS = 2
_DIGIT = pattern_of(r"\d")
_AMOUNT = pattern_of(r"-?\d[\d,]*(?:\.\d+)?")


class Writing:
    """A document as the eye skims it."""

    def __init__(self, document: Document, words: Lexicon) -> None:
        self.document, self.words = document, words
        self.flows: list[Flow] = [b.flow for b in document.blocks if isinstance(b, Heading | Paragraph)]

    @cached_property
    def short(self) -> list[str]:
        """The short lines: titles, labels, names."""
        return [flow.text for flow in self.flows if len(flow.text) <= _LONGEST_TITLE]

    @cached_property
    def heads(self) -> list[str]:
        """The cells of the first rows of tables, where the labels of a workbook stand side by side."""
        rows = [row for _, table in self.document.tables() for row in table.rows[:_HEAD_ROWS]]
        return [plain(cell.text) for row in rows for cell in row if 0 < len(cell.text) <= _LONGEST_TITLE]

    @cached_property
    def opening(self) -> list[str]:
        """What the document begins with, long passages aside."""
        blocks = self.document.blocks[:_TITLE_BLOCKS]
        texts = [block.flow.text for block in blocks if isinstance(block, Heading | Paragraph)]
        return [text for text in texts if len(text) < _LONGEST_TITLE * 2] or texts[:2]

    @cached_property
    def titles(self) -> list[str]:
        """The opening lines that read like a title of the document: short, no sentence, and of a kind of account."""
        kinds = [name for names in self.words.sections["kind"].values() for name in names]
        return [text for text in self.opening if self.is_title(text) and any(name in text for name in kinds)]

    def is_title(self, text: str) -> bool:
        """Whether a line is short and no sentence."""
        return len(text) <= _LONGEST_TITLE and not about_words().sentence.search(text)

    @cached_property
    def captions(self) -> list[tuple[str, str]]:
        """The lines over tables, and those in their first rows, that are the title of a statement; and of what kind that
        is, "" where final accounts and budgets share it."""
        found = []
        for text in dict.fromkeys(self._over_tables()):
            kinds = self._kinds_of_statement(plain(text))
            if kinds:
                found.append((text, kinds.pop() if len(kinds) == 1 else ""))
        return found

    def _over_tables(self) -> Iterator[str]:
        blocks = self.document.blocks
        for index, table in self.document.tables():
            for block in blocks[max(index - _OVER_TABLE, 0) : index]:
                if isinstance(block, Heading | Paragraph) and self.is_title(block.flow.text):
                    yield block.flow.text
            for row in table.rows[:_HEAD_ROWS]:
                texts = [cell.text for cell in row if cell.text]
                if len(texts) == 1 and self.is_title(texts[0]):
                    yield texts[0]

    def _kinds_of_statement(self, text: str) -> set[str]:
        """The kinds of the statements that have the longest title in a text."""
        found = self.words.titles_in(text)
        longest = max(map(len, found), default=0)
        return {each.kind for title in found if len(title) == longest for each in self.words.titled[title]}

    @property
    def has_tables(self) -> bool:
        """Whether any table has an amount."""
        return any(has_amount(table) for _, table in self.document.tables())

    @property
    def narrative(self) -> int:
        """How many sentences or paragraphs have a number."""
        return sum(1 for flow in self.flows if not self.is_title(flow.text) and _DIGIT.search(flow.text))

    def first(self, pattern: regex.Pattern[str]) -> Span | None:
        """The sentence or line in which a pattern occurs first."""
        for flow in self.flows:
            match = pattern.search(flow.text)
            if match:
                return flow.span(*match.span())
        return None


def has_amount(table: Table) -> bool:
    """Whether any cell of a table but the first of its row is a number."""
    return any(_AMOUNT.fullmatch(cell.text) for row in table.rows for cell in row[1:])
