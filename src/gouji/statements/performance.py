"""Performance tables (绩效自评表): what they say of funds, weights and scores.

Cells of these tables are often out of line with their head, so that a row which does not fit it is read by what stands in
it: an indicator's row ends in its weight and its score, perhaps with a remark behind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from gouji.document import Cell, Span
from gouji.lexicon.lexicon import plain
from gouji.quantity import Interval, Quantity, Unit, stated_unit, unit_named
from gouji.resources import compiled, of_lexicon, read_lexicon
from gouji.statements.form_head import bare, head_cells, head_row, is_head
from gouji.statements.funds import FundRow, Funds, Number, number_in, read_funds
from gouji.statements.indicators import MOST_POINTS, Indicator, by_end, by_head, columns_of
from gouji.statements.score_lists import listed_rows
from gouji.statements.statement import Statement

SCORE_TABLE = "performance-evaluation"
_SELF = ("performance-self-overall", "performance-self-project")
_CUSTOM = 10
_LEAST_FILLED = 3


class Group(NamedTuple):
    """A first-level indicator with its points: 产出指标(50分). No points for one that shows none."""

    name: str
    points: Number | None


@dataclass(eq=False, slots=True)
class Scores:
    """What a self-assessment says; `head` is the row over its indicators, `complete` if every row between its head and its total was read, `aligned` if its
    labels stand where its head has them."""

    statement: Statement
    unit: Unit
    head: int
    project: str = ""
    project_span: Span | None = None
    funds: Funds = field(default_factory=lambda: Funds((), False))
    groups: list[Group] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    total: tuple[Number, ...] = ()
    has_remarks: bool = False
    complete: bool = True
    aligned: bool = True

    @property
    def is_overall(self) -> bool:
        """Whether it is the department's own, of all that it does."""
        return self.statement.id == _SELF[0]

    @property
    def has_points(self) -> bool:
        """Whether there is a column of scores: a form of transfers tells only what was reached."""
        return columns_of(head_cells(self.statement.table, self.head))["score"] >= 0

    @property
    def whole(self) -> FundRow | None:
        """The row of all its funds, the only one that has points; it needs no label where it stands alone."""
        rows = self.funds.rows
        return rows[0] if len(rows) == 1 and not rows[0].kind else self.funds.row("total")

    def money(self, amount: Number) -> Quantity:
        """An amount of the form, in the unit that it states, else in 万元."""
        return Quantity.parse(f"{amount.text}{self.unit.name}")

    @property
    def weights(self) -> Decimal:
        return sum((i.weight.value for i in self.indicators if i.weight), Decimal(0))

    def of(self, index: int) -> list[Indicator]:
        """The indicators under a group."""
        return [each for each in self.indicators if index in (each.group, each.under)]

    @property
    def reckoned(self) -> Decimal:
        """What the scores come to, with those for execution where these are among all points."""
        found = sum((each.score.value for each in self.indicators), Decimal(0))
        row = self.whole
        without = self.weights == self.full and self.weights + self.funds_weight != self.full
        return found + (row.score.value if row is not None and row.score is not None and not without else 0)

    @property
    def full(self) -> Decimal:
        """What the weights are to add up to: as the total says, else a hundred."""
        return self.total[0].value if len(self.total) == 2 else Decimal(MOST_POINTS)

    @property
    def funds_weight(self) -> Decimal:
        """The points for execution: a tenth of all, as is the custom, where the form has only its score."""
        if self.whole is None or (self.whole.weight is None and self.whole.score is None):
            return Decimal(0)
        return self.whole.weight.value if self.whole.weight else self.full / _CUSTOM

    @property
    def due(self) -> Interval | None:
        """The points for execution by its rate."""
        row = self.whole
        if row is None or row.weight is None or row.score is None or row.budget is None or row.executed is None:
            return None
        budget, executed = row.budget.quantity.interval, row.executed.quantity.interval
        if budget.low <= 0 or executed.high > budget.high:
            return None
        return Interval.exactly(row.weight.value) * (executed / budget)

    @property
    def is_mended_by_due(self) -> bool:
        """Whether the total is wrong, and right with the points that execution is due by its rate."""
        row, due = self.whole, self.due
        if row is None or row.score is None or due is None or not self.total or row.score.quantity.interval.meets(due):
            return False
        others = sum((each.score.value for each in self.indicators), Decimal(0))
        stated = self.total[-1].quantity.interval
        return row.score.value + others not in stated and (Interval.exactly(others) + due).meets(stated)

    @property
    def is_whole(self) -> bool:
        """Whether the weights that were read add up to all points, with those of the funds or without them."""
        return self.full in (self.weights, self.weights + self.funds_weight)

    @property
    def is_proof(self) -> bool:
        """Whether it is certain that no row is missing or misread: the weights say so, or the form can have lost none."""
        return not self.statement.is_doubtful and (self.is_whole or (self.is_read and self.aligned))

    @property
    def is_read(self) -> bool:
        """Whether every row was read, and nothing of the form can be lost."""
        lost = self.statement.lossy or self.statement.is_doubtful or self.funds.unread
        return self.complete and not lost and len(self.total) == 2


