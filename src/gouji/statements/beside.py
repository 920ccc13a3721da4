"""The columns of a wide table that stand on a later page, put beside the rows that they are of."""

from __future__ import annotations

from itertools import takewhile

from gouji.document import Cell, Span, Table
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.statements.columns import is_amount, is_code
from gouji.statements.grid import head_rows

_NOTHING = pattern_of(r"[-—0.]*")
_LETTER = pattern_of(r"\p{Han}")
_LEAST_ROWS = 2
_LEAST_BARE = 3

Texts = list[list[str]]


def beside(first: Table, second: Table, lexicon: Lexicon) -> Table | None:
    """A table with the columns that another one adds to its rows; None where it is not certain that they are of these rows.

    The other has as many rows. Its own labels, where it repeats any, are theirs; all else in it are amounts, and each of
    their columns has a header of its own, which is none of those of the table.
    """
    own, other = _texts(first), _texts(second)
    above, below = len(head_rows(first, lexicon)), len(head_rows(second, lexicon))
    rows, more = own[above:], other[below:]
    if not below or len(rows) != len(more):
        return None
    labels = _repeated(rows, more)
    if len(rows) < (_LEAST_ROWS if labels else _LEAST_BARE) or not _are_named(rows):
        return None
    width = len(other[0])
    added = [row[labels:] for row in more]
    if labels == width or not all(is_amount(text) or _NOTHING.fullmatch(text) for row in added for text in row):
        return None
    leaves = [next((row[column] for row in reversed(other[:below]) if row[column]), "") for column in range(width)]
    known = {text for row in own[:above] for text in row}
    if not all(leaves[labels:]) or set(leaves[labels:]) <= known:
        return None
    return _joined(first, second, (above, below), labels)


def joined(first: Table, second: Table, rows: list[list[Cell]]) -> Table:
    """Two tables as one of some rows, with the doubts of either; those of both are that they were not joined."""
    doubts = [doubt for doubt in first.doubts + second.doubts if (doubt in first.doubts) != (doubt in second.doubts)]
    return Table(rows, doubts, first.gathered and second.gathered, first.unsure or second.unsure)


def _texts(table: Table) -> Texts:
    """The texts of a table's cells, all rows as long."""
    width = max(map(len, table.rows))
    return [[plain(cell.text) for cell in row] + [""] * (width - len(row)) for row in table.rows]


def _repeated(rows: Texts, more: Texts) -> int:
    """How many columns at the left repeat the codes and names of the rows; none where they say other rows."""
    alike = [pair[0] == pair[1] for pair in zip(zip(*rows, strict=True), zip(*more, strict=True), strict=False)]
    labels = sum(takewhile(bool, alike))
    return labels if _are_named([row[:labels] for row in more]) else 0


def _are_named(rows: Texts) -> bool:
    """Whether every row has a name or a code."""
    return all(any(_LETTER.search(text) or is_code(text) for text in row) for row in rows)


def _joined(first: Table, second: Table, heads: tuple[int, int], labels: int) -> Table:
    above, below = heads
    depth, width = max(heads), max(map(len, first.rows))
    start = first.rows[0][0].span.start
    upper = [[_blank(start)] * width] * (depth - above) + [_padded(row, width) for row in first.rows]
    own = [_padded(row, max(map(len, second.rows)))[labels:] for row in second.rows]
    tops = [next(cell for row in own[:below] if (cell := row[column]).text) for column in range(len(own[0]))]
    lower = [tops] * (depth - below) + own  # no header of the table reaches over columns whose upper headers are lost
    return joined(first, second, [left + right for left, right in zip(upper, lower, strict=True)])


def _padded(row: list[Cell], width: int) -> list[Cell]:
    return row + [_blank(row[-1].span.end)] * (width - len(row))


def _blank(at: int) -> Cell:
    return Cell("", Span(at, at))
