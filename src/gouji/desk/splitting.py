"""A workbook that was exported for all units of a bureau, as a workbook for each."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from gouji.document import Document
from gouji.splitting import sheets_of_units


def split(data: bytes, document: Document) -> dict[str, bytes | str]:
    """The workbooks of the units whose sheets a workbook has, by unit; none where it is of one unit only."""
    units = sheets_of_units(document)
    units.pop("", None)  # sheets of no unit
    if len(units) < 2:
        return {}
    from openpyxl import load_workbook

    whole = load_workbook(BytesIO(data), data_only=True)
    return {unit: _part(whole, sheets) for unit, sheets in units.items()}


def _part(whole: Any, sheets: list[str]) -> bytes:
    """The values of some sheets as a workbook of their own."""
    from openpyxl import Workbook

    part = Workbook()
    part.remove(part.worksheets[0])
    for name in sheets:
        own = part.create_sheet(name)
        for row in whole[name].iter_rows():
            for cell in row:
                if cell.value is not None:
                    own.cell(cell.row, cell.column, cell.value).number_format = cell.number_format
        for merged in whole[name].merged_cells.ranges:
            own.merge_cells(str(merged))
    made = BytesIO()
    part.save(made)
    return made.getvalue()
