"""Edits of last year's text: what stands there instead, why, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gouji.document import Document, Span
from gouji.facts import FactKey
from gouji.writing.amounts import Source, Written
from gouji.writing.figures import rolling_texts

UPDATE = rolling_texts()["update_mark"]
UNCLEAR = rolling_texts()["unclear"]
_SHOWN = 40


class Edit(NamedTuple):
    """`new` instead of what stands at `span`. `why` is what a person has to see to there, "" where nothing is open, `note` what
    to know of it; `formula` and `sources` are where a number comes from. What a new item measures are its `keys`, its numbers `inner`, by their
    offset in `new`."""

    span: Span
    new: str
    why: str = ""
    formula: str = ""
    sources: tuple[Source, ...] = ()
    is_number: bool = False
    note: str = ""
    keys: tuple[FactKey, ...] = ()
    inner: tuple[Written, ...] = ()

    @property
    def shown(self) -> str:
        """What stands in the text, cut short."""
        return cut_short(self.new)

    @property
    def is_mark(self) -> bool:
        """Whether a person has to see to it."""
        return bool(self.why)


def cut_short(text: str) -> str:
    """The beginning of a text, in one line."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "……"


def settled(edits: Iterable[Edit], document: Document) -> list[Edit]:
    """Edits in their order, none within another: a wider one takes what it spans with it, of two of one place the first. What is added
    before a place comes before what becomes of it. What two edits share is not known to either: it is marked as a whole."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (each.span.start, each.span.start < each.span.end, -each.span.end)):
        if not kept or edit.span.start >= kept[-1].span.end:
            kept.append(edit)
        elif edit.span.end > kept[-1].span.end:
            whole = Span(kept[-1].span.start, edit.span.end)
            text = "".join(document.quote(whole).split())
            kept[-1] = Edit(whole, UPDATE.format(text=text), UNCLEAR)
    return [edit for edit in kept if edit.is_mark or edit.is_number or edit.new != document.quote(edit.span)]


def applied(source: str, edits: Sequence[Edit]) -> tuple[str, list[Written]]:
    """The text with its edits, and where its numbers come from."""
    pieces: list[str] = []
    numbers: list[Written] = []
    last = at = 0
    for edit in edits:
        pieces += (source[last : edit.span.start], edit.new)
        at += edit.span.start - last
        if edit.is_number:
            numbers.append(Written(at, edit.new, edit.formula, edit.sources))
        numbers += [number._replace(offset=number.offset + at) for number in edit.inner]
        at += len(edit.new)
        last = edit.span.end
    pieces.append(source[last:])
    return "".join(pieces), numbers
