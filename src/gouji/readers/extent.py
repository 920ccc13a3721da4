"""How large the sheets of a workbook are once laid out cell by cell: a few bytes may put one cell at A1 and one at XFD1048576,
and the library that reads workbooks makes room for all between them before one can ask."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gouji.readers.archive import Package

_SHEET = regex.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = regex.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROW, _ROWS, _COLUMNS = (_TABLE + name for name in ("table-row", "number-rows-repeated", "number-columns-repeated"))


def largest_sheet(package: Package) -> int:
    """The number of cells of the largest sheet, empty ones between others included. Raises UnreadableError."""
    if package.has("content.xml"):
        return max(_tables(package), default=0)
    return max((_extent(package.read(part)) for part in package.names if _SHEET.fullmatch(part)), default=0)


def _extent(sheet: bytes) -> int:
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    for match in _CELL.finditer(sheet):
        columns.add(match[1])
        rows.add(match[2])
    if not rows:
        return 0
    across = [_number(letters) for letters in columns]
    down = [int(row) for row in rows]
    return (max(across) - min(across) + 1) * (max(down) - min(down) + 1)


def _number(letters: bytes) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _tables(package: Package) -> Iterator[int]:
    """Of an OpenDocument workbook: rows times columns of each table, up to its last filled row and cell."""
    for table in package.xml("content.xml").iter(_TABLE + "table"):
        rows = filled_rows = columns = 0
        for row in table.iter(_ROW):
            rows += _times(row.get(_ROWS))
            at = 0
            for cell in row:
                at += _times(cell.get(_COLUMNS))
                if len(cell):
                    columns = max(columns, at)
                    filled_rows = rows
        yield filled_rows * columns


def _times(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 1
