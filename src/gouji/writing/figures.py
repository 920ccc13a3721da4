"""The figures that a draft tells: the statements of a document, by what they measure."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from gouji.document import Document, Span
from gouji.facts import Fact, FactKey, key_for
from gouji.lexicon import Dims, lexicon
from gouji.lexicon.lexicon import code_class
from gouji.quantity import Quantity
from gouji.report import Report
from gouji.resources import data_folder
from gouji.statements.identities import key_map
from gouji.writing.amounts import Amount, Source

ZERO = Decimal(0)
BUDGETS = ("initial", "full", "budget")
_OPEN = {**dict.fromkeys(FactKey._fields, ""), "period": 0}


class Item(NamedTuple):
    """A 科目 of the statements: its code, its own name, and its names by level (…（类）…（款）…（项）); `below` leaves out the
    first level."""

    code: str
    name: str
    path: str
    below: str


class Nature(NamedTuple):
    """人员经费 or 公用经费: its amount and the names of what it is spent on."""

    name: str
    amount: Amount
    names: tuple[str, ...]


class Part(NamedTuple):
    """A part of income or expenditure, by its name, with its amount."""

    name: str
    amount: Amount


@cache
def subjects() -> dict[str, Dims]:
    """The named subjects of `templates/subjects.toml`."""
    return {entry["name"]: Dims(**entry["key"]) for entry in _data()["subject"]}


@cache
def purpose_pattern() -> str:
    """How a narrative says what an item is spent on."""
    return str(_data()["purpose"]["pattern"])


@cache
def count_patterns() -> dict[str, str]:
    """How a narrative says a count that it does not name, by subject."""
    return {entry["name"]: entry["said"] for entry in _data()["subject"] if "said" in entry}


@cache
def bases() -> dict[str, str]:
    """What last year's amount is called, by its measure."""
    return dict(_data()["bases"])


@cache
def own_names() -> tuple[str, ...]:
    """What a narrative calls its own unit."""
    return tuple(_data()["own"]["names"])


