"""Self-assessment forms of any layout whose cells stand one a line or apart by wide spaces, put together by their own head.

The head names the columns. An indicator's row is as many cells as it has columns, each of which fits its own: a sign under
指标性质, points under 分值 and 得分. A blank cell leaves nothing behind, so that a row which does not fit is said as a doubt of
the table, which then proves nothing by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import regex

from gouji.document import Cell, Span, Table
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.forms import Form, Line
from gouji.resources import compiled, of_lexicon, read_lexicon

_CELL = pattern_of(r"\S+(?:[ ]\S+)*")
_BRACKET = pattern_of(r"\([^()]*\)$")
_NUMBER = pattern_of(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_RATE = pattern_of(r"-?\d+(?:\.\d+)?%")
_POINTS = pattern_of(r"\d{1,3}(?:\.\d+)?")
_LONGEST = 400
_MOST_NAME = 4
_MOST_LABEL = 3
_LEAST_COLUMNS = 5
_LONGEST_UNIT = 8


class _Piece(NamedTuple):
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


class _Words(NamedTuple):
    """The words of a form: columns of its indicators and of its funds by role, labels, totals."""

    columns: dict[str, str]
    remark: tuple[str, ...]
    funds: dict[str, str]
    fund_rows: frozenset[str]
    lead: regex.Pattern[str]
    begin: tuple[str, ...]
    groups: frozenset[str]
    seconds: frozenset[str]
    totals: frozenset[str]
    none: frozenset[str]
    signs: frozenset[str]
    points: regex.Pattern[str]
    behind: regex.Pattern[str]


class Gathered(NamedTuple):
    """The forms that were put together by the line at which each begins, and the lines at which one begins that was left."""

    found: dict[int, Form]
    left: list[int]


@of_lexicon
def _words() -> _Words:
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
    return _Words(
        {word: role for role in roles for word in columns[role]},
        tuple(columns["remark"]),
        {word: role for role in fund_roles for word in funds[role]},
        frozenset(word for listed in funds["rows"].values() for word in listed),
        compiled("performance.toml", "funds", funds["lead"]),
        tuple(form["begin"]),
        frozenset(words["groups"]),
        frozenset(second for listed in words["groups"].values() for second in listed),
        frozenset(words["rows"]["total"] + words["rows"]["above"]),
        frozenset(form["none"]),
        frozenset([*columns["least"], *columns["most"], *columns["kinds"]]),
        compiled("performance.toml", "columns", columns["points"]),
        compiled("performance.toml", "columns", columns["behind"]),
    )


def forms_by_head(lines: Sequence[Line], taken: Sequence[tuple[int, int]]) -> Gathered:
    """The forms of a text that are not `taken` already (from line to line), by the index of the line at which each begins."""
    words = _words()
    result = Gathered({}, [])
    index = 0
    while index < len(lines):
        end = next((end for start, end in taken if start <= index < end), 0)
        if end or not lines[index].open or not _squeezed(lines[index].text).startswith(words.begin):
            index = max(end, index + 1)
            continue
        pieces = _pieces(lines, index, taken)
        head = _head(pieces, words)
        form = _read(pieces, head, words) if head else None
        if form is not None:
            result.found[index] = form
            index = form.following
        else:
            result.left.extend([index] if head else [])
            index = pieces[head[1]].line if head else index + 1
    return result


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _pieces(lines: Sequence[Line], index: int, taken: Sequence[tuple[int, int]]) -> list[_Piece]:
    """The cells from a line on, up to the next table."""
    starts = {start for start, _ in taken}
    found = []
    for number in range(index, min(index + _LONGEST, len(lines))):
        line = lines[number]
        if number in starts or (line.text.strip() and not line.open):
            break
        for match in _CELL.finditer(line.text):
            start = line.start + match.start()
            found.append(_Piece(_squeezed(match[0]), Span(start, start + len(match[0])), match[0], number))
    return found


def _head(pieces: list[_Piece], words: _Words) -> tuple[int, int] | None:
    """From which to which cell the head over the indicators goes: levels, what was aimed at and reached, points."""
    for start, piece in enumerate(pieces):
        if start and piece.text.startswith(words.begin) and piece.bare in words.begin[:1]:
            return None  # another form begins
        if words.columns.get(piece.bare) != "first":
            continue
        end = start + 1
        while end < len(pieces) and (pieces[end].bare in words.columns or _is_remark(pieces[end], words)):
            end += 1
        roles = [words.columns.get(each.bare, "remark") for each in pieces[start:end]]
        if len(roles) >= _LEAST_COLUMNS and {"name", "actual", "score"} <= set(roles) and len(set(roles)) == len(roles):
            return start, end
        return None
    return None


def _is_remark(piece: _Piece, words: _Words) -> bool:
    return any(word in piece.text for word in words.remark)


def _read(pieces: list[_Piece], head: tuple[int, int], words: _Words) -> Form | None:
    """The form, if its total follows its head."""
    start, end = head
    total = next((n for n in range(end, len(pieces)) if _is_total(pieces, n, words)), None)
    if total is None:
        return None
    last = total + 1
    while last < len(pieces) and last <= total + 2 and _POINTS.fullmatch(pieces[last].text):
        last += 1
    doubts: list[str] = []
    rows = _over(pieces[:start], words, doubts)
    columns = pieces[start:end]
    rows.append([piece.cell for piece in columns])
    rows += _Indicators(pieces[end:total], columns, words, doubts).rows()
    blank = Cell("", Span(pieces[total].span.end, pieces[total].span.end))
    width = max(len(columns), _LEAST_COLUMNS)
    numbers = [piece.cell for piece in pieces[total + 1 : last]]
    rows.append([pieces[total].cell, *[blank] * (width - 1 - len(numbers)), *numbers])
    return Form(Table(rows, doubts, gathered=True), pieces[last - 1].line + 1)


def _is_total(pieces: list[_Piece], at: int, words: _Words) -> bool:
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    return pieces[at].bare in words.totals and behind is not None and _POINTS.fullmatch(behind.text) is not None


def _over(pieces: list[_Piece], words: _Words, doubts: list[str]) -> list[list[Cell]]:
    """What stands over the indicators: the head over the amounts and their rows, each other cell with the one behind it."""
    rows: list[list[Cell]] = []
    head = next((n for n, piece in enumerate(pieces) if _fund_head(pieces, n, words)), len(pieces))
    columns = _fund_head(pieces, head, words) if head < len(pieces) else 0
    rows += [[piece.cell for piece in pieces[n : n + 2]] for n in range(0, head, 2)]
    if not columns:
        return rows
    values = sum(words.funds.get(piece.bare) is not None for piece in pieces[head : head + columns])
    before = rows.pop() if head else [pieces[0].cell]
    rows.append([before[-1], *(piece.cell for piece in pieces[head : head + values])])
    at = head + columns
    while at < len(pieces):
        if words.lead.sub("", pieces[at].bare) not in words.fund_rows and pieces[at].bare not in words.fund_rows:
            rows.append([pieces[at].cell])
            at += 1
            continue
        end = at + 1
        while end < len(pieces) and end <= at + values and _is_value(pieces[end], words):
            end += 1
        if end - at - 1 == values:
            rows.append([piece.cell for piece in pieces[at:end]])
        elif any(_NUMBER.fullmatch(piece.text) for piece in pieces[at + 1 : end]):
            doubts.append(f"“{pieces[at].text}”一行的数分不清各在哪一栏")
        at = end
    return rows


def _fund_head(pieces: list[_Piece], at: int, words: _Words) -> int:
    """How many cells the head over the amounts has that begins here; none where none does."""
    if words.funds.get(pieces[at].bare) not in ("initial", "budget"):
        return 0
    end = at
    while end < len(pieces) and (pieces[end].bare in words.funds or pieces[end].bare.endswith(words.remark)):
        end += 1
    roles = [words.funds.get(piece.bare, "") for piece in pieces[at:end]]
    return end - at if {"budget", "executed", "rate"} <= set(roles) else 0


def _is_value(piece: _Piece, words: _Words) -> bool:
    return bool(_NUMBER.fullmatch(piece.text) or _RATE.fullmatch(piece.text)) or piece.text in words.none


class _Indicators:
    """The rows of the indicators, read from the first cell under their head to the last."""

    def __init__(self, pieces: list[_Piece], columns: list[_Piece], words: _Words, doubts: list[str]) -> None:
        self._pieces = pieces
        self._roles = [words.columns.get(piece.bare, "remark") for piece in columns]
        self._words = words
        self._doubts = doubts
        self._at = 0

    def rows(self) -> list[list[Cell]]:
        """All rows: an empty cell where a level is not named again."""
        found: list[list[Cell]] = []
        levels: dict[str, _Piece] = {}
        while self._at < len(self._pieces):
            label = self._label(self._at)
            if label is not None:
                is_first = "first" not in levels and (self._is_group(label) or "second" in levels)
                levels["first" if is_first else "second"] = label
                continue
            fit = self._fit(self._at)
            if fit is None:
                text = self._pieces[self._at].text
                self._doubts.append(f"“{text}”一行的格与表头对不上")
                self._at += 1
                while self._at < len(self._pieces) and self._label_at(self._at) is None:
                    self._at += 1
                continue
            found.append(self._row(levels, fit))
            levels = {}
        return found

    def _label(self, at: int) -> _Piece | None:
        found = self._label_at(at)
        if found is not None:
            self._at += found[1]
        return found[0] if found is not None else None

    def _label_at(self, at: int) -> tuple[_Piece, int] | None:
        """The label of a level that begins at a cell, and over how many cells it goes."""
        for count in range(1, _MOST_LABEL + 1):
            pieces = self._pieces[at : at + count]
            joined = _joined(pieces)
            match = self._words.points.match(joined.text)
            name = match[1] if match else joined.text
            if name in self._words.groups or name in self._words.seconds:
                return joined, count
        return None

    def _is_group(self, label: _Piece) -> bool:
        match = self._words.points.match(label.text)
        return (match[1] if match else label.text) in self._words.groups

    def _fit(self, at: int) -> int | None:
        """Over how many cells the name goes, with which the cells behind it fit their columns."""
        wanted = [role for role in self._roles if role not in ("first", "second", "name", "remark")]
        for length in range(1, _MOST_NAME + 1):
            cells = self._pieces[at + length : at + length + len(wanted)]
            name = self._pieces[at : at + length]
            if len(cells) < len(wanted) or any(_NUMBER.fullmatch(piece.text) for piece in name):
                return None
            if "weight" not in wanted and not self._words.behind.search(_joined(name).text):
                continue
            if all(self._fits(piece, role) for piece, role in zip(cells, wanted, strict=True)):
                return length
        return None

    def _fits(self, piece: _Piece, role: str) -> bool:
        if role in ("weight", "score"):
            return _POINTS.fullmatch(piece.text) is not None
        if role == "sign":
            return piece.text in self._words.signs
        if role == "unit":
            return not _NUMBER.fullmatch(piece.text) and len(piece.text) <= _LONGEST_UNIT
        if role in ("rate", "done"):
            return _RATE.fullmatch(piece.text) is not None
        return True

    def _row(self, levels: dict[str, _Piece], length: int) -> list[Cell]:
        start = self._at
        name = self._pieces[start : start + length]
        if length > 1 and (name[0].text.endswith("指标") or self._words.points.match(name[0].text)):
            self._doubts.append(f"有不认识的指标“{name[0].text}”")
        self._at = start + length
        cells: list[Cell] = []
        for role in self._roles:
            if role == "name":
                cells.append(_joined(name).cell)
            elif role in ("first", "second"):
                cells.append(levels[role].cell if role in levels else self._blank())
            elif role != "remark":
                cells.append(self._pieces[self._at].cell)
                self._at += 1
        if self._roles[-1] == "remark":
            points = {role: cell.text for role, cell in zip(self._roles, cells, strict=False)}
            is_full = points["score"] == points.get("weight")
            remark = self._remark(is_full)
            cells.append(_joined(remark).cell if remark else self._blank())
        return cells

    def _blank(self) -> Cell:
        at = self._pieces[min(self._at, len(self._pieces) - 1)].span.start
        return Cell("", Span(at, at))

    def _remark(self, is_full: bool) -> list[_Piece]:
        """The cells behind a score up to the next label, or to the name of the next row; behind full points, those are its name."""
        start = self._at
        if is_full and self._fit(start) is not None:
            return []
        for end in range(start, min(start + _MOST_NAME, len(self._pieces)) + 1):
            if end == len(self._pieces) or self._label_at(end) is not None:
                self._at = end
                return self._pieces[start:end]
            if self._fit(end) == 1:
                self._at = end
                return self._pieces[start:end]
        return []


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    first, last = pieces[0], pieces[-1]
    text = "".join(piece.text for piece in pieces)
    raw = first.raw if len(pieces) == 1 else "".join(piece.raw for piece in pieces)
    return _Piece(text, Span(first.span.start, last.span.end), raw, first.line)
