"""Files: which ones a run has read, and writing others so that none is lost and none is half written.

A file is written beside its place under a name of its own (`.gouji-….tmp`), and takes the place when it is whole. Where
that would break links or change the owner, it is written over in its place, with a note (`.gouji-….redo`) of what it was
and is to be. What an interrupted run leaves of these is finished or removed by the next one (`tidy`). Archives (.docx, .xlsx)
are packed so that the same content is the same bytes.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

Identity = tuple[int, int]

_PREFIX, _NEW, _REDO = ".gouji-", ".tmp", ".redo"
_LONGEST = 255  # bytes of a file's name
_read: dict[Identity, str] = {}
_places: set[str] = set()
_tidied: set[str] = set()


class WriteError(Exception):
    """A file cannot be written; the message is one Chinese sentence with the file, the reason and the remedy."""


class ChangedError(WriteError):
    """A file that was to be replaced has been saved by another program meanwhile; nothing was written."""


class DamagedError(Exception):
    """A part of an archive cannot be unpacked; the message is its name."""


def same_place(path: Path, other: Path) -> bool:
    """Whether two paths lead to one place, links followed."""
    return os.path.realpath(path) == os.path.realpath(other)


def reading(path: Path) -> Path:
    """The path; from now on nothing is written over the file that is there."""
    _places.add(os.path.realpath(path))
    if (identity := _identity(path)) is not None:
        _read[identity] = str(path)
    return path


def is_read(path: Path) -> bool:
    """Whether this run has read a file, whatever the path that leads to it."""
    if os.path.realpath(path) in _places:
        return True
    identity = _identity(path)
    return identity is not None and identity in _read and _identity(_read[identity]) == identity


def is_within(path: Path, folder: Path) -> bool:
    """Whether a file is in a folder, links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def fitting(stem: str, suffix: str) -> str:
    """A file's name; the stem is cut where it would be too long.

    >>> len(fitting("很" * 90, "-勾稽.docx").encode())
    255
    """
    while len(os.fsencode(stem + suffix)) > _LONGEST:
        stem = stem[:-1]
    return stem + suffix


def write_whole(path: Path, content: str | bytes, replacing: bytes | None = None) -> None:
    """Write a file, text as UTF-8: wholly or not at all, with the mode, owner and links that it had.

    What is no file (a pipe, a device) is written to. A file that this run has read is only written over if it is the one to
    be replaced and still has that content. Raises WriteError, ChangedError.
    """
    data = content if isinstance(content, bytes) else content.encode(errors="backslashreplace")
    try:
        _write(path, data, replacing)
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None


@contextmanager
def growing(path: Path) -> Iterator[Path]:
    """A file to be written bit by bit, which takes the place of `path` once all has gone well. Raises WriteError."""
    import tempfile

    if is_read(path):
        raise WriteError(f"{path}：这次运行要读这个文件，不能覆盖，请写别的文件名。")
    try:
        target = Path(os.path.realpath(path))
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=_PREFIX, ignore_cleanup_errors=True) as folder:
            made = Path(folder, path.name)
            yield made
            if target.exists():
                _like(str(made), target)
            os.replace(made, target)
            _sync(target.parent)
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None


def keep_copy(path: Path, content: bytes) -> Path:
    """Keep the content that a file has beside it: 说明.txt.bak, or where that is taken 说明.txt.bak2. Raises WriteError."""
    try:
        path = Path(os.path.realpath(path))
        tidy(path.parent)
        with _temporary(path.parent) as (name, file):
            file.write(content)
            _close(file)
            _like(name, path)
            number = 1
            while True:
                kept = path.with_name(fitting(path.name, f".bak{number if number > 1 else ''}"))
                if _moved(name, kept):
                    return kept
                number += 1
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None


def add_line(path: Path, line: str) -> None:
    """Write a line at the end of a file that this run has not read. Raises WriteError."""
    try:
        if is_read(path):
            raise WriteError(f"{path}：这次运行要读这个文件，不能写进去，请写别的文件名。")
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(line + "\n")
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None


def tidy(folder: Path) -> None:
    """Finish or remove what an interrupted run has left in a folder; what another run is about to write stays."""
    if str(folder) in _tidied:
        return
    _tidied.add(str(folder))
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(_PREFIX) and entry.name.endswith((_NEW, _REDO)):
                with suppress(OSError):
                    _tidy(entry)


def _failed(path: Path, error: OSError | ValueError) -> WriteError:
    reason = getattr(error, "strerror", None) or error
    return WriteError(f"{path}：写不进去（{reason}），请检查文件夹是否存在、是否有权限、磁盘是否已满。")


