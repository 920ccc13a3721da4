"""Worksheets of findings and of files, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gouji.reporters.overview import STATES, Row
from gouji.reporters.places import printable
from gouji.reporters.sheet import FILLS, HEAD, UNREADABLE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = (28, 12, 7, 26, 9, 52, 18, 18, 36, 48, 30)
_OVERVIEW_HEAD = ("单位", "种类", "情况", "错误", "疑点", "报表", "正文数字", "已核对", "读不了的原因", "文件")
_OVERVIEW_WIDTHS = (34, 13, 15, 8, 8, 8, 11, 9, 44, 44)
_OF_STATES = {"error": "F8D7DA", "unreadable": "E2E3E5", "warning": "FFF3CD", "clean": "DFF2E3"}
_FILLS = {**FILLS, UNREADABLE: "E2E3E5", **{STATES[state]: colour for state, colour in _OF_STATES.items()}}
_LONGEST = 32000
_LINE, _HIGHEST = 16.5, 400  # in points; Excel's own limit is 409


def write_list(sheet: Worksheet, findings: Sequence[Sequence[str]]) -> None:
    """Write rows of findings to an empty sheet."""
    write_table(sheet, HEAD, findings, _WIDTHS, 5)


def write_overview(sheet: Worksheet, overview: Sequence[Row]) -> None:
    """Write a line for each file to an empty sheet, also for the clean and the unreadable ones."""
    table = [
        (
            printable(row.label),
            row.subject,
            STATES[row.state],
            *(row.errors, row.warnings, row.statements, row.numbers, row.checked),
            printable(row.error),
            printable(row.name),
        )
        for row in overview
    ]
    write_table(sheet, _OVERVIEW_HEAD, table, _OVERVIEW_WIDTHS, 3)


def write_table(
    sheet: Worksheet, head: Sequence[str], rows: Sequence[Sequence[str | int]], widths: Sequence[int], marked: int = 1
) -> None:
    """Write a table to an empty sheet, its head frozen and filtered, for the screen and for paper; the cells of one column are
    coloured by what they say."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    line = Side(style="thin", color="D0D0D0")
    border = Border(line, line, line, line)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for number, row in enumerate([head, *rows], 1):
        for column, content in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.alignment, cell.border = wrapped, border
            if isinstance(content, int):
                cell.value = content
                continue
            cell.value = content[:_LONGEST]
            cell.data_type = "s"  # a text that begins with = is no formula
            cell.quotePrefix = content.startswith(("=", "+", "-", "@"))
            if number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="DDE6F0")
        sheet.row_dimensions[number].height = _height(row, widths)
        if number > 1 and (colour := _FILLS.get(str(row[marked - 1]))):
            sheet.cell(number, marked).fill = PatternFill("solid", fgColor=colour)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.5)
    sheet.print_title_rows = "1:1"


def _height(row: Sequence[str | int], widths: Sequence[int]) -> float:
    """Enough for the longest cell of a row, which not every program works out by itself. A Chinese character is two wide."""
    most = 1
    for content, width in zip(row, widths, strict=True):
        wide = (sum(1 + (character > "\u2e80") for character in line) for line in str(content).split("\n"))
        most = max(most, sum(max(1, -(-each // (width - 2))) for each in wide))
    return min(most * _LINE, _HIGHEST)
