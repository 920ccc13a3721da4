"""How much of the tables of a document was checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gouji.about.writing import has_amount
from gouji.document import Document
from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
from gouji.relations import AtMost, Outcome
from gouji.statements import Row, Statement
from gouji.tieout import TieOut


class TableCoverage(NamedTuple):
    """The tables with amounts, the recognised statements, their columns and rows of totals with amounts, and of these the
    ones with an amount that a relation was evaluated on. A bound that holds checks nothing by itself."""

    tables: int = 0
    statements: int = 0
    columns: int = 0
    columns_evaluated: int = 0
    totals: int = 0
    totals_evaluated: int = 0


def table_coverage(
    document: Document, statements: Sequence[Statement], tieout: TieOut, words: Lexicon
) -> TableCoverage:
    """Count what was evaluated of the statements."""
    known = [statement for statement in statements if statement.type and statement.type.rows != "performance"]
    evaluated = evaluated_sites(tieout)
    columns: dict[tuple[int, int], bool] = {}
    totals: list[bool] = []
    endings = (*words.totals, *words.total_words)
    for statement in known:
        for row in _rows(statement):
            cells = {column: cell for column, cell in row.cells.items() if not cell.blank and cell.quantity.value != 0}
            for column, cell in cells.items():
                at = (statement.index, column)
                columns[at] = columns.get(at, False) or cell in evaluated
            if cells and plain(row.label).endswith(endings):
                totals.append(any(cell in evaluated for cell in cells.values()))
    return TableCoverage(
        sum(has_amount(table) for _, table in document.tables()),
        len(known),
        len(columns),
        sum(columns.values()),
        len(totals),
        sum(totals),
    )


def evaluated_sites(tieout: TieOut) -> frozenset[Fact]:
    """The facts on which a relation was evaluated."""
    return frozenset(
        site
        for relation, outcome in zip(tieout.relations, tieout.outcomes, strict=True)
        if outcome is Outcome.FAILS or (outcome.is_met and not isinstance(relation, AtMost))
        for site in relation.sites
        if isinstance(site, Fact)
    )


def _rows(statement: Statement) -> Iterator[Row]:
    for band in statement.bands:
        yield from band.rows
