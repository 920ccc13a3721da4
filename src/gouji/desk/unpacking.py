"""Zip files that somebody sends: their files come out one by one, and nothing of them is ever a path of this machine."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple
from zipfile import ZipFile, ZipInfo

from gouji.desk.taking import TakingError, clean
from gouji.readers import is_readable
from gouji.readers.archive import ZIP_FAULTS

_MOST_ENTRIES = 5000
_MOST_NESTED = 200 << 20
_UTF8, _LOCKED = 0x800, 0x1
_DEEPEST = 2  # a zip within a zip is opened, one within that is not
_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz")


class Unpacked(NamedTuple):
    """A file of a zip: the folder it is in and its name there, and its bytes."""

    folder: str
    name: str
    data: bytes


class Unpacker:
    """Takes zips apart. What is left out is in `remarks`, one sentence each."""

    def __init__(self, most_file: int, most_all: int) -> None:
        """Limits of bytes: of one file, and of all together."""
        self._most_file, self._left = most_file, most_all
        self.remarks: list[str] = []

    def files(self, stream: BinaryIO, name: str, within: str = "", depth: int = 1) -> Iterator[Unpacked]:
        """The files in a zip that can be read. Raises TakingError."""
        try:
            archive = ZipFile(stream)
            entries = archive.infolist()
        except ZIP_FAULTS as error:
            if depth == 1:
                raise TakingError(f"{name}：不是完整的 zip，打不开，请重新压缩再传。") from error
            self.remarks.append(f"{name}：不是完整的 zip，打不开")
            return
        if len(entries) > _MOST_ENTRIES:
            raise TakingError(f"{name}：里面有 {len(entries)} 个文件，超过 {_MOST_ENTRIES} 个，请分几次传。")
        for entry in entries:
            yield from self._of(archive, entry, within, depth)

    def _of(self, archive: ZipFile, entry: ZipInfo, within: str, depth: int) -> Iterator[Unpacked]:
        path = PurePosixPath(_named(entry).replace("\\", "/"))
        if entry.is_dir() or any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in path.parts):
            return
        suffix = path.suffix.lower()
        reason = _unfit(path, entry)
        if not reason and suffix == ".zip" and depth >= _DEEPEST:
            reason = "压缩包套得太深，没有打开"
        if not reason and suffix != ".zip" and not is_readable(Path(path.name)):
            reason = "压缩包请换成 zip" if suffix in _ARCHIVES else "不是能核对的文件"
        data = None if reason else self._read(archive, entry)
        if data is None:
            reason = reason or f"超过上限 {self._most_file >> 20} MB，或已损坏"
            self.remarks.append(f"{clean(path.name)}：{reason}")
        elif suffix == ".zip":
            yield from self.files(BytesIO(data), clean(path.name), f"{within}{path.stem}/", depth + 1)
        else:
            folder = within + "/".join(clean(part) for part in path.parent.parts)
            yield Unpacked(folder.strip("/"), clean(path.name), data)

    def _read(self, archive: ZipFile, entry: ZipInfo) -> bytes | None:
        """The bytes of an entry, whatever it says of its size; None if there are too many, or it is damaged."""
        most = min(_MOST_NESTED if is_zip(entry.filename) else self._most_file, self._left)
        try:
            with archive.open(entry) as file:
                data = file.read(most + 1)
        except ZIP_FAULTS:
            return None
        if len(data) > most:
            if self._left <= self._most_file:
                raise TakingError("压缩包解开后太大，请分几次传。")
            return None
        self._left -= len(data)
        return data


def _named(entry: ZipInfo) -> str:
    """The name of an entry: one that is not said to be UTF-8 is so all the same, or in the GB18030 of Chinese Windows."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        data = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _unfit(path: PurePosixPath, entry: ZipInfo) -> str:
    """Why an entry is not read, "" if it is."""
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        return "路径指到压缩包外面，没有读"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "是链接，不是文件，没有读"
    return "有密码，读不了" if entry.flag_bits & _LOCKED else ""


def is_zip(name: str) -> bool:
    """Whether a file is called a zip."""
    return name.lower().endswith(".zip")
