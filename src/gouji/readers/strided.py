"""Statements whose cells stand one a line, a blank cell as a blank line: every row takes as many lines as there are columns.

How many these are, the cells tell: below the head, a column holds amounts or names, never both. The table is read only where that
goes on until another table, a note or a sentence begins; where cells are missing or broken over lines, it is left, and said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise

from gouji.document import Cell, Span, Table
from gouji.lexicon import Lexicon, lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.readers.flattened import Flattened
from gouji.readers.forms import Form, Line

_AMOUNT = pattern_of(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-—]+")
_WHOLE = pattern_of(r"\d+")  # a code, a number of the list, a whole amount
_LONE_AMOUNT = pattern_of(r"-?[\d,]+\.\d+|\d{3,}")
_HAN = pattern_of(r"\p{Han}")
_LEAST_COLUMNS, _MOST_COLUMNS = 2, 20
_LEAST_ROWS = 4
_MOST_HEAD = 5
_LONGEST = 40


def strided_in(lines: Sequence[Line], taken: Sequence[range]) -> Flattened:
    """The statements of a text whose cells stand one a line; `taken` are lines of other tables."""
    words = lexicon()
    outside = cache(partial(_is_outside, words=words))
    found = Flattened({}, [])
    texts = [plain(line.text) for line in lines]
    labels = [at for at, text in enumerate(texts) if text and words.label_line.fullmatch(text)]
    for at, following in pairwise([*labels, len(lines)]):
        start = at + 1
        while start < following and not texts[start]:
            start += 1
        if start == following or not _may_be_cell(lines[start].text) or any(start in own for own in taken):
            continue
        if best := next(_readings(texts, start, words, outside), None):
            columns, rows = best
            following = start + columns * rows
            table = Table([_row(lines, start + columns * row, columns) for row in range(rows)], gathered=True)
            found.found[start] = Form(table, following)
        elif cells := _cells_from(texts[start:following], outside):
            found.left.append(range(start, start + cells))
    return found


def _may_be_cell(text: str) -> bool:
    """Whether a line may be a header: words, and no row of a table whose cells tabs or bars part."""
    return _HAN.search(text) is not None and "\t" not in text.strip() and "|" not in text


def _cells_from(texts: Sequence[str], outside: Callable[[str], bool]) -> int:
    """How many of some lines are cells of a table that was not read: none without several amounts alone on their lines."""
    end = next((at for at, text in enumerate(texts) if outside(text)), len(texts))
    amounts = [at for at, text in enumerate(texts[:end]) if _LONE_AMOUNT.fullmatch(text)]
    return amounts[-1] + 1 if len(amounts) >= _LEAST_ROWS else 0


def _readings(
    texts: Sequence[str], start: int, words: Lexicon, outside: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """The numbers of columns by which the lines from `start` on are a table, and how many rows it has."""
    for columns in range(_LEAST_COLUMNS, _MOST_COLUMNS + 1):
        head = _head(texts, start, columns, words, outside)
        if not head:
            continue
        kinds = [""] * columns
        end = head
        while _is_row(texts[start + end * columns : start + (end + 1) * columns], kinds, words, outside):
            end += 1
        leaf = texts[start + (head - 1) * columns :][:columns]
        if end - head < _LEAST_ROWS or not {"amount", "name"} <= set(kinds) or _is_shifted(leaf, kinds, words):
            continue
        after = next((text for text in texts[start + end * columns :] if text), "")
        if not after or outside(after):
            yield columns, end


def _head(texts: Sequence[str], start: int, columns: int, words: Lexicon, outside: Callable[[str], bool]) -> int:
    """How many rows of so many columns the head has; none where a header stands over itself."""
    rows: list[Sequence[str]] = []
    while len(rows) <= _MOST_HEAD:
        row = texts[start + len(rows) * columns : start + (len(rows) + 1) * columns]
        names = [text for text in row if _HAN.search(text)]
        if len(row) < columns or any(map(outside, row)):
            return 0
        numbers = [text for text in row if text and not _HAN.search(text)]
        counts = numbers == [str(number) for number in range(1, len(numbers) + 1)]
        if names and set(names) & {*words.columns["line"]} and counts:
            return len(rows) + 1  # 栏次 1 2 3
        if not names or numbers:
            break
        rows.append(row)
    leaf = rows[-1] if rows else []
    is_named = any(text in words.columns[role] for text in leaf for role in ("name", "code", "value"))
    return len(rows) if is_named and all(map(_differ, zip(*rows, strict=True))) else 0


def _differ(column: Sequence[str]) -> bool:
    """Whether no header stands over itself, as it would where two columns were taken for one."""
    texts = [text for text in column if text]
    return len(texts) == len(set(texts))


def _is_row(row: Sequence[str], kinds: list[str], words: Lexicon, outside: Callable[[str], bool]) -> bool:
    """Whether some lines are a row, the cells of each column of the kind (noted in `kinds`) that those above are of."""
    if len(row) < len(kinds) or not any(row) or any(map(outside, row)):
        return False
    own = [_kind(text, words) for text in row]
    if any(
        {kind, before} & {"name"} and kind and before and kind != before
        for kind, before in zip(own, kinds, strict=True)
    ):
        return False
    kinds[:] = [before if kind in ("", "code") and before else kind for kind, before in zip(own, kinds, strict=True)]
    return any(map(_HAN.search, row))


def _kind(text: str, words: Lexicon) -> str:
    if not text or text in words.totals:
        return ""
    return "code" if _WHOLE.fullmatch(text) else "amount" if _AMOUNT.fullmatch(text) else "name"


def _is_shifted(head: Sequence[str], kinds: Sequence[str], words: Lexicon) -> bool:
    """Whether amounts stand below what heads names: cells of the head are missing."""
    return any(kind == "amount" and text in words.columns["name"] for text, kind in zip(head, kinds, strict=True))


def _is_outside(text: str, words: Lexicon) -> bool:
    """Whether a line is none of a table's cells: a label over one, its number or title, a note, a sentence, the title of a section."""
    return bool(text) and (
        len(text) > _LONGEST
        or "。" in text
        or any(text.startswith(note) and text[len(note) :][:1].isdigit() for note in words.labels["note"])
        or words.label_line.fullmatch(text) is not None
        or words.has_table_number(text)
        or words.statement_title(text) is not None
        or words.section_line.fullmatch(text) is not None
    )


def _row(lines: Sequence[Line], start: int, columns: int) -> list[Cell]:
    cells = []
    for line in lines[start : start + columns]:
        text = line.text.strip()
        begin = line.start + len(line.text) - len(line.text.lstrip()) if text else line.start
        cells.append(Cell(text, Span(begin, begin + len(text))))
    return cells
