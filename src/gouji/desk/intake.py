"""A batch: its files are taken in and looked at, they become disclosures, and these are checked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from starlette.datastructures import UploadFile

from gouji.desk import jobs
from gouji.desk.grouping import Group, Seen, grouped
from gouji.desk.people import Visitor
from gouji.desk.settings import Settings
from gouji.desk.store import Store, keep, new_id
from gouji.desk.tables import batches, cases, files
from gouji.desk.tables import jobs as waiting
from gouji.desk.taking import TakingError, clean
from gouji.desk.unpacking import Unpacked, Unpacker, is_zip
from gouji.desk.work import settings
from gouji.readers import is_readable

TAKING, LOOKING, GROUPED, CHECKING = "taking", "looking", "grouped", "checking"
_UNPACKED = 4  # times the limit of an upload
_REMARKS = 200


def take_batch(
    store: Store, given: Settings, visitor: Visitor, name: str, uploads: Sequence[UploadFile], is_auto: bool = False
) -> str:
    """A batch of what was sent, zips taken apart; its files are looked at by and by, and if it is `is_auto` checked without anybody's word. Raises
    TakingError where there is none to look at."""
    batch = new_id()
    sent = [each for each in uploads if each.filename]
    if not sent:
        raise TakingError("没有选文件，请选 zip、文件夹或几个文件。")
    called = clean(name.strip()) if name.strip() else _called(sent)
    row = {
        "id": batch,
        "owner": visitor.owner,
        "name": called,
        "state": TAKING,
        "remarks": [],
        "auto": is_auto,
        "touched": time.time(),
    }
    with store.writing() as to:
        to.execute(insert(batches).values(**row))
    unpacker = Unpacker(settings().limits.size, given.upload * _UNPACKED << 20)
    try:
        count = sum(_take(store, batch, unpacker, upload) for upload in sent)
        if not count:
            raise TakingError("没有找到能核对的文件（Word、PDF、Excel……）。" + "；".join(unpacker.remarks[:5]))
    except BaseException:
        with store.writing() as to:
            to.execute(delete(batches).where(batches.c.id == batch))
        raise
    with store.writing() as to:
        to.execute(
            update(batches).where(batches.c.id == batch).values(state=LOOKING, remarks=unpacker.remarks[:_REMARKS])
        )
        for file in to.execute(select(files.c.id).where(files.c.batch == batch)).scalars().all():
            jobs.add(to, "look", jobs.SOON, file=file, batch=batch)
    return batch


def _take(store: Store, batch: str, unpacker: Unpacker, upload: UploadFile) -> int:
    """The files of one upload; how many there were."""
    name = clean(upload.filename)
    if is_zip(name):
        found = unpacker.files(upload.file, name)
    else:
        folder = "/".join(map(clean, (upload.filename or "").replace("\\", "/").split("/")[:-1]))
        reason = "" if is_readable(Path(name)) and not name.startswith(".") else "不是能核对的文件"
        if (upload.size or 0) > settings().limits.size:
            reason = f"超过上限 {settings().limits.size >> 20} MB"
        if reason:
            unpacker.remarks.append(f"{name}：{reason}")
            return 0
        found = iter([Unpacked(folder, name, upload.file.read())])
    count = 0
    for each in found:
        with store.writing() as to:
            row = {"id": new_id(), "batch": batch, "role": "own", "number": count, "name": each.name}
            to.execute(insert(files).values(**row, folder=each.folder, blob=keep(to, each.data)))
        count += 1
    return count


def _called(sent: Sequence[UploadFile]) -> str:
    first = (sent[0].filename or "").replace("\\", "/")
    return clean(first.partition("/")[0] if "/" in first else Path(clean(first)).stem)


def looked(to: Connection, batch: str) -> None:
    """If no file of a batch is still to be looked at, the files become disclosures."""
    left = to.execute(
        select(func.count()).select_from(waiting).where(waiting.c.batch == batch, waiting.c.task == "look")
    )
    row = to.execute(select(batches).where(batches.c.id == batch)).first()
    if left.scalar_one() or row is None or row.state != LOOKING:
        return
    query = select(files).where(files.c.batch == batch).order_by(files.c.folder, files.c.number)
    seen = [Seen(f.id, f.folder, f.name, _told(f.about)) for f in to.execute(query)]
    taken: set[str] = set()
    for group in grouped(seen):
        name = _unlike(group.name, taken)
        taken.add(name)
        _add(to, row, group, name)
    to.execute(update(batches).where(batches.c.id == batch).values(state=GROUPED, touched=time.time()))
    if row.auto:
        start(to, batch)


def _told(about: dict[str, Any] | None) -> dict[str, Any]:
    return {} if about is None or "error" in about else about


def _unlike(name: str, taken: set[str]) -> str:
    """A name that no other disclosure of the batch has: 甲局, 甲局（2）."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}（{number}）"
    return found


def _add(to: Connection, batch: Any, group: Group, name: str) -> None:
    case = new_case(to, batch, name)
    for role, members in (("own", group.own), ("prior", group.prior)):
        for number, file in enumerate(members):
            to.execute(update(files).where(files.c.id == file.id).values(case=case, role=role, number=number))


def new_case(to: Connection, batch: Any, name: str) -> str:
    """A disclosure of a batch that has no files yet."""
    case = new_id()
    row = {"id": case, "owner": batch.owner, "batch": batch.id, "task": "lint", "name": name, "unit": name}
    to.execute(insert(cases).values(**row, state="new", touched=time.time(), detail={}))
    return case


def start(to: Connection, batch: str) -> None:
    """Check every disclosure of a batch that has not been."""
    to.execute(update(batches).where(batches.c.id == batch).values(state=CHECKING, touched=time.time()))
    for case in to.execute(select(cases.c.id).where(cases.c.batch == batch, cases.c.state == "new")).scalars().all():
        check(to, case, 1, jobs.LATER)


def check(to: Connection, case: str, version: int, urgency: int) -> None:
    """Put the check of a disclosure into the line."""
    to.execute(update(cases).where(cases.c.id == case).values(state="waiting", version=version))
    jobs.add(to, "lint", urgency, case=case, version=version, detail={"forms": ["own"]})
