"""This year's statement in the place of a table of last year's Word file that has other columns: a new table that looks like the old one."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from gouji.quantity import parse_cell, unit_named
from gouji.readers.word_changes import Tracker, set_text, w_of
from gouji.readers.word_xml import child, name, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

Row = tuple["_Element", list["_Element | None"]]


def replace_table(table: _Element, grid: Sequence[Row], rows: Sequence[Sequence[str]], tracker: Tracker | None) -> None:
    """Put a table of these rows into the place of another one, of which `grid` are the rows: cells look like that one's, labels like labels and
    amounts like amounts. As a revision, the old rows stay, struck, above the new table."""
    width = max(map(len, rows))
    models = _models(grid)
    new = _empty(table, width)
    for number, texts in enumerate(rows):
        row = new.makeelement(f"{w_of(table)}tr")
        model = grid[min(number, len(grid) - 1)][0]
        row.extend(deepcopy(each) for each in model if name(each) == "w:trPr")
        for text in [*texts, *[""] * (width - len(texts))]:
            row.append(_cell(models[_is_amount(text), number == 0], text, _total(table) // width))
        new.append(row)
        if tracker is not None:
            tracker.row(row, "ins")
    if tracker is None:
        table.addprevious(new)
        parent = table.getparent()
        assert parent is not None
        parent.remove(table)
        return
    between = table.makeelement(f"{w_of(table)}p")  # two tables without a paragraph between them are one
    table.addnext(between)
    between.addnext(new)
    tracker.paragraph(between, "ins")
    for row in [each for each in table if name(each) == "w:tr"]:
        tracker.row(row, "del")


def _models(grid: Sequence[Row]) -> dict[tuple[bool, bool], _Element]:
    """The cell that others look like, by whether they hold an amount and stand in the head."""
    cells = [(number == 0, cell) for number, (_, each) in enumerate(grid) for cell in each if cell is not None]
    first = cells[0][1]
    head = next((cell for is_head, cell in cells if is_head), first)
    label = next((cell for is_head, cell in cells if not is_head and not _is_amount(_plain(cell))), first)
    amount = next((cell for is_head, cell in cells if not is_head and _is_amount(_plain(cell))), label)
    return {(True, False): amount, (False, False): label, (True, True): head, (False, True): head}


def _plain(cell: _Element) -> str:
    return "".join(map(str, cell.itertext())).strip()


def _is_amount(text: str) -> bool:
    return "." in text and parse_cell(text, unit_named("元")) is not None


def _empty(table: _Element, width: int) -> _Element:
    """A table without rows that has the look of another one."""
    w = w_of(table)
    new = table.makeelement(table.tag)
    new.extend(deepcopy(each) for each in table if name(each) == "w:tblPr")
    columns = new.makeelement(f"{w}tblGrid")
    for _ in range(width):
        columns.append(new.makeelement(f"{w}gridCol", {f"{w}w": str(_total(table) // width)}))
    new.append(columns)
    return new


def _total(table: _Element) -> int:
    """How wide a table is."""
    columns = child(table, "w:tblGrid")
    return sum(whole(each, "w") for each in columns) if columns is not None else 0


def _cell(model: _Element, text: str, width: int) -> _Element:
    """A cell like another one with another text."""
    w = w_of(model)
    cell = model.makeelement(model.tag)
    shape = child(model, "w:tcPr")
    kept = deepcopy(shape) if shape is not None else model.makeelement(f"{w}tcPr")
    for each in [each for each in kept if name(each) in ("w:gridSpan", "w:vMerge", "w:hMerge", "w:tcW")]:
        kept.remove(each)
    if width:
        kept.insert(0, kept.makeelement(f"{w}tcW", {f"{w}w": str(width), f"{w}type": "dxa"}))
    cell.append(kept)
    paragraph = cell.makeelement(f"{w}p")
    old = child(model, "w:p")
    paragraph.extend(deepcopy(each) for each in (old if old is not None else ()) if name(each) == "w:pPr")
    if text:
        run = paragraph.makeelement(f"{w}r")
        look = next((child(each, "w:rPr") for each in (old if old is not None else ()) if name(each) == "w:r"), None)
        if look is not None:
            run.append(deepcopy(look))
        content = run.makeelement(f"{w}t")
        set_text(content, text)
        run.append(content)
        paragraph.append(run)
    cell.append(paragraph)
    return cell
