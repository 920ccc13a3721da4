"""Layouts: how each statement is drawn as a form to fill in, as data (`lexicon/layouts.toml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from gouji.lexicon import LexiconError, lexicon
from gouji.precompiled import pattern_of
from gouji.resources import key_place, read_lexicon

FILE = "layouts.toml"
LEFT, ABOVE, AMOUNT, BELOW, ELSEWHERE = "<", "^", "#", "Σ", "@"
_SUM = pattern_of(r"\d+(?:\.\.\d+)?(?:\+\d+(?:\.\.\d+)?)*")
_COLUMN = pattern_of(r"\s*(\d+)=([\d.+]+)\s*")

Place = tuple[int, int]


class Layout(NamedTuple):
    """A form: its title, the rows of its head and its fixed rows as drawn, which column is the sum of which (`columns`,
    0-based, each a list of ranges), and how many rows for 科目 follow (`codes`)."""

    id: str
    title: str
    head: list[list[str]]
    rows: list[list[str]]
    columns: dict[int, list[tuple[int, int]]]
    codes: int

    @property
    def width(self) -> int:
        return max(map(len, [*self.head, *self.rows]))

    @property
    def amounts(self) -> list[int]:
        """The columns of amounts."""
        return sorted({column for row in self.rows for column, text in enumerate(row) if is_amount(text)})

    def sum_of(self, row: int, column: int) -> list[tuple[Place, Place]] | None:
        """The ranges (first and last cell, by fixed row and column) of which a cell is the sum; None if it is filled in.

        Raises LexiconError if it adds a line that is not there.
        """
        text = self.rows[row][column]
        if text.startswith("="):
            return [
                (self._place(first, row, column), self._place(last, row, column)) for first, last in _ranges(text[1:])
            ]
        if text == BELOW:
            return list(_runs([self._place(code, row, column) for code in self._below(row, column)]))
        if column in self.columns:
            return [((row, first), (row, last)) for first, last in self.columns[column]]
        return None

    def elsewhere(self, row: int, column: int) -> tuple[str, str, str] | None:
        """The statement, line and numbered column where the amount of a cell stands already; None if it does nowhere."""
        text = self.rows[row][column]
        if not text.startswith(ELSEWHERE):
            return None
        statement, _, rest = text.removeprefix(ELSEWHERE).partition(":")
        key, _, number = rest.partition(":")
        return statement, key, number

    def line(self, key: str, number: str) -> Place | None:
        """The amount of a fixed line (行次, code or 合计) in a numbered column; None where only rows for 科目 can have it."""
        for at, cells in enumerate(self.rows):
            for start in (c for c, text in enumerate(cells) if text == key):
                own = list(_amounts_after(cells, start))
                if own:
                    column = self.numbered(number)
                    return at, column if column in own else own[0]
        return None

    def numbered(self, number: str) -> int:
        """The column that bears a number in the last row of the head, -1 if none does."""
        return self.head[-1].index(number) if number in self.head[-1] else -1

    def _place(self, key: str, row: int, column: int) -> Place:
        """The cell of a line (行次 or code) that a sum in `column` adds: of the same column where the line has it."""
        for at, cells in enumerate(self.rows):
            for start in (c for c, text in enumerate(cells) if text == key):
                own = list(_amounts_after(cells, start))
                if own and (at, start) != (row, column):
                    return at, column if column in own else own[0]
        raise LexiconError(f"{key_place(FILE, self.id)}：[{self.id}] 的公式里有 {key}，但没有这一行，请改公式或补上。")

    def _below(self, row: int, column: int) -> list[str]:
        """The codes one level below the one that the cell belongs to, or the highest where it belongs to none."""
        lengths = sorted(lexicon().levels.values())
        codes = [text for cells in self.rows for text in cells if text.isdigit() and len(text) in lengths]
        own = next((text for text in reversed(self.rows[row][:column]) if text in codes), "")
        deeper = [length for length in lengths if length > len(own)]
        return [code for code in codes if deeper and len(code) == deeper[0] and code.startswith(own)]


def is_amount(text: str) -> bool:
    """Whether a drawn cell holds an amount: filled in or summed."""
    return text in (AMOUNT, BELOW) or text.startswith(("=", ELSEWHERE))


def layout_of(statement: str, profile: str) -> Layout:
    """The layout of a statement type: the profile's own, else that of all.

    Raises LexiconError naming the file and what is missing or wrong.
    """
    data = read_lexicon(FILE)
    data = {**data, **data.get(profile, {})}
    if statement not in data:
        raise LexiconError(f"lexicon/{FILE}：没有报表 {statement} 的版式，请加上 [{statement}]，写明 head 和 rows。")
    entry = data[statement]
    titles = {each.id: each.titles[0] for each in lexicon().statements}
    try:
        head, rows = _drawn(entry["head"]), _drawn(entry["rows"])
    except (KeyError, AttributeError):
        raise LexiconError(
            f"{key_place(FILE, statement)}：[{statement}] 要有 head 和 rows，都是照着表画的文字。"
        ) from None
    columns = {}
    for part in filter(None, entry.get("columns", "").split(",")):
        match = _COLUMN.fullmatch(part)
        numbers = {text: column for column, text in enumerate(head[-1]) if text.isdigit()}
        if match is None or not {match[1], *(n for r in _ranges(match[2]) for n in r)} <= set(numbers):
            raise LexiconError(
                f"{key_place(FILE, statement)}：[{statement}] 的 columns 里“{part}”不对，应如 1=2..4，栏次在表头末行。"
            )
        columns[numbers[match[1]]] = [(numbers[first], numbers[last]) for first, last in _ranges(match[2])]
    title = entry.get("title", titles.get(statement, statement))
    return Layout(statement, title, head, rows, columns, entry.get("codes", 0))


def words_of(table: str) -> Mapping[str, Any]:
    """The words of a further sheet, or of every sheet ([sheets], [cover], [inputs], [guide])."""
    words: Mapping[str, Any] = read_lexicon(FILE)[table]
    return words


def _drawn(text: str) -> list[list[str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    width = max(map(len, lines))
    return [line + [""] * (width - len(line)) for line in lines]


def _ranges(text: str) -> list[tuple[str, str]]:
    """1..8+10 → (1, 8), (10, 10)."""
    if not _SUM.fullmatch(text):
        raise LexiconError(f"lexicon/{FILE}：公式“{text}”不对，应如 1..8+10。")
    return [(first, last or first) for first, _, last in (part.partition("..") for part in text.split("+"))]


def _amounts_after(cells: list[str], start: int) -> Iterator[int]:
    """The amounts that belong to the line numbered at `start`: those before the next number."""
    for column in range(start + 1, len(cells)):
        if cells[column].isdigit():
            return
        if is_amount(cells[column]):
            yield column


def _runs(places: list[Place]) -> Iterator[tuple[Place, Place]]:
    """Cells below one another as ranges."""
    first = 0
    for at, (one, two) in enumerate(pairwise(places), 1):
        if two != (one[0] + 1, one[1]):
            yield places[first], places[at - 1]
            first = at
    if places:
        yield places[first], places[-1]
