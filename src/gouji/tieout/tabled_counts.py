"""Counts that a statement has in rows of its own (公务用车保有量（辆）), and the text tells again."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact
from gouji.relations import Relation, Same
from gouji.statements.statement import Row, Statement
from gouji.tieout.ground import Ground


class TabledCounts(Ground):
    """Ties between counts in statements and in the text."""

    def relations(self) -> Iterator[Relation]:
        cells = self._cells()
        for key, mentions in self.book.mentions.items():
            cell = cells.get(key.item) if key.period == self.book.year else None
            for mention in mentions if cell is not None else ():
                told = mention.fact
                if cell is not None and told.firm and told.quantity.unit.is_count:
                    yield Same(told, cell)

    def _cells(self) -> dict[str, Fact]:
        """The count of each item, where all rows that have one agree."""
        found: dict[str, list[Fact]] = {}
        for statement, _ in self.book.by_statement:
            for item, cell in self._counts(statement):
                found.setdefault(item, []).append(cell)
        return {item: told[0] for item, told in found.items() if len({cell.quantity.value for cell in told}) == 1}

    def _counts(self, statement: Statement) -> Iterator[tuple[str, Fact]]:
        for band in statement.bands:
            for row in band.rows:
                item = self._item(row)
                counts = [c for c in row.cells.values() if not c.blank and c.quantity.unit.is_count] if item else []
                if len(counts) == 1:
                    yield item, counts[0]

    def _item(self, row: Row) -> str:
        """What a row counts, by its label without the unit behind it."""
        dims = self.lexicon.terms.get(row.label.partition("(")[0])
        return dims.item if dims is not None and dims.item in self.lexicon.count_items else ""