def _identity(path: Path | str | int) -> Identity | None:
    """What tells a file (or what an open one's number stands for) from every other; None if it is not there."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _write(path: Path, data: bytes, replacing: bytes | None) -> None:
    target = Path(os.path.realpath(path))
    tidy(target.parent)
    try:
        state = os.stat(path)
    except FileNotFoundError:
        state = None
    if state is not None and _written_straight(path, target, state, data):
        return
    if replacing is None and is_read(path):
        raise WriteError(f"{path}：这次运行读了这个文件，没有覆盖，请写别的文件名。")
    if state is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "文件是只读的")
    with _temporary(target.parent) as (name, file):
        alike = state is None or (state.st_nlink == 1 and _like(name, target, state))
        before = target.read_bytes() if state is not None and (replacing is not None or not alike) else b""
        if alike:
            file.write(data)
            if state is None:
                os.chmod(name, 0o666 & ~_mask())
        else:
            file.write(len(before).to_bytes(8, "big") + before + data)
        _close(file)
        if replacing is not None and target.read_bytes() != replacing:
            raise ChangedError(f"{path}：核对的时候又存过一次，没有改。")
        if state is None:
            if not _moved(name, target):
                raise ChangedError(f"{path}：别的程序刚写了这个文件，没有覆盖。")
        elif alike:
            os.replace(name, target)
            _sync(target.parent)
        else:
            _overwrite(name, target, before, data)


def _written_straight(path: Path, target: Path, state: os.stat_result, data: bytes) -> bool:
    """Write to a pipe, a device, or the file that standard output goes to; false if it is none."""
    if stat.S_ISREG(state.st_mode) and (state.st_dev, state.st_ino) == _identity(target):
        shown = [stream for stream in (1, 2) if _identity(stream) == (state.st_dev, state.st_ino)]
        if shown:
            with open(shown[0], "wb", closefd=False) as file:
                file.write(data)
        return bool(shown)
    if stat.S_ISDIR(state.st_mode) or stat.S_ISBLK(state.st_mode):
        raise IsADirectoryError(21, "是文件夹或磁盘，不是文件")
    with open(path, "wb") as file:
        file.write(data)
    return True


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[str, BinaryIO]]:
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


def _close(file: BinaryIO) -> None:
    """All of a file is on the disk; on Windows it is closed, for an open one cannot be moved."""
    file.flush()
    os.fsync(file.fileno())
    if sys.platform == "win32":
        file.close()


def _sync(folder: Path) -> None:
    """A folder's names are on the disk, where the system can say so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _lock(handle: int, wait: bool) -> None:
    """Lock an open file until it is closed. Raises OSError if another process has it, unless that is waited for."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _like(name: str, model: Path, state: os.stat_result | None = None) -> bool:
    """Give a new file the mode, owner and attributes of another; with a `state` to be kept, as if just written, false if the
    owner cannot be given."""
    import shutil

    owner = state or os.stat(model)
    made = os.stat(name)
    if (made.st_uid, made.st_gid) != (owner.st_uid, owner.st_gid):
        try:
            os.chown(name, owner.st_uid, owner.st_gid)
        except OSError:
            if state is not None:
                return False
    shutil.copystat(model, name)
    os.chmod(name, owner.st_mode & 0o777)  # what runs as its owner, or its group, does not do so with another content
    if state is not None:
        os.utime(name)
    return True


def _moved(name: str, new: Path) -> bool:
    """Give a file a new name; false if that is taken."""
    try:
        os.link(name, new)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if os.path.lexists(new):
            return False
        os.rename(name, new)
    _sync(new.parent)
    return True


def _overwrite(name: str, target: Path, before: bytes, data: bytes) -> None:
    """Write over a file in its place; the note in the file `name` tells, if this is interrupted, what was to be done."""
    note = f"{name.removesuffix(_NEW)}-{os.stat(target).st_ino:x}{_REDO}"
    os.replace(name, note)
    _sync(target.parent)
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


def _tidy(entry: os.DirEntry[str]) -> None:
    """Finish or remove a leftover. Raises OSError if it is none: another run has it."""
    state = entry.stat(follow_symlinks=False)
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


def packed(archive: bytes) -> bytes:
    """A zip archive (.docx, .xlsx) packed again without the time at which it was made."""
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    data = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(data, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name)  # 1 January 1980
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return data.getvalue()


def replaced(archive: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A zip archive with some of its members replaced or added, every other as it was. Raises DamagedError."""
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
    from zlib import error as ZlibError  # noqa: N812 - it is a class

    data = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(data, "w", ZIP_DEFLATED) as new:
        names = dict.fromkeys(old.namelist())
        for name in names:
            try:
                content = parts[name] if name in parts else old.read(name)
            except (BadZipFile, EOFError, NotImplementedError, ZlibError):
                raise DamagedError(name) from None
            new.writestr(old.getinfo(name), content)
        for name in sorted(parts.keys() - names.keys()):
            member = ZipInfo(name)
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, parts[name])
    return data.getvalue()
