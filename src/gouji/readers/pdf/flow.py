"""Lines and tables of all pages to the text of the document: paragraphs joined over lines and pages, tables over pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.form_words import form_heads
from gouji.readers.pdf.lines import CLAUSE, FIGURE, Line, Writer, begins_title, is_label, is_row, is_title, split
from gouji.readers.pdf.margins import is_caption
from gouji.readers.pdf.page import Page
from gouji.readers.pdf.tables import Cell, Grid
from gouji.readers.pdf.unruled import Block, Loose, in_order
from gouji.readers.text import marker

_LEADER = pattern_of(r"(?:[.·…．]|\.\s){4,}\W*\d*$")
_UNBREAKABLE = pattern_of(r"[（“《]*(?:[\d.,%A-Za-z]+\p{L}?|.)[，。；：、）”》]?")
_BROKEN_OFF = pattern_of(r"\d[.,]$")
_BROKEN_ON = pattern_of(r"[.,]\d")
_AMOUNT = pattern_of(r"-?[\d,]+\.\d\d")
_CODE = pattern_of(r"\d{5}|\d{7}")
_SENTENCE_END = frozenset("。；：！？")
_LONG = 12
_INDENT = 0.4
_FAR = 4.0
_SAME_SIZE = 0.12
_APART = 2.8
_SAME_EDGE = 5.0
_NEIGHBOURS = 6
_LARGER = 1.1
_BROKEN = 0.5
_HANGING = 0.9
_TITLE_LEVEL, _SECTION = 2, 2
_NO_TITLE = -1
_OTHER_SIZE = 0.2
_LONG_CELL = 30
_EDGE = 2


@dataclass(slots=True)
class _Column:
    """Where the lines of running text begin and end on a page."""

    left: float
    right: float


def blocks_of(page: Page, lines: list[Line], tables: Sequence[Grid | Loose]) -> list[Block]:
    """Lines and tables of a page from top to bottom."""
    placed: list[tuple[float, Block]] = [(line.base - line.em / 2, (page, line)) for line in lines]
    placed += [(table.top, table) for table in tables]
    placed.sort(key=lambda block: block[0])
    return [block for _, block in placed]


def write(pages: Sequence[Page], blocks: Sequence[list[Block]]) -> Writer:
    """Lay out the blocks of all pages as lines of text."""
    columns = _columns(pages, blocks)
    size = _body_size(blocks)
    writer = Writer()
    order = in_order([block for page in blocks for block in page])
    _align(order)
    _mend(order)
    last: tuple[Page, Line] | None = None
    table: Grid | None = None
    indent, part = 0.0, False
    for block in order:
        if isinstance(block, Grid):
            if table is None or not _goes_on(table, block):
                writer.add("\n\n" if last else "\n")
            _write_grid(writer, block)
            last, table = None, block
            continue
        if table is not None:
            writer.add("\n")
            table = None
        page, line = block
        if last is None or not _continues(last, block, columns, indent, part) or begins_title(last[1], line):
            writer.add("\n\n" if last else "")
            raised = last and min(len(last[1].text), len(line.text)) < 2  # an asterisk is a line of its own
            if last and not raised and (_is_apart(last, block, _OTHER_SIZE) or _heads_page(last, block, columns)):
                writer.titles[writer.at] = _NO_TITLE
            if line.em > _LARGER * size and _is_title(line, columns[page.number]):
                writer.titles[writer.at] = _TITLE_LEVEL
            indent = line.x0 - columns[page.number].left
            part = marker(fold(line.text))[0] == 1
        elif _are_letters(last[1].text[-1], line.text[0]):
            writer.add(" ")
        pieces = split(line)
        for number, piece in enumerate(pieces):
            if number:
                writer.add("\n\n")
                writer.titles[writer.at] = _NO_TITLE
            writer.line(page, _without_leader(piece))
        last = (page, pieces[-1]) if len(pieces) == 1 else None
        writer.add("\n\n" if last is None else "")
    writer.add("\n")
    return writer


def _are_letters(before: str, after: str) -> bool:
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


def _without_leader(line: Line) -> Line:
    """A line of the contents without its dots and page number."""
    found = _LEADER.search(line.text)
    return line._replace(glyphs=line.glyphs[: found.start()]) if found and found.start() else line


def _columns(pages: Sequence[Page], blocks: Sequence[list[Block]]) -> dict[int, _Column]:
    """The column of running text of every page: its own, or that of all pages of its size."""
    sizes: dict[tuple[int, int], list[Line]] = {}
    own: dict[int, list[Line]] = {}
    for page, found in zip(pages, blocks, strict=True):
        lines = [block[1] for block in found if not isinstance(block, Grid | Loose)]
        lines = [line for line in lines if line.x1 - line.x0 > _LONG * line.em]
        own[page.number] = lines
        sizes.setdefault(_size(page), []).extend(lines)
    return {page.number: _column(own[page.number], sizes[_size(page)], page) for page in pages}


def _size(page: Page) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _column(own: list[Line], alike: list[Line], page: Page) -> _Column:
    """From a page's own lines where several of them end in one place, as wrapped lines do, else from those of its size."""
    if not alike:
        return _Column(0, page.width)
    ends = sorted(line.x1 for line in own)
    lines = own if len(own) > 3 and ends[-1] - ends[-3] < own[0].em else alike
    starts, ends = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    return _Column(starts[len(starts) // 20], ends[-1 - len(ends) // 20])


def _continues(
    last: tuple[Page, Line], block: tuple[Page, Line], columns: dict[int, _Column], indent: float, part: bool
) -> bool:
    """Whether a line goes on with the paragraph of the line before it, which began with an `indent`, or as title of a `part`."""
    (page, before), (next_page, line) = last, block
    if _is_apart(last, block, _SAME_SIZE) or is_row(before):
        return False
    column, over = columns[next_page.number], next_page.number != page.number
    numbered = marker(fold(line.text))[0]
    centred = not over and _is_centred(before, columns[page.number]) and _is_centred(line, column)
    if centred and part and not numbered and not is_caption(line.text) and line.x0 - column.left > _FAR * line.em:
        return True  # 第三部分 and a long title, over two lines
    open_ended = before.text[-1] not in _SENTENCE_END and not numbered
    heads = over and line.x1 - line.x0 < _LONG * line.em and line.text[-1] not in _SENTENCE_END
    if open_ended and not heads and _hangs(before, line, columns[page.number], column, indent):
        return True
    first = _UNBREAKABLE.match(line.text)
    word = line.glyphs[first.end() - 1].x1 - line.x0 if first else 0
    if columns[page.number].right - before.x1 > word + before.em:
        return False
    if line.x0 - column.left > _INDENT * line.em:
        return centred and line.x0 - column.left > _FAR * line.em
    if numbered and abs(before.x0 - line.x0) < line.em and marker(fold(before.text))[0]:
        return False
    if numbered and (numbered <= _SECTION or not CLAUSE.search(before.text)):
        return False
    if before.text[-1] in _SENTENCE_END:
        goes_on = before.text[-1] == "；" or (indent > _INDENT * line.em and not over)
        return goes_on and not numbered
    return True


def _is_apart(last: tuple[Page, Line], block: tuple[Page, Line], most: float) -> bool:
    """Whether a line cannot be of the paragraph before it: its size differs by more than `most`, or it is one of those
    that stand over tables."""
    (page, before), (next_page, line) = last, block
    far = page.number == next_page.number and line.base - before.base > _APART * before.em
    return far or is_label(line.text) or abs(before.em - line.em) > most * before.em


def _heads_page(last: tuple[Page, Line], block: tuple[Page, Line], columns: dict[int, _Column]) -> bool:
    """Whether a short line begins a page after a line that ended early."""
    (page, before), (next_page, line) = last, block
    early = columns[page.number].right - before.x1 > _FAR * before.em
    return page.number != next_page.number and early and line.x1 - line.x0 < _LONG * line.em


def _hangs(before: Line, line: Line, column: _Column, next_column: _Column, indent: float) -> bool:
    """Whether a line stands to the left of its paragraph's beginning, under a line that is long enough to be broken, however
    ragged the right edge is."""
    is_long = before.x1 - before.x0 > _BROKEN * (column.right - column.left)
    step = line.x0 - next_column.left
    return is_long and step < line.em and step < indent - _HANGING * line.em


def _body_size(blocks: Sequence[list[Block]]) -> float:
    """The size of most of the running text."""
    sizes: Counter[float] = Counter()
    for page in blocks:
        for block in page:
            if not isinstance(block, Grid | Loose):
                sizes[round(block[1].em, 1)] += len(block[1].glyphs)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_title(line: Line, column: _Column) -> bool:
    """Whether a line stands alone in the middle, and is no sentence."""
    alone = line.x0 - column.left > _FAR * line.em
    return alone and _is_centred(line, column) and not CLAUSE.search(line.text) and not is_caption(line.text)


def _is_centred(line: Line, column: _Column) -> bool:
    return abs((line.x0 + line.x1) - (column.left + column.right)) < 2 * line.em


def _align(blocks: Sequence[tuple[Page, Line] | Grid]) -> None:
    """Give the pages of a table the columns of that one of them that has the most."""
    run: list[Grid] = []
    for first, second in pairwise(blocks):
        if not (isinstance(first, Grid) and isinstance(second, Grid) and first.page.number != second.page.number):
            run = []
            continue
        run.append(first)
        if _places(first, second):
            _widen(second, first)
        elif _places(second, first):
            for grid in run:
                _widen(grid, second)
        elif not _goes_on(first, second):
            run = []


def _places(wide: Grid, narrow: Grid) -> list[int]:
    """Where the edges of a table stand among those of a wider one on another page; nothing if it has others, or as many."""
    shift = narrow.edges[0] - wide.edges[0]
    moved = [edge - shift for edge in narrow.edges]
    if len(moved) == len(wide.edges) or abs(moved[-1] - wide.edges[-1]) > _SAME_EDGE:
        return []
    nearest = [min(range(len(wide.edges)), key=lambda i: abs(wide.edges[i] - edge)) for edge in moved]
    agree = all(abs(edge - wide.edges[at]) <= _SAME_EDGE for edge, at in zip(moved, nearest, strict=True))
    return nearest if agree else []


def _goes_on(first: Grid, second: Grid) -> bool:
    """Whether a table on the next page has the columns of the one before."""
    return (
        first.page.number != second.page.number
        and len(first.edges) == len(second.edges)
        and all(
            abs((own - first.edges[0]) - (other - second.edges[0])) <= _SAME_EDGE
            for own, other in zip(first.edges, second.edges, strict=True)
        )
    )


def _mend(blocks: Sequence[tuple[Page, Line] | Grid]) -> None:
    """Leave out a head that the next page repeats, and put a row together that the end of a page cut in two."""
    beginning: Grid | None = None
    last: Grid | None = None
    is_form = False
    for first, second in pairwise(blocks):
        if not (isinstance(first, Grid) and isinstance(second, Grid) and _goes_on(first, second)):
            if isinstance(first, Grid) and isinstance(second, Grid) and _may_belong(beginning or first, first, second):
                doubt = f"{first.page.name}的表与{second.page.name}的表列不同，没有接起来"
                first.doubts.append(doubt)
                second.doubts.append(doubt)
            beginning, is_form = None, False
            continue
        beginning = beginning or first
        is_form = is_form or any(cell.text in form_heads() for row in first.rows for cell in row)
        del second.rows[: _repeated_head(beginning, second)]
        last = first if first.rows or last is None else last
        if not (last.rows and second.rows):
            continue
        above, below = last.rows[-1], second.rows[0]
        if _numbers_columns(above):
            continue
        cut = any(map(_is_cut, above, below)) or _is_rest(below, last.rows, second.rows[1:])
        if cut or _is_wrapped(above, below, is_form):
            last.rows[-1] = [
                own._replace(lines=own.lines + other.lines) for own, other in zip(above, below, strict=True)
            ]
            del second.rows[0]


def _may_belong(beginning: Grid, first: Grid, second: Grid) -> bool:
    """Whether a table with other columns may yet be that of the page before: it begins with no title of its own. One that
    repeats the head over as many columns, of whatever widths, is that."""
    if not _are_neighbours(first.page, second.page):
        return False
    if len(beginning.edges) == len(second.edges) and _repeated_head(beginning, second):
        return False
    before, after = ([cell.text for cell in row if cell.lines] for row in (*first.rows[:1], *second.rows[:1]))
    return before == after or len(after) != 1 or not is_title(after[0])


def _are_neighbours(page: Page, following: Page) -> bool:
    """Whether a table may go on from a page to another: the next one, and no upright one behind one that lies."""
    return following.number == page.number + 1 and _size(page) == _size(following)


def _repeated_head(beginning: Grid, page: Grid) -> int:
    """How many rows at the top of a page repeat those at the beginning of the table."""
    count = 0
    for own, other in zip(beginning.rows, page.rows, strict=False):
        if not any(cell.lines for cell in own) or [cell.text for cell in own] != [cell.text for cell in other]:
            break
        count += 1
    return count


def _is_cut(above: Cell, below: Cell) -> bool:
    """Whether a number ends or begins in its middle."""
    before, after = above.text, below.text
    return bool(
        (_BROKEN_OFF.search(before) and after[:1].isdigit()) or (before[-1:].isdigit() and _BROKEN_ON.match(after))
    )


def _numbers_columns(row: list[Cell]) -> bool:
    """Whether a row is the last of a head: 栏次 1 2 3, whose numbers the amounts on the next page do not go on."""
    numbers = [text for cell in row if FIGURE.fullmatch(text := cell.text)]
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _is_rest(row: list[Cell], before: list[list[Cell]], after: list[list[Cell]]) -> bool:
    """Whether a row only goes on with the row before: it lacks what its neighbours all have."""
    if not all(not cell.lines or _may_go_on(own, cell) for own, cell in zip(before[-1], row, strict=True)):
        return False
    nearest = [*before[1 - _NEIGHBOURS :], *after][:_NEIGHBOURS]
    following = [*before[-1:], *after][:_NEIGHBOURS]  # near the top of a table, not its head
    return any(_lacks(row, neighbours) for neighbours in (nearest, following) if len(neighbours) == _NEIGHBOURS)


def _is_wrapped(above: list[Cell], below: list[Cell], is_form: bool) -> bool:
    """Whether the words of a row go on on the next page: each of its cells under one whose last line reaches its edge. What
    is long, or in a form stands beside points that the row below lacks, is one row."""
    pairs = [(own, cell) for own, cell in zip(above, below, strict=True) if cell.lines]
    if not pairs or not all(_reaches_edge(own) and not FIGURE.fullmatch(cell.text) for own, cell in pairs):
        return False
    points = any(FIGURE.fullmatch(own.text) and not cell.lines for own, cell in zip(above, below, strict=True))
    return any(len(own.text) > _LONG_CELL for own, _ in pairs) or (is_form and points)


def _reaches_edge(cell: Cell) -> bool:
    return bool(cell.lines) and cell.box[2] - cell.lines[-1].x1 < _EDGE * cell.lines[-1].em


def _lacks(row: list[Cell], neighbours: list[list[Cell]]) -> bool:
    return any(
        not cell.lines and all(column < len(other) and other[column].lines for other in neighbours)
        for column, cell in enumerate(row)
    )


def _may_go_on(above: Cell, below: Cell) -> bool:
    """Whether a cell's words, or the last digits of its code or amount, may be the end of the cell above."""
    before, after = above.text, below.text
    if not before or abs((above.box[2] - above.box[0]) - (below.box[2] - below.box[0])) > _SAME_EDGE:
        return False
    if not FIGURE.fullmatch(after):
        return True
    whole = before + after
    return bool(
        (_AMOUNT.fullmatch(whole) and not _AMOUNT.fullmatch(before))
        or (_CODE.fullmatch(whole) and len(after) < len(before))
    )


def _widen(narrow: Grid, wide: Grid) -> None:
    """Give a table the columns of a wider one."""
    places = _places(wide, narrow)
    shift = narrow.edges[0] - wide.edges[0]
    for number, row in enumerate(narrow.rows):
        cells = [Cell((0, 0, 0, 0), []) for _ in range(places[-1])]
        for cell, place in zip(row, places, strict=False):
            cells[place] = cell
        narrow.rows[number] = [cell if cell.box[2] else Cell(row[0].box, []) for cell in cells]
    narrow.edges = [edge + shift for edge in wide.edges]


def _write_grid(writer: Writer, grid: Grid) -> None:
    writer.doubts += [(writer.at, doubt) for doubt in grid.doubts]
    for row in grid.rows:
        if not any(cell.lines for cell in row):
            continue
        for number, cell in enumerate(row):
            if number:
                writer.add("\t")
            page = cell.page or grid.page
            if not cell.lines:
                writer.mark(page, cell.box)
            for line_number, line in enumerate(cell.lines):
                if line_number and _are_letters(cell.lines[line_number - 1].text[-1], line.text[0]):
                    writer.add(" ")
                writer.line(page, line, spaced=False)
        writer.add("\n")
