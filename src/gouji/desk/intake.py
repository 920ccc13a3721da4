"""A batch: its files are taken in and looked at, they become disclosures, and these are checked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update
from starlette.datastructures import UploadFile

from gouji.desk import jobs
from gouji.desk.grouping import Group, Seen, grouped, grouped_for_round
from gouji.desk.people import Visitor
from gouji.desk.rounds import Terms, seat
from gouji.desk.settings import Settings
from gouji.desk.store import Store, keep, new_id, touch
from gouji.desk.tables import batches, cases, files, rounds, seats
from gouji.desk.tables import jobs as waiting
from gouji.desk.taking import TakingError, clean, take
from gouji.desk.unpacking import Unpacked, Unpacker, is_zip
from gouji.desk.work import settings
from gouji.readers import is_readable

TAKING, LOOKING, GROUPED, CHECKING = "taking", "looking", "grouped", "checking"
_UNPACKED = 4  # times the limit of an upload
_REMARKS = 200


class Sent(NamedTuple):
    """What was sent for a batch: its files, and if it `is_auto` they are checked without anybody's word; of a round also last year's files and its
    `terms`."""

    name: str
    own: Sequence[UploadFile]
    is_auto: bool = False
    last: Sequence[UploadFile] = ()
    terms: Terms | None = None
    ocr: bool = False


def take_batch(store: Store, given: Settings, visitor: Visitor, what: Sent) -> str:
    """A batch of what was sent, zips taken apart; its files are looked at by and by. Raises TakingError where there is none to look at."""
    batch = new_id()
    sent = [(role, each) for role, some in (("own", what.own), ("last", what.last)) for each in some if each.filename]
    units = what.terms.units if what.terms else ()
    if not sent and not units:
        raise TakingError("没有选文件，请选 zip、文件夹或几个文件。")
    name = what.name.strip()
    called = clean(name) if name or not sent else _called(sent[0][1])
    row = {
        "id": batch,
        "owner": visitor.owner,
        "name": called,
        "state": TAKING,
        "remarks": [],
        "auto": what.is_auto,
        "ocr": what.ocr,
        "touched": time.time(),
    }
    with store.writing() as to:
        to.execute(insert(batches).values(**row))
        if what.terms is not None:
            to.execute(insert(rounds).values(batch=batch, **what.terms._asdict()))
    unpacker = Unpacker(settings().limits.size, given.upload * _UNPACKED << 20)
    try:
        count = sum(_take(store, batch, unpacker, role, upload) for role, upload in sent)
        if not count and not units:
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
            jobs.add(to, "look", jobs.SOON, file=file, batch=batch, detail={"split": what.terms is not None})
        if not count:
            looked(to, batch)
    return batch


def _take(store: Store, batch: str, unpacker: Unpacker, role: str, upload: UploadFile) -> int:
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
            row = {"id": new_id(), "batch": batch, "role": role, "number": count, "name": each.name}
            to.execute(insert(files).values(**row, folder=each.folder, blob=keep(to, each.data)))
        count += 1
    return count


def _called(sent: UploadFile) -> str:
    first = (sent.filename or "").replace("\\", "/")
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
    every = to.execute(query).all()
    seen, last = ([_seen(file) for file in every if file.role == role] for role in ("own", "last"))
    own = to.execute(select(rounds).where(rounds.c.batch == batch)).first()
    taken: set[str] = set()
    for group in grouped(seen) if own is None else grouped_for_round(seen, last, own.units):
        name = _unlike(group.name, taken)
        taken.add(name)
        _add(to, row, group, name)
    to.execute(update(batches).where(batches.c.id == batch).values(state=GROUPED, touched=time.time()))
    if row.auto:
        start(to, batch)


def _seen(file: Any) -> Seen:
    about = file.about
    return Seen(file.id, file.folder, file.name, {} if about is None or "error" in about else about)


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
    to.execute(insert(cases).values(**row, state="new", touched=time.time(), detail={"ocr": batch.ocr}))
    return case


def start(to: Connection, batch: str) -> None:
    """Check every disclosure of a batch that has not been; of a round, write the drafts."""
    terms = to.execute(select(rounds).where(rounds.c.batch == batch)).first()
    to.execute(update(batches).where(batches.c.id == batch).values(state=CHECKING, touched=time.time()))
    for case in to.execute(select(cases.c.id).where(cases.c.batch == batch, cases.c.state == "new")).scalars().all():
        if terms is None:
            check(to, case, 1, jobs.LATER)
        else:
            seat(to, case, terms)


def check(to: Connection, case: str, version: int, urgency: int) -> None:
    """Put the check of a disclosure into the line."""
    to.execute(update(cases).where(cases.c.id == case).values(state="waiting", version=version))
    detail = to.execute(select(cases.c.detail).where(cases.c.id == case)).scalar_one()
    jobs.add(to, "lint", urgency, case=case, version=version, detail={**detail, "forms": ["own"]})


def renew(to: Connection, case: Any, sent: Sequence[UploadFile]) -> None:
    """A new version of a unit's files; last year's stay. Raises TakingError while the last version is being checked."""
    if case.state not in ("done", "failed", "new"):
        raise TakingError("上一版还在核对，请稍等。")
    now = case.version + 1
    take(to, {"own": sent}, case=case.id, version=now)
    prior = (files.c.case == case.id) & (files.c.version == case.version) & files.c.role.in_(("prior", "last"))
    for file in to.execute(select(files).where(prior)).mappings().all():
        to.execute(insert(files).values(**{**file, "id": new_id(), "version": now, "role": "prior"}))
    check(to, case.id, now, jobs.NOW)
    to.execute(update(cases).where(cases.c.id == case.id).values(review=""))
    to.execute(update(seats).where(seats.c.case == case.id).values(sent=time.time(), published="", differs=None))
    touch(to, case.id, case.batch)
