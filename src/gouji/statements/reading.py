"""Reading a statement's cells and footing them, unless the same table was read and footed before."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from gouji.document import Document
from gouji.doubts import Doubt
from gouji.facts import TOTALS, Fact
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.recall import Recall
from gouji.relations import Relation
from gouji.statements.cells import read_cells
from gouji.statements.footing import footing
from gouji.statements.statement import Statement, StatementBand

_LEAST_AMOUNTS = 6
_LINES = pattern_of(r"\p{Han}{2}[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])\p{Han}{2}")
_AMOUNTS = pattern_of(r"\d\.\d{2}\D{0,3}\d[\d,]*\.\d{2}")


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
        if statement.type is not None and _is_run_together(statement, lexicon):
            _doubt(statement)
        statement.relations = footing(statement, lexicon)
        if _adds_up_nowhere(statement):
            text = f"《{statement.title}》没有认出各栏由哪几行相加，未作合计核对"
            statement.doubts.append(Doubt(text, statement.table.span, "table"))
    else:
        statement.bands, statement.relations = known.bands, known.relations
        by = span.start - known.start
        statement.doubts = [replace(doubt, span=doubt.span and doubt.span.moved(by)) for doubt in known.doubts]
        _renew(statement, known.aside, by)
    if recall is not None:
        aside = frozenset(fact for fact in statement.cells if not fact.firm)
        recall.keep(key, Reading(span.start, statement.bands, statement.relations, statement.doubts, aside))


def _doubt(statement: Statement) -> None:
    """What such a statement says only confirms."""
    text = f"《{statement.title}》有几栏的字或数连在一起，没有分开，其中的数只用来证实"
    statement.table.doubts.append(text)
    statement.doubts.append(Doubt(text, statement.table.span, "table"))
    for fact in statement.cells:
        fact.firm = False


def _adds_up_nowhere(statement: Statement) -> bool:
    """Whether of a statement with amounts nothing was added up, and nothing said of it."""
    if statement.type is None or statement.type.rows == "performance" or statement.relations or statement.doubts:
        return False
    return sum(not cell.blank and cell.quantity.value != 0 for cell in statement.cells) >= _LEAST_AMOUNTS


def _is_run_together(statement: Statement, lexicon: Lexicon) -> bool:
    """Whether a label holds amounts (合计8,285.088,282.60) or two numbered lines (二、外交支出三、国防支出), or the head of a column the names
    of two: cells that were not told apart."""
    labels = [row.label for band in statement.bands for row in band.rows]
    heads = {name for band in statement.bands for name in band.names.values()}
    if any(_AMOUNTS.search(label) or _LINES.search(label) for label in labels):
        return True
    return any(_names_two(head, lexicon) for head in heads)


def _names_two(head: str, lexicon: Lexicon) -> bool:
    text = plain(head)
    words = [text[start:end] for start, end in lexicon.segmenter.words(text, 0, len(text))]
    items = {lexicon.terms[word].item if word in lexicon.terms else "" for word in words}
    lines = not any(item in ("", *TOTALS) or item[1:2] == ":" for item in items)
    return len(items) > 1 and lines and text.rstrip("0123456789") == "".join(words)


def _renew(statement: Statement, aside: frozenset[Fact], by: int) -> None:
    """Cells as they were read, where they stand now: tie-out may have settled some of them."""
    for fact in statement.cells:
        fact.statement, fact.firm = statement.index, fact not in aside
        if by:
            fact.span = fact.span.moved(by)
    for relation in statement.relations:
        relation.groups = (("table", statement.index),)
