"""A head that stands out of line: where a label was put one place too far, the amounts themselves say where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.lexicon import Dims, Identity, Lexicon
from gouji.quantity import ZERO, Unit, parse_cell
from gouji.statements.grid import Band, Grid

_WITNESSES = 2
_BARE = Unit("", "bare", Decimal(1))

Amounts = list[Decimal]


def put_back(grid: Grid, band: Band, columns: dict[int, Dims | None], base: Dims, lexicon: Lexicon) -> None:
    """Move one label of a head to where every row adds up, if none does now and there is one such place only: the labels between move on. A column of
    totals is that of `base`, which the statement measures."""
    order = [column.index for column in band.values]
    items = [dims.item if (dims := columns[index]) is not None else "" for index in order]
    items = [base.item if item == "total" and base.item else item for item in items]
    known = [each for each in lexicon.identities if _is_within(each, items)]
    rows = [row for row in _amounts(grid, order) if any(row)]
    if not known or len(rows) < _WITNESSES or any(_holds(known, items, row) for row in rows):
        return
    moves = [move for move in _moves(len(order)) if all(_holds(known, [items[at] for at in move], row) for row in rows)]
    if len(moves) == 1:
        labels = [(band.values[at].path, columns[order[at]]) for at in moves[0]]
        for column, (path, dims) in zip(band.values, labels, strict=True):
            column.path, columns[column.index] = path, dims


def _is_within(identity: Identity, items: Sequence[str]) -> bool:
    """Whether a head has a line with all that it consists of, once each."""
    names = [identity.total.item, *(part.item for part in identity.parts)]
    return identity.is_of_line and all(items.count(name) == 1 for name in names)


def _amounts(grid: Grid, order: Sequence[int]) -> Iterator[Amounts]:
    for row in grid.data:
        found = [parse_cell(grid.text(row, column), _BARE) for column in order]
        yield [quantity.value if quantity is not None else ZERO for quantity in found]


def _holds(identities: Sequence[Identity], items: Sequence[str], row: Amounts) -> bool:
    by_item = dict(zip(items, row, strict=True))
    return all(
        by_item[each.total.item] == sum((by_item[part.item] for part in each.parts), ZERO) for each in identities
    )


def _moves(count: int) -> Iterator[list[int]]:
    """Every order in which one place is taken out and put in elsewhere."""
    for taken in range(count):
        rest = [at for at in range(count) if at != taken]
        for to in range(count):
            if to not in (taken, taken - 1):
                yield [*rest[:to], taken, *rest[to:]]
