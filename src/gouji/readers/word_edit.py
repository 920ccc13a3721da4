"""Changing the text of a Word file where it is read: runs and their formatting, and every other part, stay as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from gouji.files import DamagedError, replaced
from gouji.precompiled import pattern_of
from gouji.readers.archive import Package
from gouji.readers.errors import UnreadableError
from gouji.readers.word import REMEDY
from gouji.readers.word_changes import Tracker, change_by
from gouji.readers.word_styles import Styles
from gouji.readers.word_text import Piece, Words, paragraphs
from gouji.readers.word_xml import child, name

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORDS = pattern_of(r"[\d.,]+%?|.")  # a number is changed as a whole, so that a person can read it


class TextChange(NamedTuple):
    """In paragraph `paragraph` (1-based, as an Anchor counts), the characters from `start` to `end`, now `old`, become
    `new`."""

    paragraph: int
    start: int
    end: int
    old: str
    new: str


class _File(NamedTuple):
    """A Word file: the name of its part with the text, and what its paragraphs show, in their order."""

    main: str
    body: _Element
    shown: list[list[Piece]]


def changed_word(data: bytes, path: str, changes: Iterable[TextChange], tracked: bool = False) -> bytes:
    """The file with its text changed, if asked for as revisions (修订). A change whose old text does not stand there, or that would go through
    a tab or a break, is left out. Raises UnreadableError."""
    from lxml import etree

    file = _opened(data, path)
    wanted: dict[int, list[TextChange]] = {}
    for change in changes:
        wanted.setdefault(change.paragraph, []).append(change)
    tree = file.body.getroottree()
    write = change_by(Tracker(tree.getroot()) if tracked else None)
    for number, pieces in enumerate(file.shown, 1):
        for change in sorted(wanted.get(number, ()), key=lambda each: each.start, reverse=True):
            if _stands(pieces, change):
                write(pieces, change.start, change.end, change.new)
    content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    try:
        return replaced(data, {file.main: content})
    except DamagedError as error:
        raise UnreadableError(f"{path}：文件里的 {error} 已损坏，改不了，{REMEDY}。") from None


def changes_between(before: bytes, after: bytes, path: str) -> Iterator[TextChange]:
    """What differs in the text of two states of a file that have the same paragraphs. Raises UnreadableError."""
    pairs = zip(_opened(before, path).shown, _opened(after, path).shown, strict=True)
    for number, (old, new) in enumerate(pairs, 1):
        yield from _differences(number, "".join(p.text for p in old), "".join(p.text for p in new))


def _differences(paragraph: int, old: str, new: str) -> Iterator[TextChange]:
    if old == new:
        return
    words, others = _WORDS.findall(old), _WORDS.findall(new)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    for kind, first, last, start, end in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if kind != "equal":
            place = old[starts[first] : starts[last]]
            yield TextChange(paragraph, starts[first], starts[last], place, "".join(others[start:end]))


def _opened(data: bytes, path: str) -> _File:
    package = Package(data, path, REMEDY)
    main = package.related().get("officeDocument", "")
    body = child(package.xml(main), "w:body") if main else None
    if body is None:
        raise UnreadableError(f"{path}：文件里没有 Word 正文，{REMEDY}。")
    styles = package.related(main).get("styles")
    words = Words(Styles(package.xml(styles) if styles else None))
    return _File(main, body, [words.read(paragraph).pieces for paragraph in paragraphs(body)])


def _stands(pieces: list[Piece], change: TextChange) -> bool:
    """Whether the old text of a change stands in its place, and all of it is text."""
    if "".join(piece.text for piece in pieces)[change.start : change.end] != change.old:
        return False
    at = 0
    for piece in pieces:
        if max(change.start, at) < min(change.end, at + len(piece.text)) and name(piece.element) not in ("w:t", "m:t"):
            return False
        at += len(piece.text)
    return True
