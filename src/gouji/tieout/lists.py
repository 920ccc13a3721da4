"""Lists whose amounts add up to the amount before them, whatever they are called.

Where the words do not say what the parts are, a sum may still confirm them: two or more amounts that make up the one
before them to the last digit, of a long number but for the rounding of its last, are its parts. It never accuses. And what a name of its own tells twice, it told once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.facts import Fact
from gouji.narrative.claims import Amount, Row
from gouji.relations import Relation, Same, Sum
from gouji.tieout.ground import Ground

_MOST_TOTALS = 4
_MOST_PARTS = 60
_MOST_TRIED = 12
_LEAST_ALIKE = 2
_LEAST_SHAPE = 3
_LEAST_ROUNDED = 2
_LONG = 10000


class Lists(Ground):
    """Relations that confirm what no name explains."""

    def relations(self) -> Iterator[Relation]:
        inner = [relation for row in self.claims.rows for relation in _inside(row.amounts)]
        yield from inner
        yield from self._alike(inner)
        for index, row in enumerate(self.claims.rows):
            yield from _retold(row, self.claims.rows[index + 1 :])
            yield from _across(row, self.claims.rows[index + 1 :], self.lexicon.sections["planned"]["words"])
        yield from self._told_again()

    def _alike(self, holding: Sequence[Sum]) -> Iterator[Relation]:
        """A list of the same names in the same order as several that add up (each unit's 人员经费、公用经费、项目支出) is as
        complete as they are."""
        named = {a.fact: a.name for row in self.claims.rows for a in row.amounts}
        shapes = Counter(tuple(named[part] for part in each.parts if isinstance(part, Fact)) for each in holding)
        known = {shape for shape, count in shapes.items() if count >= _LEAST_ALIKE and len(shape) >= _LEAST_SHAPE}
        done = {each.total for each in holding}
        for row in self.claims.rows if known else ():
            for index, total in enumerate(row.amounts):
                parts = _to_the_end(row.amounts[index + 1 :])
                shape = tuple(part.name for part in parts)
                if total.opens and not total.ends and not total.sign and total.fact not in done and shape in known:
                    yield Sum(total.fact, [part.fact for part in parts], kind="parts")

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


def _to_the_end(amounts: Sequence[Amount]) -> Sequence[Amount]:
    """The amounts up to the end of the sentence."""
    return amounts[: next((n for n, amount in enumerate(amounts, 1) if amount.ends), len(amounts))]


def _inside(amounts: Sequence[Amount]) -> Iterator[Sum]:
    """The lists within a paragraph, the inner ones first: their parts are not those of the outer."""
    behind: dict[int, int] = {}
    for index in range(len(amounts) - 1, -1, -1):
        total = amounts[index]
        if not total.opens or total.fact.quantity.value == 0:
            continue
        parts: list[Amount] = []
        ends: list[int] = []
        at = index + 1
        while at < len(amounts) and len(parts) < _MOST_PARTS:
            following = behind.get(at, at + 1)
            if _is_like(amounts[at], total):
                parts.append(amounts[at])
                ends.append(following)
            at = following
        count = _prefix(total, parts, 1 if total.fact.quantity.unit.dimension == "money" else 2)
        if count:
            behind[index] = ends[count - 1]
            yield _sum(total, parts[:count])


def _across(row: Row, following: Sequence[Row], planned: Sequence[str]) -> Iterator[Relation]:
    """The list that the paragraphs behind a row make: of the first amount of each, else of all that they tell. What the
    row says it consists of cannot be more than it, whatever it is called; `planned` are words for what is not spent yet."""
    below = _below(row, following)
    if not below:
        return
    children = [other for other in below if other.level == below[0].level]
    made: list[Amount] = []
    for total in reversed(row.amounts[-_MOST_TOTALS:]):
        if total.fact.quantity.value == 0 or any(_is_like(other, total) for other in made):
            continue
        own = [next((each for each in child.amounts if _is_like(each, total)), None) for child in children]
        firsts = [amount for amount in own if amount is not None]
        every = [amount for other in below for amount in other.amounts if _is_like(amount, total)]
        parts = next((parts[:count] for parts in (firsts, every) if (count := _prefix(total, parts, 2))), [])
        if parts:
            made.append(total)
            yield _sum(total, parts)
        elif total is row.amounts[-1] and total.heads and not total.sign:
            first = [child.amounts[0] for child in _numbered(children) if child.amounts]
            if all(each.leads and _is_like(each, total) for each in first) and _exceed(first, total, planned):
                yield Sum(total.fact, [each.fact for each in first], kind="parts")


def _numbered(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows up to one with a number that came before: there another list begins."""
    numbers = [row.number for row in rows]
    return rows[: next((n for n, number in enumerate(numbers) if number in numbers[:n]), len(rows))]


def _retold(row: Row, following: Sequence[Row]) -> Iterator[Relation]:
    """The parts of a sentence's list that the rows below it tell again one by one, by the same name."""
    named = {amount.name: amount for amount in row.amounts if amount.name and not amount.sign}
    for other in _below(row, following) if len(named) > 1 else ():
        first = other.amounts[0] if other.amounts and other.amounts[0].leads else None
        part = named.get(first.name) if first is not None else None
        if first is not None and part is not None and 0 != part.fact.quantity.value == first.fact.quantity.value:
            yield Same(first.fact, part.fact)


def _exceed(parts: Sequence[Amount], total: Amount, planned: Sequence[str]) -> bool:
    """Whether the leading amounts of a list's rows are more than its total, and not because some of them are parts of
    others."""
    if not 1 < len(parts) <= _MOST_TRIED or any(word in part.name for part in parts for word in planned):
        return False
    if any(key.flow == "income" for part in parts for key in part.fact.keys):
        return False  # 收入、支出 are no parts of one total
    if sum(part.fact.interval.low for part in parts) <= total.fact.interval.high:
        return False
    sums = {Decimal(0)}
    for part in parts:
        sums |= {each + part.fact.quantity.value for each in sums}
    return total.fact.quantity.value not in sums


def _is_like(amount: Amount, total: Amount) -> bool:
    """Whether both are amounts, or both changes, of one kind of quantity."""
    one, other = amount.fact.quantity.unit, total.fact.quantity.unit
    return bool(amount.sign) is bool(total.sign) and one.dimension == other.dimension


def _below(row: Row, following: Sequence[Row]) -> list[Row]:
    """The numbered rows below a row, and what goes on between them, up to one that is not below it."""
    below: list[Row] = []
    for other in following[:_MOST_PARTS]:
        if other.level and (other.level <= row.level or (below and other.level < below[0].level)):
            break
        if not other.level and not below:
            if other.amounts:
                break
            continue
        below.append(other)
    return below


def _prefix(total: Amount, parts: Sequence[Amount], least: int) -> int:
    """How many amounts from the first on make up a total, with the zeros that follow; 0 if none do."""
    wanted, reached = _signed(total), Decimal(0)
    for count, part in enumerate(parts[:_MOST_PARTS], 1):
        reached += _signed(part)
        if count >= least and _is_reached(reached, wanted, total, count):
            rest = parts[count:_MOST_PARTS]
            zeros = next((n for n, each in enumerate(rest) if each.fact.quantity.value != 0), len(rest))
            return count + zeros
    return 0


def _is_reached(reached: Decimal, wanted: Decimal, total: Amount, count: int) -> bool:
    """Whether a sum is a total, or of several parts of a long number differs from it by the rounding of its last digit."""
    quantum = total.fact.quantity.quantum
    if count < _LEAST_ROUNDED or abs(wanted) < quantum * _LONG:
        return reached == wanted
    return abs(reached - wanted) <= quantum


def _signed(amount: Amount) -> Decimal:
    value = amount.fact.quantity.value
    return value if amount.sign >= 0 else -value


def _sum(total: Amount, parts: Sequence[Amount]) -> Sum:
    signs = [(part.sign or 1) * (total.sign or 1) for part in parts]
    return Sum(total.fact, [part.fact for part in parts], signs, kind="list")
