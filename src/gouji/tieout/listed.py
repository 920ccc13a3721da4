"""Changes of lists: where the amounts of a list add up, the changes told behind them do too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from gouji.facts import TOTALS, Fact
from gouji.narrative.claims import Amount, Change
from gouji.quantity import Interval
from gouji.quantity import total as total_of
from gouji.relations import Growth, GrowthFrom, Outcome, Relation, Sum
from gouji.statements.identities import matches, part_key
from gouji.tieout.changed_parts import sum_of_changes
from gouji.tieout.ground import Ground

_LEAST = 2
_PARTED = {"all": {"basic", "project"}, "basic": {"personnel", "public"}}


class ListedChanges(Ground):
    """The relations of the changes of totals and parts, whatever these are called."""

    def relations(self, lists: Sequence[Relation]) -> Iterator[Relation]:
        """A list may lack what ended last year, and its change with it: a sum of changes accuses only together with a rate
        that speaks for the same amount, or where the parts are the same every year, or where nothing that ended could explain it."""
        for each in lists:
            if not isinstance(each, Sum) or each.total not in self._moved:
                continue
            whole = self._moved[each.total]
            moved = {part: self._moved[part] for part in each.parts if part in self._moved}
            bases = {change.since(self.book.year) for change in (whole, *moved.values())}
            changed = sum(change.words[0].sign != 0 for change in moved.values())
            if len(moved) < len(each.parts) or changed < _LEAST or len(bases) > 1 or not whole.words[0].sign:
                continue
            for relation in sum_of_changes(whole, list(moved.values())):
                spoken = (_speaks_for(change, fact, relation) for fact, change in ((each.total, whole), *moved.items()))
                steady = self._is_of_line(each) or _is_parted(each) or _is_more_than_all(relation, whole, each)
                if relation.is_met or steady or any(spoken):
                    yield relation
        for each in lists:
            if isinstance(each, Sum) and each.total in self._told and self._is_of_line(each):
                yield from self._rates(each)

    def _rates(self, each: Sum) -> Iterator[Relation]:
        """“三公”经费支出5.37万元，比上年增长4.27%: the rate of a line of which only the parts tell by how much they changed."""
        for whole in self._told[each.total]:
            if whole.amount is not None or whole.rate is None or whole.prior is not None or not whole.words[0].sign:
                continue
            moved = [
                moves for part in each.parts if (moves := self._move(part, whole.since(self.book.year))) is not None
            ]
            if len(moved) == len(each.parts):
                change = total_of(moved)
                prior = Fact(
                    each.total.quantity._replace(value=each.total.quantity.value - change.middle), each.total.span
                )
                prior.bounded(each.total.interval - change)
                prior.constant = True
                yield GrowthFrom(each.total, prior, whole.rate, whole.words[0])

    def _move(self, part: Fact, base: object) -> Interval | None:
        """By how much a part changed since a year; None if that is not told."""
        for change in self._told.get(part, ()):
            sign = change.words[0].sign
            if change.since(self.book.year) == base and change.amount is not None and sign:
                return change.amount.interval if sign > 0 else -change.amount.interval
            if change.since(self.book.year) == base and not sign and part.quantity.value == 0:
                return part.interval
        return None

    @cached_property
    def _told(self) -> dict[Fact, list[Change]]:
        """The changes of each amount."""
        found: dict[Fact, list[Change]] = {}
        for change in self.claims.changes:
            current = self.book.find(change.subject, change.paragraph, change.at)
            if current is not None:
                found.setdefault(current, []).append(change)
        return found

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
    def _moved(self) -> dict[Fact, Change]:
        """The change that is told directly behind an amount."""
        by_amount = {change.amount: change for change in self.claims.changes if change.amount is not None}
        flat: dict[int, list[Change]] = {}
        for change in self.claims.changes:
            if not change.words[0].sign:
                flat.setdefault(change.paragraph, []).append(change)
        found: dict[Fact, Change] = {}
        for row in self.claims.rows:
            for amount, following in zip(row.amounts, [*row.amounts[1:], None], strict=False):
                moved = by_amount.get(following.fact) if following is not None and following.sign else None
                if moved is None:
                    moved = _flat_behind(amount, following, flat.get(row.paragraph, ()))
                if moved is not None and not amount.sign:
                    found[amount.fact] = moved
        return found


def _is_more_than_all(relation: Sum, whole: Change, each: Sum) -> bool:
    """Whether all that there is this year has grown by less than the whole: what ended last year can only have made that less. What is
    left of another amount (年末结转, of 总计 without 本年支出) is no whole."""
    if any(sign < 0 for sign in each.signs):
        return False
    gap = relation.computed - relation.total.quantity.value
    return gap * whole.words[0].sign < 0


def _is_parted(each: Sum) -> bool:
    """Whether a list parts all spending, or all basic spending, by its natures, which are the same every year."""
    natures = {key.nature for part in each.parts for key in part.keys if key.item in TOTALS}
    wholes = {key.nature for key in each.total.keys if key.item in TOTALS}
    return any(whole in wholes and natures == parts and len(each.parts) == 2 for whole, parts in _PARTED.items())


def _flat_behind(amount: Amount, following: Amount | None, flat: Sequence[Change]) -> Change | None:
    """…7.50万元，占1.10%，与上年持平: what says that an amount did not change, before the next one is told."""
    first, last = amount.fact.span.start, following.fact.span.start if following is not None else None
    told = ((each, each.words[0].span.start) for each in flat)
    return next((each for each, at in told if first < at and (last is None or at < last)), None)


def _speaks_for(change: Change, fact: Fact, relation: Sum) -> bool:
    """Whether the rate of a change contradicts its amount, and speaks for the one that the sum gives."""
    if change.amount is None or change.rate is None or not change.words[0].sign:
        return False
    growth = Growth(fact, change.amount, change.rate, change.words[0])
    wanted, given = growth.demand(change.amount), relation.demand(change.amount)
    both = isinstance(wanted, Interval) and isinstance(given, Interval) and wanted.meets(given)
    return both and growth.outcome() is Outcome.FAILS
