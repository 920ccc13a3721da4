"""Tables too wide for a page, as a spreadsheet prints them: their further columns stand on later pages, in rows at the same heights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from gouji.precompiled import pattern_of
from gouji.readers.pdf.lines import FIGURE, Line, is_label, is_title
from gouji.readers.pdf.sheets import Sheet
from gouji.readers.pdf.tables import Cell, Grid, strip

_SAME = 1.0  # points
_LEAST = 3
_SORT = 2  # characters that tell labels apart: 单位, 公开
_MOST = 4  # pages that such a table may be high
_ALIKE = 0.2
_WORD = pattern_of(r"\p{Han}")


def joined(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Pages on which every table has its further columns; of the pages where these stood, what else is on them. All pages of the
    rows may come before those of the further columns, or each before its own."""
    found, firsts = list(sheets), [_first(sheet) for sheet in sheets]
    for at in range(len(found)):
        for high in range(1, _MOST + 1):
            step = high
            while further := _further(found, firsts, at, step, high):
                for number, grid in enumerate(further, at):
                    _join(found, number, number + step, grid)
                    firsts[number + step] = None
                step += high
    return found


def _further(sheets: Sequence[Sheet], firsts: Sequence[Grid | None], at: int, step: int, high: int) -> list[Grid]:
    """The further columns, so many pages on, of the tables of as many pages as one is `high`; none where they are not theirs."""
    further: list[Grid] = []
    for sheet, later, first in zip(sheets[at : at + high], sheets[at + step :], firsts[at + step :], strict=False):
        if first is None or not sheet.grids or not _are_level(sheet.grids[-1], first):
            return []
        if _begins_another(sheet, list(_above(later, first))):
            return []
        further.append(first)
    whole = len(further) == high and _has_further_head(sheets[at].grids[-1], further[0])
    return further if whole else []


def _first(sheet: Sheet) -> Grid | None:
    """The table with which a page begins, but for the unit and the number of a table."""
    first = sheet.grids[0] if sheet.grids else strip(sheet.page)
    return first if first and all(is_label(line.text) for line in _above(sheet, first)) else None


def _begins_another(sheet: Sheet, above: Sequence[Line]) -> bool:
    """Whether what stands between two tables is over the second: a title, or a label such as one over the first."""
    own, lines = sheet.grids[-1], [(line.base, line.text) for line in sheet.lines]
    over = {text[:_SORT] for base, text in lines if base < own.top and is_label(text)}
    between = [text for base, text in lines if base > own.bottom]
    return any(is_label(text) or is_title(text) for text in between) or any(line.text[:_SORT] in over for line in above)


def _above(sheet: Sheet, grid: Grid) -> Iterator[Line]:
    return takewhile(lambda line: line.base < grid.top, sheet.lines)


def _are_level(own: Grid, other: Grid) -> bool:
    """Whether the rows of two tables stand at the same heights of pages of one size."""
    pages = own.page, other.page
    return (
        len(own.heights) == len(other.heights) > _LEAST
        and all(abs(one - two) <= _SAME for one, two in zip(own.heights, other.heights, strict=True))
        and abs(pages[0].width - pages[1].width) <= _SAME
    )


def _has_further_head(own: Grid, other: Grid) -> bool:
    """Whether a table begins with a head, as its rows do, that is not the same again; forms of one kind are alike in places."""
    heads = [_texts(grid.rows[0]) for grid in (own, other)]
    if heads[0] == heads[1] or any(FIGURE.fullmatch(text) for text in (*heads[0], *heads[1])):
        return False
    repeated = _repeated(own, other)
    words = alike = 0
    for mine, its in zip(own.rows, other.rows, strict=True):
        for column, text in enumerate(_texts(its)[repeated:], repeated):
            words += (is_word := bool(_WORD.search(text)))
            alike += is_word and column < len(mine) and mine[column].text == text
    return any(heads[0]) and alike <= _ALIKE * words


def _repeated(own: Grid, other: Grid) -> int:
    """How many columns at the left repeat the names of the rows."""
    pairs = zip(zip(*map(_texts, own.rows), strict=True), zip(*map(_texts, other.rows), strict=True), strict=False)
    count = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return count if count < len(other.edges) - 1 else 0


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _join(sheets: list[Sheet], at: int, further: int, other: Grid) -> None:
    """Take the table with which a later page begins, with what stands above it, to the last one of a page."""
    page, grids, lines = sheets[at]
    later, others, below = sheets[further]
    own = grids[-1]
    repeated = _repeated(own, other)
    for row, more in zip(own.rows, other.rows, strict=True):
        row += [cell._replace(page=other.page) for cell in more[repeated:]]
    own.edges += [own.edges[-1] + edge - other.edges[repeated] for edge in other.edges[repeated + 1 :]]
    own.doubts += [doubt for doubt in other.doubts if doubt not in own.doubts]
    over = list(_above(sheets[further], other))
    sheets[at] = Sheet(page, grids, sorted([*lines, *over], key=lambda line: line.base))
    sheets[further] = Sheet(later, others[1:], [line for line in below if line.base > other.bottom])
