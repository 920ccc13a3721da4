"""Self-assessment forms whose cells came out of a file one a line, put together again by their fixed order of words.

The form's own words say where a row begins (数量指标 …) and where it ends (in weight and score), so that every value keeps
its place. What the words leave open is said as a doubt of the table, which then proves nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import regex

from gouji.document import Cell, Span, Table
from gouji.precompiled import pattern_of
from gouji.quantity import NumberKind, fold, scan
from gouji.readers.form_words import FundsGrammar, Grammar, form_grammar

_LONGEST = 700
_TAIL = 3
PLAIN_NUMBER = pattern_of(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_RATE = pattern_of(r"\d+(?:\.\d+)?%")
_POINTS = pattern_of(r"\d{1,3}(?:\.\d+)?")
_WORD = pattern_of(r"\S+")
_GROUP_POINTS = pattern_of(r"\((\d{1,3})分\)")
_MOST = 100


class Line(NamedTuple):
    """A line of the source; `open` if it is text, of no table."""

    start: int
    text: str
    open: bool


class Form(NamedTuple):
    """A form that was put together, and the index of the first line behind it."""

    table: Table
    following: int


class _Token(NamedTuple):
    """A run without spaces, folded; `at` is where it begins in the squeezed text."""

    text: str
    line: int
    at: int

    @property
    def end(self) -> int:
        return self.at + len(self.text)

    @property
    def is_number(self) -> bool:
        return PLAIN_NUMBER.fullmatch(self.text) is not None


def forms_in(lines: Sequence[Line]) -> dict[int, Form]:
    """The forms of a text by the index of the line at which each begins."""
    words = form_grammar()
    found: dict[int, Form] = {}
    index = 0
    while index < len(lines):
        if lines[index].open and _squeezed(lines[index].text).startswith(words.begin):
            form = _read(lines, index, words)
            if form is not None:
                found[index] = form
                index = form.following
                continue
        index += 1
    return found


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


class _Text:
    """The lines of a form as tokens, and as one text without spaces whose characters keep their place in the source."""

    def __init__(self) -> None:
        self.tokens: list[_Token] = []
        self.text = ""
        self._raw = ""
        self._offsets: list[int] = []

    def add(self, line: Line, number: int, grammar: Grammar) -> None:
        """Adds a line. A number that the end of a page left before a label (20成本指标) is a token of its own, and in a row
        that is one line, the value that stands close behind a word."""
        words = list(_WORD.finditer(line.text))
        is_row = len(words) > _TAIL and all(_POINTS.fullmatch(word[0]) for word in words[-2:])
        for word in words:
            folded = fold(word[0])
            points = match.end() if (match := grammar.glued.match(folded)) else 0
            value = grammar.close.search(folded, points) if is_row else None
            cuts = [0, points, value.start() if value else len(folded), len(folded)]
            for start, end in pairwise(cuts):
                if start < end:
                    self.tokens.append(_Token(folded[start:end], number, len(self.text) + start))
            self.text += folded
            self._raw += word[0]
            self._offsets.extend(range(line.start + word.start(), line.start + word.end()))

    def cell(self, start: int, end: int) -> Cell:
        """The cell that a piece of the squeezed text is."""
        if start >= end:
            return self.blank(start)
        return Cell(self._raw[start:end], Span(self._offsets[start], self._offsets[end - 1] + 1))

    def blank(self, at: int) -> Cell:
        """A cell with nothing in it, there."""
        offset = self._offsets[min(at, len(self._offsets) - 1)]
        return Cell("", Span(offset, offset))

    def of(self, tokens: Sequence[_Token], at: int) -> Cell:
        """The cell that neighbouring tokens are; a blank one at a place for none."""
        return self.cell(tokens[0].at, tokens[-1].end) if tokens else self.blank(at)

    def within(self, start: int, end: int) -> list[_Token]:
        return [token for token in self.tokens if start <= token.at and token.end <= end]

    def starting(self, pattern: regex.Pattern[str], start: int, end: int) -> Iterator[regex.Match[str]]:
        """The matches that begin where a token begins."""
        begins = {token.at for token in self.tokens}
        at = start
        while match := pattern.search(self.text, at, end):
            if match.start() in begins:
                yield match
                at = match.end()
            else:
                at = match.start() + 1


def _read(lines: Sequence[Line], index: int, grammar: Grammar) -> Form | None:
    """The form that begins at a line, if its head of indicators and its total follow."""
    text = _Text()
    number = index
    while number < min(index + _LONGEST, len(lines)):
        line = lines[number]
        if line.text.strip():
            if not line.open:
                return None
            text.add(line, number, grammar)
            total = _total(text.tokens, grammar)
            if total is not None and (head := grammar.head.search(text.text)):
                return Form(_table(text, head, total, grammar), number + 1)
        number += 1
    return None


def _total(tokens: list[_Token], grammar: Grammar) -> list[_Token] | None:
    """总分 100 99 at the end of what has been read."""
    last = tokens[-3:]
    if (
        len(last) < 3
        or last[0].text not in grammar.totals
        or not all(_POINTS.fullmatch(token.text) for token in last[1:])
    ):
        return None
    return last if Decimal(last[1].text) >= Decimal(last[2].text) else None


def _table(text: _Text, head: regex.Match[str], total: list[_Token], grammar: Grammar) -> Table:
    doubts: list[str] = []
    goals = grammar.goals.search(text.text, 0, head.start())
    end = goals.start() if goals else head.start()
    funds = next(((f, match) for f in grammar.funds if (match := f.head.search(text.text, 0, end))), None)
    rows = list(_fields(text, funds[1].start() if funds else end, grammar))
    if funds is not None:
        rows += _funds(text, *funds, end, grammar, doubts)
    elif any(_is_amount(token) for token in text.within(0, end)):
        doubts.append("资金的表头没有读懂")
    if goals is not None:
        rows.append([text.cell(*goals.span(1)), text.cell(goals.end(), head.start())])
    rows.append([text.cell(*head.span(group)) for group in range(1, head.re.groups + 1) if head[group]])
    rows += _indicators(text, head.end(), total[0].at, grammar, doubts)
    blank = text.blank(total[0].at)
    rows.append([text.of(total[:1], 0), blank, blank, blank, blank, text.of(total[1:2], 0), text.of(total[2:], 0)])
    return Table(rows, doubts, gathered=True)


def _fields(text: _Text, end: int, grammar: Grammar) -> Iterator[list[Cell]]:
    """项目名称 …, 主管部门 …, each a row."""
    labels = list(text.starting(grammar.fields, 0, end))
    for number, label in enumerate(labels):
        until = labels[number + 1].start() if number + 1 < len(labels) else end
        yield [text.cell(*label.span()), text.cell(label.end(), until)]


def _funds(
    text: _Text, funds: FundsGrammar, head: regex.Match[str], end: int, grammar: Grammar, doubts: list[str]
) -> Iterator[list[Cell]]:
    """The head over the amounts and their rows: label, what stands before the amounts, amounts, weight, rate, score."""
    blank = text.blank(head.start())
    groups = [text.cell(*head.span(group)) for group in range(1, head.re.groups + 1)]
    yield [text.cell(head.start(), head.start(1)), blank, *groups[: funds.columns]]
    if funds.under:
        yield [blank, blank, *groups[funds.columns :]]
    labels = list(text.starting(funds.rows, head.end(), end))
    first = labels[0].start() if labels else end
    if any(_is_amount(token) for token in text.within(head.end(), first)):
        doubts.append("资金的第一行没有读懂")
    for number, label in enumerate(labels):
        until = labels[number + 1].start() if number + 1 < len(labels) else end
        tokens = text.within(label.end(), until)
        first = next((i for i, token in enumerate(tokens) if _is_value(token, grammar)), len(tokens))
        values = tokens[first:]
        behind = next((i for i, token in enumerate(values) if not _is_value(token, grammar)), len(values))
        placed = _placed(values[:behind], funds.columns, grammar)
        if any(_is_amount(token) for token in values[behind:]):
            doubts.append(f"“{label[0]}”一行后面还有数")
        row = [text.cell(*label.span()), text.of(tokens[:first], label.end())]
        if placed is None:
            doubts.append(f"“{label[0]}”一行的数分不清各在哪一栏")
            yield [*row, text.of(values[:behind], label.end())]
        else:
            yield [*row, *(text.of([token] if token else [], label.end()) for token in placed)]


def _is_amount(token: _Token) -> bool:
    return token.is_number or _RATE.fullmatch(token.text) is not None


def _is_value(token: _Token, grammar: Grammar) -> bool:
    return _is_amount(token) or token.text in grammar.none


def _placed(values: list[_Token], columns: int, grammar: Grammar) -> list[_Token | None] | None:
    """The values of a row of amounts, each in its column, the last three being weight, rate and score; None if blank cells
    leave it open which column a value is of."""
    rate = next((i for i, token in enumerate(values) if _RATE.fullmatch(token.text)), None)
    amounts: list[_Token | None]
    tail: list[_Token | None]
    if all(token.text in grammar.none for token in values):
        dashes = list(values[-columns:])
        tail = [dashes[0], None, dashes[1]] if len(dashes) == 2 else [None] * (columns - len(dashes)) + dashes
        amounts = [None] * (columns - len(tail))
        return amounts + tail
    if len(values) == columns:
        return list(values) if rate in (None, columns - 2) else None
    if len(values) < _TAIL:
        return None
    if rate is not None:
        if rate != len(values) - 2:
            return None
        amounts, tail = list(values[: rate - 1]), list(values[rate - 1 :])
    else:
        amounts, tail = list(values[:-2]), [values[-2], None, values[-1]]
    wanted = columns - _TAIL
    if len(amounts) == wanted:
        return amounts + tail
    texts = [token.text for token in amounts if token]
    if wanted == 6 and len(texts) == 4 and texts[0] == texts[1] and texts[2] == texts[3]:
        return [*amounts[:2], None, *amounts[2:], None, *tail]  # all of it is 财政拨款, 其他资金 is blank
    return None


def _indicators(text: _Text, start: int, end: int, grammar: Grammar, doubts: list[str]) -> Iterator[list[Cell]]:
    """The rows of the indicators: first level, second level, name, target, actual, weight, score, remark."""
    labels = _labels(text, start, end, grammar)
    first = labels[0][0].start() if labels else end
    if any(token.is_number for token in text.within(start, first)):
        doubts.append("指标的表头下面有不认识的一行")
    known = {label.end() for label, _ in labels}
    points = list(_GROUP_POINTS.finditer(text.text, start, end))
    if any(match.end() not in known or int(match[1]) > _MOST for match in points):
        doubts.append("有不认识的一级指标")
    group: Cell | None = None
    for number, (label, is_group) in enumerate(labels):
        until = labels[number + 1][0].start() if number + 1 < len(labels) else end
        if is_group:
            group = text.cell(*label.span())
        tokens = text.within(label.end(), until)
        if is_group and not tokens:
            continue
        second = text.blank(label.end()) if is_group else text.cell(*label.span())
        for row in _rows(text, tokens, label.end(), grammar, doubts):
            yield [group or text.blank(label.end()), second, *row]
            group, second = None, text.blank(label.end())


def _labels(text: _Text, start: int, end: int, grammar: Grammar) -> list[tuple[regex.Match[str], bool]]:
    """The labels of the first and second level, and whether each is of the first."""
    found: list[tuple[regex.Match[str], bool]] = []
    ends = {token.end for token in text.tokens}
    matches = [
        match
        for match in text.starting(grammar.labels, start, end)
        if match.end() in ends or text.text[match.end()].isdigit()
    ]
    for number, match in enumerate(matches):
        following = matches[number + 1] if number + 1 < len(matches) else None
        own = grammar.groups.get(match[0], [])
        leads = following is not None and following.start() == match.end() and following[0] in own
        found.append((match, bool(match["group"] or match["bare"]) or leads))
    return found


def _rows(text: _Text, tokens: list[_Token], at: int, grammar: Grammar, doubts: list[str]) -> Iterator[list[Cell]]:
    """The rows under one second-level indicator, each up to its weight and score; what stands behind them is a remark."""
    if tokens and all(token.text in grammar.none for token in tokens):
        cells = [text.of([token], at) for token in tokens[:6]]
        yield cells + [text.blank(at)] * (6 - len(cells))
        return
    pairs = _pairs(tokens, grammar, doubts)
    if sum(token.text in grammar.none for token in tokens[:_TAIL]) == _TAIL:
        doubts.append(f"“{tokens[0].text}”一行后面还有别的")
    if not pairs:
        if tokens:
            doubts.append(f"“{tokens[0].text}”一行没有分值")
            yield [text.of(tokens, at)]
        return
    begin = 0
    for number, pair in enumerate(pairs):
        name, target, actual = _parts(tokens[begin:pair], grammar)
        if any(token.is_number and not _is_unit(token.text, after) for token, after in pairwise([*name, tokens[pair]])):
            doubts.append(f"“{tokens[pair].text} {tokens[pair + 1].text}”一行前面多出一个数")
        if not actual:
            doubts.append(f"“{tokens[pair].text} {tokens[pair + 1].text}”一行缺指标值或完成值")
        weight, score = tokens[pair], tokens[pair + 1]
        begin = pair + 2
        if number + 1 == len(pairs):
            begin = len(tokens)
        else:
            while begin < len(tokens) and tokens[begin].line == score.line:
                begin += 1
        remark = tokens[pair + 2 : begin]
        cells = [text.of(piece, weight.at) for piece in (name, target, actual)]
        yield [*cells, text.of([weight], at), text.of([score], at), text.of(remark, score.end - 1)]


def _pairs(tokens: list[_Token], grammar: Grammar, doubts: list[str]) -> list[int]:
    """Where weight and score stand: the last two of a run of plain numbers on one line, or on two where the cells do."""
    found: list[int] = []
    index = 0
    while index < len(tokens):
        run = index
        while run < len(tokens) and _is_plain(tokens, run):
            run += 1
        if run - index >= 2:
            behind = run < len(tokens) and tokens[run].line == tokens[run - 1].line
            if not _is_certain(tokens[:index], run - index, grammar) or (behind and run - index > 2):
                doubts.append(f"“{' '.join(t.text for t in tokens[index:run])}”分不清哪两个是分值和得分")
            if max(Decimal(token.text) for token in tokens[run - 2 : run]) <= _MOST:
                found.append(run - 2)
        index = max(run, index + 1)
    return found


def _is_plain(tokens: list[_Token], index: int) -> bool:
    """Whether a token is a number that may be of points: no unit stands behind it."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    has_unit = following is not None and _is_unit(tokens[index].text, following)
    return _POINTS.fullmatch(tokens[index].text) is not None and not has_unit


