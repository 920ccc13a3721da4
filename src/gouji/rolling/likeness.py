"""A clause or paragraph like another one, about another item: its name and its numbers; what is told of the other one alone is to be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.document import Document, Span
from gouji.rolling import marks
from gouji.rolling.edits import Edit, applied
from gouji.writing.amounts import Written
from gouji.writing.figures import rolling_texts

_OPEN = rolling_texts()["open_mark"]
NUMBER, WORD, _REASON, _PURPOSE = (
    _OPEN.format(what=rolling_texts()[name]) for name in ("number", "word", "reason", "purpose")
)
NEW_TEXT = _OPEN.format(what=rolling_texts()["new_part_text"])


class Like(NamedTuple):
    """The text, and where its numbers come from."""

    text: str
    numbers: tuple[Written, ...]


def like(document: Document, span: Span, own: Sequence[Edit], known: Sequence[Edit]) -> Like:
    """What stands at a span, with the edits that make it the other item's; in the place of what `known` changes besides there are years that
    move on, and places for the rest."""
    edits = list(own)
    for edit in known:
        if span.start <= edit.span.start < span.end and not any(_meet(edit.span, each.span) for each in own):
            edits.append(edit._replace(new=_blank(edit, document.quote(edit.span)), is_number=False))
    start = span.start
    moved = sorted((e._replace(span=e.span.moved(-start)) for e in edits), key=lambda e: e.span.start)
    text, numbers = applied(document.quote(span), moved)
    told = (number._replace(offset=number.offset - text.count("\n", 0, number.offset)) for number in numbers)
    return Like(text.replace("\n", ""), tuple(told))


def _blank(edit: Edit, old: str) -> str:
    if edit.why == marks.REASONS:
        return _REASON
    if edit.why == marks.PURPOSES:
        return _PURPOSE
    return edit.new if old.isdecimal() else WORD


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
