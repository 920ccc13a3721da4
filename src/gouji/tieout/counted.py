"""Lists of counts against the total that they are of (车辆6辆，其中…3辆、…3辆), and what their things are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from itertools import accumulate, pairwise

from gouji.facts import Fact
from gouji.narrative.claims import Group
from gouji.narrative.state import WITHIN
from gouji.relations import Outcome, Relation, Sum
from gouji.tieout.ground import Ground


class Counted(Ground):
    """The relations of totals and counts."""

    def relations(self) -> Iterator[Relation]:
        for group in self.claims.groups:
            if group.counts and group.parent_fact is not None:
                yield from self._counts(group, group.parent_fact)

    def _counts(self, group: Group, total: Fact) -> Iterator[Relation]:
        words = self.lexicon.phrases["exhaustive"]
        parts = [
            count
            for count in self._listed(group, total)
            if count.quantity.unit.dimension == total.quantity.unit.dimension
            and not self.names.get(count, "").endswith(words["beside"])
            and not any(word in self.names.get(count, "") for word in words["moved"])
        ]
        rest = any(word in self.names.get(part, "") for part in parts for word in words["words"])
        whole = rest or (self._is_of_things(total) and self._are_kinds(parts))
        parts = parts if whole else _made_up(total, parts, self._items_of(total))
        if len(parts) < (2 if self.lexicon.count_items.isdisjoint(key.item for key in total.keys) else 1):
            return
        relation = Sum(total, parts, kind="count")
        relation.loose = self.unnamed_among(total, parts)
        more = relation.computed > total.quantity.value
        apart = rest or self._are_kinds(parts)
        if total.quantity.unit.name in words["overlapping"] and not apart:
            more = any(part.quantity.value > total.quantity.value for part in parts)
        named = any(key.item in words["items"] for key in total.keys) or self._is_of_things(total)
        exhaustive = rest or (apart and (named or self._are_all(parts)))
        if more or (exhaustive and len(parts) > 1) or relation.outcome() is Outcome.HOLDS:
            yield relation
        if exhaustive and relation.outcome() is Outcome.HOLDS:
            yield from self._worth(total, parts)

    def _listed(self, group: Group, total: Fact) -> list[Fact]:
        """The counts of a list, up to one behind a semicolon that is of another kind of thing (编制20名，其中行政15名；实有18人)."""
        items = self._items_of(total)
        for at, count in enumerate(group.counts):
            other = any(key.item not in items for key in count.keys) or not self._are_kinds([count])
            if other and group.kind != WITHIN and self._clauses[group.counts[0]] != self._clauses[count]:
                return group.counts[:at]
        return group.counts

    def _items_of(self, total: Fact) -> set[str]:
        """What a total counts, and what its parts are known to count."""
        items = {key.item for key in total.keys}
        return items | {each.item for one in self.lexicon.identities if one.total.item in items for each in one.parts}

    @cached_property
    def _clauses(self) -> dict[Fact, int]:
        """How many semicolons stand before each number."""
        breaks = accumulate((amount.breaks for amount in self.amounts.values()), initial=0)
        return dict(zip(self.amounts, breaks, strict=False))

    def _worth(self, total: Fact, parts: list[Fact]) -> Iterator[Relation]:
        """车辆6台，118.63万元。车辆中，…1台，14.98万元；…3台，62.40万元；其他用车2台，41.25万元: of a list whose counts add up, the amounts
        behind each add up too."""
        behind = [self._behind.get(count) for count in (total, *parts)]
        amounts = [amount for amount in behind if amount is not None]
        if len(amounts) == len(behind) and len(parts) > 1:
            yield Sum(amounts[0], amounts[1:], kind="parts")

    @cached_property
    def _behind(self) -> dict[Fact, Fact]:
        """The amount of money that stands right behind a count, without a name of its own."""
        return {
            count.fact: amount.fact
            for row in self.claims.rows
            for count, amount in pairwise(row.amounts)
            if not amount.name and not amount.sign and amount.fact.quantity.unit.dimension == "money"
        }

    def _are_kinds(self, parts: Sequence[Fact]) -> bool:
        """Whether counts are of kinds of which nothing can be two (行政、事业; 在职、退休), not of 职称 or 党员."""
        kinds = self.lexicon.phrases["exhaustive"]["apart"]
        return all(any(word in self.names.get(part, "") for word in kinds) for part in parts)

    def _is_of_things(self, total: Fact) -> bool:
        """单位共有公务用车5辆: whether a total's own words say what its kinds are."""
        return self.names.get(total, "").endswith(self.lexicon.phrases["exhaustive"]["things"])

    def _are_all(self, parts: Sequence[Fact]) -> bool:
        """Whether counts are of the kinds that make up a line (行政编制、事业编制、工勤编制), whatever words stand before the total."""
        told = {key.item for part in parts for key in part.keys}
        words = self.lexicon.phrases["exhaustive"]["items"]
        return len(told) == len(parts) > 1 and any(
            identity.total.item in words and told <= {part.item for part in identity.parts}
            for identity in self.lexicon.identities
        )


def _made_up(total: Fact, counts: list[Fact], items: Set[str]) -> list[Fact]:
    """The counts of a list up to those that are its total, if nobody knows what follows them, or it is nothing that the total counts:
    something else (离退休9人，其中…，财政供养人员40人)."""
    values = [count.quantity.value for count in counts]
    told = accumulate(value != 0 for value in values)
    sums = zip(accumulate(values), told, strict=True)
    end = next(
        (n for n, (value, some) in enumerate(sums, 1) if some > 1 and value == total.quantity.value), len(counts)
    )
    counted = items | {key.item for count in counts[:end] for key in count.keys}
    return counts if any(key.item in counted for count in counts[end:] for key in count.keys) else counts[:end]
