"""Numbers as a document writes them: decimals, grouping, nothing, the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gouji.facts import Fact
from gouji.quantity import Quantity, half_up, unit_named
from gouji.writing.styles import Style, shown_difference

_HUNDRED = Decimal(1)
_GROUPED_FROM = 1000
_HABIT = 8  # so many numbers without decimals are no accident


@dataclass(frozen=True)
class Display:
    """How a document writes its numbers: by unit, how many decimals most have; whether it groups digits, and whether it leaves out
    zeros at the end."""

    places: dict[str, int]
    grouped: bool
    stripped: frozenset[str]
    nothing: dict[str, str]
    whole: str

    @staticmethod
    def of(facts: Iterable[Fact], style: Style) -> Display:
        """The habits of a narrative; those of a style where it shows none."""
        places: dict[str, Counter[int]] = {}
        digits: dict[str, list[str]] = {}
        nothing: dict[str, str] = {}
        grouped: Counter[bool] = Counter()
        whole: Counter[str] = Counter()
        for fact in facts:
            quantity = fact.quantity
            name, shown = quantity.unit.name, _digits(quantity)
            if quantity.value == 0:
                short = quantity.unit.dimension == "rate" and len(shown) < len(nothing.get(name, shown))
                nothing[name] = shown if short else nothing.get(name, shown)  # a small share is 0.00% too
                continue
            if quantity.unit.dimension == "rate" and quantity.value == _HUNDRED:
                whole[shown] += 1
                continue
            places.setdefault(name, Counter())[_places(shown)] += 1
            digits.setdefault(name, []).append(shown)
            if quantity.unit.dimension == "money" and abs(quantity.value / quantity.unit.factor) >= _GROUPED_FROM:
                grouped[quantity.grouped] += 1
        usual = {style.numbers.unit: style.numbers.places, "%": style.numbers.rate_places}
        for name, counts in places.items():
            most = counts.most_common(1)[0][0]
            if most or counts.total() >= _HABIT or name not in usual:
                usual[name] = most
        stripped = frozenset(name for name, shown in digits.items() if _strips(shown, usual[name]))
        nothing.setdefault(style.numbers.unit, style.numbers.zero)
        nothing.setdefault("%", "0")
        return Display(
            usual,
            grouped[True] > grouped[False] if grouped else style.numbers.grouping,
            stripped,
            nothing,
            whole.most_common(1)[0][0] if whole else style.numbers.whole.removesuffix("%"),
        )

    def show(self, value: Decimal, at: Quantity) -> str:
        """A value as it would stand where `at` does."""
        return self.digits(value, at) + at.unit.name

    def digits(self, value: Decimal, at: Quantity) -> str:
        unit = at.unit
        if value == 0 and at.value == 0:
            return _digits(at)
        if value == 0 and unit.name in self.nothing:
            return self.nothing[unit.name]
        if unit.dimension == "rate" and value == _HUNDRED and self.whole:
            return self.whole
        own, usual = _places(_digits(at)), self.places.get(unit.name, 2)
        scaled = value / unit.factor
        odd = at.value == 0 or (unit.dimension == "rate" and at.value == _HUNDRED) or unit.name in self.stripped
        places = usual if odd else own
        if not at.approximate and places < usual and scaled != half_up(scaled, Decimal(1).scaleb(-places)):
            places = usual
        shown = half_up(scaled, Decimal(1).scaleb(-places))
        short = abs(at.value / unit.factor) < _GROUPED_FROM
        grouped = self.grouped if short and unit.dimension == "money" else at.grouped
        text = f"{abs(shown) if shown == 0 else shown:,f}"
        if unit.name in self.stripped and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text if grouped else text.replace(",", "")

    def difference(self, now: Decimal, before: Decimal, at: Quantity) -> str:
        """How far two amounts are apart, as it would stand where `at` does: the amounts as they are shown there, which is what a reader reckons."""
        places = max(_places(_digits(at)), self.places.get(at.unit.name, 2))
        return self.show(shown_difference(now, before, at.unit.factor, places), at)

    def rate(self, value: Decimal) -> str:
        """A rate as most rates are written."""
        return self.show(value, as_most("%"))

    def is_nothing(self, value: Decimal, at: Quantity) -> bool:
        """Whether a difference is too small to be shown where `at` stands."""
        places = max(_places(_digits(at)) if at.value else 0, self.places.get(at.unit.name, 2))
        return half_up(value / at.unit.factor, Decimal(1).scaleb(-places)) == 0


def as_most(unit: str) -> Quantity:
    """A place where a number is written as most numbers of its unit are."""
    return Quantity(Decimal(0), Decimal(0), unit_named(unit))


def _digits(quantity: Quantity) -> str:
    if quantity.quantum == 0:
        return f"{(quantity.value / quantity.unit.factor).normalize():f}"
    return quantity.digits(quantity.value)


def _places(digits: str) -> int:
    return len(digits.partition(".")[2])


def _strips(shown: list[str], usual: int) -> bool:
    """Whether numbers are written without the zeros at their end: some are shorter than most, and none ends with one."""
    shorter = sum(_places(each) < usual for each in shown)
    ending = any("." in each and each.endswith("0") for each in shown)
    return usual > 0 and shorter > 0 and not ending and len(shown) >= 4
