"""The text of a Word paragraph as it is shown: without deleted and hidden text, fields by their results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.word_styles import Style, Styles
from gouji.readers.word_xml import child, every, flag, name, picture_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_DELETED = frozenset({"w:del", "w:moveFrom"})
_INSERTED = frozenset({"w:ins", "w:moveTo"})
_NO_TEXT = frozenset({"w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:rt", "w:instrText", "w:delText", "w:fldData"})
_SIGNS = {"w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_TABS = frozenset({"w:tab", "w:ptab"})
_NOTES = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_BLANKS = {ord(sign): " " for sign in "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"}


class Piece(NamedTuple):
    """Shown text and the element that holds it: a `w:t`, or a tab (a space) or a break (a line break)."""

    text: str
    element: _Element


class Note(NamedTuple):
    """A reference to a note: its part (footnotes, endnotes), its id, and how many characters stand before it."""

    kind: str
    key: str
    character: int


class Image(NamedTuple):
    """A picture: the id of its relationship, and how many characters stand before it."""

    key: str
    character: int


class Shown(NamedTuple):
    """A paragraph as it is shown. `joins`: its end was deleted, so that the next paragraph continues it."""

    pieces: list[Piece]
    boxes: list[_Element]
    pictures: list[Image]
    notes: list[Note]
    style: Style
    hidden: bool
    joins: bool

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def paragraphs(root: _Element) -> Iterator[_Element]:
    """Every `w:p` under `root` in document order, those of tables and text boxes among them: the n-th is paragraph n of an
    Anchor. What stands a second time for old versions of Word (mc:Fallback) does not count."""
    fallbacks = {
        paragraph
        for choice in root.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice")
        for other in choice.itersiblings("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
        for paragraph in every(other, "p")
    }
    for paragraph in every(root, "p"):
        if paragraph not in fallbacks:
            yield paragraph


def chosen(alternatives: _Element) -> _Element | None:
    """Of an mc:AlternateContent, what Word shows."""
    choice = child(alternatives, "mc:Choice")
    return choice if choice is not None else child(alternatives, "mc:Fallback")


class Words:
    """Reads the paragraphs of a file one after another; fields may run over several. `seen` counts what was left out, `tab`
    is how a tab is shown."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.tab = " "
        self._fields: list[bool] = []
        self._length = 0
        self.seen: Counter[str] = Counter()

    def read(self, paragraph: _Element) -> Shown:
        """What a paragraph shows. Its pieces, put together, are the text whose characters an Anchor counts."""
        properties = child(paragraph, "w:pPr")
        style = self._styles.get(value(child(properties, "w:pStyle")) or self._styles.default)
        mark = child(properties, "w:rPr")
        joins = any(child(mark, each) is not None for each in _DELETED)
        self.seen["revision"] += joins or any(child(mark, each) is not None for each in _INSERTED)
        shown = Shown([], [], [], [], style, bool(flag(mark, "w:vanish")), joins)
        self._length = 0
        self._walk(paragraph, shown, False)
        return shown

    def _walk(self, parent: _Element, shown: Shown, hidden: bool) -> None:
        for element in parent:
            kind = name(element)
            if kind in ("w:t", "m:t"):
                self._text(element, shown, hidden)
            elif kind in _DELETED:
                self.seen["revision"] += 1
            elif kind == "w:object":
                self.seen["object"] += 1
            elif kind in _NO_TEXT:
                pass
            elif kind == "w:r":
                self._walk(element, shown, self._is_hidden(element, shown.style))
            elif kind in _SIGNS or kind in _TABS:
                if not hidden and all(self._fields):
                    self._show(_SIGNS.get(kind, self.tab), element, shown)
            elif kind == "w:fldChar":
                self._field(value(element, "fldCharType"))
            elif kind in _NOTES:
                if not hidden and all(self._fields):
                    shown.notes.append(Note(_NOTES[kind], value(element, "id"), self._length))
            elif kind == "w:txbxContent":
                shown.boxes.append(element)
            elif kind == "mc:AlternateContent":
                choice = chosen(element)
                if choice is not None:
                    self._walk(choice, shown, hidden)
            else:
                self.seen["revision"] += kind in _INSERTED
                if kind in ("pic:pic", "v:imagedata") and not hidden and all(self._fields):
                    shown.pictures.append(Image(picture_of(element), self._length))
                self._walk(element, shown, hidden)

    def _text(self, element: _Element, shown: Shown, hidden: bool) -> None:
        text = element.text
        if text and all(self._fields):
            if hidden:
                self.seen["hidden"] += bool(text.strip())
            else:
                self._show(text.translate(_BLANKS), element, shown)

    def _show(self, text: str, element: _Element, shown: Shown) -> None:
        shown.pieces.append(Piece(text, element))
        self._length += len(text)

    def _field(self, kind: str) -> None:
        """Keep account of the fields that are open: only what stands in the result of each is shown."""
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_hidden(self, run: _Element, style: Style) -> bool:
        properties = child(run, "w:rPr")
        if properties is None:
            return bool(style.hidden)
        own = flag(properties, "w:vanish")
        if own is None:
            own = self._styles.get(value(child(properties, "w:rStyle"))).hidden
        return bool(style.hidden if own is None else own)
