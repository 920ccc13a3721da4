"""Reading a statement's cells and footing them, unless the same table was read and footed before."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from gouji.document import Document
from gouji.doubts import Doubt
from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.recall import Recall
from gouji.relations import Relation
from gouji.statements.cells import read_cells
from gouji.statements.footing import footing
from gouji.statements.statement import Statement, StatementBand


class Reading(NamedTuple):
    """The bands of a statement, its own relations, what was not understood of it, the cells that only confirm, and where it
    stood."""

    start: int
    bands: list[StatementBand]
    relations: list[Relation]
    doubts: list[Doubt]
    aside: frozenset[Fact]


def read_statement(
    statement: Statement, document: Document, lexicon: Lexicon, year: int, recall: Recall[Reading] | None = None
) -> None:
    """Give every cell of a statement its meaning, and the statement the relations that its own frame promises."""
    span = statement.table.span
    kind = (statement.id, statement.title, statement.unit)
    state = (statement.prior, statement.torn, statement.lossy, statement.redacted)
    key = (lexicon, *kind, *state, year, document.quote(span))
    known = recall.take(key) if recall is not None else None
    if known is None:
        read_cells(statement, lexicon, year)
        statement.relations = footing(statement, lexicon)
    else:
        statement.bands, statement.relations = known.bands, known.relations
        by = span.start - known.start
        statement.doubts = [replace(doubt, span=doubt.span and doubt.span.moved(by)) for doubt in known.doubts]
        _renew(statement, known.aside, by)
    if recall is not None:
        aside = frozenset(fact for fact in statement.cells if not fact.firm)
        recall.keep(key, Reading(span.start, statement.bands, statement.relations, statement.doubts, aside))


def _renew(statement: Statement, aside: frozenset[Fact], by: int) -> None:
    """Cells as they were read, where they stand now: tie-out may have settled some of them."""
    for fact in statement.cells:
        fact.statement, fact.firm = statement.index, fact not in aside
        if by:
            fact.span = fact.span.moved(by)
    for relation in statement.relations:
        relation.groups = (("table", statement.index),)
