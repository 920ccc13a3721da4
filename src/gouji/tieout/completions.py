"""What is said of one budget's execution in several ways: a completion rate, a word (大于预算数), and the amount more or less."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact, Site, Word
from gouji.narrative.claims import Change, Comparison, Ratio
from gouji.quantity import ZERO, Interval, Quantity
from gouji.relations import Change as ChangeRelation
from gouji.relations import Demand, Order, Relation
from gouji.relations import Ratio as RatioRelation
from gouji.tieout.ground import Ground

_BUDGETS = ("initial", "full", "budget")
_ONE = Interval.exactly(1)
_ALL = Quantity.parse("100%")._replace(quantum=ZERO)


class Reached(Order):
    """A completion rate is above, below or at 100%, as a word says."""

    family = "reached"


class Completed(RatioRelation):
    """current ÷ (current ∓ amount) = rate: a completion rate from the amount more or less than the budget."""

    family = "growth"

    def __init__(self, current: Fact, amount: Fact, rate: Fact, word: Word) -> None:
        budget = current.quantity.value - word.sign * amount.quantity.value
        whole = Fact(current.quantity._replace(value=budget), amount.span, constant=True)
        whole.bounded(current.interval - amount.interval if word.sign > 0 else current.interval + amount.interval)
        super().__init__(current, whole, rate, "completion")
        self.amount, self.word = amount, word
        self.sites = (current, amount, rate, word)

    def demand(self, site: Site) -> Demand:
        """As a ratio's; of the amount and the word by the budget that the rate gives."""
        if site is self.rate:
            return super().demand(site)
        rate, sign = self.rate.interval, self.word.sign
        try:
            if site is self.amount:
                gap = self.part.interval - self.part.interval / rate
                return gap if sign > 0 else -gap
            if site is self.part:
                return self.amount.interval * rate / (rate - _ONE if sign > 0 else _ONE - rate)
        except ZeroDivisionError:
            return None
        return frozenset({-sign}) if Completed(self.part, self.amount, self.rate, _turned(self.word)).is_met else None


class Completions(Ground):
    """The relations between rates, words and amounts that speak of one budget."""

    def relations(self) -> Iterator[Relation]:
        for comparison in self.claims.comparisons:
            yield from self._worded(comparison)
            yield from self._by(comparison)
            yield from self._completed_by(comparison)
        for ratio in self.claims.ratios:
            for change in self._changes_of(ratio) if ratio.kind == "completion" else ():
                if change.amount is not None and change.amount.quantity.value and ratio.rate.quantity.value:
                    yield Reached(ratio.rate, Fact(_ALL, ratio.rate.span, constant=True), change.words[0])
                yield from self._moved(ratio, change)

    def _worded(self, comparison: Comparison) -> Iterator[Relation]:
        """完成预算的95.62%，决算数小于预算数: below 100% is less. Of several rates that it may speak of, one is enough.

        The rate of a budget of nothing (年初预算0万元，完成年初预算的0%) is a blank that was filled, and says nothing.
        """
        rates = [
            ratio.rate
            for ratio in self.claims.ratios
            if ratio.kind == "completion"
            and ratio.paragraph == comparison.paragraph
            and ratio.part == comparison.left
            and not set(ratio.whole).isdisjoint(comparison.right)
            and not self._of_nothing(ratio)
        ]
        orders = [Reached(rate, Fact(_ALL, rate.span, constant=True), comparison.word) for rate in rates]
        if orders:
            yield next((order for order in orders if order.is_met), orders[0])

    def _of_nothing(self, ratio: Ratio) -> bool:
        budgets = (self.book.find(dims, ratio.paragraph, ratio.at) for dims in ratio.whole)
        return any(budget is not None and not budget.quantity.value for budget in budgets)

    def _by(self, comparison: Comparison) -> Iterator[Relation]:
        """决算数小于预算数2.63万元."""
        place = comparison.paragraph, comparison.at
        left = self.book.find(comparison.left, *place)
        for dims in comparison.right if comparison.amount is not None else ():
            right = self.book.find(dims, *place)
            if left is not None and right is not None and left is not right and comparison.amount is not None:
                yield ChangeRelation(left, right, comparison.amount, comparison.word)
                return

    def _completed_by(self, comparison: Comparison) -> Iterator[Relation]:
        """决算数5.00万元，完成预算的125%，大于预算数1.00万元: of a budget that nobody tells."""
        place = comparison.paragraph, comparison.at
        left = self.book.find(comparison.left, *place)
        if left is None or comparison.amount is None or not comparison.word.sign:
            return
        if not left.firm or any(self.book.find(dims, *place) for dims in comparison.right):
            return
        for ratio in self.claims.ratios:
            same = (ratio.kind, ratio.paragraph, ratio.part) == ("completion", comparison.paragraph, comparison.left)
            if same and not set(ratio.whole).isdisjoint(comparison.right):
                yield Completed(left, comparison.amount, ratio.rate, comparison.word)
                return

    def _changes_of(self, ratio: Ratio) -> list[Change]:
        """The changes against the budget whose completion a ratio tells."""
        measures = {dims.measure for dims in ratio.whole}
        return [
            change
            for change in self.claims.changes
            if change.paragraph == ratio.paragraph
            and change.subject == ratio.part
            and change.amount is not None
            and change.rate is None
            and change.words[0].sign
            and not change.base.period
            and change.base.measure in measures & set(_BUDGETS)
        ]

    def _moved(self, ratio: Ratio, change: Change) -> Iterator[Relation]:
        current = ratio.part_fact or self.book.find(ratio.part, ratio.paragraph, ratio.at)
        if current is None or change.amount is None or not current.firm or self.paragraph(current) != ratio.paragraph:
            return
        yield Completed(current, change.amount, ratio.rate, change.words[0])


def _turned(word: Word) -> Word:
    return Word(-word.sign, word.text, word.span, word.role)
