"""Changing the text of a Word file where it is read: runs and their formatting, and every other part, stay as they were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gouji.files import DamagedError, replaced
from gouji.readers.archive import Package
from gouji.readers.errors import UnreadableError
from gouji.readers.word import REMEDY
from gouji.readers.word_styles import Styles
from gouji.readers.word_text import Piece, Words, paragraphs
from gouji.readers.word_xml import child, name


class TextChange(NamedTuple):
    """In paragraph `paragraph` (1-based, as an Anchor counts), the characters from `start` to `end`, now `old`, become
    `new`."""

    paragraph: int
    start: int
    end: int
    old: str
    new: str


def changed_word(data: bytes, path: str, changes: Iterable[TextChange]) -> bytes:
    """The file with its text changed. A change whose old text does not stand there, or that would go through a tab or a
    break, is left out. Raises UnreadableError."""
    from lxml import etree

    package = Package(data, path, REMEDY)
    main = package.related().get("officeDocument", "")
    body = child(package.xml(main), "w:body") if main else None
    if body is None:
        raise UnreadableError(f"{path}：文件里没有 Word 正文，{REMEDY}。")
    styles = package.related(main).get("styles")
    words = Words(Styles(package.xml(styles) if styles else None))
    wanted: dict[int, list[TextChange]] = {}
    for change in changes:
        wanted.setdefault(change.paragraph, []).append(change)
    for number, paragraph in enumerate(paragraphs(body), 1):
        pieces = words.read(paragraph).pieces
        for change in sorted(wanted.get(number, ()), key=lambda each: each.start, reverse=True):
            pieces = _changed(pieces, change)
    tree = body.getroottree()
    content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    try:
        return replaced(data, {main: content})
    except DamagedError as error:
        raise UnreadableError(f"{path}：文件里的 {error} 已损坏，改不了，{REMEDY}。") from None


def _changed(pieces: list[Piece], change: TextChange) -> list[Piece]:
    """The pieces with the change made: the first that it touches takes the new text, the others lose theirs."""
    if "".join(piece.text for piece in pieces)[change.start : change.end] != change.old:
        return pieces
    at = 0
    touched: list[tuple[int, int, int]] = []
    for index, piece in enumerate(pieces):
        first, last = max(change.start - at, 0), min(change.end - at, len(piece.text))
        if first < last:
            touched.append((index, first, last))
        at += len(piece.text)
    if not touched or any(name(pieces[index].element) not in ("w:t", "m:t") for index, _, _ in touched):
        return pieces
    result = list(pieces)
    for number, (index, first, last) in enumerate(touched):
        piece = pieces[index]
        text = piece.text[:first] + ("" if number else change.new) + piece.text[last:]
        piece.element.text = text
        if text != text.strip():
            piece.element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        result[index] = Piece(text, piece.element)
    return result
