"""What this year's statements, and last year's, give for what a number measures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gouji.document import Document
from gouji.facts import Fact, FactKey
from gouji.lexicon.lexicon import code_class
from gouji.quantity import ZERO, unit_named
from gouji.report import Report
from gouji.tieout.book import Book
from gouji.writing.amounts import Amount, Source
from gouji.writing.figures import Figures, read_figures, wide
from gouji.writing.inputs import Inputs
from gouji.writing.known import Known

_UNIT = "元"
_CLASS = len("201")


@dataclass(frozen=True)
class Values:
    """The figures of two years: `last` is the report on last year's document with its statements, `now` that on this year's."""

    last: Report
    now: Report

    @property
    def distance(self) -> int:
        """How many years the text moves on."""
        return self.now.year - self.last.year

    @cached_property
    def figures_now(self) -> Figures:
        """This year's figures."""
        return read_figures(self.now)

    @cached_property
    def known_now(self) -> Known:
        """What this year's statements give, and what they leave of a whole."""
        return Known(self.figures_now, Inputs(), unit_named(_UNIT))

    @cached_property
    def figures_last(self) -> Figures:
        """Last year's figures."""
        return read_figures(self.last)

    @cached_property
    def _new(self) -> Book:
        return _book(self.now)

    @cached_property
    def _old(self) -> Book:
        return _book(self.last)

    def moved(self, key: FactKey) -> FactKey:
        """What a number of last year's document measures in this year's."""
        return key._replace(period=key.period + self.distance)

    def known_last_year(self, key: FactKey) -> bool:
        """Whether last year's statements tell what a key measures."""
        return key in self._old.raw or self._old.canonical(key) in self._old.cells

    def now_of(self, keys: tuple[FactKey, ...], cell: Fact | None = None) -> Amount | None:
        """This year's amount of what measured one of these keys last year; None where no statement has it, or where two have two. What a
        statement of its kind lists no more (`cell` is where it stood) is nothing."""
        found = [amount for key in keys if (amount := self._at(self.moved(key))) is not None]
        if found:
            return found[0] if all(each.value == found[0].value for each in found) else None
        if cell is not None and any(self._is_unlisted(self.moved(key), cell) for key in keys):
            return Amount(ZERO, (), f"今年的表里没有“{cell.subject}”")
        return None

    def _at(self, key: FactKey) -> Amount | None:
        document = self.now.document
        facts = self._new.raw.get(key) or self._new.cells.get(self._new.canonical(key))
        if not facts and key.period == self.last.year and self.distance:
            facts = self._old.raw.get(key) or self._old.cells.get(self._old.canonical(key))
            document = self.last.document
        return _agreed(facts, document) if facts else None

    def _is_unlisted(self, key: FactKey, cell: Fact) -> bool:
        """Whether the statement that listed an item last year is there and lists others of its kind, but not this one."""
        if key.item[1:2] != ":" or key.item[:2] == "P:":
            return False
        kind = next((s.id for s in self.last.statements if s.index == cell.statement and s.type is not None), "")
        return any(
            other.item[:2] == key.item[:2] and other.measure == key.measure and len(other.item) == len(key.item)
            for statement in self.now.statements
            if statement.id == kind
            for fact in statement.cells
            for other in fact.keys
        )

    def name_of(self, key: FactKey) -> str:
        """The name of an item, as the statements have it."""
        for book in (self._new, self._old):
            facts = book.raw.get(self.moved(key) if book is self._new else key)
            if facts and facts[0].subject:
                return wide(facts[0].subject)
        code = key.item[2:]
        return wide(self.now.lexicon.name_of(code_class(code), code, self.now.year))

    def listed_name(self, code: str) -> str:
        """The name of a 科目 as a list has it: that of a class without 支出 at its end, which may stand behind （类）."""
        name = self.figures_now.item(code).name or self.figures_last.item(code).name
        if code_class(code) != "F" or len(code) > _CLASS:
            return name
        return name.removesuffix(self.now.lexicon.sections["subjects"]["expenditure"]) or name

    def last_cell(self, key: FactKey) -> Fact | None:
        """The cell of last year's statements that has a key, where they agree on it."""
        facts = self._old.raw.get(key) or self._old.cells.get(self._old.canonical(key)) or []
        stated = [fact for fact in facts if not fact.blank] or facts
        alike = all(fact.interval.meets(stated[0].interval) for fact in stated)
        return stated[0] if stated and alike else None

    def last_of(self, fact: Fact) -> Amount:
        """Last year's amount as its document has it."""
        return amount_of(fact, self.last.document)

    def last_of_keys(self, keys: tuple[FactKey, ...], wrong: bool) -> Amount | None:
        """Last year's amount as this year's statements tell it (上年决算数); where last year's narrative told another one, also as last
        year's statements do."""
        for key in keys:
            facts = self._new.raw.get(key) if self.distance else None
            if facts:
                return _agreed(facts, self.now.document)
            facts = self._old.raw.get(key) if wrong else None
            if facts:
                return _agreed(facts, self.last.document)
        return None


def _book(report: Report) -> Book:
    return Book(report.statements, report.narrative.mentions, report.year, report.kind == "budget")


def _agreed(facts: list[Fact], document: Document) -> Amount | None:
    stated = [fact for fact in facts if not fact.blank] or facts
    finest = min(stated, key=lambda fact: fact.quantity.quantum or Decimal(1))
    if any(not fact.interval.meets(finest.interval) for fact in stated):
        return None
    return amount_of(finest, document)


def amount_of(fact: Fact, document: Document) -> Amount:
    """What a fact says; a blank cell says that there is nothing."""
    place = document.place(fact.span.start)
    value = ZERO if fact.blank else fact.quantity.value
    return Amount(value, (Source(document.file(fact.span.start), place, fact.place, fact.text),))
