"""What else a document shows: an amount that mends a contradiction and stands elsewhere is what was meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from decimal import Decimal

from gouji.facts import CODED, Fact, Site
from gouji.quantity import Interval, is_misprint
from gouji.relations import Relation

_MOST_TRIED = 50
_LEAST = 1000


class Elsewhere:
    """The amounts of money of a document that something bears out; those of a 科目 by its code."""

    def __init__(self, holding: Iterable[Relation]) -> None:
        values: set[Decimal] = set()
        self._of_items: dict[str, dict[Decimal, set[Site]]] = {}
        for site in (site for relation in holding for site in relation.sites if isinstance(site, Fact)):
            if site.blank or site.quantity.unit.dimension != "money":
                continue
            values.add(site.quantity.value)
            for key in site.keys:
                if key.item[:2] in CODED:
                    told = self._of_items.setdefault(key.item, {})
                    told.setdefault(site.quantity.value, set()).add(site)
        self._values = sorted(values)

    def meant(self, fact: Fact, wanted: Interval, broken: Iterable[Relation]) -> Decimal | None:
        """The one amount among those wanted of which what stands there is a misprint, or which is that of its 科目 in a place that
        no `broken` relation sets against it."""
        quantity = fact.quantity
        if quantity.unit.dimension != "money" or not wanted.is_bounded:
            return None
        first = bisect_left(self._values, wanted.low)
        near = self._values[first : first + _MOST_TRIED]
        width = wanted.high - wanted.low
        found = [value for value in near if value <= wanted.high and is_misprint(quantity, value, width)]
        return found[0] if len(found) == 1 else self._of_its_item(fact, wanted, broken)

    def _of_its_item(self, fact: Fact, wanted: Interval, broken: Iterable[Relation]) -> Decimal | None:
        """The one amount among those wanted that the 科目 of a cell has in another place; few digits are alike by chance."""
        items = {key.item for key in fact.keys} if fact.in_table else set()
        against = {site for relation in broken for site in relation.sites}
        told = (pair for item in items for pair in self._of_items.get(item, {}).items())
        values = {value for value, sites in told if value in wanted and not sites <= against}
        return values.pop() if len(values) == 1 and min(values) >= _LEAST * fact.quantity.quantum else None
