"""What a relation is: an identity between facts, and the values of each for which it holds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import IntEnum

from gouji.facts import Fact, Site
from gouji.quantity import Interval

Group = tuple[str | int, ...]
"""A hypothesis of ours that relations hang on: they stand or fall together (tieout/trust.py)."""

Demand = Interval | frozenset[int] | None


class Outcome(IntEnum):
    """HOLDS: the displayed values reproduce each other. ROUNDING: only their intervals meet (尾差)."""

    HOLDS = 0
    ROUNDING = 1
    FAILS = 2
    UNCHECKABLE = 3

    @property
    def is_met(self) -> bool:
        """Whether the relation holds, if only within what was rounded."""
        return self in (Outcome.HOLDS, Outcome.ROUNDING)


def figure(fact: Fact) -> str:
    """A number as a formula has it: in its table's unit, which only rates and points are told with."""
    quantity = fact.quantity
    if fact.blank:
        return "0"
    if quantity.unit.dimension in ("rate", "points"):
        return quantity.text
    return quantity.digits(quantity.value)


def figures(*facts: Fact) -> list[str]:
    """Numbers as a formula has them, with their units where these are several."""
    told = shown if are_in_several_units(facts) else figure
    return [told(fact) for fact in facts]


def shown(fact: Fact) -> str:
    """A number with its unit."""
    return fact.quantity.show(fact.quantity.value)


def are_in_several_units(facts: Iterable[Fact]) -> bool:
    """Whether amounts are told in more than one unit."""
    units = {fact.quantity.unit for fact in facts if not fact.blank}
    return len({unit.name for unit in units if unit.dimension == "money"}) > 1


class Relation:
    """An identity between `sites`. `result` is the site people compute from the others. `is_echo`: it may be what others say
    already, and weighs nothing where a cause is looked for."""

    is_echo = False
    family = ""
    sites: tuple[Site, ...]
    result: Site
    groups: tuple[Group, ...] = ()

    def outcome(self) -> Outcome:
        raise NotImplementedError

    @property
    def is_met(self) -> bool:
        """Whether it holds, if only within what was rounded."""
        return self.outcome().is_met

    def demand(self, site: Site) -> Demand:
        """The values of `site` for which the relation holds, the other sites given; None if that cannot be said."""
        raise NotImplementedError

    def formula(self) -> str:
        """The identity with its numbers."""
        raise NotImplementedError

    def holds_if_cut(self) -> bool:
        """Whether digits cut off instead of rounded (去尾) would explain a failure."""
        return False

    def computed_result(self) -> Decimal | None:
        """What the displayed numbers give for `result`, exactly; None where that is no single number."""
        return None

    def _meet(self, stated: Fact, computed: Interval, exact: Decimal) -> Outcome:
        if not stated.interval.meets(computed):
            return Outcome.FAILS
        quantity = stated.quantity
        if quantity.value == exact:
            return Outcome.HOLDS
        if quantity.quantum == 0:
            return Outcome.ROUNDING
        return Outcome.HOLDS if quantity.digits(exact) == quantity.digits(quantity.value) else Outcome.ROUNDING


def accepts(demand: Demand, value: Decimal | int) -> bool:
    """Whether a value (or sign) satisfies a demand; anything satisfies None."""
    if demand is None:
        return True
    if isinstance(demand, Interval):
        return isinstance(value, Decimal) and value in demand
    return value in demand
