"""The findings as a worksheet; of a workbook, as the first sheet of a copy in which their cells are marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.findings import Finding
from gouji.report import Report
from gouji.reporters.json import Json
from gouji.reporters.reporter import Tally, original
from gouji.reporters.sheet import FILLS, HEAD, TITLE, UNREADABLE, rows

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = (28, 12, 7, 26, 9, 52, 18, 18, 36, 48, 30)
_FILLS = {**FILLS, UNREADABLE: "E2E3E5"}
_LONGEST = 32000
_LINE, _HIGHEST = 16.5, 400  # in points; Excel's own limit is 409
_BOOKS = (".xlsx", ".xlsm")


class Xlsx(Json):
    """One sheet, its head frozen and filtered."""

    binary = True
    suffix = ".xlsx"

    def copy(self, name: str, path: Path | None, report: Report, findings: list[Finding]) -> bytes:
        piece = self.piece(name, report, findings)
        if Path(name).suffix.lower() not in _BOOKS:
            return b"".join(self.whole([piece], Tally()))
        from gouji.reporters.workbook import marked

        return marked(original(name, path), report.document, findings, rows(piece))

    def whole(self, pieces: Iterable[dict[str, Any]], tally: Tally) -> Iterator[bytes]:  # noqa: ARG002
        from openpyxl import Workbook

        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = TITLE
        write_list(sheet, [row for file in pieces for row in rows(file)])
        buffer = io.BytesIO()
        book.save(buffer)
        yield buffer.getvalue()


def write_list(sheet: Worksheet, findings: Sequence[Sequence[str]]) -> None:
    """Write rows of findings to an empty sheet."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    line = Side(style="thin", color="D0D0D0")
    border = Border(line, line, line, line)
    wrapped = Alignment(vertical="top", wrap_text=True)
    table = [HEAD, *findings]
    for number, row in enumerate(table, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = text[:_LONGEST]
            cell.data_type = "s"  # a text that begins with = is no formula
            cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
            cell.alignment, cell.border = wrapped, border
            if number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="DDE6F0")
        sheet.row_dimensions[number].height = _height(row)
        if number > 1:
            sheet.cell(number, 5).fill = PatternFill("solid", fgColor=_FILLS[row[4]])
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEAD))}{len(table)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.5)
    sheet.print_title_rows = "1:1"


def _height(row: Sequence[str]) -> float:
    """Enough for the longest cell of a row, which not every program works out by itself. A Chinese character is two wide."""
    most = 1
    for text, width in zip(row, _WIDTHS, strict=True):
        wide = (sum(1 + (character > "\u2e80") for character in line) for line in text.split("\n"))
        most = max(most, sum(max(1, -(-each // (width - 2))) for each in wide))
    return min(most * _LINE, _HIGHEST)
