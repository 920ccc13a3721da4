"""Which cells of a workbook are formulas, and which of those nobody has calculated: the library that reads workbooks shows only values."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

import regex

from gouji.readers.archive import Package

_BOOK = "xl/workbook.xml"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CELL = regex.compile(
    rb'<(?:\w+:)?c\s(?P<before>[^>]*?)r="(?P<at>[A-Z]{1,3}\d{1,7})"(?P<after>[^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v>(?P<value>[^<]*)<)?"
)


class Formulas(NamedTuple):
    """The addresses (公开03表!C7) of the cells with a formula, and of those without a value that it came to."""

    every: frozenset[str]
    open: tuple[str, ...]


def formulas_of(package: Package) -> Formulas:
    """The formulas of an .xlsx; none of another kind of workbook. Raises UnreadableError."""
    every: list[str] = []
    uncalculated: list[str] = []
    for sheet, part in _sheets(package):
        for match in _CELL.finditer(package.read(part)):
            address = f"{sheet}!{match['at'].decode()}"
            every.append(address)
            kind = match["before"] + match["after"]
            if not match["value"] and b't="s' not in kind:  # a formula may come to an empty text
                uncalculated.append(address)
    return Formulas(frozenset(every), tuple(uncalculated))


def _sheets(package: Package) -> list[tuple[str, str]]:
    """The name and the part of each sheet."""
    if not (package.has(_BOOK) and package.has(_RELATIONS)):
        return []
    parts = {each.get("Id"): each.get("Target", "") for each in package.xml(_RELATIONS).iter(_RELATION)}
    found = []
    for sheet in package.xml(_BOOK).iter(_SHEET):
        target = parts.get(sheet.get(_ID), "")
        part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if package.has(part):
            found.append((sheet.get("name", ""), part))
    return found
