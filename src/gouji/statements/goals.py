"""Performance goals of a budget (绩效目标表): whose they are, the amounts that they are for, and what these are made of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from gouji.document import Cell, Span
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import Interval, Quantity, Unit, stated_unit, total, unit_named
from gouji.resources import compiled, of_lexicon, read_lexicon
from gouji.statements.funds import Number, fund_words, number_in
from gouji.statements.project_lists import listed_in, lists_projects, unbracketed
from gouji.statements.statement import Statement

_AMOUNT = pattern_of(r"-?[\d,]+(?:\.\d+)?")
_ALL = "100"
_SPREAD = 3
_POINTS, _PERCENT = "分", "%"


class Part(NamedTuple):
    """A part of an amount by its label; None where the cell is empty."""

    label: str
    number: Number | None


class Amount(NamedTuple):
    """An amount of a form with the parts that stand under it; `yearly` if it is that of the budget's year, `closed` if no
    other amount stands below that may be a part as well."""

    label: str
    number: Number
    yearly: bool
    parts: tuple[Part, ...]
    closed: bool


class Task(NamedTuple):
    """A row of the year's tasks with its amounts by source (None where the cell is empty); the last is their total."""

    label: str
    amounts: dict[str, Number | None]
    is_total: bool


class Weights(NamedTuple):
    """The weights of the indicators, and what the head of their column says that they add up to, with its unit:
    分值权重(90分), 指标权重(%)."""

    stated: Number
    numbers: tuple[Number, ...]
    unit: str


class Goals(NamedTuple):
    """The amounts and weights of a form of performance goals."""

    statement: Statement
    unit: Unit
    project: str
    project_span: Span | None
    amounts: tuple[Amount, ...]
    tasks: tuple[Task, ...]
    weights: Weights | None

    def money(self, amount: Number) -> Quantity:
        """An amount of the form, in its unit."""
        return Quantity.parse(f"{amount.text}{self.unit.name}")

    def is_made_of(self, amount: Amount, other: Interval) -> bool:
        """Whether the parts of an amount do not make it, but what another place says."""
        parts = [self.money(part.number).interval for part in amount.parts if part.number is not None]
        own = self.money(amount.number).interval
        return bool(parts) and total(parts).meets(other) and not total(parts).meets(own)


@of_lexicon
def _words() -> tuple[dict[str, bool], frozenset[str], frozenset[str]]:
    """Labels of amounts (and whether of the year), of parts, of the project's name."""
    words: dict[str, Any] = read_lexicon("performance.toml")
    goals = words["goals"]
    totals = dict.fromkeys([*goals["yearly"], *goals["both"]], True) | dict.fromkeys(goals["total"], False)
    return totals, frozenset(goals["parts"]), frozenset(words["rows"]["project"])


def goals_of(statements: list[Statement]) -> list[Goals]:
    """The forms of performance goals among the statements of a document."""
    found: list[Goals] = []
    listed: set[tuple[str, Decimal]] = set()
    for statement in statements:
        if statement.type is None or statement.type.rows != "performance" or statement.type.kind != "budget":
            continue
        projects = list(_projects(statement))
        if not projects and (goals := _read(statement)) is not None:
            found.append(goals)
        for project in projects:
            known = (project.project, project.amounts[0].number.value)
            if known not in listed:  # a project is named again on each page that it goes on on
                listed.add(known)
                found.append(project)
    return found


def _projects(statement: Statement) -> Iterator[Goals]:
    """The projects of a table that lists them, one below the other: a name, an amount and a goal in the first row of each, and
    the weights of its indicators in that and the rows below."""
    unit = statement.unit or unit_named(read_lexicon("performance.toml")["funds"]["unit"])
    rows = statement.table.rows
    at = listed_in(statement.table)
    if at is None:
        return
    head, name, amount, goal = at
    texts = [plain(cell.text) for cell in rows[head]]
    texts = _with_second_line(texts, [plain(cell.text) for cell in rows[head + 1]] if rows[head + 1 :] else [])
    columns, closed = _columns(texts, amount, goal)
    named = [index for index, row in enumerate(rows) if index > head and name < len(row) and row[name].text]
    for index, end in pairwise([*named, len(rows)]):
        row = rows[index]
        number = number_in(row[amount]) if amount < len(row) else None
        if number is not None and goal < len(row) and row[goal].text:
            parts = tuple(Part(texts[at], number_in(row[at])) for at in columns if at < len(row))
            own = Amount(texts[amount], number, False, parts, closed)
            weights = _weights([rows[head], *rows[index:end]])
            yield Goals(statement, unit, plain(row[name].text), row[name].span, (own,), (), weights)


