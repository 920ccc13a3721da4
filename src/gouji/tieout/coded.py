"""Lists of 科目 of one level that no statement has: complete where their changes are, or where one misprint is all that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from gouji.facts import CODED, Fact
from gouji.narrative.claims import Group
from gouji.quantity import is_misprint
from gouji.relations import ChangeSum, Outcome, Relation, Sum
from gouji.tieout.breakdowns import Breakdowns
from gouji.tieout.children import Told, commensurable

_LEAST = 3


class Coded(Breakdowns):
    """The relations of such lists, where what is told of them does not say that they are complete."""

    def lists(self, found: Sequence[Relation]) -> Iterator[Relation]:
        """`found` are the sums that are looked at already."""
        summed = {each.total for each in found if isinstance(each, Sum) and each.kind == "parts"}
        for group in self.claims.groups:
            if self.is_of_all(group):
                continue
            layered = self._is_layered(group)
            for total, parts in self._layers(group) if layered else self._lists(group):
                looked_at = group.kind == "of-which" or (total in summed and not layered)
                yield from self._moved(total, parts)
                if not looked_at and Sum(total, parts).outcome() is Outcome.FAILS and self._is_whole(total, parts):
                    yield Sum(total, parts, kind="parts")

    def _lists(self, group: Group) -> Iterator[tuple[Fact, list[Fact]]]:
        """The amounts of each measure that a group tells, with their total."""
        by_measure: dict[str, Told] = {}
        for dims, fact in group.children:
            key = self.book.key(dims)
            if key is not None and not dims.period:
                by_measure.setdefault(dims.measure, {}).setdefault(key, (dims, fact))
        for measure, told in by_measure.items():
            total = self._total(group, measure)
            if total is None or total.blank:
                continue
            children = commensurable(told, total)
            sized = len({(key.item[:2], len(key.item)) for key in children}) == 1
            if sized and len(children) >= _LEAST and all(key.item[:2] in CODED for key in children):
                yield total, [fact for _, fact in children.values()]

    def _layers(self, group: Group) -> Iterator[tuple[Fact, list[Fact]]]:
        """The amounts of a list that goes from nature to nature (①人员经费：…；②公用经费：…), all of them parts of one total."""
        total = self._total(group, group.parent.measure)
        parts = [fact for dims, fact in group.children if dims.item[:2] in CODED and not dims.period]
        sized = len({(dims.item[:2], len(dims.item)) for dims, _ in group.children}) == 1
        if total is not None and not total.blank and sized and len(parts) == len(group.children) >= _LEAST:
            yield total, parts

    def _moved(self, total: Fact, parts: Sequence[Fact]) -> Iterator[Relation]:
        """The changes of a list, where they make the change of its total, wherever that is told."""
        moves = [self._movement_of(part) for part in parts]
        if None in moves or len({move.since(self.book.year) for move in moves if move is not None}) != 1:
            return
        told = [move for move in moves if move is not None and move.amount is not None]
        keys = {self.book.canonical(key) for key in total.keys}
        wholes = [
            each for each in self.claims.changes if each.amount is not None and self.book.key(each.subject) in keys
        ]
        for whole in wholes if len(told) >= _LEAST else ():
            amounts, words = [each.amount for each in told], [each.words[0] for each in told]
            if whole.amount is not None and whole.words[0].sign:
                relation = ChangeSum(whole.amount, whole.words[0], [each for each in amounts if each], words)
                if relation.is_met:
                    yield relation
                    return

    def _is_whole(self, total: Fact, parts: Sequence[Fact]) -> bool:
        """Whether the changes of a list make the change of its total, or one of its amounts is a misprint of one that the text
        tells as well, with which it would make the total."""
        changes = list(self._change_sum(total, parts))
        if changes and all(each.outcome() is Outcome.HOLDS for each in changes):
            return True
        gap = total.quantity.value - Sum(total, list(parts)).computed
        meant = [(part, part.quantity.value + gap) for part in parts]
        return sum(is_misprint(part.quantity, value) and value in self._values for part, value in meant) == 1

    @cached_property
    def _values(self) -> frozenset[Decimal]:
        """The amounts that the text tells."""
        return frozenset(mention.fact.quantity.value for mention in self.claims.mentions)
