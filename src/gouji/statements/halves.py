"""Two rows that make up the one above them by their names alone: 一般债务 and 专项债务 below 债务余额."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.lexicon import Lexicon
from gouji.relations import Sum
from gouji.statements.statement import StatementBand


def halved(band: StatementBand, lexicon: Lexicon) -> Iterator[Sum]:
    """Each row that the two below it make up, in every column in which all three have an amount."""
    pairs = {tuple(words.split("、")) for words in lexicon.rows["halves"]}
    rows = band.rows
    for whole, first, second in zip(rows, rows[1:], rows[2:], strict=False):
        if (first.label, second.label) not in pairs or whole.among:
            continue
        for column, total in whole.cells.items():
            parts = [row.cells[column] for row in (first, second) if column in row.cells]
            if not total.blank and len(parts) == 2 and not any(part.blank for part in parts):
                yield Sum(total, parts, kind="column")
