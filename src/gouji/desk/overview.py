"""The overview of a batch: its disclosures, sorted, filtered and searched by the database, page by page."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Float, case, cast, func, select

from gouji.desk.store import count, holds
from gouji.desk.tables import cases, files, jobs
from gouji.rules.registry import load

PAGE = 50
COVERAGE = case((cases.c.numbers > 0, 1 - cast(cases.c.unchecked, Float) / cases.c.numbers), else_=0.0)
COLUMNS: dict[str, Any] = {
    "unit": cases.c.unit,
    "kind": cases.c.kind,
    "year": cases.c.year,
    "errors": cases.c.errors,
    "warnings": cases.c.warnings,
    "open": cases.c.open,
    "coverage": COVERAGE,
    "doubts": cases.c.doubts,
    "review": cases.c.review,
}
FILTERS: dict[str, Any] = {
    "": None,
    "errors": cases.c.errors > 0,
    "warnings": cases.c.warnings > 0,
    "open": cases.c.open > 0,
    "clean": (cases.c.state == "done") & (cases.c.errors == 0) & (cases.c.warnings == 0),
    "failed": cases.c.state == "failed",
    "doubts": cases.c.doubts > 0,
    "back": cases.c.review == "back",
    "done": cases.c.review == "done",
}


class View(NamedTuple):
    """What of the overview is shown."""

    sort: str = "errors"
    down: bool = True
    only: str = ""
    words: str = ""
    page: int = 1


class Shown(NamedTuple):
    """A page of the overview: the rows, and how many there are in all."""

    rows: list[Any]
    all: int
    pages: int


class Sums(NamedTuple):
    """The totals of a batch."""

    units: int
    done: int
    failed: int
    errors: int
    warnings: int
    open: int
    clean: int


def shown(at: Connection, batch: str, view: View) -> Shown:
    """The rows that a view shows."""
    query = select(cases, COVERAGE.label("coverage")).where(cases.c.batch == batch)
    if FILTERS[view.only] is not None:
        query = query.where(FILTERS[view.only])
    if view.words:
        query = query.where(holds((cases.c.unit, cases.c.name), view.words))
    every = count(at, query)
    column = COLUMNS[view.sort]
    order = column.desc() if view.down else column.asc()
    rows = at.execute(query.order_by(order, cases.c.unit, cases.c.id).limit(PAGE).offset((view.page - 1) * PAGE)).all()
    return Shown(list(rows), every, max(1, -(-every // PAGE)))


def sums(at: Connection, batch: str) -> Sums:
    """The totals."""
    is_done = cases.c.state == "done"
    clean = is_done & (cases.c.errors == 0) & (cases.c.warnings == 0)
    row = at.execute(
        select(
            func.count(),
            func.sum(case((is_done, 1), else_=0)),
            func.sum(case((cases.c.state == "failed", 1), else_=0)),
            func.sum(cases.c.errors),
            func.sum(cases.c.warnings),
            func.sum(cases.c.open),
            func.sum(case((clean, 1), else_=0)),
        ).where(cases.c.batch == batch)
    ).one()
    return Sums(*(int(value or 0) for value in row))


def gathering(at: Connection, batch: str, most: int = 8) -> list[tuple[str, str, int, int]]:
    """Where findings gather: code, title, findings and units, the most frequent first."""
    found: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for codes in at.execute(select(cases.c.codes).where(cases.c.batch == batch)).scalars():
        found.update(codes)
        units.update(codes.keys())
    rules = load()
    return [(code, rules[code].title if code in rules else "", n, units[code]) for code, n in found.most_common(most)]


def progress(at: Connection, batch: Any) -> dict[str, Any]:
    """How far a batch is."""
    is_looking = batch.state == "looking"
    own = jobs.c.case.in_(select(cases.c.id).where(cases.c.batch == batch.id)) & (jobs.c.task != "copy")
    waiting = jobs.c.batch == batch.id if is_looking else own
    left = at.execute(select(func.count()).select_from(jobs).where(waiting)).scalar_one()
    table = files if is_looking else cases
    every = int(at.execute(select(func.count()).select_from(table).where(table.c.batch == batch.id)).scalar_one())
    is_done = batch.state == "grouped" or (batch.state == "checking" and not left)
    return {"state": "done" if is_done else "running", "all": every, "done": every - int(left), "ahead": 0}
