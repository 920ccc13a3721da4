"""An existing narrative as the inputs of a draft: what it says beyond its tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePath

from gouji.about import KIND_NAMES
from gouji.document import Paragraph
from gouji.facts import CODED, Fact, FactKey, key_for
from gouji.narrative.claims import Change, Mention, Narrative, Reason
from gouji.precompiled import pattern_of
from gouji.quantity import Interval, unit_named
from gouji.report import Report
from gouji.writing.calling import own_name, unit_called
from gouji.writing.figures import (
    BUDGETS,
    ZERO,
    Figures,
    all_basic_name,
    bases,
    basic_name,
    code_funds,
    count_patterns,
    purpose_pattern,
    subjects,
    wholes,
    wide,
)
from gouji.writing.inputs import Given, Inputs
from gouji.writing.nothing import Nothing, Sentences
from gouji.writing.passages import passages_of, written

_WAN = unit_named("万元").factor
_DRAFTED = Decimal("0.0001")  # a drafted rate has two decimals
_CLASSES = (("F:", 7), ("E:", 3), ("G:", 3))


def inputs_of(report: Report, figures: Figures) -> Inputs:
    """The amounts of the statements and of the narrative, budgets, last year's amounts (stated or implied by the changes), counts, reasons and purposes
    of every subject, and the text of the sections that no figures make."""
    reading = _Reading(report, figures)
    codes = {item.code for classification, length in _CLASSES for item in figures.items(length, classification[0])}
    codes |= {
        key.item[2:]
        for key in reading.said
        if (key.item[:2], len(key.item) - 2) in _CLASSES and key == figures.key(key.item[2:])
    }
    codes |= {key.item[2:] for key in (*reading.said, *reading.changes) if key.item[:2] == "F:" and len(key.item) == 5}
    funds = {scope: fund for fund, scope in code_funds().items()}
    codes |= {
        funds[key.scope] + key.item[2:]
        for key in reading.said
        if key.item[:2] == "F:" and len(key.item) == 5 and key.scope in funds
    }
    found = {name: given for name in [*subjects(), *sorted(codes)] if (given := reading.given(name)) != Given()}
    return Inputs(
        found,
        unit_called(report),
        own_name(report),
        passages_of(report),
        report.document.path,
        year=report.year,
        kind=report.kind if report.kind in KIND_NAMES else "",
        origin=PurePath(report.document.path).name,
    )


class _Reading:
    def __init__(self, report: Report, figures: Figures) -> None:
        self.report, self.figures = report, figures
        self.claims: Narrative = report.narrative
        self.said: dict[FactKey, Mention] = {}
        self.again: dict[FactKey, list[Mention]] = {}
        self.in_paragraph: dict[int, list[Mention]] = {}
        for mention in self.claims.mentions:
            self.in_paragraph.setdefault(mention.paragraph, []).append(mention)
            for key in mention.fact.keys:
                self.said.setdefault(key, mention)
                self.again.setdefault(key, []).append(mention)
        for key, mention in list(self.said.items()):  # a 科目 whose scope the words leave open is the general budget's
            if key.item[:2] in CODED:
                self.said.setdefault(key._replace(scope="general"), mention)
            if key.flow == "income" and key.nature not in ("", "all"):  # 拨款收入…。其中：基本支出…
                self.said.setdefault(key._replace(flow="expenditure"), mention)
                self.again.setdefault(key._replace(flow="expenditure"), []).extend(self.again[key])
            if key.nature in ("personnel", "public") and key.scope == "all" and self._is_all_general():
                self.said.setdefault(key._replace(scope="general"), mention)
        self.paragraphs = [block for block in report.document.blocks if isinstance(block, Paragraph)]
        self.sentences = Sentences(self.paragraphs)
        self.reasons = {reason.word: self._as_written(reason) for reason in self.claims.reasons}
        for first, again in self.claims.agreements:  # 减少…，下降的主要原因是…
            if again in self.reasons:
                self.reasons.setdefault(first, self.reasons[again])
        self.completions: dict[FactKey, Fact] = {}
        self.shares: dict[FactKey, list[tuple[FactKey, Fact]]] = {}
        for ratio in self.claims.ratios:
            part = key_for(ratio.part._replace(measure=figures.own), report.year)
            if part is None:
                continue
            if ratio.kind == "completion":
                self.completions.setdefault(part, ratio.rate)
            elif ratio.kind == "share":
                wholes = (key_for(whole._replace(measure=figures.own), report.year) for whole in ratio.whole)
                self.shares.setdefault(part, []).extend((whole, ratio.rate) for whole in wholes if whole is not None)
        explained = {word for change in self.claims.changes for word in change.words}
        explained |= {comparison.word for comparison in self.claims.comparisons}
        self.loose: dict[FactKey, str] = {}  # 财政拨款收入支出增加的主要原因是…
        for reason in self.claims.reasons:
            if reason.word not in explained:
                for key in self._subjects(reason.before):
                    self.loose.setdefault(key, self.reasons[reason.word])
        self.nothing = Nothing(self.claims, self.sentences, figures.own, report.lexicon.phrases)
        self.listed = {
            each.owner._replace(measure=figures.own): "、".join(wide(item.name) for item in each.items)
            for each in self.claims.enumerations
        }
        self.of_wholes: dict[FactKey, list[Change]] = {}  # 预算收入…，其中：…、…，较上年增加…
        self.changes: dict[FactKey, list[Change]] = {}
        for change in self.claims.changes:
            for key in (*self._keys(change), *self._keys_of_each(change)):
                self.changes.setdefault(key, []).append(change)
            if change.whole is not None and change.amount is not None and change.rate is not None:
                for key in self._keys(replace(change, subject=change.whole)):
                    self.of_wholes.setdefault(key, []).append(change)

    def given(self, name: str) -> Given:
        own = self.figures.key(name)
        if own is None:
            return Given()
        mention = self._mention(name, own)
        stated = mention.fact.quantity if mention else None
        known = self.figures.amount(name)
        counted = stated is not None and stated.unit.is_count
        current = known.value if known is not None else None
        if current is None:
            current = stated.value if stated is not None and not counted else self._shared(own)
        if current is None and self.nothing.is_told(own, name):
            current = ZERO
        changes = [change for change in self.changes.get(own, ()) if self._is_of(change, own, current)]
        if current is not None and not any(self._prior(current, change) is not None for change in changes):
            of_it = [change for change in self.of_wholes.get(own, ()) if self._prior(current, change) is not None]
            changes = of_it or changes
        priors = [self._stated_prior(own, current), ZERO if self.nothing.was(own, name) else None]
        priors += [self._prior(current, change) for change in changes] if current is not None else []
        why = (self.reasons[word] for change in changes for word in change.words if word in self.reasons)
        return Given(
            current,
            self._budget(name, own, current),
            next((prior for prior in priors if prior is not None), None),
            stated.value if stated is not None and counted else self._counted(name),
            next(why, self.loose.get(own, "")),
            self._budget_reason(own),
            next((told for each in [*self.again.get(own, ()), mention] if each and (told := self._purpose(each))), ""),
            next((bases()[c.base.measure] for c in changes[:1] if c.base.measure in bases()), ""),
            self.listed.get(own, ""),
            self._rate(name, own, current),
        )

    def _is_all_general(self) -> bool:
        """Whether all of the basic expenditure is the general budget's."""
        amounts = [self.figures.amount(name) for name in (all_basic_name(), basic_name())]
        return None not in amounts and len({each.value for each in amounts if each is not None}) == 1

    def _mention(self, name: str, own: FactKey) -> Mention | None:
        """Where the narrative tells a subject: beside the whole that it is a part of, if it is told there, else first."""
        told = self.again.get(own, [])
        beside = {
            mention.paragraph
            for whole, parts in wholes().items()
            if name in parts and (key := self.figures.key(whole)) is not None
            for mention in self.again.get(key, ())
        }
        return next((mention for mention in told if mention.paragraph in beside), self.said.get(own))

    def _is_of(self, change: Change, own: FactKey, current: Decimal | None) -> bool:
        """Whether a change is that of an amount: what the words leave open between total and grand total, and of a 科目 between one money and
        another, the amount before it settles."""
        others = [own._replace(item={"grand": "total", "total": "grand"}.get(own.item, ""))]
        if own.item[:2] in CODED:
            others = [own._replace(scope=scope) for scope in ("general", *code_funds().values()) if scope != own.scope]
        rivals = [cell.quantity.value for other in others for cell in self.figures.cells.get(other, ())]
        if current is None or not rivals:
            return True
        before = [m.fact.interval for m in self.in_paragraph.get(change.paragraph, ()) if m.at < change.at]
        return any(current in each for each in before) or not any(rival in each for each in before for rival in rivals)

    def _shared(self, own: FactKey) -> Decimal | None:
        """An amount that only its share tells."""
        for whole, rate in self.shares.get(own, ()):
            said = self.said.get(whole)
            cells = self.figures.cells.get(whole)
            base = cells[0].quantity.value if cells else said.fact.quantity.value if said else None
            if base:
                share = rate.quantity.value
                within = Interval.exactly(base) * rate.interval
                return _giving(rate, within, base * share, lambda part, whole=base: part / whole)  # type: ignore[misc]
        return None

    def _counted(self, name: str) -> Decimal | None:
        """A count that the narrative says without naming it (接待3批次)."""
        pattern = count_patterns().get(name)
        if pattern is None:
            return None
        said = pattern_of(pattern)
        matches = (said.search(paragraph.flow.text) for paragraph in self.paragraphs)
        return next((Decimal(match[1]) for match in matches if match), None)

    def _keys_of_each(self, change: Change) -> list[FactKey]:
        """What else did not move where a list of amounts ends with it (…，…，均与上年持平)."""
        word = change.words[0]
        clause = self.sentences.before(word.span)
        if word.sign or not any(
            each in clause.rpartition(",")[2] for each in self.report.lexicon.phrases["each"]["words"]
        ):
            return []
        listed = [m for m in self.claims.mentions if m.paragraph == change.paragraph and m.at < change.at]
        keys = (key for m in listed for key in m.fact.keys if word.span.start - m.fact.span.start <= len(clause))
        return [key for key in keys if key.period == self.report.year]

    def _subjects(self, text: str) -> list[FactKey]:
        """What a text names, this year's; of income and expenditure together, both."""
        dims = self.report.lexicon.dims_of(text)._replace(measure=self.figures.own)
        flows = ("income", "expenditure") if dims.flow == "both" else (dims.flow,)
        items = (dims.item,) if dims.item else ("", "grand")
        keys = (key_for(dims._replace(flow=flow, item=i), self.report.year) for flow in flows for i in items)
        return [key for key in keys if key is not None]

    def _planned(self, name: str) -> Fact | None:
        """The budget as stated."""
        if self.figures.own == "budget":
            return None
        keys = (self.figures.key(name, measure) for measure in BUDGETS)
        return next((self.said[key].fact for key in keys if key is not None and key in self.said), None)

    def _budget(self, name: str, own: FactKey, current: Decimal | None) -> Decimal | None:
        """The budget as stated; with the digits of what was spent, where that is said to be all of it."""
        planned, rate = self._planned(name), self.completions.get(own)
        if planned is None:
            return None
        whole = rate is not None and rate.quantity.value == 1 and current is not None and current in planned.interval
        return current if whole else planned.quantity.value

    def _rate(self, name: str, own: FactKey, current: Decimal | None) -> str:
        """The completion rate as stated, where the amounts as stated would be drafted with another one (97%, not 96.97%)."""
        rate, planned = self.completions.get(own), self._budget(name, own, current)
        if rate is None or not current or not planned or _says(rate, current / planned):
            return ""
        return rate.quantity.text

    def _stated_prior(self, own: FactKey, current: Decimal | None) -> Decimal | None:
        """Last year's amount where the narrative gives it (2023年当年预算执行数为60.13万元); within its rounding, one that
        gives the rate of change as stated."""
        measures = ("executed", self.figures.own, *self._planned_before)
        keys = (own._replace(measure=measure, period=own.period - 1) for measure in measures)
        fact = next((self.said[key].fact for key in keys if key in self.said), None)
        if fact is None:
            return None
        for change in self.changes.get(own, ()):
            implied = _implied(current, change) if current else None
            both = implied.intersection(fact.interval) if implied is not None else None
            if both is not None:
                return fact.quantity.value if fact.quantity.value in both else _roundest(both)
        return fact.quantity.value

    def _keys(self, change: Change) -> list[FactKey]:
        """What a change is a change of; what the words leave open between total and grand total, both."""
        known = ("", self.figures.own, "executed", *self._planned_before)
        return self._of_this_year(change) if change.base.measure in known else []

    @property
    def _planned_before(self) -> tuple[str, ...]:
        """What last year's amount may be called in a budget (年初预算)."""
        return BUDGETS if self.figures.own == "budget" else ()

    def _of_this_year(self, change: Change) -> list[FactKey]:
        subject = change.subject._replace(measure=self.figures.own, period=0)
        if subject.nature not in ("", "all"):
            subject = subject._replace(flow="expenditure")
        elif subject.flow == "both":
            subject = subject._replace(flow="income")
        items = (subject.item, "grand") if not subject.item else (subject.item,)
        keys = [key_for(subject._replace(item=item), self.report.year) for item in items]
        settled = change.amount.keys if change.amount is not None else ()
        found = [
            *(key._replace(measure=self.figures.own) for key in settled),
            *(key for key in keys if key is not None),
        ]
        general = [key._replace(scope="general") for key in found if key.item[:2] in CODED]
        return [*found, *general]

    def _prior(self, current: Decimal, change: Change) -> Decimal | None:
        """Last year's amount: as stated, or the roundest that the change and its rate both imply."""
        if change.prior is not None:
            return change.prior.quantity.value
        sign = change.words[0].sign
        if sign == 0:
            return current
        demands, nearest = [], None
        if change.amount is not None:
            moved = change.amount.interval
            nearest = current - sign * change.amount.quantity.value
            demands.append(
                Interval(current - moved.high, current - moved.low)
                if sign > 0
                else Interval(current + moved.low, current + moved.high)
            )
        if (implied := _implied(current, change)) is not None:
            demands.append(implied)
        if not demands:
            return None
        both = demands[0].intersection(demands[-1])
        if both is None and change.whole is not None:
            return None  # it is the other's
        if nearest is not None and (both is None or nearest in both):
            return nearest
        return _roundest(both if both is not None else demands[0])

    def _budget_reason(self, own: FactKey) -> str:
        for comparison in self.claims.comparisons:
            left = comparison.left._replace(measure=self.figures.own)
            if comparison.word in self.reasons and key_for(left, self.report.year) == own:
                return self.reasons[comparison.word]
        for change in self.claims.changes:  # 决算数较预算数减少…，主要原因是…
            if change.base.measure in BUDGETS and own in self._of_this_year(change):
                return next((self.reasons[word] for word in change.words if word in self.reasons), "")
        return ""

    def _as_written(self, reason: Reason) -> str:
        """The reason as the document has it, without line breaks."""
        return written(self.report.document, reason.span)

    def _purpose(self, mention: Mention) -> str:
        at = bisect_right(self.paragraphs, mention.fact.span.start, key=lambda paragraph: paragraph.span.start) - 1
        flow = self.paragraphs[max(at, 0)].flow
        clauses = list(pattern_of(purpose_pattern()).finditer(flow.text))
        if len(clauses) > 1:  # the one behind the number, before the next
            start = mention.fact.span.end
            following = (m.fact.span.start for m in self.claims.mentions if m.fact.span.start >= start and not m.reason)
            limit = min(following, default=flow.offsets[-1])
            clauses = [each for each in clauses if start <= flow.offsets[each.start()] < limit]
        return written(self.report.document, flow.span(*clauses[0].span(1))) if clauses else ""


