"""The figures that a draft tells: the statements of a document, by what they measure."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import regex

from gouji.document import Document, Span
from gouji.facts import Fact, FactKey, key_for
from gouji.folders import data_folder
from gouji.lexicon import Dims, lexicon
from gouji.lexicon.lexicon import code_class
from gouji.precompiled import pattern_of
from gouji.quantity import Quantity
from gouji.report import Report
from gouji.statements.identities import key_map
from gouji.writing.amounts import Amount, Source

ZERO = Decimal(0)
BUDGETS = ("initial", "full", "budget")
_OPEN = {**dict.fromkeys(FactKey._fields, ""), "period": 0}


class Item(NamedTuple):
    """A 科目 of the statements: its code, its own name, and its names by level (…（类）…（款）…（项）); `below` leaves out the
    first level, `short` the word 支出 of its name."""

    code: str
    name: str
    path: str
    below: str
    short: str


class Nature(NamedTuple):
    """人员经费 or 公用经费: its amount and the names of what it is spent on."""

    name: str
    amount: Amount
    names: tuple[str, ...]


class Part(NamedTuple):
    """A part of income or expenditure, by its name, with its amount."""

    name: str
    amount: Amount


class PartEntry(NamedTuple):
    """A part that income or expenditure may have: its name in a list, and the subject that it is."""

    name: str
    subject: str


@cache
def subjects() -> dict[str, Dims]:
    """The named subjects of `templates/subjects.toml`."""
    return {entry["name"]: Dims(**entry["key"]) for entry in _data()["subject"]}


@cache
def part_entries(flow: str) -> tuple[PartEntry, ...]:
    """The parts that income or expenditure may have, in the order of the statements."""
    return tuple(PartEntry(e["name"], e.get("subject", e["name"])) for e in _data()["part"] if e["of"] == flow)


@cache
def nature_names() -> tuple[str, ...]:
    """The parts of basic expenditure."""
    return tuple(entry["name"] for entry in _data()["nature"])


@cache
def all_basic_name() -> str:
    """The basic expenditure of whatever funds."""
    return str(_data()["basic"]["name"])


@cache
def basic_name() -> str:
    """The subject that these are the parts of."""
    return next(whole for whole, parts in wholes().items() if set(parts) == set(nature_names()))


@cache
def wholes() -> dict[str, tuple[str, ...]]:
    """The subjects that are all there is of another one, by its name."""
    return {entry["name"]: tuple(entry["parts"]) for entry in _data()["whole"]}


@cache
def always_told() -> frozenset[str]:
    """The parts that are told also where there is nothing of them."""
    return frozenset(part for entry in _data()["whole"] if entry.get("told") for part in entry["parts"])


@cache
def purpose_pattern() -> str:
    """How a narrative says what an item is spent on."""
    return str(_data()["purpose"]["pattern"])


@cache
def denied_before_pattern() -> str:
    """How a narrative says that there was nothing the year before either."""
    return str(_data()["denied"]["before"])


@cache
def denied_pattern() -> str:
    """How a narrative says by name that there is nothing of a subject."""
    return str(_data()["denied"]["named"])


@cache
def count_patterns() -> dict[str, str]:
    """How a narrative says a count that it does not name, by subject."""
    return {entry["name"]: entry["said"] for entry in _data()["subject"] if "said" in entry}


@cache
def bases() -> dict[str, str]:
    """What last year's amount is called, by its measure."""
    return dict(_data()["bases"])


@cache
def marks() -> dict[str, str]:
    """What stands where a person has to confirm or to bring up to date."""
    return dict(_data()["marks"])


@cache
def rolling_texts() -> dict[str, str]:
    """What rolling forward marks in last year's document, and why, by name."""
    return dict(_data()["rolling"])


@cache
def own_names() -> tuple[str, ...]:
    """What a narrative calls its own unit."""
    return tuple(_data()["own"]["names"])


@cache
def passage_names() -> dict[str, str]:
    """The sections that no figures make, by id, with what they are called: their text is taken over."""
    return dict(_data()["passages"])


def passage_sections() -> frozenset[str]:
    """The sections that no figures make."""
    return frozenset(passage_names())


@cache
def passage_openings() -> dict[str, regex.Pattern[str]]:
    """How the paragraph ends behind which a passage without a title of its own begins, by the passage's id."""
    return {section: pattern_of(said) for section, said in _data()["passage_openings"].items()}


def passage_name(section: str) -> str:
    """What a section that no figures make is called."""
    return passage_names().get(section, section)


def passage_id(name: str) -> str:
    """The section that is called so."""
    return next((section for section, shown in passage_names().items() if shown == name), name)


