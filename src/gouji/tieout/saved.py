"""What was saved of a budget: 采购预算100.00万元，…，实际采购90.00万元，…，节约资金10.00万元，节约率10%. It never accuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from gouji.facts import Fact
from gouji.narrative.claims import Change
from gouji.relations import Change as ChangeRelation
from gouji.relations import Growth, GrowthFrom, Relation
from gouji.tieout.ground import Ground

_NEAR = 12


class Saved(Ground):
    """The relations of what was saved, with the amounts that its paragraph tells before it."""

    def relations(self) -> Iterator[Relation]:
        words = self.lexicon.phrases["direction"]["saved"]
        for change in self.claims.changes:
            if change.words[0].text in words and change.amount is not None:
                yield from self._of(change, change.amount)

    def _of(self, change: Change, amount: Fact) -> Iterator[Relation]:
        near = self.before(change.paragraph, change.at, _NEAR)
        told = [fact for fact in near if fact is not amount and fact.quantity.unit.dimension == "money"]
        readings = _readings(change, amount, told)
        yield from next((each for each in readings if all(relation.is_met for relation in each)), ())


def _readings(change: Change, amount: Fact, told: Sequence[Fact]) -> Iterator[list[Relation]]:
    """A budget and what was spent of it, the later of two amounts; else what was spent, with a rate that is of both together."""
    word, rate = change.words[0], change.rate
    for spent, planned in permutations(told, 2):
        saved: list[Relation] = [ChangeRelation(spent, planned, amount, word)]
        yield saved if rate is None else [*saved, GrowthFrom(spent, planned, rate, word)]
    if rate is None:
        return
    for spent in told:
        yield [Growth(spent, amount, rate, word)]
