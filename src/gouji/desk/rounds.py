"""A round (一轮公开): each unit of a bureau has a seat, with a draft of its own, a link through which it sends its files in, and a state."""

from __future__ import annotations

import secrets
import time
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, insert, select, update

from gouji.desk import jobs
from gouji.desk.store import count, holds, touch
from gouji.desk.tables import batches, cases, files, rounds, seats
from gouji.desk.taking import job_detail

DAYS = 20  # within which a unit publishes, once its accounts are approved
STATES = {"new": "没有开始", "writing": "在写", "sent": "已交", "back": "已退回", "done": "已办结", "public": "已公开"}
STATE = case(
    (seats.c.published != "", "public"),
    (cases.c.review == "done", "done"),
    (cases.c.review == "back", "back"),
    (cases.c.version > 0, "sent"),
    (seats.c.opened > 0, "writing"),
    else_="new",
)
_AFTER = 30  # days for which the links go on after the last day
PAGE = 50


class Terms(NamedTuple):
    """When a round's accounts were approved ("": not said), by when they are to be published, how long the links work; the units that are named."""

    approved: str
    due: str
    until: str
    units: list[str]

    @staticmethod
    def of(approved: str, due: str, units: str) -> Terms:
        """The terms that were written: without a last day it is the one that follows from the approval, which is today's if nothing is said."""
        begun = day(approved) or date.today()
        last = day(due) or begun + timedelta(DAYS)
        names = [" ".join(line.split())[:100] for line in units.splitlines() if line.strip()]
        until = (last + timedelta(_AFTER)).isoformat()
        return Terms(approved and begun.isoformat(), last.isoformat(), until, list(dict.fromkeys(names)))


class Shown(NamedTuple):
    """A page of the overview of a round: the seats, how many there are in all, and the pages."""

    rows: list[Any]
    all: int
    pages: int


def day(text: str) -> date | None:
    """A day as a form sends it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def round_of(at: Connection, batch: str) -> Any | None:
    """The terms of a round, None of another batch."""
    return at.execute(select(rounds).where(rounds.c.batch == batch)).first()


def seat(to: Connection, unit: str, terms: Any) -> None:
    """Give a unit its seat: its link, and the draft of what is there of it, which is version 0."""
    mine = files.c.case == unit
    to.execute(update(files).where(mine).values(version=0))
    to.execute(update(cases).where(cases.c.id == unit).values(version=0))
    every = to.execute(select(files).where(mine).order_by(files.c.number)).all()
    last = [file for file in every if file.role == "prior"]
    told = [file for file in last if (file.about or {}).get("narrative")]
    for file in (told or last)[:1]:
        to.execute(update(files).where(files.c.id == file.id).values(role="last"))
    to.execute(insert(seats).values(case=unit, token=new_token(), until=terms.until, filled={}))
    if any(file.role == "own" for file in every):
        draft(to, unit, "roll" if told else "draft", {}, jobs.LATER)


def draft(to: Connection, unit: str, task: str, filled: dict[str, str], urgency: int) -> None:
    """Put the draft of a unit into the line."""
    to.execute(update(seats).where(seats.c.case == unit).values(state="waiting", filled=filled))
    jobs.add(to, task, urgency, case=unit, version=0, detail=job_detail(task, {"filled": filled}))


def new_token() -> str:
    """What makes a link that nobody guesses."""
    return secrets.token_urlsafe(32)


def seated(at: Connection, token: str) -> Any | None:
    """The seat whose link this is, with its case and its round; None for a link that is revoked, has expired, or never was."""
    found = at.execute(_every().where(seats.c.token == token)).first() if len(token) == len(new_token()) else None
    return found if found is not None and date.today().isoformat() <= found.until else None


def seat_of(at: Connection, unit: str) -> Any | None:
    """The seat of a case, None if it is of no round."""
    return at.execute(_every().where(seats.c.case == unit)).first()


def _every() -> Any:
    own = (seats.c.token, seats.c.until, seats.c.opened, seats.c.state.label("draft"), seats.c.error.label("why"))
    more = (seats.c.left, seats.c.filled, seats.c.sent, seats.c.published, seats.c.differs, STATE.label("stage"))
    terms = (rounds.c.due, rounds.c.approved, batches.c.name.label("round"))
    return (
        select(cases, *own, *more, *terms)
        .join(seats, seats.c.case == cases.c.id)
        .join(rounds, rounds.c.batch == cases.c.batch)
        .join(batches, batches.c.id == cases.c.batch)
    )


def shown(at: Connection, batch: str, stage: str = "", words: str = "", page: int = 1) -> Shown:
    """A page of the seats of a round: all, of one state, or (`late`) those that are not public although the last day is over."""
    query = _every().where(cases.c.batch == batch)
    if stage == "late":
        query = query.where(_late())
    elif stage:
        query = query.where(STATE.in_([stage]))
    if words:
        query = query.where(holds((cases.c.unit, cases.c.name), words))
    every = count(at, query)
    rows = at.execute(query.order_by(cases.c.name, cases.c.id).limit(PAGE).offset((page - 1) * PAGE)).all()
    return Shown(list(rows), every, max(1, -(-every // PAGE)))


def everyone(at: Connection, batch: str) -> list[Any]:
    """All seats of a round, by name."""
    return list(at.execute(_every().where(cases.c.batch == batch).order_by(cases.c.name, cases.c.id)).all())


def counts(at: Connection, batch: str) -> dict[str, int]:
    """How many units are in each state, and how many are late."""
    mine = select(STATE.label("stage"), func.count().label("units")).join(seats, seats.c.case == cases.c.id)
    found = {row.stage: row.units for row in at.execute(mine.where(cases.c.batch == batch).group_by("stage"))}
    late = _every().where(cases.c.batch == batch, _late())
    return {**{stage: int(found.get(stage, 0)) for stage in STATES}, "late": count(at, late)}


def _late() -> Any:
    return (rounds.c.due < date.today().isoformat()) & (seats.c.published == "")


def days_left(due: str) -> int:
    """How many days there are to the last day; below nothing, how many it is over."""
    return ((day(due) or date.today()) - date.today()).days


def opened(to: Connection, unit: Any) -> None:
    """A unit has begun: its link was opened."""
    if not unit.opened:
        to.execute(update(seats).where(seats.c.case == unit.id).values(opened=time.time()))
        touch(to, unit.id, unit.batch)
