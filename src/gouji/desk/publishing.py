"""The published file (a saved web page, a PDF) against the one that was sent: which sentences and rows of tables are otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from gouji.document import Document, Heading, Table
from gouji.quantity import fold

_SENTENCE = re.compile(r"[^。；;]+[。；;]?")
_KEPT = re.compile(r"[^\w.%-]|(?<=\d),(?=\d)")
_DIGITS = re.compile(r"-?\d[\d.]*%?")
_NOTHING = re.compile(r"-?0+(\.0+)?")
_WORTH = 4  # characters of a piece that says something
_LIKE = 0.6
_MOST = 200  # of what is told, and of what is held against each other
_OTHER = 0.5  # of the pieces that are not found again: it is another file


class Piece(NamedTuple):
    """A sentence or a row of a table: what it says without spaces, points and zeros in cells, how it looks, and under which heading it stands."""

    key: str
    text: str
    where: str


def differences(sent: Document, published: Document) -> dict[str, Any]:
    """What is otherwise, what is not there, what is there besides (in web pages also what is around the text), and whether it seems another file."""
    own, theirs = _pieces(sent), _pieces(published)
    missing, extra = _without(own, theirs), _without(theirs, own)
    is_other = len(missing) > _OTHER * len(own)
    changed, missing, extra = ([], missing, extra) if is_other else _paired(missing, extra)
    return {
        "changed": [{"where": one.where, "sent": one.text, "published": other.text} for one, other in changed[:_MOST]],
        "missing": [{"where": each.where, "text": each.text} for each in missing[:_MOST]],
        "extra": [each.text for each in extra[:_MOST]],
        "pieces": len(own),
        "other": is_other,
    }


def _pieces(document: Document) -> list[Piece]:
    return [piece for piece in _every(document) if len(piece.key) >= _WORTH or _DIGITS.search(piece.key)]


def _every(document: Document) -> Iterator[Piece]:
    where = ""
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = [" ".join(cell.text.split()) for cell in row if cell.text.strip()]
                told = [cell for cell in cells if not _NOTHING.fullmatch(fold(cell))]
                yield Piece(_key("".join(told)), " ".join(cells), where)
            continue
        if isinstance(block, Heading):
            where = block.title
        for sentence in _SENTENCE.findall(block.flow.text):
            yield Piece(_key(sentence), sentence.strip(), where)


def _key(text: str) -> str:
    return _KEPT.sub("", fold(text))


def _without(own: list[Piece], others: list[Piece]) -> list[Piece]:
    """The pieces that others have not, as often; one that stands there cut otherwise (over two pages, in one line with another) is there."""
    there = Counter(piece.key for piece in others)
    whole = "".join(piece.key for piece in others)
    left = []
    for piece in own:
        if there[piece.key]:
            there[piece.key] -= 1
        elif len(piece.key) < 2 * _WORTH or piece.key not in whole:
            left.append(piece)
    return left


def _paired(missing: list[Piece], extra: list[Piece]) -> tuple[list[tuple[Piece, Piece]], list[Piece], list[Piece]]:
    """Pieces that are the same but for their numbers, or nearly the same, belong together."""
    changed = []
    for is_like in (_same_words, _nearly_the_same):
        left = []
        for number, piece in enumerate(missing):
            home = next((each for each in extra if is_like(piece, each)), None) if number < _MOST else None
            if home is None:
                left.append(piece)
            else:
                changed.append((piece, home))
                extra = [each for each in extra if each is not home]
        missing = left
    return changed, missing, extra


def _same_words(one: Piece, other: Piece) -> bool:
    words = _DIGITS.sub("#", one.key)
    return len(words) >= _WORTH and words == _DIGITS.sub("#", other.key)


def _nearly_the_same(one: Piece, other: Piece) -> bool:
    if not _LIKE < len(one.key) / max(1, len(other.key)) < 1 / _LIKE:
        return False
    matcher = SequenceMatcher(None, one.key[:400], other.key[:400], autojunk=False)
    return matcher.quick_ratio() > _LIKE and matcher.ratio() > _LIKE
