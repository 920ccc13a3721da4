"""The empty workbook to fill in: a sheet for each statement that a profile requires, the inputs, and how to fill it in."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from gouji.files import packed
from gouji.lexicon import LexiconError, lexicon
from gouji.lexicon.profiles import Profile
from gouji.writing.figures import passage_id, subjects
from gouji.writing.layouts import ABOVE, FILE, LEFT, Layout, Place, is_amount, layout_of, words_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_NUMBER = "#,##0.00;-#,##0.00;"  # nothing is shown for 0, as in the printed forms
_NAME = "$A$4"  # the organisation's name on the cover, on a row of its own: two filled cells would be a table
_TOP = 4  # the rows over the head: title, label, organisation, unit
_WIDTHS = {"amount": 15.0, "code": 10.0, "label": 34.0}
_LANDSCAPE_FROM = 6
_TEXT_WIDTHS = (16.0, 110.0)
_GLOSSARY = "glossary"
_OWN_FUNDS = ("fund", "capital")
_FONT, _HEAD_FILL, _SUM_FILL = "宋体", "FFDDE7F0", "FFF2F2F2"


Sheets = dict[str, tuple[str, Layout]]
"""The sheet's name and the layout of each statement."""


def blank_workbook(profile: Profile, year: int) -> bytes:
    """The workbook of a profile for a year, as the bytes of an .xlsx; the same for the same input.

    Raises LexiconError where a statement has no layout.
    """
    from openpyxl import Workbook

    layouts = [layout_of(statement, profile.name) for statement in profile.workbook]
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _cover(workbook, profile, year)
    coded = any(layout.codes for layout in layouts)
    labels = [
        str(words_of("sheets")[f"label_{profile.kind}"]).format(number=number) for number in range(1, len(layouts) + 1)
    ]
    sheets = {layout.id: (label, layout) for layout, label in zip(layouts, labels, strict=True)}
    for label, layout in zip(labels, layouts, strict=True):
        _statement(workbook.create_sheet(label), layout, label, sheets)
    _inputs(workbook)
    _texts(workbook, profile.kind)
    _guide(workbook, profile)
    if coded:
        _codes(workbook, year)
    return _saved(workbook)


def _saved(workbook: Workbook) -> bytes:
    """The workbook's bytes without the time of writing, which `Workbook.save` would add."""
    from datetime import datetime

    from openpyxl.writer.excel import ExcelWriter

    workbook.properties.creator = "gouji"
    workbook.properties.created = workbook.properties.modified = datetime(2000, 1, 1)
    data = BytesIO()
    ExcelWriter(workbook, ZipFile(data, "w", ZIP_DEFLATED)).save()
    return packed(data.getvalue())


