"""Full-year budgets: what the items of a list add up to, against the total that is told elsewhere under that name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from gouji.facts import Fact
from gouji.narrative.claims import Group, Mention
from gouji.relations import Outcome, Relation, Sum
from gouji.tieout.ground import Ground

_LEAST_ITEMS = 2


class Budgets(Ground):
    """The relations of totals that are called the full year's and are the initial budget's."""

    def relations(self) -> Iterator[Relation]:
        for group in self.claims.groups:
            final = self._told(group, "final")
            full = self._told(group, "full")
            whole = self.book.find(group.parent._replace(measure="final"), group.paragraph, 1 << 30)
            initial = self.book.find(group.parent._replace(measure="initial"), group.paragraph, 1 << 30)
            if whole is None or initial is None or len(full) < _LEAST_ITEMS or final.keys() != full.keys():
                continue
            if Sum(whole, list(final.values())).outcome() is Outcome.HOLDS:
                yield from self._totals(whole, initial, list(full.values()))

    def _told(self, group: Group, measure: str) -> dict[str, Fact]:
        """The amounts of one measure in a list, by their items."""
        return {dims.item: fact for dims, fact in group.children if dims.measure == measure and dims.item[1:2] == ":"}

    def _totals(self, whole: Fact, initial: Fact, items: list[Fact]) -> Iterator[Relation]:
        """The full-year totals beside the same final amount that are the initial budget, and not what the items add up to."""
        places = {mention.paragraph for mention in self._by_value.get(whole.quantity.value, ())}
        for mention in self._by_value.get(initial.quantity.value, ()):
            fact = mention.fact
            full = any(key.measure == "full" for key in fact.keys)
            if full and mention.paragraph in places and fact is not initial and fact not in items:
                relation = Sum(fact, items, kind="parts")
                relation.likely = True
                if relation.outcome() is Outcome.FAILS:
                    yield relation

    @cached_property
    def _by_value(self) -> dict[Decimal, list[Mention]]:
        found: dict[Decimal, list[Mention]] = {}
        for mention in self.claims.mentions:
            found.setdefault(mention.fact.quantity.value, []).append(mention)
        return found
