"""Places as other programs and people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from gouji.screen import visible


def place(location: dict[str, Any]) -> str:
    """A location of the contract in words: 83:17, 公开03表!C7, 第14页, 第二部分三、（二）第2段."""
    if location.get("cell"):
        return str(location["cell"])
    if location.get("page"):
        return f"第{location['page']}页"
    if location.get("place"):
        return str(location["place"])
    if location.get("paragraph"):
        return f"第{location['paragraph']}段"
    return f"{location['line']}:{location['column']}"


def uri(path: str) -> str:
    """A file's path as a URI: relative if the path is."""
    given = Path(path)
    return given.as_uri() if given.is_absolute() else quote(given.as_posix())


def printable(text: str) -> str:
    """The text with control characters written out, which XML and worksheets cannot hold."""
    return visible(text.replace("\r\n", "\n"), "\t\n")
