"""Whether a text may hold tables whose columns are kept apart by spaces, and what was read of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.precompiled import pattern_of
from gouji.readers.forms import Form
from gouji.readers.text_flow import LineKind, SourceLine

ROW = pattern_of(r"\S\s{2,}-?[\d,]+\.\d\d?(?:\s|$)")
LEAST_ROWS = 3


class Spaced(NamedTuple):
    """The tables that were read, by the index of the line at which each begins, and the lines of those that were left, since
    their columns are not certain."""

    found: dict[int, Form]
    left: list[range]


def may_hold_tables(lines: Sequence[SourceLine]) -> bool:
    """Whether several lines have amounts that stand apart from what is before them."""
    rows = 0
    for line in lines:
        rows += line.kind is LineKind.TEXT and "  " in line.text and ROW.search(line.text) is not None
        if rows >= LEAST_ROWS:
            return True
    return False
