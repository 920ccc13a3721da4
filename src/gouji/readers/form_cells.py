"""Self-assessment forms of any layout whose cells stand one a line or apart by wide spaces, put together by their own head.

The head names the columns. An indicator's row is as many cells as it has columns, each of which fits its own: a sign under
指标性质, points under 分值 and 得分. A blank cell leaves nothing behind, so that a row which does not fit is said as a doubt of
the table, which then proves nothing by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gouji.document import Cell, Span, Table
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.form_pieces import Piece, Words, form_words, joined
from gouji.readers.forms import Form, Line

_CELL = pattern_of(r"\S+(?:[ ]\S+)*")
_NUMBER = pattern_of(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_RATE = pattern_of(r"-?\d+(?:\.\d+)?%")
_POINTS = pattern_of(r"\d{1,3}(?:\.\d+)?")
_LONGEST = 400
_MOST_NAME = 4
_MOST_LABEL = 3
_FURTHER = 12
_LEAST_COLUMNS = 5
_WHOLE = {"name", "actual", "score"}
_GOALS = {"name", "target", "weight"}
_LONGEST_UNIT = 8


class _Head(NamedTuple):
    """The head over the indicators: from which to which cell it goes, and its columns in their order; none where it does not
    tell what was reached."""

    start: int
    end: int
    columns: list[Piece]


class Gathered(NamedTuple):
    """The forms that were put together by the line at which each begins, and the lines at which one begins that was left."""

    found: dict[int, Form]
    left: list[int]


def forms_by_head(lines: Sequence[Line], known: Mapping[int, Form]) -> Gathered:
    """The forms of a text by the index of the line at which each begins, in place of those `known` of which there is a doubt."""
    words = form_words()
    sure = {start: form for start, form in known.items() if not form.table.doubts}
    inside = {line for start, form in sure.items() for line in range(start, form.following)}
    result = Gathered({}, [])
    index = 0
    while index < len(lines):
        if index in inside or not lines[index].open or not _begins(lines[index].text, words):
            index += 1
            continue
        pieces = _pieces(lines, index, sure)
        head = _head(pieces, words)
        form = _read(pieces, head, words) if head and head.columns else None
        if form is not None and (index not in known or not form.table.doubts):
            result.found[index] = form
            index = form.following
        else:
            result.left.extend([index] if head and index not in known else [])
            index = max(pieces[head.end - 1].line, index + 1) if head else index + 1
    return result


def _begins(text: str, words: Words) -> bool:
    """Whether a line is the first of a form, or of the head of a table of scores that has nothing over it."""
    squeezed = _squeezed(text)
    return squeezed.startswith(words.begin) or words.columns.get(squeezed) == "first"


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _pieces(lines: Sequence[Line], index: int, sure: Mapping[int, Form]) -> list[Piece]:
    """The cells from a line on, up to the next table."""
    found = []
    for number in range(index, min(index + _LONGEST, len(lines))):
        line = lines[number]
        if number in sure or (line.text.strip() and not line.open):
            break
        for match in _CELL.finditer(line.text):
            start = line.start + match.start()
            found.append(Piece(_squeezed(match[0]), Span(start, start + len(match[0])), match[0], number))
    return found


def _head(pieces: list[Piece], words: Words) -> _Head | None:
    """The head over the indicators: levels, what was aimed at and reached, points; its upper line may stand before it, with
    年度指标值 over 指标性质, 指标值 and 度量单位."""
    for start, piece in enumerate(pieces):
        if start and piece.text.startswith(words.begin) and piece.bare in words.begin[:1]:
            return None  # another form begins
        if words.columns.get(piece.bare) != "first":
            continue
        end, first = start + 1, start
        while end < len(pieces) and _is_column(pieces[end], words):
            end += 1
        while first and _is_column(pieces[first - 1], words):
            first -= 1
        lower, upper = pieces[start:end], pieces[first:start]
        roles = _roles(lower, words)
        columns = lower + [each for each in upper if _roles([each], words)[0] not in roles]
        roles = _roles(columns, words)
        whole = any(set(roles) >= wanted for wanted in (_WHOLE, _GOALS)) and len(set(roles)) == len(roles)
        return _Head(first, end, columns if whole and len(roles) >= _LEAST_COLUMNS else [])
    return None


def _roles(pieces: Sequence[Piece], words: Words) -> list[str]:
    return [words.columns.get(piece.bare, "remark") for piece in pieces]


def _is_column(piece: Piece, words: Words) -> bool:
    return piece.bare in words.columns or _is_remark(piece, words)


def _is_remark(piece: Piece, words: Words) -> bool:
    return any(word in piece.text for word in words.remark)


def _read(pieces: list[Piece], head: _Head, words: Words) -> Form | None:
    """The form, if its total follows its head; one of goals, which need none."""
    if not set(_roles(head.columns, words)) >= _WHOLE:
        return _read_goals(pieces, head, words)
    total = next((n for n in range(head.end, len(pieces)) if _is_total(pieces, n, words)), None)
    if total is None:
        return None
    last = total + 1
    while last < len(pieces) and last <= total + 2 and _POINTS.fullmatch(pieces[last].text):
        last += 1
    doubts: list[str] = []
    columns = head.columns
    rows = _over(pieces[: head.start], words, doubts)
    rows.append([piece.cell for piece in columns])
    rows += _Indicators(pieces[head.end : total], _roles(columns, words), words, doubts).rows()
    blank = Cell("", Span(pieces[total].span.end, pieces[total].span.end))
    width = max(len(columns), _LEAST_COLUMNS)
    numbers = [piece.cell for piece in pieces[total + 1 : last]]
    rows.append([pieces[total].cell, *[blank] * (width - 1 - len(numbers)), *numbers])
    return Form(Table(rows, doubts, gathered=True), pieces[last - 1].line + 1)


def _read_goals(pieces: list[Piece], head: _Head, words: Words) -> Form | None:
    """A form of goals: its amounts, each behind its label, and its indicators up to what is none."""
    doubts: list[str] = []
    rows = _amounts(pieces[: head.start], words)
    indicators = _Indicators(pieces[head.end :], _roles(head.columns, words), words, doubts, stops=True)
    found = indicators.rows()
    last = head.end + indicators.read
    if not found:
        return None
    rows.append([piece.cell for piece in head.columns])
    rows += found
    if last + 1 < len(pieces) and _is_total(pieces, last, words):
        blank = Cell("", Span(pieces[last].span.end, pieces[last].span.end))
        at = _roles(head.columns, words).index("weight")
        rows.append([pieces[last].cell, *[blank] * (at - 1), pieces[last + 1].cell])
        last += 2
    elif any(indicators.is_label(at) for at in range(indicators.read, indicators.read + _FURTHER)):
        doubts.append(f"“{pieces[last].text}”一行的格与表头对不上")
    return Form(Table(rows, doubts, gathered=True), pieces[last - 1].line + 1)


def _amounts(pieces: list[Piece], words: Words) -> list[list[Cell]]:
    """The cells over the indicators of goals: a label of an amount with the number behind it, the name with what it names."""
    rows: list[list[Cell]] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        blank = Cell("", Span(piece.span.start, piece.span.start))
        if following is not None and piece.bare in words.goals and _NUMBER.fullmatch(following.text):
            rows.append([blank, piece.cell, following.cell])
        elif following is not None and piece.bare in words.begin:
            rows.append([piece.cell, following.cell])
        else:
            rows.append([piece.cell])
            at -= 1
        at += 2
    return rows


def _is_total(pieces: list[Piece], at: int, words: Words) -> bool:
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    return pieces[at].bare in words.totals and behind is not None and _POINTS.fullmatch(behind.text) is not None


def _over(pieces: list[Piece], words: Words, doubts: list[str]) -> list[list[Cell]]:
    """What stands over the indicators: the head over the amounts and their rows, each other cell with the one behind it."""
    rows: list[list[Cell]] = []
    head = next((n for n, piece in enumerate(pieces) if _fund_head(pieces, n, words)), len(pieces))
    columns = _fund_head(pieces, head, words) if head < len(pieces) else 0
    rows += [[piece.cell for piece in pieces[n : min(n + 2, head)]] for n in range(0, head, 2)]
    if not columns:
        return rows
    roles = [role for piece in pieces[head : head + columns] if (role := words.funds.get(piece.bare)) is not None]
    before = rows.pop() if head else [pieces[0].cell]
    rows.append([before[-1], *(piece.cell for piece in pieces[head : head + len(roles)])])
    at = head + columns
    while at < len(pieces):
        label, end = pieces[at], at + 1
        if label.bare in words.fund_rows or words.lead.sub("", label.bare) in words.fund_rows:
            while end < len(pieces) and end <= at + len(roles) and _is_value(pieces[end], words):
                end += 1
            placed = _placed(pieces[at + 1 : end], roles)
            if placed is not None:
                rows.append([label.cell, *placed])
            elif any(_NUMBER.fullmatch(piece.text) for piece in pieces[at + 1 : end]):
                doubts.append(f"“{label.text}”一行的数分不清各在哪一栏")
        else:
            rows.append([label.cell])
        at = end
    return rows


def _placed(values: list[Piece], roles: list[str]) -> list[Cell] | None:
    """The values of a row of amounts, each in its column; only the points may be blank, where a rate stands behind the amounts."""
    if len(values) == len(roles):
        return [piece.cell for piece in values]
    filled = [role for role in roles if role not in ("weight", "score")]
    fits = len(values) == len(filled) and all(
        (_RATE if role == "rate" else _NUMBER).fullmatch(piece.text) for piece, role in zip(values, filled, strict=True)
    )
    if not fits:
        return None
    given = iter(values)
    end = values[-1].span.end
    return [next(given).cell if role in filled else Cell("", Span(end, end)) for role in roles]


def _fund_head(pieces: list[Piece], at: int, words: Words) -> int:
    """How many cells the head over the amounts has that begins here; none where none does."""
    if words.funds.get(pieces[at].bare) not in ("initial", "budget"):
        return 0
    end = at
    while end < len(pieces) and (pieces[end].bare in words.funds or pieces[end].bare.endswith(words.remark)):
        end += 1
    roles = [words.funds.get(piece.bare, "") for piece in pieces[at:end]]
    return end - at if {"budget", "executed", "rate"} <= set(roles) else 0


def _is_value(piece: Piece, words: Words) -> bool:
    return bool(_NUMBER.fullmatch(piece.text) or _RATE.fullmatch(piece.text)) or piece.text in words.none


class _Indicators:
    """The rows of the indicators, read from the first cell under their head to the last."""

    def __init__(
        self, pieces: list[Piece], roles: list[str], words: Words, doubts: list[str], stops: bool = False
    ) -> None:
        self._pieces = pieces
        self._roles = roles
        self._words = words
        self._doubts = doubts
        self._stops = stops
        self._at = 0

    @property
    def read(self) -> int:
        """How many cells were read."""
        return self._at

    def is_label(self, at: int) -> bool:
        """Whether a level is named there."""
        return at < len(self._pieces) and self._label_at(at) is not None

    def rows(self) -> list[list[Cell]]:
        """All rows: an empty cell where a level is not named again."""
        found: list[list[Cell]] = []
        labels: list[Piece] = []
        while self._at < len(self._pieces):
            is_name = len(labels) > 1 and self._fit(self._at) is not None  # 服务对象满意度 is a level and a name
            label = None if is_name else self._label(self._at)
            if label is not None:
                labels.append(label)
                continue
            fit = self._fit(self._at)
            if fit is None and self._stops:
                break
            if fit is None:
                text = self._pieces[self._at].text
                self._doubts.append(f"“{text}”一行的格与表头对不上")
                self._at += 1
                while self._at < len(self._pieces) and self._label_at(self._at) is None:
                    self._at += 1
                continue
            found.append(self._row(self._levels(labels), fit))
            labels = []
        return found

    def _levels(self, labels: list[Piece]) -> dict[str, Piece]:
        """The levels that labels before a row name: the first and the second, or one of them."""
        if len(labels) > 1:
            return {"first": labels[-2], "second": labels[-1]}
        return {"first" if self._is_group(labels[0]) else "second": labels[0]} if labels else {}

    def _label(self, at: int) -> Piece | None:
        found = self._label_at(at)
        if found is not None:
            self._at += found[1]
        return found[0] if found is not None else None

    def _label_at(self, at: int) -> tuple[Piece, int] | None:
        """The label of a level that begins at a cell, and over how many cells it goes."""
        for count in range(1, _MOST_LABEL + 1):
            label = joined(self._pieces[at : at + count])
            match = self._words.points.match(label.text)
            name = match[1] if match else label.text
            if name in self._words.groups or name in self._words.seconds:
                return label, count
        return None

    def _is_group(self, label: Piece) -> bool:
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
            if "weight" not in wanted and not self._words.behind.search(joined(name).text):
                continue
            if all(self._fits(piece, role) for piece, role in zip(cells, wanted, strict=True)):
                return length
        return None

    def _fits(self, piece: Piece, role: str) -> bool:
        if role in ("weight", "score"):
            return _POINTS.fullmatch(piece.text) is not None
        if role == "sign":
            return piece.text in self._words.signs
        if role == "unit":
            return not _NUMBER.fullmatch(piece.text) and len(piece.text) <= _LONGEST_UNIT
        if role in ("rate", "done"):
            return _RATE.fullmatch(piece.text) is not None
        return True

    def _row(self, levels: dict[str, Piece], length: int) -> list[Cell]:
        start = self._at
        name = self._pieces[start : start + length]
        if length > 1 and (name[0].text.endswith(self._words.indicator) or self._words.points.match(name[0].text)):
            self._doubts.append(f"有不认识的指标“{name[0].text}”")
        self._at = start + length
        cells: list[Cell] = []
        for role in self._roles:
            if role == "name":
                cells.append(joined(name).cell)
            elif role in ("first", "second"):
                cells.append(levels[role].cell if role in levels else self._blank())
            elif role != "remark":
                cells.append(self._pieces[self._at].cell)
                self._at += 1
        if self._roles[-1] == "remark":
            points = {role: cell.text for role, cell in zip(self._roles, cells, strict=False)}
            is_full = points.get("score") == points.get("weight")
            remark = self._remark(is_full)
            cells.append(joined(remark).cell if remark else self._blank())
        return cells

    def _blank(self) -> Cell:
        at = self._pieces[min(self._at, len(self._pieces) - 1)].span.start
        return Cell("", Span(at, at))

    def _remark(self, is_full: bool) -> list[Piece]:
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
