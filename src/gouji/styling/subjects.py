"""Which subject of a template a number of a document is: by what it measures, and only where drafting it gives that number back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from gouji.facts import CODED, Fact, FactKey, key_for
from gouji.quantity import Quantity
from gouji.relations import Ratio, Same
from gouji.report import Report
from gouji.writing import Inputs, inputs_of, read_figures
from gouji.writing.amounts import Amount
from gouji.writing.figures import BUDGETS, Figures, Nature, code_funds, subjects
from gouji.writing.known import Known
from gouji.writing.styles import Numbers

_OPEN_SCOPES = ("general", "fiscal", "all")
_PRIOR = ("executed",)


class Subjects:
    """The subjects of a document, with the amounts that its statements and its own narrative give."""

    def __init__(self, report: Report, numbers: Numbers) -> None:
        self.report = report
        self.figures: Figures = read_figures(report)
        self.inputs: Inputs = inputs_of(report, self.figures)
        self.known = Known(self.figures, self.inputs, numbers.base)
        self.numbers = numbers

    @cached_property
    def _by_key(self) -> dict[FactKey, list[str]]:
        found: dict[FactKey, list[str]] = {}
        for name, dims in subjects().items():
            key = key_for(dims._replace(measure=""), 0)
            if key is not None:
                found.setdefault(key, []).append(name)
        return found

    @cached_property
    def natures(self) -> dict[str, Nature]:
        """人员经费 and 公用经费, by name."""
        return {nature.name: nature for nature in self.known.natures()}

    def named(self, keys: Iterable[FactKey]) -> list[str]:
        """The subjects that measure one of these keys, whatever its year and measure."""
        found: dict[str, None] = {}
        for key in keys:
            plain = key._replace(measure="", period=0)
            for other in _variants(plain):
                found |= dict.fromkeys(self._by_key.get(other, ()))
            if key.item[:2] in CODED and key.flow == "expenditure":
                if key.scope in _OPEN_SCOPES:
                    found.setdefault(key.item[2:])
                found |= dict.fromkeys(
                    prefix + key.item[2:] for prefix, scope in code_funds().items() if scope == key.scope
                )
        return list(found)

    def keys(self, fact: Fact) -> list[FactKey]:
        """What a number is said to measure, and what the cells measure that it is tied to."""
        found = list(fact.keys)
        for relation in self.report.tieout.ties.get(fact, ()):
            for site in relation.sites if isinstance(relation, Same) else ():
                if isinstance(site, Fact) and site is not fact:
                    found += site.keys
        return [*found, *fact.alternatives]

    def role(self, key: FactKey) -> str:
        """Which of a subject's amounts a key is: amount, budget or prior; "" if none."""
        year, own = self.report.year, self.figures.own
        if key.period == year - 1:
            return "prior" if key.measure in (own, *_PRIOR, *(BUDGETS if own == "budget" else ())) else ""
        if key.period != year:
            return ""
        if key.measure == own or not key.measure:
            return "amount"
        return "budget" if own != "budget" and key.measure in BUDGETS else ""

    def of(self, name: str, role: str) -> Amount | None:
        """An amount of a subject, as a draft would have it."""
        if role == "amount":
            return self.known.amount(name)
        return self.known.budget(name) if role == "budget" else self.inputs.amount(name, "prior")

    def stated(self, fact: Fact) -> tuple[str, str] | None:
        """The subject whose amount a number states, and which one; of a number that is wrong, what its words say."""
        wrong = self.report.tieout.states.get(fact) == "failed"
        fallback: tuple[str, str] | None = None
        for key in self.keys(fact):
            role = self.role(key)
            for name in self.named([key]) if role else ():
                amount = self.of(name, role)
                if amount is not None and amount.value in fact.interval:
                    return name, role
                fallback = fallback or ((name, role) if wrong and amount is not None else None)
        return fallback

    def ratios(self, rate: Fact) -> Iterator[tuple[str, list[str], list[str]]]:
        """What a rate is said to be: its kind, and the subjects of its part and its whole."""
        own, year = self.figures.own, self.report.year
        for relation in self.report.tieout.relations:
            if isinstance(relation, Ratio) and relation.rate is rate:
                yield relation.kind, self.named(self.keys(relation.part)), self.named(self.keys(relation.whole))
        for claim in self.report.narrative.ratios:
            if claim.rate is rate:
                parts = [key for each in [claim.part] if (key := key_for(each._replace(measure=own), year)) is not None]
                wholes = [key for w in claim.whole if (key := key_for(w._replace(measure=own), year)) is not None]
                yield claim.kind, self.named(parts), self.named(wholes)

    def share(self, rate: Fact) -> tuple[str, str] | None:
        """The part and the whole of which a number is the share."""
        for kind, parts, wholes in self.ratios(rate):
            for part, whole in ((p, w) for p in parts for w in wholes if kind == "share"):
                over, under = self.known.amount(part), self.known.amount(whole)
                if over is not None and under is not None and self._gives(over, under, rate):
                    return part, whole
        return None

    def completion(self, rate: Fact) -> str:
        """The subject whose completion rate a number is."""
        for kind, parts, _ in self.ratios(rate):
            for part in parts if kind == "completion" else ():
                over, under = self.known.amount(part), self.known.budget(part)
                if over is not None and under is not None and self._gives(over, under, rate):
                    return part
        return ""

    def _gives(self, part: Amount, whole: Amount, rate: Fact) -> bool:
        """Whether two amounts, as they are shown, may give a rate."""
        over, under = (
            Quantity.parse(self.numbers.amount(each.value) + self.numbers.unit).interval for each in (part, whole)
        )
        return under.low > 0 and rate.interval.meets(over / under)

    def counted(self, fact: Fact) -> str:
        """The subject whose count a number is."""
        items = {key.item for key in fact.keys}
        names = (name for name, dims in subjects().items() if dims.item in items)
        return next((n for n in names if self.inputs.of(n).counted == fact.quantity.value), "")


def _variants(key: FactKey) -> Iterator[FactKey]:
    """A key, and those that say the same of it in other words: the totals of both sides of the accounts are one."""
    yield key
    if key.item == "grand" and key.flow == "expenditure":
        yield key._replace(flow="income")