@cache
def code_funds() -> dict[str, str]:
    """What stands before a 科目 code that is meant of other money than the general budget, and the scope it means."""
    return dict(_data()["code_funds"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((data_folder("templates") / "subjects.toml").read_text("utf-8"))


def fund_and_code(name: str) -> tuple[str, str]:
    """What stands before a 科目 code (全部, or nothing), and the code."""
    fund = next((fund for fund in code_funds() if name.startswith(fund)), "")
    return fund, name.removeprefix(fund)


def dims_named(name: str) -> Dims | None:
    """What a subject measures: a named one, or a 科目 by its code; None for a name nobody knows."""
    known = subjects().get(name)
    if known is not None:
        return known
    fund, code = fund_and_code(name)
    prefix = code_class(code)
    if not prefix or not code.isdigit():
        return None
    return Dims(scope=code_funds().get(fund, "general"), flow="expenditure", item=f"{prefix}:{code}")


class Figures:
    """Amounts in 元, exact as the statements show them. `kind` is final or budget: the measure of the year's own amounts; `empty` is what the statements
    measure that are there without any amount."""

    def __init__(
        self,
        year: int,
        kind: str,
        cells: dict[FactKey, list[Fact]],
        document: Document | None = None,
        empty: tuple[Dims, ...] = (),
    ) -> None:
        self.year = year
        self.kind = kind
        self.own = "budget" if kind == "budget" else "final"
        self.cells = cells
        self.document = document
        self.empty = empty

    def key(self, name: str, measure: str = "") -> FactKey | None:
        """The key of a subject; None for a name nobody knows."""
        dims = dims_named(name)
        return None if dims is None else key_for(dims._replace(measure=measure or self.own), self.year)

    def amount(self, name: str, measure: str = "") -> Amount | None:
        """The amount of a subject, a blank cell being nothing (0); None where no statement has it."""
        key = self.key(name, measure)
        found = self.cells.get(key) if key else None
        return self._amount(found[0]) if found else None

    def shows(self, name: str, value: Decimal) -> bool:
        """Whether what the statements show of a subject may be this value: the same number, told with more decimals."""
        key = self.key(name)
        return key is not None and any(value in fact.interval for fact in self.cells.get(key, ()))

    @property
    def is_blank(self) -> bool:
        """Whether nobody has filled the statements in: those of all money are there, and no amount at all."""
        every = (fact for facts in self.cells.values() for fact in facts)
        unfilled = any(empty.scope == "all" for empty in self.empty)
        return unfilled and all(fact.blank or not fact.quantity.value for fact in every)

    def is_none(self, name: str) -> bool:
        """Whether a statement is there that says that there is nothing of a subject: its cell is empty or nothing, or the whole statement is."""
        known = self.amount(name)
        if known is not None:
            return known.value == 0
        dims = dims_named(name)
        return dims is not None and any(_covers(empty, dims) for empty in self.empty)

    def before(self) -> Figures:
        """Last year's figures, as far as the statements have them (a column 上年决算数, a sheet marked 上年)."""
        return Figures(self.year - 1, self.kind, self.cells, self.document)

    def budget(self, name: str) -> Amount | None:
        """The budget beside a final amount, where a statement has one."""
        found = (self.amount(name, measure) for measure in BUDGETS)
        return None if self.own == "budget" else next((each for each in found if each is not None), None)

    def shows_budget(self, name: str, value: Decimal) -> bool:
        """Whether the budget that a statement shows may be this value."""
        keys = (self.key(name, measure) for measure in BUDGETS)
        return any(value in fact.interval for key in keys if key is not None for fact in self.cells.get(key, ()))

    def _amount(self, fact: Fact) -> Amount:
        place = self.document.place(fact.span.start) if self.document else ""
        file = self.document.path if self.document else ""
        value = ZERO if fact.blank else fact.quantity.value
        return Amount(value, (Source(file, place, fact.place, fact.text),))

    def parts(self, flow: str) -> list[Part]:
        """The parts of income or expenditure that are not nothing, in the order of the statements."""
        found = ((entry.name, self.amount(entry.subject)) for entry in part_entries(flow))
        return [Part(name, amount) for name, amount in found if amount is not None and amount.value]

    def items(self, length: int, classification: str = "F", scope: str = "general") -> list[Item]:
        """The 科目 with spending of a scope, by classification and code length (functional: 3 类, 7 项)."""
        found = {}
        for key, facts in self.cells.items():
            if (
                key.item[:2] == f"{classification}:"
                and len(key.item) == length + 2
                and (key.scope, key.flow, key.nature, key.measure) == (scope, "expenditure", "all", self.own)
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
        path, below = "".join(names), "".join(names[1:])
        first, opening, level = (names[0] if names else "").partition("（")
        short = first.removesuffix(lexicon().sections["subjects"]["expenditure"]) + opening + level + below
        return Item(code, self._name(code), path, below, short)

    def _name(self, code: str) -> str:
        key = self.key(code)
        found = self.cells.get(key) if key else None
        return wide(found[0].subject if found else lexicon().name_of(code_class(code), code, self.year))

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
            names = tuple(dict.fromkeys(wide(fact.subject) for _, fact in cells))
            found.append(Nature(name, stated if stated and stated.value else summed, names))
        return found


def wide(name: str) -> str:
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
    empty = tuple(s.type.key for s in report.statements if s.type is not None and not s.prior and not s.amounts)
    return Figures(report.year, report.kind, cells, report.document, empty)


def _covers(empty: Dims, dims: Dims) -> bool:
    """Whether a statement of nothing covers a subject: its own item, or a fund that has a statement of its own."""
    if empty.item or dims.item:
        return bool(empty.item) and empty.item == dims.item
    return empty.scope == dims.scope and dims.scope in ("fund", "capital")


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