def _with_second_line(texts: list[str], under: list[str]) -> list[str]:
    """The labels of a head whose second line tells the sources apart: 其中： over 财政资金 and 其他资金."""
    _, known, _ = _words()
    if not known.intersection(under):
        return texts
    return [label if label in known else text for text, label in zip(texts, under, strict=False)]


def _columns(texts: list[str], amount: int, goal: int) -> tuple[list[int], bool]:
    """The columns of an amount's parts by source, between it and the goal, and whether they are all that stand there."""
    _, known, _ = _words()
    columns = [at for at in range(amount + 1, goal) if texts[at] in known]
    return columns, len(columns) > 1 and len(columns) == sum(bool(text) for text in texts[amount + 1 : goal])


def _read(statement: Statement) -> Goals | None:
    totals, _, projects = _words()
    fields = read_lexicon("performance.toml")["form"]["fields"]
    rows = statement.table.rows
    project, span = "", None
    unit: Unit | None = None
    amounts: list[Amount] = []
    lists = [lists_projects(row) for row in rows]
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            text = unbracketed(cell)
            unit = unit or (stated_unit(cell.text) if cell.text else None)
            is_name = text in projects and not project and not lists[index]
            if is_name and (named := _next(row, column)) is not None:
                project = (
                    "" if unbracketed(named) in fields else plain(named.text)
                )  # nothing stands there but the next label
                span = named.span
            if text in totals and (value := _next(row, column)) is not None:
                number = _number(value)
                if number is not None:
                    amounts.append(Amount(text, number, totals[text], *_parts(rows, index, column)))
    amounts += _spread(rows)
    amounts += _split(rows)
    unit = unit or statement.unit or unit_named(read_lexicon("performance.toml")["funds"]["unit"])
    tasks = _tasks(rows)
    weights = None if any(lists) else _weights(rows)
    found = Goals(statement, unit, project, span, tuple(amounts), tasks, weights)
    return found if amounts or project or tasks or weights else None


def _next(row: list[Cell], column: int) -> Cell | None:
    """The next cell with a text to the right."""
    return next((cell for cell in row[column + 1 :] if cell.text), None)


def _number(cell: Cell) -> Number | None:
    """The number of a cell, which may show its unit again."""
    number = number_in(cell)
    match = _AMOUNT.match(plain(cell.text))
    if number is not None or match is None or _unit_in(plain(cell.text)[match.end() :]) is None:
        return number
    return number_in(Cell(match[0], cell.span))


def _unit_in(text: str) -> Unit | None:
    """The money unit that a text is."""
    return stated_unit(f"({text})") if text else None


def _parts(rows: list[list[Cell]], index: int, column: int) -> tuple[tuple[Part, ...], bool]:
    """The parts under the label of an amount, or under the first part beside its number, and whether they are all."""
    totals, parts, _ = _words()
    row = rows[index]
    across = _across(row, column)
    if len(across) > 1:
        return across, all(part.number is not None for part in across)
    beside = next((at for at in range(column + 2, len(row)) if unbracketed(row[at]) in parts), None)
    found: list[Part] = []
    for below in rows[index if beside is not None else index + 1 :]:
        at = column if beside is None else beside
        label = unbracketed(below[at]) if at < len(below) else ""
        value = _next(below, at)
        number = _number(value) if value is not None else None
        if label not in parts or any(part.label == label for part in found):
            return tuple(found), len(found) > 1 and (number is None or label in totals)
        found.append(Part(label, number))
    return tuple(found), len(found) > 1


def _across(row: list[Cell], column: int) -> tuple[Part, ...]:
    """The parts behind an amount in its own row, each with its number beside it."""
    _, parts, _ = _words()
    cells = [cell for cell in row[column + 1 :] if cell.text]
    found = [
        Part(unbracketed(label), _number(value)) for label, value in pairwise(cells) if unbracketed(label) in parts
    ]
    return tuple(found) if 2 * len(found) + 1 == len(cells) else ()


def _spread(rows: list[list[Cell]]) -> Iterator[Amount]:
    """The amount of all that a unit does, its parts by source, and theirs by basic and project expenditure, each in the column
    that a head of two lines gives."""
    _, sources, kinds = fund_words()
    names = read_lexicon("performance.toml")["goals"]["spread"]
    for head, under, values in zip(rows, rows[1:], rows[2:], strict=False):
        texts = [unbracketed(cell) for cell in head]
        whole = next((index for index, text in enumerate(texts) if text in names), -1)
        heads = {index: text for index, text in enumerate(texts) if sources.get(text) in ("fiscal", "other")}
        numbers = [number_in(cell) for cell in values]
        if whole < 0 or not heads or whole >= len(numbers) or (total := numbers[whole]) is None:
            continue
        columns: dict[int, list[tuple[int, str]]] = {index: [] for index in heads}
        for index, cell in enumerate(under[: len(numbers)]):
            over = [at for at in heads if at <= index]
            if over and (unbracketed(cell) in kinds or sources.get(unbracketed(cell)) == "total"):
                columns[max(over)].append((index, unbracketed(cell)))
        if any(len(found) != _SPREAD for found in columns.values()):
            continue
        parts = tuple(Part(heads[at], numbers[found[0][0]]) for at, found in columns.items())
        yield Amount(texts[whole], total, True, parts, len(parts) > 1)
        for part, found in zip(parts, columns.values(), strict=True):
            if part.number is not None:
                own = tuple(Part(label, numbers[index]) for index, label in found[1:])
                yield Amount(part.label, part.number, False, own, True)


