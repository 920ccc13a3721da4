"""Quotients: shares, completion rates, and the rates of changes."""

from __future__ import annotations

from decimal import Decimal

from gouji.facts import Fact, Site, Word
from gouji.quantity import Interval
from gouji.relations.relation import Demand, Outcome, Relation, figure, figures

_ONE = Interval.exactly(1)


class Ratio(Relation):
    """part ÷ whole = rate. `kind` is share, completion or of-prior (为上年的…%); `is_rounded`: what stands beside it shows that it is not cut off;
    `likely`: that the whole is this one is very likely, not certain."""

    family = "ratio"
    is_rounded = False
    likely = False

    def __init__(self, part: Fact, whole: Fact, rate: Fact, kind: str) -> None:
        self.part, self.whole, self.rate, self.kind = part, whole, rate, kind
        self.sites = (part, whole, rate)
        self.result = rate

    def outcome(self) -> Outcome:
        part, whole, rate = self.part.interval, self.whole.interval, self.rate
        if self.whole.quantity.value == 0:
            if self.part.quantity.value == 0:
                return Outcome.HOLDS if rate.quantity.value == 0 else Outcome.UNCHECKABLE
            impossible = rate.interval.high < _floor(part, whole) or self.whole.quantity.quantum == 0
            stated = rate.quantity.value != 0 and not self.whole.blank
            return Outcome.FAILS if impossible and stated else Outcome.UNCHECKABLE
        if whole.low <= 0 <= whole.high:
            return Outcome.UNCHECKABLE
        return self._meet(rate, self._computed(), self.part.quantity.value / self.whole.quantity.value)

    def _computed(self) -> Interval:
        """What the rate may be. The share of a part that is shown no larger than its whole is no more than all of it, whatever was
        rounded."""
        computed = self.part.interval / self.whole.interval
        within = self.kind == "share" and 0 <= self.part.quantity.value <= self.whole.quantity.value
        return Interval(computed.low, min(computed.high, Decimal(1))) if within else computed

    @property
    def zero_base(self) -> bool:
        return self.whole.quantity.value == 0

    def demand(self, site: Site) -> Demand:
        try:
            if site is self.rate:
                return None if self.zero_base else self._computed()
            if site is self.part:
                return self.rate.interval * self.whole.interval
            return self.part.interval / self.rate.interval
        except ZeroDivisionError:
            return None

    def computed_result(self) -> Decimal | None:
        whole = self.whole.quantity.value
        return self.part.quantity.value / whole if whole else None

    def holds_if_cut(self) -> bool:
        if self.is_rounded:
            return False
        try:
            return self.rate.quantity.lenient.meets(self._computed())
        except ZeroDivisionError:
            return False

    def formula(self) -> str:
        text = " ÷ ".join(figures(self.part, self.whole))
        return _with_rate(text, self.part.quantity.value, self.whole.quantity.value, self.rate, self.outcome())


class AlikeShares(Relation):
    """part ÷ rate = other ÷ its rate: two shares of one whole that is not stated."""

    family = "ratio"

    def __init__(self, part: Fact, rate: Fact, other: Fact, other_rate: Fact) -> None:
        self.part, self.rate, self.other, self.other_rate = part, rate, other, other_rate
        self.sites = (part, rate, other, other_rate)
        self.result = rate

    def outcome(self) -> Outcome:
        computed = self.demand(self.rate)
        exact = self.part.quantity.value * self.other_rate.quantity.value / self.other.quantity.value
        return self._meet(self.rate, computed, exact) if isinstance(computed, Interval) else Outcome.UNCHECKABLE

    def demand(self, site: Site) -> Demand:
        mine = (self.part, self.rate), (self.other, self.other_rate)
        (part, rate), (other, other_rate) = mine if site in mine[0] else mine[::-1]
        try:
            whole = other.interval / other_rate.interval
            return part.interval / whole if site is rate else whole * rate.interval
        except ZeroDivisionError:
            return None

    def holds_if_cut(self) -> bool:
        computed = self.demand(self.rate)
        return isinstance(computed, Interval) and self.rate.quantity.lenient.meets(computed)

    def formula(self) -> str:
        sign = "=" if self.is_met else "≠"
        first = f"{figure(self.part)} ÷ {figure(self.rate)}"
        return f"{first} {sign} {figure(self.other)} ÷ {figure(self.other_rate)}"


