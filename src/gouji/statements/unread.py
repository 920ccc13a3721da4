"""The amounts of a statement whose place in its sums nothing tells."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact
from gouji.relations import Sum
from gouji.statements.statement import Statement


class Unread:
    """The amounts of a statement that nothing says what they are part of: under an unknown header or label."""

    def __init__(self, statement: Statement) -> None:
        self._in_row: dict[tuple[int, int], list[Fact]] = {}
        self._in_column: dict[int, list[Fact]] = {}
        self._band: dict[int, int] = {}
        self._garbled: set[tuple[int, int]] = set()
        for number, band in enumerate(statement.bands):
            self._band.update(dict.fromkeys(band.columns, number))
            for row in band.rows:
                self._garbled |= {(row.index, column) for column in row.garbled}
                for column, cell in row.cells.items():
                    if cell.blank or cell.quantity.value == 0 or row.among or column in band.among:
                        continue
                    if band.columns[column] is None:
                        self._in_row.setdefault((number, row.index), []).append(cell)
                    elif row.dims is None:
                        self._in_column.setdefault(column, []).append(cell)

    def beside(self, relation: Sum) -> Iterator[Fact]:
        """What may be a further part of a sum."""
        total = relation.total
        if any(part.row == total.row for part in relation.parts):
            yield from self._in_row.get((self._band.get(total.column, -1), total.row), ())
        if any(part.row != total.row for part in relation.parts):
            yield from self._in_column.get(total.column, ())

    def is_garbled(self, relation: Sum) -> bool:
        """Whether a cell that stands in line with the total and its parts could not be read."""
        rows = {part.row for part in relation.parts} | {relation.total.row}
        columns = {part.column for part in relation.parts} | {relation.total.column}
        return any(
            (row in rows and len(columns) > 1) or (column in columns and len(rows) > 1) for row, column in self._garbled
        )
