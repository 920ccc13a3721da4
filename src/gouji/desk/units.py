"""The page of one unit of a batch: its findings, what a reviewer says of each, and its versions."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from sqlalchemy import delete, insert, select, tuple_, update
from starlette.exceptions import HTTPException

from gouji.desk import intake
from gouji.desk.desk import AtDesk, By, Desk, to
from gouji.desk.people import Visitor
from gouji.desk.rounds import seat_of
from gouji.desk.settling import count_open, decided, forget_copies, result, told
from gouji.desk.store import content, owned, touch
from gouji.desk.tables import batches, cases, decisions, files
from gouji.desk.taking import TakingError, checked
from gouji.desk.versions import compared
from gouji.reporters.places import place
from gouji.rules.registry import load

routes = APIRouter(prefix="/cases", include_in_schema=False)
VERDICTS = {"accepted": "接受", "back": "退回", "done": "已办"}
REVIEWS = {"": "待看", "back": "已退回", "done": "已办结"}


def unit_page(request: Request, desk: Desk, at: Any, case: Any) -> Response:
    """One unit."""
    batch = at.execute(select(batches).where(batches.c.id == case.batch)).one()
    made = told(at, case.id, case.version)
    before = told(at, case.id, case.version - 1) if case.version > 1 else {}
    change = compared(before, made) if before and made else None
    new = {finding["key"] for finding in change.new} if change else set()
    is_sent = files.c.role != "online"
    mine = select(files).where(files.c.case == case.id, files.c.version == case.version, is_sent)
    return desk.page(
        request,
        "unit",
        batch=batch,
        case=case,
        made=made,
        findings=listed(at, case, made, new),
        change=change,
        files=at.execute(mine.order_by(files.c.role, files.c.number)).all(),
        before=_beside(at, case, -1),
        after=_beside(at, case, 1),
        verdicts=VERDICTS,
        reviews=REVIEWS,
        seat=seat_of(at, case.id),
        published=published(at, case),
    )


def listed(at: Any, case: Any, made: dict[str, Any], new: Collection[str] = ()) -> list[dict[str, Any]]:
    """The findings of a unit as its pages show them; `new` are the keys of those that the last version had not."""
    found = []
    known = decided(at, case.id)
    rules = load()
    for finding, key in zip(made["file"]["findings"], made["keys"], strict=True) if made else ():
        title = rules[finding["code"]].title if finding["code"] in rules else finding["name"]
        line = finding["location"].get("line")
        own = {"key": key, "title": title, "place": f"第{line}行" if line else place(finding["location"])}
        found.append({**finding, **own, "decision": known.get(key), "new": key in new})
    return found


def published(at: Any, case: Any) -> dict[str, Any] | None:
    """What of a unit's published file is otherwise, or why it could not be held against what was sent; None until that is known."""
    row = result(at, case.id, case.version, "compared")
    if row is None:
        return None
    found: dict[str, Any] = json.loads(content(at, row.blob)) if row.blob else {"error": row.why}
    return found


@routes.post("/{case}/decide")
def decide(
    desk: AtDesk,
    by: By,
    case: str,
    key: Annotated[str, Form(pattern="^[0-9a-f]{20}$")],
    verdict: Annotated[Literal["accepted", "back", "done", ""], Form()] = "",
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """What is to be done about a finding; "" takes it back."""
    reason = reason.strip()
    if verdict == "accepted" and not reason:
        raise TakingError("接受一个问题要写理由，请写好再按“接受”。")
    with desk.store.writing() as at:
        found = of_batch(at, case, by)
        at.execute(delete(decisions).where(decisions.c.case == case, decisions.c.key == key))
        if verdict:
            row = {"case": case, "key": key, "verdict": verdict, "reason": reason, "by": by.name, "at": time.time()}
            at.execute(insert(decisions).values(**row))
        forget_copies(at, case)
        count_open(at, case, told(at, case, found.version))
        touch(at, case, found.batch)
    return to(f"/cases/{case}#f{key}")


@routes.post("/{case}/review")
def review(desk: AtDesk, by: By, case: str, state: Annotated[Literal["", "back", "done"], Form()] = "") -> Response:
    """How far the review of a unit is."""
    with desk.store.writing() as at:
        found = of_batch(at, case, by)
        at.execute(update(cases).where(cases.c.id == case).values(review=state))
        touch(at, case, found.batch)
    return to(f"/cases/{case}")


@routes.post("/{case}/version")
def version(desk: AtDesk, by: By, case: str, own: Annotated[list[UploadFile], File()] = []) -> Response:  # noqa: B006
    """A new version of a unit's files; last year's stay."""
    sent = checked(own, "新的一版")
    with desk.store.writing() as at:
        intake.renew(at, of_batch(at, case, by), sent)
    desk.line.wake()
    return to(f"/cases/{case}")


def of_batch(at: Any, case: str, by: Visitor) -> Any:
    """A case of the visitor's own that is of a batch."""
    found = owned(at, cases, case, by.owner)
    if found is None or not found.batch:
        raise HTTPException(404)
    return found


def _beside(at: Any, case: Any, by: int) -> str | None:
    """The unit before or after a unit, by name."""
    here = tuple_(cases.c.unit, cases.c.id)
    now = (case.unit, case.id)
    query = select(cases.c.id).where(cases.c.batch == case.batch, here > now if by > 0 else here < now)
    order = (cases.c.unit, cases.c.id) if by > 0 else (cases.c.unit.desc(), cases.c.id.desc())
    found: str | None = at.execute(query.order_by(*order).limit(1)).scalar()
    return found
