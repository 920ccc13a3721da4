"""Change: last year's amount and this year's side by side, what lies between them, and the rate of that; or each row's share
of the total; or what is left of an asset's cost behind its depreciation.

Which two columns a change or a rate is of, is what most rows bear out; one that few bear out is of none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.precompiled import pattern_of
from gouji.quantity import parse_cell, unit_named
from gouji.relations import Ratio, Relation, SignedGrowth, Sum
from gouji.statements.execution import cells_of, named
from gouji.statements.statement import Row, StatementBand

_WITNESSES = 3
_MOST_AMOUNTS = 12
_HUNDRED = 100
_YEAR = pattern_of(r"20\d\d(?=年)")
_SHOWN = Decimal("0.0001")  # of a rate that a formula gives, two decimals of the percentage are shown


def changed(band: StatementBand, lexicon: Lexicon) -> Iterator[Relation]:
    """The changes and rates of a table's rows."""
    rates, changes = (named(band, lexicon.columns[role]) for role in ("rate", "change"))
    changes += [
        column
        for column, path in band.paths.items()
        if column not in (*rates, *changes) and any(map(lexicon.years_apart.search, path))
    ]
    done = named(band, lexicon.columns["completion"])
    amounts = [column for column in band.columns if column not in (*rates, *changes)]
    if len(amounts) > _MOST_AMOUNTS:
        return
    least = 1 if _are_two_years(band, amounts) else _WITNESSES
    for change in changes if len(amounts) > 1 else []:
        if change not in rates:
            yield from _best([_differences(band.rows, *pair, change) for pair in permutations(amounts, 2)], least)
    for rate in rates:
        if rate not in done:
            best = _best(_rates(band.rows, amounts, rate), least)
            yield from best or _of_fractions(band.rows, amounts, rate)
    for net in named(band, lexicon.columns["net"]):
        yield from _best(
            [_differences(band.rows, *pair, net) for pair in permutations([each for each in amounts if each != net], 2)]
        )


def _rates(rows: Sequence[Row], amounts: Sequence[int], rate: int) -> list[list[Relation]]:
    """What a column of rates may be of."""
    readings = [_growths(rows, *pair, rate) for pair in permutations(amounts, 2)]
    readings += [_quotients(rows, *pair, rate) for pair in permutations(amounts, 2)]
    return [*readings, *(_shares(rows, amount, rate) for amount in amounts)]


def _of_fractions(rows: Sequence[Row], amounts: Sequence[int], rate: int) -> list[Relation]:
    """Rates that a spreadsheet shows as percentages and keeps as fractions (0.0512 for 5.12%), if most rows bear that out."""
    cells = [row.cells[rate] for row in rows if rate in row.cells and not row.cells[rate].blank]
    shown = [cell.quantity for cell in cells]
    for cell in cells:
        if own := parse_cell(cell.quantity.digits(cell.quantity.value), unit_named("%")):
            quantum = max(own.quantum * _HUNDRED, _SHOWN)
            cell.revalue(own._replace(value=own.value * _HUNDRED, quantum=quantum))
    best = _best(_rates(rows, amounts, rate))
    if not best:
        for cell, quantity in zip(cells, shown, strict=True):
            cell.revalue(quantity)
    return best


def _are_two_years(band: StatementBand, amounts: Sequence[int]) -> bool:
    """Whether the only amounts beside a change are those of two years, as their heads say."""
    periods = {dims.period for column in amounts if (dims := band.columns[column])}
    years = {year for column in amounts for year in _YEAR.findall("".join(band.paths.get(column, ())))}
    return len(amounts) == 2 and 2 in (len(periods), len(years))


def _best(readings: Sequence[list[Relation]], least: int = _WITNESSES) -> list[Relation]:
    """The reading that most rows bear out, if several do by something other than nothing or all, and few do not."""
    best = max(readings, key=lambda reading: sum(map(_tells, reading)), default=[])
    failing = sum(not relation.is_met for relation in best)
    return best if sum(map(_tells, best)) >= least and 3 * failing <= len(best) else []


def _tells(relation: Relation) -> bool:
    return relation.is_met and isinstance(relation.result, Fact) and relation.result.quantity.value not in (0, 1)


def _differences(rows: Sequence[Row], current: int, prior: int, change: int) -> list[Relation]:
    """A change that is right but for its sign may be shown without one."""
    found: list[Relation] = []
    for row in rows:
        cells = cells_of(row, change, current, prior)
        if cells and any(cell.quantity.value != 0 for cell in cells):
            forth, back = (Sum(cells[0], cells[1:], signs, kind="cross") for signs in ([1, -1], [-1, 1]))
            found += [forth] if forth.is_met or not back.is_met else []
    return found


def _rated(rows: Sequence[Row], *columns: int) -> Iterator[list[Fact]]:
    """The cells of the rows that tell a rate, the last of the columns, of something."""
    for row in rows:
        cells = cells_of(row, *columns)
        if cells and cells[-1].quantity.unit.dimension == "rate" and cells[-2].quantity.value != 0:
            yield cells


def _growths(rows: Sequence[Row], current: int, prior: int, rate: int) -> list[Relation]:
    growths = [SignedGrowth(*cells) for cells in _rated(rows, current, prior, rate)]
    return [growth for growth in growths if growth.is_met or not growth.holds_without_sign]


def _quotients(rows: Sequence[Row], current: int, prior: int, rate: int) -> list[Relation]:
    return [Ratio(cells[0], cells[1], cells[2], "of-prior") for cells in _rated(rows, current, prior, rate)]


def _shares(rows: Sequence[Row], amount: int, rate: int) -> list[Relation]:
    """Each row's share of the total of its column."""
    total = next((row.cells.get(amount) for row in rows if row.is_total), None)
    if total is None or total.blank:
        return []
    return [Ratio(cells[0], total, cells[1], "share") for cells in _rated(rows, amount, rate) if cells[0] is not total]
