"""What came of a job goes into the database: all of it in one transaction with the end of the job."""

from __future__ import annotations

import json
import time
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, update

from gouji.desk.store import content, keep
from gouji.desk.tables import cases, files, results
from gouji.desk.work import Made, unread


def settle(to: Connection, job: Row[Any], made: Made) -> None:
    """Keep what a worker made of a job."""
    if job.task == "look":
        about = made.told if not made.error else {"error": made.error}
        to.execute(update(files).where(files.c.id == job.file).values(about=about))
        return
    wanted = job.detail["forms"] if job.task == "copy" else ()
    contents: dict[str, bytes | str] = {**dict.fromkeys(wanted, made.error), **made.contents}
    if job.task != "copy":
        told = made.told
        if job.task == "lint" and made.error:
            told = {"file": unread(_name(to, job), made.error), "keys": [], "counts": {}, "fixable": 0}
        contents["json"] = json.dumps(told, ensure_ascii=False).encode()
    for form, what in contents.items():
        _put(to, job.case, job.version, form, what)
    if job.task != "copy":
        state = "failed" if made.error else "done"
        row = _overview(made.told) if job.task == "lint" and not made.error else {}
        if job.task == "roll" and not made.error:
            row = {"unit": made.told["unit"], "year": made.told["year"]}
        to.execute(
            update(cases)
            .where(cases.c.id == job.case)
            .values(state=state, error=made.error, touched=time.time(), **row)
        )


def told(at: Connection, case: str, version: int) -> dict[str, Any]:
    """What was told of a case, {} if nothing was yet."""
    row = at.execute(_result(case, version, "json")).first()
    found: dict[str, Any] = json.loads(content(at, row.blob)) if row is not None and row.blob else {}
    return found


def _result(case: str, version: int, form: str) -> Any:
    return results.select().where(results.c.case == case, results.c.version == version, results.c.form == form)


def result(at: Connection, case: str, version: int, form: str) -> Any | None:
    """What was made of a case in a form: where it is kept, or why there is none; None if nobody has tried."""
    return at.execute(_result(case, version, form)).first()


def _put(to: Connection, case: str, version: int, form: str, what: bytes | str) -> None:
    to.execute(delete(results).where(results.c.case == case, results.c.version == version, results.c.form == form))
    blob = keep(to, what) if isinstance(what, bytes) else None
    why = what if isinstance(what, str) else ""
    to.execute(insert(results).values(case=case, version=version, form=form, blob=blob, why=why))


def _name(to: Connection, job: Row[Any]) -> str:
    return str(to.execute(cases.select().where(cases.c.id == job.case)).one().name)


def _overview(told: dict[str, Any]) -> dict[str, Any]:
    """What the overview says of a file."""
    file, counts = told["file"], told["counts"]
    return {
        "unit": file["about"]["unit"] or "",
        "kind": file["kind"],
        "year": file["year"] or 0,
        "errors": counts.get("error", 0),
        "warnings": counts.get("warning", 0),
        "numbers": file["coverage"]["numbers"],
        "unchecked": file["coverage"]["unchecked"],
        "doubts": len(file["doubts"]),
    }
