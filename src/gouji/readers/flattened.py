"""Statements whose cells came out of a file one a line, put together where codes and counts leave nothing open.

The head names the columns; every row must have a code, a name and as many amounts as the head has columns. A blank cell
leaves no line, so that a table with one could be read in several ways: it stays text, and is said to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.document import Cell, Span, Table
from gouji.lexicon import Lexicon, lexicon
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.forms import Form, Line

_CODE = pattern_of(r"\d{3}|\d{5}|\d{7}")
_AMOUNT = pattern_of(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_HAN = pattern_of(r"[\u4e00-\u9fff]")
_LONGEST_HEAD = 14
_MOST_COLUMNS = 12
_LEAST_ROWS = 3
_MOST_LINES = 2


class _Piece(NamedTuple):
    """A line with something in it: its number among all lines, and its text folded and without spaces."""

    line: int
    text: str


class Flattened(NamedTuple):
    """The statements that were put together, by the index of the line at which each begins, and the lines of those that were
    left."""

    found: dict[int, Form]
    left: list[range]


def flattened_in(lines: Sequence[Line]) -> Flattened:
    """The statements of a text whose cells stand one a line."""
    words = lexicon()
    pieces = [
        _Piece(index, text)
        for index, line in enumerate(lines)
        if line.open and (text := "".join(fold(line.text).split()))
    ]
    result = Flattened({}, [])
    at = 0
    while at + 1 < len(pieces):
        if pieces[at].text not in words.columns["code"] or pieces[at + 1].text not in words.columns["name"]:
            at += 1
            continue
        head = _head(pieces, at, words)
        over = _over(pieces, at, words) if head == 2 else []
        rows, end, whole = _rows(pieces, at + head, head - 2 + len(over[1:]), words)
        codes = sum(_CODE.fullmatch(row[0][0].text) is not None for row in rows)
        if whole and codes and len(rows) >= _LEAST_ROWS:
            cells = [[_cell(lines, [piece]) for piece in (*pieces[at : at + head], *over[1:])]]
            cells += [[_cell(lines, cell or row[0][:1], bool(cell)) for cell in row] for row in rows]
            result.found[(over or pieces[at:])[0].line] = Form(Table(cells, gathered=True), pieces[end - 1].line + 1)
        elif codes >= _LEAST_ROWS:
            result.left.append(range(pieces[at].line, pieces[end - 1].line + 1))
        at = max(end, at + head)
    return result


def _head(pieces: Sequence[_Piece], at: int, words: Lexicon) -> int:
    """How many lines from `at` on are words of the head."""
    count = 2
    while at + count < len(pieces) and count < _MOST_COLUMNS:
        text = pieces[at + count].text
        counted = at + count + 1 < len(pieces) and _AMOUNT.fullmatch(pieces[at + count + 1].text)
        begins = counted and (text in words.totals or text in words.columns["line"])
        if len(text) > _LONGEST_HEAD or not _HAN.search(text) or begins:
            break
        count += 1
    return count


def _over(pieces: Sequence[_Piece], at: int, words: Lexicon) -> list[_Piece]:
    """The words of a head whose first line, 项目 and the columns, stands before the code and the name at `at`."""
    for first in range(at - 1, max(at - _MOST_COLUMNS, 0) - 1, -1):
        text = pieces[first].text
        if text in words.columns["name"]:
            return list(pieces[first:at])
        if len(text) > _LONGEST_HEAD or not _HAN.search(text) or words.label_line.fullmatch(text):
            break
    return []


def _rows(
    pieces: Sequence[_Piece], at: int, columns: int, words: Lexicon
) -> tuple[list[list[list[_Piece]]], int, bool]:
    """The rows from `at` on, each a list of cells, where they end, and whether each has all its amounts."""
    rows: list[list[list[_Piece]]] = []
    whole = columns > 0
    while at < len(pieces):
        begin, first = at, pieces[at]
        label: list[_Piece] = []
        if first.text in words.totals or first.text in words.columns["line"]:
            at += 1
        elif _CODE.fullmatch(first.text):
            at += 1
            while at < len(pieces) and len(label) < _MOST_LINES and _HAN.search(pieces[at].text):
                label.append(pieces[at])
                at += 1
            if not label:
                return rows, begin, whole
        else:
            return rows, at, whole
        amounts: list[_Piece] = []
        while at < len(pieces) and _AMOUNT.fullmatch(pieces[at].text) and not _begins_row(pieces, at):
            amounts.append(pieces[at])
            at += 1
        whole = whole and len(amounts) == columns
        rows.append([[first], label, *([amount] for amount in amounts)])
    return rows, at, whole


def _begins_row(pieces: Sequence[_Piece], at: int) -> bool:
    """Whether a number is the code of the next row: a name follows."""
    code = _CODE.fullmatch(pieces[at].text) is not None
    return code and at + 1 < len(pieces) and _HAN.search(pieces[at + 1].text) is not None


def _cell(lines: Sequence[Line], pieces: Sequence[_Piece], filled: bool = True) -> Cell:
    """The cell that neighbouring lines are; a blank one behind them."""
    first, last = lines[pieces[0].line], lines[pieces[-1].line]
    start = first.start + len(first.text) - len(first.text.lstrip())
    end = last.start + len(last.text.rstrip())
    if not filled:
        return Cell("", Span(end, end))
    text = "".join("".join(lines[piece.line].text.split()) for piece in pieces)
    return Cell(text, Span(start, end))
