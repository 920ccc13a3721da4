"""Statements as Word tables: merged heads, amounts to the right, the head repeated on every page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple
from xml.sax.saxutils import escape

from gouji.lexicon import lexicon
from gouji.precompiled import pattern_of
from gouji.statements import Statement
from gouji.statements.columns import is_amount
from gouji.statements.grid import Grid, analyse

_PLAIN_NUMBER = pattern_of(r"-?\d+(?:\.\d+)?")
_SMALLEST = 7.5
_PADDING = 6.0  # points to the left and right of a text together
_LINE, _APART = 1.2, 2.0  # the height of a line in type sizes, and the points over and under a cell's text together
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Area(NamedTuple):
    """A cell of the head with the columns and rows that it covers, ends exclusive."""

    row: int
    column: int
    bottom: int
    right: int


class Drawing(NamedTuple):
    """A statement cut to a page: its texts, which columns have amounts, names and codes, widths and sizes in points, and
    whether every name stands in one line."""

    head: list[list[str]]
    body: list[list[str]]
    amounts: frozenset[int]
    names: frozenset[int]
    codes: frozenset[int]
    widths: list[float]
    size: float
    unbroken: bool = False

    @property
    def height(self) -> float:
        """About how high the table is."""
        return sum(_height(row, self.widths, self.size) for row in (*self.head, *self.body))


def column_count(statement: Statement) -> int:
    """How many columns the table of a statement has."""
    return _used(analyse(statement.table, lexicon()))


def draw(statement: Statement, width: float, height: float, size: float) -> Drawing:
    """Cut a statement to a page of `width` and `height` points: in the largest type up to `size` that leaves it on one page
    and every name in one line; where none does both, on one page; else with unbroken names; else with unbroken amounts."""
    grid = analyse(statement.table, lexicon())
    columns = range(_used(grid))
    top = min(grid.data, default=max(grid.head, default=0) + 1)
    whole = Drawing(
        [[_text(grid, row, column) for column in columns] for row in range(top)],
        [[_text(grid, row, column) for column in columns] for row in grid.data],
        frozenset(value.index for band in grid.bands for value in band.values),
        frozenset(band.name_column for band in grid.bands),
        frozenset(column for band in grid.bands for column in band.code_columns),
        [],
        size,
    )
    for cells in whole.body:
        cells[:] = [_grouped(text) if column in whole.amounts else text for column, text in enumerate(cells)]
    cuts = []
    for smaller in range(int((size - _SMALLEST) * 2) + 1):
        now = size - smaller / 2
        least, best = _least(whole, now), _best(whole, now)
        if sum(least) <= width or now - 0.5 < _SMALLEST:
            cuts.append(whole._replace(widths=_widths(least, best, width), size=now, unbroken=sum(best) <= width))
    return max(cuts, key=lambda cut: (cut.height <= height, cut.unbroken, cut.size))


def draw_rows(rows: Sequence[Sequence[str]], width: float, size: float) -> Drawing:
    """A table of plain texts, `width` points wide, the first row its head."""
    columns = max(map(len, rows))
    full = [[*row, *[""] * (columns - len(row))] for row in rows]
    whole = Drawing(full[:1], full[1:], frozenset(), frozenset(range(columns)), frozenset(), [], size)
    return whole._replace(widths=_widths(_least(whole, size), _best(whole, size), width))


def table_xml(drawing: Drawing) -> str:
    """The table as a `w:tbl` element."""
    areas = areas_of(drawing.head)
    rows = "".join(_head_row(drawing, row, areas) for row in range(len(drawing.head)))
    rows += "".join(_body_row(drawing, cells) for cells in drawing.body)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{_twips(each)}"/>' for each in drawing.widths)
    margins = "".join(f'<w:{side} w:w="40" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{_twips(sum(drawing.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def areas_of(head: list[list[str]]) -> dict[tuple[int, int], Area]:
    """The merged areas of a head whose merges were lost, by their upper left cell.

    An empty cell belongs to the cell on its left as far as the head over that one reaches, else to the cell above; the
    last row names single columns. An area that would not be a rectangle loses the cells that break it.
    """
    source: list[list[tuple[int, int]]] = []
    for row, cells in enumerate(head):
        line: list[tuple[int, int]] = []
        for column, text in enumerate(cells):
            left = line[column - 1] if column else None
            above = source[row - 1][column] if row else None
            same_head = column > 0 and (not row or above == source[row - 1][column - 1])
            spreads = left is not None and left[0] == row and head[row][left[1]] != "" and row < len(head) - 1
            if text:
                line.append((row, column))
            else:
                line.append(left if left and spreads and same_head else above or (row, column))
        source.append(line)
    areas: dict[tuple[int, int], Area] = {}
    for row, line in enumerate(source):
        for column, origin in enumerate(line):
            area = areas.get(origin)
            if area is None:
                areas[origin] = Area(*origin, origin[0] + 1, origin[1] + 1)
            elif row == origin[0]:
                areas[origin] = area._replace(right=column + 1)
            elif column == origin[1] and line[column : area.right] == [origin] * (area.right - column):
                areas[origin] = area._replace(bottom=row + 1)
    for row, line in enumerate(source):
        for column, origin in enumerate(line):
            if not _covers(areas[origin], row, column):
                areas[row, column] = Area(row, column, row + 1, column + 1)
    return areas


def breadth(text: str) -> float:
    """In half-width characters; digits and letters of most fonts are a little wider than that."""
    wide = sum(ord(character) > 0x2E7F or character in "“”‘’—…" for character in text)
    return wide * 2 + (len(text) - wide) * 1.1


def _used(grid: Grid) -> int:
    """The columns up to the last one that has any text."""
    return max((c + 1 for texts in grid.texts for c, text in enumerate(texts) if text), default=1)


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.cell(row, column)
    return "" if cell is None else cell.text


def _grouped(text: str) -> str:
    """1590.67 → 1,590.67: a workbook keeps amounts without groups."""
    return f"{Decimal(text):,f}" if _PLAIN_NUMBER.fullmatch(text) else text


def _least(drawing: Drawing, size: float) -> list[float]:
    """What each column needs: amounts and codes in one line, heads in up to three, names in as many as it takes."""
    return _needed(drawing, size, 12, 3)


def _best(drawing: Drawing, size: float) -> list[float]:
    """What each column should have: heads in up to two lines, names in one, all amounts the same."""
    found = _needed(drawing, size, 40, 2)
    widest = max((found[column] for column in drawing.amounts), default=0.0)
    return [widest if column in drawing.amounts else each for column, each in enumerate(found)]


def _needed(drawing: Drawing, size: float, most: int, head_lines: int) -> list[float]:
    areas = areas_of(drawing.head)
    found = []
    for column in range(len(drawing.head[0])):
        heads = [breadth(cells[column]) for row, cells in enumerate(drawing.head) if _is_single(areas, row, column)]
        texts = [_breadth(drawing, cells, column, most) for cells in drawing.body]
        lines = max((math.ceil(head / 2 / head_lines) * 2 for head in heads), default=0)
        found.append(max([lines, 5, *texts]) * size / 2 + _PADDING)
    return found


def _breadth(drawing: Drawing, cells: list[str], column: int, most: int) -> float:
    """The breadth of a cell of the body; a name may be broken, a label among the codes always."""
    text = cells[column]
    if column in drawing.codes and not text.isdigit():
        return 0
    return breadth(text) if column in drawing.amounts | drawing.codes else min(breadth(text), most)


def _is_single(areas: dict[tuple[int, int], Area], row: int, column: int) -> bool:
    area = areas.get((row, column))
    return area is not None and area.right == column + 1


def _widths(least: list[float], best: list[float], width: float) -> list[float]:
    """Between the least and the best widths as far as the page allows; what is left over goes to all alike."""
    if sum(least) >= width:
        return [each * width / sum(least) for each in least]
    if sum(best) <= width:
        return [each * width / sum(best) for each in best]
    share = (width - sum(least)) / (sum(best) - sum(least))
    return [low + (high - low) * share for low, high in zip(least, best, strict=True)]


def _height(cells: list[str], widths: list[float], size: float) -> float:
    lines = [math.ceil(breadth(t) * size / 2 / (w - _PADDING + 1)) for t, w in zip(cells, widths, strict=True)]
    return max(1, min(max(lines), 3)) * size * _LINE + _APART + 0.5


def _spans(drawing: Drawing, cells: list[str], column: int) -> int:
    """How many further columns a label in a column of codes (人员经费合计) covers."""
    text = cells[column]
    if column not in drawing.codes or not text or text.isdigit():
        return 0
    after = range(column + 1, len(cells))
    return len(list(takewhile(lambda c: not cells[c] and c not in drawing.amounts, after)))


def _head_row(drawing: Drawing, row: int, areas: dict[tuple[int, int], Area]) -> str:
    """A row of the head: the areas that begin in it, and the continuations of those that come from above."""
    drawn, column = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", 0
    while column < len(drawing.widths):
        area = next(area for area in areas.values() if _covers(area, row, column))
        text = drawing.head[row][column] if area.row == row else ""
        merge = ""
        if area.bottom - area.row > 1:
            merge = '<w:vMerge w:val="restart"/>' if area.row == row else "<w:vMerge/>"
        drawn += _cell(drawing, text, range(column, area.right), "center", merge, bold=True)
        column = area.right
    return drawn + "</w:tr>"


def _covers(area: Area, row: int, column: int) -> bool:
    return area.row <= row < area.bottom and area.column <= column < area.right


def _body_row(drawing: Drawing, cells: list[str]) -> str:
    drawn, column = "<w:tr><w:trPr><w:cantSplit/></w:trPr>", 0
    while column < len(cells):
        right = column + 1 + _spans(drawing, cells, column)
        is_right = column in drawing.amounts or is_amount(cells[column])
        side = "right" if is_right else "left" if column in drawing.names else "center"
        drawn += _cell(drawing, cells[column], range(column, right), side)
        column = right
    return drawn + "</w:tr>"


def _cell(drawing: Drawing, text: str, columns: range, side: str, merge: str = "", bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    size = f'<w:sz w:val="{round(drawing.size * 2)}"/>'
    run = f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{weight}{size}</w:rPr><w:t>{escape(text)}</w:t></w:r>'
    width = _twips(sum(drawing.widths[column] for column in columns))
    span = f'<w:gridSpan w:val="{len(columns)}"/>' if len(columns) > 1 else ""
    spacing = f'w:before="{_twips(_APART / 2)}" w:after="{_twips(_APART / 2)}" w:line="{_twips(drawing.size * _LINE)}"'
    layout = f'<w:spacing {spacing} w:lineRule="exact"/><w:jc w:val="{side}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{layout}</w:pPr>{run if text else ""}</w:p></w:tc>'
    )


def _twips(points: float) -> int:
    return round(points * 20)
