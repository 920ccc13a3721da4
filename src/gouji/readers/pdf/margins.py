"""What repeats at the top and bottom of pages (running heads, page numbers) is no part of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.readers.pdf.lines import Line, is_label
from gouji.readers.pdf.page import Page

_DASH = r"[\p{Pd}−─━~·•∙.]"
_PAGE_NUMBER = pattern_of(
    rf"{_DASH}*(?:第?\d{{1,4}}页?|[ivxIVX]{{1,5}})(?:{_DASH}|[/,，])*(?:共?\d{{1,4}}页?)?{_DASH}*"
)
_OWN_NUMBER = pattern_of(rf"(?:{_DASH}|/)*第?\d{{1,4}}页?(?:(?:{_DASH}|[/,，])*共\d{{1,4}}页|/\d{{1,4}})?{_DASH}*$")
_ZONE = 0.12
_SAME_HEIGHT = 4
_REPEATS = 3
_DEEPEST = 3

_Place = tuple[str, int]
"""The text of a line, and how far from the margin it stands."""


def without_margins(pages: Sequence[Page], lines: Sequence[list[Line]], tops: Sequence[float]) -> list[list[Line]]:
    """The lines of each page without running heads and page numbers; `tops` is where each page's first table begins."""
    kept = [list(page) for page in lines]
    for end in (0, -1):
        for _ in range(_DEEPEST):
            outer = [_outermost(page, rest, end) for page, rest in zip(pages, kept, strict=True)]
            heads = _running(outer)
            numbers = _counting(pages, outer)
            doomed = [
                place is not None
                and (
                    (_PAGE_NUMBER.fullmatch(place[0]) is not None and (not place[0].isdecimal() or index in numbers))
                    or (place in heads and not is_caption(place[0]))
                )
                and (end == -1 or rest[0].base < top)
                for index, (place, rest, top) in enumerate(zip(outer, kept, tops, strict=True))
            ]
            if not any(doomed):
                break
            kept = [
                (rest[1:] if end == 0 else rest[:-1]) if gone else rest for rest, gone in zip(kept, doomed, strict=True)
            ]
    return kept


def _running(outer: Sequence[_Place | None]) -> set[_Place]:
    """What stands in one place on several pages one after the other, of which left and right ones may differ."""
    seen: dict[_Place, list[int]] = {}
    for index, place in enumerate(outer):
        for key in _near(*place) if place else ():
            seen.setdefault(key, []).append(index)
    return {
        key
        for key, on in seen.items()
        if any(last - first <= 2 * (_REPEATS - 1) for first, last in zip(on, on[_REPEATS - 1 :], strict=False))
    }


def _counting(pages: Sequence[Page], outer: Sequence[_Place | None]) -> set[int]:
    """The pages whose bare number counts pages as that of another page does, or is the only one and the page's own: others are
    amounts of a table that fell apart."""
    steps = {
        index: int(place[0]) - page.number
        for index, (page, place) in enumerate(zip(pages, outer, strict=True))
        if place is not None and place[0].isdecimal()
    }
    counts = Counter(steps.values())
    return {
        index
        for index, step in steps.items()
        if counts[step] > 1 or (len(steps) == 1 and (step == 0 or len(pages) == 1))
    }


def is_caption(text: str) -> bool:
    """The unit and the title of a table, which are repeated on each of its pages."""
    bare = plain(text)
    return is_label(text) or bool(lexicon().titles_in(bare))


def _outermost(page: Page, lines: list[Line], end: int) -> _Place | None:
    """The text of the first or last line and its height, if it stands in the margin."""
    if not lines:
        return None
    line = lines[end]
    depth = line.base if end == 0 else page.height - line.base
    if depth > _ZONE * page.height:
        return None
    text = line.text if _PAGE_NUMBER.fullmatch(line.text) else _OWN_NUMBER.sub("", line.text)
    return text, round(depth / _SAME_HEIGHT)


def _near(text: str, height: int) -> list[_Place]:
    return [(text, height - 1), (text, height), (text, height + 1)]
