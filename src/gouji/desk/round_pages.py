"""The pages of a bureau that has its units publish: a round is begun, and who is how far."""

from __future__ import annotations

import io
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import Response
from openpyxl import Workbook
from sqlalchemy import delete, select, update
from starlette.exceptions import HTTPException

from gouji.desk import intake, overview, rounds
from gouji.desk.batches import Page, Words, theirs
from gouji.desk.desk import AtDesk, By, download, to
from gouji.desk.exports import write
from gouji.desk.rounds import STATES, Terms, day, days_left
from gouji.desk.store import sweep, touch
from gouji.desk.tables import batches, cases, seats
from gouji.desk.tables import rounds as table
from gouji.desk.taking import TakingError

routes = APIRouter(prefix="/rounds", include_in_schema=False)
Stage = Annotated[Literal["", "new", "writing", "sent", "back", "done", "public", "late"], Query()]
Day = Annotated[str, Form(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
_HEAD = ("单位", "状态", "逾期", "第几版", "错误", "未处理", "初稿", "公开日期", "与公开的不同", "链接", "链接用到")
_WIDTHS = (30, 10, 8, 8, 8, 8, 26, 12, 12, 70, 12)


@routes.get("")
def listed(request: Request, desk: AtDesk, by: By) -> Response:
    with desk.store.reading() as at:
        query = select(batches, table.c.due).join(table, table.c.batch == batches.c.id)
        found = at.execute(query.where(batches.c.owner == by.owner).order_by(batches.c.touched.desc()).limit(50)).all()
        rows = [(row, rounds.counts(at, row.id), days_left(row.due)) for row in found]
    return desk.page(request, "rounds", rounds=rows, days=rounds.DAYS)


@routes.post("")
def take(
    desk: AtDesk,
    by: By,
    own: Annotated[list[UploadFile], File()] = [],  # noqa: B006
    last: Annotated[list[UploadFile], File()] = [],  # noqa: B006
    name: Annotated[str, Form(max_length=100)] = "",
    approved: Day = "",
    due: Day = "",
    units: Annotated[str, Form(max_length=100_000)] = "",
) -> Response:
    """A round of the statements that were exported for all units, of last year's documents, and of a list of names."""
    terms = Terms.of(approved, due, units)
    sent = intake.Sent(name.strip() or f"{terms.due} 前公开的", own, last=last, terms=terms)
    batch = intake.take_batch(desk.store, desk.settings, by, sent)
    desk.line.wake()
    return to(f"/rounds/{batch}")


@routes.get("/{batch}")
def show(
    request: Request, desk: AtDesk, by: By, batch: str, stage: Stage = "", words: Words = "", page: Page = 1
) -> Response:
    with desk.store.reading() as at:
        found, terms = _round(at, batch, by)
        if found.state != intake.CHECKING:
            return to(f"/batches/{batch}")
        progress = overview.progress(at, found)  # first: what ends meanwhile shows what it came to
        return desk.page(
            request,
            "round",
            batch=found,
            terms=terms,
            left=days_left(terms.due),
            counts=rounds.counts(at, batch),
            states=STATES,
            shown=rounds.shown(at, batch, stage, words, page),
            view={"stage": stage, "words": words, "page": page},
            progress=progress,
            base=desk.address(request),
        )


@routes.post("/{batch}/terms")
def change(desk: AtDesk, by: By, batch: str, due: Day = "", until: Day = "") -> Response:
    """Another last day, and links that work longer or not so long."""
    if not (day(due) and day(until)):
        raise TakingError("请把两个日期都写好。")
    with desk.store.writing() as at:
        _round(at, batch, by)
        at.execute(update(table).where(table.c.batch == batch).values(due=due, until=until))
        mine = select(cases.c.id).where(cases.c.batch == batch)
        at.execute(update(seats).where(seats.c.case.in_(mine)).values(until=until))
    return to(f"/rounds/{batch}")


@routes.post("/{batch}/{unit}/link")
def link(desk: AtDesk, by: By, batch: str, unit: str, do: Annotated[Literal["renew", "revoke"], Form()]) -> Response:
    """A unit gets another link, or none: the one it had works no more."""
    with desk.store.writing() as at:
        _, terms = _round(at, batch, by)
        mine = select(cases.c.id).where(cases.c.batch == batch, cases.c.id == unit)
        token = rounds.new_token() if do == "renew" else ""
        changed = at.execute(
            update(seats).where(seats.c.case.in_(mine)).values(token=token, until=terms.until)
        ).rowcount
        if not changed:
            raise HTTPException(404)
        touch(at, unit, batch)
    return to(f"/rounds/{batch}#u{unit}")


@routes.get("/{batch}/xlsx")
def workbook(request: Request, desk: AtDesk, by: By, batch: str) -> Response:
    """Who is how far, and the links to send to the units."""
    base = desk.address(request)
    with desk.store.reading() as at:
        found, terms = _round(at, batch, by)
        rows = [_told(row, base, days_left(terms.due)) for row in rounds.everyone(at, batch)]
    book = Workbook()
    book.worksheets[0].title = "各单位"
    write(book.worksheets[0], _HEAD, rows, _WIDTHS)
    made = io.BytesIO()
    book.save(made)
    return download(made.getvalue(), f"{found.name}-进度与链接.xlsx")


@routes.post("/{batch}/delete")
def remove(desk: AtDesk, by: By, batch: str) -> Response:
    with desk.store.writing() as at:
        _round(at, batch, by)
        at.execute(delete(batches).where(batches.c.id == batch))
        sweep(at)
    return to("/rounds")


def _round(at: Any, batch: str, by: By) -> tuple[Any, Any]:
    """A round of the visitor's own, and its terms."""
    found, terms = theirs(at, batch, by), rounds.round_of(at, batch)
    if terms is None:
        raise HTTPException(404)
    return found, terms


def _told(row: Any, base: str, left: int) -> list[Any]:
    drafts = {"": "没有报表", "waiting": "正在写", "failed": row.why}
    draft = drafts.get(row.draft, f"写好，还要写 {row.left} 处" if row.left else "写好")
    late = f"{-left} 天" if left < 0 and not row.published else ""
    has_link = bool(row.token)
    numbers = (row.version, row.errors, row.open) if row.version else ("", "", "")
    differs = {None: "", -1: "没有比成"}.get(row.differs, row.differs)
    address = f"{base}/u/{row.token}" if has_link else "已停用"
    return [
        row.name,
        STATES[row.stage],
        late,
        *numbers,
        draft,
        row.published,
        differs,
        address,
        row.until if has_link else "",
    ]
