"""Shares of counts: 7个项目，其中评为优的4个，占57%，评为良的3个，占43%."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact
from gouji.quantity import Interval, total
from gouji.relations import Outcome, Ratio, Relation, Sum
from gouji.tieout.ground import Ground

_LEAST = 2


class CountShares(Ground):
    """Where counts with their shares add up to a count told before them, all of them are shares of that; else a share may be
    of any count before it."""

    def relations(self) -> Iterator[Relation]:
        for told in self._told().values():
            parts = [part for part, _ in told]
            before = self._before(parts[0])
            whole = next((each for each in before if _is_made_of(each, parts)), None)
            whole = whole or next((each for each in before if _is_shared(each, told)), None)
            if whole is not None:
                yield Sum(whole, parts, kind="list")
                yield from (Ratio(part, whole, rate, "share") for part, rate in told)
                continue
            for part, rate in told:
                shares = (Ratio(part, each, rate, "share") for each in self._before(part))
                yield from [share for share in shares if share.outcome() is Outcome.HOLDS][:1]

    def _told(self) -> dict[int, list[tuple[Fact, Fact]]]:
        """The counts of each paragraph that have a share behind them."""
        found: dict[int, list[tuple[Fact, Fact]]] = {}
        for ratio in self.claims.ratios:
            if ratio.kind == "share" and ratio.part_fact is not None and ratio.part_fact.quantity.unit.is_count:
                found.setdefault(ratio.paragraph, []).append((ratio.part_fact, ratio.rate))
        return found

    def _before(self, part: Fact) -> list[Fact]:
        """The counts of a unit that a paragraph tells before one of them, the nearest first."""
        own = self.mentions[part]
        return [
            mention.fact
            for mention in reversed(self.claims.mentions)
            if mention.paragraph == own.paragraph
            and mention.at < own.at
            and mention.fact.quantity.unit == part.quantity.unit
        ]


def _is_shared(whole: Fact, told: list[tuple[Fact, Fact]]) -> bool:
    """Whether all shares but one are of a count, and all of them add up to 100%: the one is wrong."""
    held = sum(Ratio(part, whole, rate, "share").is_met for part, rate in told)
    return held >= max(len(told) - 1, _LEAST) and Interval.exactly(1).meets(total([rate.interval for _, rate in told]))


def _is_made_of(whole: Fact, parts: list[Fact]) -> bool:
    return len(parts) > 1 and whole.quantity.value == sum(part.quantity.value for part in parts) != 0
