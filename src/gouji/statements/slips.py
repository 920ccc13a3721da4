"""Amounts of a form that the sum of its rows and the rate of their own row both say are wrong: one slip, of which one rule tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gouji.quantity import Interval, total
from gouji.statements.funds import PARTS, SPENT, Column, FundRow, Number
from gouji.statements.performance import Scores

_HUNDRED = 100


class Slip(NamedTuple):
    """A wrong amount, where it stands, and what it is to be."""

    number: Number
    column: Column
    due: Interval


def slips(form: Scores) -> list[Slip]:
    """The amounts by whose replacement both a sum of rows and the rate beside them hold: the only such one of each sum."""
    whole = form.whole
    found: list[Slip] = []
    for kinds in (PARTS, SPENT):
        parts = [row for kind in kinds if (row := form.funds.row(kind)) is not None]
        for column, amount in whole.amounts.items() if whole is not None and parts else ():
            numbers = [row.amounts.get(column) for row in parts]
            if whole is not None and None not in numbers:
                one = list(_of_sum(column, whole, amount, parts, [each for each in numbers if each is not None]))
                found += one if len(one) == 1 else []
    return found


def project_slip(form: Scores, largest: Interval) -> Slip | None:
    """The amount of all projects of the department's own form, where it is less than one project's (the `largest`), and what the
    sum leaves for it is not."""
    whole, own = form.whole, form.funds.row("project")
    others = [row.budget for kind in SPENT if kind != "project" and (row := form.funds.row(kind)) is not None]
    spent = [number.quantity.interval for number in others if number is not None]
    if whole is None or whole.budget is None or own is None or own.budget is None or not spent or None in others:
        return None
    due, stated = whole.budget.quantity.interval - total(spent), own.budget.quantity.interval
    wrong = not form.funds.unknown and stated.high < largest.low <= due.high and not due.meets(stated)
    return Slip(own.budget, ("budget", "total"), due) if wrong else None


def rate_holds(row: FundRow, budget: Interval, executed: Interval) -> bool:
    """Whether the rate of a row is what these amounts give, in percent or as it stands."""
    if row.rate is None or budget.low <= 0 <= budget.high:
        return False
    given, stated = executed / budget, row.rate.quantity.lenient
    return stated.meets(given) or ("%" not in row.rate.text and stated.meets(given * Interval.exactly(_HUNDRED)))


def _of_sum(
    column: Column, whole: FundRow, amount: Number, parts: Sequence[FundRow], numbers: Sequence[Number]
) -> Iterator[Slip]:
    intervals = [number.quantity.interval for number in numbers]
    if total(intervals).meets(amount.quantity.interval):
        return
    if _is_mended(whole, column, total(intervals)):
        yield Slip(amount, column, total(intervals))
    for index, row in enumerate(parts):
        others = [each for at, each in enumerate(intervals) if at != index]
        due = amount.quantity.interval - total(others) if others else amount.quantity.interval
        if _is_mended(row, column, due):
            yield Slip(numbers[index], column, due)


def _is_mended(row: FundRow, column: Column, due: Interval) -> bool:
    """Whether the rate of a row fails, and holds with another amount in this column."""
    if row.budget is None or row.executed is None or column[1] != "total":
        return False
    budget, executed = row.budget.quantity.interval, row.executed.quantity.interval
    if budget.low <= 0 <= budget.high or rate_holds(row, budget, executed):
        return False
    return rate_holds(row, due if column[0] == "budget" else budget, due if column[0] == "executed" else executed)
