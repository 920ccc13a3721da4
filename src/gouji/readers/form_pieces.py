"""The cells of a form that was taken apart into lines, and the words by which it is put together again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import regex

from gouji.document import Cell, Span
from gouji.precompiled import pattern_of
from gouji.resources import compiled, of_lexicon, read_lexicon

_BRACKET = pattern_of(r"\([^()]*\)$")


class Piece(NamedTuple):
    """A cell: its text folded and without spaces, its place, and its line."""

    text: str
    span: Span
    raw: str
    line: int

    @property
    def bare(self) -> str:
        found: str = _BRACKET.sub("", self.text).rstrip(":")
        return found

    @property
    def cell(self) -> Cell:
        return Cell(self.raw, self.span)


class Words(NamedTuple):
    """The words of a form: columns of its indicators and of its funds by role, labels, totals."""

    columns: dict[str, str]
    remark: tuple[str, ...]
    funds: dict[str, str]
    fund_rows: frozenset[str]
    goals: frozenset[str]
    lead: regex.Pattern[str]
    begin: tuple[str, ...]
    groups: frozenset[str]
    seconds: frozenset[str]
    totals: frozenset[str]
    none: frozenset[str]
    signs: frozenset[str]
    points: regex.Pattern[str]
    behind: regex.Pattern[str]
    indicator: str


@of_lexicon
def form_words() -> Words:
    words: dict[str, Any] = read_lexicon("performance.toml")
    columns, funds, form = words["columns"], words["funds"], words["form"]
    roles = (
        "first",
        "second",
        "name",
        "sign",
        "target",
        "adjusted",
        "unit",
        "actual",
        "weight",
        "score",
        "rate",
        "done",
    )
    fund_roles = ("initial", "budget", "executed", "weight", "rate", "score")
    return Words(
        {word: role for role in roles for word in columns[role]},
        tuple(columns["remark"]),
        {word: role for role in fund_roles for word in funds[role]},
        frozenset(word for listed in funds["rows"].values() for word in listed),
        frozenset(word for role in ("yearly", "total", "both", "parts") for word in words["goals"][role]),
        compiled("performance.toml", "funds", funds["lead"]),
        tuple(form["begin"]),
        frozenset(words["groups"]),
        frozenset(second for listed in words["groups"].values() for second in listed),
        frozenset(words["rows"]["total"] + words["rows"]["above"]),
        frozenset(form["none"]),
        frozenset([*columns["least"], *columns["most"], *columns["kinds"]]),
        compiled("performance.toml", "columns", columns["points"]),
        compiled("performance.toml", "columns", columns["behind"]),
        columns["indicator"],
    )


def joined(pieces: Sequence[Piece]) -> Piece:
    first, last = pieces[0], pieces[-1]
    text = "".join(piece.text for piece in pieces)
    raw = first.raw if len(pieces) == 1 else "".join(piece.raw for piece in pieces)
    return Piece(text, Span(first.span.start, last.span.end), raw, first.line)
