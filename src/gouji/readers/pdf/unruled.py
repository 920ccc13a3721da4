"""Tables without ruling lines: rows of amounts under one another, their columns told apart by the white between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from gouji.precompiled import pattern_of
from gouji.readers.form_pieces import form_words
from gouji.readers.pdf.lines import Line, is_label, is_title, split
from gouji.readers.pdf.page import Page
from gouji.readers.pdf.tables import Cell, Grid
from gouji.readers.pdf.wrapped import AMOUNT, NUMBER, WRAPPED, Row, joined_rows

_CLAUSE = pattern_of(r"[，。；]")
_WIDE = 1.2
_NARROW = 0.6
_BY_DIGITS = 0.25
_STRAY_SHARE = 0.1
_SAME_ROW = 0.45
_ALIGNED = 0.6
_NEXT = 4.0
_LONGEST_HEAD = 20
_LEAST_AMOUNTS = 2
_LEAST_FORM_ROWS = 3
_MOST_HEAD = 8
_MOST_GROUPS = 4
_MOST_COLUMNS = 16
_CENTRED = 3.0
_OFF = 0.1


class Loose(NamedTuple):
    """A table without ruling lines: the lines of its head and of its rows."""

    page: Page
    head: list[Line]
    body: list[Line]

    @property
    def top(self) -> float:
        line = self.lines[0]
        return line.base - line.em

    @property
    def lines(self) -> list[Line]:
        return self.head + self.body


def loose_of(page: Page, lines: list[Line]) -> tuple[list[Loose], list[Line]]:
    """The tables among the lines of a page, and the lines that are not of a table."""
    starts = [piece.x0 for line in lines if _is_row(line) for piece in _pieces(line)]
    found: list[Loose] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at, starts) if _is_row(lines[at]) else at
        amounts = sum(_amounts(line) for line in lines[at:end])
        if amounts < (_LEAST_AMOUNTS if end < len(lines) else 1):
            rest.append(lines[at])
            at += 1
            continue
        body = lines[at:end]
        while rest and body[0].base - rest[-1].base < WRAPPED * body[0].em and _is_aligned(rest[-1], starts):
            body.insert(0, rest.pop())
        head: list[Line] = []
        while rest and len(head) < _MOST_HEAD and _is_head(rest[-1], (head or body)[0]):
            head.insert(0, rest.pop())
        while head and len(split(head[0], _WIDE)) < 2 and not _is_over(head[0], head[1:]):
            rest.append(head.pop(0))
        found.append(Loose(page, head, body))
        at = end
    forms, rest = _forms(page, rest)
    return found + forms, rest


def settled(parts: Sequence[Loose]) -> list[Grid]:
    """The parts of one table, which may be on several pages, with the same columns; none for a form whose rows have no
    columns, as where tabs part them: its words put it together better."""
    rows = [pieces for part in parts for line in part.body if len(pieces := _pieces(line)) > 1]
    head = [_pieces(line) for line in parts[0].head]
    columns = _columns(rows)
    if any(_is_crowded(row, columns) for row in rows) and any(map(_is_of_form, rows)):
        return []
    numbers = [_is_of_numbers(column, rows) for column in columns]
    columns = _with_heads(columns, head, numbers)
    return [_grid(part, columns) for part in parts]


def _is_crowded(row: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether two numbers of a row stand in one column."""
    numbers = [piece for piece in row if NUMBER.fullmatch(piece.text)]
    return any(sum(_over(piece, column) for piece in numbers) > 1 for column in columns)


def _is_of_form(row: Sequence[Line]) -> bool:
    words = form_words()
    return row[0].text.startswith((*words.seconds, *words.fund_rows))


def _grid(part: Loose, columns: list[tuple[float, float]]) -> Grid:
    pieces = [_pieces(line) for line in part.head]
    leaves = _leaves_of(pieces)
    head = [_placed(row, columns, leaves, pieces[at + 1 :]) for at, row in enumerate(pieces)]
    placed = _stacked(head) + joined_rows([_place(_pieces(line), columns) for line in part.body])
    lines = [line for row in placed for cell in row for line in cell]
    top, bottom = min(line.base - line.em for line in lines), max(line.base for line in lines)
    cells = [[_cell(cell, column, row) for cell, column in zip(row, columns, strict=True)] for row in placed]
    unclear = sum(any(_is_across(piece, columns) for piece in _pieces(line)) for line in part.body)
    doubts = [f"第{part.page.number}页的表没有框线，有{unclear}行分不清列"] if unclear else []
    return Grid(part.page, [left for left, _ in columns] + [columns[-1][1]], cells, top, bottom, doubts)


