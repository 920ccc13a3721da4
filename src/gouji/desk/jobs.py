"""Jobs as they stand in the database."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select

from gouji.desk.tables import jobs

NOW, SOON, LATER = (
    0,
    1,
    2,
)  # a person waits for it; what is to be known before a batch can be sorted; the checks of a batch


def add(to: Connection, task: str, urgency: int, **about: Any) -> int:
    """Put a job into the line: of a `case` and `version`, a `file` or a `batch`, with its `detail`."""
    row = {"detail": {}, **about, "task": task, "urgency": urgency, "state": "waiting", "since": time.time()}
    made = to.execute(insert(jobs).values(**row)).inserted_primary_key
    assert made is not None
    return int(made[0])


def ahead(at: Connection, case: str) -> int:
    """How many jobs are done before the case's own."""
    own = at.execute(
        select(jobs.c.id, jobs.c.urgency).where(jobs.c.case == case, jobs.c.state == "waiting").order_by(jobs.c.id)
    ).first()
    if own is None:
        return 0
    first = or_(jobs.c.urgency < own.urgency, and_(jobs.c.urgency == own.urgency, jobs.c.id < own.id))
    return int(at.execute(select(func.count()).select_from(jobs).where(jobs.c.state == "waiting", first)).scalar_one())
