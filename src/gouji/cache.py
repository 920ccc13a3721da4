"""What earlier runs came to, in one file of the user's cache folder: JSON by key and part, compressed, the oldest out first.

Findings of drafts that are not public lie there: nobody but their owner may read the file. Several processes may use it at once. A cache
that cannot be read or written is none; that never stops a run.
"""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from gouji.folders import cache_folder

PLACE = "GOUJI_CACHE"  # the environment variable that names the folder
MOST = 512 << 20  # bytes kept
_WAIT = 10  # seconds that another process is waited for
_TABLES = """
CREATE TABLE IF NOT EXISTS kept (key TEXT NOT NULL, part TEXT NOT NULL, value BLOB NOT NULL, size INTEGER NOT NULL, used REAL NOT NULL,
    PRIMARY KEY (key, part));
CREATE INDEX IF NOT EXISTS kept_by_use ON kept (used, size);
"""
_INFO = "SELECT count(DISTINCT key), coalesce(sum(size), 0), coalesce(min(used), 0) FROM kept"
_PAGES = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
_EVICT = """
DELETE FROM kept WHERE rowid IN
    (SELECT id FROM (SELECT rowid AS id, sum(size) OVER (ORDER BY used DESC, rowid DESC) AS total FROM kept) WHERE total > ?)
"""

T = TypeVar("T")


class Info(NamedTuple):
    """What is in the cache: entries, their bytes, and when the oldest was last used (seconds since 1970, 0 if there is none)."""

    path: Path
    entries: int
    size: int
    oldest: float


def cache_path() -> Path | None:
    """Where the cache is: in the folder that the user names (GOUJI_CACHE), else in the user's cache folder; None for a user without a home."""
    given = os.environ.get(PLACE)
    folder = Path(given) if given else cache_folder()
    return None if folder is None else folder / "results.sqlite"


class Cache:
    """The cache of this user, or the one at a path."""

    def __init__(self, path: Path | None = None, most: int = MOST) -> None:
        self.path = path or cache_path()
        self._most = most
        self._used: set[tuple[str, str]] = set()
        self._base: sqlite3.Connection | None = None
        if self.path is not None:
            with suppress(OSError, sqlite3.Error):
                self._base = _open(self.path)

    def has(self, key: str, parts: Sequence[str]) -> bool:
        """Whether every one of the parts is kept."""
        return {part for (part,) in self._rows("SELECT part FROM kept WHERE key = ?", key)}.issuperset(parts)

    def get(self, key: str, parts: Sequence[str]) -> list[Any] | None:
        """The values of some parts, None unless all are there."""
        found = dict(self._rows("SELECT part, value FROM kept WHERE key = ?", key))
        try:
            values = [json.loads(zlib.decompress(found[part])) for part in parts]
        except (KeyError, ValueError, zlib.error):
            return None
        self._used.update((key, part) for part in parts)
        return values

    def put(self, key: str, values: Mapping[str, Any]) -> None:
        """Keep values by part."""
        now = time.time()
        rows = []
        for part, value in values.items():
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
            rows.append((key, part, packed, len(packed), now))
        self._do(lambda base: _write(base, "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", rows), None)

    def info(self) -> Info | None:
        """What is kept, None where nothing can be."""
        row = self._do(lambda base: base.execute(_INFO).fetchone(), None)
        return None if row is None or self.path is None else Info(self.path, *row)

    def clear(self) -> None:
        """Forget everything."""
        self._do(lambda base: base.executescript("DELETE FROM kept; VACUUM;"), None)

    def close(self) -> None:
        """Mark what was used, and forget what was not used for longest where there is too much."""
        now = time.time()
        used = [(now, *each) for each in self._used]

        def end(base: sqlite3.Connection) -> None:
            _write(base, "UPDATE kept SET used = ? WHERE key = ? AND part = ?", used)
            if base.execute(_PAGES).fetchone()[0] > self._most:  # told at once, unlike the sum of what is kept
                _write(base, _EVICT, [(self._most,)])
                base.executescript("PRAGMA incremental_vacuum")
            base.close()

        self._do(end, None)
        self._base = None
        self._used.clear()

    def _rows(self, query: str, key: str) -> list[Any]:
        nothing: list[Any] = []
        return self._do(lambda base: base.execute(query, (key,)).fetchall(), nothing)

    def _do(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """The result of some work on the file; where it fails, there is no file from then on."""
        if self._base is not None:
            try:
                return work(self._base)
            except sqlite3.Error:
                self._base = None
        return otherwise


def _write(base: sqlite3.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        base.execute("BEGIN IMMEDIATE")
        with base:
            base.executemany(statement, rows)


def _open(path: Path) -> sqlite3.Connection:
    """Open the file, making it anew where it is no cache. Raises OSError, also where others may read it, and sqlite3.Error."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # another process has it, or the disk is full
            raise
        for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            each.unlink(missing_ok=True)
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    found = path.stat()
    if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)):
        raise PermissionError(f"{path}: not its owner's only")
    base = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    base.executescript(
        f"PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {_TABLES}"
    )
    return base
