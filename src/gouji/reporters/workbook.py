"""A copy of a workbook with its findings: a list as the first sheet, and the cells filled and commented.

openpyxl writes it: values, formulas and formats stay; charts, shapes and macros do not, and what formulas come to is worked
out when the copy is opened.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gouji.document import Document
from gouji.findings import Finding
from gouji.reporters.notes import AUTHOR, COLOURS, is_own, note
from gouji.reporters.reporter import CopyError
from gouji.reporters.sheet import TITLE
from gouji.reporters.worksheet import write_list

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_PLACE = 2  # the column of the places in the list
_LINE, _WIDTH, _WIDE = 18, 360, 26  # a comment in points, and how many Chinese characters a line of it has


def marked(data: bytes, document: Document, findings: list[Finding], listed: Iterable[list[str]]) -> bytes:
    """The copy; `listed` are the rows of the list, one for each finding. Raises CopyError."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl says what it does not keep
            book = load_workbook(io.BytesIO(data))
            _mark(book, document, findings)
            _list(book, list(listed), [_place(document, finding) for finding in findings])
            book.calculation.fullCalcOnLoad = True
            buffer = io.BytesIO()
            book.save(buffer)
    except Exception:  # openpyxl has no error of its own for a part that is broken
        raise CopyError(
            f"{document.path}：这个工作簿做不出副本，请用 Excel 或 WPS 另存为 .xlsx 再试，或用 --format csv 得到问题清单。"
        ) from None
    return buffer.getvalue()


def _place(document: Document, finding: Finding) -> str:
    """The address of a finding's cell: 公开03表!C7; "" if it is not in this file."""
    anchor = document.anchor(finding.span.start)
    return anchor.cell if anchor is not None and is_own(document, finding) else ""


def _mark(book: Workbook, document: Document, findings: list[Finding]) -> None:
    from openpyxl.styles import PatternFill

    notes: dict[str, list[Finding]] = {}
    for finding in findings:
        notes.setdefault(_place(document, finding), []).append(finding)
    for place, here in notes.items():
        cell = _cell(book, place)
        if cell is not None:
            gravest = max(finding.severity for finding in here)
            cell.fill = PatternFill("solid", fgColor=COLOURS[gravest])
            _comment(cell, "\n\n".join("\n".join(note(document, finding)) for finding in here))


def _cell(book: Workbook, place: str) -> Cell | None:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    name, _, address = place.rpartition("!")
    sheet = book[name] if name in book.sheetnames else None
    if not isinstance(sheet, Worksheet):
        return None
    cell = sheet[address]
    return cell if isinstance(cell, Cell) else None


def _comment(cell: Cell, text: str) -> None:
    """Put a comment on a cell, after what stands in one that it has."""
    from openpyxl.comments import Comment

    before = cell.comment
    if before is not None:
        text = f"{before.text}\n\n{text}"
    lines = sum(max(1, -(-len(line) // _WIDE)) for line in text.split("\n"))
    comment = Comment(text, before.author if before is not None else AUTHOR)
    comment.width, comment.height = _WIDTH, (lines + 1) * _LINE
    cell.comment = comment


def _list(book: Workbook, listed: list[list[str]], places: list[str]) -> None:
    """Put the list in front, each place of it a link; it is what is seen first."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet: Worksheet = book.create_sheet(TITLE, 0)
    write_list(sheet, listed)
    for number, place in enumerate(places, 2):
        name, _, address = place.rpartition("!")
        if name:
            cell = sheet.cell(number, _PLACE)
            quoted = name.replace("'", "''")
            cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{quoted}'!{address}")
            cell.font = Font(color="0563C1", underline="single")
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
