"""One workbook that holds the statements of several units: a workbook for each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from gouji.about import about
from gouji.about.matching import counterparts
from gouji.about.words import about_words
from gouji.about.writing import Writing
from gouji.config import find
from gouji.document import Block, Document
from gouji.files import as_name, fitting
from gouji.lexicon import lexicon, use
from gouji.lexicon.lexicon import plain
from gouji.readers import read_file
from gouji.reporters.places import printable
from gouji.screen import named
from gouji.targets import Place
from gouji.walking import Task

_FORM = "performance"


class Split(NamedTuple):
    """The disclosures in a workbook, and its sheets that are of no unit."""

    tasks: list[Task]
    loose: list[str]


class Splitter:
    """Tells units apart within a workbook that holds all of them, and gives each a workbook of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lint(self, task: Task, where: list[Place], data: bytes | None = None) -> Split:  # noqa: ARG002 - as a worker calls it
        """The disclosures in a workbook, and its sheets of no unit; of one unit, or of a file that is faulty, it itself."""
        (path,) = task.paths
        try:
            config = find(path)
            use(config.lexicon)
            units = sheets_of_units(read_file(path, config.limits))
            loose = units.pop("", [])
            if len(units) < 2:
                return unsplit(task)
            return Split([self._part(task, unit, sheets) for unit, sheets in units.items()], loose)
        except Exception:  # of one workbook: it is told when it is read
            return unsplit(task)

    def _part(self, task: Task, unit: str, sheets: list[str]) -> Task:
        """The sheets of a unit with their values, whatever format the workbook has."""
        from openpyxl import Workbook
        from python_calamine import CalamineWorkbook

        (path,) = task.paths
        given = CalamineWorkbook.from_path(str(path))
        book = Workbook(write_only=True)
        for name in sheets:
            sheet = book.create_sheet(name)
            for row in given.get_sheet_by_name(name).to_python(skip_empty_area=False):
                sheet.append([printable(value) or None if isinstance(value, str) else value for value in row])
        part = Path(mkdtemp(dir=self._folder)) / fitting(f"{path.stem}-{as_name(unit)}", ".xlsx")
        book.save(part)
        return task._replace(name=f"{named(path)}（{unit}）", paths=(part,), unit=unit, passing=True)


def sheets_of_units(document: Document) -> dict[str, list[str]]:
    """The sheets of a workbook by the unit that they name, in them or by their own names; "": those that name none."""
    blocks: dict[str, list[Block]] = {}
    for block in document.blocks:
        anchor = document.anchor(block.span.start)
        if anchor is not None and anchor.cell:
            blocks.setdefault(anchor.cell.rpartition("!")[0], []).append(block)
    inside = {sheet: about(replace(document, blocks=own), lexicon()).unit for sheet, own in blocks.items()}
    units = list(dict.fromkeys(filter(None, inside.values())))
    found: dict[str, list[str]] = {}
    accounts: set[str] = set()
    for sheet, unit in inside.items():
        if not unit and (match := about_words().sheet.match(plain(sheet))):
            known = counterparts([match[1]], units, lambda each: [each])
            unit = known[0] if len(known) == 1 else match[1]
        found.setdefault(unit, []).append(sheet)
        if not _is_form(replace(document, blocks=blocks[sheet])):
            accounts.add(unit)
    loose = [sheet for unit, sheets in found.items() if unit not in accounts or not unit for sheet in sheets]
    whole = {unit: sheets for unit, sheets in found.items() if unit and unit in accounts}
    return whole | ({"": loose} if loose else {})


def _is_form(sheet: Document) -> bool:
    """Whether a sheet is a form on performance, which a department fills in for others too."""
    writing = Writing(sheet, lexicon())
    lines = [plain(text) for text in (*writing.short, *writing.heads)]
    words = lexicon()
    rows = {kind.rows for line in lines for title in words.titles_in(line) for kind in words.titled[title]}
    return bool(rows) and all(row == _FORM for row in rows)


def unsplit(task: Task, why: str = "") -> Split:  # noqa: ARG001 - it is told when the workbook is read
    """A workbook that is of one unit, or that cannot be read."""
    return Split([task], [])
