"""Shares of a whole that its section nowhere states: each of them gives it, and they must give the same one.

基本支出247.63万元，占一般公共预算支出的84.06%；…；项目支出46.95万元，占一般公共预算支出的15.94%
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from gouji.facts import TOTALS, Fact
from gouji.lexicon import Dims
from gouji.narrative.claims import Ratio
from gouji.relations import AlikeShares, Relation
from gouji.relations import Ratio as Share
from gouji.tieout.ground import Ground

Told = tuple[Fact, Fact]


class Unstated(Ground):
    """The relations of shares of one whole that is not told."""

    def relations(self, ratios: Sequence[Relation]) -> Iterator[Relation]:
        """`ratios` are the shares that are explained already."""
        explained = {each.rate for each in ratios if isinstance(each, Share)}
        for told in self._passages():
            if len(told) > 1 and not any(rate in explained for _, rate in told):
                yield from _of_one(told)

    def _passages(self) -> Iterator[list[Told]]:
        """The shares of each section that its words call shares of one total, by nature; none where a nature comes twice."""
        found: dict[tuple[str, tuple[Dims, ...]], dict[str, list[Told]]] = {}
        for ratio in self.claims.ratios:
            mention = self.mentions.get(ratio.rate)
            if mention is None or not self._is_of_a_total(ratio):
                continue
            part = ratio.part_fact or self.book.find(ratio.part, ratio.paragraph, ratio.at)
            told = [(part, ratio.rate)] if part is not None and (part.firm or part.alternatives) else []
            found.setdefault((mention.section, ratio.whole), {}).setdefault(ratio.part.nature, []).extend(told)
        for natures in found.values():
            if all(len(told) == 1 for told in natures.values()):
                yield [told[0] for told in natures.values() if told[0][0].quantity.value and told[0][1].quantity.value]

    def _is_of_a_total(self, ratio: Ratio) -> bool:
        """Whether a share of spending of one nature names a total that is nowhere told."""
        named = ratio.kind == "share" and ratio.whole_fact is None and bool(ratio.whole)
        own = ratio.part.nature not in ("", "all") and ratio.part.item in ("", *TOTALS)
        return named and own and all(self.book.find(dims, ratio.paragraph, ratio.at) is None for dims in ratio.whole)


def _of_one(told: Sequence[Told]) -> Iterator[Relation]:
    """Each share by the whole that the largest part and its share give; where they differ, one of them is wrong."""
    (part, rate), *others = sorted(told, key=lambda each: -each[0].quantity.value)
    if rate.interval.low <= 0 or any(first is second for (first, _), (second, _) in combinations(told, 2)):
        return
    yield from (AlikeShares(other, share, part, rate) for other, share in others)
