"""The pages of whoever reviews many units' disclosures: a batch is taken in, sorted, checked and looked over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import Response
from sqlalchemy import delete, func, select, update
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from gouji.desk import exports, intake, overview
from gouji.desk.desk import AtDesk, By, Desk, download, found_or_404, to
from gouji.desk.people import Visitor
from gouji.desk.rounds import round_of
from gouji.desk.store import count, holds, sweep
from gouji.desk.tables import batches, cases, files, rounds
from gouji.desk.taking import TakingError
from gouji.desk.telling import telling

routes = APIRouter(prefix="/batches", include_in_schema=False)
Sort = Literal["unit", "kind", "year", "errors", "warnings", "open", "coverage", "doubts", "review"]
Only = Literal["", "errors", "warnings", "open", "clean", "failed", "doubts", "back", "done"]
Page = Annotated[int, Query(ge=1, le=10000)]
Words = Annotated[str, Query(max_length=100)]


def _view(
    sort: Sort = "errors", down: bool = True, only: Only = "", words: Words = "", page: Page = 1
) -> overview.View:
    """What of the overview is asked for."""
    return overview.View(sort, down, only, words, page)


Asked = Annotated[overview.View, Depends(_view)]


@routes.get("")
def listed(request: Request, desk: AtDesk, by: By) -> Response:
    with desk.store.reading() as at:
        own = (batches.c.owner == by.owner) & batches.c.id.not_in(select(rounds.c.batch))
        found = at.execute(select(batches).where(own).order_by(batches.c.touched.desc()).limit(50)).all()
        rows = [(row, overview.sums(at, row.id)) for row in found]
    return desk.page(request, "batches", batches=rows)


@routes.post("")
def take(
    desk: AtDesk,
    by: By,
    own: Annotated[list[UploadFile], File()] = [],  # noqa: B006
    folder: Annotated[list[UploadFile], File()] = [],  # noqa: B006
    name: Annotated[str, Form(max_length=100)] = "",
    ocr: Annotated[str, Form()] = "",
) -> Response:
    sent = intake.Sent(name, [*own, *folder], ocr=bool(ocr))
    batch = intake.take_batch(desk.store, desk.settings, by, sent)
    desk.line.wake()
    return to(f"/batches/{batch}")


@routes.get("/{batch}")
def show(request: Request, desk: AtDesk, by: By, batch: str, view: Asked) -> Response:
    with desk.store.reading() as at:
        found = theirs(at, batch, by)
        progress = overview.progress(at, found)
        if found.state in (intake.TAKING, intake.LOOKING):
            return desk.page(request, "looking", batch=found, progress=progress)
        if found.state == intake.GROUPED:
            return _sorting(request, desk, at, found, view)
        return desk.page(
            request,
            "overview",
            batch=found,
            view=view,
            shown=overview.shown(at, batch, view),
            sums=overview.sums(at, batch),
            gathering=overview.gathering(at, batch),
            progress=progress,
            is_round=round_of(at, batch) is not None,
        )


@routes.get("/{batch}/events")
async def events(request: Request, desk: AtDesk, by: By, batch: str) -> Response:
    """How far it is, until it is done."""
    await run_in_threadpool(_progress, desk, by, batch)
    return telling(request, desk, lambda: _progress(desk, by, batch))


@routes.post("/{batch}/move")
def move(
    desk: AtDesk,
    by: By,
    batch: str,
    file: Annotated[str, Form()],
    group: Annotated[str, Form(max_length=200)] = "",
    role: Annotated[Literal["own", "prior"], Form()] = "own",
    back: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """A file is of another disclosure than it seemed: of the one with this name, a new one if there is none."""
    with desk.store.writing() as at:
        found = theirs(at, batch, by)
        row = at.execute(select(files).where(files.c.id == file, files.c.batch == batch)).first()
        if row is None or found.state != intake.GROUPED:
            raise HTTPException(404)
        name = group.strip() or row.name.rpartition(".")[0] or row.name
        home = at.execute(select(cases.c.id).where(cases.c.batch == batch, cases.c.name == name)).scalar()
        home = home or intake.new_case(at, found, name)
        at.execute(update(files).where(files.c.id == file).values(case=home, role=role))
        terms = round_of(at, batch)
        if terms is None:  # in a round there are units of which only last year's files are there
            filled = select(files.c.case).where(files.c.batch == batch, files.c.role == "own")
            empty = select(files.c.case).where(files.c.batch == batch, files.c.case.not_in(filled))
            at.execute(update(files).where(files.c.case.in_(empty)).values(role="own"))
        kept = select(files.c.case).where(files.c.batch == batch, files.c.case.is_not(None))
        named = terms.units if terms else []
        at.execute(delete(cases).where(cases.c.batch == batch, cases.c.id.not_in(kept), cases.c.name.not_in(named)))
    return to(f"/batches/{batch}{f'?{back}' if back.isascii() and back.isprintable() else ''}")


@routes.post("/{batch}/start")
def start(desk: AtDesk, by: By, batch: str) -> Response:
    with desk.store.writing() as at:
        if theirs(at, batch, by).state != intake.GROUPED:
            raise TakingError("这一批已经在核对了。")
        intake.start(at, batch)
        is_round = round_of(at, batch) is not None
    desk.line.wake()
    return to(f"/{'rounds' if is_round else 'batches'}/{batch}")


@routes.get("/{batch}/xlsx")
def workbook(desk: AtDesk, by: By, batch: str) -> Response:
    with desk.store.reading() as at:
        found = theirs(at, batch, by)
        return download(exports.workbook(at, found), f"{found.name}-核对结果.xlsx")


@routes.get("/{batch}/zip")
async def commented(desk: AtDesk, by: By, batch: str) -> Response:
    """The files of all units with their findings in them."""
    name, data = await exports.commented(desk, by.owner, batch)
    return download(data, f"{name}-批注.zip")


@routes.get("/{batch}/baseline")
def baseline(desk: AtDesk, by: By, batch: str) -> Response:
    """What was accepted, for the command line."""
    with desk.store.reading() as at:
        found = theirs(at, batch, by)
        whole = json.dumps(exports.baseline(at, found), ensure_ascii=False, indent=2)
        return download(whole.encode(), f"{found.name}-已接受.json")


@routes.get("/{batch}/print")
def printed(request: Request, desk: AtDesk, by: By, batch: str) -> Response:
    with desk.store.reading() as at:
        found = theirs(at, batch, by)
        units = list(exports.units(at, batch))
        return desk.page(request, "printed", batch=found, units=units, sums=overview.sums(at, batch))


@routes.post("/{batch}/delete")
def remove(desk: AtDesk, by: By, batch: str) -> Response:
    with desk.store.writing() as at:
        theirs(at, batch, by)
        at.execute(delete(batches).where(batches.c.id == batch))
        sweep(at)
    return to("/batches")


def theirs(at: Any, batch: str, by: Visitor) -> Any:
    """A batch of the visitor's own."""
    return found_or_404(at, batches, batch, by)


