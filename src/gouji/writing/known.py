"""What is known of a subject: its amounts, from the statements first, then as given, then as others leave it."""

from __future__ import annotations

from collections.abc import Callable

from gouji.lexicon.lexicon import code_class
from gouji.quantity import Unit
from gouji.writing.amounts import Amount
from gouji.writing.figures import (
    ZERO,
    Figures,
    Item,
    Nature,
    Part,
    basic_name,
    code_funds,
    dims_named,
    nature_names,
    part_entries,
    wholes,
)
from gouji.writing.inputs import Given, Inputs


class TemplateFaultError(Exception):
    """What a template asks for and cannot have."""


class Known:
    """The figures and the inputs as one: what may be told of a subject. `unit` is the one that formulas are shown in."""

    def __init__(self, figures: Figures, inputs: Inputs, unit: Unit) -> None:
        self.figures, self.inputs, self.unit = figures, inputs, unit

    def amount(self, name: str) -> Amount | None:
        """The amount of a subject: of the statements, else as given, else as the others that make up a whole with it leave it."""
        if dims_named(name) is None:
            raise TemplateFaultError(f"没有“{name}”这个指标，可用的见 templates/subjects.toml，科目用代码")
        found = self._told(name)
        if found is None and name.isdigit():
            return self._summed(name)
        return self._left_over(name, self._told) if found is None else found

    def prior(self, name: str) -> Amount | None:
        """Last year's amount of a subject: as given, else as the others that make up a whole with it leave it."""
        found = self._told_prior(name)
        return self._left_over(name, self._told_prior) if found is None else found

    def _told_prior(self, name: str) -> Amount | None:
        return self.inputs.amount(name, "prior")

    def _told(self, name: str) -> Amount | None:
        found = self.figures.amount(name)
        return self.inputs.amount(name, "amount") if found is None else found

    def _left_over(self, name: str, told: Callable[[str], Amount | None]) -> Amount | None:
        """What the other parts of a whole leave of it, as `told` knows them: nothing, or, where all of them are known, the rest."""
        for whole, parts in wholes().items():
            total = told(whole) if name in parts else None
            others = [known for part in parts if part != name and (known := told(part)) is not None]
            if total is None:
                continue
            rest = total.value - sum((each.value for each in others), ZERO)
            if rest == 0 or (rest > 0 and len(others) == len(parts) - 1):
                sources = (*total.sources, *(source for each in others for source in each.sources))
                return Amount(rest, sources, " − ".join(self.plain(each) for each in (total, *others)))
        return None

    def _summed(self, code: str) -> Amount | None:
        """The sum of the items of a class, where only they are given."""
        below = [each for each in self.inputs.given if each.isdigit() and len(each) == 7 and each[: len(code)] == code]
        amounts = [known for each in below if each != code and (known := self._told(each)) is not None]
        if not amounts or len(amounts) < len(below):
            return None
        sources = tuple(source for each in amounts for source in each.sources)
        return Amount(sum((each.value for each in amounts), ZERO), sources, " + ".join(map(self.plain, amounts)))

    def budget(self, name: str) -> Amount | None:
        """The budget as given; what was read out of a narrative is outranked by a statement that shows another one."""
        given, stated = self.inputs.amount(name, "budget"), self.figures.budget(name)
        if given is None or stated is None:
            return stated if given is None else given
        overruled = self.inputs.is_weak(name, "budget") and not self.figures.shows_budget(name, given.value)
        return stated if overruled else given

    def items(self, classification: str, length: int, fund: str = "") -> list[Item]:
        """The 科目 of a classification and level, of the general budget or the fund that stands before a code (全部): of the statements, or those
        that are given; where nobody tells those of a fund, those of the general budget."""
        found = self.figures.items(length, classification, code_funds().get(fund, "general"))
        if found:
            return found
        told = {name.removeprefix(fund) for name, given in self.inputs.given.items() if _is_told(given)}
        codes = {
            code[:length]
            for code in told
            if code.isdigit() and len(code) >= length and code_class(code) == classification
        }
        if fund and not codes:
            return self.items(classification, length)
        return [self.figures.item(code) for code in sorted(codes)]

    def natures(self) -> list[Nature]:
        """Personnel and public spending: of the statements; as given where these say only what it is spent on and what is given makes up the whole."""
        found = [
            each
            if each.names
            else each._replace(names=tuple(filter(None, self.inputs.of(each.name).names.split("、"))))
            for each in self.figures.natures()
        ]
        given = [
            Nature(name, each, tuple(filter(None, self.inputs.of(name).names.split("、"))))
            for name in nature_names()
            if (each := self.inputs.amount(name, "amount")) is not None and each.value
        ]
        if not found:
            return given
        whole = self.figures.amount(basic_name())
        stated = any(self.figures.amount(name) is not None for name in nature_names())
        complete = whole is not None and sum((each.amount.value for each in given), ZERO) == whole.value
        return given if complete and not stated else found

    def parts(self, flow: str) -> list[Part]:
        """The parts of income or expenditure: those of the statements that are not nothing, else all that are given."""
        found = self.figures.parts(flow)
        if found:
            return found
        given = ((entry.name, self.inputs.amount(entry.subject, "amount")) for entry in part_entries(flow))
        return [Part(name, amount) for name, amount in given if amount is not None]

    def is_none(self, name: str) -> bool:
        """Whether it is known that there is nothing of a subject; what nobody tells is not known."""
        known = self.amount(name)
        return known.value == 0 if known is not None else self.figures.is_none(name)

    def has_amount(self, name: str) -> bool:
        """Whether a subject has an amount that is not nothing."""
        known = self.amount(name)
        return known is not None and known.value != 0

    def has_count(self, name: str) -> bool:
        """Whether a count is given, or is to be brought up to date."""
        given = self.inputs.of(name)
        return given.counted is not None or bool(given.asked)

    def has_purpose(self, name: str) -> bool:
        """Whether it is given what a subject is spent on."""
        return bool(self.inputs.of(name).purpose)

    def is_spoken_of(self, name: str) -> bool:
        """Whether there is anything to say of a subject: an amount, a budget, or an amount last year."""
        found = (self.amount(name), self.budget(name), self.inputs.amount(name, "prior"))
        return any(amount is not None and amount.value for amount in found)

    def plain(self, amount: Amount) -> str:
        """An amount as formulas show it: all its digits."""
        value = amount.value / self.unit.factor
        return f"{value.normalize() if value else ZERO:,f}{self.unit.name}"


def _is_told(given: Given) -> bool:
    """Whether there is anything to say of an item this year."""
    return bool(given.amount or given.budget)
