"""The figures that a draft tells: the statements of a document, by what they measure."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from gouji.facts import Fact, FactKey, key_for
from gouji.lexicon import Dims, lexicon
from gouji.report import Report
from gouji.resources import data_folder
from gouji.statements.footing import KeyMap, key_map, statement_facts

ZERO = Decimal(0)


class Item(NamedTuple):
    """A 科目 of the statements: its code, its own name and its names by level (类、款、项)."""

    code: str
    name: str
    path: str


class Nature(NamedTuple):
    """人员经费 or 公用经费: its sum and the names of what it is spent on."""

    name: str
    value: Decimal
    names: tuple[str, ...]


@cache
def subjects() -> dict[str, Dims]:
    """The named subjects of `templates/subjects.toml`."""
    return {entry["name"]: Dims(**entry["key"]) for entry in _data()["subject"]}


def parts_of(flow: str) -> list[tuple[str, Dims]]:
    """The parts of income or expenditure, by name, in the order of the statements."""
    return [(entry["name"], Dims(**entry["key"])) for entry in _data()["part"] if entry["of"] == flow]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((data_folder("templates") / "subjects.toml").read_text("utf-8"))


class Figures:
    """Amounts in 元, exact as the statements show them."""

    def __init__(self, year: int, cells: KeyMap) -> None:
        self.year = year
        self.cells = cells

    def fact(self, subject: str, measure: str = "final") -> Fact | None:
        """The cell of a named subject, or of a 科目 by its code; None where no statement has it."""
        for key in self._keys(subject, measure):
            found = self.cells.get(key)
            if found:
                return found[0]
        return None

    def value(self, subject: str, measure: str = "final") -> Decimal | None:
        """The amount of a subject; a blank cell is nothing (0)."""
        fact = self.fact(subject, measure)
        return None if fact is None else ZERO if fact.blank else fact.quantity.value

    def _keys(self, subject: str, measure: str) -> list[FactKey]:
        dims = subjects().get(subject)
        if dims is None:
            prefix = "E" if subject.startswith("3") else "F"
            dims = Dims(scope="general", flow="expenditure", item=f"{prefix}:{subject}")
        key = key_for(dims._replace(measure=measure), self.year)
        return [key] if key else []

    def of(self, dims: Dims) -> Decimal:
        """The amount with these dimensions, 0 where there is none."""
        key = key_for(dims._replace(measure=dims.measure or "final"), self.year)
        found = self.cells.get(key) if key else None
        return found[0].quantity.value if found and not found[0].blank else ZERO

    def items(self, length: int) -> list[Item]:
        """The functional 科目 with general-budget spending, by code length (3 类, 7 项)."""
        found = {}
        for key, facts in self.cells.items():
            if (
                key.item[:2] == "F:"
                and len(key.item) == length + 2
                and (key.scope, key.flow, key.nature, key.measure) == ("general", "expenditure", "all", "final")
                and not facts[0].blank
                and facts[0].quantity.value
            ):
                code = key.item[2:]
                found[code] = Item(code, facts[0].subject, self._path(code, facts[0].subject))
        return [found[code] for code in sorted(found)]

    def _path(self, code: str, name: str) -> str:
        names = []
        for level, length in lexicon().levels.items():
            own = self._name(code[:length]) if length < len(code) else name
            if length <= len(code) and own:
                names.append(f"{_wide(own)}（{level}）")
        return "".join(names)

    def _name(self, code: str) -> str:
        fact = self.fact(code)
        return fact.subject if fact is not None else lexicon().name_of("F", code, self.year)

    def natures(self) -> list[Nature]:
        """Personnel and public spending of the basic expenditure, each with what it is spent on."""
        found = []
        for entry in _data()["nature"]:
            name, nature = entry["name"], entry["nature"]
            classes = lexicon().phrases["natures"][nature]
            cells = [
                (key.item, facts[0])
                for key, facts in self.cells.items()
                if key.item[:2] == "E:"
                and len(key.item) == 7
                and key.item[2:5] in classes
                and key.nature == "basic"
                and not facts[0].blank
                and facts[0].quantity.value
            ]
            if cells:
                stated = self.of(Dims(scope="general", flow="expenditure", nature=nature))
                value = stated or sum((fact.quantity.value for _, fact in cells), ZERO)
                names = tuple(dict.fromkeys(_wide(fact.subject) for _, fact in sorted(cells, key=lambda cell: cell[0])))
                found.append(Nature(name, value, names))
        return found


def _wide(name: str) -> str:
    """A name with its brackets as Chinese text has them."""
    return name.replace("(", "（").replace(")", "）")


def read_figures(report: Report) -> Figures:
    """The figures of a document's statements."""
    cells: KeyMap = {}
    for statement in report.statements:
        if statement.type is not None:
            for key, facts in key_map(statement_facts(statement)).items():
                known = cells.get(key)
                if known is None or known[0].blank:
                    cells[key] = facts
    return Figures(report.year, cells)
