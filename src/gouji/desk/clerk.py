"""The pages of whoever has one disclosure: check it, or write this year's from last year's."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from sqlalchemy import delete, select, update
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from gouji.desk import jobs
from gouji.desk.copies import NAMES, copy_of
from gouji.desk.desk import AtDesk, By, Desk, begin, download, found_or_404, to
from gouji.desk.people import Visitor
from gouji.desk.rounds import round_of
from gouji.desk.settling import result, told
from gouji.desk.store import content, owned, sweep
from gouji.desk.tables import batches, cases, files
from gouji.desk.taking import checked, job_detail
from gouji.desk.telling import telling
from gouji.desk.units import unit_page

routes = APIRouter(include_in_schema=False)
_RECENT = 30
FRAMED = {
    "content-security-policy": "sandbox allow-scripts; frame-ancestors 'self'",
    "cross-origin-resource-policy": "same-site",
}
Uploads = Annotated[list[UploadFile], File()]


@routes.get("/")
def home(request: Request, desk: AtDesk, by: By) -> Response:
    return desk.page(request, "home", recent=_recent(desk, by, ("lint",)))


@routes.get("/forward")
def forward(request: Request, desk: AtDesk, by: By) -> Response:
    return desk.page(request, "forward", recent=_recent(desk, by, ("roll", "draft")))


@routes.post("/lint")
def lint(
    desk: AtDesk,
    by: By,
    own: Uploads = [],  # noqa: B006
    prior: Uploads = [],  # noqa: B006
    ocr: Annotated[str, Form()] = "",
) -> Response:
    roles = {"own": checked(own, "要核对的文件"), "prior": checked(prior, "")}
    return to(f"/cases/{begin(desk, by, 'lint', roles, {'ocr': bool(ocr)})}")


@routes.post("/forward")
def begin_forward(
    desk: AtDesk,
    by: By,
    last: Uploads = [],  # noqa: B006
    own: Uploads = [],  # noqa: B006
    prior: Uploads = [],  # noqa: B006
    track: Annotated[str, Form()] = "",
) -> Response:
    """With last year's document it is rolled forward, without one the text is drafted from the statements."""
    roles = {"last": checked(last, "")[:1], "own": checked(own, "今年的报表"), "prior": checked(prior, "")[:1]}
    task = "roll" if roles["last"] else "draft"
    return to(f"/cases/{begin(desk, by, task, roles, {'track': bool(track)})}")


@routes.get("/cases/{case}")
def show(request: Request, desk: AtDesk, by: By, case: str) -> Response:
    with desk.store.reading() as at:
        found = mine(at, case, by)
        if found.state in ("waiting", "running"):
            return desk.page(request, "waiting", case=found, progress=_progress(at, found))
        if found.batch and found.state in ("done", "failed"):
            return unit_page(request, desk, at, found)
        if found.state == "new":
            is_round = round_of(at, found.batch) is not None
            return to(f"/rounds/{found.batch}#u{case}" if is_round else f"/batches/{found.batch}")
        made = told(at, case, found.version) if found.state == "done" else {}
        names = [
            row.name for row in at.execute(select(files.c.name).where(files.c.case == case).order_by(files.c.number))
        ]
    if found.state == "failed":
        return desk.page(request, "failed", case=found, names=names)
    groups = [(title, list(group)) for title, group in groupby(made.get("left", ()), itemgetter("section"))]
    return desk.page(
        request,
        {"lint": "checked", "roll": "rolled", "draft": "drafted"}[found.task],
        case=found,
        made=made,
        groups=groups,
    )


@routes.get("/cases/{case}/whole")
def whole(request: Request, desk: AtDesk, by: By, case: str) -> Response:
    """The report of a unit of a batch."""
    with desk.store.reading() as at:
        found = mine(at, case, by)
        if found.state != "done" or found.task != "lint":
            return to(f"/cases/{case}")
        return desk.page(request, "checked", case=found, made=told(at, case, found.version))


