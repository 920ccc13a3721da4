"""Lists that are of something else than the total that they are set against: of several amounts together, or of another one that the
paragraph tells of the same."""

from __future__ import annotations

from collections.abc import Sequence, Set

from gouji.facts import TOTALS, Fact, FactKey
from gouji.narrative.claims import Mention
from gouji.relations import Outcome, Relation, Sum

_MOST = 4
_NEAR = 8


def without_other_totals(relations: list[Relation], mentions: Sequence[Mention]) -> list[Relation]:
    """The relations but for failing sums whose parts make what is told beside their total."""
    places = {mention.fact: place for place, mention in enumerate(mentions)}
    within = {part for each in relations if isinstance(each, Sum) and each.is_met for part in each.parts}
    return [
        relation
        for relation in relations
        if not (
            isinstance(relation, Sum)
            and relation.outcome() is Outcome.FAILS
            and _is_of_others(relation, mentions, places, within)
        )
    ]


def _is_of_others(relation: Sum, mentions: Sequence[Mention], places: dict[Fact, int], within: Set[Fact]) -> bool:
    """`within` are the parts of what adds up: a count that is one of them has no parts of its own."""
    total, parts = relation.total, relation.parts
    if len(parts) < 2 or total not in places or not all(part in places for part in parts):
        return False
    first = min(places[part] for part in parts)
    unit = total.quantity.unit
    before = [m.fact for m in mentions[max(first - _NEAR, 0) : first] if m.fact.quantity.unit == unit]
    measures = {key.measure for part in parts for key in part.keys}
    told = [fact for fact in before if not fact.keys or not measures.isdisjoint(key.measure for key in fact.keys)]
    behind = mentions[places[total]].paragraph > mentions[first].paragraph
    if behind and any(Sum(other, parts).is_met for other in told):
        return True  # 采购71.22亿元。货物…、工程…、服务…。⏎市级政府采购29.81亿元: what stands right before the parts is their total
    if not -_NEAR <= first - places[total] <= _NEAR:
        return False
    return _is_of_several(relation, [fact for fact in before if not _is_change(fact)][-_MOST:]) or any(
        Sum(other, parts).is_met
        for other in before
        if other is not total
        and _is_of_the_same(other, total)
        and (other.keys or other not in within)
        and mentions[places[other]].paragraph == mentions[places[total]].paragraph
    )


def _is_of_several(relation: Sum, before: list[Fact]) -> bool:
    """基本支出…；项目支出…。其中：…: whether what is told last makes up what the parts do."""
    total, parts = relation.total, relation.parts
    begins = range(min(before.index(total), len(before) - 2) + 1) if total in before else range(0)
    wholes = (before[begin:] for begin in begins if _are_of_one_kind(before[begin:]))
    return any(
        Sum(whole[0], [*parts, *whole[1:]], [1] * len(parts) + [-1] * (len(whole) - 1)).is_met for whole in wholes
    )


def _are_of_one_kind(facts: Sequence[Fact]) -> bool:
    """Whether amounts are of the same item (培训费 and 政府采购预算 are not), or of none."""
    return len({key.item for fact in facts for key in fact.keys if key.item not in TOTALS}) < 2


def _is_of_the_same(other: Fact, total: Fact) -> bool:
    """支出决算3.80万元，年初预算5.10万元（，差值1.30万元）。其中：…: whether both are amounts of one line, or the total is of nothing known."""
    if total.quantity.unit.is_count and not (other.keys or total.keys):
        return True
    return not _is_change(other) and (not total.keys or not _lines(other).isdisjoint(_lines(total)))


def _lines(fact: Fact) -> set[FactKey]:
    return {key._replace(measure="", item="total" if key.item == "grand" else key.item) for key in fact.keys}


def _is_change(fact: Fact) -> bool:
    return not fact.keys or any(key.measure.startswith("change:") for key in fact.keys)
