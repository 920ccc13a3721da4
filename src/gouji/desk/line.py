"""The line of jobs: it stands in the database, so that nothing is lost when a worker or the server ends; threads give its jobs to
worker processes one by one and put what came of them into the database in one step."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from gouji import faults
from gouji.desk import settling
from gouji.desk.settings import Settings
from gouji.desk.store import Store, content, sweep
from gouji.desk.tables import batches, cases, files, jobs
from gouji.desk.work import Made, Order, Source, settings, work
from gouji.handing import RECOGNISING
from gouji.workers import Item, Lost, Worker

_TRIES = 3  # starts of one job, over restarts of the server too
_WORN = 100  # orders after which a worker is replaced
_IDLE = 120.0  # seconds after which a worker that has nothing to do is ended
_PAUSE = 1.0
# The files of a job by their roles, and those beside them; of a single file (look) it is that one.
_ROLES = {"roll": ("last", "own")}
_BESIDE = {"lint": ("prior",), "copy": ("prior",), "roll": ("prior",), "draft": ("last",), "compare": ("online",)}


class Line:
    """The threads that work the line off."""

    def __init__(self, store: Store, given: Settings) -> None:
        self._store = store
        self._count = given.jobs or os.cpu_count() or 1
        self._folder: Path = given.data / ".gouji-work"  # whatever is in it is removed
        self._news = threading.Condition()
        self._ended = False
        self._threads: list[threading.Thread] = []
        self._workers: set[Worker] = set()

    def start(self) -> None:
        """Go on where the last run ended."""
        rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, mode=0o700)
        with self._store.writing() as to:
            to.execute(update(jobs).where(jobs.c.state == "running").values(state="waiting"))
            to.execute(update(cases).where(cases.c.state == "running").values(state="waiting"))
            to.execute(delete(batches).where(batches.c.state == "taking"))  # the upload broke off with the last run
            sweep(to)
        self._threads = [threading.Thread(target=self._tend, daemon=True) for _ in range(self._count)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Nothing more is begun, and what is being done is left for the next run."""
        with self._news:
            self._ended = True
            self._news.notify_all()
        for worker in list(self._workers):
            worker.stop()
        for thread in self._threads:
            thread.join(5)
        rmtree(self._folder, ignore_errors=True)

    def wake(self) -> None:
        """There is something new in the line."""
        with self._news:
            self._news.notify_all()

    def _tend(self) -> None:
        worker, done, since = Worker(work), 0, time.monotonic()
        self._workers.add(worker)
        while not self._ended:
            job = self._next()
            if job is None:
                if time.monotonic() - since > _IDLE or done > _WORN:
                    worker.stop()
                    done, since = 0, time.monotonic()
                with self._news:
                    if not self._ended:
                        self._news.wait(_PAUSE)
                continue
            try:
                self._do(worker, job)
            except Exception as error:  # of one job; the line goes on
                faults.log(faults.line(f"job {job.id}", error))
                self._again(job)
            done, since = done + 1, time.monotonic()
        worker.stop()

    def _next(self) -> Row[Any] | None:
        """The first job that waits, which is ours from now on."""
        with self._store.writing() as to:
            job = to.execute(
                select(jobs).where(jobs.c.state == "waiting").order_by(jobs.c.urgency, jobs.c.id).limit(1)
            ).first()
            if job is not None:
                to.execute(update(jobs).where(jobs.c.id == job.id).values(state="running", tries=job.tries + 1))
                if settling.is_of_case(job):
                    to.execute(update(cases).where(cases.c.id == job.case).values(state="running"))
        return job

    def _again(self, job: Row[Any]) -> None:
        """A job that the server could not do waits once more, unless the server ends: then for its next run."""
        with suppress(SQLAlchemyError), self._store.writing() as to:
            state = "running" if self._ended else "waiting"
            to.execute(update(jobs).where(jobs.c.id == job.id).values(state=state))

    def _do(self, worker: Worker, job: Row[Any]) -> None:
        """One job, and what came of it."""
        if job.tries >= _TRIES:
            made = Made(self._lost(job, Lost(False)), {}, {})
        else:
            found: Made | Lost = Lost(False)
            for _ in range(2):
                found = self._given(worker, job)
                if self._ended:
                    return
                if not isinstance(found, Lost):
                    break
                worker.stop()
                if found.late:
                    break
            made = Made(self._lost(job, found), {}, {}) if isinstance(found, Lost) else found
        faults.log(made.debug)
        with self._store.writing() as to:
            gone = to.execute(delete(jobs).where(jobs.c.id == job.id, jobs.c.state == "running")).rowcount
            if gone:  # else somebody deleted the case meanwhile
                settling.settle(to, job, made)

    def _given(self, worker: Worker, job: Row[Any]) -> Made | Lost:
        with TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as folder, self._store.reading() as at:
            own, beside = (
                _sources(at, job, _ROLES.get(job.task, ("own",))),
                _sources(at, job, _BESIDE.get(job.task, ())),
            )
            forms = list(job.detail.get("forms", ()))
            order = Order(job.task, own, beside, forms, dict(job.detail), folder)
            at.rollback()  # no transaction is open while a worker works
            size = sum(len(source.data) for source in (*own, *beside)) + (RECOGNISING if job.detail.get("ocr") else 0)
            found: Made | Lost = worker.do(Item(order, size, settings().timeout, False))
            return found

    def _lost(self, job: Row[Any], what: Lost) -> str:
        with self._store.reading() as at:
            names = [source.name for source in _sources(at, job, ("own", "last"))]
        name = names[0] if names else ""
        if what.late:
            return f"{name}：{settings().timeout} 秒还没有做完，已停下，请拆成几个文件再试。"
        return f"{name}：读到一半程序停了，多半是文件已损坏、是恶意构造的，或内存不够；请另存一份或拆成几个文件再试。"


def _sources(at: Connection, job: Row[Any], roles: tuple[str, ...]) -> list[Source]:
    """The files of a job by their roles, in order."""
    mine = files.c.id == job.file if job.file else and_(files.c.case == job.case, files.c.version == job.version)
    found = []
    for role in roles:
        wanted = mine if job.file else and_(mine, files.c.role == role)
        rows = at.execute(select(files.c.name, files.c.blob).where(wanted).order_by(files.c.number)).all()
        found += [Source(row.name, content(at, row.blob)) for row in rows]
    return found
