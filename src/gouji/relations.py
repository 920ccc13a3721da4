"""Relations (勾稽关系): identities that facts must satisfy, evaluated on intervals.

Each relation can say whether it holds, and which values of any one of its sites would make it hold, the others being
as they are. A relation fails only if no true values behind the displayed numbers can satisfy it.
"""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum

from gouji.facts import Fact, Site, Word
from gouji.quantity import Interval
from gouji.quantity import total as sum_of

Group = tuple[str | int, ...]
"""A hypothesis of ours that relations hang on: they stand or fall together (tieout/trust.py)."""

Demand = Interval | frozenset[int] | None


class Outcome(IntEnum):
    """HOLDS: the displayed values reproduce each other. ROUNDING: only their intervals meet (尾差)."""

    HOLDS = 0
    ROUNDING = 1
    FAILS = 2
    UNCHECKABLE = 3

    @property
    def is_met(self) -> bool:
        """Whether the relation holds, if only within what was rounded."""
        return self in (Outcome.HOLDS, Outcome.ROUNDING)


_ONE = Interval.exactly(1)
_MOST_LOOSE = 8


def _number(fact: Fact) -> str:
    quantity = fact.quantity
    if fact.blank:
        return "0"
    if quantity.unit.dimension in ("rate", "points"):
        return quantity.text
    return quantity.digits(quantity.value)


class Relation:
    """An identity between `sites`. `result` is the site people compute from the others. `is_echo`: it may be what others say
    already, and weighs nothing where a cause is looked for."""

    is_echo = False
    family = ""
    sites: tuple[Site, ...]
    result: Site
    groups: tuple[Group, ...] = ()

    def outcome(self) -> Outcome:
        raise NotImplementedError

    @property
    def is_met(self) -> bool:
        """Whether it holds, if only within what was rounded."""
        return self.outcome().is_met

    def demand(self, site: Site) -> Demand:
        """The values of `site` for which the relation holds, the other sites given; None if that cannot be said."""
        raise NotImplementedError

    def formula(self) -> str:
        """The identity with its numbers."""
        raise NotImplementedError

    def holds_if_cut(self) -> bool:
        """Whether digits cut off instead of rounded (去尾) would explain a failure."""
        return False

    def computed_result(self) -> Decimal | None:
        """What the displayed numbers give for `result`, exactly; None where that is no single number."""
        return None

    def _meet(self, stated: Fact, computed: Interval, exact: Decimal) -> Outcome:
        if not stated.interval.meets(computed):
            return Outcome.FAILS
        quantity = stated.quantity
        if quantity.value == exact:
            return Outcome.HOLDS
        if quantity.quantum == 0:
            return Outcome.ROUNDING
        return Outcome.HOLDS if quantity.digits(exact) == quantity.digits(quantity.value) else Outcome.ROUNDING


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


class Sum(Relation):
    """total = Σ ± parts. `kind` names where it comes from: column, cross, identity, parts, shares, change.

    `loose` are amounts beside the parts of which nothing says whether they belong to them. They are tried as parts and as
    none: what they could mend is not checkable. `unread`: something beside the parts could not be read at all. `likely`:
    that these are the parts is very likely, not certain.
    """

    family = "sum"
    likely = False

    def __init__(self, total: Fact, parts: list[Fact], signs: list[int] | None = None, kind: str = "parts") -> None:
        self.total, self.parts, self.kind = total, parts, kind
        self.signs = signs or [1] * len(parts)
        self.sites = (total, *parts)
        self.result = total
        self.loose: tuple[Fact, ...] = ()
        self.unread = False
        self._whole: Interval | None = None
        self._places: dict[int, int] = {}

    def _sum(self) -> Interval:
        if self._whole is None:
            low = high = Decimal(0)
            for part, sign in zip(self.parts, self.signs, strict=True):
                interval = part.interval if sign > 0 else -part.interval
                low += interval.low
                high += interval.high
            self._whole = Interval(low, high)
        return self._whole

    @property
    def computed(self) -> Decimal:
        values = (part.quantity.value for part in self.parts)
        return sum((v if sign > 0 else -v for v, sign in zip(values, self.signs, strict=True)), Decimal(0))

    @property
    def is_telling(self) -> bool:
        """Whether it is one of several amounts, so that where it holds, it bears out what they are parts of."""
        return sum(not part.blank and part.quantity.value != 0 for part in self.parts) > 1

    def outcome(self) -> Outcome:
        outcome = self._meet(self.total, self._sum(), self.computed)
        return Outcome.UNCHECKABLE if outcome is Outcome.FAILS and self._is_mended() else outcome

    def _is_mended(self) -> bool:
        """Whether some of the loose amounts, as further parts, would make it hold; of many, whether they are enough."""
        if not (self.loose or self.unread):
            return False
        gap = self.total.interval - self._sum()
        if self.unread and gap.high > 0:
            return True
        reach = [Interval.exactly(0)]
        for fact in self.loose[:_MOST_LOOSE]:
            reach += [each + fact.interval for each in reach]
        if any(each.meets(gap) for each in reach):
            return True
        rest = self.loose[_MOST_LOOSE:]
        return bool(rest) and gap.high > 0 and sum_of([fact.interval for fact in self.loose]).high >= gap.low

    def demand(self, site: Site) -> Demand:
        if site is self.total:
            return self._sum()
        if not self._places:
            self._places = {id(part): at for at, part in enumerate(self.parts)}
        index = self._places.get(id(site))
        if index is None:
            return None
        own = self.parts[index].interval if self.signs[index] > 0 else -self.parts[index].interval
        whole = self._sum()
        rest = self.total.interval - Interval(whole.low - own.low, whole.high - own.high)
        return rest if self.signs[index] > 0 else -rest

    def holds_if_cut(self) -> bool:
        """Whether the coarsest of numbers shown to different precisions lost digits."""
        facts = [fact for fact in (self.total, *self.parts) if not fact.blank]
        coarsest = max(fact.quantity.quantum for fact in facts)
        if all(fact.quantity.quantum == coarsest for fact in facts):
            return False

        def widened(fact: Fact) -> Interval:
            return fact.quantity.lenient if fact.quantity.quantum == coarsest and not fact.blank else fact.interval

        parts = [widened(p) if s > 0 else -widened(p) for p, s in zip(self.parts, self.signs, strict=True)]
        return widened(self.total).meets(sum_of(parts))

    def formula(self) -> str:
        shown = [
            (p, s) for p, s in zip(self.parts, self.signs, strict=True) if not p.blank and p.quantity.value != 0
        ] or list(zip(self.parts[:1], self.signs[:1], strict=True))
        text = "".join((" + " if s > 0 else " − ") + _number(p) for p, s in shown)
        text = text[3:] if text.startswith(" + ") else "−" + text[3:]
        finest = min(
            (f for f in (self.total, *self.parts) if not f.blank),
            key=lambda f: (f.quantity.value == 0, f.quantity.quantum),
        )
        result = finest.quantity.digits(self.computed)
        if self.total.quantity.unit.dimension == "rate":
            result = finest.quantity.show(self.computed)
        if self.outcome() is Outcome.HOLDS:
            return f"{text} = {result}"
        made = text if text == result else f"{text} = {result}"
        return f"{made} ≠ {_number(self.total)}"


