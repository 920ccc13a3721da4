"""Tables without ruling lines: rows of amounts under one another, their columns told apart by the white between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.precompiled import pattern_of
from gouji.readers.form_pieces import form_words
from gouji.readers.pdf.headers import (
    columns_of,
    heads_group,
    is_of_numbers,
    is_over,
    leaves_of,
    place,
    placed,
    stacked,
    under_names,
    with_heads,
)
from gouji.readers.pdf.lines import Line, is_label, is_title, split
from gouji.readers.pdf.page import Page
from gouji.readers.pdf.tables import Cell, Grid
from gouji.readers.pdf.wrapped import AMOUNT, NUMBER, WRAPPED, Row, joined_rows

_CLAUSE = pattern_of(r"[。；]|(?<!\d)，|，(?!\d{3})")
_AMOUNT_AND_NAME = pattern_of(r"-?\d[\d,]*\.\d\d(?=[\p{Han}（(《“])(?![百千万亿]*元|[万亿个人])")
_THOUSANDS = pattern_of(r"[-−]?[1-9]\d{0,2}(?:\d{3})*")
_THREE = pattern_of(r"\d{3}(?:\.\d+)?")
_NOTHING = pattern_of(r"[-—－]+|0")
_YEAR = pattern_of(r"20\d\d年度?")
_BEGINS_AMOUNT = frozenset("-0123456789")
_WIDE = 1.2
_NARROW = 0.6
_BY_DIGITS = 0.25
_SAME_ROW = 0.45
_ALIGNED = 0.6
_FLUSH = 0.3
_NEXT = 4.0
_LONGEST_HEAD = 20
_LEAST_AMOUNTS = 2
_LEAST_FORM_ROWS = 3
_MOST_HEAD = 8
_MOST_BLANK = 3


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


Block = tuple[Page, Line] | Grid | Loose


def loose_of(page: Page, lines: list[Line]) -> tuple[list[Loose], list[Line]]:
    """The tables among the lines of a page, and the lines that are not of a table."""
    starts = [piece.x0 for line in lines if _is_row(line) for piece in pieces_of(line)]
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
        for _ in range(_blank_rows(rest, body[0])):
            body.insert(0, rest.pop())
        head: list[Line] = []
        while rest and len(head) < _MOST_HEAD and _is_head(rest[-1], (head or body)[0]):
            head.insert(0, rest.pop())
        while (
            head and len(split(head[0], _WIDE)) < 2 and not heads_group(head[0], [pieces_of(each) for each in head[1:]])
        ):
            rest.append(head.pop(0))
        found.append(Loose(page, head, body))
        at = end
    forms, rest = _forms(page, rest)
    return found + forms, rest


def _blank_rows(rest: Sequence[Line], first: Line) -> int:
    """How many lines over the first row with amounts are rows without any (因公出国（境）费), directly below the line of a head."""
    below = first
    for count, line in enumerate(reversed(rest[-_MOST_BLANK - 1 :])):
        label, *others = split(line, _WIDE)
        if count and len(others) > 1 and not any(NUMBER.fullmatch(piece.text) for piece in others):
            apart = below.base - line.base > WRAPPED * line.em
            return count if apart and _is_head(line, below) else 0
        near = below.base - line.base <= _NEXT * line.em and abs(label.x0 - first.x0) < _ALIGNED * line.em
        words = len(label.glyphs) <= _LONGEST_HEAD and not is_label(label.text) and not _CLAUSE.search(line.text)
        if not near or not words or not all(_NOTHING.fullmatch(piece.text) for piece in others):
            return 0
        below = line
    return 0


def in_order(blocks: list[Block]) -> list[tuple[Page, Line] | Grid]:
    """Tables without ruling lines with their columns; those that nothing parts are one table over several pages."""
    order: list[tuple[Page, Line] | Grid] = []
    parts: list[Loose] = []
    for block in [*blocks, None]:
        if isinstance(block, Loose) and (not parts or parts[-1].page.number < block.page.number):
            parts.append(block if parts or block.head else block._replace(head=_head_before(block, order)))
            continue
        if parts:
            order += _settled(parts) or [(part.page, line) for part in parts for line in part.lines]
        parts = [block] if isinstance(block, Loose) else []
        if block is not None and not isinstance(block, Loose):
            order.append(block)
    return order


def _head_before(table: Loose, order: list[tuple[Page, Line] | Grid]) -> list[Line]:
    """The head of a table whose rows begin on a new page, taken from the foot of the page before."""
    head: list[Line] = []
    while order and not isinstance(before := order[-1], Grid):
        if before[0].number != table.page.number - 1 or not _may_head(before[1]):
            break
        head.insert(0, before[1])
        order.pop()
    return head


def _may_head(line: Line) -> bool:
    """Whether a line at the foot of a page may be the head of the rows at the top of the next: several short headers."""
    pieces = split(line, _WIDE)
    return len(pieces) > 2 and all(
        len(piece.glyphs) <= _LONGEST_HEAD and not AMOUNT.fullmatch(piece.text) and not is_label(piece.text)
        for piece in pieces
    )


def _settled(parts: Sequence[Loose]) -> list[Grid]:
    """The parts of one table, which may be on several pages, with the same columns; none for a form whose rows have no
    columns, as where tabs part them: its words put it together better."""
    rows = [pieces for part in parts for line in part.body if len(pieces := pieces_of(line)) > 1]
    head = [pieces_of(line) for line in parts[0].head]
    columns = columns_of(rows)
    if any(_is_crowded(row, columns) for row in rows) and any(map(_is_of_form, rows)):
        return []
    numbers = [is_of_numbers(column, rows) for column in columns]
    columns = with_heads(columns, head, numbers)
    return [_grid(part, columns) for part in parts]


def _is_crowded(row: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether two numbers of a row stand in one column."""
    numbers = [piece for piece in row if NUMBER.fullmatch(piece.text)]
    return any(sum(is_over(piece, column) for piece in numbers) > 1 for column in columns)


