"""CSV that Excel opens as it should: UTF-8 with a byte order mark, and no cell that it would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from gouji.reporters.json import Json
from gouji.reporters.reporter import Tally
from gouji.reporters.sheet import HEAD, rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Csv(Json):
    """A row for each finding, as they come."""

    def whole(self, pieces: Iterable[dict[str, Any]], tally: Tally) -> Iterator[str | bytes]:  # noqa: ARG002
        yield "\ufeff" + _lines([HEAD])
        for file in pieces:
            if lines := _lines(rows(file)):
                yield lines


def _lines(table: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([_harmless(cell) for cell in row] for row in table)
    return buffer.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