def _split(rows: list[list[Cell]]) -> Iterator[Amount]:
    """The amount of all that a unit does in a head of three lines: 资金总额 beside 按收入性质分 and 按支出性质分, each over the
    columns of its parts."""
    words: dict[str, list[str]] = read_lexicon("performance.toml")["goals"]["split"]
    for head, under, values in zip(rows, rows[1:], rows[2:], strict=False):
        texts = [unbracketed(cell) for cell in head]
        groups = [index for index, text in enumerate(texts) if text in words["by"]]
        whole = next((index for index, text in enumerate(texts) if text in words["total"]), -1)
        if whole < 0 or not groups or len(under) < len(head) or whole >= len(values):
            continue
        total = number_in(values[whole])
        if total is None:
            continue
        for group in groups:
            ends = [index for index in range(group + 1, len(texts)) if texts[index] or not under[index].text]
            columns = range(group, min([*ends, len(values)]))
            parts = tuple(Part(unbracketed(under[index]), number_in(values[index])) for index in columns)
            yield Amount(texts[whole], total, True, parts, len(parts) > 1)


def _tasks(rows: list[list[Cell]]) -> tuple[Task, ...]:
    """The year's tasks, from the head that tells their sources apart to their total; none if a row cannot be read."""
    _, sources, kinds = fund_words()
    columns: dict[int, str] = {}
    found: list[Task] = []
    for row in rows:
        texts = [unbracketed(cell) for cell in row]
        if not columns:
            heads = {index: sources[text] for index, text in enumerate(texts) if text in sources}
            columns = heads if len(set(heads.values())) == len(heads) > 1 and "total" in heads.values() else {}
            continue
        first = min(columns)
        filled = [index for index, text in enumerate(texts) if text and index >= first]
        is_total = any(kinds.get(text) == "total" for text in texts[:first])
        if not filled:
            continue
        numbers = {source: number_in(row[index]) if index < len(row) else None for index, source in columns.items()}
        if any(index not in columns or number_in(row[index]) is None for index in filled):
            return ()
        found.append(Task(next((text for text in reversed(texts[:first]) if text), ""), numbers, is_total))
        if is_total:
            return tuple(found)
    return ()


def _weights(rows: list[list[Cell]]) -> Weights | None:
    """The column of weights under the only head that says how many points they make, or over their total."""
    mark = compiled("performance.toml", "goals", read_lexicon("performance.toml")["goals"]["weights"])
    heads = ((i, j, cell) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell.text)
    found = [(*head, match) for *head, cell in heads if (match := mark.fullmatch(plain(cell.text)))]
    if not found:
        return _weights_to_total(rows)
    if len(found) != 1:
        return None  # several projects in one table
    index, column, match = found[0]
    below = [row[column] for row in rows[index + 1 :] if column < len(row)]
    numbers = tuple(number for each in below if (number := number_in(each)) is not None)
    stated = match[1] or _ALL
    number = Number(Decimal(stated), rows[index][column].span, stated)
    return Weights(number, numbers, _POINTS if match[1] else _PERCENT) if numbers else None


def _weights_to_total(rows: list[list[Cell]]) -> Weights | None:
    """The column of weights under the only head with their word, down to the row of their total."""
    words: dict[str, list[str]] = read_lexicon("performance.toml")["columns"]
    heads = [(i, j) for i, row in enumerate(rows) for j, cell in enumerate(row) if unbracketed(cell) in words["weight"]]
    if len(heads) != 1 or not any(unbracketed(cell) in words["first"] for cell in rows[heads[0][0]]):
        return None
    index, column = heads[0]
    numbers: list[Number] = []
    for row in rows[index + 1 :]:
        filled = [cell for cell in row if cell.text]
        number = number_in(row[column]) if column < len(row) else None
        if filled and unbracketed(filled[0]) in read_lexicon("performance.toml")["rows"]["total"]:
            return Weights(number, tuple(numbers), "") if number is not None and numbers else None
        if number is None and len(filled) > 1:
            return None
        numbers += [number] if number is not None else []
    return None