def _is_of_form(row: Sequence[Line]) -> bool:
    words = form_words()
    return row[0].text.startswith((*words.seconds, *words.fund_rows))


def _grid(part: Loose, columns: list[tuple[float, float]]) -> Grid:
    pieces = [pieces_of(line) for line in part.head]
    leaves = leaves_of(pieces)
    head = [
        under_names(row, columns, pieces[:at]) or placed(row, columns, leaves, pieces[at + 1 :])
        for at, row in enumerate(pieces)
    ]
    rows = stacked(head) + joined_rows([place(pieces_of(line), columns) for line in part.body])
    lines = [line for row in rows for cell in row for line in cell]
    top, bottom = min(line.base - line.em for line in lines), max(line.base for line in lines)
    cells = [[_cell(cell, column, row) for cell, column in zip(row, columns, strict=True)] for row in rows]
    unclear = sum(any(_is_across(piece, columns) for piece in pieces_of(line)) for line in part.body)
    doubts = [f"{part.page.name}的表没有框线，有{unclear}行分不清列"] if unclear else []
    return Grid(part.page, [left for left, _ in columns] + [columns[-1][1]], cells, top, bottom, doubts)


def _is_across(piece: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a piece of a line reaches over several columns."""
    return sum(is_over(piece, column) for column in columns) > 1


def pieces_of(line: Line) -> list[Line]:
    """A line cut at its gaps; beside a digit a small gap is one, and between an amount to the cent and a name none is needed."""
    pieces: list[Line] = []
    for piece in (part for whole in split(line, _BY_DIGITS) for part in _parted(whole)):
        last = pieces[-1] if pieces else None
        if last and (_goes_on_in_thousands(last, piece) or _is_near(last, piece)):
            pieces[-1] = Line(last.glyphs + piece.glyphs, line.base, line.em)
        else:
            pieces.append(piece)
    return pieces


def _is_near(last: Line, piece: Line) -> bool:
    """Whether two pieces are of one: a small gap, and no digit beside it."""
    return piece.x0 - last.x1 <= _NARROW * last.em and not (_is_digit(last, -1) or _is_digit(piece, 0))


def _goes_on_in_thousands(last: Line, piece: Line) -> bool:
    """Whether a printed space parts thousands (1 234.56) rather than two numbers."""
    near = piece.glyphs[0].spaced > 1 and piece.x0 - last.x1 <= _NARROW * piece.em
    return near and bool(_THOUSANDS.fullmatch(last.text) and _THREE.fullmatch(piece.text))


def _parted(piece: Line) -> list[Line]:
    """A piece in which a label follows an amount at once: 1,063.05八、社会保障和就业支出."""
    match = _AMOUNT_AND_NAME.match(piece.text) if piece.glyphs[0].text in _BEGINS_AMOUNT else None
    if match is None:
        return [piece]
    end = match.end()
    return [Line(piece.glyphs[:end], piece.base, piece.em), Line(piece.glyphs[end:], piece.base, piece.em)]


def _is_digit(line: Line, at: int) -> bool:
    return line.glyphs[at].text.isdigit()


def _amounts(line: Line) -> int:
    return sum(AMOUNT.fullmatch(piece.text) is not None for piece in pieces_of(line))


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
            [
                _cell(own, (cell.box[0], cell.box[2]), part)._replace(page=cell.page)
                for own, cell in zip(part, row, strict=True)
            ]
            for part in joined_rows(parted)
        ]
    grid.rows = rows


def _is_row(line: Line) -> bool:
    """A line with an amount that stands apart from the rest of it; a sentence, however wide its gaps, is none."""
    pieces = split(line, _WIDE)
    if len(pieces) < 2 or _CLAUSE.search(line.text):
        return False
    return any(AMOUNT.fullmatch(piece.text) for whole in pieces for piece in pieces_of(whole))


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
    forms: list[Loose] = []
    rest: list[Line] = []
    for run in runs:
        if len(run) < _LEAST_FORM_ROWS:
            rest += run
            continue
        head: list[Line] = []
        while rest and len(split(rest[-1], _WIDE)) > 1 and _is_head(rest[-1], (head or run)[0]):
            head.insert(0, rest.pop())
        forms.append(Loose(page, head, run))
    return forms, rest


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
        if _is_row(line) or _ends_alike(line, lines[start:end]):
            pitch = max(pitch, step)
            end = at + 1
        elif len(pieces_of(line)) < 2 and not _is_aligned(line, starts):
            break
    else:
        return len(lines)
    return end


def _ends_alike(line: Line, rows: Sequence[Line]) -> bool:
    """Whether a line is a row of small amounts without digit groups (其他支出 29): its last piece is a number that ends where
    amounts of the rows above do."""
    label, *rest = pieces_of(line)
    if not rest or not NUMBER.fullmatch(rest[-1].text) or NUMBER.fullmatch(label.text + rest[0].text):
        return False
    return any(
        abs(piece.x1 - rest[-1].x1) < _FLUSH * line.em
        for row in rows
        for piece in pieces_of(row)
        if AMOUNT.fullmatch(piece.text)
    )


def _is_aligned(line: Line, starts: Sequence[float]) -> bool:
    """Whether every piece of a line begins where pieces of rows do, as labels do."""
    return all(any(abs(piece.x0 - x) < _ALIGNED * line.em for x in starts) for piece in pieces_of(line))


def _is_head(line: Line, below: Line) -> bool:
    """Whether a line over a table is of its head; a lone piece is, where it is close to more of the head. Years are (项目,
    2024年, 2025年)."""
    pieces = split(line, _WIDE)
    return (
        below.base - line.base <= (_NEXT if len(pieces) > 1 else WRAPPED) * line.em
        and all(len(piece.glyphs) <= _LONGEST_HEAD for piece in pieces)
        and not any(is_label(piece.text) and not (len(pieces) > 2 and _YEAR.fullmatch(piece.text)) for piece in pieces)
    )


def _cell(lines: list[Line], column: tuple[float, float], row: Row) -> Cell:
    bases = [line.base for cell in row for line in cell]
    em = max(line.em for cell in row for line in cell)
    return Cell((column[0], min(bases) - em, column[1], max(bases)), lines)
