"""Performance goals that disagree: a project's indicator in its own table and again in the unit's overall table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from gouji.document import Cell
from gouji.facts import Fact
from gouji.lexicon.lexicon import Lexicon, plain
from gouji.quantity import NumberKind, scan
from gouji.relations import Same
from gouji.statements.statement import Statement


class _Indicator(NamedTuple):
    name: str
    fact: Fact


def disagreeing_indicators(statements: list[Statement], lexicon: Lexicon) -> Iterator[Same]:
    """Pairs of counts for one indicator: 整理范围 of project 档案整理 is the overall table's 档案整理范围.

    The overall indicator must end in the project's indicator, what is before it must begin the project's name, and only
    one project may fit.
    """
    goals = [s for s in statements if s.type and s.type.rows == "performance" and s.type.kind == "budget"]
    projects = [(name, list(_indicators(s))) for s in goals if (name := _project(s, lexicon))]
    for statement in goals:
        if _project(statement, lexicon):
            continue
        for overall in _indicators(statement):
            fits = [
                own for name, indicators in projects for own in indicators if _is_same(overall.name, name, own.name)
            ]
            for own in fits if len(fits) == 1 else []:
                same_unit = own.fact.quantity.unit.dimension == overall.fact.quantity.unit.dimension
                if same_unit and not own.fact.interval.meets(overall.fact.interval):
                    yield Same(own.fact, overall.fact)


def indicators_in_other_units(statements: list[Statement], lexicon: Lexicon) -> Iterator[tuple[str, Fact, Fact]]:
    """Indicators of one name and one number that a project and the overall table count in different units (6套, 6批次)."""
    goals = [s for s in statements if s.type and s.type.rows == "performance" and s.type.kind == "budget"]
    projects = [own for s in goals if _project(s, lexicon) for own in _indicators(s)]
    for statement in goals:
        if _project(statement, lexicon):
            continue
        for overall in _indicators(statement):
            fits = [own for own in projects if own.name == overall.name]
            own = fits[0] if len(fits) == 1 else None
            if (
                own is not None
                and own.fact.quantity.unit.dimension != overall.fact.quantity.unit.dimension
                and own.fact.quantity.value == overall.fact.quantity.value
            ):
                yield overall.name, own.fact, overall.fact


def _project(statement: Statement, lexicon: Lexicon) -> str:
    """The project that a table is about: the cell after 项目名称 in its first rows."""
    for row in statement.table.rows[:3]:
        cells = [plain(cell.text) for cell in row if cell.text]
        if len(cells) > 1 and cells[0] in lexicon.labels["project"]:
            return cells[1]
    return ""


def _is_same(overall: str, project: str, own: str) -> bool:
    if len(own) < 3 or not overall.endswith(own) or overall == own:
        return False
    lead = overall[: -len(own)]
    return len(lead) >= 4 and (project.startswith((lead, overall[: len(lead) + 2])))


def _indicators(statement: Statement) -> Iterator[_Indicator]:
    for row in statement.table.rows:
        cells = [cell for cell in row if cell.text]
        for name, value in itertools.pairwise(cells):
            fact = _count(value, statement)
            if fact is not None and _count(name, statement) is None:
                yield _Indicator(plain(name.text), fact)


def _count(cell: Cell, statement: Statement) -> Fact | None:
    text = plain(cell.text)
    if len(text) > 12 or len(cell.text) != cell.span.end - cell.span.start:
        return None
    numbers = scan(text)
    if len(numbers) == 1 and numbers[0].start == 0 and numbers[0].kind is NumberKind.COUNT and numbers[0].quantity:
        return Fact(numbers[0].quantity, cell.span, subject="count", statement=statement.index)
    return None
