"""This year's statements in the tables of last year's Word file: rows and cells as they look there, with other contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from gouji.quantity import parse_cell, unit_named
from gouji.readers.word_changes import Tracker, change_by, set_text, w_of
from gouji.readers.word_text import Words
from gouji.readers.word_xml import child, every, name, value, whole
from gouji.rolling.word_new_table import replace_table

if TYPE_CHECKING:
    from lxml.etree import _Element

UNREAD = "去年的表认不清栏目，请换成今年的表"
OTHER_COLUMNS = "今年的表与去年的栏目不同，已换成今年的，请看一下合并的格"

Grid = list[tuple["_Element", list["_Element | None"]]]


def table_of(paragraph: _Element) -> _Element | None:
    """The table in which a paragraph stands."""
    return next((each for each in paragraph.iterancestors() if name(each) == "w:tbl"), None)


def refilled(
    table: _Element, old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], words: Words, tracker: Tracker | None
) -> str:
    """Fill a table with other rows: `old` are those that were read of it; one that has other columns gives way to a new one. What a person has to see
    to: the new table, or one that was read otherwise than it stands here, and is not changed."""
    grid = _told(_grid(table), words)
    width = max((len(cells) for _, cells in grid), default=0)
    if len(grid) != len(old) or not new or not grid:
        return UNREAD
    if max(map(len, new)) != width:
        replace_table(table, grid, new, tracker)
        return OTHER_COLUMNS
    matcher = SequenceMatcher(None, [_label(row) for row in old], [_label(row) for row in new], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        pairs = min(last - first, end - start) if kind in ("equal", "replace") else 0
        for offset in range(pairs):
            _fill(grid[first + offset][1], new[start + offset], words, tracker)
        place = grid[first + pairs - 1][0] if first + pairs else grid[0][0]
        for row in range(start + pairs, end):
            model = grid[min(first + pairs, len(grid) - 1)] if pairs == 0 else grid[first + pairs - 1]
            place = _added(place, model, new[row], words, tracker)
        for index in range(first + pairs, last):
            _struck(grid[index][0], tracker)
    return ""


def _label(row: Sequence[str]) -> tuple[str, ...]:
    """What of a row is no number."""
    unit = unit_named("元")
    return tuple("" if parse_cell(cell, unit) is not None and "." in cell else cell for cell in row)


def _grid(table: _Element) -> Grid:
    """The rows on the table's grid: a merged cell stands at its first place, the others it covers are None."""
    found: Grid = []
    for row in table.iterchildren():
        if name(row) != "w:tr":
            continue
        cells: list[_Element | None] = [None] * whole(child(child(row, "w:trPr"), "w:gridBefore"))
        for cell in row.iterchildren():
            if name(cell) == "w:tc":
                shape = child(cell, "w:tcPr")
                merge = child(shape, "w:vMerge")
                cells.append(None if merge is not None and value(merge) != "restart" else cell)
                cells += [None] * (whole(child(shape, "w:gridSpan"), default=1) - 1)
        found.append((row, cells))
    return found


def _told(grid: Grid, words: Words) -> Grid:
    """The rows that a reader tells: those in which anything stands, without lines of one cell at the top and bottom."""
    wide = [number for number, (row, _) in enumerate(grid) if sum(name(cell) == "w:tc" for cell in row) > 1]
    if not wide:
        return []
    inner = grid[wide[0] : wide[-1] + 1]
    return [
        (row, cells) for row, cells in inner if any(_text(cell, words).strip() for cell in cells if cell is not None)
    ]


def _text(cell: _Element, words: Words) -> str:
    return "".join(words.read(paragraph).text for paragraph in every(cell, "p"))


def _fill(cells: Sequence[_Element | None], texts: Sequence[str], words: Words, tracker: Tracker | None) -> None:
    for number, cell in enumerate(cells):
        text = texts[number] if number < len(texts) else ""
        if cell is not None and "".join(_text(cell, words).split()) != "".join(text.split()):
            _write(cell, text, cells, words, tracker)


def _write(cell: _Element, text: str, row: Sequence[_Element | None], words: Words, tracker: Tracker | None) -> None:
    """Write a cell: into its own first run, else into one that looks like its neighbours'."""
    first, *others = list(every(cell, "p"))
    for paragraph in others:
        pieces = words.read(paragraph).pieces
        change_by(tracker)(pieces, 0, sum(len(piece.text) for piece in pieces), "")
    pieces = words.read(first).pieces
    if change_by(tracker)(pieces, 0, sum(len(piece.text) for piece in pieces), text):
        return
    w = w_of(cell)
    run = first.makeelement(f"{w}r")
    model = next((m for other in row if other is not None and (m := _model(other)) is not None), None)
    if model is not None:
        run.append(deepcopy(model))
    content = run.makeelement(f"{w}t")
    set_text(content, text)
    run.append(content)
    holder = first if tracker is None else tracker.revision(first, "ins")
    holder.append(run)
    if holder is not first:
        first.append(holder)


def _model(cell: _Element) -> _Element | None:
    """How the text of a cell looks."""
    runs: Iterator[_Element] = every(cell, "r")
    return next((found for run in runs if (found := child(run, "w:rPr")) is not None), None)


def _added(
    place: _Element,
    model: tuple[_Element, list[_Element | None]],
    texts: Sequence[str],
    words: Words,
    tracker: Tracker | None,
) -> _Element:
    """A row like another one, behind `place`."""
    row = deepcopy(model[0])
    _settle(row)
    place.addnext(row)
    cells = next(cells for each, cells in _grid_of_row(row))
    _fill(cells, texts, words, None)
    if tracker is not None:
        tracker.row(row, "ins")
    return row


def _settle(row: _Element) -> None:
    """Take the revisions of the row that was copied as made: they are not the copy's own."""
    for gone in [each for each in row.iter() if name(each) == "w:del"]:
        holder = gone.getparent()
        assert holder is not None
        holder.remove(gone)
    for made in [each for each in row.iter() if name(each) == "w:ins"]:
        for inside in list(made):
            made.addprevious(inside)
        holder = made.getparent()
        assert holder is not None
        holder.remove(made)


def _grid_of_row(row: _Element) -> Grid:
    parent = row.getparent()
    assert parent is not None
    return [entry for entry in _grid(parent) if entry[0] is row]


def _struck(row: _Element, tracker: Tracker | None) -> None:
    if tracker is not None:
        tracker.row(row, "del")
        return
    parent = row.getparent()
    assert parent is not None
    parent.remove(row)
