"""The pictures of a web page that lie in the page itself or in the folder that a browser saved beside it. Nothing is fetched."""

from __future__ import annotations

import binascii
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENDINGS = ("_files", ".files")
_KINDS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"})
_MOST = 300  # pictures of a page that are looked at
_PAGES = frozenset({".html", ".htm"})


def saved_beside(path: Path) -> list[Path]:
    """The pictures that a browser saved with a page."""
    if path.suffix.lower() not in _PAGES:
        return []
    folders = [path.with_name(path.stem + ending) for ending in _ENDINGS]
    try:
        found = [each for folder in folders if folder.is_dir() for each in sorted(folder.iterdir())]
        return [each for each in found if each.suffix.lower() in _KINDS and each.is_file() and not each.is_symlink()]
    except OSError:
        return []


def pictures_of(root: _Element, path: str, most: int) -> dict[_Element, bytes]:
    """Those that are large enough for a table to be on them, by their element; none of more than `most` bytes."""
    from gouji.readers.ocr.file import is_large

    beside = {(each.parent.name, each.name): each for each in saved_beside(Path(path))} if Path(path).is_file() else {}
    found: dict[_Element, bytes] = {}
    for element in list(root.iter("img"))[:_MOST]:
        source = (element.get("src") or "").strip()
        data = _inside(source, most) if source[:5].lower() == "data:" else _saved(source, beside, most)
        if data and is_large(data):
            found[element] = data
    return found


def _inside(source: str, most: int) -> bytes:
    head, _, text = source.partition(",")
    if not head.endswith(";base64") or len(text) > 2 * most:
        return b""
    try:
        return b64decode(unquote(text))
    except (binascii.Error, ValueError):
        return b""


def _saved(source: str, beside: dict[tuple[str, str], Path], most: int) -> bytes:
    folder, _, name = unquote(source.partition("?")[0]).removeprefix("./").rpartition("/")
    path = beside.get((folder, name))
    try:
        return path.read_bytes() if path is not None and path.stat().st_size <= most else b""
    except OSError:
        return b""
