"""Which files are read, and by which reader: `gouji.readers.<kind>` has `read_<kind>`."""

from __future__ import annotations

from pathlib import Path

_KINDS = {
    "text": (".txt", ".md", ".markdown", ".text", ""),
    "workbook": (".xlsx", ".xlsm", ".xls", ".ods"),
    "word": (".docx", ".docm"),
    "pdf": (".pdf",),
    "web": (".html", ".htm"),
    "office": (".doc", ".wps", ".rtf", ".odt"),
}
_SHEET, _PACKED, _TEXT = "请用 WPS 另存为 .xlsx", "请先解压", "请另存为 .docx 或 .pdf"
REMEDIES = {
    ".et": _SHEET, ".ett": _SHEET, ".zip": _PACKED, ".rar": _PACKED, ".7z": _PACKED, ".ofd": _TEXT, ".uot": _TEXT,
}  # fmt: skip
"""What to do with files of disclosures that no reader knows, by their suffix."""
_BY_SUFFIX = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes}
SUFFIXES = frozenset(_BY_SUFFIX)
_PDF = b"%PDF"


def kind_of(name: str | Path, head: bytes = b"") -> str:
    """The kind of a file by how it begins, else by its name; a file of no known kind is read as text."""
    return "pdf" if head.startswith(_PDF) else _BY_SUFFIX.get(Path(name).suffix.lower(), "text")


def is_known(path: Path) -> bool:
    """Whether a file's name shows that it can be read."""
    suffix = path.suffix.lower()
    return bool(suffix) and suffix in _BY_SUFFIX
