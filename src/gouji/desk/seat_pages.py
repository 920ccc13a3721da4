"""The pages of a unit in a round, reached by its link alone: its draft, what it sends in, what is said of that, and what it has published."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from sqlalchemy import delete, func, select, update
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from gouji.desk import intake, jobs, rounds
from gouji.desk.clerk import FRAMED
from gouji.desk.copies import NAMES, copy_of
from gouji.desk.desk import AtDesk, Desk, download, to
from gouji.desk.settling import result, told
from gouji.desk.store import content, touch
from gouji.desk.tables import files, results, seats
from gouji.desk.tables import jobs as waiting
from gouji.desk.taking import TakingError, checked, take
from gouji.desk.telling import telling
from gouji.desk.units import listed, published

routes = APIRouter(prefix="/u", include_in_schema=False)
GONE = "这个链接已经停用或过期，请向发给您链接的部门要新的。"
Uploads = Annotated[list[UploadFile], File()]


@routes.get("/{token}")
def show(request: Request, desk: AtDesk, token: str) -> Response:
    with desk.store.reading() as at:
        # First: what ends meanwhile shows what it came to, not what was before.
        is_busy = _busy(at, _seat(at, token).id)
        seat = _seat(at, token)
        draft = told(at, seat.id, 0) if seat.draft == "done" else {}
        made = told(at, seat.id, seat.version) if seat.version and seat.state == "done" else {}
        groups = [(title, list(group)) for title, group in groupby(draft.get("left", ()), itemgetter("section"))]
        values: dict[str, Any] = {
            "draft": draft,
            "groups": groups,
            "made": made,
            "findings": listed(at, seat, made),
            "published": published(at, seat),
            "is_busy": is_busy,
            "left": rounds.days_left(seat.due),
            "today": date.today().isoformat(),
        }
    if request.state.visitor is None or request.state.visitor.owner != seat.owner:
        with desk.store.writing() as to_:
            rounds.opened(to_, seat)
    return desk.page(request, "seat", seat=seat, states=rounds.STATES, link=f"/u/{token}", **values)


@routes.post("/{token}/fill")
async def fill(request: Request, desk: AtDesk, token: str) -> Response:
    """What the unit wrote for what was left to it."""
    form = await request.form()
    filled = {key[1:]: str(value).strip() for key, value in form.items() if key[:1] == "n" and key[1:].isdigit()}
    await run_in_threadpool(_fill, desk, token, filled)
    return to(f"/u/{token}")


@routes.post("/{token}/send")
def send(desk: AtDesk, token: str, own: Uploads = []) -> Response:  # noqa: B006
    """A version of the unit's files."""
    sent = checked(own, "要交的文件")
    with desk.store.writing() as at:
        intake.renew(at, _seat(at, token), sent)
    desk.line.wake()
    return to(f"/u/{token}")


@routes.post("/{token}/publish")
def publish(
    desk: AtDesk,
    token: str,
    online: Uploads = [],  # noqa: B006
    on: Annotated[str, Form(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = "",
) -> Response:
    """What was published, which is held against what was sent."""
    sent = checked(online, "公开的网页或 PDF")
    with desk.store.writing() as at:
        seat = _seat(at, token)
        if not seat.version or seat.state != "done":
            raise TakingError("还没有交过文件，请先交，再传公开的。")
        mine = (files.c.case == seat.id) & (files.c.version == seat.version) & (files.c.role == "online")
        at.execute(delete(files).where(mine))
        at.execute(delete(results).where(results.c.case == seat.id, results.c.form == "compared"))
        at.execute(delete(waiting).where(waiting.c.case == seat.id, waiting.c.task == "compare"))
        take(at, {"online": sent}, case=seat.id, version=seat.version)
        day = rounds.day(on) or date.today()
        at.execute(update(seats).where(seats.c.case == seat.id).values(published=day.isoformat(), differs=None))
        jobs.add(at, "compare", jobs.NOW, case=seat.id, version=seat.version)
        touch(at, seat.id, seat.batch)
    desk.line.wake()
    return to(f"/u/{token}#published")


@routes.get("/{token}/draft")
def draft(desk: AtDesk, token: str) -> Response:
    """The draft as a Word file."""
    with desk.store.reading() as at:
        seat = _seat(at, token)
        row = result(at, seat.id, 0, "docx")
        if row is None or not row.blob:
            raise HTTPException(404)
        return download(content(at, row.blob), f"{seat.name}-初稿.docx")


@routes.get("/{token}/files/{form}")
async def file(desk: AtDesk, token: str, form: str) -> Response:
    """A copy of what was sent, with what was found in it."""
    seat = await run_in_threadpool(_looked_up, desk, token)
    if form not in NAMES or not seat.version:
        raise HTTPException(404)
    name, data = await copy_of(desk, seat.owner, seat.id, form)
    return download(data, name)


@routes.get("/{token}/report")
def report(desk: AtDesk, token: str) -> Response:
    with desk.store.reading() as at:
        seat = _seat(at, token)
        row = result(at, seat.id, seat.version, "html")
        if row is None or not row.blob:
            raise HTTPException(404)
        return Response(content(at, row.blob), media_type="text/html; charset=utf-8", headers=FRAMED)


@routes.get("/{token}/events")
async def events(request: Request, desk: AtDesk, token: str) -> Response:
    """Until nothing is being done for the unit any more."""
    seat = await run_in_threadpool(_looked_up, desk, token)
    return telling(request, desk, lambda: _state(desk, seat.id))


def _seat(at: Any, token: str) -> Any:
    seat = rounds.seated(at, token)
    if seat is None:
        raise HTTPException(410, GONE)
    return seat


def _looked_up(desk: Desk, token: str) -> Any:
    with desk.store.reading() as at:
        return _seat(at, token)


def _busy(at: Any, unit: str) -> bool:
    mine = (waiting.c.case == unit) & (waiting.c.task != "copy")
    return bool(at.execute(select(func.count()).select_from(waiting).where(mine)).scalar_one())


def _state(desk: Desk, unit: str) -> dict[str, Any]:
    with desk.store.reading() as at:
        return {"state": "running" if _busy(at, unit) else "done", "ahead": 0}


def _fill(desk: Desk, token: str, filled: dict[str, str]) -> None:
    with desk.store.writing() as at:
        seat = _seat(at, token)
        if seat.draft != "done" or "changes" not in told(at, seat.id, 0):
            raise HTTPException(404)
        every = {**seat.filled, **filled}
        rounds.draft(at, seat.id, "roll", {key: text for key, text in every.items() if text}, jobs.NOW)
        touch(at, seat.id, seat.batch)
    desk.line.wake()