@of_lexicon
def vocabulary() -> dict[str, Any]:
    """The words of performance tables, from `lexicon/performance.toml`. Raises LexiconError for a faulty file."""
    return read_lexicon("performance.toml")


@of_lexicon
def _points_mark() -> regex.Pattern[str]:
    return compiled("performance.toml", "columns", vocabulary()["columns"]["points"])


@of_lexicon
def _parents() -> dict[str, list[str]]:
    """The first-level indicators that a second-level one can stand under."""
    parents: dict[str, list[str]] = {}
    for first, seconds in vocabulary()["groups"].items():
        for second in seconds:
            parents.setdefault(second, []).append(first)
    return parents


def explains_nothing(remark: str) -> bool:
    """Whether what stands in the column of reasons is none: 无, 无偏差."""
    return remark in vocabulary()["form"]["none"] or remark in vocabulary()["columns"]["no_deviation"]


def is_filled_in(statement: Statement) -> bool:
    """Whether a table is a self-assessment with numbers in it."""
    return statement.id in _SELF and any(number_in(cell) for row in statement.table.rows for cell in row)


def scores_of(statements: list[Statement]) -> list[Scores]:
    """The self-assessments among the statements of a document."""
    found = (read_scores(s) for s in statements if s.type is not None and s.type.rows == "performance")
    forms = [scores for scores in found if scores is not None]
    named = {scores.project for scores in forms}
    return forms + [listed for s in statements for listed in listed_scores(s) if listed.project not in named]


def listed_scores(statement: Statement) -> Iterator[Scores]:
    """The projects of a table that lists their self-assessments, each as a form without indicators."""
    unit = statement.unit or unit_named(vocabulary()["funds"]["unit"])
    for name, row, score in listed_rows(statement.table.rows) if statement.type is None else ():
        own = Scores(statement, unit, 0, plain(name.text), name.span, Funds((row,), False))
        own.total = tuple(number for number in (number_in(score),) if number is not None)
        yield own


def read_scores(statement: Statement) -> Scores | None:
    """The scores of a performance table; None if it gives none."""
    table = statement.table
    head = head_row(table)
    if head < 0:
        return None
    scores = Scores(statement, _unit(statement, table.rows[:head]), head, funds=read_funds(table.rows[:head]))
    scores.project, scores.project_span = _project(table.rows[:head])
    columns = columns_of(head_cells(table, head))
    words = vocabulary()
    scores.has_remarks = columns["remark"] >= 0
    scores.total = _total_above(table.rows[:head])
    if columns["score"] < 0:
        return scores if scores.funds.rows else None
    group, second, under = -1, "", -1
    for row in table.rows[head + 1 :]:
        cells = [cell for cell in row if cell.text]
        texts = [plain(cell.text) for cell in cells]
        if not cells or is_head(texts):
            continue
        if any(text in words["rows"]["total"] for text in texts[:2]) or texts[0] in words["rows"]["above"]:
            scores.total = tuple(n for cell in cells if (n := number_in(cell)) is not None)[-2:]
            break
        group = _enter_group(scores, row, columns, group)
        found = by_head(row, columns, group)
        if found is not None and (own := _other_group(row, columns)):
            group = _group(scores, own, None)  # 预算执行率 …: a first-level indicator of its own
            found = found._replace(group=group)
        found = found or by_end(cells, texts, group)
        second = next((name for text in texts[:_LEAST_FILLED] if (name := _bare(text)) in _parents()), second)
        under = _second_group(scores, row, columns, under)
        if found is not None:
            scores.indicators.append(found._replace(second=second, under=under))
        elif _is_unread(cells, texts):
            scores.complete = False
    return scores if scores.indicators else None


def _unit(statement: Statement, rows: list[list[Cell]]) -> Unit:
    stated = (unit for row in rows for cell in row if (unit := stated_unit(cell.text)))
    return next(stated, None) or statement.unit or unit_named(vocabulary()["funds"]["unit"])


def _project(rows: list[list[Cell]]) -> tuple[str, Span | None]:
    for row in rows:
        cells = [cell for cell in row if cell.text]
        if len(cells) > 1 and plain(cells[0].text).rstrip(":") in vocabulary()["rows"]["project"]:
            return plain(cells[1].text), cells[1].span
    return "", None


