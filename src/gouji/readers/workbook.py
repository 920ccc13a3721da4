"""The workbook reader: `.xlsx`, `.xls`, `.ods` → Document, sheet by sheet.

A sheet becomes lines of text: a row with one filled cell is a line (a title, a unit, a paragraph of the narrative), a row
with several is a row of a table. The text reader does the rest; every cell keeps its address.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any

from gouji.document import Anchor, Document
from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.readers.abreast import abreast, is_caption
from gouji.readers.archive import OLE, Package, is_encrypted
from gouji.readers.errors import UnreadableError
from gouji.readers.extent import extent_of
from gouji.readers.formulas import Formulas, formulas_of
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.text import read_text
from gouji.screen import visible

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_REMEDY = "请用 Excel 或 WPS 另存为 .xlsx"
_CENT = Decimal("0.01")
_LARGEST = Decimal("1e15")  # beyond, a float has no cents
_HEAD_ROWS = 8
_LONGEST_NAME = 30
_ENDS = ("。", ";")
_DIGIT = pattern_of(r"\d")
_AMOUNT = pattern_of(r"-?\d[\d,]*\.\d+")  # no code and no number of a line
_MOSTLY = 3
_SPARSE = 8  # a sheet's empty cells between others count, and are most of them


def read_workbook(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a workbook called `name`. Raises UnreadableError."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    formulas = _checked(data, name, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        metadata = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        sheets = [
            (sheet.name, workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False))
            for sheet in metadata
            if sheet.visible == SheetVisibleEnum.Visible
        ]
        unseen = [sheet.name for sheet in metadata if sheet.visible != SheetVisibleEnum.Visible]
        hidden = [sheet for sheet in unseen if not _lists_codes(workbook, sheet)]
    except PasswordError:
        raise UnreadableError(f"{name}：文件有密码，读不了，请先去掉打开密码再另存。") from None
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError(f"{name}：打不开这个工作簿（{visible(str(error))}），{_REMEDY}。") from None
    pieces: list[str] = []
    anchors: list[Anchor] = []
    texts: set[int] = set()
    at = 0
    for sheet, rows in sheets:
        odd = _odd_texts(sheet, rows)
        lines = [(sheet, [(0, f"{sheet}!A1")])]
        for columns in abreast(rows):
            lines += _lines(sheet, [row[columns.start : columns.stop] for row in rows], columns.start)
        for text, cells in lines:
            anchors += [Anchor(at + offset, cell=address) for offset, address in cells]
            texts.update(at + offset for offset, address in cells if address in odd)
            pieces.append(text + "\n")
            at += len(text) + 1
        pieces.append("\n")
        at += 1
    document = read_text("".join(pieces), name)
    document.anchors, document.texts = anchors, frozenset(texts)
    document.formulas = frozenset(each.offset for each in anchors if each.cell in formulas.every)
    if formulas.open:
        document.remarks.append(
            f"有 {len(formulas.open)} 个公式没有算出的值（如 {formulas.open[0]}），按空格读；请用 Excel 或 WPS 打开、保存后再检查"
        )
    if hidden:
        names = "、".join(f"“{sheet}”" for sheet in hidden)
        document.remarks.append(f"有隐藏的工作表{names}，没有读取")
    return document


def _lists_codes(workbook: CalamineWorkbook, sheet: str) -> bool:
    """Whether a sheet is but a list of codes with their names, which others look up: there is nothing to check in it. One that
    cannot be read is none."""
    from python_calamine import CalamineError

    rows: list[list[Any]] = []
    with suppress(CalamineError, OSError, ValueError):
        rows = workbook.get_sheet_by_name(sheet).to_python()
    return bool(rows) and all(len(row) == 2 and str(row[0]).isdigit() and isinstance(row[1], str) for row in rows)


def _checked(data: bytes, name: str, limits: Limits) -> Formulas:
    """The formulas of a workbook that the library survives. Raises UnreadableError."""
    if data.startswith(OLE) and not is_encrypted(data):
        return Formulas(frozenset(), ())
    package = Package(data, name, _REMEDY)
    package.check()
    extent, most = extent_of(package, limits.cells), _SPARSE * limits.cells
    if extent.written > limits.cells:
        raise UnreadableError(
            f"{name}：有工作表写了 {extent.written} 格，超过上限 {limits.cells} 格，没有读取，请拆成几个文件，或用 --max-cells 提高上限。"
        )
    if extent.cells > most:
        raise UnreadableError(
            f"{name}：有工作表超过 {most} 格，大得不正常，没有读取，请删去表格以外零散的单元格再保存，或用 --max-cells 提高上限。"
        )
    if extent.characters > limits.size:
        raise UnreadableError(
            f"{name}：各格的文字共 {extent.characters / 1048576:.0f} MB，大得不正常，没有读取；如确需检查，请用 --max-size 提高上限。"
        )
    return formulas_of(package)


def _odd_texts(sheet: str, rows: list[list[Any]]) -> set[str]:
    """The cells with a text that holds a number, in a sheet that keeps its numbers as numbers."""
    numbers = amounts = 0
    found = set()
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str) and _DIGIT.search(value):
                found.add(f"{sheet}!{_letters(column)}{number}")
                amounts += _AMOUNT.fullmatch(value.strip()) is not None
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                numbers += 1
    return found if numbers > _MOSTLY * amounts else set()


def _codes(rows: list[list[Any]]) -> frozenset[int]:
    """The columns whose whole numbers are codes or numbers of lines: by their heads, or as they count 1, 2, 3 …"""
    columns = lexicon().columns
    words = columns["code"] | columns["split"] | columns["line"]
    headed = {
        index
        for row in rows[:_HEAD_ROWS]
        for index, value in enumerate(row)
        if isinstance(value, str) and plain(value) in words
    }
    turned = enumerate(zip_longest(*rows))
    return frozenset(headed.union(index for index, column in turned if _is_count(list(column))))


def _inner_rows(rows: list[list[Any]]) -> set[int]:
    """The rows with one filled cell that stand inside a table (a name without amounts), not between two tables."""
    found: set[int] = set()
    run: list[int] = []
    before = False
    for index, row in enumerate(rows):
        filled = [str(value) for value in row if value not in (None, "")]
        if len(filled) == 1 and before and not _is_line(filled[0]):
            run.append(index)
            continue
        if len(filled) > 1:
            found.update(run)
        before = len(filled) > 1
        run = []
    return found


def _is_line(text: str) -> bool:
    """A sentence, or a line that stands over or under a table."""
    bare = plain(text)
    return len(bare) > _LONGEST_NAME or bare.endswith(_ENDS) or is_caption(text)


def _lines(sheet: str, rows: list[list[Any]], first: int) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """The lines of a part of a sheet whose columns begin with the `first`, and where each filled cell begins in its line."""
    codes, inner = _codes(rows), _inner_rows(rows)
    for number, row in enumerate(rows, 1):
        line = _line(row, codes, number - 1 in inner)
        if line is not None:
            text, cells = line
            yield text, [(offset, f"{sheet}!{_letters(first + column)}{number}") for offset, column in cells]


def _line(row: list[Any], codes: frozenset[int], inner: bool) -> tuple[str, list[tuple[int, int]]] | None:
    """A row as a line, and where the cell of each filled column begins in it; None for an empty row."""
    counts = _is_count(row)
    texts = [_text(value, counts or column in codes) for column, value in enumerate(row)]
    filled = [column for column, text in enumerate(texts) if text.strip()]
    if not filled:
        return None
    if len(filled) == 1 and not inner:
        column = filled[0]
        return texts[column].strip(), [(0, column)]
    line, cells = "", []
    for column, text in enumerate(texts):
        if column:
            line += "\t"
        if text.strip():
            cells.append((len(line), column))
        line += " ".join(text.split())
    return line, cells


def _is_count(row: list[Any]) -> bool:
    """A row that numbers the columns: 1, 2, 3 …"""
    numbers = [value for value in row if isinstance(value, (int, float))]
    return len(numbers) > 2 and all(b - a == 1 for a, b in pairwise(numbers))


def _text(value: Any, whole: bool) -> str:
    """A cell as people read it; an amount to the cent, since the sheet keeps it whole."""
    if isinstance(value, bool) or value is None or value == "":
        return ""
    if isinstance(value, (int, float)):
        number = Decimal(f"{value:.15g}" if isinstance(value, float) else value)  # digits that a spreadsheet shows
        if number == number.to_integral_value() and whole:
            return f"{number.to_integral_value():f}"
        cents = number.quantize(_CENT) if abs(number) < _LARGEST else number
        return f"{cents:f}" if abs(number - cents) < _CENT / 1000 else f"{number.normalize():f}"
    if isinstance(value, (datetime.date, datetime.datetime)):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


def _letters(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
