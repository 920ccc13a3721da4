"""Copies to take away: what they are called, and those that are only made when somebody asks for them."""

from __future__ import annotations

import asyncio
import time
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from gouji.desk import jobs
from gouji.desk.desk import Desk
from gouji.desk.settling import accepted, result
from gouji.desk.store import content, owned, touch
from gouji.desk.tables import cases
from gouji.desk.tables import jobs as waiting
from gouji.desk.work import settings

# What a copy is called behind the name of its file, and its suffix; None: that of the file.
NAMES: dict[str, tuple[str, str | None]] = {
    "docx": ("批注", ".docx"),
    "pdf": ("标注", ".pdf"),
    "xlsx": ("问题清单", ".xlsx"),
    "fixed": ("改好", None),
}
_TICK = 0.1
_MADE = {"roll": "今年", "draft": "起草"}


async def copy_of(desk: Desk, owner: str, case: str, form: str) -> tuple[str, bytes]:
    """A copy of a case, with the name to give it."""
    until = time.monotonic() + settings().timeout * 2
    waited_for = False
    while time.monotonic() < until and not desk.ended.is_set():
        found = await run_in_threadpool(_found, desk, owner, case, form, not waited_for)
        if found is not None:
            return found
        waited_for = True
        await asyncio.sleep(_TICK)
    raise HTTPException(503, "这一份还没有做好，请稍后再试。")


def name_of(case: Any, form: str) -> str:
    """说明.docx → 说明-批注.docx."""
    path = PurePosixPath(case.detail.get("lead", case.name))
    label, suffix = NAMES[form]
    return f"{path.stem}-{_MADE.get(case.task, label)}{path.suffix if suffix is None else suffix}"


def _found(desk: Desk, owner: str, case: str, form: str, first: bool) -> tuple[str, bytes] | None:
    """The copy if it is there; else it is put into the line, once."""
    with desk.store.reading() as at:
        row = owned(at, cases, case, owner)
        if row is None or row.state == "failed":
            raise HTTPException(404)
        made = result(at, case, row.version, form) if row.state == "done" else None
        if made is not None and not made.blob:
            raise HTTPException(409, made.why)
        if made is not None:
            return name_of(row, form), content(at, made.blob)
        if row.state == "done" and row.task != "lint":
            raise HTTPException(404)
    if first and row.state == "done":
        with desk.store.writing() as to:
            touch(to, case, row.batch)
            asked = to.execute(
                select(waiting.c.detail).where(waiting.c.case == case, waiting.c.task == "copy")
            ).scalars()
            if not any(form in detail["forms"] for detail in asked):
                detail = {"ocr": row.detail.get("ocr"), "forms": [form], "accepted": accepted(to, case)}
                jobs.add(to, "copy", jobs.NOW, case=case, version=row.version, detail=detail)
        desk.line.wake()
    return None
