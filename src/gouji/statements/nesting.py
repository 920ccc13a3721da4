"""Lists without codes or numbers: which of their rows head others, by what their amounts add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from gouji.statements.statement import Row

_T = TypeVar("_T")
MOST_ROWS = 400
_MOST_TRIED = 150  # rows of a list in which each head is tried as none


class _Tree(NamedTuple):
    """Where the rows end that each row of a list heads, and by which such ends those below each one are its parts."""

    ends: list[int]
    within: list[list[int]]

    @property
    def begin(self) -> int:
        """The first row but those that head all the others (the one unit)."""
        count, begin = len(self.ends), 0
        while begin + 1 < count and self.ends[begin] == count:
            begin += 1
        return begin


def nested(rows: Sequence[Row], column: int, whole: int | None = None) -> tuple[list[Row], list[tuple[Row, list[Row]]]]:
    """The rows at the top of a list in one column, where each row that those behind it make up heads them, on any level, and all
    heads with their own; a row that heads all the others is no part beside them. Where `whole` (in the ten-thousandth of the
    base unit) is not what those at the top come to, one of the heads is so by chance, if it is without that one."""
    told = [row for row in rows if amount(row, column)] if len(rows) <= MOST_ROWS else []
    values = [amount(row, column) for row in told]
    slack = max((int(row.cells[column].quantity.quantum * 5_000) for row in told), default=0)
    tree = _tree(values, slack)
    if whole is not None and len(values) <= _MOST_TRIED and _top(values, tree) != whole:
        heads = (at for at, end in enumerate(tree.ends) if end > at + 1)
        others = (_tree(values, slack, but=at) for at in heads)
        tree = next((other for other in others if _top(values, other) == whole), tree)
    ends, within = tree
    heads_told = [(told[at], _below(told, at + 1, end, within[at])) for at, end in enumerate(ends) if end > at + 1]
    return _below(told, tree.begin, len(told), ends), heads_told


def _tree(values: Sequence[int], slack: int, but: int = -1) -> _Tree:
    """Each row above as many of those behind it as make it up, `but` one that heads none."""
    count = len(values)
    ends = list(range(1, count + 1))
    apart, paired = ends[:], ends[:]  # likewise, with equal neighbours beside each other, or each the head of the next
    within = [ends] * count
    for at in range(count - 2, -1, -1):
        found = ((_end_of_nested(values, at, slack, below), below) for below in (ends, apart, paired) if at != but)
        ends[at], within[at] = next(((end, below) for end, below in found if end is not None), (at + 1, ends))
        is_equal = values[at] == values[at + 1]
        apart[at], paired[at] = (at + 1, at + 2) if is_equal else (ends[at], ends[at])
    return _Tree(ends, within)


def _top(values: Sequence[int], tree: _Tree) -> int:
    """What the rows at the top come to."""
    return sum(_below(values, tree.begin, len(values), tree.ends))


def _below(rows: Sequence[_T], at: int, end: int, ends: Sequence[int]) -> list[_T]:
    """The rows from one to another, without those that they head."""
    tops: list[_T] = []
    while at < end:
        tops.append(rows[at])
        at = ends[at]
    return tops


def _end_of_nested(values: Sequence[int], at: int, slack: int, ends: Sequence[int]) -> int | None:
    """Behind the rows that make up the one at `at`, each counted without those that it heads."""
    rest, end, parts = values[at], at + 1, 0
    while end < len(values) and rest > (parts + 1) * slack:
        rest -= values[end]
        end = ends[end]
        parts += 1
    return end if parts and values[at] > 0 and abs(rest) <= (parts + 1) * slack else None


def heads_of(rows: Sequence[Row], total: Row) -> list[int]:
    """Where the groups begin in a list of groups with their items that nothing marks: by the first column in which the
    heads make up the total and all the groups but one at most add up. A list that foots on all its levels has more than two."""
    if not 3 <= len(rows) <= MOST_ROWS:
        return []
    for column in sorted(column for column, cell in total.cells.items() if not cell.blank):
        values = [amount(row, column) for row in rows]
        starts = _partition(values)
        if starts and sum(values[begin] for begin in starts) == amount(total, column):
            return [] if _is_nested(rows, values, starts, column) else starts
    return []


def _is_nested(rows: Sequence[Row], values: Sequence[int], starts: Sequence[int], column: int) -> bool:
    """Whether a list of groups of which one does not add up foots where the items of some head others."""
    ends = [*starts[1:], len(values)]
    if all(values[begin] == sum(values[begin + 1 : end]) for begin, end in zip(starts, ends, strict=True)):
        return False
    whole = sum(values[begin] for begin in starts)
    tops, _ = nested(rows, column, whole)
    return sum(amount(row, column) for row in tops) == whole


def amount(row: Row, column: int) -> int:
    """In the ten-thousandth of the base unit: exact for every amount that is displayed."""
    cell = row.cells.get(column)
    return 0 if cell is None or cell.blank else int(cell.quantity.value * 10_000)


def _partition(values: Sequence[int]) -> list[int] | None:
    """Where the groups of a list begin, each a head that is the sum of its items; one group may fail to add up."""
    count = len(values)
    ends = [_end_of_group(values, begin) for begin in range(count)]
    tail: list[bool] = [False] * count + [True]
    for begin in range(count - 1, -1, -1):
        end = ends[begin]
        tail[begin] = end is not None and tail[end]
    starts: list[int] = []
    begin = 0
    while begin < count and (end := ends[begin]) is not None:
        starts.append(begin)
        begin = end
    if begin == count:
        return starts if len(starts) > 1 or count > 2 else None
    later = next((at for at in range(begin + 2, count) if tail[at]), None)
    if later is None or (not starts and later == count):
        return None
    starts.append(begin)
    while later < count:
        starts.append(later)
        end = ends[later]
        assert end is not None
        later = end
    return starts if len(starts) > 1 else None


def _end_of_group(values: Sequence[int], begin: int) -> int | None:
    """Behind the items that make up the head at `begin`."""
    rest = values[begin]
    if rest <= 0:
        return None
    for at in range(begin + 1, len(values)):
        rest -= values[at]
        if rest == 0:
            return at + 1
        if rest < 0:
            return None
    return None
