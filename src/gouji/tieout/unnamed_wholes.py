"""The wholes that a share or a completion rate may be of where its words name none: a list's, its sisters', a source's, any told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, permutations

from gouji.facts import CODED, TOTALS, Fact
from gouji.lexicon import Dims
from gouji.narrative.claims import Change, Group, Mention, Ratio
from gouji.narrative.frames import BUDGETS
from gouji.relations import Ratio as RatioRelation
from gouji.relations import Sum
from gouji.tieout.made import Made, made_of
from gouji.tieout.readings import Reading

_NEAR = 4
_SISTERS = 2
_LEAST_NAME = 4
FAR = 40
_LONG = 100000


class UnnamedWholes(Made):
    """What a section tells before a rate, and how it can be the whole."""

    def _of_its_list(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """支出包括：…，占…；…，占…: of the amount that the section tells before and that the parts, each with its share, add up
        to; so too where no list is opened (结构情况: …，占…；…，占…)."""
        lists = [([fact for _, fact in g.children], len(g.rates)) for g in self._lists_of.get(ratio.rate, ())]
        shares = self._shares_in.get(ratio.paragraph, ()) if not lists else ()
        if shares and all(_totals(each) == _totals(ratio) != set() for each in shares):
            told = [each.part_fact or self.book.find(each.part, each.paragraph, each.at) for each in shares]
            lists.append(([fact for fact in told if fact is not None], len(shares)))
        yield from self._of_its_sisters(ratio, part, shares)
        for parts, rates in lists:
            if part not in parts or not 1 < len(parts) == rates:
                continue
            for whole in self._told_before(ratio):
                if whole not in parts and _is_made_by(whole, parts):
                    share = RatioRelation(part, whole, ratio.rate, ratio.kind)
                    share.likely = self.paragraph(whole) != ratio.paragraph and is_evened(share)
                    yield Reading(share)
                    return

    def _of_its_sisters(self, ratio: Ratio, part: Fact, shares: Sequence[Ratio]) -> Iterator[Reading]:
        """结构情况: …，占…；…，占…；…，占…: of the amount told before of which all the others are."""
        others = [each for each in shares if each is not ratio and _totals(each) == _totals(ratio) != set()]
        told = [each.part_fact or self.book.find(each.part, each.paragraph, each.at) for each in others]
        pairs = [(fact, each.rate) for fact, each in zip(told, others, strict=True) if fact is not None]
        for whole in islice(self._told_before(ratio), FAR) if len(pairs) == len(shares) - 1 >= _SISTERS else ():
            if all(RatioRelation(fact, whole, rate, ratio.kind).is_met for fact, rate in pairs):
                yield Reading(RatioRelation(part, whole, ratio.rate, ratio.kind))
                return

    def _of_the_listed(self, ratio: Ratio, part: Fact, wholes: Sequence[Fact]) -> Iterator[Reading]:
        """“三公”经费10.00万元，其中…，公务接待费3.00万元，完成预算11.00万元的90.91%: perhaps of what the list is of in which the last amount
        stands."""
        listed = self._listed_in.get(part) if ratio.kind in ("completion", "share") else None
        mention = self.mentions.get(listed) if listed is not None else None
        if listed is None or mention is None or mention.dims is None:
            return
        for whole in wholes:
            if whole is not listed:
                yield Reading(RatioRelation(listed, whole, ratio.rate, ratio.kind), accuses=False)
        for measure in BUDGETS if ratio.kind == "completion" else ():
            budget = self.book.find(mention.dims._replace(measure=measure), ratio.paragraph, ratio.at)
            if budget is not None and budget is not listed:
                yield Reading(RatioRelation(listed, budget, ratio.rate, ratio.kind), accuses=False)

    def _of_its_own_total(self, ratio: Ratio, part: Fact, candidates: Sequence[RatioRelation]) -> Iterator[Reading]:
        """支出合计1,560.00万元，其中：基本支出1,030.00万元，占总支出的66.03%: of the total that the sentence breaks down, before the 总计 of a table."""
        listed = self._listed_in.get(part) if ratio.kind == "share" else None
        if listed is None or not candidates or not all(each.whole.in_table for each in candidates):
            return
        flows = {key.flow for each in candidates for key in each.whole.keys if key.item == "grand"}
        if any(key.flow in flows and key.item == "total" and key.nature == "all" for key in listed.keys):
            yield Reading(RatioRelation(part, listed, ratio.rate, ratio.kind), accuses=listed.firm)

    @cached_property
    def _listed_in(self) -> dict[Fact, Fact]:
        """预算数120万元，其中：当年财政拨款100万元，上年结转20万元；执行数…: the totals of the lists in which amounts stand."""
        return {
            fact: group.parent_fact
            for group in self.claims.groups
            for _, fact in group.children
            if group.parent_fact is not None and self.paragraph(fact) == group.paragraph
        }

    @cached_property
    def _shares_in(self) -> dict[int, list[Ratio]]:
        """The shares of each paragraph."""
        found: dict[int, list[Ratio]] = {}
        for ratio in self.claims.ratios:
            if ratio.kind == "share":
                found.setdefault(ratio.paragraph, []).append(ratio)
        return found

    @cached_property
    def _lists_of(self) -> dict[Fact, list[Group]]:
        """The lists in which a rate stands."""
        found: dict[Fact, list[Group]] = {}
        for group in self.claims.groups:
            for rate in group.rates:
                found.setdefault(rate, []).append(group)
        return found

    def _of_parts_told(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """占“三公”经费的…: of a line whose total nobody tells, but whose parts the paragraph tells one and all."""
        for key in filter(None, map(self.book.key, ratio.whole[:1])):
            for parts in self.parts_told(key, ratio.paragraph):
                if part in parts:
                    yield Reading(RatioRelation(part, made_of(parts), ratio.rate, ratio.kind))

    def _of_its_name(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """医疗收入628万元。…门诊收入219.8万元，占医疗收入的35%: of what the section tells before in the same words, in one way only."""
        before = [fact for fact in self._told_before(ratio) if fact in self.names] if ratio.name else []
        told = [fact for fact in before if self.names[fact] == ratio.name]
        if not told and len(ratio.name) >= _LEAST_NAME:
            told = [fact for fact in before if self.names[fact].endswith(ratio.name)]  # 政府采购预算…，占采购预算的…
        if told and len({fact.quantity.value for fact in told}) == 1 and told[0] is not part:
            yield Reading(RatioRelation(part, told[0], ratio.rate, ratio.kind))

    def _of_its_source(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """一般公共预算当年拨款900万元…。教育（类）支出600万元，占66.67%: of the source of money that the section tells before, in one way only, of
        which the items are the spending."""
        wanted = {(dims.scope, dims.measure) for dims in ratio.whole if dims.item == "total"}
        told = [fact for fact in islice(self._told_before(ratio), FAR) if wanted & _sources(fact)]
        if told and ratio.kind == "share" and len({fact.quantity.value for fact in told}) == 1:
            yield Reading(RatioRelation(part, told[0], ratio.rate, ratio.kind))

    def _of_its_change(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """为上年的102.96%，比上年增加5.29万元: of what the change beside it leaves."""
        beside = (
            each for each in self.claims.changes if each.paragraph == ratio.paragraph and _is_since_last_year(each)
        )
        for change in beside:
            if self.book.find(change.subject, change.paragraph, change.at) is part:
                yield Reading(RatioRelation(part, _before(part, change), ratio.rate, ratio.kind))
                return

    def _of_one_told(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """A share or completion of something that nobody knows may be of any amount that its section tells before."""
        for told in islice(self._told_before(ratio), FAR):
            alike = told is not part and told.quantity.unit.dimension == part.quantity.unit.dimension
            if alike and not _is_of_another_item(ratio, told):
                yield Reading(RatioRelation(part, told, ratio.rate, ratio.kind), accuses=False)
        if ratio.kind == "completion":
            yield from self._of_two_told(ratio)

    def _of_two_told(self, ratio: Ratio) -> Iterator[Reading]:
        """预算6,000万元，实际支出5,974万元，预算执行率99.57%: of the last amounts, whatever they are called."""
        last = list(islice(self._told_before(ratio), _NEAR)) if ratio.kind == "completion" else []
        for part, whole in permutations((each for each in last if not _is_of_another_item(ratio, each)), 2):
            yield Reading(RatioRelation(part, whole, ratio.rate, ratio.kind), accuses=False)

    def _of_another_budget(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """年初预算200万元，全年预算180万元，支出171万元，执行率85.5%: of another amount that the paragraph tells before."""
        for told in islice(self._told_before(ratio), _NEAR):
            if told is not part and self.paragraph(told) == ratio.paragraph:
                yield Reading(RatioRelation(part, told, ratio.rate, ratio.kind), accuses=False)

    def _of_others_told(self, ratio: Ratio, candidates: Sequence[RatioRelation]) -> Iterator[Reading]:
        """全市政府采购规模9,000万元…。市本级政府采购规模3,000万元…，占全市的…: of another amount that the section tells before by the same name."""
        told = candidates[0] if candidates and ratio.kind == "share" else None
        if told is None or told.whole.in_table:
            return
        for other in islice(self._told_before(ratio), FAR):
            if other is not told.part and set(other.keys) & set(told.whole.keys):
                yield Reading(RatioRelation(told.part, other, ratio.rate, ratio.kind), accuses=False)

    def _told_before(self, ratio: Ratio) -> Iterator[Fact]:
        """The amounts that a section tells before a rate, the nearest first."""
        own = self.mentions.get(ratio.rate)
        if own is None:
            return
        place = (own.paragraph, own.at)
        for mention in reversed(self._by_section.get(own.section, [])):
            if (mention.paragraph, mention.at) < place:
                yield mention.fact

    @cached_property
    def _by_section(self) -> dict[str, list[Mention]]:
        """The amounts of each section, in reading order."""
        found: dict[str, list[Mention]] = {}
        for mention in self.claims.mentions:
            if mention.fact.quantity.unit.dimension == "money" and mention.fact.quantity.value != 0:
                found.setdefault(mention.section, []).append(mention)
        return found


def _sources(fact: Fact) -> set[tuple[str, str]]:
    """The source of money that an amount is of, with its measure, where nobody says on which side."""
    named = any(not key.item.startswith("P:") for key in fact.keys)
    either = {key.flow for key in (*fact.keys, *fact.alternatives)} == {"income", "expenditure"}
    return set() if named and not either else {(key.scope, key.measure) for key in fact.alternatives}


def _is_of_another_item(ratio: Ratio, fact: Fact) -> bool:
    """Whether an amount is of another 科目 than the completion tells of, which is none of its budget."""
    items = {key.item for key in fact.keys}
    coded = all(item[:2] in CODED for item in (ratio.part.item, *items))
    return ratio.kind == "completion" and bool(items) and coded and ratio.part.item not in items


def _is_since_last_year(change: Change) -> bool:
    told = change.amount is not None and change.words[0].sign != 0
    return told and change.base.period == -1 and change.base.measure not in BUDGETS


def _before(current: Fact, change: Change) -> Fact:
    """What an amount was before a change."""
    assert change.amount is not None
    moved, now, sign = change.amount.quantity, current.quantity, change.words[0].sign
    value = now.value - sign * moved.value
    prior = Fact(now._replace(value=value), change.amount.span, constant=True, firm=current.firm)
    by = change.amount.interval
    prior.bounded(current.interval - by if sign > 0 else current.interval + by)
    return prior


def _totals(ratio: Ratio) -> set[Dims]:
    """The totals that a rate may be a share of."""
    return {dims for dims in ratio.whole if dims.item in TOTALS}


def _is_made_by(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether parts add up to a whole: to the last digit, or of a long number within the rounding of all of them."""
    relation = Sum(whole, list(parts))
    long = whole.quantity.value >= whole.quantity.quantum * _LONG
    return relation.computed == whole.quantity.value or (long and relation.is_met)


def is_evened(share: RatioRelation) -> bool:
    """Whether a share is off by its last digit: made to fit, so that all of them add up to 100%."""
    computed, rate = share.computed_result(), share.rate.quantity
    return computed is not None and rate.quantum != 0 and abs(rate.rounded(computed) - rate.value) <= rate.quantum
