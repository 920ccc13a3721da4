"""How large the sheets of a workbook are once laid out cell by cell: a few bytes may put one cell at A1 and one at XFD1048576,
or one long text into every cell, and the library that reads workbooks makes room for all of it before one can ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from gouji.precompiled import pattern_of
from gouji.readers.archive import Package

_FEW = 1 << 20
_SHEET = pattern_of(r"xl/worksheets/[^/]+\.xml")
_CELL = regex.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_WRITTEN = b"c>"  # the end of a cell that is not empty, whatever the prefix of its name
_SHARED = "xl/sharedStrings.xml"
_STRING = regex.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?si>)", regex.S)
_SHARED_CELL = regex.compile(rb'<(?:\w+:)?c\s[^>]*?\bt="s"[^>]*>\s*<(?:\w+:)?v>(\d{1,9})<')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROW, _ROWS, _COLUMNS = (_TABLE + name for name in ("table-row", "number-rows-repeated", "number-columns-repeated"))


class Extent(NamedTuple):
    """The number of cells of a workbook's largest sheet, empty ones between others included; the characters of all its
    sheets, as far as texts that stand once in the file stand in many cells; and how many cells its largest sheet writes down,
    which may be one cell again and again."""

    cells: int
    characters: int
    written: int = 0


def extent_of(package: Package, most: int) -> Extent:
    """How large a workbook is once laid out, as far as no sheet writes down more than so many cells. Raises UnreadableError."""
    if package.has("content.xml"):
        tables = list(_tables(package))
        return Extent(max((each.cells for each in tables), default=0), sum(each.characters for each in tables))
    strings = [len(match[1] or b"") for match in _STRING.finditer(_part(package, _SHARED))]
    longest = max(strings, default=0)
    cells = characters = written = 0
    for part in filter(_SHEET.fullmatch, package.names):
        sheet = package.read(part)
        written = max(written, sheet.count(_WRITTEN))
        if written > most:
            break
        cells = max(cells, _extent(sheet))
        if longest * sheet.count(b't="s"') > _FEW:
            places = (int(match[1]) for match in _SHARED_CELL.finditer(sheet))
            characters += sum(strings[place] for place in places if place < len(strings))
    return Extent(cells, characters, written)


def _part(package: Package, part: str) -> bytes:
    return package.read(part) if package.has(part) else b""


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


def _tables(package: Package) -> Iterator[Extent]:
    """Of an OpenDocument workbook: rows times columns of each table, up to its last filled row and cell, and its text."""
    for table in package.xml("content.xml").iter(_TABLE + "table"):
        rows = filled_rows = columns = characters = 0
        for row in table.iter(_ROW):
            times = _times(row.get(_ROWS))
            rows += times
            at = 0
            for cell in row:
                repeated = _times(cell.get(_COLUMNS))
                at += repeated
                if len(cell):
                    columns = max(columns, at)
                    filled_rows = rows
                    characters += times * repeated * sum(map(len, cell.itertext()))
        yield Extent(filled_rows * columns, characters)


def _times(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 1