class ChangeSum(Sum):
    """The change of a whole = Σ the changes of its parts, each with the word that says its direction."""

    def __init__(self, total: Fact, word: Word, parts: list[Fact], words: list[Word]) -> None:
        super().__init__(total, parts, [each.sign * word.sign for each in words], kind="change")
        self.words = (word, *words)
        self.sites = (total, *parts, *self.words)

    def demand(self, site: Site) -> Demand:
        if not isinstance(site, Word):
            return super().demand(site)
        flipped = [
            -s if each is site or site is self.words[0] else s
            for each, s in zip(self.words[1:], self.signs, strict=True)
        ]
        other = Sum(self.total, self.parts, flipped, kind="change")
        return frozenset({-site.sign}) if other.is_met else frozenset()


class Ratio(Relation):
    """part ÷ whole = rate. `kind` is share or completion; `is_rounded`: what stands beside it shows that it is not cut off;
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
        return self._meet(rate, part / whole, self.part.quantity.value / self.whole.quantity.value)

    @property
    def zero_base(self) -> bool:
        return self.whole.quantity.value == 0

    def demand(self, site: Site) -> Demand:
        try:
            if site is self.rate:
                return None if self.zero_base else self.part.interval / self.whole.interval
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
            return self.rate.quantity.lenient.meets(self.part.interval / self.whole.interval)
        except ZeroDivisionError:
            return False

    def formula(self) -> str:
        text = f"{_number(self.part)} ÷ {_number(self.whole)}"
        return _with_rate(text, self.part.quantity.value, self.whole.quantity.value, self.rate, self.outcome())


def _floor(part: Interval, whole: Interval) -> Decimal:
    return part.low / whole.high if whole.high > 0 and part.low > 0 else Decimal(0)


def _with_rate(text: str, part: Decimal, whole: Decimal, rate: Fact, outcome: Outcome) -> str:
    if whole == 0:
        return f"{text}：基数为0，不能计算比率"
    result = rate.quantity.show(part / whole)
    return f"{text} = {result}" if outcome is Outcome.HOLDS else f"{text} = {result} ≠ {rate.text}"


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
        text = f"{_number(self.amount)} ÷ ({_number(self.current)} {operator} {_number(self.amount)})"
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
        text = f"({_number(later)} − {_number(earlier)}) ÷ {_number(self.prior)}"
        difference = self.word.sign * (self.current.quantity.value - self.prior.quantity.value)
        return _with_rate(text, difference, self.prior.quantity.value, self.rate, self.outcome())


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
        result = self.amount.quantity.digits(difference)
        text = f"{_number(self.current)} − {_number(self.prior)} = {result}"
        if self.outcome() is Outcome.HOLDS:
            return text
        signed = self.amount.quantity.digits(self.word.sign * self.amount.quantity.value)
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


def accepts(demand: Demand, value: Decimal | int) -> bool:
    """Whether a value (or sign) satisfies a demand; anything satisfies None."""
    if demand is None:
        return True
    if isinstance(demand, Interval):
        return isinstance(value, Decimal) and value in demand
    return value in demand
