"""Projects counted by their grades (5个项目自评等次为“优”，2个项目…为“良”) against how many there are: each has one grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.document import Document, Flow, Paragraph
from gouji.facts import Fact
from gouji.relations import Outcome, Sum
from gouji.tieout.reports import mark

_GRADES = 4


def graded(document: Document, facts: Sequence[Fact]) -> Iterator[Sum]:
    """`facts` are the numbers of the narrative. Not every grade need be told: fewer than all accuse nobody, unless four are, or
    one of which there is none."""
    known = {fact.span.start: fact for fact in facts}
    for block in document.blocks:
        rated = list(mark("graded").finditer(block.flow.text)) if isinstance(block, Paragraph) else []
        grades = {match["grade"] for match in rated}
        if not isinstance(block, Paragraph) or len(grades) < len(rated) or len(rated) < 2:
            continue
        told = list(mark("projects").finditer(block.flow.text, 0, rated[0].start()))
        parts = [fact for match in rated if (fact := _count(block.flow, match.start("count"), known)) is not None]
        same = len({match["count"] for match in told}) == 1  # 对8个项目开展自评。8个项目中，…
        whole = _count(block.flow, told[-1].start("count"), known) if same else None
        if whole is not None and len(parts) == len(rated):
            relation = Sum(whole, parts, kind="count")
            every = len(parts) >= _GRADES or any(part.quantity.value == 0 for part in parts)
            if relation.outcome() is Outcome.HOLDS or relation.computed > whole.quantity.value or every:
                yield relation


def _count(flow: Flow, at: int, known: dict[int, Fact]) -> Fact | None:
    return known.get(flow.offsets[at])
