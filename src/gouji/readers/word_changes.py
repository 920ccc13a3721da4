"""Changing the text of a Word paragraph, runs and their formatting kept: at once, or as a tracked change (修订)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from gouji.readers.word_text import Piece
from gouji.readers.word_xml import child, every, name, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AUTHOR = "gouji"
_REVISIONS = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange")

Change = Callable[[list[Piece], int, int, str], bool]


def w_of(element: _Element) -> str:
    """The namespace of a file's elements, as a prefix of their tags."""
    return f"{{{element.getroottree().getroot().tag[1:].partition('}')[0]}}}"


def changed(pieces: list[Piece], start: int, end: int, new: str) -> bool:
    """Put `new` in the place of the characters from `start` to `end`: the first `w:t` that they touch takes it, the others lose theirs; at an
    empty place the one that stands before it. Whether there was any."""
    touched = _touched(pieces, start, end)
    for number, (index, first, last) in enumerate(touched):
        piece = pieces[index]
        text = piece.text[:first] + ("" if number else new) + piece.text[last:]
        set_text(piece.element, text)
        pieces[index] = Piece(text, piece.element)
    return bool(touched)


def set_text(element: _Element, text: str) -> None:
    """Write the text of a `w:t`."""
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")


def _touched(pieces: list[Piece], start: int, end: int) -> list[tuple[int, int, int]]:
    """The pieces of text that a range touches, by index, with its extent in each."""
    at = 0
    found: list[tuple[int, int, int]] = []
    for index, piece in enumerate(pieces):
        first, last = max(start - at, 0), min(end - at, len(piece.text))
        is_text = name(piece.element) in ("w:t", "m:t")
        if is_text and (first < last or (start == end and first == last and not found)):
            found.append((index, first, last))
        at += len(piece.text)
    return found


