"""Two pages printed side by side on one sheet, as booklets are: each is a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from gouji.readers.pdf.page import Glyph, Page, Rule

Mark = TypeVar("Mark", Glyph, Rule)

_WIDE = 1.2  # times as wide as high
_GUTTER = 0.02  # of a sheet's width, on each side of its middle
_MOST = 0.8  # of the sheets with text
_LEAST = 2


def apart(sheets: list[Page]) -> list[Page]:
    """The pages of a document, numbered anew where nearly all its sheets have two; a single wide page may be a table."""
    filled = [sheet for sheet in sheets if sheet.glyphs]
    doubles = {sheet.number for sheet in filled if _is_double(sheet)}
    if len(filled) < _LEAST or len(doubles) < _MOST * len(filled) or not any(map(_has_both, filled)):
        return sheets
    pages: list[Page] = []
    for sheet in sheets:
        for half in _halves(sheet) if sheet.number in doubles else [sheet]:
            pages.append(half._replace(number=len(pages) + 1, sheet=sheet.number))
    return pages


def _is_double(sheet: Page) -> bool:
    """Whether nothing stands in the middle of a sheet that is wider than high, from its top to its bottom."""
    if sheet.turn or sheet.width < _WIDE * sheet.height:
        return False
    left, right = (0.5 - _GUTTER) * sheet.width, (0.5 + _GUTTER) * sheet.width
    return not any(glyph.x0 < right and glyph.x1 > left for glyph in sheet.glyphs) and not any(
        rule.x0 < right and rule.x1 > left for rule in sheet.rules
    )


def _has_both(sheet: Page) -> bool:
    middle = sheet.width / 2
    left = sum(glyph.x0 < middle for glyph in sheet.glyphs)
    return 0 < left < len(sheet.glyphs)


def _halves(sheet: Page) -> list[Page]:
    middle = sheet.width / 2
    whole = sheet._replace(width=middle, pictures=[], outlines=0)
    return [
        whole._replace(
            left=left,
            glyphs=_within(sheet.glyphs, left, middle),
            rules=_within(sheet.rules, left, middle),
            clipped=_within(sheet.clipped, left, middle),
        )
        for left in (0.0, middle)
    ]


def _within(marks: Sequence[Mark], left: float, width: float) -> list[Mark]:
    """The characters or lines of a half, in its own frame."""
    own = [mark for mark in marks if left <= mark.x0 < left + width]
    return [mark._replace(x0=mark.x0 - left, x1=mark.x1 - left) for mark in own] if left else own
