"""Shares of one whole, told one after another: what all of them say together, where one number does not fit.

Where the parts add up to an amount of the section, and all shares but one are of that amount, the one is wrong. Where the shares
add up to 100% and all but one are of that amount, the part of the one is wrong; where none is of the total that they name, but
all of what their parts add up to, the total is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.facts import TOTALS, Fact
from gouji.lexicon import Dims
from gouji.narrative.claims import Ratio
from gouji.quantity import ZERO, Quantity
from gouji.quantity import total as sum_of
from gouji.relations import Outcome, Relation, Sum
from gouji.relations import Ratio as Share
from gouji.tieout.ground import Ground
from gouji.tieout.made import made_of
from gouji.tieout.unnamed_wholes import is_evened

_ALL = Decimal(1)
_HUNDRED = Quantity.parse("100%")._replace(quantum=ZERO)
_LEAST_OF_A_SUM = 3
_LEAST_OF_SHARES = 2
Told = tuple[Fact, Fact]
Place = tuple[str, tuple[Dims, ...]]


class Shared(Ground):
    """The relations of shares that speak of one whole."""

    def relations(self, ratios: Sequence[Relation]) -> Iterator[Relation]:
        """`ratios` are the shares that are explained already."""
        failing = {each.rate for each in ratios if isinstance(each, Share) and not each.is_met}
        for (section, named), passage in self._passages().items():
            amounts = [
                mention.fact
                for mention in self.claims.mentions
                if mention.section == section
                and mention.fact.quantity.unit.dimension == "money"
                and mention.fact.quantity.value != 0
            ]
            for told in self._lists(passage):
                parts = {part for part, _ in told}
                sole = len(parts) == len(told) and not any(rate in failing for _, rate in told)
                if sole and any(not _is_of_any(part, rate, amounts) for part, rate in told):
                    wholes = [fact for fact in amounts if fact not in parts]
                    yield from _of_one_whole(told, wholes)
                    totals = [fact for fact in wholes if _is_named(fact, named, self.book.year)]
                    yield from _all_of_another(told, wholes, totals)
                    if not totals:
                        yield from _of_their_own_sum(told)

        for told, wholes in self._of_nothing_named():
            yield from _of_what_they_make(told, wholes)
        yield from self._of_all_parts(ratios)

    def _of_all_parts(self, ratios: Sequence[Relation]) -> Iterator[Relation]:
        """4.51万元，其中…3.09万元，占68.51%；…1.42万元，占31.40%: the shares of parts that make the total are all of it, each rounded."""
        held = (each for each in ratios if isinstance(each, Share) and each.kind == "share" and each.is_met)
        shares = {(each.whole, each.part): each.rate for each in held}
        for group in self.claims.groups:
            whole, parts = group.parent_fact, [fact for _, fact in group.children if fact.quantity.value]
            rates = [shares[whole, part] for part in parts if whole is not None and (whole, part) in shares]
            if whole is None or len(set(rates)) != len(parts) or len(parts) < _LEAST_OF_SHARES:
                continue
            shown = sum(rate.quantity.value for rate in rates)
            exact = sum(part.quantity.value for part in parts) == whole.quantity.value
            if exact and abs(shown - _ALL) > sum(rate.quantity.quantum for rate in rates):
                hundred = Fact(_HUNDRED, rates[-1].span, constant=True)
                yield Sum(hundred, rates, kind="shares")

    def _of_nothing_named(self) -> Iterator[tuple[list[Told], list[Fact]]]:
        """The shares of a paragraph whose whole nobody knows (占固定资产总额的…), with the amounts that it tells before them."""
        told: dict[int, list[Told]] = {}
        for ratio in self.claims.ratios:
            if ratio.kind == "share" and not ratio.whole and ratio.whole_fact is None and ratio.part_fact is not None:
                told.setdefault(ratio.paragraph, []).append((ratio.part_fact, ratio.rate))
        for paragraph, shares in told.items():
            first = self.mentions.get(shares[0][0])
            before = [
                mention.fact
                for mention in self.claims.mentions
                if mention.paragraph == paragraph
                and first is not None
                and mention.at < first.at
                and mention.fact.quantity.unit.dimension == "money"
            ]
            yield shares, before

    def _lists(self, passage: list[Told]) -> Iterator[list[Told]]:
        """All shares of a passage, and those of each list in it (by their sources; by their kinds)."""
        yield passage
        for group in self.claims.groups:
            inside = {fact for _, fact in group.children}
            told = [(part, rate) for part, rate in passage if part in inside]
            if 1 < len(told) < len(passage):
                yield told

    def _passages(self) -> dict[Place, list[Told]]:
        """The shares of each section by what they are said to be of, those of nothing named with the next ones."""
        found: dict[Place, list[Told]] = {}
        broken: set[Place] = set()
        waiting: list[Told] = []
        section = ""
        for ratio in self.claims.ratios:
            mention = self.mentions.get(ratio.rate)
            if ratio.kind != "share" or mention is None or ratio.whole_fact is not None:
                continue
            if mention.section != section:
                waiting, section = [], mention.section
            place = mention.section, tuple(dims._replace(nature="") for dims in ratio.whole[:1])
            part = self._part(ratio)
            if part is None:
                broken.add(place)
            elif not ratio.whole:
                waiting.append((part, ratio.rate))
            else:
                found.setdefault(place, []).extend([*waiting, (part, ratio.rate)])
                waiting = []
        return {place: told for place, told in found.items() if place not in broken and len(told) > 1}

    def _part(self, ratio: Ratio) -> Fact | None:
        return ratio.part_fact or self.book.find(ratio.part, ratio.paragraph, ratio.at)


def _is_of_any(part: Fact, rate: Fact, wholes: Sequence[Fact]) -> bool:
    return any(Share(part, whole, rate, "share").is_met for whole in wholes if whole is not part)


def _of_what_they_make(told: Sequence[Told], wholes: Sequence[Fact]) -> Iterator[Relation]:
    """Shares whose parts make an amount told before to the last digit, of which most of them are shares."""
    parts = [part for part, _ in told]
    for whole in wholes:
        shares = [Share(part, whole, rate, "share") for part, rate in told]
        held = sum(share.is_met for share in shares)
        adds_up = Sum(whole, parts, kind="parts")
        if 2 <= held < len(shares) <= 2 * held and len(set(parts)) == len(parts) and adds_up.outcome() is Outcome.HOLDS:
            yield from (adds_up, *(share for share in shares if share.is_met or not is_evened(share)))
            return


def _is_named(fact: Fact, named: tuple[Dims, ...], year: int) -> bool:
    """Whether an amount is this year's total, of which shares are said to be."""
    return any(
        key.period == year
        and key.item in TOTALS
        and key.nature == "all"
        and (key.scope, key.flow) == (dims.scope or "all", dims.flow)
        for key in fact.keys
        for dims in named
    )


