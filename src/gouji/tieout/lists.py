"""Lists whose amounts add up exactly to the amount before them, whatever they are called.

Where the words do not say what the parts are, a sum may still confirm them: two or more amounts that make up the one
before them to the last digit are its parts. It never accuses. And what a name of its own tells twice, it told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.facts import Fact
from gouji.narrative.claims import Amount, Row
from gouji.relations import Relation, Same, Sum
from gouji.tieout.ground import Ground

_MOST_TOTALS = 4
_MOST_PARTS = 60


class Lists(Ground):
    """Relations that confirm what no name explains."""

    def relations(self) -> Iterator[Relation]:
        for row in self.claims.rows:
            yield from _inside(row.amounts)
        for index, row in enumerate(self.claims.rows):
            yield from _across(row, self.claims.rows[index + 1 :])
        yield from self._told_again()

    def _told_again(self) -> Iterator[Relation]:
        """An amount of an unknown noun that stands again behind the same words."""
        told: dict[tuple[str, int], list[Fact]] = {}
        for row in self.claims.rows:
            for amount in row.amounts:
                if amount.noun:
                    told.setdefault((amount.noun, amount.sign), []).append(amount.fact)
        for first, *others in told.values():
            for other in others:
                if other.quantity.value == first.quantity.value:
                    yield Same(other, first)


def _inside(amounts: Sequence[Amount]) -> Iterator[Relation]:
    """The lists within a paragraph, the inner ones first: their parts are not those of the outer."""
    behind: dict[int, int] = {}
    for index in range(len(amounts) - 1, -1, -1):
        total = amounts[index]
        if not total.opens or total.fact.quantity.value == 0:
            continue
        parts: list[Amount] = []
        at, reached = index + 1, Decimal(0)
        while at < len(amounts) and len(parts) < _MOST_PARTS:
            if bool(amounts[at].sign) is bool(total.sign):
                parts.append(amounts[at])
                reached += _signed(amounts[at])
            at = behind.get(at, at + 1)
            if reached == _signed(total) and parts:
                behind[index] = at
                yield _sum(total, parts)
                break


def _across(row: Row, following: Sequence[Row]) -> Iterator[Relation]:
    """The list that the paragraphs behind a row make."""
    children = _children(row, following)
    for kind in (False, True):
        own = [next((a for a in child.amounts if bool(a.sign) is kind), None) for child in children]
        parts = [amount for amount in own if amount is not None]
        totals = [amount for amount in row.amounts if bool(amount.sign) is kind][-_MOST_TOTALS:]
        for total in reversed(totals):
            count = _prefix(_signed(total), parts)
            if count and total.fact.quantity.value != 0:
                yield _sum(total, parts[:count])
                break


def _children(row: Row, following: Sequence[Row]) -> list[Row]:
    """The rows of the next deeper level, up to one that is not below this row."""
    children: list[Row] = []
    for other in following:
        if not other.level:
            if not children and other.amounts:
                break
            continue
        if other.level <= row.level or (children and other.level < children[0].level):
            break
        if not children or other.level == children[0].level:
            children.append(other)
    return children[:_MOST_PARTS]


def _prefix(total: Decimal, parts: Sequence[Amount]) -> int:
    """How many amounts from the first on make up a total; 0 if none do."""
    reached = Decimal(0)
    for count, part in enumerate(parts, 1):
        reached += _signed(part)
        if reached == total and count > 1:
            return count
    return 0


def _signed(amount: Amount) -> Decimal:
    value = amount.fact.quantity.value
    return value if amount.sign >= 0 else -value


def _sum(total: Amount, parts: Sequence[Amount]) -> Relation:
    signs = [(part.sign or 1) * (total.sign or 1) for part in parts]
    return Sum(total.fact, [part.fact for part in parts], signs, kind="list")
