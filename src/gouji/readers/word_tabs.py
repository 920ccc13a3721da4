"""Tables of a Word file that are no tables: paragraphs one below the other whose words stand apart by tabs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.lines import Run
from gouji.readers.word_xml import every, name

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEAST_ROWS = 3
_FEW_TABS = 2
_MANY_TABS = 3
_AMOUNT = pattern_of(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)%?")


def rows_by_tabs(blocks: Sequence[_Element]) -> set[_Element]:
    """The paragraphs that are rows of a table: at least three on end with tabs between their words, two of them with an
    amount that stands alone, or with more tabs than the lines of a contents or a signature have."""
    found: set[_Element] = set()
    for has_tabs, group in groupby(blocks, key=lambda block: name(block) == "w:p" and bool(_tabs(block))):
        rows = list(group)
        if has_tabs and len(rows) >= _LEAST_ROWS and sum(map(_is_of_amounts, rows)) >= _FEW_TABS:
            found.update(rows)
    return found


def _tabs(paragraph: _Element) -> int:
    return sum(name(parent) == "w:r" for tab in every(paragraph, "tab") if (parent := tab.getparent()) is not None)


def _is_of_amounts(paragraph: _Element) -> bool:
    """Whether amounts stand between tabs, or there are many tabs, as in the rows of an empty statement."""
    texts: list[str] = [""]
    for run in every(paragraph, "r"):
        for piece in run:
            if name(piece) == "w:tab":
                texts.append("")
            elif name(piece) == "w:t":
                texts[-1] += piece.text or ""
    alone = [fold(text).strip() for text in texts]
    tabs = len(texts) - 1
    return tabs >= _MANY_TABS or (tabs >= _FEW_TABS and any(map(_AMOUNT.fullmatch, alone)))


def cells_of(runs: Sequence[Run]) -> list[list[Run]]:
    """The cells of a row whose text is cut by tabs, each piece at its place."""
    cells: list[list[Run]] = [[]]
    for run in runs:
        at = run.character
        for number, text in enumerate(run.text.split("\t")):
            if number:
                cells.append([])
            cells[-1].append(run._replace(text=text, character=at))
            at += len(text) + 1
    return cells
