"""Word's own styles for comments, as a file calls them; a file that has none yet gets them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.archive import Package
from gouji.readers.word_styles import Styles
from gouji.readers.word_xml import child, every, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT, _REFERENCE = "annotation text", "annotation reference"  # whatever language Word speaks
_SIZE = "21"  # half points, as Chinese Word has it


class Looks(NamedTuple):
    """The ids of the styles of a comment's text, and of the marks that refer to it; "" in a file without styles."""

    text: str = ""
    reference: str = ""


def looks_of(package: Package, parts: Mapping[str, str]) -> tuple[dict[str, bytes], Looks]:
    """The styles for comments, and the part of the file that changes where they had to be added."""
    from lxml import etree

    if "styles" not in parts:
        return {}, Looks()
    root = package.xml(parts["styles"])
    known = {value(child(each, "w:name")).lower(): value(each, "styleId") for each in every(root, "style")}
    missing = {_TEXT, _REFERENCE} - known.keys()
    if _TEXT in missing:
        known[_TEXT] = _add(root, known.values(), "paragraph", "CommentText", _TEXT)
    if _REFERENCE in missing:
        known[_REFERENCE] = _add(root, known.values(), "character", "CommentReference", _REFERENCE)
    changed = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return ({parts["styles"]: changed} if missing else {}), Looks(known[_TEXT], known[_REFERENCE])


def _add(root: _Element, taken: Collection[str], kind: str, key: str, called: str) -> str:
    """Add a style as Word itself would; its id."""
    from lxml import etree

    w = f"{{{root.tag[1:].partition('}')[0]}}}"
    number = next(number for number in range(len(taken) + 1) if f"{key}{number or ''}" not in taken)
    key = f"{key}{number or ''}"
    style = etree.SubElement(root, f"{w}style", {f"{w}type": kind, f"{w}styleId": key})

    def put(name: str, value: str = "", under: _Element = style) -> _Element:
        return etree.SubElement(under, w + name, {f"{w}val": value} if value else {})

    put("name", called)
    base = Styles(root).default
    if kind == "paragraph" and base:
        put("basedOn", base)
    put("uiPriority", "99")
    put("semiHidden")
    put("unhideWhenUsed")
    if kind == "paragraph":
        put("jc", "left", put("pPr"))
    else:
        size = put("rPr")
        put("sz", _SIZE, size)
        put("szCs", _SIZE, size)
    return key
