"""Changes: the amount and the rate of a movement, and how the movements of a whole and its parts fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

from gouji.facts import TOTALS, Fact, FactKey, Word
from gouji.lexicon import Identity
from gouji.narrative.claims import Change
from gouji.narrative.state import facts_keys
from gouji.quantity import ZERO
from gouji.relations import (
    Agree,
    AtMost,
    ChangeSum,
    Flat,
    Grown,
    Growth,
    GrowthFrom,
    Order,
    Outcome,
    Ratio,
    Relation,
    Same,
    Sum,
    WeightedGrowth,
)
from gouji.relations import Change as ChangeRelation
from gouji.statements.identities import matches, part_key
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
                yield from self._change(change)
        for first, second in self.claims.agreements:
            yield Agree(first, second)
        yield from self._changes_of_parts()
        yield from self._changes_of_lines()
        yield from self._rates_of_parts()
        yield from self._changes_of_both_sides()

    def _change(self, change: Change) -> Iterator[Relation]:
        current = self.book.find(change.subject, change.paragraph, change.at) or self._made_of_parts(change)
        prior = self._prior(change)
        if current is prior:
            current = None  # 比预算50.00万元减少…: of what is less, nothing is told
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

    def _made_of_parts(self, change: Change) -> Fact | None:
        """公务接待费2.00万元、…。与上年相比，“三公”经费总额减少…: what the parts of a line make whose total nobody tells."""
        key = self.book.key(change.subject)
        return next(map(made_of, self.parts_told(key, change.paragraph)), None) if key is not None else None

    def _bound(self, change: Change, current: Fact) -> Iterator[Relation]:
        """An increase told without its rate is no more than what it led to."""
        if (
            change.amount is not None
            and change.rate is None
            and change.amount.quantity.unit.dimension == current.quantity.unit.dimension
            and self._was_something(change)
            and change.words[0] not in self._contradicted
        ):
            bound = AtMost(change.amount, current, kind="prior")
            told = self._amounts_before(change, self._change_before(change))
            largest = max((fact.quantity.value for fact in told), default=ZERO)
            if bound.is_met or largest <= change.amount.quantity.value:  # else it may be the change of that one
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
        yield Reading(Growth(current, change.amount, change.rate, word))
        whole = self.book.find(change.whole, change.paragraph, change.at) if change.whole else None
        if whole is not None:
            yield Reading(Growth(whole, change.amount, change.rate, word), accuses=False)
        beside = [each for each in self.claims.changes if each.paragraph == change.paragraph and each is not change]
        since = change.since(self.book.year)
        same = [each for each in beside if each.since(self.book.year) == since]
        changed = {self.book.find(each.subject, each.paragraph, each.at) for each in same} | self._priors
        changed |= {each.amount for each in beside}
        for fact in self._amounts_before(change):
            if fact is not current and fact not in changed:
                yield Reading(Growth(fact, change.amount, change.rate, word), accuses=False)

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
        dims, section = change.subject, self._sections.get(change.paragraph)
        if dims.item not in ("", *TOTALS) or dims.nature or dims.flow not in ("income", "expenditure"):
            return []
        keys = [self.book.key(dims._replace(item=item)) for item in TOTALS]
        told = (mention for key in keys if key is not None for mention in self.book.mentions.get(key, ()))
        return [
            mention.fact for mention in told if mention.section == section and mention.paragraph <= change.paragraph
        ]

    @cached_property
    def _sections(self) -> dict[int, str]:
        """The section of each paragraph that tells numbers."""
        return {mention.paragraph: mention.section for mention in self.claims.mentions}

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
        """Whether the amount of a key is the last that a paragraph tells before a change."""
        amounts = self._amounts_before(change)
        return bool(amounts) and any(self.book.canonical(each) == key for each in amounts[-1].keys)

    def _prior(self, change: Change) -> Fact | None:
        if change.prior is not None:
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

    # ── a whole and its parts ────────────────────────────────────────────────────────────────────────────────────────

    def _changes_of_parts(self) -> Iterator[Relation]:
        """Σ of the parts' changes = the whole's change, where one paragraph tells them all against the same base."""
        for told in self._changes_told_together():
            for identity in self.lexicon.identities:
                for whole, parts in self._whole_and_parts(identity, told):
                    yield from sum_of_changes(whole, parts)

    def _changes_of_lines(self) -> Iterator[Relation]:
        """Those of a named line (“三公”经费), whose parts are the same every year, and of spending by nature, where a section tells them in
        several paragraphs."""
        for told in self._changes_told_together(self._sections):
            for identity in self.lexicon.identities:
                steady = identity.is_of_line or bool(identity.needs.nature)
                for whole, parts in self._whole_and_parts(identity, told) if steady else ():
                    if any(part.paragraph != whole.paragraph for part in parts):
                        yield from sum_of_changes(whole, parts)

    def _rates_of_parts(self) -> Iterator[Relation]:
        """Of a named line (“三公”经费) and its parts only the rates are told (…，比上年下降1.80%，其中：…): they give what each was. Parts
        of which nothing is told are perhaps nothing in either year."""
        for told in self._changes_told_together():
            for identity in self.lexicon.identities:
                if identity.tables_only or identity.balance:
                    continue
                for key, change in told.items():
                    whole = self._grown(change) if matches(key, identity.total) else None
                    if whole is None or whole.rate is None:
                        continue
                    for dims in (identity.parts, *identity.alternatives):
                        wanted = [self.book.canonical(part_key(key, part)) for part in dims]
                        parts = [self._grown(told[each]) if each in told else None for each in wanted]
                        given = [part for part in parts if part is not None]
                        relation = WeightedGrowth(whole, given)
                        sums = Sum(whole.current, [part.current for part in given]) if len(given) > 1 else None
                        if sums is None or not sums.is_met:
                            continue
                        if (len(given) == len(wanted) and identity.is_of_line) or relation.is_met:
                            yield relation

    def _grown(self, change: Change) -> Grown | None:
        """What a change that tells no amount led to, and its rate."""
        current = self.book.find(change.subject, change.paragraph, change.at)
        if change.amount is not None or current is None or (change.rate is None and change.words[0].sign):
            return None
        return Grown(current, change.rate, change.words[0])

    def _whole_and_parts(
        self, identity: Identity, told: Mapping[FactKey, Change]
    ) -> Iterator[tuple[Change, list[Change]]]:
        """The changes of a total and of all its parts, as far as they are told together."""
        if identity.tables_only or identity.balance:
            return
        for key, whole in told.items():
            if whole.amount is None or not whole.words[0].sign or not matches(key, identity.total):
                continue
            for dims in (identity.parts, *identity.alternatives):
                wanted = [self.book.canonical(part_key(key, part)) for part in dims]
                parts = [each for each in map(told.get, wanted) if each is not None and each is not whole]
                if len(parts) > 1 and (len(parts) == len(wanted) or self._are_all(identity, key, wanted, told)):
                    yield whole, parts

    def _are_all(
        self, identity: Identity, key: FactKey, wanted: Sequence[FactKey], told: Mapping[FactKey, Change]
    ) -> bool:
        """比上年增加80万元，其中：基本支出减少2万元；项目支出增加82万元: whether those that are not told are nothing, and never were."""
        needed = self.book.canonical(part_key(key, identity.needs))
        rest = [self.book.cell(each) for each in wanted if each not in told]
        nothing = all(cell is None or cell.blank or not cell.quantity.value for cell in rest)
        return identity.open_parts and any(identity.needs) and needed in told and nothing

    def _changes_of_both_sides(self) -> Iterator[Relation]:
        """收入总计 and 支出总计 balance in either year, so that they change by the same amount."""
        for told in self._changes_told_together():
            for key, income in told.items():
                expenditure = told.get(key._replace(flow="expenditure")) if key.flow == "income" else None
                if key.item == "grand" and expenditure is not None and expenditure is not income:
                    yield Agree(income.words[0], expenditure.words[0])
                    if income.amount is not None and expenditure.amount is not None:
                        yield Same(income.amount, expenditure.amount)

    def _changes_told_together(self, sections: Mapping[int, str] | None = None) -> Iterator[dict[FactKey, Change]]:
        """The changes of each paragraph, or of each of the sections in which paragraphs stand, against one base, by what changes;
        what is told twice is left out."""
        together: dict[tuple[int | str, tuple[str, int]], dict[FactKey, Change | None]] = {}
        flat = filter(None, (comparison.as_change for comparison in self.claims.comparisons))
        for change in (*self.claims.changes, *flat):
            place = change.paragraph if sections is None else sections.get(change.paragraph, change.paragraph)
            for key in self._keys(change):
                told = together.setdefault((place, change.since(self.book.year)), {})
                told[key] = change if key not in told or _is_told_again(told[key], change) else None
        for told in together.values():
            yield {key: change for key, change in told.items() if change is not None}

    def _keys(self, change: Change) -> list[FactKey]:
        """What a change is of: both sides, if its words mean both (收支各增加…)."""
        keys = [self.book.key(dims) for dims in facts_keys(change.subject)]
        return [key for key in keys if key is not None and not key.item.startswith("P:")]


def _is_nearer(one: Growth, other: GrowthFrom, rate: Fact) -> bool:
    """Whether of two readings that fail the first misses the rate by less."""
    if other.is_met or one.is_met:
        return False
    missed = [
        abs(computed - rate.quantity.value) if (computed := each.computed_result()) is not None else None
        for each in (one, other)
    ]
    return missed[0] is not None and missed[1] is not None and missed[0] < missed[1]


def _is_told_again(first: Change | None, other: Change) -> bool:
    """Whether a change is told twice alike (“三公”经费支出…，比年初预算增加1.00万元。一般公共预算安排“三公”经费…，比年初预算增加1.00万元)."""
    told = [each.words[0].sign * each.amount.quantity.value for each in (first, other) if each and each.amount]
    return len(told) == 2 and told[0] == told[1]


def sum_of_changes(whole: Change, parts: Sequence[Change]) -> Iterator[ChangeSum]:
    """The amount by which a whole changed, from those of its parts that did, where all of them tell it."""
    changed = [part for part in parts if part.words[0].sign]
    amounts = [part.amount for part in changed if part.amount is not None]
    if whole.amount is not None and len(amounts) == len(changed) and amounts:
        yield ChangeSum(whole.amount, whole.words[0], amounts, [part.words[0] for part in changed])
