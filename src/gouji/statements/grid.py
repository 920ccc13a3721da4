"""Reading a table by its headers: header rows, bands side by side, and the path of headers over each column."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from gouji.document import Cell, Table
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import Unit, stated_unit, unit_named
from gouji.statements.columns import is_amount, is_code, roles_of

_PERCENT = ("%", "(%)")
_CODE_LENGTHS = (0, 3, 5)  # of the code above a level
_INTEGER = pattern_of(r"\d{1,3}")
_WHOLE = pattern_of(r"(?!(?:19|20)\d\d$)[1-9]\d{3,14}")  # in 元, without decimals; no year
_COUNT = "".join(map(str, range(1, 60)))
_COUNTED = pattern_of(r"\((\p{Han}{1,2})(?:、\p{Han}{1,2})?\)$")
_NUMBERED = pattern_of(r"(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[、.](?!\d)|\([一二三四五六七八九十\d]{1,3}\))")


@dataclass(slots=True)
class ValueColumn:
    """A column of amounts and the header texts above it, top to bottom."""

    index: int
    path: list[str]
    unit: Unit | None = None


@dataclass(slots=True)
class Band:
    """One of several tables abreast: its label columns and its columns of amounts. `unit_column` names the unit that a row
    is of; `second_codes` are those of a second classification beside the first, `notes` what only says more (单位代码,
    行次)."""

    code_columns: list[int] = field(default_factory=list)
    name_column: int = -1
    unit_column: int = -1
    second_codes: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    values: list[ValueColumn] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table split into its head, its bands and its data rows (indices into `table.rows`)."""

    table: Table
    texts: list[list[str]]
    head: list[int]
    bands: list[Band]
    data: list[int]

    def cell(self, row: int, column: int) -> Cell | None:
        cells = self.table.rows[row]
        return cells[column] if 0 <= column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        texts = self.texts[row]
        return texts[column] if 0 <= column < len(texts) else ""

    def code(self, row: int, band: Band, above: str = "") -> str:
        """The code of a row, put together of its levels; on a page with other columns these stand beside their own, and
        levels that a row leaves out are those of the code `above` it."""
        texts = [self.text(row, column) for column in band.code_columns]
        if len(texts) > 1:
            columns = [c for c in range(band.code_columns[0], band.name_column) if c not in band.notes]
            near = [self.text(row, column) for column in columns]
            levels = [text for text in near if text.isdigit()]
            texts = levels if len(levels) > sum(map(str.isdigit, texts)) else texts
        if len(texts) > 1 and not texts[0] and above:
            place = next((place for place, text in enumerate(texts) if text), 0)
            upper = above[: _CODE_LENGTHS[place]] if place < len(_CODE_LENGTHS) else ""
            if upper and len(upper) == _CODE_LENGTHS[place]:
                return upper + "".join(_level(text, place) for text in texts[place:] if text)
        return "".join(_level(text, place) for place, text in enumerate(texts))


def counted_in(label: str, lexicon: Lexicon) -> Unit | None:
    """What a row counts by the end of its label (公务用车保有量（辆）); a level of a 科目（项）is none."""
    match = _COUNTED.search(label)
    if match is None or match[1] in lexicon.levels:
        return None
    try:
        unit = unit_named(match[1])
    except KeyError:
        return None
    return unit if unit.is_count else None


def analyse(table: Table, lexicon: Lexicon) -> Grid:
    """Split a table into head, bands and data rows."""
    texts = [[plain(cell.text) for cell in row] for row in table.rows]
    head_end = _head_end(texts, lexicon)
    head = [i for i in range(head_end) if not _is_sequence(texts[i], lexicon) and not _labels_table(texts[i], lexicon)]
    sequence = [i for i in range(head_end) if _is_sequence(texts[i], lexicon)]
    head += [
        i
        for i in sequence
        if any(t and not _INTEGER.fullmatch(t) and t not in lexicon.columns["line"] for t in texts[i])
    ]
    head.sort()
    for i in set(head) & set(sequence):
        texts[i] = ["" if _INTEGER.fullmatch(t) or t in lexicon.columns["line"] else t for t in texts[i]]
    width = max(len(row) for row in texts)
    data = [
        i
        for i in range(head_end, len(texts))
        if not _is_sequence(texts[i], lexicon) and not (head and _repeats_head(texts[i], [texts[h] for h in head]))
    ]
    bands = _bands(texts, head, data, width, lexicon)
    return Grid(table, texts, head, bands, data)


