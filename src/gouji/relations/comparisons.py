"""Two or three amounts side by side: the same, moved, in order, above or below."""

from __future__ import annotations

from decimal import Decimal

from gouji.facts import Fact, Site, Word
from gouji.quantity import Interval
from gouji.relations.relation import Demand, Outcome, Relation, are_in_several_units, figures


class Same(Relation):
    """Two statements of one fact."""

    family = "same"

    def __init__(self, first: Fact, second: Fact) -> None:
        self.sites = (first, second)
        self.first, self.second = first, second
        self.result = first

    def outcome(self) -> Outcome:
        a, b = self.first, self.second
        if not a.interval.meets(b.interval):
            return Outcome.FAILS
        coarse, fine = (a, b) if a.quantity.quantum >= b.quantity.quantum else (b, a)
        return self._meet(coarse, fine.interval, fine.quantity.value)

    def demand(self, site: Site) -> Demand:
        return self.second.interval if site is self.first else self.first.interval

    def holds_if_cut(self) -> bool:
        a, b = self.first.quantity, self.second.quantity
        coarse, fine = (a, b) if a.quantum > b.quantum else (b, a)
        return a.quantum != b.quantum and coarse.lenient.meets(fine.interval)

    def formula(self) -> str:
        equal = self.outcome() is Outcome.HOLDS
        return f"{self.first.text} {'=' if equal else '≠'} {self.second.text}"


class Change(Relation):
    """current − prior = ± amount."""

    family = "change"

    def __init__(self, current: Fact, prior: Fact, amount: Fact, word: Word) -> None:
        self.current, self.prior, self.amount, self.word = current, prior, amount, word
        self.sites = (current, prior, amount, word)
        self.result = amount

    def outcome(self) -> Outcome:
        if self.word.sign == 0:
            return Outcome.UNCHECKABLE
        computed = self.current.interval - self.prior.interval
        exact = self.current.quantity.value - self.prior.quantity.value
        sign = self.word.sign
        return self._meet(self.amount, computed if sign > 0 else -computed, sign * exact)

    def demand(self, site: Site) -> Demand:
        sign, amount = self.word.sign, self.amount.interval
        signed = amount if sign > 0 else -amount
        if site is self.word:
            computed = self.current.interval - self.prior.interval
            return frozenset({-sign}) if (-signed).meets(computed) else frozenset()
        if site is self.amount:
            computed = self.current.interval - self.prior.interval
            return computed if sign > 0 else -computed
        return self.prior.interval + signed if site is self.current else self.current.interval - signed

    def formula(self) -> str:
        difference = self.current.quantity.value - self.prior.quantity.value
        quantity = self.amount.quantity
        told = quantity.show if are_in_several_units((self.current, self.prior, self.amount)) else quantity.digits
        current, prior, _ = figures(self.current, self.prior, self.amount)
        text = f"{current} − {prior} = {told(difference)}"
        if self.outcome() is Outcome.HOLDS:
            return text
        signed = told(self.word.sign * quantity.value)
        return f"{text} ≠ {signed}"


class Order(Relation):
    """The sign of first − second is what a word says (大于/小于/等于, 增加/减少/持平)."""

    family = "order"

    def __init__(self, first: Fact, second: Fact, word: Word) -> None:
        self.first, self.second, self.word = first, second, word
        self.sites = (first, second, word)
        self.result = word

    def _signs(self) -> frozenset[int]:
        difference = self.first.interval - self.second.interval
        signs = set()
        if difference.high > 0:
            signs.add(1)
        if difference.low < 0:
            signs.add(-1)
        if difference.low <= 0 <= difference.high:
            signs.add(0)
        return frozenset(signs)

    def outcome(self) -> Outcome:
        if self.word.sign not in self._signs():
            return Outcome.FAILS
        difference = self.first.quantity.value - self.second.quantity.value
        exact = (difference > 0) - (difference < 0) == self.word.sign
        return Outcome.HOLDS if exact else Outcome.ROUNDING

    def demand(self, site: Site) -> Demand:
        if site is self.word:
            difference = self.first.quantity.value - self.second.quantity.value
            return frozenset({(difference > 0) - (difference < 0)})
        other = self.second if site is self.first else self.first
        sign = self.word.sign if site is self.first else -self.word.sign
        if sign == 0:
            return other.interval
        return Interval.at_least(other.interval.low) if sign > 0 else Interval.at_most(other.interval.high)

    def formula(self) -> str:
        difference = self.first.quantity.value - self.second.quantity.value
        operator = {1: ">", 0: "=", -1: "<"}[(difference > 0) - (difference < 0)]
        return f"{self.first.text} {operator} {self.second.text}"


