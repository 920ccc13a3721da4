"""The findings as a worksheet, of several files behind one that has a line for each; of a workbook, as the first sheet of a copy
in which their cells are marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gouji.findings import Finding
from gouji.report import Report
from gouji.reporters.json import Json
from gouji.reporters.overview import ranked, row_of_object
from gouji.reporters.reporter import Tally, original
from gouji.reporters.sheet import TITLE, rows
from gouji.reporters.workbook import marked
from gouji.reporters.worksheet import write_list, write_overview

OVERVIEW = "汇总"
_BOOKS = (".xlsx", ".xlsm")


class Xlsx(Json):
    """One sheet, its head frozen and filtered."""

    binary = True
    suffix = ".xlsx"

    def copy(self, name: str, path: Path | None, report: Report, findings: list[Finding]) -> bytes:
        piece = self.piece(name, report, findings)
        if Path(name).suffix.lower() not in _BOOKS:
            return b"".join(self.whole([piece], Tally()))
        return marked(original(name, path), report.document, findings, rows(piece))

    def whole(self, pieces: Iterable[dict[str, Any]], tally: Tally) -> Iterator[bytes]:  # noqa: ARG002
        from openpyxl import Workbook

        files = list(pieces)
        book = Workbook()
        sheet = book.worksheets[0]
        if len(files) > 1:
            sheet.title = OVERVIEW
            write_overview(sheet, ranked(map(row_of_object, files)))
            sheet = book.create_sheet()
        sheet.title = TITLE
        write_list(sheet, [row for file in files for row in rows(file)])
        buffer = io.BytesIO()
        book.save(buffer)
        yield buffer.getvalue()