def is_moved(grid: Grid) -> bool:
    """Whether a second head stands within a table, as that of the next page, whose columns are not those of the first."""
    head = [row for row in (grid.texts[at] for at in grid.head) if sum(map(bool, row)) > 1]
    known = {text for row in head for text in row if text}
    for row in grid.texts[grid.head[-1] + 1 :] if head else []:
        labels = [(column, text) for column, text in enumerate(row) if text]
        again = [(column, text) for column, text in labels if text in known]
        if len(again) > 1 and len(again) == len(labels):
            return any(all(column >= len(own) or own[column] != text for own in head) for column, text in again)
    return False


def has_head(table: Table, lexicon: Lexicon) -> bool:
    """Whether a table begins with a head rather than with data."""
    return bool(head_rows(table, lexicon))


def head_rows(table: Table, lexicon: Lexicon) -> list[list[str]]:
    """The rows of a table's head, as plain texts."""
    texts = [[plain(cell.text) for cell in row] for row in table.rows[:8]]
    return texts[: _head_end(texts, lexicon)]


def head_texts(table: Table, lexicon: Lexicon) -> list[str]:
    """The texts of a table's head, in order."""
    return [text for row in head_rows(table, lexicon) for text in row if text and not _INTEGER.fullmatch(text)]


def _level(text: str, place: int) -> str:
    """A level of a code that stands in a column of its own; a spreadsheet may have dropped its leading zero."""
    return text.zfill(2) if place and text.isdigit() else text


def _repeats_head(row: list[str], head: list[list[str]]) -> bool:
    """A head that comes again at the top of a page: all of a row of it, or what the page's end left of it in its columns."""
    labels = [t for t in row if t]
    if len(labels) >= 2 and any(labels == [t for t in h if t] for h in head):
        return True
    return bool(labels) and any(
        all(not text or (column < len(h) and text == h[column]) for column, text in enumerate(row)) for h in head
    )


def _is_sequence(row: list[str], lexicon: Lexicon) -> bool:
    """A row that only numbers the columns: 栏次 1 2 3 …, on a later page of a wide table 4 5 6."""
    row = [part for text in row for part in _parted(text, lexicon)]
    rest = [t for t in row if t and t not in lexicon.columns["line"]]
    if rest == ["1"] or (len(rest) > 2 and _COUNT.startswith("".join(rest))):  # 1 2 3 _ 4 56, out of a page
        return True
    if len(rest) > 3 and rest[0].isdecimal() and _COUNT.startswith("".join(rest[1:])):
        return True  # 1 1 2 3 4, behind the number of the row
    marked = len(rest) < len([t for t in row if t])
    numbers = [int(t) for t in rest if _INTEGER.fullmatch(t)]
    labels = [t for t in rest if not _INTEGER.fullmatch(t)]
    if numbers and not labels and next(t for t in row if t) in lexicon.columns["line"]:
        return True  # 栏次, however its numbers were read
    if len(numbers) < 2 and not (marked and numbers):
        return False
    if labels and not (marked and all(not is_amount(t) and not is_code(t) for t in labels) and len(labels) <= 3):
        return False
    steps = {b - a for a, b in itertools.pairwise(numbers)}
    places = {int(t) - column for column, t in enumerate(row) if _INTEGER.fullmatch(t)}
    counts = steps <= {1} or (len(places) == 1 and len(numbers) > 3)  # 1 2 3 4 _ 6: one of them was lost
    return counts and (numbers[0] <= 2 or marked or (len(numbers) > 2 and not labels))