def _of_one_whole(told: Sequence[Told], wholes: Sequence[Fact]) -> Iterator[Relation]:
    made = made_of([part for part, _ in told])
    if all(Share(part, made, rate, "share").is_met for part, rate in told):
        return  # of what the parts make up, which is told nowhere
    for whole in wholes:
        shares = [Share(part, whole, rate, "share") for part, rate in told]
        broken = [share for share in shares if not share.is_met]
        if len(broken) != 1 or sum(part.quantity.value != 0 for part, _ in told) < 2 or is_evened(broken[0]):
            continue
        adds_up = Sum(whole, [part for part, _ in told], kind="parts")
        rates = sum_of([rate.interval for _, rate in told])
        if adds_up.outcome() is Outcome.HOLDS or (_ALL in rates and _is_the_rest(broken[0], adds_up)):
            yield from (adds_up, *shares)
            return


def _all_of_another(told: Sequence[Told], amounts: Sequence[Fact], wholes: Sequence[Fact]) -> Iterator[Relation]:
    """Shares that add up to 100% and are all of what their parts add up to, which the total that they name is not, nor with
    another amount of the section (what is carried over)."""
    rates = sum_of([rate.interval for _, rate in told])
    if len({fact.quantity.value for fact in wholes}) != 1 or _ALL not in rates:
        return
    relation = Sum(wholes[0], [part for part, _ in told], kind="parts")
    relation.loose = tuple(fact for fact in amounts if fact not in wholes)
    made = made_of([part for part, _ in told])
    if relation.outcome() is Outcome.FAILS and all(Share(part, made, rate, "share").is_met for part, rate in told):
        yield relation


def _of_their_own_sum(told: Sequence[Told]) -> Iterator[Relation]:
    """Shares of a whole that is told nowhere, all but one of which are of what the parts add up to."""
    whole = made_of([part for part, _ in told])
    shares = [Share(part, whole, rate, "share") for part, rate in told if part.quantity.value]
    broken = [share for share in shares if not share.is_met]
    if len(shares) >= _LEAST_OF_A_SUM and len(broken) == 1 and not is_evened(broken[0]):
        yield from shares


def _is_the_rest(share: Share, whole: Sum) -> bool:
    """Whether what the other parts leave of the whole has the share that is told."""
    rest, wanted = whole.demand(share.part), share.demand(share.part)
    return bool(rest and wanted) and rest.meets(wanted)  # type: ignore[union-attr, arg-type]