def _is_certain(before: list[_Token], length: int, grammar: Grammar) -> bool:
    """Whether the last two of a run of plain numbers are weight and score: nothing else stands there, or the actual value
    behind a target with its sign (≥14), or target and actual value. One more may be the number of a page."""
    signed = [token.text.startswith(grammar.signs) for token in before[-2:]]
    if length == 3:
        return signed[-1:] == [True] and (len(signed) < 2 or not (signed[0] or _RATE.fullmatch(before[-2].text)))
    return length == 2 or (length == 4 and signed[-1:] != [True])


def _parts(tokens: list[_Token], grammar: Grammar) -> tuple[list[_Token], list[_Token], list[_Token]]:
    """Name, target and actual of an indicator: the last two values before its weight, a number together with its unit."""
    pieces: list[list[_Token]] = []
    for token in tokens:
        last = grammar.signed.fullmatch(pieces[-1][-1].text) if pieces else None
        if last is not None and _is_unit(last["number"], token):
            pieces[-1].append(token)
        else:
            pieces.append([token])
    if len(pieces) < 3:
        return tokens, [], []
    return [token for piece in pieces[:-2] for token in piece], pieces[-2], pieces[-1]


def _is_unit(number: str, token: _Token) -> bool:
    """Whether a token begins with the unit of the number before it: 20 公里, 2023 年, 18 万, 12 月底前."""
    if token.text[0].isdigit():
        return False
    joined = scan(number + token.text)
    if not joined or joined[0].start:
        return False
    return joined[0].end > len(number) or joined[0].kind in (NumberKind.YEAR, NumberKind.DATE)
