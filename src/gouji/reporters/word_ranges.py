"""Marking ranges of a Word file's text for comments: runs are split at the very character, the formatting of both halves kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.word_changes import cut, w_of
from gouji.readers.word_text import Shown
from gouji.readers.word_xml import name
from gouji.reporters.word_looks import Looks

if TYPE_CHECKING:
    from lxml.etree import _Element

_HOLDERS = frozenset(
    {"w:p", "w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:sdtContent", "w:fldSimple", "w:customXml"}
)


class Range(NamedTuple):
    """The comment `key` is on the text from `begin` in the paragraph `first` to `end` in the paragraph `last` (0-based, as an
    Anchor counts characters); on all of both if `end` is None."""

    key: str
    first: int
    begin: int
    last: int
    end: int | None


class _Edge(NamedTuple):
    """Where ranges begin or end in a paragraph; at its edge if `at` is None."""

    begins: bool
    at: int | None


def put(ranges: Sequence[Range], shown: Sequence[tuple[_Element, Shown]], looks: Looks) -> None:
    """Put the marks of all ranges into the paragraphs."""
    paragraphs: dict[int, dict[_Edge, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in ranges:
        paragraphs[each.first][_Edge(True, None if each.end is None else each.begin)].append(each.key)
        paragraphs[each.last][_Edge(False, each.end)].append(each.key)
    for index, edges in paragraphs.items():
        paragraph, content = shown[index]
        # From the last character to the first, so that what is cut off has been dealt with.
        inner = [(edge.at, edge.begins, keys) for edge, keys in edges.items() if edge.at is not None]
        for at, begins, keys in sorted(inner, reverse=True):
            _put_at(at, begins, keys, content, looks)
        for edge, keys in edges.items():
            if edge.at is None:
                _put_around(edge.begins, keys, paragraph, looks)


def _put_at(at: int, begins: bool, keys: list[str], content: Shown, looks: Looks) -> None:
    """Put marks before the character `at` for ranges that begin there, behind the one before it for those that end there."""
    wanted = at if begins else at - 1
    start = 0
    for piece in content.pieces:
        if start <= wanted < start + len(piece.text):
            break
        start += len(piece.text)
    element = piece.element
    run = element.getparent()
    assert run is not None
    if name(run) != "w:r" or _holder(run) is not run:
        _add(begins, keys, _holder(element), looks)
    elif begins:
        _add(begins, keys, cut(run, element, at - start) if _is_inside(element, at - start) else run, looks)
    else:
        cut(run, element, at - start)
        _add(begins, keys, run, looks)


def _put_around(begins: bool, keys: list[str], paragraph: _Element, looks: Looks) -> None:
    """Put marks at the edge of a paragraph."""
    holder = _holder(paragraph)
    content = [child for child in paragraph if name(child) != "w:pPr"]
    if holder is not paragraph:
        _add(begins, keys, holder, looks)
    elif content:
        _add(begins, keys, content[0] if begins else content[-1], looks)
    else:
        paragraph.extend(_marks(begins, keys, paragraph, looks))


def _holder(element: _Element) -> _Element:
    """The element itself, or what of the text around it can have a mark beside it: Word has no comments in text boxes, nor
    within formulas."""
    found, inside = element, name(element) != "w:p"
    for each in element.iterancestors():
        if name(each) == "w:txbxContent":
            inside = True
        elif inside and name(each) in _HOLDERS:
            inside = False
        elif inside:
            found = each
    return found


def _is_inside(element: _Element, at: int) -> bool:
    """Whether something stands in the run before the character `at` of its `element`."""
    return at > 0 or any(name(each) != "w:rPr" for each in element.itersiblings(preceding=True))


def _add(begins: bool, keys: list[str], beside: _Element, looks: Looks) -> None:
    """Put marks before an element, or behind it."""
    marks = _marks(begins, keys, beside, looks)
    for mark in marks if begins else reversed(marks):
        if begins:
            beside.addprevious(mark)
        else:
            beside.addnext(mark)


def _marks(begins: bool, keys: list[str], near: _Element, looks: Looks) -> list[_Element]:
    """The elements that begin or end ranges; with the end of each goes the run that refers to the comment."""
    w = w_of(near)
    marks = []
    for key in keys:
        identity = {f"{w}id": key}
        marks.append(near.makeelement(f"{w}commentRange{'Start' if begins else 'End'}", identity))
        if not begins:
            run = near.makeelement(f"{w}r")
            refer(run, "commentReference", identity, looks)
            marks.append(run)
    return marks


def refer(run: _Element, local: str, attributes: dict[str, str], looks: Looks) -> None:
    """Let a run refer to a comment, in Word's style for that."""
    w = f"{{{run.tag[1:].partition('}')[0]}}}"
    if looks.reference:
        properties = run.makeelement(f"{w}rPr")
        properties.append(properties.makeelement(f"{w}rStyle", {f"{w}val": looks.reference}))
        run.append(properties)
    run.append(run.makeelement(w + local, attributes))