def _total_above(rows: list[list[Cell]]) -> tuple[Number, ...]:
    """The total that a form without a row for it has over its head: 自评总分（分） 97.6."""
    for row in rows:
        cells = [cell for cell in row if cell.text]
        for label, value in pairwise(cells):
            if bare(label) in vocabulary()["rows"]["above"] and (number := number_in(value)) is not None:
                return (number,)
    return ()


def _enter_group(scores: Scores, row: list[Cell], columns: dict[str, int], group: int) -> int:
    """The first-level indicator that a row is of: the one that it names, or that of the second-level one that it names,
    else the one of the row before."""
    groups, parents = vocabulary()["groups"], _parents()
    levels = (
        columns["name"] if columns["weight"] < 0 else max(columns["name"], _LEAST_FILLED)
    )  # 巡查次数(20分) is no level
    for index, cell in enumerate(row[:levels]):
        text = plain(cell.text)
        match, name = _points_mark().match(text), _bare(text)
        current = scores.groups[group].name if group >= 0 else ""
        if (
            name in parents
            and not match
            and (index != columns["first"] or name not in groups or current in parents[name])
        ):
            scores.aligned = scores.aligned and index != columns["first"]
            if current not in parents[name] and (current in groups or not current):
                scores.aligned = scores.aligned and not current
                group = _group(scores, parents[name][0], None)
        elif index != columns["second"] and (match or name in groups):
            points = Number(Decimal(match[2]), cell.span, f"{match[2]}分") if match else None
            group = _group(scores, name, points)
    return group


def _second_group(scores: Scores, row: list[Cell], columns: dict[str, int], under: int) -> int:
    """The second-level indicator with points (资金管理(15分)) that a row is of: a new one where its column has a text."""
    at = columns["second"]
    cell = row[at] if columns["first"] < at < len(row) else None
    if cell is None or not cell.text:
        return under
    match = _points_mark().match(plain(cell.text))
    if match is None:
        return -1
    scores.groups.append(Group(match[1], Number(Decimal(match[2]), cell.span, f"{match[2]}分")))
    return len(scores.groups) - 1


def _other_group(row: list[Cell], columns: dict[str, int]) -> str:
    """What stands in the column of the first level, if it is no name that we know."""
    text = plain(row[columns["first"]].text) if 0 <= columns["first"] < len(row) else ""
    return "" if _points_mark().match(text) or text in vocabulary()["groups"] or text in _parents() else text


def _bare(text: str) -> str:
    """A label without its points."""
    match = _points_mark().match(text)
    return match[1] if match else text


def _group(scores: Scores, name: str, points: Number | None) -> int:
    """The index of a first-level indicator; a label may stand in the middle of its rows, or be there again."""
    for index, known in enumerate(scores.groups):
        if known.name == name and not any(each.under == index for each in scores.indicators):
            if points is None or known.points is None:
                scores.groups[index] = Group(name, known.points or points)
                return index
            if known.points.value == points.value:
                return index
    scores.groups.append(Group(name, points))
    return len(scores.groups) - 1


def _is_unread(cells: list[Cell], texts: list[str]) -> bool:
    """Whether a row that is no indicator's may have been one: it has a number, or as many texts, other than 无."""
    none = vocabulary()["form"]["none"]
    filled = [text for text in texts if text not in none]
    blank = len(texts) - len(filled) >= _LEAST_FILLED
    return not blank and (len(filled) >= _LEAST_FILLED or any(number_in(cell) is not None for cell in cells))


class Levels(NamedTuple):
    """How many indicators of the first, second and third level a table lists; `torn` are the levels of which a name may be a
    piece of another."""

    first: int
    second: int
    third: int
    torn: frozenset[str] = frozenset()


def levels_of(scores: Scores) -> Levels | None:
    """The indicators of a table by level, where its columns tell the levels apart; rows without points count as well."""
    table = scores.statement.table
    head = scores.head
    columns = columns_of(head_cells(table, head))
    totals = vocabulary()["rows"]["total"]
    if not 0 <= columns["first"] < columns["second"] < columns["name"]:
        return None
    counts, last = [0, 0, 0], ["", ""]
    torn: set[str] = set()
    for row in table.rows[head + 1 :]:
        texts = [plain(cell.text) for cell in row]
        if any(text in totals for text in texts[:2]):
            break
        if is_head([text for text in texts if text]) or len([text for text in texts if text]) < _LEAST_FILLED:
            continue
        counts[2] += 1
        for level, role in enumerate(("first", "second")):
            text = texts[columns[role]] if columns[role] < len(texts) else ""
            if text and text != last[level]:
                known = _points_mark().match(text) or text in vocabulary()["groups"] or text in _parents()
                if scores.statement.lossy and not known:
                    torn.add(role)
                counts[level] += 1
                last[level:] = [text, ""][: 2 - level]
    first, seconds, third = counts
    return Levels(first, seconds, third, frozenset(torn))
