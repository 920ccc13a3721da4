"""Lists of projects with their amounts and goals, one below the other, over however many pages."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from gouji.document import Cell, Span, Table
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.resources import read_lexicon

_BRACKET = pattern_of(r"\([^()]*\)")
_HEAD_ROWS = 4


class Listed(NamedTuple):
    """The head of a list of projects, and where their names, amounts and goals stand."""

    head: int
    name: int
    amount: int
    goal: int


def is_list_of_projects(table: Table) -> bool:
    """Whether a table of performance goals lists projects with their amounts, one below the other."""
    return any(map(lists_projects, table.rows[:_HEAD_ROWS]))


def told_once(table: Table) -> Table:
    """A list of projects without what a page tells again of one that goes on there, up to its goal."""
    at = listed_in(table)
    if at is None:
        return table
    before: tuple[str, str] | None = None
    rows = table.rows[: at.head + 1]
    for row in table.rows[at.head + 1 :]:
        told = _told(row, at) if not lists_projects(row) else None
        if told is not None and told == before:
            row = [_blank(cell) for cell in row[: at.goal + 1]] + row[at.goal + 1 :]
        rows.append(row)
        before = told or before
    return replace(table, rows=rows)


def _blank(cell: Cell) -> Cell:
    return Cell("", Span(cell.span.end, cell.span.end))


def _told(row: list[Cell], at: Listed) -> tuple[str, str] | None:
    """The name of a row's project and its amount; None where it has none."""
    if len(row) <= max(at.name, at.amount, at.goal) or not row[at.name].text:
        return None
    return plain(row[at.name].text), plain(row[at.amount].text)


def listed_in(table: Table) -> Listed | None:
    """Where a list of projects tells what; None of any other table."""
    words: dict[str, list[str]] = read_lexicon("performance.toml")["goals"]["listed"]
    head = next((at for at, row in enumerate(table.rows) if lists_projects(row)), -1)
    if head < 0:
        return None
    cells = table.rows[head]
    roles = ("name", "amount", "goal")
    return Listed(head, *(next(at for at, cell in enumerate(cells) if _is_one_of(cell, words[role])) for role in roles))


def lists_projects(row: list[Cell]) -> bool:
    """Whether a row is the head over projects, their amounts and goals."""
    words: dict[str, list[str]] = read_lexicon("performance.toml")["goals"]["listed"]
    return all(any(_is_one_of(cell, listed) for cell in row) for listed in words.values())


def _is_one_of(cell: Cell, heads: list[str]) -> bool:
    """Whether a cell is one of some heads, with or without what stands in brackets (预算数（单位：万元）)."""
    return bool(cell.text) and (plain(cell.text) in heads or unbracketed(cell) in heads)


def unbracketed(cell: Cell) -> str:
    """The text of a cell without what stands in brackets, and without the colon behind it."""
    text: str = _BRACKET.sub("", plain(cell.text))
    return text.rstrip(":")