def _implied(current: Decimal, change: Change) -> Interval | None:
    """Last year's amount by the rate of the change."""
    if change.rate is None or not current:
        return None
    rate = change.rate.interval
    if change.words[0].sign > 0:
        return Interval(current / (1 + rate.high), current / (1 + rate.low))
    return Interval(current / (1 - rate.low), current / (1 - rate.high)) if rate.high < 1 else None


def _says(rate: Fact, value: Decimal) -> bool:
    """Whether a draft would write this rate as it was stated: a rate without decimals is drafted with two."""
    step = min(rate.quantity.quantum, _DRAFTED)
    return value.quantize(step, rounding=ROUND_HALF_UP) == rate.quantity.value


def _giving(rate: Fact, within: Interval, exact: Decimal, rate_of: Callable[[Decimal], Decimal]) -> Decimal:
    """The roundest amount within an interval that gives the rate back as it was stated; `exact` is the one that gives it to the last digit."""
    for places in range(9):
        value = (exact / _WAN).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) * _WAN
        if value and value in within and _says(rate, rate_of(value)):
            return value
    return _roundest(within)


def _roundest(interval: Interval) -> Decimal:
    """The value within an interval with the fewest decimals in 万元."""
    for places in range(9):
        unit = _WAN.scaleb(-places)
        value = (interval.middle / unit).to_integral_value() * unit
        if interval.low < value < interval.high:
            return value
    return interval.middle