def _progress(desk: Desk, by: Visitor, batch: str) -> dict[str, Any]:
    with desk.store.reading() as at:
        return overview.progress(at, theirs(at, batch, by))


def _sorting(request: Request, desk: Desk, at: Any, batch: Any, view: overview.View) -> Response:
    """The page on which the files are sorted into disclosures."""
    query = select(cases).where(cases.c.batch == batch.id)
    if view.words:
        query = query.where(holds(cases.c.name, view.words))
    every = count(at, query)
    rows = at.execute(query.order_by(cases.c.name).limit(overview.PAGE).offset((view.page - 1) * overview.PAGE)).all()
    own = at.execute(select(files).where(files.c.case.in_([row.id for row in rows])).order_by(files.c.number)).all()
    names: Sequence[str] = at.execute(select(cases.c.name).where(cases.c.batch == batch.id)).scalars().all()
    members = {row.id: [file for file in own if file.case == row.id] for row in rows}
    total = at.execute(select(func.count()).select_from(files).where(files.c.batch == batch.id)).scalar_one()
    return desk.page(
        request,
        "sorting",
        batch=batch,
        groups=[(row, members[row.id]) for row in rows],
        names=names,
        files=total,
        terms=round_of(at, batch.id),
        shown=overview.Shown([], every, max(1, -(-every // overview.PAGE))),
        view=view,
    )
