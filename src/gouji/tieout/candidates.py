"""What a site would explain if it were wrong, and how plausible that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gouji.facts import Fact, Site, Word
from gouji.quantity import is_multiple
from gouji.quantity.slips import is_one_digit_off
from gouji.relations import Relation, Sum


@dataclass(slots=True)
class Candidate:
    """A site, the failing relations that `value` there would repair, how many holding ones it would break (`lost`) of all that
    bear the site out (`support`); whether the value is the only one, what a slip of the pen makes, or shown elsewhere."""

    site: Site
    fixed: list[Relation]
    lost: int
    support: int
    value: Decimal | int | None
    exact: bool
    slip: bool = False
    shown: bool = False
    twin: bool = False

    @property
    def is_negative(self) -> bool:
        """An amount of the narrative that would have to be less than nothing: nobody writes that without its sign."""
        site = self.site
        return (
            isinstance(site, Fact)
            and not site.in_table
            and self.value is not None
            and self.value < 0 <= site.quantity.value
        )

    def rank(self) -> tuple[bool, int, int, int, int]:
        return (not self.is_negative, len(self.fixed) - self.lost, -self.lost, plausibility(self), -self.support)


def plausibility(candidate: Candidate) -> int:
    """Ties go to an amount that was meant to be one that stands elsewhere, to a word whose flip makes the arithmetic exact
    (before another word says the same), to a rate with one digit wrong, to a number explained by a slip of the pen (one of odd
    precision first), then to what people compute (a rate, a change) rather than to what they copy, and last to an amount that
    would have to be negative."""
    site = candidate.site
    if isinstance(site, Word):
        return 0 if not candidate.exact else 4 if candidate.twin else 6
    if candidate.shown:
        return 9
    computed = any(relation.result is site and not isinstance(relation, Sum) for relation in candidate.fixed)
    if computed and _is_off_by_last_digit(site, candidate.value):
        return 8
    if computed and _is_misprinted_rate(site, candidate.value):
        return 5
    if candidate.slip and not computed and _is_meant_to_be_the_same(site, candidate):
        return 5
    if candidate.slip:
        return 5 if _is_oddly_precise(site, candidate) else 4 if computed else 3
    if candidate.value is not None and candidate.value < 0 <= site.quantity.value:
        return -1
    if site.in_table and any(not other.in_table for other in _facts(candidate.fixed)):
        return 0  # the text is copied from the table
    if computed:
        return 2
    return 1 if not site.in_table else 0


def _is_misprinted_rate(fact: Fact, value: Decimal | int | None) -> bool:
    """A rate with one digit otherwise than computed."""
    quantity = fact.quantity
    if quantity.unit.dimension != "rate" or quantity.quantum == 0 or not isinstance(value, Decimal):
        return False
    return is_one_digit_off(quantity, value)


def _is_off_by_last_digit(fact: Fact, value: Decimal | int | None) -> bool:
    """A rate that was cut instead of rounded, or made to fit a sum of 100%."""
    quantity = fact.quantity
    if quantity.unit.dimension != "rate" or not isinstance(value, Decimal):
        return False
    return abs(value - quantity.value) <= 2 * quantity.quantum


def _facts(relations: list[Relation]) -> Iterator[Fact]:
    return (site for relation in relations for site in relation.sites if isinstance(site, Fact))


def _is_meant_to_be_the_same(fact: Fact, candidate: Candidate) -> bool:
    """Whether the repairing value is that of another number beside it (预算74.53万元，执行745.3万元，完成100%)."""
    others = (other.quantity.value for other in _facts(candidate.fixed) if other is not fact)
    return any(fact.quantity.rounded(value) == candidate.value for value in others)


def _is_oddly_precise(fact: Fact, candidate: Candidate) -> bool:
    """Whether the facts of its kind beside it all show another precision (of decimals or unit), and one alike, which the
    repairing value has."""
    dimension, own = fact.quantity.unit.dimension, fact.quantity.quantum
    others = {
        other.quantity.quantum
        for relation in candidate.fixed
        for other in relation.sites
        if isinstance(other, Fact) and other is not fact and other.quantity.unit.dimension == dimension
    }
    if len(others) != 1 or own in others or not isinstance(candidate.value, Decimal):
        return False
    other = others.pop()
    return not is_multiple(candidate.value, own) if own > other else is_multiple(candidate.value, other)