def _cover(workbook: Workbook, profile: Profile, year: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    words = words_of("cover")
    sheet = workbook.create_sheet(words["sheet"])
    title = words[f"title_{profile.kind}"].format(year=year, document=profile.documents[0])
    sheet["A1"], sheet["A3"] = title, words["name"]
    sheet["A1"].font = Font(name=_FONT, size=20, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet["A3"].font = sheet[_NAME].font = Font(name=_FONT, size=14)
    sheet["A3"].alignment = sheet[_NAME].alignment = Alignment(horizontal="center", vertical="center")
    sheet[_NAME].border = Border(bottom=Side(style="thin"))
    sheet.row_dimensions[1].height = 80
    sheet.row_dimensions[3].height = sheet.row_dimensions[4].height = 30
    sheet.column_dimensions["A"].width = 76
    _printed(sheet, wide=False)


def _statement(sheet: Worksheet, layout: Layout, label: str, sheets: Sheets) -> None:
    from openpyxl.styles import Alignment, Font

    words, cover = words_of("sheets"), words_of("cover")
    width, first = layout.width, _TOP + len(layout.head) + 1
    name = f'="{words["organisation"]}"&{cover["sheet"]}!{_NAME}'
    for row, (text, side) in enumerate(
        [(layout.title, "center"), (label, "right"), (name, "left"), (words["unit"], "right")], 1
    ):
        sheet.cell(row, 1, text).font = Font(name=_FONT, size=16 if row == 1 else 10, bold=row == 1)
        sheet.cell(row, 1).alignment = Alignment(horizontal=side, vertical="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.row_dimensions[1].height = 32
    _draw(sheet, layout.head, _TOP + 1, head=True)
    _draw(sheet, layout.rows, first, head=False)
    for row, cells in enumerate(layout.rows):
        for column in (c for c, text in enumerate(cells) if is_amount(text)):
            _amount(sheet, first + row, column + 1, _formula(layout, row, column, first, sheets))
    last = first + len(layout.rows) + layout.codes - 1
    _code_rows(sheet, layout, first + len(layout.rows), last)
    _checked(sheet, layout, first, last)
    _empty_note(sheet, layout, first, last)
    widths = [_width(layout, column) for column in range(width)]
    for column, each in enumerate(widths, 1):
        sheet.column_dimensions[_letter(column)].width = each
    for row, cells in enumerate(layout.head):
        single = [c for c, text in enumerate(cells) if _extent(layout.head, row, c) == (c, row)]
        lines = max((-(-2 * len(cells[c]) // int(widths[c])) for c in single), default=1)
        sheet.row_dimensions[_TOP + 1 + row].height = 18 * max(lines, 1)
    sheet.freeze_panes = f"A{first}"
    sheet.print_title_rows = f"1:{first - 1}"
    _printed(sheet, wide=width > _LANDSCAPE_FROM)


def _width(layout: Layout, column: int) -> float:
    drawn = [row[column] for row in layout.rows if row[column] not in ("", LEFT, ABOVE)]
    codes = sum(text.isdigit() for text in drawn)
    kind = "amount" if any(map(is_amount, drawn)) else "code" if codes * 2 >= len(drawn) else "label"
    return _WIDTHS[kind]


def _draw(sheet: Worksheet, rows: list[list[str]], top: int, head: bool) -> None:
    """Write drawn rows with their merges and borders; amounts are left to `_amount`."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, cells in enumerate(rows):
        for column, text in enumerate(cells):
            cell = sheet.cell(top + at, column + 1)
            cell.border = _border()
            cell.font = Font(name=_FONT, size=10, bold=head)
            if head:
                cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
            centred = head or text.isdigit() or (not cells[0] and column == 1)
            cell.alignment = Alignment(horizontal="center" if centred else None, vertical="center", wrap_text=True)
            if text in ("", LEFT, ABOVE) or is_amount(text):
                continue
            cell.value, cell.number_format = text, "@"
            right, bottom = _extent(rows, at, column)
            if (right, bottom) != (column, at):
                sheet.merge_cells(
                    start_row=top + at, end_row=top + bottom, start_column=column + 1, end_column=right + 1
                )


def _extent(rows: list[list[str]], row: int, column: int) -> tuple[int, int]:
    """The last column and row that a drawn cell is merged with."""
    right = column
    while right + 1 < len(rows[row]) and rows[row][right + 1] == LEFT:
        right += 1
    bottom = row
    while bottom + 1 < len(rows) and rows[bottom + 1][column] == ABOVE:
        bottom += 1
    return right, bottom


def _formula(layout: Layout, row: int, column: int, first: int, sheets: Sheets) -> str:
    """The formula of a fixed cell; empty where it is to be filled in."""
    place = layout.elsewhere(row, column)
    if place is not None:
        return _elsewhere(layout, place, sheets)
    ranges = layout.sum_of(row, column)
    if ranges is None:
        return ""
    if ranges:
        return f"=SUM({','.join(_address(one, two, first) for one, two in ranges)})"
    top, last, letter = first + len(layout.rows), first + len(layout.rows) + layout.codes - 1, _letter(column + 1)
    shortest = min(lexicon().levels.values())
    return f"=SUMPRODUCT(--(LEN($A${top}:$A${last})={shortest}),{letter}{top}:{letter}{last})"


def _elsewhere(layout: Layout, place: tuple[str, str, str], sheets: Sheets) -> str:
    """The formula of an amount that stands in another statement; empty where that one is not published."""
    statement, key, number = place
    if statement not in sheets:
        return ""
    label, other = sheets[statement]
    first = _TOP + len(other.head) + 1
    line = other.line(key, number)
    if line is not None:
        return f"='{label}'!{_address(line, line, first)}"
    column = other.numbered(number)
    if column < 0 or not other.codes:
        raise LexiconError(f"lexicon/{FILE}：[{layout.id}] 的 @{':'.join(place)}，那张表没有这一行或这一栏，请改正。")
    top, last, letter = first + len(other.rows), first + len(other.rows) + other.codes - 1, _letter(column + 1)
    return f"=SUMIF('{label}'!$A${top}:$A${last},\"{key}\",'{label}'!${letter}${top}:${letter}${last})"


def _subtotal(row: int, last: int, letter: str) -> str:
    """What the rows below a code add up to; nothing where no row is below it, so that its amount is typed in."""
    codes = f"$A{row + 1}:$A${last + 1}"
    below = f'(LEFT({codes},LEN($A{row}))=$A{row}&"")*(LEN({codes})=LEN($A{row})+2)'
    return f'=IF(SUMPRODUCT({below})=0,"",SUMPRODUCT({below},{letter}{row + 1}:{letter}${last + 1}))'


def _address(one: Place, two: Place, first: int) -> str:
    start, end = (f"{_letter(column + 1)}{first + row}" for row, column in (one, two))
    return start if start == end else f"{start}:{end}"


def _amount(sheet: Worksheet, row: int, column: int, formula: str) -> None:
    from openpyxl.styles import Alignment, PatternFill

    cell = sheet.cell(row, column)
    cell.number_format, cell.alignment = _NUMBER, Alignment(horizontal="right", vertical="center")
    if formula:
        cell.value, cell.fill = formula, PatternFill("solid", fgColor=_SUM_FILL)


def _code_rows(sheet: Worksheet, layout: Layout, first: int, last: int) -> None:
    """The empty rows for 科目, named by their code; one that has no code yet shows nothing, and so is an empty row."""
    from openpyxl.styles import Alignment, Font

    for row in range(first, last + 1):
        for column in range(layout.width):
            cell = sheet.cell(row, column + 1)
            cell.border, cell.font = _border(), Font(name=_FONT, size=10)
            if column in layout.columns:
                sums = ",".join(f"{_letter(a + 1)}{row}:{_letter(b + 1)}{row}" for a, b in layout.columns[column])
                _amount(sheet, row, column + 1, f'=IF($A{row}="","",SUM({sums}))')
            elif column in layout.amounts:
                _amount(sheet, row, column + 1, "")
                cell.value = _subtotal(row, last, _letter(column + 1))
            else:
                cell.number_format = "@" if not column else "General"
                cell.alignment = Alignment(vertical="center", wrap_text=True)
        known = f"{words_of('codes')['sheet']}!$A:$B"
        sheet.cell(row, 2, f'=IF($A{row}="","",IFERROR(VLOOKUP($A{row}&"",{known},2,FALSE),""))')


def _codes(workbook: Workbook, year: int) -> None:
    """A hidden sheet of codes and their names, from which a row takes the name of its code."""
    sheet = workbook.create_sheet(words_of("codes")["sheet"])
    sheet.sheet_state = "hidden"
    words = lexicon()
    for classification in ("F", "E"):
        for code in sorted(words.codes[classification]):
            sheet.append([code, words.name_of(classification, code, year)])


def _checked(sheet: Worksheet, layout: Layout, first: int, last: int) -> None:
    """Amounts must be numbers, codes must have the length of a code."""
    guide = words_of("guide")
    amounts = _validation("decimal", str(guide["amount_error"]))
    for column in layout.amounts:
        amounts.add(f"{_letter(column + 1)}{first}:{_letter(column + 1)}{last}")
    sheet.add_data_validation(amounts)
    if layout.codes:
        top = first + len(layout.rows)
        lengths = ",".join(f"LEN(A{top})={length}" for length in sorted(lexicon().levels.values()))
        codes = _validation("custom", str(guide["code_error"]), f"OR({lengths})")
        codes.add(f"A{top}:A{last}")
        sheet.add_data_validation(codes)


def _empty_note(sheet: Worksheet, layout: Layout, first: int, last: int) -> None:
    """Under the statement of a fund or a cost that a unit may well have none of: that it is empty, as long as it is."""
    from openpyxl.styles import Font

    key = next((each.key for each in lexicon().statements if each.id == layout.id), None)
    if key is None or not (key.item or key.scope in _OWN_FUNDS) or not layout.amounts:
        return
    amounts = f"{_letter(layout.amounts[0] + 1)}{first}:{_letter(layout.amounts[-1] + 1)}{last}"
    # one row off: the subtotals look at the row below the last
    cell = sheet.cell(last + 2, 1, f'=IF(SUM({amounts})=0,"{words_of("sheets")["empty"]}","")')
    cell.font = Font(name=_FONT, size=10)


def _validation(kind: Any, error: str, formula: str = "-1E+13") -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    return DataValidation(
        type=kind,
        operator="between" if kind == "decimal" else None,
        formula1=formula,
        formula2="1E+13" if kind == "decimal" else None,
        allow_blank=True,
        showErrorMessage=True,
        error=error,
    )


def _inputs(workbook: Workbook) -> None:
    """What the statements do not have: a row for each subject, and empty rows for 科目."""
    from openpyxl.styles import Alignment, Font, PatternFill

    words = words_of("inputs")
    sheet = workbook.create_sheet(words["sheet"])
    amounts = [words["headers"].index(word) + 1 for word in words["amounts"]]
    names = list(subjects())
    for column, header in enumerate(words["headers"], 1):
        cell = sheet.cell(1, column, header)
        cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
        sheet.column_dimensions[_letter(column)].width = (
            _WIDTHS["amount"] if column in amounts else 34.0 if column == 1 else 44.0
        )
    last = 1 + len(names) + words["codes"]
    for row in range(1, last + 1):
        for column in range(1, len(words["headers"]) + 1):
            cell = sheet.cell(row, column)
            cell.border, cell.font = _border(), Font(name=_FONT, size=10, bold=row == 1)
            if row == 1:
                cell.alignment = Alignment(horizontal="center", vertical="center")
            elif column in amounts:
                _amount(sheet, row, column, "")
            else:
                cell.number_format, cell.alignment = "@", Alignment(vertical="center", wrap_text=True)
    for row, name in enumerate(names, 2):
        sheet.cell(row, 1, name)
    checked = _validation("decimal", str(words_of("guide")["amount_error"]))
    for column in amounts:
        checked.add(f"{_letter(column)}2:{_letter(column)}{last}")
    sheet.add_data_validation(checked)
    sheet.freeze_panes, sheet.print_title_rows = "B2", "1:1"
    _printed(sheet, wide=True)


def _texts(workbook: Workbook, kind: str) -> None:
    """What no figures make, a paragraph a row; the terms are explained as they usually are."""
    from openpyxl.styles import Alignment, Font, PatternFill

    words = words_of("texts")
    sheet = workbook.create_sheet(words["sheet"])
    rows = [list(words["headers"])]
    for section in words["sections"]:
        known = words[f"glossary_{kind}"] if passage_id(section) == _GLOSSARY else [""] * words["rows"]
        rows += [["" if number else section, text] for number, text in enumerate(known)]
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column, text or None)
            cell.border, cell.font, cell.number_format = _border(), Font(name=_FONT, size=10, bold=row == 1), "@"
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            if row == 1:
                cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
    for letter, width in zip("AB", _TEXT_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes, sheet.print_title_rows = "B2", "1:1"
    _printed(sheet, wide=True)


def _guide(workbook: Workbook, profile: Profile) -> None:
    from openpyxl.styles import Alignment, Font

    words = words_of("guide")
    sheet = workbook.create_sheet(words["sheet"])
    lines = [words["profile"].format(title=profile.title, name=profile.name), *words["lines"]]
    for row, line in enumerate(lines, 1):
        cell = sheet.cell(row, 1, f"{row}. {line}")
        cell.font, cell.alignment = Font(name=_FONT, size=12), Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 20 * -(-len(line) // 36)
    sheet.column_dimensions["A"].width = 78
    _printed(sheet, wide=False)


def _printed(sheet: Worksheet, wide: bool) -> None:
    """A4, as wide as the page, page numbers below."""
    from openpyxl.worksheet.properties import PageSetupProperties

    setup = sheet.page_setup
    setup.paperSize, setup.orientation = 9, "landscape" if wide else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    footer = sheet.HeaderFooter.oddFooter
    assert footer is not None
    footer.center.text = "&P"


def _border() -> Any:
    from openpyxl.styles import Border, Side

    thin = Side(style="thin", color="FF7F7F7F")
    return Border(left=thin, right=thin, top=thin, bottom=thin)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)