class Tracker:
    """Writes changes as revisions: what stood there is struck, what comes is inserted."""

    def __init__(self, root: _Element) -> None:
        self._keys = count(1 + max((whole(e, "id") for kind in _REVISIONS for e in every(root, kind)), default=0))
        self._date = datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ")  # Word writes the local time so

    def changed(self, pieces: list[Piece], start: int, end: int, new: str) -> bool:
        """As `changed`, as a revision."""
        touched = _touched(pieces, start, end)
        if start == end:
            return self._put(pieces, touched, new)
        runs: list[_Element] = []
        for index, first, last in reversed(touched):
            element = pieces[index].element
            run = element.getparent()
            if run is None or name(run) != "w:r":
                return False
            if last < len(pieces[index].text) or _follows(element):
                cut(run, element, last)
            own = cut(run, element, first) if first or _precedes(element) else run
            runs.insert(0, own)
            pieces[index] = Piece(pieces[index].text[:first], element)
        if not runs:
            return False
        if new:
            self._insert(runs[0], new)
        for run in runs:
            self.strike(run)
        return True

    def _put(self, pieces: list[Piece], touched: list[tuple[int, int, int]], new: str) -> bool:
        """Insert a text where nothing is struck."""
        for index, at, _ in touched:
            element = pieces[index].element
            run = element.getparent()
            if run is None or name(run) != "w:r":
                return False
            cut(run, element, at)
            pieces[index] = Piece(pieces[index].text[:at], element)
            following, holder = run.getnext(), _holder(run)
            if following is not None:
                self._outside(following).addprevious(self._inserted(run, new))
            else:
                (run if holder is None else holder).addnext(self._inserted(run, new))
        return bool(touched)

    def _insert(self, before: _Element, text: str) -> None:
        self._outside(before).addprevious(self._inserted(before, text))

    def _inserted(self, like: _Element, text: str) -> _Element:
        """A `w:ins` with a run that looks like another one."""
        w = w_of(like)
        run = like.makeelement(f"{w}r")
        run.extend(deepcopy(each) for each in like if name(each) == "w:rPr")
        content = run.makeelement(f"{w}t")
        set_text(content, text)
        run.append(content)
        revision = self.revision(like, "ins")
        revision.append(run)
        return revision

    def _outside(self, run: _Element) -> _Element:
        """The run, or what begins with it where it stands in an insertion of somebody else: that one is parted, for none stands within another."""
        holder = _holder(run)
        if holder is None or holder[0] is run:
            return run if holder is None else holder
        rest = holder.makeelement(holder.tag, {str(key): str(each) for key, each in holder.attrib.items()})
        rest.set(f"{w_of(run)}id", str(next(self._keys)))
        rest.extend([run, *run.itersiblings()])
        holder.addnext(rest)
        return rest

    def strike(self, run: _Element) -> None:
        """Mark a run as deleted."""
        w = w_of(run)
        revision = self.revision(run, "del")
        run.addprevious(revision)
        revision.append(run)
        for text in [each for each in run if name(each) == "w:t"]:
            text.tag = f"{w}delText"
            text.set(_SPACE, "preserve")

    def revision(self, near: _Element, kind: str) -> _Element:
        """An empty `w:ins` or `w:del`."""
        w = w_of(near)
        return near.makeelement(
            f"{w}{kind}", {f"{w}id": str(next(self._keys)), f"{w}author": _AUTHOR, f"{w}date": self._date}
        )

    def paragraph(self, paragraph: _Element, kind: str) -> None:
        """Mark a paragraph as inserted or deleted, with what stands in it."""
        w = w_of(paragraph)
        properties = child(paragraph, "w:pPr")
        if properties is None:
            properties = paragraph.makeelement(f"{w}pPr")
            paragraph.insert(0, properties)
        mark = child(properties, "w:rPr")
        if mark is None:
            mark = properties.makeelement(f"{w}rPr")
            behind = next((each for each in properties if name(each) in ("w:sectPr", "w:pPrChange")), None)
            if behind is None:
                properties.append(mark)
            else:
                behind.addprevious(mark)
        mark.insert(0, self.revision(paragraph, kind))
        if kind == "ins":
            self._runs(paragraph, kind)

    def row(self, row: _Element, kind: str) -> None:
        """Mark a row as inserted or deleted, with what stands in it: LibreOffice accepts and rejects only that."""
        properties = child(row, "w:trPr")
        if properties is None:
            properties = row.makeelement(f"{w_of(row)}trPr")
            before = [each for each in row if name(each) == "w:tblPrEx"]
            row.insert(len(before), properties)
        properties.append(self.revision(row, kind))
        for paragraph in list(every(row, "p")):
            self._runs(paragraph, kind)

    def _runs(self, paragraph: _Element, kind: str) -> None:
        """Mark what stands in a paragraph and is no revision already."""
        for run in [each for each in paragraph if name(each) == "w:r"]:
            if kind == "del":
                self.strike(run)
            else:
                revision = self.revision(run, kind)
                run.addprevious(revision)
                revision.append(run)


def change_by(tracker: Tracker | None) -> Change:
    """How a text is changed: as a revision where there is a tracker, or at once."""
    return changed if tracker is None else tracker.changed


def cut(run: _Element, element: _Element, at: int) -> _Element:
    """Cut a run at the character `at` of its `element`; the new run behind it, the run itself if nothing is to be cut off."""
    text = element.text or ""
    is_text = name(element) == "w:t"
    rest = list(element.itersiblings())
    if at == 0:
        rest.insert(0, element)
    elif is_text and at < len(text):
        other = deepcopy(element)
        element.text, other.text, other.tail = text[:at], text[at:], None
        for half in (element, other):
            half.set(_SPACE, "preserve")
        rest.insert(0, other)
    if not rest:
        return run
    new = run.makeelement(run.tag)
    new.attrib.update(run.attrib)
    new.extend([*(deepcopy(each) for each in run if name(each) == "w:rPr"), *rest])
    run.addnext(new)
    return new


def _holder(run: _Element) -> _Element | None:
    """The insertion in which a run stands."""
    parent = run.getparent()
    return parent if parent is not None and name(parent) in ("w:ins", "w:moveTo") else None


def _follows(element: _Element) -> bool:
    return any(True for _ in element.itersiblings())


def _precedes(element: _Element) -> bool:
    return any(name(each) != "w:rPr" for each in element.itersiblings(preceding=True))
