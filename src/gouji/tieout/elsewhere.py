"""What else a document shows: an amount that mends a contradiction and stands elsewhere is what was meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from decimal import Decimal

from gouji.facts import Fact
from gouji.quantity import Interval, Quantity
from gouji.relations import Relation

_LEAST_DIGITS = 4
_MOST_DIFFERENT = 2
_MOST_TRIED = 50


class Elsewhere:
    """The amounts of money of a document that something bears out."""

    def __init__(self, holding: Iterable[Relation]) -> None:
        self._values = sorted(
            {
                site.quantity.value
                for relation in holding
                for site in relation.sites
                if isinstance(site, Fact) and not site.blank and site.quantity.unit.dimension == "money"
            }
        )

    def meant(self, quantity: Quantity, wanted: Interval) -> Decimal | None:
        """The one amount among those wanted that differs from what stands there by a digit or two."""
        if quantity.unit.dimension != "money" or not wanted.is_bounded:
            return None
        first = bisect_left(self._values, wanted.low)
        near = self._values[first : first + _MOST_TRIED]
        found = [value for value in near if value <= wanted.high and is_like(quantity, value)]
        return found[0] if len(found) == 1 else None


def is_like(quantity: Quantity, value: Decimal) -> bool:
    """Whether a value differs from what stands there by a digit or two of at least four."""
    stated = quantity.digits(quantity.value).replace(",", "")
    meant = quantity.digits(value).replace(",", "")
    if (
        value != quantity.rounded(value)
        or len(meant.replace(".", "").strip("0")) < _LEAST_DIGITS
        or len(meant) != len(stated)
    ):
        return False
    return 0 < sum(one != other for one, other in zip(stated, meant, strict=True)) <= _MOST_DIFFERENT
