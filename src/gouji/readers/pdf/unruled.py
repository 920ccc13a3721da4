"""Tables without ruling lines: rows of amounts under one another, their columns told apart by the white between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import regex

from gouji.readers.pdf.lines import Line, is_label, split
from gouji.readers.pdf.pages import Page
from gouji.readers.pdf.tables import Cell, Grid

_AMOUNT = regex.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)%?")
_NUMBER = regex.compile(r"[-−]?[\d,.]+%?|[-—]+")
_WIDE = 1.2
_NARROW = 0.6
_STRAY_SHARE = 0.1
_CLOSE = 0.75
_SAME_ROW = 0.45
_NEXT = 3.4
_LONGEST_HEAD = 20
_LEAST_ROWS = 2
_MOST_HEAD = 5
_MOST_BETWEEN = 6


def unruled(page: Page, lines: list[Line]) -> tuple[list[Grid], list[Line]]:
    """The tables among the lines of a page, and the lines that are not of a table."""
    grids: list[Grid] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at) if _is_row(lines[at]) else at
        if sum(_is_row(line) for line in lines[at:end]) < _LEAST_ROWS:
            rest.append(lines[at])
            at += 1
            continue
        head: list[Line] = []
        while rest and len(head) < _MOST_HEAD and _is_head(rest[-1], (head or lines[at:])[0]):
            head.insert(0, rest.pop())
        grids.append(_grid(page, head, lines[at:end]))
        at = end
    return grids, rest


def part_rows(grid: Grid) -> None:
    """Part the rows of a ruled table between which no lines are drawn: amounts under one another in one cell."""
    rows: list[list[Cell]] = []
    for row in grid.rows:
        if not any(sum(_AMOUNT.fullmatch(line.text) is not None for line in cell.lines) > 1 for cell in row):
            rows.append(row)
            continue
        lines = sorted((line for cell in row for line in cell.lines), key=lambda line: line.base)
        owner = {id(line): number for number, cell in enumerate(row) for line in cell.lines}
        parted: list[list[list[Line]]] = []
        base = 0.0
        for line in lines:
            if not parted or line.base - base > _SAME_ROW * line.em:
                parted.append([[] for _ in row])
                base = line.base
            parted[-1][owner[id(line)]].append(line)
        rows += [
            [_cell(own, (cell.box[0], cell.box[2]), part) for own, cell in zip(part, row, strict=True)]
            for part in _joined(parted)
        ]
    grid.rows = rows


def _is_row(line: Line) -> bool:
    """A line with an amount that stands apart from the rest of it."""
    pieces = split(line, _WIDE)
    return len(pieces) > 1 and any(_AMOUNT.fullmatch(piece.text) for piece in pieces)


def _end(lines: Sequence[Line], start: int) -> int:
    """Where the rows end that begin at `start`: a line without amounts is of them if more rows follow close below."""
    end = start + 1
    pitch = 0.0
    for at in range(start + 1, len(lines)):
        step = lines[at].base - lines[at - 1].base
        if step > _NEXT * max(pitch, lines[at].em) or lines[at].text[-1] in "。；":
            break
        if _is_row(lines[at]):
            pitch = max(pitch, step)
            end = at + 1
        elif at - end >= _MOST_BETWEEN:
            break
    return end


def _is_head(line: Line, below: Line) -> bool:
    pieces = split(line, _WIDE)
    return (
        len(pieces) > 1
        and below.base - line.base <= _NEXT * line.em
        and all(len(piece.glyphs) <= _LONGEST_HEAD for piece in pieces)
        and not any(is_label(piece.text) for piece in pieces)
    )


def _grid(page: Page, head: list[Line], body: list[Line]) -> Grid:
    rows = [split(line, _NARROW) for line in body]
    columns = _columns([row for row in rows if len(row) > 1])
    heads = [split(line, _NARROW) for line in head]
    columns = _with_heads(columns, heads[-1] if heads else [])
    placed = [_place(row, columns) for row in heads] + _joined([_place(row, columns) for row in rows])
    lines = [line for row in placed for cell in row for line in cell]
    top, bottom = min(line.base - line.em for line in lines), max(line.base for line in lines)
    cells = [[_cell(cell, column, row) for cell, column in zip(row, columns, strict=True)] for row in placed]
    return Grid(page, [left for left, _ in columns] + [columns[-1][1]], cells, top, bottom)


def _cell(lines: list[Line], column: tuple[float, float], row: list[list[Line]]) -> Cell:
    bases = [line.base for cell in row for line in cell]
    em = max(line.em for cell in row for line in cell)
    return Cell((column[0], min(bases) - em, column[1], max(bases)), lines)


def _columns(rows: list[list[Line]]) -> list[tuple[float, float]]:
    """Left and right edges of the columns: between them hardly a row has text."""
    few = int(_STRAY_SHARE * len(rows))
    steps = sorted([(piece.x0, 1) for row in rows for piece in row] + [(piece.x1, -1) for row in rows for piece in row])
    columns: list[tuple[float, float]] = []
    depth, left = 0, 0.0
    for x, step in steps:
        if depth <= few < depth + step:
            left = x
        elif depth > few >= depth + step:
            columns.append((left, x))
        depth += step
    return columns


def _with_heads(columns: list[tuple[float, float]], head: list[Line]) -> list[tuple[float, float]]:
    """Columns reaching as far as their heads. Heads over no column are of those without one, else of empty columns."""
    wide = list(columns)
    loose: list[Line] = []
    for piece in head:
        over = [n for n, (left, right) in enumerate(columns) if piece.x0 < right and piece.x1 > left]
        if len(over) == 1:
            left, right = wide[over[0]]
            wide[over[0]] = (min(left, piece.x0), max(right, piece.x1))
        elif not over:
            loose.append(piece)
    bare = [n for n, column in enumerate(columns) if all(p.x1 <= column[0] or p.x0 >= column[1] for p in head)]
    if len(loose) == len(bare):
        for near, piece in zip(bare, loose, strict=True):
            wide[near] = (min(wide[near][0], piece.x0), max(wide[near][1], piece.x1))
    else:
        wide += [(piece.x0, piece.x1) for piece in loose]
    return sorted(wide)


def _place(row: list[Line], columns: list[tuple[float, float]]) -> list[list[Line]]:
    """The pieces of a line in the columns that they overlap first, or are nearest to."""
    cells: list[list[Line]] = [[] for _ in columns]
    for piece in row:
        place = next(
            (number for number, (left, right) in enumerate(columns) if piece.x0 < right and piece.x1 > left), None
        )
        if place is None:
            place = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) - piece.x0 - piece.x1))
        cells[place].append(piece)
    return cells


def _joined(rows: list[list[list[Line]]]) -> list[list[list[Line]]]:
    """Rows, the further lines of a wrapped label joined to the row that they stand close to."""
    full = [_base(row) for row in rows if _has_amount(row)]
    pitch = median([b - a for a, b in pairwise(full)]) if len(full) > 1 else 0
    joined: list[list[list[Line]]] = []
    pending: list[list[list[Line]]] = []
    for row in rows:
        if _has_amount(row):
            for part in pending:
                if _base(row) - _base(part) < _CLOSE * pitch:
                    row = _merged(part, row)
                else:
                    joined.append(part)
            pending = []
            joined.append(row)
        elif joined and not pending and _last(row) - _base(joined[-1]) < _CLOSE * pitch:
            joined[-1] = _merged(joined[-1], row)
        else:
            pending.append(row)
    return joined + pending


def _has_amount(row: list[list[Line]]) -> bool:
    return any(_NUMBER.fullmatch(line.text) for cell in row[1:] for line in cell)


def _base(row: list[list[Line]]) -> float:
    """The baseline of a row's amounts, else of its label."""
    amounts = [line.base for cell in row for line in cell if _AMOUNT.fullmatch(line.text)]
    return (amounts or [line.base for cell in row for line in cell])[0]


def _last(row: list[list[Line]]) -> float:
    return max(line.base for cell in row for line in cell)


def _merged(first: list[list[Line]], second: list[list[Line]]) -> list[list[Line]]:
    return [sorted([*one, *two], key=lambda line: line.base) for one, two in zip(first, second, strict=True)]
