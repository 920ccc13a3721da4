"""WordprocessingML by short names: `w:p`, whichever of its two namespaces (transitional or strict) a file uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_PREFIXES = {
    **dict.fromkeys(_WORD, "w"),
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "urn:schemas-microsoft-com:vml": "v",
}
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_OFF = frozenset({"0", "false", "off", "none"})


@cache
def _short(tag: str) -> str:
    space, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{local}" if prefix else local


def name(element: _Element) -> str:
    """`w:p`, `mc:Choice`, …; without a prefix for any other vocabulary."""
    return _short(str(element.tag))


def child(element: _Element | None, wanted: str) -> _Element | None:
    """The first child of a name, if there is one."""
    if element is not None:
        for each in element:
            if name(each) == wanted:
                return each
    return None


def value(element: _Element | None, attribute: str = "val") -> str:
    """An attribute of WordprocessingML, "" if there is none."""
    if element is None:
        return ""
    for space in _WORD:
        found = element.get(f"{{{space}}}{attribute}")
        if found is not None:
            return found
    return ""


def picture_of(element: _Element) -> str:
    """The id of the relationship to the file of a `pic:pic` or `v:imagedata`, "" if it names none within the document."""
    for each in element.iter():
        if name(each) in ("a:blip", "v:imagedata"):
            return next(
                (key for space in _RELATIONS for at in ("embed", "id") if (key := each.get(f"{{{space}}}{at}"))), ""
            )
    return ""


def whole(element: _Element | None, attribute: str = "val", default: int = 0) -> int:
    """An attribute that is a whole number; `default` if there is none, or nonsense."""
    text = value(element, attribute)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def flag(element: _Element | None, wanted: str) -> bool | None:
    """Whether a child switches something on or off; None if it is not there."""
    found = child(element, wanted)
    return None if found is None else value(found).lower() not in _OFF


def every(root: _Element, local: str) -> Iterator[_Element]:
    """All elements `w:<local>` at and below `root`, in document order."""
    return root.iter(*(f"{{{space}}}{local}" for space in _WORD))
