"""Which number of last year's narrative is which figure, and so what stands there this year.

A number is known by what holds in last year's document: the cell that it is tied to, the quotient that it was computed as. What nothing
bears out is a slot only where no statement of last year could: its words alone say what it measures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from gouji.facts import Fact, FactKey, key_for
from gouji.narrative.claims import Mention
from gouji.quantity import ZERO
from gouji.relations import Change as ChangeRelation
from gouji.relations import Growth, GrowthFrom, Order, Ratio, Relation, Same
from gouji.rolling.presence import leaves
from gouji.rolling.values import Values
from gouji.writing.amounts import Amount
from gouji.writing.figures import BUDGETS, subjects

_LEAST = 2


@dataclass
class Slots:
    """The derivations of the numbers of a narrative."""

    values: Values
    _known: dict[Fact, Amount | None] = field(default_factory=dict)
    _open: set[Fact] = field(default_factory=set)

    @cached_property
    def mentions(self) -> dict[Fact, Mention]:
        """The numbers of the narrative, by their fact."""
        return {mention.fact: mention for mention in self.values.last.narrative.mentions}

    def state(self, fact: Fact) -> str:
        """Whether a number was tied, recomputed, failed or left unchecked in last year's document."""
        return self.values.last.tieout.states.get(fact, "")

    def held(self, fact: Fact) -> list[Relation]:
        """The relations of a number that hold in last year's document."""
        return self.values.last.tieout.ties.get(fact, [])

    def amount(self, fact: Fact) -> Amount | None:
        """This year's amount of what a number (or cell) of last year's document is."""
        if fact in self._open:
            return None
        if fact not in self._known:
            self._open.add(fact)
            derive = self._cell if fact.in_table else self._made_up if fact.constant else self._told
            self._known[fact] = derive(fact)
            self._open.discard(fact)
        return self._known[fact]

    def _cell(self, cell: Fact, first: tuple[FactKey, ...] = ()) -> Amount | None:
        keys = tuple(key for key in cell.keys if key in first)
        found = self.values.now_of(keys, cell) if keys else None
        return self.values.now_of(cell.keys, cell) if found is None else found

    def _made_up(self, whole: Fact) -> Amount | None:
        """The whole that the parts which a passage tells make up."""
        alike = (each for each in self._ratios if each.whole.constant and each.whole.span == whole.span)
        parts = dict.fromkeys(ratio.part for ratio in alike)
        told = [part.quantity.value for part in parts]
        amounts = [amount for part in parts if (amount := self.amount(part)) is not None]
        if len(amounts) < len(parts) or len(parts) < _LEAST or sum(told) != whole.quantity.value:
            return None
        sources = tuple(source for amount in amounts for source in amount.sources)
        return Amount(sum((amount.value for amount in amounts), ZERO), sources, " + ".join(map(plain, amounts)))

    @cached_property
    def _ratios(self) -> list[Ratio]:
        return [relation for relation in self.values.last.tieout.relations if isinstance(relation, Ratio)]

    def _told(self, fact: Fact) -> Amount | None:
        cells = list(self.cells(fact))
        for cell in cells:
            found = self._cell(cell, fact.keys)
            if found is not None:
                return found
        if not cells and self._is_named(fact):
            found = self.values.now_of(fact.keys) or self._left_over(fact)
            if found is not None:
                return found
        return self._planned(fact) or self._by_nature(fact) or self._computed(fact)

    def _left_over(self, fact: Fact) -> Amount | None:
        """What the other parts of a whole leave of a part that no statement has, as in a draft."""
        year, own = self.values.last.year, self.values.figures_now.own
        keys = {_bare(key) for key in fact.keys if key.period == year and key.measure == own}
        names = (name for name, dims in subjects().items() if key_for(dims._replace(measure=""), 0) in keys)
        return next((found for name in names if (found := self.values.known_now.amount(name)) is not None), None)

    def _planned(self, fact: Fact) -> Amount | None:
        """A budget that the text calls another than the statement does (年初预算, 预算数), where last year's was the statement's."""
        for key in fact.keys:
            for measure in BUDGETS if key.measure in BUDGETS else ():
                cell = self.values.last_cell(key._replace(measure=measure))
                if cell is not None and not cell.blank and cell.interval.meets(fact.interval):
                    return self.values.now_of((key._replace(measure=measure),))
        return None

    def _by_nature(self, fact: Fact) -> Amount | None:
        """人员经费, 公用经费: where no statement has their total, what the economic items of their classes add up to, as they did last year."""
        for key in fact.keys:
            classes = self.values.now.lexicon.phrases["natures"].get(key.nature)
            if classes is None or key.period != self.values.last.year:
                continue
            before = leaves(self.values.figures_last, classes)
            now = leaves(self.values.figures_now, classes)
            if before and now and sum((value for _, value in before.values()), ZERO) in fact.interval:
                names = "、".join(name for name, _ in now.values())
                return Amount(sum((value for _, value in now.values()), ZERO), (), f"{names}之和")
        return None

    def cells(self, fact: Fact) -> Iterator[Fact]:
        """The cells that a number is tied to, those of its own key first."""
        tied = [
            site
            for relation in self.held(fact)
            if isinstance(relation, Same)
            for site in relation.sites
            if isinstance(site, Fact) and site.in_table and site.keys
        ]
        yield from sorted(tied, key=lambda cell: not set(cell.keys) & set(fact.keys))

    def _is_named(self, fact: Fact) -> bool:
        """Whether the words alone say what a number is: last year's statements do not have it, or have another amount."""
        if not fact.firm or fact.alternatives or not fact.keys or fact.keys[0].item[:2] == "P:":
            return False
        told = any(self.values.known_last_year(key) for key in fact.keys)
        return not told or self.state(fact) == "failed"

    def _computed(self, fact: Fact) -> Amount | None:
        """A share or completion rate, as this year's amounts give it; and what another place of the text tells."""
        for relation in self.held(fact) or self._failing(fact):
            if isinstance(relation, Ratio) and relation.rate is fact:
                part, whole = self.amount(relation.part), self.amount(self._whole(relation))
                if part is not None and whole is not None and whole.value:
                    formula = f"{relation.part.subject or relation.kind}：{plain(part)} ÷ {plain(whole)}"
                    return Amount(part.value / whole.value, (*part.sources, *whole.sources), formula)
        for relation in self.held(fact):
            if isinstance(relation, Same):
                other = relation.second if relation.first is fact else relation.first
                found = self.amount(other) if other.quantity.unit.dimension != "rate" else None
                if found is not None:
                    return found
        return None

    def _whole(self, ratio: Ratio) -> Fact:
        """What a rate is the share of: of nothing, which is no share of anything, what those beside it in the paragraph are."""
        if ratio.rate.quantity.value or ratio.rate not in self.mentions:
            return ratio.whole
        paragraph = self.mentions[ratio.rate].paragraph
        beside = Counter(
            other.whole
            for other in self._ratios
            if other.kind == ratio.kind
            and other.rate.quantity.value
            and other in self.held(other.rate)
            and other.rate in self.mentions
            and self.mentions[other.rate].paragraph == paragraph
        )
        return ratio.whole if not beside or ratio.whole in beside else beside.most_common(1)[0][0]

    def _failing(self, fact: Fact) -> list[Ratio]:
        """The quotient that a wrong rate should have been."""
        wrong = self.state(fact) == "failed"
        return [ratio for ratio in self._ratios if wrong and ratio.rate is fact][:1]

    def before(self, fact: Fact) -> Amount:
        """What last year's number says, as exactly as anything of last year says it: this year's base."""
        cells = list(self.cells(fact)) if not fact.in_table else [fact]
        known = cells[0] if cells else fact
        stated = self.values.last_of_keys(known.keys, wrong=not cells and self.state(fact) == "failed")
        return self.values.last_of(known) if stated is None else stated

    def current(self, relation: Relation) -> Fact | None:
        """What a movement is of."""
        if isinstance(relation, Growth | GrowthFrom | ChangeRelation):
            return relation.current
        return relation.first if isinstance(relation, Order) else None


def _bare(key: FactKey) -> FactKey:
    return key._replace(measure="", period=0)


def plain(amount: Amount) -> str:
    """A value for a formula."""
    text = f"{amount.value.normalize():,f}"
    return text if amount.value else "0"
