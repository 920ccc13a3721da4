"""Changes: the amount and the rate of a movement."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cached_property

from gouji.facts import TOTALS, Fact, FactKey, Word
from gouji.narrative.claims import Change
from gouji.quantity import ZERO, Interval, is_slip
from gouji.relations import (
    Agree,
    AtMost,
    Flat,
    Growth,
    GrowthFrom,
    Order,
    Outcome,
    Ratio,
    Relation,
)
from gouji.relations import Change as ChangeRelation
from gouji.tieout.made import Made, made_of
from gouji.tieout.presence import Unsaid
from gouji.tieout.readings import Reading, best

_NEAR = 5


class Changes(Made):
    """The relations of what the narrative says has changed."""

    def relations(self) -> Iterator[Relation]:
        saved = self.lexicon.phrases["direction"]["saved"]
        for change in self.claims.changes:
            if change.words[0].text not in saved:  # 节约资金10.00万元: since no other year
                for relation in self._change(change):
                    if relation.is_met or not self._may_be_of_less(change, relation):
                        yield relation
        for first, second in self.claims.agreements:
            yield Agree(first, second)

    def _change(self, change: Change) -> Iterator[Relation]:
        current = self.book.find(change.subject, change.paragraph, change.at) or self._made_of_parts(change)
        if current is not None and self.holds_carried(self.sections.get(change.paragraph, ""), current):
            current = None
        prior = self._prior(change)
        if current is prior:
            current = None  # 比预算50.00万元减少…: of what is less, nothing is told
        elif _is_misdated(change, current, prior):
            prior = None
        word = change.words[0]
        agreements = [Agree(word, other) for other in change.words[1:]]
        yield from agreements
        if change.amount is not None:
            self._key_movement(change, change.amount)
            if change.subject.flow and not change.subject.item:
                change.amount.firm = False
        if word.sign == 0:
            if prior is not None and current is not None:
                yield Order(current, prior, word)
            for movement in (change, *self._beside(change)):
                for fact in (movement.amount, movement.rate):
                    if fact is not None:
                        yield Flat(fact, word)
            return
        signed = change.rate is not None and change.rate.quantity.value < 0 > word.sign  # 减少0.50万元（-1.02%）
        if change.amount is not None and change.rate is not None and current is not None and not signed:
            growth = list(best(self._growths(change, current)))
            yield from growth
            if any(each.current is not current for each in growth if isinstance(each, Growth)):
                return
        if current is None and not signed:
            yield from self._grown_before(change)
            if change.prior is not None and change.amount is not None and change.rate is not None:
                # 比上年财政收入20.00亿元减少1.00亿元，下降5%
                yield Ratio(change.amount, change.prior, change.rate, "of-prior")
        if current is not None and all(agreement.is_met for agreement in agreements):
            yield from self._bound(change, current)
        if prior is not None and current is not None:
            if change.amount is not None:
                yield ChangeRelation(current, prior, change.amount, word)
            elif change.rate is not None:
                yield from self._growth_from(change, current, prior)
            else:
                yield Order(current, prior, word)

    def _may_be_of_less(self, change: Change, relation: Relation) -> bool:
        """收、支总计500万元，比上年增加…。财政拨款支出比年初预算数…增加…: of the year's own spending, perhaps, which nobody tells."""
        subject = change.subject
        if subject.item or subject.flow not in ("income", "expenditure"):
            return False
        if self._totals_changed.get(change.paragraph, change.at) >= change.at:
            return False
        facts = [site for site in relation.sites if isinstance(site, Fact) and site.keys and not site.in_table]
        return any(all(key.item == "grand" for key in fact.keys) for fact in facts)

    @cached_property
    def _totals_changed(self) -> dict[int, int]:
        """Where each paragraph first says what a 总计 changed by."""
        places: dict[int, int] = {}
        for change in self.claims.changes:
            if change.subject.item == "grand":
                places[change.paragraph] = min(change.at, places.get(change.paragraph, change.at))
        return places

    def _made_of_parts(self, change: Change) -> Fact | None:
        """公务接待费2.00万元、…。与上年相比，“三公”经费总额减少…: what the parts of a line make whose total nobody tells."""
        key = self.book.key(change.subject)
        return next(map(made_of, self.parts_told(key, change.paragraph)), None) if key is not None else None

    def _bound(self, change: Change, current: Fact) -> Iterator[Relation]:
        """An increase told without its rate, or to nothing, is no more than what it led to."""
        if (
            change.amount is not None
            and (change.rate is None or (not current.quantity.value and change.words[0].sign > 0))
            and change.amount.quantity.unit.dimension == current.quantity.unit.dimension
            and self._was_something(change)
            and change.words[0] not in self._contradicted
        ):
            bound = AtMost(change.amount, current, kind="prior")
            told = self._amounts_before(change, self._change_before(change))
            largest = max((fact.quantity.value for fact in told), default=ZERO)
            if not bound.is_met and largest <= change.amount.quantity.value:  # else it may be the change of that one
                yield bound

    @cached_property
    def _contradicted(self) -> Set[Word]:
        """The words that a reason's own word contradicts (增加…，减少的主要原因是…): these may be wrong, not their amounts."""
        return {word for pair in self.claims.agreements if pair[0].sign != pair[1].sign for word in pair}

    def _growth_from(self, change: Change, current: Fact, prior: Fact) -> Iterator[Relation]:
        """±(current − prior) ÷ prior = rate; where only the change itself gives the rate, what stands for last year's amount
        is the change (比上年1.60万元，增加1.01%)."""
        assert change.rate is not None
        growth = GrowthFrom(current, prior, change.rate, change.words[0])
        moved = Growth(current, prior, change.rate, change.words[0])
        if prior is change.prior and growth.outcome() is Outcome.FAILS and moved.outcome() is Outcome.HOLDS:
            prior.keys = ()
            yield from (moved, Unsaid(moved))
        elif prior is change.prior and not growth.demand(change.words[0]) and _is_nearer(moved, growth, change.rate):
            yield moved
        else:
            yield growth

    def _growths(self, change: Change, current: Fact) -> Iterator[Reading]:
        """What grew: the subject, the total that it was named a part of, or any amount that the paragraph tells before, is no
        change and has none of its own."""
        assert change.amount is not None
        assert change.rate is not None
        word = change.words[0]
        said = Growth(current, change.amount, change.rate, word)
        told = [] if said.is_met else self._others_grown(change, said)
        slipped = next((each for each in told if self._is_meant(each)), None)
        if slipped is None and said.prior < 0:  # 收入总计600万元，其中年初结转20万元，较上年增加50万元，…: of the total
            slipped = next((each for each in told if each.prior > 0 and self._is_within(current, each.current)), None)
        yield Reading(said, accuses=slipped is None)
        for one in (*self._told_of_one_side(change, current), *self._told_with_carried(change)):
            yield Reading(Growth(one, change.amount, change.rate, word), accuses=False)
        whole = self.book.find(change.whole, change.paragraph, change.at) if change.whole else None
        if whole is not None:
            yield Reading(Growth(whole, change.amount, change.rate, word), accuses=False)
        yield from (Reading(each, accuses=each is slipped) for each in told)

    def _is_within(self, part: Fact, whole: Fact) -> bool:
        """Whether a number was told as part of another one."""
        lists = (group.children for group in self.claims.groups if group.parent_fact is whole)
        return any(part is fact for children in lists for _, fact in children)

    def _told_of_one_side(self, change: Change, current: Fact) -> Iterator[Fact]:
        """收入、支出决算总计480.00万元。…收、支总计各增加40.00万元，…。收入决算总计240.00万元: of a total that may be both sides together, what the
        section tells of one."""
        section = self.sections.get(change.paragraph)
        for key in current.keys if len(current.keys) > 1 else ():
            for mention in self.book.mentions.get(self.book.canonical(key), ()):
                if mention.section == section and 2 * mention.fact.quantity.value == current.quantity.value:
                    yield mention.fact

    def _told_with_carried(self, change: Change) -> Iterator[Fact]:
        """（一）收入总计1,384.23万元，包括：…。⏎与上年相比，今年收入增加…: perhaps of what its section tells with what was carried over."""
        section, key = self.sections.get(change.paragraph), self.book.key(change.subject)
        if section is not None and key is not None and key.item == "total" and key.nature == "all":
            grands = (
                self.told_once(section, key._replace(item="grand", scope=each))
                for each in dict.fromkeys((key.scope, "all"))
            )
            yield from (grand for grand in grands if grand is not None)

    def _others_grown(self, change: Change, said: Growth) -> list[Growth]:
        """Of the other amounts that the paragraph tells before."""
        since = change.since(self.book.year)
        beside = [each for each in self.claims.changes if each.paragraph == change.paragraph and each is not change]
        same = [each for each in beside if each.since(self.book.year) == since]
        changed = {self.book.find(each.subject, each.paragraph, each.at) for each in same} | self._priors
        changed |= {said.current, *(each.amount for each in beside)}
        left = [fact for fact in self._amounts_before(change) if fact not in changed]
        return [Growth(fact, said.amount, said.rate, said.word) for fact in left]

    def _is_meant(self, growth: Growth) -> bool:
        """Whether what grew is a slip of what its cells show, which would have grown so."""
        told, wanted = growth.current, growth.demand(growth.current)
        cells = [cell for key in told.keys for cell in self.book.cells.get(key, ()) if not cell.blank]
        shown = isinstance(wanted, Interval) and bool(cells) and all(cell.interval.meets(wanted) for cell in cells)
        return shown and told.firm and is_slip(told.quantity, cells[0].quantity.value)

    def _change_before(self, change: Change) -> int:
        """Where the last change of the paragraph before this one stands: the amounts before it were that one's to take."""
        beside = (each.at for each in self.claims.changes if each.paragraph == change.paragraph and each.at < change.at)
        return max(beside, default=-1)

    def _grown_before(self, change: Change) -> Iterator[Relation]:
        """Of what nobody knows (同口径比上年减少…，下降…), one of the amounts right before may have grown so; else nothing is said."""
        word, prior = change.words[0], change.prior
        if change.rate is None or (change.amount is None and prior is None):
            return
        moved = {each.amount for each in self.claims.changes}
        before = [each for each in self._amounts_before(change) if each not in self._priors | moved][-_NEAR:]
        before = before or self._totals_before(change)
        for each in reversed(before):
            grown: list[Relation] = []
            if change.amount is not None:
                grown.append(Growth(each, change.amount, change.rate, word))
            if prior is not None and change.amount is not None:  # 部门预算总额…，较上年…增加…，增长…
                grown.append(ChangeRelation(each, prior, change.amount, word))
            elif prior is not None:  # 教育经费（含…）为…，比上年…增长…
                grown.append(GrowthFrom(each, prior, change.rate, word))
            if all(relation.outcome() is Outcome.HOLDS for relation in grown):
                yield from grown
                return

    def _totals_before(self, change: Change) -> list[Fact]:
        """（一）收入总计900万元，包括：…\n与上年相比，今年收入增加…: the totals of its side that the section of a bare 收入 tells."""
        dims, section = change.subject, self.sections.get(change.paragraph)
        if dims.item not in ("", *TOTALS) or dims.nature or dims.flow not in ("income", "expenditure"):
            return []
        keys = [self.book.key(dims._replace(item=item)) for item in TOTALS]
        told = (mention for key in keys if key is not None for mention in self.book.mentions.get(key, ()))
        return [
            mention.fact for mention in told if mention.section == section and mention.paragraph <= change.paragraph
        ]

    @cached_property
    def _priors(self) -> Set[Fact | None]:
        """The amounts of last year and of budgets with which changes are told: none of them grew."""
        return {change.prior for change in self.claims.changes}

    def _amounts_before(self, change: Change, after: int = -1) -> list[Fact]:
        return [
            mention.fact
            for mention in self.claims.mentions
            if mention.paragraph == change.paragraph
            and after < mention.at < change.at
            and mention.fact.quantity.unit.dimension == "money"
            and mention.fact is not change.amount
        ]

    def _beside(self, change: Change) -> Iterator[Change]:
        """What else a paragraph says of the same movement."""
        for other in self.claims.changes:
            if other.paragraph == change.paragraph and other is not change and other.words[0].sign:
                same = (other.subject, other.since(self.book.year)) == (change.subject, change.since(self.book.year))
                if same and not (other.subject.item or "P:").startswith("P:"):
                    yield other

    def _was_something(self, change: Change) -> bool:
        """A rise since last year of what cannot have been less than nothing, beside its amount of this year."""
        subject, base = change.subject, change.base
        key = self.book.key(subject)
        return (
            key is not None
            and change.words[0].sign > 0
            and (subject.flow == "expenditure" or (not subject.flow and bool(subject.item)))
            and base.measure in ("", subject.measure)
            and base.period in (-1, self.book.year - 1)
            and not key.item.startswith("P:")
            and self._is_last_said(key, change)
        )

    def _is_last_said(self, key: FactKey, change: Change) -> bool:
        """Whether the amount of a key is the last that a paragraph tells before a change, but for its parts."""
        amounts = list(self._amounts_before(change))
        own = [at for at, fact in enumerate(amounts) if any(self.book.canonical(each) == key for each in fact.keys)]
        return bool(own) and all(self._is_within(part, amounts[own[-1]]) for part in amounts[own[-1] + 1 :])

    def _prior(self, change: Change) -> Fact | None:
        if change.prior is not None and change.prior not in self.book.misdated:
            return change.prior
        base = change.base
        period = base.period or (0 if base.measure in ("initial", "full", "budget") else -1)
        if period == self.book.year:
            period = 0
        if period > 0 and period < self.book.year - 1:
            return None
        measures = [base.measure] if base.measure else [change.subject.measure]
        if base.measure == "executed":
            measures = ["executed", change.subject.measure]
        if base.measure == "budget" and not period:
            measures = ["budget", "full", "initial"]
        for measure in measures:
            dims = change.subject._replace(period=-1 if period else 0, measure=measure)
            if not period and measure == change.subject.measure:
                continue
            found = self.book.find(dims, change.paragraph, change.at)
            if found is not None and not found.blank:
                return found
        return None

    def _key_movement(self, change: Change, amount: Fact) -> None:
        base = change.base
        period = base.period if base.period > 0 else self.book.year - 1 if base.period or not base.measure else 0
        measure = f"change:{change.subject.measure}:{base.measure or change.subject.measure}:{period}"
        flows = ("income", "expenditure") if change.subject.flow == "both" else (change.subject.flow,)
        keys = []
        for flow in flows:
            key = self.book.key(change.subject._replace(flow=flow))
            if key and not key.item.startswith("P:"):
                keys.append(key._replace(measure=measure))
        amount.keys = tuple(keys)


def _is_misdated(change: Change, current: Fact | None, prior: Fact | None) -> bool:
    """2023年…1,469.33万元, 比上年减少…, in a document of 2024: whether what would be last year's amount is this year's to the last
    digit, whose year is wrong."""
    if current is None or prior is None or prior is change.prior or prior.in_table or change.amount is None:
        return False
    return prior.quantity.value == current.quantity.value != 0 and change.amount.quantity.value != 0


def _is_nearer(one: Growth, other: GrowthFrom, rate: Fact) -> bool:
    """Whether of two readings that fail the first misses the rate by less."""
    if other.is_met or one.is_met:
        return False
    missed = [
        abs(computed - rate.quantity.value) if (computed := each.computed_result()) is not None else None
        for each in (one, other)
    ]
    return missed[0] is not None and missed[1] is not None and missed[0] < missed[1]