class Growth(Relation):
    """amount ÷ (current ∓ amount) = rate: a change's rate from its amount and the current value."""

    family = "growth"

    def __init__(self, current: Fact, amount: Fact, rate: Fact, word: Word) -> None:
        self.current, self.amount, self.rate, self.word = current, amount, rate, word
        self.sites = (current, amount, rate, word)
        self.result = rate

    def _rate(self, sign: int) -> Interval | None:
        amount, current = self.amount.interval, self.current.interval
        low_base = current.low - amount.high if sign > 0 else current.low + amount.low
        high_base = current.high - amount.low if sign > 0 else current.high + amount.high
        if high_base <= 0:
            return None
        if sign > 0:
            low = amount.low / (current.high - amount.low)
            high = amount.high / low_base if low_base > 0 else Decimal("Infinity")
        else:
            low = amount.low / (current.high + amount.low) if current.high + amount.low > 0 else Decimal(0)
            high = amount.high / (current.low + amount.high) if current.low + amount.high > 0 else Decimal("Infinity")
        return Interval(min(low, high), max(low, high))

    @property
    def prior(self) -> Decimal:
        return self.current.quantity.value - self.word.sign * self.amount.quantity.value

    @property
    def zero_base(self) -> bool:
        return self.prior == 0

    def outcome(self) -> Outcome:
        if self.word.sign == 0:
            return Outcome.UNCHECKABLE
        if self.amount.quantity.value == 0 and self.rate.quantity.value == 0:
            return Outcome.HOLDS
        computed = self._rate(self.word.sign)
        if computed is None:
            return Outcome.FAILS if self.current.quantity.value > 0 else Outcome.UNCHECKABLE
        if self.prior == 0:
            said = self.rate.interval.meets(computed) or self.rate.quantity.value == 0
            return Outcome.UNCHECKABLE if said else Outcome.FAILS
        return self._meet(self.rate, computed, self.amount.quantity.value / self.prior)

    def demand(self, site: Site) -> Demand:
        sign = self.word.sign
        if site is self.word:
            other = self._rate(-sign)
            return frozenset({-sign}) if other is not None and other.meets(self.rate.interval) else frozenset()
        if site is self.rate:
            return None if self.zero_base else self._rate(sign)
        rate, amount, current = self.rate.interval, self.amount.interval, self.current.interval
        try:
            if site is self.amount:
                scale = _ONE + rate if sign > 0 else _ONE - rate
                return current * (rate / scale) if scale.low > 0 else None
            quotient = amount / rate
            return quotient + amount if sign > 0 else quotient - amount
        except ZeroDivisionError:
            return None

    def computed_result(self) -> Decimal | None:
        return self.amount.quantity.value / self.prior if self.prior else None

    def holds_if_cut(self) -> bool:
        computed = self._rate(self.word.sign)
        return computed is not None and not self.zero_base and self.rate.quantity.lenient.meets(computed)

    def formula(self) -> str:
        operator = "−" if self.word.sign > 0 else "+"
        amount, current = figures(self.amount, self.current)
        text = f"{amount} ÷ ({current} {operator} {amount})"
        return _with_rate(text, self.amount.quantity.value, self.prior, self.rate, self.outcome())


class GrowthFrom(Relation):
    """± (current − prior) ÷ prior = rate: a change's rate from both values."""

    family = "growth"

    def __init__(self, current: Fact, prior: Fact, rate: Fact, word: Word) -> None:
        self.current, self.prior, self.rate, self.word = current, prior, rate, word
        self.sites = (current, prior, rate, word)
        self.result = rate

    def _rate(self, sign: int) -> Interval | None:
        try:
            growth = self.current.interval / self.prior.interval - _ONE
        except ZeroDivisionError:
            return None
        return growth if sign > 0 else -growth

    @property
    def zero_base(self) -> bool:
        return self.prior.quantity.value == 0

    def _is_exact_zero(self) -> bool:
        return self.prior.quantity.quantum == 0 and self.current.quantity.value != 0

    def outcome(self) -> Outcome:
        if self.word.sign == 0:
            return Outcome.UNCHECKABLE
        if self.zero_base:
            if self.rate.quantity.value == 0 or self.prior.blank:
                return Outcome.UNCHECKABLE
            least = _floor(self.current.interval - self.prior.interval, self.prior.interval)
            return Outcome.FAILS if self.rate.interval.high < least or self._is_exact_zero() else Outcome.UNCHECKABLE
        computed = self._rate(self.word.sign)
        if computed is None:
            return Outcome.UNCHECKABLE
        prior = self.prior.quantity.value
        return self._meet(self.rate, computed, self.word.sign * (self.current.quantity.value - prior) / prior)

    def demand(self, site: Site) -> Demand:
        sign = self.word.sign
        if site is self.word:
            other = self._rate(-sign)
            return frozenset({-sign}) if other is not None and other.meets(self.rate.interval) else frozenset()
        if site is self.rate:
            return self._rate(sign)
        factor = _ONE + self.rate.interval if sign > 0 else _ONE - self.rate.interval
        try:
            return self.prior.interval * factor if site is self.current else self.current.interval / factor
        except ZeroDivisionError:
            return None

    def computed_result(self) -> Decimal | None:
        prior = self.prior.quantity.value
        return self.word.sign * (self.current.quantity.value - prior) / prior if prior else None

    def holds_if_cut(self) -> bool:
        computed = self._rate(self.word.sign)
        return computed is not None and self.rate.quantity.lenient.meets(computed)

    def formula(self) -> str:
        later, earlier = (self.current, self.prior) if self.word.sign > 0 else (self.prior, self.current)
        first, second = figures(later, earlier)
        text = f"({first} − {second}) ÷ {second if earlier is self.prior else first}"
        difference = self.word.sign * (self.current.quantity.value - self.prior.quantity.value)
        return _with_rate(text, difference, self.prior.quantity.value, self.rate, self.outcome())


class SignedGrowth(GrowthFrom):
    """(current − prior) ÷ prior = rate, with the sign that the rate itself has: a column of a table."""

    def __init__(self, current: Fact, prior: Fact, rate: Fact) -> None:
        super().__init__(current, prior, rate, Word(1, "", rate.span))
        self.sites = (current, prior, rate)

    @property
    def holds_without_sign(self) -> bool:
        """Whether the rate is right but for its sign."""
        computed = self._rate(-1)
        return computed is not None and self.rate.interval.meets(computed)


def _floor(part: Interval, whole: Interval) -> Decimal:
    return part.low / whole.high if whole.high > 0 and part.low > 0 else Decimal(0)


def _with_rate(text: str, part: Decimal, whole: Decimal, rate: Fact, outcome: Outcome) -> str:
    if whole == 0:
        return f"{text}：基数为0，不能计算比率"
    result = rate.quantity.show(part / whole)
    return f"{text} = {result}" if outcome is Outcome.HOLDS else f"{text} = {result} ≠ {rate.text}"
