"""What was saved of what was planned: 采购计划100.00万元，实际采购90.00万元，节约资金10.00万元，节约率10.00%."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from gouji.narrative.claims import Change
from gouji.relations import Outcome, Ratio, Relation, Sum
from gouji.tieout.ground import Ground


class Saved(Ground):
    """Relations that confirm savings as the difference of two amounts told before them, and their rate as what they are of the
    first. Which amounts those are no word says: they never accuse."""

    def relations(self) -> Iterator[Relation]:
        for change in self.claims.changes:
            if self.is_saved(change):
                yield from self._saved(change)

    def _saved(self, change: Change) -> Iterator[Relation]:
        saved, rate = change.amount, change.rate
        if saved is None:
            return
        before = [
            mention.fact
            for mention in self.claims.mentions
            if mention.paragraph == change.paragraph
            and mention.at < change.at
            and mention.fact.quantity.unit.dimension == "money"
            and mention.fact is not saved
        ]
        for planned, spent in combinations(before, 2):
            difference = Sum(planned, [spent, saved], kind="list")
            if difference.outcome() is not Outcome.HOLDS:
                continue
            yield difference
            share = Ratio(saved, planned, rate, "share") if rate is not None else None
            if share is not None and (share.is_met or share.holds_if_cut()):
                yield share
            return
