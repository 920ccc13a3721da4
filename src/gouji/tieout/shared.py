"""Shares of one whole, told one after another: what all of them say together, where one number does not fit.

Where the parts add up to an amount of the section, and all shares but one are of that amount, the one is wrong. Where the shares
add up to 100% and all but one are of that amount, the part of the one is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.facts import Fact
from gouji.lexicon import Dims
from gouji.narrative.claims import Ratio
from gouji.quantity import total as sum_of
from gouji.relations import Outcome, Relation, Sum
from gouji.relations import Ratio as Share
from gouji.tieout.ground import Ground

_ALL = 1
Told = tuple[Fact, Fact]


class Shared(Ground):
    """The relations of shares that speak of one whole."""

    def relations(self, ratios: Sequence[Relation]) -> Iterator[Relation]:
        """`ratios` are the shares that are explained already."""
        failing = {each.rate for each in ratios if isinstance(each, Share) and not each.is_met}
        for (section, _), told in self._passages().items():
            parts = [part for part, _ in told]
            if len(set(parts)) < len(parts) or any(rate in failing for _, rate in told):
                continue
            last = self.mentions[told[-1][1]]
            before = [
                mention.fact
                for mention in self.claims.mentions
                if mention.section == section
                and (mention.paragraph, mention.at) < (last.paragraph, last.at)
                and mention.fact.quantity.unit.dimension == "money"
                and mention.fact.quantity.value != 0
            ]
            if any(not self._is_of_any(part, rate, before) for part, rate in told):
                yield from _of_one_whole(told, [fact for fact in before if fact not in parts])

    def _passages(self) -> dict[tuple[str, tuple[Dims, ...]], list[Told]]:
        """The shares of each section by what they are said to be of, that of nothing named with those before it."""
        found: dict[tuple[str, tuple[Dims, ...]], list[Told]] = {}
        broken: set[tuple[str, tuple[Dims, ...]]] = set()
        named: tuple[Dims, ...] = ()
        for ratio in self.claims.ratios:
            mention = self.mentions.get(ratio.rate)
            if ratio.kind != "share" or mention is None or ratio.whole_fact is not None:
                continue
            named = tuple(dims._replace(nature="") for dims in ratio.whole[:1])
            part = self._part(ratio)
            if part is None:
                broken.add((mention.section, named))
            else:
                found.setdefault((mention.section, named), []).append((part, ratio.rate))
        return {key: told for key, told in found.items() if key not in broken and len(told) > 1}

    def _part(self, ratio: Ratio) -> Fact | None:
        return ratio.part_fact or self.book.find(ratio.part, ratio.paragraph, ratio.at)

    def _is_of_any(self, part: Fact, rate: Fact, wholes: Sequence[Fact]) -> bool:
        return any(Share(part, whole, rate, "share").is_met for whole in wholes if whole is not part)


def _of_one_whole(told: Sequence[Told], wholes: Sequence[Fact]) -> Iterator[Relation]:
    for whole in wholes:
        shares = [Share(part, whole, rate, "share") for part, rate in told]
        broken = [share for share in shares if not share.is_met]
        if len(broken) != 1 or sum(part.quantity.value != 0 for part, _ in told) < 2:
            continue
        adds_up = Sum(whole, [part for part, _ in told], kind="parts")
        rates = sum_of([rate.interval for _, rate in told])
        if adds_up.outcome() is Outcome.HOLDS or (_ALL in rates and _is_the_rest(broken[0], adds_up)):
            yield from (adds_up, *shares)
            return


def _is_the_rest(share: Share, whole: Sum) -> bool:
    """Whether what the other parts leave of the whole has the share that is told."""
    rest, wanted = whole.demand(share.part), share.demand(share.part)
    return bool(rest and wanted) and rest.meets(wanted)  # type: ignore[union-attr, arg-type]
