"""Taking what is uploaded: what a file may be called, which ones are taken, and the cases that are made of them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Connection, insert
from starlette.datastructures import UploadFile

from gouji.desk import jobs
from gouji.desk.people import Visitor
from gouji.desk.store import keep, new_id
from gouji.desk.tables import cases, files
from gouji.desk.work import settings
from gouji.readers import is_readable
from gouji.screen import COMMANDS

_LONGEST = 120
_KINDS = "Word（.docx）、PDF、Excel（.xlsx、.xls）、网页或文本文件"
Roles = Mapping[str, Sequence[UploadFile]]


class TakingError(Exception):
    """An upload that is not taken; the message is one Chinese sentence with the remedy."""


def clean(name: str | None) -> str:
    r"""What a file is called: the last part of what was sent, of which no character commands anything.

    >>> clean("..\\..\\C:\\a\x1b/../说明.docx")
    '说明.docx'
    """
    last = COMMANDS.sub("", (name or "").replace("\\", "/")).rpartition("/")[2].strip(" .")
    path = PurePosixPath(last or "文件")
    return path.stem[: _LONGEST - len(path.suffix[:10])] + path.suffix[:10]


def checked(uploads: Sequence[UploadFile], what: str) -> list[UploadFile]:
    """The files that were sent; an empty field is none. Raises TakingError where there are none or one is not taken."""
    found = [each for each in uploads if each.filename]
    if not found and what:
        raise TakingError(f"没有选{what}，请选好再开始。")
    most = settings().limits.size
    for each in found:
        name = clean(each.filename)
        if not is_readable(Path(name)):
            raise TakingError(f"{name}：这种文件读不了，请用{_KINDS}。")
        if not each.size:
            raise TakingError(f"{name}：文件是空的。")
        if each.size > most:
            raise TakingError(f"{name}：{each.size / 1048576:.1f} MB，超过上限 {most >> 20} MB，请拆成几个文件。")
    return found


def new_case(to: Connection, visitor: Visitor, task: str, roles: Roles, detail: dict[str, Any]) -> str:
    """A case of uploaded files by their roles, whose job is in the line."""
    case = new_id()
    first = next(iter(next(iter(filter(None, roles.values())))))
    row = {"id": case, "owner": visitor.owner, "task": task, "name": clean(first.filename), "state": "waiting"}
    to.execute(insert(cases).values(**row, detail=detail, touched=time.time()))
    take(to, roles, case=case)
    jobs.add(to, task, jobs.NOW, case=case, detail=job_detail(task, detail))
    return case


def job_detail(task: str, detail: dict[str, Any]) -> dict[str, Any]:
    """What a job for a person makes at once."""
    return {**detail, "forms": ["docx", "pdf", "xlsx"]} if task == "lint" else {**detail, "word": True}


def take(to: Connection, roles: Roles, **about: Any) -> None:
    """Keep uploaded files of a case or batch."""
    number = 0
    for role, uploads in roles.items():
        for upload in uploads:
            row = {"id": new_id(), "role": role, "number": number, "name": clean(upload.filename), **about}
            to.execute(insert(files).values(**row, blob=keep(to, upload.file)))
            number += 1
