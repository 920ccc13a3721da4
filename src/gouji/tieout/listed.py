"""Changes of lists: where the amounts of a list add up, the changes told behind them do too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from gouji.facts import Fact
from gouji.narrative.claims import Amount, Change
from gouji.quantity import Interval
from gouji.relations import ChangeSum, Growth, Outcome, Relation, Sum
from gouji.statements.identities import matches, part_key
from gouji.tieout.ground import Ground

_LEAST = 2


class ListedChanges(Ground):
    """The relations of the changes of totals and parts, whatever these are called."""

    def relations(self, lists: Sequence[Relation]) -> Iterator[Relation]:
        """A list may lack what ended last year, and its change with it: a sum of changes accuses only together with a rate
        that speaks for the same amount, or where the parts are the same every year."""
        for each in lists:
            if not isinstance(each, Sum) or each.total not in self._moved:
                continue
            whole = self._moved[each.total]
            parts = [self._moved[part] for part in each.parts if part in self._moved]
            bases = {self._since(change) for change, _ in (whole, *parts)}
            changed = [(change, fact) for change, fact in parts if change.words[0].sign]
            if len(parts) < len(each.parts) or len(changed) < _LEAST or len(bases) > 1 or not whole[0].words[0].sign:
                continue
            amounts = [change.amount for change, _ in (whole, *changed) if change.amount is not None]
            if len(amounts) == len(changed) + 1:
                words = [change.words[0] for change, _ in changed]
                relation = ChangeSum(amounts[0], whole[0].words[0], amounts[1:], words)
                spoken = (_speaks_for(change, fact, relation) for change, fact in (whole, *changed))
                if relation.is_met or any(spoken) or self._is_of_line(each):
                    yield relation

    def _is_of_line(self, each: Sum) -> bool:
        """Whether a list has the parts of a named line (“三公”经费), which are the same every year."""
        keys = [{self.book.canonical(key) for key in fact.keys} for fact in (each.total, *each.parts)]
        return any(
            {self.book.canonical(part_key(key, part)) for part in parts} == set().union(*keys[1:])
            for identity in self.lexicon.identities
            if identity.is_of_line and not identity.tables_only and not identity.open_parts
            for key in keys[0]
            if matches(key, identity.total)
            for parts in (identity.parts, *identity.alternatives)
        )

    @cached_property
    def _moved(self) -> dict[Fact, tuple[Change, Fact]]:
        """The change that is told directly behind an amount."""
        by_amount = {change.amount: change for change in self.claims.changes if change.amount is not None}
        flat = {change.paragraph: change for change in self.claims.changes if not change.words[0].sign}
        found: dict[Fact, tuple[Change, Fact]] = {}
        for row in self.claims.rows:
            for amount, following in zip(row.amounts, [*row.amounts[1:], None], strict=False):
                change = by_amount.get(following.fact) if following is not None and following.sign else None
                if change is None and _is_alone(row.amounts, amount):
                    change = flat.get(row.paragraph)
                if change is not None and not amount.sign:
                    found[amount.fact] = (change, amount.fact)
        return found

    def _since(self, change: Change) -> tuple[str, int]:
        base = change.base
        return base.measure, self.book.year - 1 if base.period == -1 else base.period


def _is_alone(amounts: Sequence[Amount], amount: Amount) -> bool:
    return len(amounts) == 1 and amounts[0] is amount


def _speaks_for(change: Change, fact: Fact, relation: Sum) -> bool:
    """Whether the rate of a change contradicts its amount, and speaks for the one that the sum gives."""
    if change.amount is None or change.rate is None or not change.words[0].sign:
        return False
    growth = Growth(fact, change.amount, change.rate, change.words[0])
    wanted, given = growth.demand(change.amount), relation.demand(change.amount)
    both = isinstance(wanted, Interval) and isinstance(given, Interval) and wanted.meets(given)
    return both and growth.outcome() is Outcome.FAILS
