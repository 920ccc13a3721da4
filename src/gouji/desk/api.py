"""The desk for programs: the same as the pages, as JSON."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Path, Query, Response, UploadFile
from pydantic import BaseModel, Field
from sqlalchemy import delete, select
from starlette.concurrency import run_in_threadpool

from gouji import __version__
from gouji.desk import jobs
from gouji.desk.copies import copy_of
from gouji.desk.desk import AtDesk, By, Desk, begin, download, found_or_404
from gouji.desk.people import Visitor
from gouji.desk.settling import told
from gouji.desk.store import sweep
from gouji.desk.tables import cases
from gouji.desk.taking import Roles, checked


class Problem(BaseModel):
    """Why a request was not done: one sentence."""

    detail: str


class Case(BaseModel):
    """One disclosure that is checked, or one document that is written."""

    id: str
    task: Literal["lint", "roll", "draft"]
    name: str
    state: Literal["waiting", "running", "done", "failed"]
    error: str = Field(description="失败时的一句话，否则为空")
    ahead: int = Field(description="排在前面的任务数")
    result: dict[str, Any] | None = Field(
        description="lint：与 gouji lint --format json 相同；roll：changes、left、more、faults、text；draft：text、lacking、faults。没有做完时为 null"
    )


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 401, 403, 404, 405, 409, 413, 422, 503)
}
routes = APIRouter(prefix="/api", responses=PROBLEMS)
_TICK = 0.2
Wait = Annotated[int, Query(ge=0, le=300, description="最多等几秒；做完就返回结果，否则返回 202 与任务的 id")]
Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Many = Annotated[list[UploadFile], File(min_length=1, description="属于同一份公开的文件")]
Ocr = Annotated[bool, Form(description="PDF 里是图片的页也识别文字（需要 gouji[ocr]）")]
Some = Annotated[list[UploadFile] | None, File(description="可以不给")]


@routes.post("/lint", status_code=202, response_model=Case, responses={200: {"model": Case}})
async def lint(
    desk: AtDesk, by: By, response: Response, files: Many, prior: Some = None, ocr: Ocr = False, wait: Wait = 0
) -> Case:
    """核对：`files` 是同一份公开的文件（说明与报表），`prior` 是上年公开的文件。"""
    roles = {"own": checked(files, "要核对的文件"), "prior": checked(prior or [], "")}
    return await _begun(desk, by, response, "lint", roles, {"ocr": ocr}, wait)


@routes.post("/roll", status_code=202, response_model=Case, responses={200: {"model": Case}})
async def roll(
    desk: AtDesk,
    by: By,
    response: Response,
    document: Annotated[UploadFile, File(description="去年公开的文件")],
    tables: Annotated[list[UploadFile], File(min_length=1, description="今年的报表")],
    prior: Annotated[UploadFile | None, File(description="去年的报表，去年的文件里没有时用")] = None,
    track: Annotated[bool, Form(description="改动写成 Word 的修订")] = False,
    wait: Wait = 0,
) -> Case:
    """沿用去年：去年公开的文件换上今年报表里的数。"""
    last = checked([document], "去年的文件")
    roles = {"last": last, "own": checked(tables, "今年的报表"), "prior": checked([prior] if prior else [], "")}
    return await _begun(desk, by, response, "roll", roles, {"track": track}, wait)


@routes.post("/draft", status_code=202, response_model=Case, responses={200: {"model": Case}})
async def draft(
    desk: AtDesk,
    by: By,
    response: Response,
    tables: Annotated[UploadFile, File(description="有报表的文件")],
    prior: Annotated[UploadFile | None, File(description="上年公开的文件")] = None,
    style: Annotated[str, Form(pattern="^[a-z0-9-]{0,40}$", description="写法，gouji styles 列出")] = "",
    wait: Wait = 0,
) -> Case:
    """起草：由报表写出情况说明。"""
    roles = {"own": checked([tables], "报表"), "last": checked([prior] if prior else [], "")}
    return await _begun(desk, by, response, "draft", roles, {"style": style}, wait)


@routes.get("/cases/{case}", response_model=Case)
def show(desk: AtDesk, by: By, case: Id) -> Case:
    """做到哪一步，做完了有结果。"""
    return _case(desk, by, case)


@routes.get("/cases/{case}/files/{form}", response_class=Response, responses={200: {"content": {"application/*": {}}}})
async def file(desk: AtDesk, by: By, case: Id, form: Literal["docx", "pdf", "xlsx", "fixed"]) -> Response:
    """取回副本：docx（批注；沿用、起草的 Word 也是它）、pdf（标注）、xlsx（问题清单）、fixed（改好的文件）。"""
    name, data = await copy_of(desk, by.owner, case, form)
    return download(data, name)


@routes.delete("/cases/{case}", status_code=204, response_model=None)
def remove(desk: AtDesk, by: By, case: Id) -> None:
    """删除文件和结果。"""
    with desk.store.writing() as to:
        found_or_404(to, cases, case, by)
        to.execute(delete(cases).where(cases.c.id == case))
        sweep(to)


@routes.get("/cases", response_model=list[Case])
def listed(desk: AtDesk, by: By, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Case]:
    """最近的，新的在前；不带结果。"""
    with desk.store.reading() as at:
        query = select(cases).where(cases.c.owner == by.owner, cases.c.batch.is_(None))
        rows = at.execute(query.order_by(cases.c.touched.desc()).limit(limit)).all()
        return [_told(row, jobs.ahead(at, row.id), None) for row in rows]


async def _begun(
    desk: Desk,
    by: Visitor,
    response: Response,
    task: str,
    roles: Roles,
    detail: dict[str, Any],
    wait: int,
) -> Case:
    """A new case, and if that is asked for, what came of it."""
    case = await run_in_threadpool(begin, desk, by, task, roles, detail)
    until = time.monotonic() + wait
    found = await run_in_threadpool(_case, desk, by, case)
    while found.state in ("waiting", "running") and time.monotonic() < until and not desk.ended.is_set():
        await asyncio.sleep(_TICK)
        found = await run_in_threadpool(_case, desk, by, case)
    if found.state in ("done", "failed"):
        response.status_code = 200
    return found


def _case(desk: Desk, by: Visitor, case: str) -> Case:
    with desk.store.reading() as at:
        row = found_or_404(at, cases, case, by)
        made = told(at, case, row.version) if row.state in ("done", "failed") else {}
        return _told(row, jobs.ahead(at, case), _result(row, made))


def _told(row: Any, ahead: int, result: dict[str, Any] | None) -> Case:
    return Case(id=row.id, task=row.task, name=row.name, state=row.state, error=row.error, ahead=ahead, result=result)


def _result(row: Any, made: dict[str, Any]) -> dict[str, Any] | None:
    """What came of a case; of a check, as the command line has it."""
    if row.task != "lint":
        return made or None
    if "file" not in made:
        return None
    counts = made["counts"]
    summary = {"files": 1, **{f"{each}s": counts.get(each, 0) for each in ("error", "warning", "note")}, "seconds": 0.0}
    tool = {"name": "gouji", "version": __version__}
    return {"schema_version": 1, "tool": tool, "files": [made["file"]], "summary": summary}
