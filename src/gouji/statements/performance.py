"""Performance tables (绩效自评表): what they say of funds, weights and scores.

Cells of these tables are often out of line with their head, so that a row is read by what stands in it: an indicator's
row ends in its weight and its score; the row of the funds ends in budget, executed, weight, rate and score.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import regex

from gouji.document import Cell, Span, Table
from gouji.lexicon.lexicon import plain
from gouji.quantity import Quantity
from gouji.resources import read_lexicon
from gouji.statements.statement import Statement

_WHOLE_ROW = 6
_PLAIN_NUMBER = regex.compile(r"\d{1,9}(?:\.\d+)?")
_RATE = regex.compile(r"(\d{1,4}(?:\.\d+)?)%")


class Number(NamedTuple):
    """A number in a cell: its value as it stands there (a rate in percent), and the quantity that it displays."""

    value: Decimal
    span: Span
    text: str

    @property
    def quantity(self) -> Quantity:
        return Quantity.parse(self.text)


class Funds(NamedTuple):
    """The funds of a project: budget and executed in the table's own unit, the rate in percent."""

    numbers: tuple[Number, ...]
    rate: Number | None
    score: Number | None
    both_budgets: bool

    @property
    def placed(self) -> tuple[Number, Number, Number] | None:
        """Budget, executed and weight, where the row has exactly as many numbers as its head promises."""
        if len(self.numbers) != (4 if self.both_budgets else 3):
            return None
        budget, executed, weight = self.numbers[-3:]
        whole = weight.value == weight.value.to_integral_value() and 1 <= weight.value <= 100
        return (budget, executed, weight) if whole else None


class Indicator(NamedTuple):
    """A row of an indicator; `group` is the index of the label (产出指标(50分)) that it stands under, −1 for none."""

    name: str
    target: str
    actual: Cell | None
    weight: Number
    score: Number
    remark: bool
    group: int


class Group(NamedTuple):
    """A first-level indicator with its points: 产出指标(50分)."""

    name: str
    points: Number


class Scores(NamedTuple):
    """What a self-assessment says."""

    statement: Statement
    project: str
    project_span: Span | None
    funds: Funds | None
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    total: tuple[Number, ...]


def vocabulary() -> dict[str, Any]:
    """The words of performance tables, from `lexicon/performance.toml`."""
    return read_lexicon("performance.toml")


def scores_of(statements: list[Statement]) -> list[Scores]:
    """The self-assessments among the statements of a document."""
    found = (read_scores(s) for s in statements if s.type is not None and s.type.rows == "performance")
    return [scores for scores in found if scores is not None]


def read_scores(statement: Statement) -> Scores | None:
    """The scores of a performance table; None if it gives none."""
    words = vocabulary()
    points_mark = regex.compile(words["columns"]["points"])
    head = _head_row(statement.table, words)
    if head < 0:
        return None
    groups: list[Group] = []
    indicators: list[Indicator] = []
    funds: Funds | None = None
    total: tuple[Number, ...] = ()
    project, span = "", None
    both_budgets = False
    for index, row in enumerate(statement.table.rows):
        cells = [cell for cell in row if cell.text]
        texts = [plain(cell.text) for cell in cells]
        if not cells:
            continue
        if texts[0] in words["rows"]["project"] and len(cells) > 1:
            project, span = texts[1], cells[1].span
        both_budgets = both_budgets or all(any(word in text for text in texts) for word in words["columns"]["budgets"])
        if funds is None and any(text in words["rows"]["funds"] for text in texts[:2]):
            funds = _funds(cells, both_budgets)
            continue
        if index <= head:
            continue
        if any(text in words["rows"]["total"] for text in texts[:2]):
            total = tuple(n for cell in cells if (n := _number(cell)) is not None)[-2:]
            continue
        for cell, text in zip(cells, texts, strict=True):
            match = points_mark.search(text)
            if match and not text[: match.start()].replace("(", "").isdigit() and match.start():
                points = Number(Decimal(match[1]), cell.span, match[0])
                groups.append(Group(text[: match.start()].rstrip("("), points))
        found = _indicator(cells, texts, len(groups) - 1)
        if found is not None:
            indicators.append(found)
    if not indicators:
        return None
    return Scores(statement, project, span, funds, tuple(groups), tuple(indicators), total)


def _head_row(table: Table, words: dict[str, Any]) -> int:
    """The row over the indicators: the last that has both 分值 and 得分."""
    found = -1
    for index, row in enumerate(table.rows):
        texts = {plain(cell.text) for cell in row if cell.text}
        if texts & set(words["columns"]["weight"]) and texts & set(words["columns"]["score"]):
            found = index
    return found


def _number(cell: Cell) -> Number | None:
    text = plain(cell.text)
    return Number(Decimal(text), cell.span, text) if _PLAIN_NUMBER.fullmatch(text) else None


def _funds(cells: list[Cell], both_budgets: bool) -> Funds | None:
    numbers: list[Number] = []
    rate: Number | None = None
    score: Number | None = None
    for cell in cells:
        match = _RATE.fullmatch(plain(cell.text))
        if match and rate is None:
            rate = Number(Decimal(match[1]), cell.span, match[0])
        elif (number := _number(cell)) is not None:
            if rate is None:
                numbers.append(number)
            else:
                score = number
    return Funds(tuple(numbers), rate, score, both_budgets) if numbers else None


def _indicator(cells: list[Cell], texts: list[str], group: int) -> Indicator | None:
    """A row that ends in two points, perhaps with a remark behind them."""
    last = len(cells) - 1
    remark = False
    if last >= 3 and _number(cells[last]) is None:
        last -= 1
        remark = True
    if last < 2:
        return None
    weight, score = _number(cells[last - 1]), _number(cells[last])
    if weight is None or score is None or weight.value > 100 or score.value > 100:
        return None
    if score.value > weight.value and len(texts) - remark < _WHOLE_ROW:
        return None
    actual = cells[last - 2] if last >= 4 else None
    target = texts[last - 3] if last >= 4 else ""
    name = texts[last - 4] if last >= 4 else texts[0]
    return Indicator(name, target, actual, weight, score, remark, group)