def _leaves_of(head: Sequence[list[Line]]) -> list[Line]:
    """The lowest line of a head that is not of the columns' numbers."""
    return next((row for row in reversed(head) if not all(NUMBER.fullmatch(piece.text) for piece in row)), [])


def _groups(head: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of a head that may name groups of columns (收入, 支出): the line below each has twice as many headers or more."""
    return [row for row, below in pairwise(head) if 2 <= len(row) <= _MOST_GROUPS and len(below) >= 2 * len(row)]


def _placed(
    row: list[Line], columns: Sequence[tuple[float, float]], leaves: list[Line], under: Sequence[list[Line]]
) -> Row:
    """A line of a head in its columns. Headers of groups, each in the middle of its own columns, belong to the first of these:
    of the columns over which the lowest line of the head stands (公务用车购置及运行费), or over groups of as many, of all
    (预算数, 决算数)."""
    own = [next((n for n, column in enumerate(columns) if _over(leaf, column)), -1) for leaf in leaves]
    below = sorted({number for number in own if number >= 0})
    if len(row) > 1 and any(len(line) == len(row) and line != leaves for line in under):
        below = list(range(len(columns)))
    is_group = len(row) <= _MOST_GROUPS and len(columns) <= _MOST_COLUMNS and row != leaves
    found = list(_begins(row, columns, below)) if is_group else []
    if not found:
        return _place(row, columns)
    _, firsts = min(found)
    return [[row[firsts.index(number)]] if number in firsts else [] for number in range(len(columns))]


def _begins(
    row: Sequence[Line], columns: Sequence[tuple[float, float]], numbers: Sequence[int]
) -> Iterator[tuple[float, list[int]]]:
    """Where the columns of each header of a line may begin, if these are more than one for each and it stands in their
    middle, and how far off that it stands. A column begins where the one before it ends."""
    for cut in combinations(range(1, len(numbers)), len(row) - 1) if len(numbers) > len(row) else ():
        begins, ends = [0, *cut], [*cut, len(numbers)]
        firsts, lasts = [numbers[begin] for begin in begins], [numbers[end - 1] for end in ends]
        lefts = [columns[first - 1][1] if first else columns[0][0] for first in firsts]
        rights = [columns[last][1] for last in lasts]
        far = [abs(a + b - piece.x0 - piece.x1) / 2 for a, b, piece in zip(lefts, rights, row, strict=True)]
        near = all(
            away <= max(_CENTRED * piece.em, _OFF * (b - a))
            for away, piece, a, b in zip(far, row, lefts, rights, strict=True)
        )
        if near and all(first < last for first, last in zip(firsts, lasts, strict=True)):
            yield sum(far), firsts


def _is_across(piece: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a piece of a line reaches over several columns."""
    return sum(_over(piece, column) for column in columns) > 1


def _pieces(line: Line) -> list[Line]:
    """A line cut at its gaps; beside a digit a small gap is one."""
    pieces: list[Line] = []
    for piece in split(line, _BY_DIGITS):
        last = pieces[-1] if pieces else None
        if last and piece.x0 - last.x1 <= _NARROW * line.em and not (_is_digit(last, -1) or _is_digit(piece, 0)):
            pieces[-1] = Line(last.glyphs + piece.glyphs, line.base, line.em)
        else:
            pieces.append(piece)
    return pieces


def _is_digit(line: Line, at: int) -> bool:
    return line.glyphs[at].text.isdigit()


def _amounts(line: Line) -> int:
    return sum(AMOUNT.fullmatch(piece.text) is not None for piece in _pieces(line))


def part_rows(grid: Grid) -> None:
    """Part the rows of a ruled table between which no lines are drawn: amounts under one another in one cell."""
    rows: list[list[Cell]] = []
    for row in grid.rows:
        if not any(sum(AMOUNT.fullmatch(line.text) is not None for line in cell.lines) > 1 for cell in row):
            rows.append(row)
            continue
        lines = [(line, number) for number, cell in enumerate(row) for line in cell.lines]
        parted: list[Row] = []
        base = 0.0
        for line, number in sorted(lines, key=lambda each: each[0].base):
            if not parted or line.base - base > _SAME_ROW * line.em:
                parted.append([[] for _ in row])
                base = line.base
            parted[-1][number].append(line)
        rows += [
            [_cell(own, (cell.box[0], cell.box[2]), part) for own, cell in zip(part, row, strict=True)]
            for part in joined_rows(parted)
        ]
    grid.rows = rows


def _is_row(line: Line) -> bool:
    """A line with an amount that stands apart from the rest of it; a sentence, however wide its gaps, is none."""
    pieces = split(line, _WIDE)
    if len(pieces) < 2 or _CLAUSE.search(line.text):
        return False
    return any(AMOUNT.fullmatch(piece.text) for whole in pieces for piece in _pieces(whole))


def _forms(page: Page, lines: list[Line]) -> tuple[list[Loose], list[Line]]:
    """The tables without amounts: several lines under one another, their words at the same places."""
    runs: list[list[Line]] = []
    places: list[float] = []
    for line in lines:
        pieces = split(line, _WIDE)
        before, places = places, [piece.x0 for piece in pieces if not NUMBER.fullmatch(piece.text)]
        shared = sum(any(abs(x - y) < _ALIGNED * line.em for y in before) for x in places)
        short = all(len(piece.glyphs) <= _LONGEST_HEAD and not is_label(piece.text) for piece in pieces)
        if runs and short and shared > 1 and line.base - runs[-1][-1].base <= _NEXT * line.em:
            runs[-1].append(line)
        else:
            runs.append([line])
    forms = [Loose(page, [], run) for run in runs if len(run) >= _LEAST_FORM_ROWS]
    return forms, [line for run in runs if len(run) < _LEAST_FORM_ROWS for line in run]


def _end(lines: Sequence[Line], start: int, starts: Sequence[float]) -> int:
    """Where the rows end that begin at `start`: a line without amounts is of them if it begins where rows begin (`starts`)
    and more rows follow close below, or the page ends."""
    end = start + 1
    pitch = 0.0
    for at in range(start + 1, len(lines)):
        line = lines[at]
        step = line.base - lines[at - 1].base
        if (
            step > _NEXT * max(pitch, line.em)
            or _CLAUSE.search(line.text)
            or is_label(line.text)
            or is_title(line.text)
        ):
            break
        if _is_row(line):
            pitch = max(pitch, step)
            end = at + 1
        elif len(_pieces(line)) < 2 and not _is_aligned(line, starts):
            break
    else:
        return len(lines)
    return end


def _is_aligned(line: Line, starts: Sequence[float]) -> bool:
    """Whether every piece of a line begins where pieces of rows do, as labels do."""
    return all(any(abs(piece.x0 - x) < _ALIGNED * line.em for x in starts) for piece in _pieces(line))


def _is_head(line: Line, below: Line) -> bool:
    """Whether a line over a table is of its head; a lone piece is, where it is close to more of the head."""
    pieces = split(line, _WIDE)
    return (
        below.base - line.base <= (_NEXT if len(pieces) > 1 else WRAPPED) * line.em
        and all(len(piece.glyphs) <= _LONGEST_HEAD for piece in pieces)
        and not any(is_label(piece.text) for piece in pieces)
    )


def _is_over(line: Line, below: Sequence[Line]) -> bool:
    """Whether a lone line of a head is the header of a group: several headers stand below it, about its middle."""
    leaves = _leaves_of([_pieces(each) for each in below])
    if is_title(line.text) or len(below) < 2 or not 2 <= len(leaves) < sum(len(_pieces(each)) for each in below):
        return False
    off = abs(leaves[0].x0 + leaves[-1].x1 - line.x0 - line.x1) / 2
    return off <= max(_CENTRED * line.em, 2 * _OFF * (leaves[-1].x1 - leaves[0].x0))


def _cell(lines: list[Line], column: tuple[float, float], row: Row) -> Cell:
    bases = [line.base for cell in row for line in cell]
    em = max(line.em for cell in row for line in cell)
    return Cell((column[0], min(bases) - em, column[1], max(bases)), lines)


def _stacked(head: list[Row]) -> list[Row]:
    """The rows of a head, a header's further lines joined to its first."""
    for above, row in reversed(list(enumerate(head[1:]))):
        for column, cell in enumerate(row):
            over = next((r for r in reversed(head[: above + 1]) if r[column]), None)
            if cell and over and cell[0].base - over[column][-1].base < WRAPPED * cell[0].em:
                over[column].extend(cell)
                row[column] = []
    return [row for row in head if any(row)]


def _columns(rows: Sequence[list[Line]], stray: float = _STRAY_SHARE) -> list[tuple[float, float]]:
    """Left and right edges of the columns: between them hardly a row has text, no more than the share of stray ones."""
    few = int(stray * len(rows))
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


def _is_of_numbers(column: tuple[float, float], rows: Sequence[list[Line]]) -> bool:
    return all(NUMBER.fullmatch(piece.text) for row in rows for piece in row if _over(piece, column))


def _with_heads(
    columns: list[tuple[float, float]], rows: Sequence[list[Line]], numbers: Sequence[bool]
) -> list[tuple[float, float]]:
    """Columns that reach to their heads. A head over no column is of a neighbour without one, else of an empty column."""
    head = [piece for row in rows for piece in row]
    groups = [piece for row in _groups(rows) for piece in row]
    leaves = [piece for piece in head if piece not in groups and _is_leaf(piece, head)]
    bare = [number for number, column in enumerate(columns) if not any(_over(piece, column) for piece in leaves)]
    loose = [[piece] for piece in leaves if not any(_over(piece, column) for column in columns)]
    own = _columns(loose, 0) if loose else []
    pairs = list(zip(bare, own, strict=True)) if len(bare) == len(own) else _before(columns, bare, own, numbers)
    pairs = pairs or list(_nearest(columns, bare, own))
    wide = list(columns)
    for number, (left, right) in pairs:
        wide[number] = (min(wide[number][0], left), max(wide[number][1], right))
    return sorted([*wide, *(column for column in own if column not in [pair for _, pair in pairs])])


def _before(
    columns: Sequence[tuple[float, float]], bare: list[int], own: list[tuple[float, float]], numbers: Sequence[bool]
) -> list[tuple[int, tuple[float, float]]]:
    """Columns of numbers without a head and the heads whose middle is the last before their right ends: numbers stand at the
    right of a column, or as its head does in the middle. Nothing where that is not one head for each."""
    heads = [[head for head in own if sum(head) / 2 < columns[number][1]][-1:] for number in bare]
    found = [head[0] for head in heads if head]
    told = all(numbers[number] for number in bare) and len(set(found)) == len(bare)
    return list(zip(bare, found, strict=True)) if told else []


def _nearest(
    columns: list[tuple[float, float]], bare: list[int], own: list[tuple[float, float]]
) -> Iterator[tuple[int, tuple[float, float]]]:
    """Columns without a head and the heads beside them, the closest first."""
    beside = sorted(
        (max(columns[number][0] - head[1], head[0] - columns[number][1]), number, head)
        for head in own
        for after in (sum(column[0] < head[0] for column in columns),)
        for number in {after - 1, after} & set(bare)
    )
    taken: set[int] = set()
    placed: set[tuple[float, float]] = set()
    for _, number, head in beside:
        if number not in taken and head not in placed:
            taken.add(number)
            placed.add(head)
            yield number, head


def _over(piece: Line, column: tuple[float, float]) -> bool:
    return piece.x0 < column[1] and piece.x1 > column[0]


def _is_leaf(piece: Line, head: list[Line]) -> bool:
    """Whether no header stands under this one or under either side of it, as they do under the header of a group."""
    margin = 2 * piece.em
    return not any(
        other.base > piece.base + WRAPPED * piece.em and other.x0 < piece.x1 + margin and other.x1 > piece.x0 - margin
        for other in head
    )


def _place(row: list[Line], columns: Sequence[tuple[float, float]]) -> Row:
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
