"""Counts: the same words said twice with one different count (4个一级项目 … 5个一级项目), or with none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gouji.document import Document, Heading, Paragraph, Span, Table
from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.precompiled import pattern_of
from gouji.quantity import Number, NumberKind, fold, scan
from gouji.relations import Same
from gouji.tieout.reports import mark

_CLAUSE = pattern_of(r"[^,。;!?]+")
_HAN = pattern_of(r"[\u4e00-\u9fff]")
_DIGIT = pattern_of(r"[0-9两二三四五六七八九十]")
_AMOUNT = pattern_of(r"\d[\s百千万亿]*元|%")
_LEAST_WORDS = 10


_PROJECTS = -1
_Place = tuple[int, int, int]
"""Which table, row and cell of it; or the paragraph of one of the projects."""


class _Frame(NamedTuple):
    words: str
    facts: tuple[Fact, ...]
    cell: _Place | None

    def may_differ(self, other: _Frame) -> bool:
        """Whether two frames are of two things: of two rows of one table, of two projects, or what was aimed at beside what was
        reached."""
        mine, its = self.cell, other.cell
        return mine is not None and its is not None and mine[0] == its[0] and mine != its


def repeated_counts(document: Document, lexicon: Lexicon, facts: Sequence[Fact]) -> Iterator[Same]:
    """Pairs of counts in clauses that are otherwise word for word the same; the parts of a total (其中 …) are not. `facts`
    are the numbers of the narrative: counts that agree are checked by each other."""
    among = lexicon.phrases["among"]["words"]
    known = {fact.span: fact for fact in facts}
    frames: dict[str, list[_Frame]] = {}
    for text, offsets, cell in _texts(document):
        for match in _CLAUSE.finditer(text):
            if match[0].startswith(among):
                continue
            frame = _frame(match[0], offsets, match.start(), cell)
            if frame is not None:
                frames.setdefault(frame.words, []).append(frame)
    for group in frames.values():
        first = group[0]
        for other in group[1:]:
            different = [
                (a, b) for a, b in zip(first.facts, other.facts, strict=True) if not a.interval.meets(b.interval)
            ]
            if len(different) == 1:
                if first.may_differ(other) or any(fact.quantity.value == 0 for fact in different[0]):
                    continue  # none of one kind beside some of another
                if _are_tied(*(known.get(fact.span) for fact in different[0])):
                    continue
                yield Same(different[0][1], different[0][0])
            elif not different:
                for a, b in zip(first.facts, other.facts, strict=True):
                    relation = Same(known.get(b.span, b), known.get(a.span, a))
                    relation.groups = (("repeated",),)  # it says nothing of those that disagree
                    yield relation


def _are_tied(one: Fact | None, other: Fact | None) -> bool:
    """Whether two numbers are held against each other anyway, for what they measure."""
    return one is not None and other is not None and not set(one.keys).isdisjoint(other.keys)


def _texts(document: Document) -> Iterator[tuple[str, Sequence[int], _Place | None]]:
    """The texts that have a number in them, and where those in a table stand."""
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph | Heading):
            if _DIGIT.search(block.flow.text):
                alone = mark("project").match(block.flow.text) is not None
                yield block.flow.text, block.flow.offsets, (_PROJECTS, index, 0) if alone else None
        elif isinstance(block, Table):
            for number, row in enumerate(block.rows):
                for column, cell in enumerate(row):
                    if len(cell.text) > _LEAST_WORDS and len(cell.text) == cell.span.end - cell.span.start:
                        yield fold(cell.text), range(cell.span.start, cell.span.end), (index, number, column)


def _frame(clause: str, offsets: Sequence[int], start: int, cell: _Place | None) -> _Frame | None:
    if not _DIGIT.search(clause) or _AMOUNT.search(clause) or len(_HAN.findall(clause)) < _LEAST_WORDS:
        return None
    numbers = [n for n in scan(clause) if n.kind is not NumberKind.OTHER]
    counts = [n for n in numbers if n.kind is NumberKind.COUNT]
    if not counts or any(n.kind in (NumberKind.AMOUNT, NumberKind.RATE, NumberKind.BARE) for n in numbers):
        return None
    words, at = "", 0
    for number in numbers:
        words += clause[at : number.start]
        words += f"#{number.quantity.unit.name}" if number in counts and number.quantity else number.digits
        at = number.end
    words += clause[at:]
    if len(_HAN.findall(words)) < _LEAST_WORDS:
        return None
    return _Frame(words, tuple(_fact(n, offsets, start) for n in counts), cell)


def _fact(number: Number, offsets: Sequence[int], start: int) -> Fact:
    assert number.quantity is not None
    span = Span(offsets[start + number.start], offsets[start + number.end - 1] + 1)
    return Fact(number.quantity, span, subject="count")