@cache
def passage_sections() -> frozenset[str]:
    """The sections that no figures make: their text is taken over."""
    return frozenset(_data()["passages"]["sections"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((data_folder("templates") / "subjects.toml").read_text("utf-8"))


def dims_named(name: str) -> Dims | None:
    """What a subject measures: a named one, or a 科目 by its code; None for a name nobody knows."""
    known = subjects().get(name)
    if known is not None:
        return known
    prefix = code_class(name)
    if not prefix or not name.isdigit():
        return None
    return Dims(scope="general", flow="expenditure", item=f"{prefix}:{name}")


class Figures:
    """Amounts in 元, exact as the statements show them. `kind` is final or budget: the measure of the year's own amounts."""

    def __init__(
        self, year: int, kind: str, cells: dict[FactKey, list[Fact]], document: Document | None = None
    ) -> None:
        self.year = year
        self.kind = kind
        self.own = "budget" if kind == "budget" else "final"
        self.cells = cells
        self.document = document

    def key(self, name: str, measure: str = "") -> FactKey | None:
        """The key of a subject; None for a name nobody knows."""
        dims = dims_named(name)
        return None if dims is None else key_for(dims._replace(measure=measure or self.own), self.year)

    def amount(self, name: str, measure: str = "") -> Amount | None:
        """The amount of a subject, a blank cell being nothing (0); None where no statement has it."""
        key = self.key(name, measure)
        found = self.cells.get(key) if key else None
        return self._amount(found[0]) if found else None

    def before(self) -> Figures:
        """Last year's figures, as far as the statements have them (a column 上年决算数, a sheet marked 上年)."""
        return Figures(self.year - 1, self.kind, self.cells, self.document)

    def budget(self, name: str) -> Amount | None:
        """The budget beside a final amount, where a statement has one."""
        found = (self.amount(name, measure) for measure in BUDGETS)
        return None if self.own == "budget" else next((each for each in found if each is not None), None)

    def _amount(self, fact: Fact) -> Amount:
        place = self.document.place(fact.span.start) if self.document else ""
        file = self.document.path if self.document else ""
        value = ZERO if fact.blank else fact.quantity.value
        return Amount(value, (Source(file, place, fact.place, fact.text),))

    def parts(self, flow: str) -> list[Part]:
        """The parts of income or expenditure that are not nothing, in the order of the statements."""
        found = []
        for entry in _data()["part"]:
            if entry["of"] == flow:
                dims = Dims(**entry["key"])._replace(flow=flow, measure=self.own)
                key = key_for(dims, self.year)
                cells = self.cells.get(key) if key else None
                if cells and not cells[0].blank and cells[0].quantity.value:
                    found.append(Part(entry["name"], self._amount(cells[0])))
        return found

    def items(self, length: int, classification: str = "F") -> list[Item]:
        """The 科目 with general-budget spending, by classification and code length (functional: 3 类, 7 项)."""
        found = {}
        for key, facts in self.cells.items():
            if (
                key.item[:2] == f"{classification}:"
                and len(key.item) == length + 2
                and (key.scope, key.flow, key.nature, key.measure) == ("general", "expenditure", "all", self.own)
                and not facts[0].blank
                and facts[0].quantity.value
            ):
                code = key.item[2:]
                found[code] = self.item(code)
        return [found[code] for code in sorted(found)]

    def item(self, code: str) -> Item:
        """A 科目 with its names: as the statements have them, else as the lexicon of the year has them."""
        names = []
        for level, length in lexicon().levels.items():
            own = self._name(code[:length])
            if length <= len(code) and own:
                names.append(f"{own}（{level}）")
        return Item(code, self._name(code), "".join(names), "".join(names[1:]))

    def _name(self, code: str) -> str:
        key = self.key(code)
        found = self.cells.get(key) if key else None
        return _wide(found[0].subject if found else lexicon().name_of(code_class(code), code, self.year))

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
            stated = self.amount(name)
            if not cells and not (stated and stated.value):
                continue
            cells.sort(key=lambda cell: cell[0])
            summed = Amount(
                sum((fact.quantity.value for _, fact in cells), ZERO),
                tuple(source for _, fact in cells for source in self._amount(fact).sources),
                " + ".join(fact.quantity.text for _, fact in cells),
            )
            names = tuple(dict.fromkeys(_wide(fact.subject) for _, fact in cells))
            found.append(Nature(name, stated if stated and stated.value else summed, names))
        return found


def _wide(name: str) -> str:
    """A name with its brackets as Chinese text has them."""
    return name.replace("(", "（").replace(")", "）")


def read_figures(report: Report) -> Figures:
    """The figures of a document's statements. Where statements disagree, what most of them say."""
    found: dict[FactKey, list[Fact]] = {}
    for statement in report.statements:
        if statement.type is not None:
            for key, facts in key_map(statement.cells).items():
                found.setdefault(key, []).append(facts[0])
    cells = {key: [_most_said(facts)] for key, facts in found.items()}
    return Figures(report.year, report.kind, cells, report.document)


def _most_said(facts: list[Fact]) -> Fact:
    stated = [fact for fact in facts if not fact.blank] or facts
    return max(stated, key=lambda fact: (_echoes(fact, stated), -fact.quantity.quantum))


def _echoes(fact: Fact, others: list[Fact]) -> int:
    return sum(fact.interval.meets(other.interval) for other in others)


def figures_of_extract(data: dict[str, Any], file: str) -> Figures:
    """The figures of what `gouji extract` wrote. Raises KeyError, TypeError or ValueError where it is something else."""
    year, kind = data["year"], data["kind"]
    if type(year) is not int or not isinstance(kind, str):
        raise TypeError(f"year 应是年份，kind 应是 final 或 budget，现在是 {year!r}、{kind!r}")
    cells: dict[FactKey, list[Fact]] = {}
    for statement in data["statements"]:
        for row in statement["rows"]:
            for cell in row["cells"]:
                place = f"{statement['title']}：{row['label']}的{cell['column']}"
                keys = tuple(FactKey(**{name: key.get(name, _OPEN[name]) for name in _OPEN}) for key in cell["keys"])
                blank = not cell["text"]
                quantity = Quantity.parse(cell["text"] or "0元")
                fact = Fact(quantity, Span(0, 0), keys, place=place, subject=row["label"], blank=blank)
                for key in keys:
                    cells.setdefault(key, []).append(fact)
    chosen = {key: [_most_said(facts)] for key, facts in cells.items()}
    return Figures(year, kind, chosen, Document(file, ""))
