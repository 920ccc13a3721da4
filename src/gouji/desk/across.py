"""Across the units of a batch: the findings that many of them share, the ones of which little was checked, a few amounts side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection, func, select

from gouji.desk.comparing import compared_subjects
from gouji.desk.desk import AtDesk, By, found_or_404
from gouji.desk.overview import COVERAGE
from gouji.desk.tables import batches, cases, marks
from gouji.rules.registry import load
from gouji.writing.figures import ZERO

routes = APIRouter(prefix="/batches", include_in_schema=False)
_SHARED, _NAMED, _LOW, _HALF = 30, 12, 20, 0.5


class Shared(NamedTuple):
    """A finding that several units have: its rule, the words it stands in, what is said of one of them, and whose it is."""

    title: str
    words: str
    message: str
    units: list[Any]
    more: int


class Side(NamedTuple):
    """A unit's amounts: this year's and last year's of each compared subject, and whether some of last year's are only what the text says."""

    case: Any
    amounts: list[tuple[Decimal | None, Decimal | None]]
    is_said: bool


@routes.get("/{batch}/across")
def across(
    request: Request, desk: AtDesk, by: By, batch: str, sort: Literal["unit", "now", "more"] = "unit"
) -> Response:
    with desk.store.reading() as at:
        found = found_or_404(at, batches, batch, by)
        rows = sides(at, batch, sort)
        return desk.page(
            request,
            "across",
            batch=found,
            shared=shared(at, batch),
            low=low(at, batch),
            subjects=compared_subjects(),
            sides=rows,
            totals=_totals(rows),
            sort=sort,
        )


def shared(at: Connection, batch: str) -> list[Shared]:
    """The findings that more than one unit has, the most frequent first."""
    mine = marks.join(cases, (cases.c.id == marks.c.case) & (cases.c.batch == batch))
    units = func.count().label("units")
    one = (func.min(each).label(each.name) for each in (marks.c.code, marks.c.words, marks.c.message))
    many = select(marks.c.sign, *one, units).select_from(mine).group_by(marks.c.sign).having(units > 1)
    found = at.execute(many.order_by(units.desc(), marks.c.sign).limit(_SHARED)).all()
    rules = load()
    shown = []
    for each in found:
        whose = select(cases.c.id, cases.c.unit, cases.c.name).select_from(mine).where(marks.c.sign == each.sign)
        names = list(at.execute(whose.order_by(cases.c.unit).limit(_NAMED)).all())
        title = rules[each.code].title if each.code in rules else each.code
        shown.append(Shared(title, each.words, each.message, names, each.units - len(names)))
    return shown


def low(at: Connection, batch: str) -> list[Any]:
    """The units of which less than half was checked, the least first."""
    query = select(cases, COVERAGE.label("coverage")).where(
        cases.c.batch == batch, cases.c.state == "done", COVERAGE < _HALF
    )
    return list(at.execute(query.order_by(COVERAGE, cases.c.unit).limit(_LOW)).all())


def sides(at: Connection, batch: str, sort: str) -> list[Side]:
    """The amounts of every unit that tells any: by name, by this year's first subject, or by how much more that is than last year's."""
    query = select(cases.c.id, cases.c.unit, cases.c.name, cases.c.year, cases.c.amounts).where(
        cases.c.batch == batch, cases.c.state == "done"
    )
    rows = at.execute(query.order_by(cases.c.unit, cases.c.id)).all()
    found = [_side(row) for row in rows if row.amounts]
    return (
        found
        if sort == "unit"
        else sorted(found, key=lambda side: _rank(side.amounts[0], sort == "more"), reverse=True)
    )


def _rank(pair: tuple[Decimal | None, Decimal | None], is_change: bool) -> tuple[bool, Decimal]:
    """Where a unit stands among the others; those of which it is not known, last."""
    now, before = pair
    if now is None or (is_change and before is None):
        return False, ZERO
    return True, now - (before or 0) if is_change else now


def _side(row: Any) -> Side:
    told = [row.amounts.get(name, (None, None, False)) for name in compared_subjects()]
    pairs = [(_money(now), _money(before)) for now, before, _ in told]
    return Side(row, pairs, any(is_said and before is not None for _, before, is_said in told))


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _totals(rows: list[Side]) -> list[tuple[Decimal, Decimal, int]]:
    """For each subject this year's and last year's total of the units that tell both, and how many they are."""
    found = []
    for number, _ in enumerate(compared_subjects()):
        both = [
            (now, before)
            for now, before in (row.amounts[number] for row in rows)
            if now is not None and before is not None
        ]
        found.append((sum((now for now, _ in both), ZERO), sum((before for _, before in both), ZERO), len(both)))
    return found
