"""Opening an Office file (a zip of XML parts) that may be broken, locked or hostile: every fault is one UnreadableError."""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from gouji.readers.errors import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNLOCK = "请先去掉打开密码再另存"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_ENTRIES = 10_000
_MOST_BYTES = 512 * 1048576
_MOST_PART = 128 * 1048576
_MOST_XML = 32 * 1048576
_MOST_RATIO = 400
_SMALL = 16 * 1048576
_CHUNK = 1048576
ZIP_FAULTS = (
    BadZipFile,
    LargeZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def is_encrypted(data: bytes) -> bool:
    """Whether this is the shell in which Office keeps a file that has a password."""
    return data.startswith(OLE) and _ENCRYPTED in data


class Package:
    """An Office file's parts, by name. Nothing is unpacked to disk and nothing outside of the file is opened."""

    def __init__(self, data: bytes, name: str, remedy: str) -> None:
        """`remedy` ends the sentence of an error: 请用 Word 或 WPS 另存为 .docx. Raises UnreadableError."""
        self.name = name
        self._remedy = remedy
        if not data:
            raise UnreadableError(f"{name}：文件是空的，没有可检查的内容。")
        if data.startswith(OLE):
            if is_encrypted(data):
                self._refuse("文件有密码，读不了", _UNLOCK)
            self._refuse("后缀与内容不符，实际是旧版 Office 文件")
        try:
            self._zip = ZipFile(BytesIO(data))
        except ZIP_FAULTS:
            self._refuse("文件不完整或已损坏，打不开")
        entries = self._zip.infolist()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > _MOST_ENTRIES:
            self._refuse(f"文件里有 {len(entries)} 个部件，多得不正常，没有读取")
        if total > _MOST_BYTES or (total > _SMALL and total > _MOST_RATIO * len(data)):
            self._refuse(f"文件展开后有 {total / 1048576:.0f} MB，大得不正常，没有读取")
        if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
            self._refuse("文件的压缩方式不是 Office 用的，没有读取")
        if any(entry.flag_bits & 1 for entry in entries):
            self._refuse("文件有密码，读不了", _UNLOCK)

    def _refuse(self, fault: str, remedy: str = "") -> NoReturn:
        raise UnreadableError(f"{self.name}：{fault}，{remedy or self._remedy}。") from None

    @property
    def names(self) -> list[str]:
        return self._zip.namelist()

    def has(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def check(self) -> None:
        """Unpack every part once, so that sizes and checksums are known to be true. Raises UnreadableError."""
        for entry in self._zip.infolist():
            try:
                with self._zip.open(entry) as part:
                    while part.read(_CHUNK):
                        pass
            except ZIP_FAULTS:
                self._refuse("文件不完整或已损坏，打不开")

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises UnreadableError."""
        return self._read(part, _MOST_PART)

    def _read(self, part: str, limit: int) -> bytes:
        if self._zip.NameToInfo[part].file_size > limit:
            self._refuse(f"文件里的 {part} 展开后超过 {limit // 1048576} MB，没有读取", "请拆成几个文件")
        try:
            return self._zip.read(part)
        except ZIP_FAULTS:
            self._refuse("文件不完整或已损坏，打不开")

    def xml(self, part: str) -> _Element:
        """The root of a part. A DTD is refused, and with it every entity. Raises UnreadableError."""
        from lxml import etree

        text = self._read(part, _MOST_XML)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(text, parser)
        except (etree.XMLSyntaxError, ValueError):
            self._refuse(f"文件里的 {part} 不是完整的 XML，打不开")
        if root.getroottree().docinfo.internalDTD is not None:
            self._refuse(f"文件里的 {part} 带有外部定义（DTD），为安全没有读取")
        return root

    def related(self, part: str = "") -> dict[str, str]:
        """The parts that a part (the file itself: "") refers to, by the kind of relationship; none outside of the file."""
        found: dict[str, str] = {}
        for kind, _, path in self._relations(part):
            found.setdefault(kind, path)
        return found

    def targets(self, part: str) -> dict[str, str]:
        """The parts that a part refers to, by the id of the relationship."""
        return {key: path for _, key, path in self._relations(part)}

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if self.has(relations):
            for each in self.xml(relations).iter(_RELATIONSHIP):
                target = each.get("Target", "")
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                if each.get("TargetMode") != "External" and self.has(path):
                    yield each.get("Type", "").rpartition("/")[2], each.get("Id", ""), path
