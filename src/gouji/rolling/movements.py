"""What moved and what is larger, by this year's and last year's figures: the two amounts behind each word that claims a sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gouji.facts import Fact, FactKey, Word, key_for
from gouji.lexicon import Dims
from gouji.narrative.claims import Change, Comparison
from gouji.relations import Change as ChangeRelation
from gouji.relations import Growth, GrowthFrom, Order, Relation
from gouji.rolling.slots import Slots
from gouji.writing.amounts import Amount
from gouji.writing.figures import BUDGETS


class Movement(NamedTuple):
    """An amount and what it is held against; `key` is what it measures."""

    now: Amount
    before: Amount
    key: FactKey | None


@dataclass
class Movements:
    """The amounts behind changes and comparisons."""

    slots: Slots

    @cached_property
    def _by_word(self) -> dict[Word, list[Relation]]:
        """The relations that hold in last year's document, by the word whose sign they are about."""
        tieout = self.slots.values.last.tieout
        found: dict[Word, list[Relation]] = {}
        for relation, outcome in zip(tieout.relations, tieout.outcomes, strict=True):
            if isinstance(relation, Growth | GrowthFrom | ChangeRelation | Order) and outcome.is_met:
                found.setdefault(relation.word, []).append(relation)
        return found

    def partners(self, word: Word) -> Iterator[Word]:
        """The words that speak of the same movement elsewhere in the sentence (下降的主要原因是)."""
        for first, second in self.slots.values.last.narrative.agreements:
            if first is word:
                yield second
            elif second is word:
                yield first

    def of_change(self, change: Change) -> Movement | None:
        """This year's amount of what changed, and what it changed from; None where one of them is not known."""
        current = self.current(change)
        if current is None:
            return None
        now = self.slots.amount(current)
        before = self._base(change, current)
        key = current.keys[0] if current.keys else None
        return None if now is None or before is None else Movement(now, before, key)

    def current(self, change: Change) -> Fact | None:
        """The number of last year's document that changed."""
        found = (self.slots.current(each) for word in change.words for each in self._by_word.get(word, ()))
        return next((each for each in found if each is not None), None) or self._spoken_of(change)

    def _spoken_of(self, change: Change) -> Fact | None:
        """The number that a paragraph tells of what changed, before the change if there is one."""
        keys = set(self._keys(change.subject))
        narrative = self.slots.values.last.narrative
        told = [m for m in narrative.mentions if m.paragraph == change.paragraph and keys & set(m.fact.keys)]
        before = [mention for mention in told if mention.at <= change.at]
        if told:
            return (before[-1] if before else told[0]).fact
        cells = (self.slots.values.last_cell(key) for key in sorted(keys))
        return next((cell for cell in cells if cell is not None), None)

    def _keys(self, dims: Dims) -> Iterator[FactKey]:
        flows = ("income", "expenditure") if dims.flow == "both" else (dims.flow,)
        for flow in flows:
            key = key_for(dims._replace(flow=flow), self.slots.values.last.year)
            if key is not None and key.item[:2] != "P:":
                yield key

    def _base(self, change: Change, current: Fact) -> Amount | None:
        values, base = self.slots.values, change.base
        if base.measure in BUDGETS and not base.period and base.measure != change.subject.measure:
            other = self._other(change.words)
            return None if other is None else self.slots.amount(other)
        if base.measure not in ("", change.subject.measure):
            return None
        if base.period not in (-1, values.last.year - 1):
            return None
        return self.slots.before(current)

    def _other(self, words: list[Word]) -> Fact | None:
        for relation in (each for word in words for each in self._by_word.get(word, ())):
            if isinstance(relation, ChangeRelation | GrowthFrom):
                return relation.prior
            if isinstance(relation, Order):
                return relation.second
        return None

    def of_comparison(self, comparison: Comparison) -> Movement | None:
        """The two amounts that are compared."""
        for relation in self._by_word.get(comparison.word, ()):
            if isinstance(relation, Order):
                left, right = self.slots.amount(relation.first), self.slots.amount(relation.second)
                key = relation.first.keys[0] if relation.first.keys else None
                return None if left is None or right is None else Movement(left, right, key)
        return None
