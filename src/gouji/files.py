"""Files: which ones a run has read, and writing others so that none is lost and none is half written.

A file is written beside its place under a name of its own (leftovers), and takes the place when it is whole. Where that
would break links or change the owner, it is written over in its place, with a note of what it was and is to be. Archives
(.docx, .xlsx) are packed so that the same content is the same bytes.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gouji.leftovers import close, overwrite, sync, temporary, tidy, workshop

Identity = tuple[int, int]

_LONGEST = 255  # bytes of a file's name
_LARGE = 64 << 20  # bytes that no list or configuration comes to
_NO_NAME = re.compile(r'[\x00-\x1f/\\:*?"<>|]')  # what a name does not hold, somewhere
_read: dict[Identity, str] = {}
_places: set[str] = set()


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


def small(path: Path) -> bytes:
    """What is in a list, a configuration or the like, which is never large; from now on nothing is written over it. Raises
    OSError."""
    with reading(path).open("rb") as file:
        data = file.read(_LARGE + 1)
    if len(data) > _LARGE:
        raise OSError(27, f"超过 {_LARGE >> 20} MB")
    return data


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


def as_name(words: str) -> str:
    r"""Words of a document as part of a file's name: nothing in them leads to another folder, on any system.

    >>> as_name("../局\\a:b")
    '.._局_a_b'
    """
    return _NO_NAME.sub("_", words)


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
    """A file to be written bit by bit, which takes the place of `path` once all has gone well, as `write_whole` would have
    it. Raises WriteError."""
    import tempfile

    if is_read(path):
        raise WriteError(f"{path}：这次运行要读这个文件，不能覆盖，请写别的文件名。")
    try:
        target = Path(os.path.realpath(path))
        state = _state(path)
        straight = state is not None and _is_straight(target, state)
        if state is not None and not os.access(target, os.W_OK):
            raise PermissionError(13, "文件是只读的")
        place = Path(tempfile.gettempdir()) if straight else target.parent
        tidy(place)
        with workshop(place) as folder:
            made = folder / f"data{path.suffix}"
            yield made
            if straight:
                _pour(made, path)
            else:
                _settle(made, path, target, state)
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None


def keep_copy(path: Path, content: bytes) -> Path:
    """Keep the content that a file has beside it: 说明.txt.bak, or where that is taken 说明.txt.bak2. Raises WriteError."""
    try:
        path = Path(os.path.realpath(path))
        tidy(path.parent)
        with temporary(path.parent) as (name, file):
            file.write(content)
            close(file)
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


def _state(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes, replacing: bytes | None) -> None:
    target = Path(os.path.realpath(path))
    tidy(target.parent)
    state = _state(path)
    if state is not None and _written_straight(path, target, state, data):
        return
    if replacing is None and is_read(path):
        raise WriteError(f"{path}：这次运行读了这个文件，没有覆盖，请写别的文件名。")
    if state is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "文件是只读的")
    with temporary(target.parent) as (name, file):
        alike = state is None or (state.st_nlink == 1 and _like(name, target, state))
        before = target.read_bytes() if state is not None and (replacing is not None or not alike) else b""
        if alike:
            file.write(data)
            if state is None:
                os.chmod(name, 0o666 & ~_mask())
        else:
            file.write(len(before).to_bytes(8, "big") + before + data)
        close(file)
        if replacing is not None and target.read_bytes() != replacing:
            raise ChangedError(f"{path}：核对的时候又存过一次，没有改。")
        if state is None:
            _found(name, path, target)
        elif alike:
            os.replace(name, target)
            sync(target.parent)
        else:
            overwrite(name, target, before, data)


def _found(name: str, path: Path, target: Path) -> None:
    """Give a new file its name, where nothing was."""
    if not _moved(name, target):
        raise ChangedError(f"{path}：别的程序刚写了这个文件，没有覆盖。")


def _settle(made: Path, path: Path, target: Path, state: os.stat_result | None) -> None:
    """Let a file that is made take the place of another, or of none."""
    if state is not None and (state.st_nlink > 1 or not _like(str(made), target, state)):
        _write(path, made.read_bytes(), None)
        return
    with made.open("r+b") as file:
        os.fsync(file.fileno())
    if state is None:
        _found(str(made), path, target)
    else:
        os.replace(made, target)
        sync(target.parent)


def _written_straight(path: Path, target: Path, state: os.stat_result, data: bytes) -> bool:
    """Write to a pipe, a device, or the file that standard output goes to; false if it is none."""
    if not _is_straight(target, state):
        shown = [stream for stream in (1, 2) if _identity(stream) == (state.st_dev, state.st_ino)]
        if shown:
            with open(shown[0], "wb", closefd=False) as file:
                file.write(data)
        return bool(shown)
    with open(path, "wb") as file:
        file.write(data)
    return True


def _is_straight(target: Path, state: os.stat_result) -> bool:
    """Whether it is a pipe or a device, which is written to and not replaced. Raises OSError for what cannot be written."""
    if stat.S_ISREG(state.st_mode) and (state.st_dev, state.st_ino) == _identity(target):
        return False
    if stat.S_ISDIR(state.st_mode) or stat.S_ISBLK(state.st_mode):
        raise IsADirectoryError(21, "是文件夹或磁盘，不是文件")
    return True


def _pour(made: Path, path: Path) -> None:
    """Write what is in a file to a pipe or a device."""
    import shutil

    with made.open("rb") as source, open(path, "wb") as file:
        shutil.copyfileobj(source, file)


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
    sync(new.parent)
    return True


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