class Agree(Relation):
    """Two words about one change say the same direction."""

    family = "agree"

    def __init__(self, first: Word, second: Word) -> None:
        self.first, self.second = first, second
        self.sites = (first, second)
        self.result = second

    def outcome(self) -> Outcome:
        return Outcome.HOLDS if self.first.sign == self.second.sign else Outcome.FAILS

    def demand(self, site: Site) -> Demand:
        return frozenset({(self.second if site is self.first else self.first).sign})

    def formula(self) -> str:
        alike = self.outcome() is Outcome.HOLDS
        return f"“{self.first.text}”与“{self.second.text}”方向{'一致' if alike else '相反'}"


class Flat(Relation):
    """“持平” beside an amount or rate of change: it must be zero."""

    family = "flat"

    def __init__(self, amount: Fact, word: Word) -> None:
        self.amount, self.word = amount, word
        self.sites = (amount, word)
        self.result = word

    def outcome(self) -> Outcome:
        return Outcome.HOLDS if Decimal(0) in self.amount.interval else Outcome.FAILS

    def demand(self, site: Site) -> Demand:
        return frozenset({1, -1}) if site is self.word else Interval.exactly(0)

    def formula(self) -> str:
        return f"{self.amount.text} {'=' if self.outcome() is Outcome.HOLDS else '≠'} 0"


class Nothing(Relation):
    """Nothing was spent on what never was: both are zero."""

    family = "nothing"

    def __init__(self, cost: Fact, count: Fact) -> None:
        self.cost, self.count = cost, count
        self.sites = (cost, count)
        self.result = count

    def outcome(self) -> Outcome:
        none = self.cost.quantity.value == self.count.quantity.value == 0
        return Outcome.HOLDS if none else Outcome.UNCHECKABLE

    def demand(self, site: Site) -> Demand:
        return Interval.exactly(0) if site in self.sites else None

    def formula(self) -> str:
        return f"{self.cost.text}，{self.count.text}"


class AtMost(Relation):
    """part ≤ whole: a part cannot exceed what it is part of."""

    family = "bound"

    def __init__(self, part: Fact, whole: Fact, kind: str = "parts") -> None:
        self.part, self.whole, self.kind = part, whole, kind
        self.sites = (part, whole)
        self.result = part

    def outcome(self) -> Outcome:
        if self.part.interval.low > self.whole.interval.high:
            return Outcome.FAILS
        return Outcome.HOLDS if self.part.quantity.value <= self.whole.quantity.value else Outcome.ROUNDING

    def demand(self, site: Site) -> Demand:
        if site is self.part:
            return Interval.at_most(self.whole.interval.high)
        return Interval.at_least(self.part.interval.low)

    def formula(self) -> str:
        return f"{self.part.text} {'>' if self.outcome() is Outcome.FAILS else '≤'} {self.whole.text}"


class Between(Relation):
    """The rate of a whole lies between the least and the greatest rate of its parts."""

    family = "between"

    def __init__(self, rate: Fact, parts: list[Fact]) -> None:
        self.rate, self.parts = rate, parts
        self.sites = (rate, *parts)
        self.result = rate

    def _range(self) -> Interval:
        return Interval(min(p.interval.low for p in self.parts), max(p.interval.high for p in self.parts))

    def outcome(self) -> Outcome:
        return Outcome.HOLDS if self.rate.interval.meets(self._range()) else Outcome.FAILS

    def demand(self, site: Site) -> Demand:
        return self._range() if site is self.rate else None

    def formula(self) -> str:
        low = min(self.parts, key=lambda p: p.quantity.value)
        high = max(self.parts, key=lambda p: p.quantity.value)
        within = self.outcome() is Outcome.HOLDS
        return f"合计比率 {self.rate.text} {'在' if within else '不在'}各分项 {low.text}～{high.text} 之间"
