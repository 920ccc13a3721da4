"""Lists abreast that are one list: its codes go on in the columns on the right, where the page is full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from gouji.facts import Fact
from gouji.statements.statement import Row, StatementBand


def run_on(bands: Sequence[StatementBand]) -> list[StatementBand]:
    """The bands of a statement, those that go on in the next one (302 … 30217 | 30218 … 310 …) joined with it."""
    lists: list[StatementBand] = []
    for band in bands:
        if lists and _goes_on(lists[-1], band):
            lists[-1] = _joined(lists[-1], band)
        else:
            lists.append(band)
    return lists


def shared_totals(bands: Sequence[StatementBand]) -> dict[tuple[int, int], Fact]:
    """The totals of a list whose label stands over it and the list beside it, which has their amount (功能分类 | 支出用途, 当年支出小计):
    by row and by the column that they leave blank."""
    found: dict[tuple[int, int], Fact] = {}
    for band, right in pairwise(bands):
        flows = {dims.flow for each in (band, right) for dims in each.columns.values() if dims}
        if not len(band.columns) == len(right.columns) == len(flows) == 1 or "" in flows:
            continue
        [column], [beside] = band.columns, right.columns
        totals = {(row.index, row.label): row.cells.get(beside) for row in right.rows if row.is_total}
        for row in band.rows:
            own, total = row.cells.get(column), totals.get((row.index, row.label))
            if own is not None and own.blank and total is not None and not total.blank:
                found[row.index, column] = total
    return found


def _goes_on(band: StatementBand, right: StatementBand) -> bool:
    """Whether the codes of a band on the right go on below the last class of a band, or in the same kind of spending."""
    codes, others = ([row.code for row in each.rows if row.code] for each in (band, right))
    if not codes or not others or len(band.columns) != len(right.columns) or others[0] <= codes[-1]:
        return False
    torn = any(others[0] != code and others[0].startswith(code) for code in codes)
    natures = [{dims.nature for dims in each.columns.values() if dims} for each in (band, right)]
    return torn or (natures[0] == natures[1] and "" not in natures[0])


def _joined(band: StatementBand, right: StatementBand) -> StatementBand:
    """One list: the rows of the right one stand before the totals that close the left one, in its columns."""
    columns = dict(zip(right.columns, band.columns, strict=True))
    end = max(number for number, row in enumerate(band.rows) if row.code) + 1
    moved = [_moved(row, columns) for row in right.rows]
    return replace(band, rows=[*band.rows[:end], *moved, *band.rows[end:]])


def _moved(row: Row, columns: Mapping[int, int]) -> Row:
    cells = {columns[column]: cell for column, cell in row.cells.items()}
    return replace(row, cells=cells, garbled={columns[column]: span for column, span in row.garbled.items()})
