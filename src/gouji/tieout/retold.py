"""Passages told again word for word, and counts that the text itself adds up.

A self-assessment says its results in the summary, in the form and in the attached report. A number of which no statement
tells is checked where its clause stands again, with all its numbers, in another place. Such relations only confirm: what
differs may be of another thing.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gouji.document import Document, Flow, Heading, Paragraph, Span, Table
from gouji.facts import Fact
from gouji.precompiled import pattern_of
from gouji.quantity import Number, NumberKind, fold, is_slip, scan
from gouji.relations import Relation, Same, Sum
from gouji.statements.performance import vocabulary

_CLAUSE = pattern_of(r"(?:[^,。;!?]|,(?=\d{3}))+")
_HAN = pattern_of(r"[\u4e00-\u9fff]")
_DIGIT = pattern_of(r"\d")
_LEAST_WORDS = 10
_MANY_WORDS = 20
_MOST_TOLD = 4
_REACH = 120
_MOST_CLAUSES = 4
_BEFORE = 8
_LEAST_PARTS = 2


class _Told(NamedTuple):
    """A number, and the clause that tells it, reaching back until it has words enough; and these without the number."""

    words: str
    fact: Fact
    around: str


def told_again(document: Document, facts: Sequence[Fact]) -> Iterator[Relation]:
    """Numbers of the narrative whose clause stands again in another text or in a cell of a table."""
    known = {fact.span: fact for fact in facts if not fact.keys}
    places: dict[tuple[str, int], list[Fact]] = {}
    slots: dict[str, list[Fact]] = {}
    for flow, is_cell in _texts(document):
        order: dict[str, int] = {}
        for words, fact, around in _told(flow, known, is_cell):
            order[words] = order.get(words, 0) + 1
            places.setdefault((words, order[words]), []).append(fact)
            if fact.span in known and fact.quantity.unit.dimension == "money":
                slots.setdefault(around, []).append(fact)
    for first, *others in places.values():
        for fact in others:
            relation = Same(*((fact, first) if fact.span in known else (first, fact)))
            relation.groups = (("repeated",),)
            yield relation
    yield from _slips_in(slots)


def _slips_in(slots: dict[str, list[Fact]]) -> Iterator[Relation]:
    """Amounts of a sentence that is told again word for word, of which one is a slip of the others."""
    for around, told in slots.items():
        values = Counter(fact.quantity.value for fact in told)
        if not 1 < len(told) <= _MOST_TOLD or len(values) != 2 or len(_HAN.findall(around)) < _MANY_WORDS:
            continue
        (value, _), (other, odd) = values.most_common()
        first = next(fact for fact in told if fact.quantity.value == value)
        second = next(fact for fact in told if fact.quantity.value == other)
        if odd == 1 and is_slip(second.quantity, value):
            relation = Same(second, first)
            relation.groups = (("repeated",),)
            yield relation


def _around(text: str, start: int, end: int) -> str:
    """The sentence of a number without it, as far as it is near."""
    first = max(text.rfind("。", 0, start) + 1, start - _REACH)
    last = text.find("。", end, end + _REACH)
    return f"{text[first:start]}#{text[end : last if last >= 0 else end + _REACH]}"


def _texts(document: Document) -> Iterator[tuple[Flow, bool]]:
    """The texts with a digit, and whether each is a cell's; a cell that line ends broke without them."""
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            if _DIGIT.search(block.flow.text):
                yield block.flow, False
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    if len(cell.text) < _LEAST_WORDS or not _DIGIT.search(cell.text):
                        continue
                    source = document.quote(cell.span)
                    if "".join(source.split()) == "".join(cell.text.split()):
                        kept = [at for at, letter in enumerate(source) if not letter.isspace()]
                        text = fold(source)
                        offsets = array("L", (cell.span.start + at for at in kept))
                        yield Flow("".join(text[at] for at in kept), offsets), True


def _told(flow: Flow, known: dict[Span, Fact], is_cell: bool) -> Iterator[_Told]:
    clauses = list(_CLAUSE.finditer(flow.text))
    for index, clause in enumerate(clauses):
        if not _DIGIT.search(clause[0]):
            continue
        words = _words(clause[0])
        first = index
        while len(_HAN.findall(words)) < _LEAST_WORDS and first and index - first < _MOST_CLAUSES:
            first -= 1
            words = _words(clauses[first][0]) + words
        if len(_HAN.findall(words)) < _LEAST_WORDS:
            continue
        for number in scan(clause[0]):
            if number.quantity is None or number.kind in (NumberKind.OTHER, NumberKind.YEAR):
                continue
            span = flow.span(clause.start() + number.start, clause.start() + number.end)
            fact = None if is_cell else known.get(span)
            around = _around(flow.text, clause.start() + number.start, clause.start() + number.end)
            yield _Told(words, fact or Fact(number.quantity, span, in_table=is_cell, firm=False), around)


def _words(clause: str) -> str:
    return "".join(clause.split())


def counted_up(document: Document, facts: Sequence[Fact]) -> Iterator[Relation]:
    """A count behind 共 that is the sum of the counts of one unit before it: 实地查32家,筛查60家,共查92家."""
    known = {fact.span: fact for fact in facts if not fact.keys}
    together: list[str] = vocabulary()["report"]["together"]
    for block in document.blocks:
        if not isinstance(block, Heading | Paragraph) or not any(word in block.flow.text for word in together):
            continue
        flow = block.flow
        before: list[tuple[Number, Fact]] = []
        at = 0
        for number in scan(flow.text):
            if "。" in flow.text[at : number.start]:
                before.clear()
            at = number.end
            fact = known.get(flow.span(number.start, number.end))
            if fact is None or number.kind is not NumberKind.COUNT:
                continue
            if any(word in flow.text[max(number.start - _BEFORE, 0) : number.start] for word in together):
                parts = [each for _, each in before if each.quantity.unit == fact.quantity.unit]
                relation = Sum(fact, parts, kind="list")
                relation.groups = (("repeated",),)
                if len(parts) >= _LEAST_PARTS and relation.is_met:
                    yield relation
            before.append((number, fact))
