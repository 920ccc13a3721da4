"""Numbered paragraphs: one struck, one added, and the numbers of those that are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gouji.document import Document, Paragraph, Span
from gouji.precompiled import pattern_of
from gouji.quantity import COUNTING, numeral
from gouji.quantity import number as number_in
from gouji.rolling.edits import Edit

_NUMBER = pattern_of(rf"\d+|[{COUNTING}]+")


def struck(document: Document, block: Paragraph, note: str) -> Edit:
    """A paragraph gone, with the empty lines behind it."""
    source, end = document.source, block.span.end
    while source[end : end + 1] in ("\n", "\r"):
        end += 1
    return Edit(Span(block.span.start, end), "", note=note)


def addition(block: Paragraph, text: str, why: str, behind: bool) -> Edit:
    """A paragraph behind another one, or before it."""
    at = block.span.end if behind else block.span.start
    return Edit(Span(at, at), f"\n\n{text}" if behind else f"{text}\n\n", why)


def numbers_of(blocks: Sequence[Paragraph]) -> list[int]:
    """The numbers of a list; none where they do not go on by one."""
    found = [_NUMBER.search(block.flow.text, 0, block.marker) for block in blocks]
    numbers = [number_in(match[0]) for match in found if match]
    first = numbers[0] if numbers else 0
    return numbers if numbers == list(range(first, first + len(blocks))) else []


def numbered(model: Paragraph, text: str, number: int) -> str:
    """The text of an entry, with another number than the model's."""
    match = _NUMBER.search(model.flow.text, 0, model.marker)
    return text if match is None else text[: match.start()] + _as_number(number, match[0]) + text[match.end() :]


def renumbered(first: int, places: Iterable[tuple[Paragraph, int]]) -> Iterator[Edit]:
    """The numbers of the paragraphs that are left, each by its place in the list of this year, from 0."""
    for block, place in places:
        match = _NUMBER.search(block.flow.text, 0, block.marker)
        if match and first + place != number_in(match[0]):
            span = block.flow.span(match.start(), match.end())
            yield Edit(span, _as_number(first + place, match[0]))


def _as_number(number: int, like: str) -> str:
    return str(number) if like.isdecimal() else numeral(number)
