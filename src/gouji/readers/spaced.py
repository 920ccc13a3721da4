"""Tables whose columns are kept apart by spaces, as `pdftotext -layout` writes them, read where the columns are certain.

A character is as wide as the text lays it out: all alike, or Chinese ones twice as wide as figures. From there on the lines
are those of a page without ruling lines, whose heads and columns `readers/pdf` tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from gouji.document import Cell, Span, Table
from gouji.readers.forms import Form
from gouji.readers.gaps import LEAST_ROWS, ROW, Spaced
from gouji.readers.pdf.lines import Line
from gouji.readers.pdf.page import Glyph, Page
from gouji.readers.pdf.tables import Grid
from gouji.readers.pdf.unruled import Block, Loose, in_order, loose_of, pieces_of
from gouji.readers.pdf.wrapped import AMOUNT, NUMBER
from gouji.readers.text_flow import LineKind, SourceLine

_LEADING = 1.5  # how far apart lines stand, in characters: further than those of one wrapped cell
_SAME = 0.5
_LEAST_SURE = 0.8
_SLACK = 2.0
_MOST_DRIFT = 4
_HEIGHT = 1e6


def spaced_in(source: str, lines: Sequence[SourceLine]) -> Spaced:
    """The tables of a text that spaces lay out. A table proves nothing where it is not laid out exactly, where many others of
    the text are not, and where the text is that of pages: a program laid it out, which shifts rows and heads."""
    result = Spaced({}, [])
    wide = min((1, 2), key=lambda width: len(_ends(lines, width)))
    texts = [(index, line) for index, line in enumerate(lines) if line.kind is LineKind.TEXT]
    pages: dict[int, list[Line]] = {}
    feeds = 0
    at = 0
    for index, line in texts:
        feeds += source.count("\f", at, line.start)
        at = line.start
        if glyphs := _glyphs(line, index, wide):
            pages.setdefault(feeds + 1, []).append(Line(glyphs, _LEADING * index, 1.0))
    blocks: list[Block] = []
    for number, own in pages.items():
        page = Page(number, _HEIGHT, _HEIGHT, 0, [], [], [], 0, [])
        tables, rest = loose_of(page, own)
        placed: list[tuple[float, Block]] = [(line.base - line.em / 2, (page, line)) for line in rest]
        for table in tables:
            if (nudged := _nudged(table)) is not None:
                placed.append((table.top, nudged))
            elif _counts(table):
                result.left.append(_range([*table.head, *table.body]))
        blocks += [block for _, block in sorted(placed, key=_top)]
    sure = 0
    for grids in _joined(in_order(blocks)):
        used = _range([line for grid in grids for row in grid.rows for cell in row for line in cell.lines])
        drift = max(map(_drift, grids))
        if drift > _MOST_DRIFT or (drift and not _is_headed(grids[0])) or any(grid.doubts for grid in grids):
            result.left.append(used)
            continue
        sure += not drift
        merged = Table([row for grid in grids for row in _rows(grid, lines)], unsure=drift > 0 or len(pages) > 1)
        result.found[used.start] = Form(merged, used.stop)
    if sure < _LEAST_SURE * (len(result.left) + len(result.found)):  # what stands flush does so by chance
        for form in result.found.values():
            form.table.unsure = True
    return result


def _glyphs(line: SourceLine, index: int, wide: int) -> list[Glyph]:
    """The characters of a line where it lays them out; `spaced` is where each stands in the line."""
    glyphs: list[Glyph] = []
    x = 0
    for place, character in enumerate(line.text):
        width = wide if character > "\u2e80" else 1
        if not character.isspace() and character != "\ufeff":
            glyphs.append(Glyph(character, x, x + width, _LEADING * index, 1.0, place))
        x += width
    return glyphs


def _ends(lines: Sequence[SourceLine], wide: int) -> set[int]:
    """Where amounts end, if Chinese characters are so wide: at few places if this is so."""
    return {
        match.end() + (wide - 1) * sum(character > "\u2e80" for character in line.text[: match.end()])
        for line in lines
        if line.kind is LineKind.TEXT and "  " in line.text
        for match in ROW.finditer(line.text)
    }


def _counts(table: Loose) -> bool:
    return sum(any(AMOUNT.fullmatch(piece.text) for piece in pieces_of(line)) for line in table.body) >= LEAST_ROWS


def _nudged(table: Loose) -> Loose | None:
    """A table whose columns do not touch: what is laid out a character or two into the next is moved back. None where two
    pieces of a row would be of one column."""
    rows = [pieces_of(line) for line in table.body]
    columns = _columns([row for row in rows if len(row) > 1])
    if columns is None:
        return None
    places = [[_column(piece, columns) for piece in row] for row in rows]
    if any(a >= b for row in places for a, b in pairwise(row)):
        return None
    edges = [(max(x1 for _, x1 in a) + min(x0 for x0, _ in b)) / 2 for a, b in pairwise(columns)]
    body = []
    for line, row, own in zip(table.body, rows, places, strict=True):
        glyphs: list[Glyph] = []
        for piece, column in zip(row, own, strict=True):
            off = max(edges[column - 1] - piece.x0, 0) if column else 0
            off += min(edges[column] - piece.x1 - off, 0) if column < len(edges) else 0
            glyphs += [glyph._replace(x0=glyph.x0 + off, x1=glyph.x1 + off) for glyph in piece.glyphs]
        body.append(Line(glyphs, line.base, line.em))
    return table._replace(body=body)


def _top(block: tuple[float, Block]) -> float:
    return block[0]


_Pieces = list[tuple[float, float]]


def _columns(rows: Sequence[Sequence[Line]]) -> list[_Pieces] | None:
    """The places of the pieces of rows, those over one another together, numbers apart from words, left to right."""
    columns: list[tuple[bool, _Pieces]] = []
    places = {(piece.x0, piece.x1, NUMBER.fullmatch(piece.text) is not None) for row in rows for piece in row}
    for x0, x1, alike in sorted(places, key=lambda place: (place[1] - place[0], place)):
        own = (x0, x1)
        same = [each for each in columns if each[0] == alike and any(_shared(own, other) > _SAME for other in each[1])]
        columns = [each for each in columns if each not in same]
        columns.append((alike, [own, *(other for each in same for other in each[1])]))
    found = sorted((each for _, each in columns), key=lambda each: median(x0 + x1 for x0, x1 in each))
    for a, b in pairwise(found):
        if max(x1 for _, x1 in a) - min(x0 for x0, _ in b) > 2 * _SLACK:
            return None
    return found


def _shared(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How much of the shorter of two pieces is over the other."""
    across = min(one[1], other[1]) - max(one[0], other[0])
    return across / min(one[1] - one[0], other[1] - other[0])


