"""The numbers of self-assessments and of forms of goals: which of them were reckoned, by what, and which not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from gouji.document import Span
from gouji.facts import Fact
from gouji.findings import Severity
from gouji.quantity import Interval, total
from gouji.report import Report
from gouji.statements.funds import PARTS, SPENT, FundRow, Number
from gouji.statements.goals import Goals
from gouji.statements.performance import Scores

_HUNDRED = 100
_HALF = Decimal("0.5")


class Tick(NamedTuple):
    """What became of a number (tied, recomputed, failed, unchecked), and by what, if anything."""

    state: str
    proof: str = ""


class _Ticks:
    def __init__(self) -> None:
        self.found: dict[Span, Tick] = {}

    def put(self, state: str, numbers: Iterable[Number | None], proof: str = "") -> None:
        for number in numbers:
            if number is not None and (state != "unchecked" or number.span not in self.found):
                self.found[number.span] = Tick(state, proof)

    def add_up(self, whole: Number | None, parts: Sequence[Number | None]) -> None:
        """Ticks a whole and its parts, if they add up."""
        numbers = [part for part in parts if part is not None]
        if whole is None or not numbers:
            return
        if total([number.quantity.interval for number in numbers]).meets(whole.quantity.interval):
            shown = " + ".join(number.text for number in numbers)
            self.put("recomputed", [whole, *numbers], f"{shown} = {whole.text}")


def form_ticks(report: Report) -> dict[Span, Tick]:
    """Each number of the forms of a document with what became of it."""
    ticks = _Ticks()
    for form in report.scores:
        _points(form, ticks)
        _funds(form, ticks)
    for goals in report.goals:
        _goals(goals, ticks)
    wrong = {f.span: f for f in report.findings if f.severity >= Severity.WARNING}
    told = {
        site.span
        for relations in report.tieout.ties.values()
        for relation in relations
        for site in relation.sites
        if isinstance(site, Fact) and site.in_table
    }
    for span, tick in ticks.found.items():
        if span in wrong:
            ticks.found[span] = Tick("failed", f"{wrong[span].code} {wrong[span].message}")
        elif span in told and tick.state == "unchecked":
            ticks.found[span] = Tick("tied")
    return ticks.found


def _points(form: Scores, ticks: _Ticks) -> None:
    """Weights against the points of their group and of all, scores against the total."""
    whole = form.whole
    weights = [indicator.weight for indicator in form.indicators]
    ticks.put("unchecked", [*weights, *(each.score for each in form.indicators), *form.total])
    for each in form.indicators:
        if each.rate is not None and each.weight is not None and each.weight.value:
            given = Interval.exactly(each.score.value) / Interval.exactly(each.weight.value)
            if each.rate.quantity.lenient.meets(given):
                ticks.put("recomputed", [each.rate], f"{each.score.text} ÷ {each.weight.text} = {each.rate.text}")
    if not form.is_proof:
        return
    for index, group in enumerate(form.groups):
        own = [each.weight for each in form.of(index)]
        if None not in own:
            ticks.add_up(group.points, own)
    with_funds = form.weights + form.funds_weight == form.full
    if len(form.total) < 2 and form.is_whole:
        shown = " + ".join(number.text for number in [*weights, whole.weight if whole else None] if number)
        ticks.put("recomputed", weights, f"{shown} = {form.full}")
    if len(form.total) > 1 and None not in weights:
        ticks.add_up(form.total[0], weights)
        ticks.add_up(form.total[0], [*weights, whole.weight] if whole else weights)
    if form.total:
        scores: list[Number | None] = [each.score for each in form.indicators]
        ticks.add_up(form.total[-1], [*scores, whole.score] if whole and with_funds else scores)


def _funds(form: Scores, ticks: _Ticks) -> None:
    """The rate of each row and its points, and the whole against its parts."""
    for row in form.funds.rows:
        ticks.put("unchecked", [*row.amounts.values(), row.weight, row.rate, row.score])
        _rate(row, ticks)
        for measure in ("initial", "budget", "executed"):
            sources = [row.amounts.get((measure, source)) for source in ("fiscal", "other")]
            ticks.add_up(row.amounts.get((measure, "total")), sources)
    whole = form.whole
    parts, spent = ([own for kind in kinds if (own := form.funds.row(kind)) is not None] for kinds in (PARTS, SPENT))
    for column, amount in whole.amounts.items() if whole else ():
        for rows in (parts, spent):
            ticks.add_up(amount, [row.amounts.get(column) for row in rows])


def _rate(row: FundRow, ticks: _Ticks) -> None:
    budget, executed, rate = row.budget, row.executed, row.rate
    if budget is None or executed is None or rate is None or not budget.value:
        return
    given = executed.quantity.interval / budget.quantity.interval
    stated = rate.quantity.lenient
    if not stated.meets(given) and ("%" in rate.text or not stated.meets(given * Interval.exactly(_HUNDRED))):
        return
    ticks.put("recomputed", [budget, executed, rate], f"{executed.text} ÷ {budget.text} = {rate.text}")
    if row.weight is not None and row.score is not None:
        due = row.weight.value * min(executed.value / budget.value, Decimal(1))
        if abs(due - row.score.value) <= _HALF:
            ticks.put("recomputed", [row.score], f"{row.weight.text} × {rate.text} = {due:.2f}")


def _goals(goals: Goals, ticks: _Ticks) -> None:
    for amount in goals.amounts:
        parts = [part.number for part in amount.parts]
        ticks.put("unchecked", [amount.number, *parts])
        ticks.add_up(amount.number, parts)
    *tasks, whole = goals.tasks or [None]
    for task in goals.tasks:
        ticks.put("unchecked", task.amounts.values())
        ticks.add_up(
            task.amounts.get("total"), [number for source, number in task.amounts.items() if source != "total"]
        )
    for source, number in whole.amounts.items() if whole else ():
        ticks.add_up(number, [task.amounts.get(source) for task in tasks if task])
    if goals.weights:
        ticks.put("unchecked", goals.weights.numbers)
        ticks.add_up(goals.weights.stated, goals.weights.numbers)
