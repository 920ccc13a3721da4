"""Execution: what was budgeted, what was spent of it, the rate and what is left, side by side in a row.

Several columns may be the budget (批复, 到位): it is the one by which most rows hold, if several do that say anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.relations import Ratio, Relation, Sum
from gouji.statements.statement import Row, StatementBand

_WITNESSES = 3


def executed(band: StatementBand, lexicon: Lexicon) -> Iterator[Relation]:
    """The rates of a table's rows, and what is left in each."""
    spent, rate, left = (named(band, lexicon.columns[role]) for role in ("executed", "completion", "left"))
    if len(spent) != 1 or len(rate) != 1:
        return
    best: list[Ratio] = []
    for budget in named(band, lexicon.columns["budgeted"]):
        told = list(_rates(band.rows, budget, spent[0], rate[0]))
        holding = [each for each in told if each.is_met]
        telling = sum(each.part.quantity.value != each.whole.quantity.value for each in holding)
        if telling >= _WITNESSES and 3 * (len(told) - len(holding)) <= len(told):
            best = max(best, told, key=lambda each: sum(relation.is_met for relation in each))
    yield from best
    if best and len(left) == 1:
        yield from _balances(band.rows, best[0].whole.column, spent[0], left[0])


def named(band: StatementBand, words: Collection[str]) -> list[int]:
    """The columns whose heads end with one of some words."""
    return [column for column in band.columns if band.names.get(column, "").endswith(tuple(words))]


def cells_of(row: Row, *columns: int) -> list[Fact]:
    """The cells of a row in some columns; nothing if one of them is blank."""
    cells = [row.cells[column] for column in columns if column in row.cells and not row.cells[column].blank]
    return cells if len(cells) == len(columns) and not row.garbled else []


def _rates(rows: Sequence[Row], budget: int, spent: int, rate: int) -> Iterator[Ratio]:
    for row in rows:
        cells = cells_of(row, budget, spent, rate)
        if cells and cells[2].quantity.unit.dimension == "rate" and cells[0].quantity.value != 0:
            yield Ratio(cells[1], cells[0], cells[2], "completion")


def _balances(rows: Sequence[Row], budget: int, spent: int, left: int) -> Iterator[Sum]:
    """What is left, where most of the rows that tell it say so."""
    sums = [Sum(cells[0], cells[1:], kind="cross") for row in rows if (cells := cells_of(row, budget, spent, left))]
    holding = [each for each in sums if each.is_met]
    if len(holding) >= _WITNESSES and 3 * (len(sums) - len(holding)) <= len(sums):
        yield from sums