def _column(piece: Line, columns: Sequence[_Pieces]) -> int:
    own = (piece.x0, piece.x1)
    known = next((number for number, column in enumerate(columns) if own in column), None)
    if known is not None:
        return known
    return max(range(len(columns)), key=lambda number: max(_shared(own, other) for other in columns[number]))


def _index(line: Line) -> int:
    return round(line.base / _LEADING)


def _joined(order: Sequence[tuple[Page, Line] | Grid]) -> Iterator[list[Grid]]:
    """The parts of each table, which may be on several pages with nothing between."""
    parts: list[Grid] = []
    for block in order:
        if isinstance(block, Grid) and parts and len(block.edges) == len(parts[-1].edges):
            parts.append(block)
            continue
        if parts:
            yield parts
        parts = [block] if isinstance(block, Grid) else []
    if parts:
        yield parts


def _range(lines: Sequence[Line]) -> range:
    """The indices of some lines, from the first to the last."""
    used = [_index(line) for line in lines]
    return range(min(used), max(used) + 1)


def _rows(grid: Grid, lines: Sequence[SourceLine]) -> list[list[Cell]]:
    """The cells of a table where they stand in the text."""
    rows = []
    for row in grid.rows:
        near = next(line for cell in row for line in cell.lines)
        rows.append([_cell(cell.lines, lines, _place(near, lines)) for cell in row])
    return rows


def _drift(grid: Grid) -> int:
    """How far from each other the numbers of a column end, or begin, at most; too far where by so little a number could be of
    the next column."""
    columns: list[tuple[int, int, int]] = []
    for cells in zip(*grid.rows[_first_of_data(grid) :], strict=True):
        numbers = [line for cell in cells for line in cell.lines if NUMBER.fullmatch(line.text)]
        if numbers:
            starts, ends = ([round(getattr(line, edge)) for line in numbers] for edge in ("x0", "x1"))
            columns.append((min(starts), max(ends), min(max(ends) - min(ends), max(starts) - min(starts))))
    if any(start - end < a + b for (_, end, a), (start, _, b) in pairwise(columns)):
        return _MOST_DRIFT + 1
    return max((drift for _, _, drift in columns), default=0)


def _is_headed(grid: Grid) -> bool:
    """Whether a header stands over every column."""
    first = _first_of_data(grid)
    return all(any(cell.lines for cell in column[:first]) for column in zip(*grid.rows, strict=True))


def _first_of_data(grid: Grid) -> int:
    amounts = (any(AMOUNT.fullmatch(line.text) for cell in row for line in cell.lines) for row in grid.rows)
    return next((at for at, is_row in enumerate(amounts) if is_row), 0)


def _place(line: Line, lines: Sequence[SourceLine]) -> int:
    return lines[_index(line)].start + line.glyphs[0].spaced


def _cell(parts: Sequence[Line], lines: Sequence[SourceLine], near: int) -> Cell:
    if not parts:
        return Cell("", Span(near, near))
    end = lines[_index(parts[-1])].start + parts[-1].glyphs[-1].spaced + 1
    return Cell(
        "".join(part.text for part in parts), Span(_place(parts[0], lines), max(end, _place(parts[0], lines) + 1))
    )
