"""Cross-footing: which columns of a statement a column of totals adds up, as its headers leave it open and its rows bear out.

A column headed 合计 may be all that stands beside it, the columns of its group, or the groups' own totals. A reading that
several rows bear out is the table's; a row that it leaves unequal is an error. One that rows with a single part show makes it likely,
or an error where the row leaves no column blank; one that a single row shows only confirms, but where the column of the same cell
asks for the same value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from gouji.facts import TOTALS, Fact, Site
from gouji.lexicon import Lexicon
from gouji.quantity import is_multiple
from gouji.relations import Outcome, Sum
from gouji.statements.heads import is_carried
from gouji.statements.statement import Row, StatementBand

_WITNESSES = 3
_ALL_NATURES = {"basic", "project"}


class Crossing(NamedTuple):
    """The sums of the rows of a band: those of a reading that is borne out, and those that fail by one that is not."""

    sums: list[Sum]
    open: list[Sum]

    @property
    def failing(self) -> list[Sum]:
        return [relation for relation in (*self.sums, *self.open) if relation.outcome() is Outcome.FAILS]


def cross_sums(band: StatementBand, lexicon: Lexicon) -> Crossing:
    """The sums of the columns of totals, each by the reading that most rows bear out."""
    crossing = Crossing([], [])
    rates = tuple(lexicon.columns["rate"])
    halves = {tuple(words.split("、")) for words in lexicon.rows["halves"]}
    columns = [column for column in band.columns if not band.names.get(column, "").endswith(rates)]
    if len(columns) < 2:
        return crossing
    for total in columns:
        if not _is_total(band, total, lexicon):
            continue
        best: list[Sum] = []
        left: list[Sum] = []
        most = 0
        aside: list[int] = []
        readings = [(parts, False) for parts in _readings(band, total, columns, lexicon)]
        if not _heads_others(band, total, lexicon):
            readings += [(parts, True) for parts in _cut_short(columns, columns.index(total))]
        for parts, is_cut in readings:
            sums = [relation for row in band.rows if (relation := _sum(row, total, parts)) is not None]
            if tuple(band.names.get(column, "") for column in parts) in halves:
                best = sums  # 一般债务 and 专项债务 beside their total leave nothing open
                break
            holding = [relation for relation in sums if relation.is_met]
            failing = len(sums) - len(holding)
            telling = sum(relation.is_telling for relation in holding)
            if len(holding) > most:
                left, most = [relation for relation in sums if not relation.is_met], len(holding)
            met = sum(relation.is_met for relation in best)
            if len(holding) <= met + (met > 0 and is_cut) or 3 * failing > len(sums):
                continue  # one row that holds without a column has its error there
            best = sums if telling >= _WITNESSES or _is_lone(sums, holding) else holding
            for relation in best:
                relation.likely = telling < _WITNESSES and not _is_whole(relation, len(parts))
            aside = [
                column for column in columns if column > total and column not in parts and _has_nature(band, column)
            ]
        if best and total == columns[0]:
            for row in band.rows:
                for column in aside:
                    if column in row.cells:
                        row.cells[column].firm = False  # an amount beside the total, which it is no part of
        crossing.sums.extend(best)
        chosen = set(best)
        crossing.open.extend(relation for relation in left if relation not in chosen)
    return crossing


def proven_twice(rows: Iterable[Sum], columns: Iterable[Sum]) -> dict[Sum, None]:
    """Of failing sums, those of the row and of the column of a cell that ask for one value there: that both are misunderstood
    and still agree to the digit is no chance, unless they count everything twice or nothing."""
    by_cell: dict[Site, list[Sum]] = {}
    for column in columns:
        for site in column.sites:
            by_cell.setdefault(site, []).append(column)
    proven: dict[Sum, None] = {}
    for row in rows:
        for cell in (row.total, *row.parts):
            for column in by_cell.get(cell, ()):
                value = row.mending(cell)
                if not cell.blank and value == column.mending(cell) and not _is_even(value, cell.quantity.value):
                    proven |= {row: None, column: None}
    for relation in proven:
        relation.likely = False
    return proven


def _is_even(one: Decimal, other: Decimal) -> bool:
    """Whether of two amounts one is nothing, or the other many times over."""
    return one == 0 or other == 0 or is_multiple(one, other) or is_multiple(other, one)


def _is_lone(sums: Sequence[Sum], holding: Sequence[Sum]) -> bool:
    """Whether one row alone does not say what each other says, though none of those has more than one part (财政拨款)."""
    return len(sums) == len(holding) + 1 and len(holding) >= _WITNESSES


def _is_whole(relation: Sum, columns: int) -> bool:
    """Whether nothing could be missing beside the parts of a row: each of its columns has an amount or a zero, or they are too
    much already."""
    shown = len(relation.parts) == columns and not any(part.blank for part in relation.parts)
    return shown or relation.computed > relation.total.quantity.value


def _has_nature(band: StatementBand, column: int) -> bool:
    dims = band.columns[column]
    return dims is not None and dims.nature not in ("", "all") and not dims.item


def _is_total(band: StatementBand, column: int, lexicon: Lexicon) -> bool:
    """Whether a column has totals: by its name, or of the line that the whole statement is of (“三公”经费合计)."""
    dims = band.columns[column]
    if band.names.get(column, "") in lexicon.total_words:
        return True
    return dims is not None and (dims.nature == "all" or dims.item in TOTALS or (dims.item == band.dims.item != ""))


def _readings(band: StatementBand, total: int, columns: Sequence[int], lexicon: Lexicon) -> Iterator[tuple[int, ...]]:
    """What a column of totals may add up: the columns of its own group, all behind it, or the totals among those."""
    place = columns.index(total)
    if _heads_others(band, total, lexicon):  # 基本支出 below 总计: of this year, and of what was carried over
        alike = tuple(each for each in columns[place + 1 :] if band.names.get(each) == band.names[total])
        if len(alike) > 1:
            yield alike
        return
    behind = [column for column in columns[place + 1 :] if column not in band.among]
    group = band.paths.get(total, ())[:-1]
    own = [column for column in behind if group and band.paths.get(column, ())[: len(group)] == group]
    others = [column for column in columns if column != total and column not in band.among]
    dims = band.columns[total]
    if dims is not None and dims.nature not in ("", "all"):
        others = []  # 小计、基本支出、项目支出: what stands before is the total of this one
    for reach in (own, behind, others):
        if reach:
            yield tuple(reach)
            yield tuple(_outermost(band, reach, lexicon))
    carried = [column for column in behind[1:] if is_carried(band.names.get(column, ""), lexicon)]
    if carried and _is_total(band, behind[0], lexicon):
        yield (behind[0], *carried)  # 总计, 合计 of a group whose header stands elsewhere, 上年结转
    inside = tuple(takewhile(band.among.__contains__, columns[place + 1 :]))
    for parts in (inside, (*inside, *columns[place + 1 + len(inside) :][:1])):
        if inside and _natures(band, parts, lexicon) >= _ALL_NATURES:
            yield parts  # 小计，其中：基本支出、项目支出


def _natures(band: StatementBand, columns: Sequence[int], lexicon: Lexicon) -> set[str]:
    """The natures that columns name, behind 其中 or not."""
    found: set[str] = set()
    for column in columns:
        name = band.names.get(column, "")
        for word in lexicon.rows["among"]:
            name = name.removeprefix(word).lstrip(":")
        if name in lexicon.terms:
            found.add(lexicon.terms[name].nature)
    return found


def _cut_short(columns: Sequence[int], place: int) -> Iterator[tuple[int, ...]]:
    """The columns behind a total without the last ones, which may be of which (政府采购)."""
    for end in range(len(columns) - 1, place + 2, -1):
        yield tuple(columns[place + 1 : end])


def _heads_others(band: StatementBand, column: int, lexicon: Lexicon) -> bool:
    """Whether a column of one kind of spending stands below the header of all money."""
    path, dims = band.paths.get(column, ()), band.columns[column]
    own = dims is not None and dims.nature not in ("", "all")
    return own and len(path) > 1 and path[-2] in lexicon.total_words


def _outermost(band: StatementBand, columns: Sequence[int], lexicon: Lexicon) -> Iterator[int]:
    """The columns that are no parts of a total among them: a group's 小计 stands for its group."""
    covered: tuple[str, ...] = ()
    for column in columns:
        path = band.paths.get(column, ())
        if covered and path[: len(covered)] == covered:
            continue
        covered = path[:-1] if len(path) > 1 and _is_total(band, column, lexicon) else ()
        yield column


def _sum(row: Row, total: int, parts: Sequence[int]) -> Sum | None:
    cell = row.cells.get(total)
    if cell is None or cell.blank or cell.quantity.unit.dimension not in ("money", "bare") or row.garbled:
        return None
    found: list[Fact] = [row.cells[column] for column in parts if column in row.cells]
    if not any(not part.blank for part in found) or all(fact.quantity.value == 0 for fact in (cell, *found)):
        return None
    return Sum(cell, found, kind="cross")
