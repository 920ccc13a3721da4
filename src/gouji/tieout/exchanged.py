"""Two numbers of the text that stand in each other's place: one slip, where all that fails holds once they are changed back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from itertools import pairwise

from gouji.facts import Fact, Site
from gouji.relations import Relation, Sum

_NEAR = 120


def exchanged(failing: Sequence[Relation], holding: Mapping[Site, Sequence[Relation]]) -> tuple[Fact, Fact] | None:
    """Two neighbours among the numbers of the text in what fails together, which exchanged make it hold, and break nothing."""
    sites = {site for relation in failing for site in relation.sites if isinstance(site, Fact)}
    told = [site for site in sites if not (site.in_table or site.constant or site.published)]
    for one, other in pairwise(sorted(told, key=lambda site: (site.quantity.unit.name, site.span.start))):
        apart = other.span.start - one.span.end
        if one.quantity.unit != other.quantity.unit or not 0 < apart <= _NEAR:
            continue
        values: dict[Site, Decimal] = {one: other.quantity.value, other: one.quantity.value}
        held = [relation for site in (one, other) for relation in holding.get(site, ())]
        if one.quantity.value != other.quantity.value and all(holds_with(each, values) for each in (*failing, *held)):
            return one, other
    return None


def holds_with(relation: Relation, values: Mapping[Site, Decimal]) -> bool:
    """Whether a relation holds if some numbers are replaced by others."""
    if isinstance(relation, Sum):
        return relation.adds_up_with(values)
    with ExitStack() as replaced:
        for site in relation.sites:
            if isinstance(site, Fact) and site in values:
                replaced.enter_context(site.stating(values[site]))
        return relation.is_met or relation.holds_if_cut()
