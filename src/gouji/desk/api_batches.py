"""Batches for programs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import BaseModel, Field
from sqlalchemy import delete, select

from gouji.desk import exports, intake, overview
from gouji.desk.api import PROBLEMS, Id, Ocr
from gouji.desk.batches import Asked, theirs
from gouji.desk.desk import AtDesk, By, download
from gouji.desk.store import sweep
from gouji.desk.tables import batches

routes = APIRouter(prefix="/api/batches", responses=PROBLEMS)
_TASKS = "taking：正在收；looking：正在看是哪个单位的；grouped：等着开始；checking：在核对或已核对完"


class Batch(BaseModel):
    """Many units' disclosures."""

    id: str
    name: str
    state: Literal["taking", "looking", "grouped", "checking"] = Field(description=_TASKS)
    all: int = Field(description="这一步一共几个")
    done: int = Field(description="这一步做完几个")
    units: int
    errors: int
    warnings: int
    open: int = Field(description="没有处理的错误与疑点")
    failed: int = Field(description="读不了的")
    remarks: list[str] = Field(description="没有用上的文件，各一句")


class UnitRow(BaseModel):
    """One unit in the overview; its result is that of /api/cases/{id}."""

    id: str
    unit: str
    kind: str
    year: int
    state: Literal["new", "waiting", "running", "done", "failed"]
    error: str
    version: int
    errors: int
    warnings: int
    open: int
    coverage: float
    doubts: int
    review: Literal["", "back", "done"]


class Units(BaseModel):
    """A page of the overview."""

    all: int
    pages: int
    units: list[UnitRow]


@routes.post("", status_code=202)
def take(
    desk: AtDesk,
    by: By,
    files: Annotated[list[UploadFile], File(description="zip，或各单位的文件（文件名可以带文件夹）")],
    name: Annotated[str, Form(max_length=100)] = "",
    start: Annotated[bool, Form(description="分好单位就开始核对，不等人看")] = True,
    ocr: Ocr = False,
) -> Batch:
    """收下一批单位的文件，按单位分好，逐份核对。"""
    batch = intake.take_batch(desk.store, desk.settings, by, intake.Sent(name, files, is_auto=start, ocr=ocr))
    desk.line.wake()
    return _batch(desk, by, batch)


@routes.get("")
def listed(desk: AtDesk, by: By) -> list[Batch]:
    """各批，新的在前。"""
    with desk.store.reading() as at:
        query = select(batches).where(batches.c.owner == by.owner).order_by(batches.c.touched.desc()).limit(100)
        return [_told(at, row) for row in at.execute(query).all()]


@routes.get("/{batch}")
def show(desk: AtDesk, by: By, batch: Id) -> Batch:
    """做到哪一步，一共多少错误。"""
    return _batch(desk, by, batch)


@routes.get("/{batch}/units")
def units(desk: AtDesk, by: By, batch: Id, view: Asked) -> Units:
    """各单位，一页五十个。"""
    with desk.store.reading() as at:
        theirs(at, batch, by)
        shown = overview.shown(at, batch, view)
    rows = [UnitRow(**{name: getattr(row, name) for name in UnitRow.model_fields}) for row in shown.rows]
    return Units(all=shown.all, pages=shown.pages, units=rows)


@routes.post("/{batch}/start")
def start(desk: AtDesk, by: By, batch: Id) -> Batch:
    """开始核对分好的。"""
    with desk.store.writing() as at:
        if theirs(at, batch, by).state == intake.GROUPED:
            intake.start(at, batch)
    desk.line.wake()
    return _batch(desk, by, batch)


_XLSX: dict[int | str, dict[str, Any]] = {200: {"content": {"application/*": {}}}}


@routes.get("/{batch}/xlsx", response_class=Response, responses=_XLSX)
def workbook(desk: AtDesk, by: By, batch: Id) -> Response:
    """汇总与问题清单。"""
    with desk.store.reading() as at:
        found = theirs(at, batch, by)
        return download(exports.workbook(at, found), f"{found.name}-核对结果.xlsx")


@routes.get("/{batch}/zip", response_class=Response, responses=_XLSX)
async def commented(desk: AtDesk, by: By, batch: Id) -> Response:
    """各单位有批注的文件。"""
    name, data = await exports.commented(desk, by.owner, batch)
    return download(data, f"{name}-批注.zip")


@routes.delete("/{batch}", status_code=204, response_model=None)
def remove(desk: AtDesk, by: By, batch: Id) -> None:
    """删除文件和结果。"""
    with desk.store.writing() as at:
        theirs(at, batch, by)
        at.execute(delete(batches).where(batches.c.id == batch))
        sweep(at)


def _batch(desk: AtDesk, by: By, batch: str) -> Batch:
    with desk.store.reading() as at:
        return _told(at, theirs(at, batch, by))


def _told(at: Any, row: Any) -> Batch:
    progress, sums = overview.progress(at, row), overview.sums(at, row.id)
    return Batch(
        id=row.id,
        name=row.name,
        state=row.state,
        all=progress["all"],
        done=progress["done"],
        units=sums.units,
        errors=sums.errors,
        warnings=sums.warnings,
        open=sums.open,
        failed=sums.failed,
        remarks=row.remarks,
    )
