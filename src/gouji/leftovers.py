"""Files in the making: under a name of their own beside their place, locked, and cleared away if a run is interrupted.

`.gouji-….tmp` is a file that is not whole yet, `.gouji-….tmp.d` the folder of one that a library writes bit by bit, and
`.gouji-….redo` a note of what a file that is written over in its place was and is to be. What an interrupted run leaves of
these is finished or removed by the next one (`tidy`).
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_PREFIX, _NEW, _REDO, _PARTS = ".gouji-", ".tmp", ".redo", ".tmp.d"
_tidied: set[str] = set()


def tidy(folder: Path) -> None:
    """Finish or remove what an interrupted run has left in a folder; what another run is about to write stays."""
    if str(folder) in _tidied:
        return
    _tidied.add(str(folder))
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(_PREFIX) and entry.name.endswith((_NEW, _REDO, _PARTS)):
                with suppress(OSError):
                    _tidy(entry)


@contextmanager
def temporary(folder: Path) -> Iterator[tuple[str, BinaryIO]]:
    """A new file in a folder, closed to other users and locked; gone at the end unless it has another name by then."""
    import tempfile

    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_NEW)
        with suppress(OSError):  # a file system without locks
            _lock(handle, wait=True)
        if os.path.exists(name):  # else another run has just taken it for a leftover
            break
        os.close(handle)
    file = os.fdopen(handle, "wb")
    try:
        yield name, file
    finally:
        file.close()
        with suppress(FileNotFoundError):
            os.unlink(name)


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A new folder in a folder, closed to other users, for what is not whole yet; gone at the end. A locked file beside it
    tells other runs that it is in use."""
    import shutil

    with temporary(folder) as (name, _):
        parts = Path(name.removesuffix(_NEW) + _PARTS)
        parts.mkdir(mode=0o700)
        try:
            yield parts
        finally:
            shutil.rmtree(parts, ignore_errors=True)


def close(file: BinaryIO) -> None:
    """All of a file is on the disk; on Windows it is closed, for an open one cannot be moved."""
    file.flush()
    os.fsync(file.fileno())
    if sys.platform == "win32":
        file.close()


def sync(folder: Path) -> None:
    """A folder's names are on the disk, where the system can say so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def overwrite(name: str, target: Path, before: bytes, data: bytes) -> None:
    """Write over a file in its place; the note in the file `name` tells, if this is interrupted, what was to be done."""
    note = f"{name.removesuffix(_NEW)}-{os.stat(target).st_ino:x}{_REDO}"
    os.replace(name, note)
    sync(target.parent)
    try:
        _put(target, data)
    except BaseException:
        _put(target, before)
        os.unlink(note)
        raise
    os.unlink(note)


def _put(target: Path, data: bytes) -> None:
    with target.open("r+b") as file:
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _lock(handle: int, wait: bool) -> None:
    """Lock an open file until it is closed. Raises OSError if another process has it, unless that is waited for."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _tidy(entry: os.DirEntry[str]) -> None:
    """Finish or remove a leftover. Raises OSError if it is none: another run has it."""
    state = entry.stat(follow_symlinks=False)
    if entry.name.endswith(_PARTS):
        _tidy_parts(entry, state)
        return
    if not stat.S_ISREG(state.st_mode) or (hasattr(os, "geteuid") and state.st_uid != os.geteuid()):
        return
    with open(entry.path, "r+b") as file:
        _lock(file.fileno(), wait=False)
        if entry.name.endswith(_REDO):
            _finish(Path(entry.path), file.read())
        if sys.platform != "win32":
            os.unlink(entry.path)
            return
    os.unlink(entry.path)


def _tidy_parts(entry: os.DirEntry[str], state: os.stat_result) -> None:
    """Remove the folder of a run that was interrupted. Raises OSError if another run has it."""
    import shutil

    if not stat.S_ISDIR(state.st_mode) or (hasattr(os, "geteuid") and state.st_uid != os.geteuid()):
        return
    with suppress(FileNotFoundError), open(entry.path.removesuffix(_PARTS) + _NEW, "r+b") as file:
        _lock(file.fileno(), wait=False)
    shutil.rmtree(entry.path, ignore_errors=True)


def _finish(note: Path, content: bytes) -> None:
    """Finish what a note tells, if the file is still as the interruption left it: new up to somewhere, old from there."""
    cut = 8 + int.from_bytes(content[:8], "big")
    before, after = content[8:cut], content[cut:]
    number = int(note.name.removesuffix(_REDO).rpartition("-")[2], 16)
    for entry in os.scandir(note.parent):
        if entry.inode() == number and entry.is_file(follow_symlinks=False):
            now = Path(entry.path).read_bytes()
            same = next((at for at, (a, b) in enumerate(zip(now, after, strict=False)) if a != b), len(after))
            if now != after and now[same:] == before[same:]:
                _put(Path(entry.path), after)
            return
