"""What the desk keeps, and how long: the database with the uploads in it, so that nothing of a request is ever a path."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, create_engine, delete, event, func, insert, inspect, or_, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from gouji.desk.settings import Settings, SettingsError
from gouji.desk.tables import batches, blobs, cases, chunks, files, metadata, results, rounds, sessions

_CHUNK = 1 << 20
_FILE = "gouji.sqlite3"
_DAY = 86400.0


class Store:
    """The database. Writing is one after another; reading goes on meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self._keep = settings.keep * _DAY
        self._engine = _engine(settings)
        self._lock = threading.RLock()
        try:
            metadata.create_all(self._engine)
        except SQLAlchemyError as error:
            raise SettingsError(f"数据库打不开（{type(error).__name__}），请检查 --data、--database 与权限。") from None
        self._refuse_others()

    def _refuse_others(self) -> None:
        """Raises SettingsError where the database is of a version with other tables."""
        known = inspect(self._engine)
        for table in metadata.sorted_tables:
            if {column["name"] for column in known.get_columns(table.name)} != set(table.columns.keys()):
                raise SettingsError(
                    "数据库是另一个版本的 gouji 建的，不能接着用；请用 --data 换一个文件夹，或用那个版本打开。"
                )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it or nothing."""
        with self._lock, self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    def forget(self, now: float) -> int:
        """Delete what nobody has touched for as long as it is kept, and what nothing refers to; how many cases and batches."""
        before = now - self._keep
        with self.writing() as to:
            open_rounds = select(rounds.c.batch).where(rounds.c.until >= date.fromtimestamp(before).isoformat())
            old = (batches.c.touched < before) & batches.c.id.not_in(open_rounds)
            gone = to.execute(delete(batches).where(old)).rowcount
            gone += to.execute(delete(cases).where(cases.c.touched < before, cases.c.batch.is_(None))).rowcount
            to.execute(delete(sessions).where(sessions.c.seen < before))
            sweep(to)
        return gone

    def session(self, key: str) -> str:
        """The owner of a session, "" if there is none such."""
        with self.reading() as at:
            found = at.execute(select(sessions.c.owner, sessions.c.seen).where(sessions.c.id == key)).first()
        if found is None or found.seen < time.time() - self._keep:
            return ""
        if found.seen < time.time() - 3600:
            with self.writing() as to:
                to.execute(sessions.update().where(sessions.c.id == key).values(seen=time.time()))
        return str(found.owner)

    def open_session(self, key: str, owner: str) -> None:
        with self.writing() as to:
            to.execute(insert(sessions).values(id=key, owner=owner, seen=time.time()))

    def close_session(self, key: str) -> None:
        with self.writing() as to:
            to.execute(delete(sessions).where(sessions.c.id == key))


def new_id() -> str:
    """An id that nobody guesses."""
    return secrets.token_hex(16)


def keep(to: Connection, content: BinaryIO | bytes) -> str:
    """Keep a content; its id."""
    blob, size = new_id(), 0
    to.execute(insert(blobs).values(id=blob, size=0))
    for number, data in enumerate(_pieces(content)):
        to.execute(insert(chunks).values(blob=blob, number=number, data=data))
        size += len(data)
    to.execute(blobs.update().where(blobs.c.id == blob).values(size=size))
    return blob


def content(at: Connection, blob: str) -> bytes:
    """The whole of what was kept."""
    return b"".join(at.execute(select(chunks.c.data).where(chunks.c.blob == blob).order_by(chunks.c.number)).scalars())


def sweep(to: Connection) -> None:
    """Delete the contents that nothing refers to any more."""
    used = select(files.c.blob).union(select(results.c.blob).where(results.c.blob.is_not(None)))
    to.execute(delete(blobs).where(blobs.c.id.not_in(used)))


def touch(to: Connection, case: str, batch: str | None) -> None:
    """Somebody works with a case: it is kept on."""
    now = time.time()
    to.execute(cases.update().where(cases.c.id == case).values(touched=now))
    if batch:
        to.execute(batches.update().where(batches.c.id == batch).values(touched=now))


def owned(at: Connection, table: Any, key: str, owner: str) -> Any | None:
    """A case or batch of an owner, None if it is not theirs or not there: nobody is told which."""
    return at.execute(select(table).where(table.c.id == key, table.c.owner == owner)).first()


def count(at: Connection, query: Any) -> int:
    """How many rows a query has."""
    return int(at.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def holds(column: Any, words: str) -> Any:
    """Whether a column holds words, taken as they are."""
    return or_(
        *(each.icontains(words, autoescape=True) for each in (column if isinstance(column, tuple) else (column,)))
    )


def _pieces(content: BinaryIO | bytes) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield from (content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK))
        return
    while piece := content.read(_CHUNK):
        yield piece


def _engine(settings: Settings) -> Engine:
    """Raises SettingsError."""
    if settings.database:
        try:
            url = make_url(settings.database)
        except ArgumentError:
            raise SettingsError("--database 的写法不对，请写成 postgresql://用户:密码@主机/库名。") from None
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+pg8000")
        if url.drivername != "postgresql+pg8000":
            raise SettingsError("--database 只能是 PostgreSQL：postgresql://用户:密码@主机/库名。")
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    file = _private(settings.data)
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 60}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _private(folder: Path) -> Path:
    """The file in the folder, which nobody else on this machine may look into; nor into the folder, unless other things are in
    it. Raises SettingsError."""
    file = folder / _FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if file.exists() or not any(folder.iterdir()):
            with suppress(PermissionError):  # somebody else's, lent to us
                os.chmod(folder, 0o700)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise SettingsError(f"{folder}：建不了数据文件夹（{error.strerror}），请用 --data 换一个。") from None
    return file
