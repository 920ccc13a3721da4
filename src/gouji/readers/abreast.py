"""Statements abreast on one sheet: each has its own title or unit line at its top, and an empty column between it and the next."""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import Any

from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain

_TOP = 4  # rows at whose left a table says what it is


def is_caption(text: str) -> bool:
    """A line that stands over or under a table: a statement's title, or whose table it is and in what unit."""
    bare, words = plain(text), lexicon()
    return words.label_line.fullmatch(bare) is not None or bool(words.titles_in(bare))


def abreast(rows: list[list[Any]]) -> list[range]:
    """The columns of each of the tables of a sheet, left to right; one range where it is a single table or several below another."""
    width = max(map(len, rows), default=0)
    empty = [not any(map(_is_filled, column)) for column in zip_longest(*rows)]
    begins = [at for at in range(width) if not empty[at] and (at == 0 or empty[at - 1])]
    tops = [at for at in begins if at == begins[0] or _is_top(rows, at)]
    return [range(at, end) for at, end in pairwise([*tops, width])] or [range(width)]


def _is_top(rows: list[list[Any]], column: int) -> bool:
    """Whether the first lines of a column are those of a table: its title and its unit."""
    texts = (row[column] for row in rows if column < len(row) and _is_filled(row[column]))
    first = [str(text) for _, text in zip(range(_TOP), texts, strict=False)]
    return sum(map(is_caption, first)) > 1


def _is_filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""
