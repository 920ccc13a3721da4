"""Reading a statement's cells and footing them, unless the same table was read and footed before."""

from __future__ import annotations

from typing import NamedTuple

from gouji.document import Document
from gouji.lexicon import Lexicon
from gouji.recall import Recall
from gouji.relations import Relation
from gouji.statements.cells import read_cells
from gouji.statements.footing import footing
from gouji.statements.statement import Statement, StatementBand


class Reading(NamedTuple):
    """The bands of a statement, its own relations, and where it stood."""

    start: int
    bands: list[StatementBand]
    relations: list[Relation]


def read_statement(
    statement: Statement, document: Document, lexicon: Lexicon, year: int, recall: Recall[Reading] | None = None
) -> None:
    """Give every cell of a statement its meaning, and the statement the relations that its own frame promises."""
    span = statement.table.span
    key = (lexicon, statement.id, statement.title, statement.unit, statement.prior, year, document.quote(span))
    known = recall.take(key) if recall is not None else None
    if known is None:
        read_cells(statement, lexicon, year)
        statement.relations = footing(statement, lexicon)
    else:
        statement.bands, statement.relations = known.bands, known.relations
        _move(statement, span.start - known.start)
    if recall is not None:
        recall.keep(key, Reading(span.start, statement.bands, statement.relations))


def _move(statement: Statement, by: int) -> None:
    for band in statement.bands:
        for row in band.rows:
            for fact in row.cells.values():
                fact.statement, fact.firm = statement.index, True
                if by:
                    fact.span = fact.span.moved(by)
