"""What came of a job goes into the database: all of it in one transaction with the end of the job."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from gouji.desk.intake import looked
from gouji.desk.store import content, keep, new_id
from gouji.desk.tables import cases, decisions, files, marks, results, seats
from gouji.desk.work import Made, unread

COPIES = ("docx", "pdf", "xlsx", "fixed")


def settle(to: Connection, job: Row[Any], made: Made) -> None:
    """Keep what a worker made of a job."""
    if job.task == "look":
        _look(to, job, made)
        looked(to, job.batch)
    elif job.task == "copy":
        for form, what in {**dict.fromkeys(job.detail["forms"], made.error), **made.contents}.items():
            _put(to, job, form, what)
    elif job.task == "compare":
        _put(to, job, "compared", made.error or json.dumps(made.told, ensure_ascii=False).encode())
        differs = -1 if made.error else len(made.told["changed"]) + len(made.told["missing"])
        to.execute(update(seats).where(seats.c.case == job.case).values(differs=differs))
    elif is_of_case(job):
        _settle_case(to, job, made)
    else:
        _settle_draft(to, job, made)


def is_of_case(job: Row[Any]) -> bool:
    """Whether what comes of a job is what its case is about; not a copy of it, nor the draft in a unit's seat."""
    return job.task in ("lint", "roll", "draft") and job.version > 0


def _look(to: Connection, job: Row[Any], made: Made) -> None:
    """What a file is; one with the statements of many units gives way to those of each."""
    about = made.told if not made.error else {"error": made.error}
    to.execute(update(files).where(files.c.id == job.file).values(about=about))
    if made.contents:
        whole = to.execute(select(files).where(files.c.id == job.file)).mappings().one()
        for number, (unit, data) in enumerate(made.contents.items()):
            assert isinstance(data, bytes)
            own = {**about, "unit": unit, "narrative": False}
            row = {"id": new_id(), "name": f"{unit}.xlsx", "about": own, "number": number, "blob": keep(to, data)}
            to.execute(insert(files).values(**{**whole, **row}))
        to.execute(delete(files).where(files.c.id == job.file))


def _settle_draft(to: Connection, job: Row[Any], made: Made) -> None:
    for form, what in {**made.contents, "json": json.dumps(made.told, ensure_ascii=False).encode()}.items():
        _put(to, job, form, what)
    left = len(made.told.get("left") or made.told.get("lacking") or ())
    row = {"state": "failed" if made.error else "done", "error": made.error, "left": left}
    to.execute(update(seats).where(seats.c.case == job.case).values(**row))


def _settle_case(to: Connection, job: Row[Any], made: Made) -> None:
    case = to.execute(select(cases).where(cases.c.id == job.case)).one()
    told, contents = made.told, dict(made.contents)
    if job.task == "lint" and made.error:
        told = {"file": unread(case.name, made.error), "keys": [], "counts": {}, "fixable": 0}
    if to.execute(_accepted(job.case)).first() is not None:  # the copies that were made have too much in them
        contents = {form: what for form, what in contents.items() if form not in COPIES}
    for form, what in {**contents, "json": json.dumps(told, ensure_ascii=False).encode()}.items():
        _put(to, job, form, what)
    row: dict[str, Any] = {"state": "failed" if made.error else "done", "error": made.error, "touched": time.time()}
    if job.task == "lint":
        row |= _overview(told)
        row["unit"] = row["unit"] or case.unit
        row["detail"] = {**case.detail, "lead": told["file"]["path"]}
    elif not made.error and job.task == "roll":
        row |= {"unit": told["unit"], "year": told["year"]}
    to.execute(update(cases).where(cases.c.id == job.case).values(**row))
    if job.task == "lint":
        count_open(to, job.case, told)
        _mark(to, job.case, told)


def _mark(to: Connection, case: str, told: dict[str, Any]) -> None:
    """Keep the findings of a case as they are held against those of other units."""
    found: dict[str, dict[str, Any]] = {}
    for finding, words in zip(told["file"]["findings"], told.get("wordings", ()), strict=False):
        sign = hashlib.sha256(f"{finding['code']}\0{words}".encode()).hexdigest()[:32]
        row = {"case": case, "sign": sign, "code": finding["code"], "words": words, "message": finding["message"]}
        found.setdefault(sign, {**row, "count": 0})["count"] += 1
    to.execute(delete(marks).where(marks.c.case == case))
    if found:
        to.execute(insert(marks), list(found.values()))


def told(at: Connection, case: str, version: int) -> dict[str, Any]:
    """What was told of a case, {} if nothing was yet."""
    row = result(at, case, version, "json")
    found: dict[str, Any] = json.loads(content(at, row.blob)) if row is not None and row.blob else {}
    return found


def result(at: Connection, case: str, version: int, form: str) -> Any | None:
    """What was made of a case in a form: where it is kept, or why there is none; None if nobody has tried."""
    mine = (results.c.case == case) & (results.c.version == version) & (results.c.form == form)
    return at.execute(select(results).where(mine)).first()


def count_open(to: Connection, case: str, told: dict[str, Any]) -> None:
    """How many findings of a case nobody has decided on."""
    known = set(to.execute(select(decisions.c.key).where(decisions.c.case == case)).scalars())
    found = (f for f, key in zip(told["file"]["findings"], told["keys"], strict=True) if key not in known)
    count = sum(finding["severity"] != "note" for finding in found)
    to.execute(update(cases).where(cases.c.id == case).values(open=count))


def decided(at: Connection, case: str) -> dict[str, Any]:
    """The decisions on the findings of a case, by key."""
    return {row.key: row for row in at.execute(select(decisions).where(decisions.c.case == case))}


def forget_copies(to: Connection, case: str) -> None:
    """The copies of a case do not have any more what they should."""
    to.execute(delete(results).where(results.c.case == case, results.c.form.in_(COPIES)))


def _accepted(case: str) -> Any:
    return select(decisions.c.key).where(decisions.c.case == case, decisions.c.verdict == "accepted")


def accepted(at: Connection, case: str) -> list[str]:
    """The keys of the findings of a case that were accepted."""
    return list(at.execute(_accepted(case)).scalars())


def _put(to: Connection, job: Row[Any], form: str, what: bytes | str) -> None:
    mine = (results.c.case == job.case) & (results.c.version == job.version) & (results.c.form == form)
    to.execute(delete(results).where(mine))
    row = {"case": job.case, "version": job.version, "form": form}
    if isinstance(what, bytes):
        to.execute(insert(results).values(**row, blob=keep(to, what)))
    else:
        to.execute(insert(results).values(**row, why=what or "这一份没有做成。"))


def _overview(told: dict[str, Any]) -> dict[str, Any]:
    """What the overview says of a file."""
    file, counts = told["file"], told["counts"]
    codes: dict[str, int] = {}
    for finding in file["findings"]:
        codes[finding["code"]] = codes.get(finding["code"], 0) + 1
    return {
        "unit": file["about"]["unit"] or "",
        "kind": file["kind"] if file["kind"] != "unknown" else "",
        "year": file["year"] or 0,
        "errors": counts.get("error", 0),
        "warnings": counts.get("warning", 0),
        "numbers": file["coverage"]["numbers"],
        "unchecked": file["coverage"]["unchecked"],
        "doubts": len(file["doubts"]),
        "codes": codes,
        "amounts": told.get("amounts", {}),
    }
