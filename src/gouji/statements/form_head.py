"""The head over the indicators of a performance form: one line, or two of which the lower tells the words of the upper apart."""

from __future__ import annotations

from gouji.document import Cell, Table
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.resources import of_lexicon, read_lexicon

_BRACKET = pattern_of(r"\([^()]*\)$")
_LEAST_WORDS = 2


@of_lexicon
def _words() -> dict[str, frozenset[str]]:
    """The words of the head by role, and all of them."""
    columns: dict[str, list[str]] = read_lexicon("performance.toml")["columns"]
    roles = ("first", "second", "name", "sign", "target", "adjusted", "unit", "actual", "weight", "score", "level")
    found = {role: frozenset(columns[role]) for role in roles}
    return {**found, "any": frozenset().union(*found.values())}


def bare(cell: Cell) -> str:
    """A word of the head without what stands in brackets behind it: 指标权重(分)."""
    text: str = _BRACKET.sub("", plain(cell.text))
    return text


def is_head(texts: list[str]) -> bool:
    """Whether the texts of a row are the head over indicators: their levels and their scores, or what was reached."""
    words, told = _words(), set(texts)
    return bool(told & words["first"]) and bool(told & (words["score"] | words["actual"]))


def form_head(table: Table) -> int:
    """The (last) row of the head that names the levels of the indicators and their scores; −1 for none."""
    for index, row in enumerate(table.rows):
        second = _second_line(table.rows, index)
        if is_head(_texts(row)):
            return index + bool(second)
        if second and is_head(_texts(row) + second):
            return index + 1
    return -1


def head_row(table: Table) -> int:
    """The row over the indicators: the head that names their levels, else the last row with both words for points."""
    found = form_head(table)
    if found >= 0:
        return found
    words = _words()
    for index, row in enumerate(table.rows):
        texts = {bare(cell) for cell in row if cell.text}
        if texts & words["weight"] and texts & words["score"]:
            found = index
    return found


def begins_with_head(table: Table) -> bool:
    """Whether nothing stands over the head of a table."""
    head = head_row(table)
    return head == 0 or (head == 1 and bool(_second_line(table.rows, 0)))


def head_cells(table: Table, head: int) -> list[Cell]:
    """The words over the columns; where the head has two lines, those of the lower one, and of the upper one beside them."""
    lower = table.rows[head]
    if head < 1 or not _second_line(table.rows, head - 1):
        return lower
    level = _words()["level"]
    upper = table.rows[head - 1]
    width = max(len(upper), len(lower))
    blank = [Cell("", lower[0].span)]
    upper, lower = (row + blank * (width - len(row)) for row in (upper, lower))
    return [low if low.text and bare(low) not in level else up for up, low in zip(upper, lower, strict=True)]


def _texts(row: list[Cell]) -> list[str]:
    return [bare(cell) for cell in row if cell.text]


def _second_line(rows: list[list[Cell]], index: int) -> list[str]:
    """The texts of the row below, if they are nothing but words of a head that is not whole by itself."""
    texts = _texts(rows[index + 1]) if index + 1 < len(rows) else []
    fits = len(texts) >= _LEAST_WORDS and not is_head(texts) and _words()["any"].issuperset(texts)
    return texts if fits and _words()["any"].intersection(_texts(rows[index])) else []
