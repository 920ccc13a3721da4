"""Amounts told in relation to others: what one of several costs (车均…), the same in another unit (即525000元), a rate in points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from gouji.facts import Fact
from gouji.narrative.claims import Amount, Each, Grew, Mention, Moved
from gouji.relations import Change, Growth, GrowthFrom, Ratio, Relation, Same
from gouji.tieout.ground import Ground

_NEAR = 6


class Averages(Ground):
    """The relations of averages, restatements and moved rates."""

    def relations(self) -> Iterator[Relation]:
        for each in self.claims.related:
            if isinstance(each, Moved):
                is_rate = each.amount.quantity.unit.dimension == "rate"
                yield (GrowthFrom if is_rate else Change)(each.current, each.prior, each.amount, each.word)
            elif isinstance(each, Grew):
                yield Growth(*each)
            elif isinstance(each, Each) and each.told is not None:
                yield Same(each.told, each.fact)
            elif isinstance(each, Each):
                yield from self._average(each)

    def _average(self, each: Each) -> Iterator[Relation]:
        mention = self.mentions.get(each.fact)
        is_rate = each.fact.quantity.unit.dimension == "rate"
        group, kind = ("quotients", "share") if is_rate else ("averages", "average")
        for names, words in self.lexicon.phrases[group].items():
            if mention is None or not any(word in each.text for word in words):
                continue
            items = names.split("/")
            near = [self._told_before(mention, item) for item in items] if is_rate else []
            cost, count = near if near and None not in near else [self._told(mention.section, item) for item in items]
            same = is_rate or (cost is not None and cost.quantity.unit.dimension == each.fact.quantity.unit.dimension)
            if cost is not None and count is not None and count.quantity.value and same:
                yield Ratio(cost, count, each.fact, kind)
        yield from self._beside(each)

    def _beside(self, each: Each) -> Iterator[Relation]:
        """机关运行经费支出52.50万元，编制内实有42人，人均1.25万元; 接待20批次、150人次，支出1.00万元，平均每批次0.05万元: an average of the one
        amount and the one count of its kind that its sentence tells."""
        known = {unit: word for unit, words in self.lexicon.phrases["each_of"].items() if (word := _said(each, words))}
        units, mention = list(known), self.mentions.get(each.fact)
        for row in self.claims.rows if units else ():
            if mention is None or row.paragraph != mention.paragraph:
                continue
            own = sum(amount.fact.span.start < each.fact.span.start for amount in row.amounts)
            stops = (n for n in range(own, 0, -1) if row.amounts[n - 1].ends or (n < own and row.amounts[n - 1].breaks))
            first = next(stops, 0)
            behind_it = range(own, len(row.amounts))
            last = next((n + 1 for n in behind_it if row.amounts[n].ends or row.amounts[n].breaks), len(row.amounts))
            ended = each.ends or (own > 0 and row.amounts[own - 1].breaks)
            before, behind = row.amounts[first:own], () if ended else row.amounts[own:last]
            found = _average_of(each.fact, before, units) or _average_of(each.fact, [*before, *behind], units)
            if found is not None and self._is_of_that(each, found.part, known):
                yield found
            else:
                yield from _of_several(each, row.amounts, known)

    def _is_of_that(self, each: Each, cost: Fact, known: Mapping[str, str]) -> bool:
        """Whether what the average names, if anything (人均培训费), is what the cost is called, and that no average itself."""
        name, called = _of_what(each, known), self.names.get(cost, "")
        return not name or (
            name in called and not any(word in called for word in self.lexicon.phrases["fillers"]["per"])
        )

    def _told_before(self, mention: Mention, item: str) -> Fact | None:
        """What the same paragraph tells of a line right before a rate (…资产总额80万元、负债总额50万元，资产负债率62.5%；…)."""
        near = self.before(mention.paragraph, mention.at, _NEAR)
        return next((fact for fact in near if any(key.item == item for key in fact.keys)), None)

    def _told(self, section: str, item: str) -> Fact | None:
        """What a section tells of a line of the document's own year in one way only; where it tells nothing, the whole text."""
        measures = ("budget",) if self.book.is_budget else ("final", "executed")
        told = [
            mention
            for key, found in self.book.mentions.items()
            if key.item == item and key.period == self.book.year and key.measure in measures
            for mention in found
        ]
        told = [mention for mention in told if mention.section == section] or told
        facts = [mention.fact for mention in told]
        sure = bool(facts) and all(fact.firm and fact.interval.meets(facts[0].interval) for fact in facts)
        return facts[0] if sure else None


def _average_of(each: Fact, told: Sequence[Amount], units: Sequence[str]) -> Ratio | None:
    """An average of the one amount and the one count of its kind that are told."""
    others = [amount for amount in told if not amount.depth and not amount.sign and amount.fact is not each]
    costs = [a.fact for a in others if a.fact.quantity.unit.dimension == each.quantity.unit.dimension]
    counted = [a.fact for a in others if a.fact.quantity.unit.is_count]
    counts = [fact for fact in counted if fact.quantity.unit.name in units and fact.quantity.value]
    kinds = {fact.quantity.unit.name for fact in counted}
    plain = len(kinds) == len(counted) == len(others) - 1
    return Ratio(costs[0], counts[0], each, "average") if plain and len(costs) == len(counts) == 1 else None


def _said(each: Each, words: Sequence[str]) -> str:
    """The longest of some words with which an average begins (人均 of 人均培训费)."""
    return max((word for word in words if each.text.startswith(word)), key=len, default="")


def _of_what(each: Each, known: Mapping[str, str]) -> str:
    """What an average says that it is of: 培训费, of 人均培训费."""
    return each.text.removeprefix(max(known.values(), key=len))


def _of_several(each: Each, told: Sequence[Amount], known: Mapping[str, str]) -> Iterator[Relation]:
    """培训费预算3.00万元，支出2.52万元，培训6期、126人次，人均培训费200元: perhaps of one of several costs, of the name that the average has,
    and of one of several counts."""
    counts = [a.fact for a in told if a.fact.quantity.unit.name in known and a.fact.quantity.value and not a.sign]
    name, same = _of_what(each, known), each.fact.quantity.unit.dimension
    costs = [a.fact for a in told if a.fact.quantity.unit.dimension == same and not a.sign and name in a.name]
    ratios = (Ratio(cost, count, each.fact, "average") for cost in costs if cost is not each.fact for count in counts)
    yield from islice((ratio for ratio in ratios if ratio.is_met), 1)