@routes.get("/cases/{case}/report")
def report(desk: AtDesk, by: By, case: str) -> Response:
    """The report for its frame, in which it is nobody's page."""
    with desk.store.reading() as at:
        found = mine(at, case, by)
        row = result(at, case, found.version, "html")
        if row is None or not row.blob:
            raise HTTPException(404)
        return Response(content(at, row.blob), media_type="text/html; charset=utf-8", headers=FRAMED)


@routes.get("/cases/{case}/events")
async def events(request: Request, desk: AtDesk, by: By, case: str) -> Response:
    """How far it is, until it is done."""
    if (await run_in_threadpool(_seen, desk, by, case))["state"] == "gone":
        raise HTTPException(404)
    return telling(request, desk, lambda: _seen(desk, by, case))


@routes.get("/cases/{case}/files/{form}")
async def file(desk: AtDesk, by: By, case: str, form: str) -> Response:
    """A copy to take away; one that nobody has asked for yet is made now."""
    if form not in NAMES:
        raise HTTPException(404)
    name, data = await copy_of(desk, by.owner, case, form)
    return download(data, name)


@routes.post("/cases/{case}/fill")
async def fill(request: Request, desk: AtDesk, by: By, case: str) -> Response:
    """What people wrote for what was left to them."""
    form = await request.form()
    filled = {key[1:]: str(value).strip() for key, value in form.items() if key[:1] == "n" and key[1:].isdigit()}
    await run_in_threadpool(_fill, desk, by, case, filled)
    return to(f"/cases/{case}")


@routes.post("/cases/{case}/delete")
def remove(desk: AtDesk, by: By, case: str) -> Response:
    with desk.store.writing() as at:
        found = mine(at, case, by)
        at.execute(delete(cases).where(cases.c.id == case))
        sweep(at)
    return to(f"/batches/{found.batch}" if found.batch else "/" if found.task == "lint" else "/forward")


@routes.post("/delete")
def remove_all(desk: AtDesk, by: By) -> Response:
    """Everything that this visitor has here."""
    with desk.store.writing() as at:
        at.execute(delete(batches).where(batches.c.owner == by.owner))
        at.execute(delete(cases).where(cases.c.owner == by.owner))
        sweep(at)
    return to("/")


def mine(at: Any, case: str, by: Visitor) -> Any:
    """A case of the visitor's own."""
    return found_or_404(at, cases, case, by)


def _recent(desk: Desk, by: Visitor, tasks: tuple[str, ...]) -> Any:
    with desk.store.reading() as at:
        query = select(cases).where(cases.c.owner == by.owner, cases.c.batch.is_(None), cases.c.task.in_(tasks))
        return at.execute(query.order_by(cases.c.touched.desc()).limit(_RECENT)).all()


def _progress(at: Any, case: Any) -> dict[str, Any]:
    return {"state": case.state, "ahead": jobs.ahead(at, case.id) if case.state == "waiting" else 0}


def _seen(desk: Desk, by: Visitor, case: str) -> dict[str, Any]:
    with desk.store.reading() as at:
        found = owned(at, cases, case, by.owner)
        return {"state": "gone", "ahead": 0} if found is None else _progress(at, found)


def _fill(desk: Desk, by: Visitor, case: str, filled: dict[str, str]) -> None:
    with desk.store.writing() as at:
        found = mine(at, case, by)
        if found.task != "roll" or found.state != "done":
            raise HTTPException(404)
        every = {**found.detail.get("filled", {}), **filled}
        detail = {**found.detail, "filled": {key: text for key, text in every.items() if text}}
        at.execute(update(cases).where(cases.c.id == case).values(detail=detail, state="waiting"))
        jobs.add(at, "roll", jobs.NOW, case=case, version=found.version, detail=job_detail("roll", detail))
    desk.line.wake()
