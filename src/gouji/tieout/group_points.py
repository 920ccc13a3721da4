"""The points of the parts of an evaluation (决策、过程、产出、效益) told in its report against the score table's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from gouji.document import Flow, Span
from gouji.facts import Fact
from gouji.quantity import Quantity
from gouji.relations import Relation, Sum
from gouji.statements.funds import Number
from gouji.statements.performance import SCORE_TABLE, Scores, vocabulary
from gouji.tieout.reports import SENTENCE, Evaluation, behind, confirmed, mark

_LEAST = 3


class _Part(NamedTuple):
    """A first-level indicator: its points, and the scores under it."""

    name: str
    weight: Quantity
    scores: tuple[Fact, ...]


def part_points(evaluation: Evaluation, known: dict[Span, Fact], scores: Sequence[Scores]) -> Iterator[Relation]:
    """The score of each part, told with its weight, or in one sentence with those of all parts: but for one they must be so."""
    forms = [form for form in scores if form.statement.id == SCORE_TABLE and form.is_proof]
    tables = sorted((parts for form in forms if len(parts := _parts(form)) >= _LEAST), key=_count)
    if not tables or any(_names(parts) != _names(tables[-1]) for parts in tables):
        return
    *short, whole = tables
    for part, listed in ((part, each) for table in short for part, each in zip(whole, table, strict=True)):
        if len(listed.scores) == 1 < len(part.scores):
            yield confirmed(Sum(listed.scores[0], list(part.scores)))
    for flow in evaluation.flows:
        for sentence in SENTENCE.finditer(flow.text):
            told = _listed(flow, sentence.span(), whole, known) or _with_weight(flow, sentence.span(), whole, known)
            yield from map(confirmed, told)


def _count(parts: list[_Part]) -> int:
    return sum(len(part.scores) for part in parts)


def _names(parts: list[_Part]) -> list[str]:
    return [part.name for part in parts]


def _parts(form: Scores) -> list[_Part]:
    found = []
    for index, group in enumerate(form.groups):
        own = [each for each in form.indicators if each.group == index]
        weights = [each.weight for each in own if each.weight is not None]
        if own and len(weights) == len(own):
            weight = sum((number.quantity.value for number in weights), weights[0].quantity.value * 0)
            facts = tuple(_fact(form, each.score) for each in own)
            found.append(_Part(group.name, Quantity.parse(f"{weight}{_unit()}"), facts))
    return found


def _listed(flow: Flow, within: tuple[int, int], parts: list[_Part], known: dict[Span, Fact]) -> list[Sum]:
    """项目决策14.20分，项目过程17.40分，…: every part with its score right behind it."""
    found: list[Sum] = []
    for part in parts:
        for match in _behind_name(part.name).finditer(flow.text, *within):
            fact = behind(flow, match.end(), known)
            if fact is not None and fact.quantity.unit.name == _unit():
                found.append(Sum(fact, list(part.scores)))
    differing = [relation for relation in found if not relation.is_met]
    return found if len(found) == len(parts) and len(differing) <= 1 else []


def _with_weight(flow: Flow, within: tuple[int, int], parts: list[_Part], known: dict[Span, Fact]) -> list[Sum]:
    """产出类指标分值30分，得分26分: the weight is that of the part that the sentence names first."""
    told = []
    for pattern in ("points", "scored"):
        facts = [behind(flow, match.end(), known) for match in mark(pattern).finditer(flow.text, *within)]
        told.append([fact for fact in facts if fact is not None and fact.quantity.unit.name == _unit()])
    if [len(each) for each in told] != [1, 1]:
        return []
    (weight,), (score,) = told
    text = flow.text[within[0] : within[1]]
    fits = [part for part in parts if part.name in text and part.weight.value == weight.quantity.value]
    return [Sum(score, list(fits[0].scores))] if len(fits) == 1 else []


def _behind_name(name: str) -> regex.Pattern[str]:
    return regex.compile(rf"{regex.escape(name)}(?:类)?(?:指标|部分)?(?:得分)?(?:为)?(?=\d)")


def _unit() -> str:
    unit: str = vocabulary()["summary"]["points"][0]
    return unit


def _fact(form: Scores, number: Number) -> Fact:
    quantity = Quantity.parse(f"{number.text.removesuffix(_unit())}{_unit()}")
    return Fact(quantity, number.span, in_table=True, statement=form.statement.index)