def _parted(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """栏次1, in one cell: the word and the number."""
    if not text[-1:].isdigit():
        return (text,)
    word = text.rstrip("0123456789")
    return (word, text[len(word) :]) if word in lexicon.columns["line"] else (text,)


def _labels_table(row: list[str], lexicon: Lexicon) -> bool:
    """Whether a row in the table is a line that stands over it elsewhere: 部门：… (or its name alone) and 金额单位：万元."""
    cells = [text for text in row if text]
    labels = [text for text in cells if lexicon.label_line.fullmatch(text)]
    named = len(cells) == len(labels) + 1 and lexicon.is_unit(next(text for text in cells if text not in labels))
    return bool(labels) and (len(labels) == len(cells) or named)


def _head_end(texts: list[list[str]], lexicon: Lexicon) -> int:
    for i, row in enumerate(texts[:7]):
        if _is_sequence(row, lexicon):
            return i + 1
    totals = lexicon.total_words
    for i, row in enumerate(texts[:8]):
        cells = [t for t in row if t]
        if not cells:
            continue
        if any(is_amount(t) or (i > 0 and (is_code(t) or _WHOLE.fullmatch(t))) for t in cells):
            return i
        if _NUMBERED.match(cells[0]) and i > 0:
            return i
        if len(cells) == 1 and cells[0] in totals and i > 0 and not _is_between_heads(texts, i):
            return i
        labels = [t for t in cells if not _INTEGER.fullmatch(t)]
        if i > 0 and len(labels) < len(cells) and cells[0] not in totals and len(labels) <= 2:
            return i
        if i > 0 and len(labels) == 1 and len(cells) > 1:
            return i
    return min(1, len(texts))


def _is_between_heads(texts: list[list[str]], row: int) -> bool:
    """Whether a lone 合计 is the header of its column, in the middle of a head of several lines: none of these stands over or
    under it, and more headers follow."""
    column = next(place for place, text in enumerate(texts[row]) if text)
    below = texts[row + 1] if row + 1 < len(texts) else []
    labels = [text for text in below if text]
    near = [lines[column] for lines in (texts[row - 1], below) if column < len(lines)]
    return column > 0 and len(labels) > 2 and not any(near) and not any(is_amount(t) or is_code(t) for t in labels)


def _bands(texts: list[list[str]], head: list[int], data: list[int], width: int, lexicon: Lexicon) -> list[Band]:
    filled = _fill_right([texts[i] for i in head], width)
    roles = roles_of(texts, head, data, width, lexicon)
    bands: list[Band] = []
    band = Band()
    for column, role in enumerate(roles):
        if role in ("code", "split", "name", "unit") and band.values:
            bands.append(band)
            band = Band()
        if role in ("code", "split"):
            is_second = band.name_column >= 0 and bool(band.code_columns) and band.code_columns[0] < band.name_column
            (band.second_codes if is_second else band.code_columns).append(column)
        elif role == "name":
            if band.name_column < 0:
                band.name_column = column
            elif not band.code_columns or band.code_columns[0] > band.name_column:
                band.unit_column, band.name_column = band.name_column, column
        elif role == "unit":
            band.unit_column = column
        elif role in ("note", "line"):
            band.notes.append(column)
        elif role == "value":
            path = [row[column] for row in filled if row[column]]
            own = [t for i, t in enumerate(path) if i == 0 or t != path[i - 1]]
            rated = bool(own) and own[-1].endswith(_PERCENT)
            unit = unit_named("%") if rated else next((u for u in map(stated_unit, reversed(own)) if u), None)
            band.values.append(ValueColumn(column, own, unit))
    bands.append(band)
    bands = [b for b in bands if b.values]
    for b in bands:
        if b.name_column < 0 <= b.unit_column:
            b.name_column, b.unit_column = b.unit_column, -1
        first = b.name_column if b.name_column >= 0 else (b.code_columns[0] if b.code_columns else b.values[0].index)
        b.heading = [row[first] for row in filled if row[first]]
    return bands


def _is_alone(below: list[list[str]], first: int, column: int) -> bool:
    """Whether below a header nothing stands in its own column, though in another one something does: it heads no group."""
    named = [any(row[at] for row in below if at < len(row)) for at in (first, column)]
    return named == [False, True]


def _fill_right(rows: list[list[str]], width: int) -> list[list[str]]:
    """Spread a header over the columns it covered before its merge was lost.

    A header reaches right until the next header of its row, and never beyond the header above it, nor to a column with a name of
    its own where it has none below. The last row of the head names single columns and is not spread.
    """
    filled: list[list[str]] = []
    source: list[int] = []
    for depth, row in enumerate(rows):
        own = row + [""] * (width - len(row))
        last = depth == len(rows) - 1 and depth > 0
        line: list[str] = []
        origin: list[int] = []
        for column in range(width):
            ends = last or column == 0 or not line[column - 1] or (source and source[column] != source[column - 1])
            if own[column] or ends or _is_alone(rows[depth + 1 :], origin[column - 1], column):
                line.append(own[column])
                origin.append(column)
            else:
                line.append(line[column - 1])
                origin.append(origin[column - 1])
        filled.append(line)
        source = origin
    return filled
