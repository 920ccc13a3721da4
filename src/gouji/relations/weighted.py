"""The rate at which a whole changed, from what its parts came to and the rates at which they did."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from gouji.facts import Fact, Site, Word
from gouji.quantity import Interval
from gouji.quantity.interval import total
from gouji.relations.relation import Demand, Outcome, Relation, figure

_ONE = Interval.exactly(1)


class Grown(NamedTuple):
    """An amount, and the rate at which it changed (None: not at all)."""

    current: Fact
    rate: Fact | None
    word: Word

    def base(self, sign: int) -> Interval:
        """What it was. Raises ZeroDivisionError if its rate allows anything."""
        if self.rate is None or not sign:
            return self.current.interval
        return self.current.interval / (_ONE + self.rate.interval if sign > 0 else _ONE - self.rate.interval)

    @property
    def figures(self) -> str:
        if self.rate is None:
            return figure(self.current)
        return f"{figure(self.current)} ÷ (1 {'+' if self.word.sign > 0 else '−'} {figure(self.rate)})"


class WeightedGrowth(Relation):
    """whole ÷ (1 ± rate) = Σ part ÷ (1 ± its rate): what the whole was is what its parts were."""

    family = "weighted"

    def __init__(self, whole: Grown, parts: Sequence[Grown]) -> None:
        assert whole.rate is not None
        self.whole, self.parts = whole, tuple(parts)
        every = (whole, *parts)
        rates = [each.rate for each in every if each.rate is not None]
        self.sites = (*(each.current for each in every), *rates, *(each.word for each in every if each.word.sign))
        self.result = whole.rate

    def _off(self, site: Site | None = None) -> Interval | None:
        """What the whole was, less what its parts were; with the word `site` turned round."""
        signs = [-each.word.sign if each.word is site else each.word.sign for each in (self.whole, *self.parts)]
        try:
            was, *parts = [each.base(sign) for each, sign in zip((self.whole, *self.parts), signs, strict=True)]
        except ZeroDivisionError:
            return None
        return was - total(parts)

    def outcome(self) -> Outcome:
        off = self._off()
        if off is None:
            return Outcome.UNCHECKABLE
        return Outcome.ROUNDING if Decimal(0) in off else Outcome.FAILS

    def demand(self, site: Site) -> Demand:
        if isinstance(site, Word):
            off = self._off(site)
            return frozenset({-site.sign}) if off is not None and Decimal(0) in off else frozenset()
        others = [each for each in self.parts if site not in (each.current, each.rate)]
        mine = next((each for each in self.parts if site in (each.current, each.rate)), self.whole)
        try:
            rest = total([each.base(each.word.sign) for each in others])
            was = rest if mine is self.whole else self.whole.base(self.whole.word.sign) - rest
            if site is mine.rate:
                grown = mine.current.interval / was - _ONE
                return grown if mine.word.sign > 0 else -grown
            return was * (mine.current.interval / mine.base(mine.word.sign))
        except ZeroDivisionError:
            return None

    def formula(self) -> str:
        parts = " + ".join(each.figures for each in self.parts)
        return f"{parts} {'=' if self.is_met else '≠'} {self.whole.figures}"
