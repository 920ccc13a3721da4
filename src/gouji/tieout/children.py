"""What the children of a breakdown are: which of them make the whole, and which were carried over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.facts import BALANCES, Fact, FactKey
from gouji.lexicon import Dims
from gouji.narrative.claims import Group
from gouji.relations import Sum
from gouji.tieout.readings import Reading

Told = dict[FactKey, tuple[Dims, Fact]]


def of_expenditure(group: Group) -> Group:
    """…收入…，…支出…。其中：基本支出…: of the two totals, basic spending is a part of the expenditure."""
    children = [(dims._replace(flow="expenditure"), fact) for dims, fact in group.children]
    return replace(group, parent=group.parent._replace(flow="expenditure"), parent_fact=None, children=children)


def are_coded(parts: Sequence[Fact]) -> bool:
    return any(key.item[1:2] == ":" for part in parts for key in part.keys)


def carried(children: Told, parts: list[Fact]) -> list[Fact]:
    """What a list tells of money carried over, beside its parts (…、结转下年86.51万元)."""
    return [fact for key, (_, fact) in children.items() if key.flow in BALANCES and fact not in parts]


def sums(total: Fact, parts: list[Fact], moved: list[Fact]) -> Iterator[Reading]:
    """A total is the sum of its parts, of these and what was carried over (`moved`), which 总计 has within, or of those alone that were
    not (本年收入): where neither holds, the nearer one is what was meant."""
    within = bool(moved) and all(key.item == "grand" for key in total.keys)
    every = Sum(total, parts, kind="parts")
    own = [part for part in parts if not any(key.flow in BALANCES for key in part.keys)]
    alone = Sum(total, own, kind="parts") if 1 < len(own) < len(parts) else None
    nearer = alone is not None and _gap(alone) < _gap(every)
    yield Reading(every, accuses=not within and not nearer)
    if alone is not None:
        yield Reading(alone, accuses=not within and nearer)
    if moved:
        yield Reading(Sum(total, [*parts, *moved], kind="parts"), accuses=within)


def _gap(relation: Sum) -> Decimal:
    return abs(relation.total.quantity.value - relation.computed)


def commensurable(children: Told, total: Fact) -> Told:
    """The children of a total's dimension: a count beside amounts is none of them (公务用车…费，保有量3辆)."""
    dimension = total.quantity.unit.dimension
    return {key: (dims, fact) for key, (dims, fact) in children.items() if fact.quantity.unit.dimension == dimension}
