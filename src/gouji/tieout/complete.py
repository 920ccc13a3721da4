"""Lists that what stands beside them shows to be complete, whatever their items are called: these may accuse.

A list of the same names as several that add up; a sentence's list whose parts the rows below it tell again one by one; rows that
are more than what they are rows of; a row whose parts do not add up where those of its sisters all do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from gouji.facts import Fact
from gouji.narrative.claims import Amount, Row
from gouji.narrative.paths import differs_little
from gouji.quantity import Interval, is_misprint, slips_in
from gouji.relations import AtMost, Relation, Same, Sum
from gouji.tieout.ground import Ground
from gouji.tieout.lists import MOST_PARTS, below, is_like, opening

_LEAST_ALIKE = 2
_LEAST_SHAPE = 3
_LEAST_SISTERS = 3
_LEAST_TAIL = 2
_MANY_SISTERS = 4
_MOST_ROWS = 40
_MOST_INSIDE = 3
_ABREAST = (2, 3)
_LEAST_LONG = 4


class Listing(NamedTuple):
    """A total that stands at the end of its row, and the numbered rows below it, each with its leading amount first."""

    total: Amount
    rows: Sequence[Row]

    @property
    def parts(self) -> list[Amount]:
        return [row.amounts[0] for row in self.rows]


class Complete(Ground):
    """The relations of lists that are complete."""

    def relations(self, holding: Sequence[Relation]) -> Iterator[Relation]:
        """`holding` are the lists that add up."""
        sums = [each for each in holding if isinstance(each, Sum)]
        held = {each.total: each for each in sums}
        rows = self.claims.rows
        yield from self._alike(sums)
        for index, row in enumerate(rows):
            yield from _counted(row)
            yield from _abreast(row.amounts)
            children = _numbered(row, rows[index + 1 :])
            yield from _retold(row, children, held)
            yield from _as_many(row, children, held)
            listing = _listing(row, children)
            for total, parts in inner(row.amounts):
                relation = Sum(total.fact, [part.fact for part in parts], kind="parts")
                if total.fact in held:
                    continue
                if self._are_as_many(row, total, parts):
                    yield relation
                elif total.is_divided and len(parts) > 1 and parts[-1].ends:
                    yield from _divided(relation, sums)
                else:
                    yield from list(self._told_elsewhere(relation)) or _told_in_full(relation, parts)
            if listing is not None:
                yield from _patterned(listing, held)
                if not _is_held(row, listing, held) and not self._is_planned(listing):
                    yield from _exceeding(listing)

    def _alike(self, held: Sequence[Sum]) -> Iterator[Relation]:
        """A list of the same names in the same order as several that add up (each unit's 人员经费、公用经费、项目支出) is as
        complete as they are, unless it makes up another total."""
        made = {tuple(each.parts) for each in held}
        shapes = Counter(tuple(self.names.get(part, "") for part in parts) for parts in made)
        known = {
            shape
            for shape, count in shapes.items()
            if count >= _LEAST_ALIKE and len(shape) >= _LEAST_SHAPE and all(shape)
        }
        totals = {each.total for each in held}
        for row in self.claims.rows if known else ():
            for total, parts in inner(row.amounts):
                facts = [part.fact for part in parts]
                if total.fact not in totals and tuple(facts) not in made and tuple(p.name for p in parts) in known:
                    yield Sum(total.fact, facts, kind="parts")

    def _are_as_many(self, row: Row, total: Amount, parts: Sequence[Amount]) -> bool:
        """3个项目，涉及资金820.00万元，其中甲…，乙…，丙…: whether a list has as many things as are counted right before its total, no kinds of
        money."""
        index = row.amounts.index(total)
        counted = row.amounts[index - 1] if index else None
        if counted is None or counted.ends or not counted.fact.quantity.unit.is_count or len(parts) < _LEAST_SHAPE:
            return False
        named = all(part.name and part.name not in self.lexicon.terms for part in parts)
        return named and counted.fact.quantity.value == len(parts)

    def _told_elsewhere(self, relation: Sum) -> Iterator[Relation]:
        """A list that would be its total, if one of its parts were what is said of it elsewhere: no other part is left out."""
        for part in relation.parts if not relation.is_met and len(relation.parts) >= _LEAST_SHAPE else ():
            wanted = relation.demand(part)
            told = [fact for key in part.keys if (fact := self.book.stated(key)) is not None and _is_long(fact)]
            meant = next((f for f in told if isinstance(wanted, Interval) and f.quantity.value in wanted), None)
            if meant is not None:
                yield from (relation, Same(part, meant))
                return

    def _is_planned(self, listing: Listing) -> bool:
        """Whether the rows may tell other amounts than those of the year (总投资…), or other parts than those of one total."""
        planned = self.lexicon.sections["planned"]["words"]
        income = any(key.flow == "income" for part in listing.parts for key in part.fact.keys)
        return income or any(word in part.name for part in listing.parts for word in planned)


def _divided(relation: Sum, held: Sequence[Sum]) -> Iterator[Sum]:
    """采购17,000元。按资金来源划分，A…，B…; 一般债券A，专项债券B；按用途划分，…: all of an amount, or of what it is the last part of."""
    whole = next((each.total for each in held if each.parts[-1] is relation.total), relation.total)
    told = Sum(whole, relation.parts, kind="parts")
    told.likely = not told.is_met
    yield told


def _numbered(row: Row, following: Sequence[Row]) -> Sequence[Row]:
    """The rows of one level right below a row, up to one with a number that came before: there another list begins."""
    under = below(row, following)
    rows = [other for other in under if other.level == under[0].level]
    numbers = [other.number for other in rows]
    return rows[: next((n for n, number in enumerate(numbers) if number in numbers[:n]), len(rows))]


def _listing(row: Row, children: Sequence[Row]) -> Listing | None:
    total = row.amounts[-1] if row.amounts else None
    rows = [child for child in children if child.amounts]
    if total is None or not total.heads or total.sign or not 1 < len(rows) <= _MOST_ROWS:
        return None
    if not all(child.amounts[0].leads and is_like(child.amounts[0], total) for child in rows):
        return None
    return Listing(total, rows)


def _is_held(row: Row, listing: Listing, held: Mapping[Fact, Sum]) -> bool:
    """收入1,237万元，支出1,169万元，结转68万元。其中：1.…: whether the rows make up the total, or another amount of its row."""
    firsts = {part.fact for part in listing.parts}
    made = (held[amount.fact] for amount in row.amounts if amount.fact in held)
    return listing.total.fact in held or any(firsts.issuperset(each.parts) for each in made)


def inner(amounts: Sequence[Amount]) -> Iterator[tuple[Amount, list[Amount]]]:
    """The amounts of a row behind which a list opens, with those up to the end of the sentence."""
    for index, total in enumerate(amounts):
        at = opening(amounts, index)
        behind_change = at > index + 1 and _is_one_of_several(amounts, index)
        if at and not behind_change and (not total.ends or total.is_divided) and not total.sign:
            rest = amounts[at : at + MOST_PARTS]
            told = rest[: next((n for n, amount in enumerate(rest, 1) if amount.ends), len(rest))]
            parts = _of_one_bracket(told)
            whole = len(told) < MOST_PARTS
            if whole and all(is_like(part, total) and not part.more for part in parts):
                yield total, parts


def _is_one_of_several(amounts: Sequence[Amount], index: int) -> bool:
    """42.96万元，完成预算55.11万元的77.95%，比上年减少3.44万元。其中：…: whether the list may be of another amount of the sentence."""
    least = max(index - MOST_PARTS, 0)
    first = next((n for n in range(index, least, -1) if amounts[n - 1].ends), least)
    return any(is_like(each, amounts[index]) for each in amounts[first:index])


def _of_one_bracket(amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts up to the end of the bracket in which the first stands, without what brackets among them say aside."""
    depth = amounts[0].depth if amounts else 0
    inside = amounts[: next((n for n, amount in enumerate(amounts) if amount.depth < depth), len(amounts))]
    return [amount for amount in inside if amount.depth == depth]


def _counted(row: Row) -> Iterator[Relation]:
    """50万元以上设备8台，其中，100万元以上设备15台: of things of one name, a part that is more than the whole."""
    for whole, part in pairwise(row.amounts):
        units = whole.fact.quantity.unit, part.fact.quantity.unit
        named = len(part.noun) >= _LEAST_TAIL and whole.noun.endswith(part.noun[-_LEAST_TAIL:])
        if whole.among and named and units[0] == units[1] and units[0].is_count:
            bound = AtMost(part.fact, whole.fact)
            if not bound.is_met:
                yield bound


def _abreast(amounts: Sequence[Amount]) -> Iterator[Relation]:
    """项目19个，资金334.05万元。其中，…项目16个、资金244.05万元；…项目3个、资金90.00万元: of a list in which several numbers go side by side,
    all add up or none does."""
    for index in range(len(amounts)):
        for width in _ABREAST:
            whole = amounts[index : index + width]
            if not _is_set(whole, width) or not whole[-1].opens or whole[-1].fact.quantity.value == 0:
                continue
            sets: list[Sequence[Amount]] = []
            at = index + width
            while (
                len(sets) < MOST_PARTS
                and _is_set(amounts[at : at + width], width)
                and all(map(is_like, amounts[at : at + width], whole))
            ):
                sets.append(amounts[at : at + width])
                at += width
            rest = _to_the_end(amounts, at)  # …项目3个、资金90.00万元，其他资金15.00万元
            sums = [
                Sum(
                    total.fact,
                    [*(each[n].fact for each in sets), *(more.fact for more in rest if is_like(more, total))],
                    kind="parts",
                )
                for n, total in enumerate(whole)
            ]
            if len(sets) >= _LEAST_ALIKE and sum(each.is_met for each in sums) == width - 1:
                yield from (each for each in sums if not each.is_met)


def _to_the_end(amounts: Sequence[Amount], at: int) -> Sequence[Amount]:
    """What stands from one amount to the end of its sentence, where the one before it has not ended that."""
    if amounts[at - 1].ends:
        return ()
    return amounts[at : next((n + 1 for n in range(at, len(amounts)) if amounts[n].ends), len(amounts))]


def _is_set(amounts: Sequence[Amount], width: int) -> bool:
    """Numbers of several kinds side by side, counts and perhaps an amount of money."""
    units = {amount.fact.quantity.unit.dimension for amount in amounts if not amount.sign}
    return len(units) == width and any(unit.startswith("count") for unit in units)


def _retold(row: Row, children: Sequence[Row], held: Mapping[Fact, Sum]) -> Iterator[Relation]:
    """A sentence's list, whose parts the rows below it tell again one by one and by the same names: they are all of them."""
    firsts = [child.amounts[0] for child in children if child.amounts and child.amounts[0].leads]
    if len(firsts) < _LEAST_SHAPE or len(firsts) != len(children):
        return
    for total, parts in inner(row.amounts):
        pairs = list(zip(parts, firsts, strict=False))
        if len(parts) != len(firsts) or not all(_is_named_alike(part, first) for part, first in pairs):
            continue
        same = sum(part.fact.quantity.value == first.fact.quantity.value for part, first in pairs)
        if 2 * same > len(pairs):
            yield from (Same(first.fact, part.fact) for part, first in pairs if not _is_tied(part.fact, first.fact))
            if total.fact not in held:
                yield Sum(total.fact, [part.fact for part in parts], kind="parts")
            return


def _is_named_alike(one: Amount, other: Amount) -> bool:
    """Whether two amounts have one name but for a character or two, and are of one measure and year."""
    meant = [{(key.measure, key.period) for key in amount.fact.keys} for amount in (one, other)]
    if not is_like(one, other) or (all(meant) and not meant[0] & meant[1]):
        return False
    return one.name == other.name or differs_little(one.name, other.name)


def _is_tied(one: Fact, other: Fact) -> bool:
    """Whether two numbers are held against each other anyway, for what they measure."""
    return one.firm and other.firm and bool(set(one.keys) & set(other.keys))


def _as_many(row: Row, children: Sequence[Row], held: Mapping[Fact, Sum]) -> Iterator[Relation]:
    """安排项目6个，资金820.00万元。其中：1.…6.…: a list of as many rows as its first sentence counts, each with its amount first."""
    firsts = [child.amounts[0] for child in children if child.amounts and child.amounts[0].leads]
    counts = [each.fact.quantity for each in row.amounts if each.fact.quantity.unit.is_count and not each.sign]
    for index, total in enumerate(row.amounts if len(firsts) == len(children) >= _LEAST_SHAPE else ()):
        told = [quantity.value for quantity in counts] == [len(firsts)]
        heads = not total.sign and opening(row.amounts, index) == len(row.amounts)
        if told and heads and total.fact not in held and all(is_like(first, total) for first in firsts):
            yield Sum(total.fact, [first.fact for first in firsts], kind="parts")


def _exceeding(listing: Listing) -> Iterator[Relation]:
    """Rows that are more than their total, and not because some are parts of others; or that would be the total if one row
    were what it says it consists of; or, very likely, if one slip of the pen were mended."""
    parts = listing.parts
    relation = Sum(listing.total.fact, [part.fact for part in parts], kind="parts")
    if relation.is_met:
        return
    gap = relation.computed - relation.total.quantity.value
    for row in listing.rows:
        inside, wanted = _spelt(row), relation.demand(row.amounts[0].fact)
        if inside is None or inside.is_met or not isinstance(wanted, Interval):
            continue
        given = inside.demand(inside.total)
        if isinstance(given, Interval) and given.meets(wanted):
            yield from (relation, inside)
            return
    if gap > 0 and not _is_made_of(gap, parts):
        yield relation
    elif is_one_slip(relation):
        relation.likely = True
        yield relation


def _told_in_full(relation: Sum, parts: Sequence[Amount]) -> Iterator[Relation]:
    """A list in one sentence that would be its total if two digits were swapped back, or that is more than it by one slip or digit, as
    nothing left out could make it: very likely it is."""
    whole = relation.total.quantity
    gap = relation.computed - whole.value
    if relation.is_met or whole.unit.dimension != "money" or _is_made_of(abs(gap), parts):
        return
    if len(parts) < _LEAST_SHAPE:
        relation.likely = True
        if gap > 0 and is_one_digit(relation) and all(_is_long(fact) for fact in (relation.total, *relation.parts)):
            yield relation  # of two, only where the digits are too many to agree by chance
        return
    if any(part.fact.quantity.value > whole.value for part in parts):
        return  # 上年结转400.00万元；支出包括：一般公共服务支出3,060.00万元…
    if _is_swapped(relation) or (gap > 0 and (is_one_slip(relation) or is_one_digit(relation))):
        relation.likely = True
        yield relation


def _is_long(fact: Fact) -> bool:
    return len(fact.quantity.figures.rstrip("0")) >= _LEAST_LONG


def _is_swapped(relation: Sum) -> bool:
    """Whether one number of a sum has the right digits in a wrong order."""
    for fact in (relation.total, *relation.parts):
        demand = relation.demand(fact)
        if isinstance(demand, Interval) and slips_in(fact.quantity, demand):
            stated, meant = (fact.quantity.digits(each) for each in (fact.quantity.value, demand.middle))
            if len(stated) == len(meant) and sorted(stated) == sorted(meant):
                return True
    return False


def is_one_digit(relation: Sum) -> bool:
    """Whether one digit of one number is all that is wrong with a sum."""
    wanted = ((fact, relation.demand(fact)) for fact in (relation.total, *relation.parts))
    return any(isinstance(demand, Interval) and is_misprint(fact.quantity, demand.middle) for fact, demand in wanted)


def _spelt(row: Row) -> Sum | None:
    """What a row says it consists of, if it does."""
    first, *rest = row.amounts
    inside = [each.fact for each in rest if is_like(each, first)]
    told = first.opens and inside and not any(each.more for each in rest)
    return Sum(first.fact, inside, kind="parts") if told else None


def is_one_slip(relation: Sum) -> bool:
    """Whether a slip of the pen in one number is all that is wrong with a sum."""
    facts = (relation.total, *relation.parts)
    wanted = ((fact, relation.demand(fact)) for fact in facts)
    return any(isinstance(demand, Interval) and slips_in(fact.quantity, demand) for fact, demand in wanted)


def _is_made_of(gap: Decimal, parts: Sequence[Amount]) -> bool:
    """Whether a few of the amounts make up what is too much."""
    values = [part.fact.quantity.value for part in parts]
    return any(sum(some) == gap for count in range(1, _MOST_INSIDE + 1) for some in combinations(values, count))


def _patterned(listing: Listing, held: Mapping[Fact, Sum]) -> Iterator[Relation]:
    """The parts of a row, where those of its sisters all add up: more than it, they are wrong; less, they very likely are."""
    rows = [
        (row.amounts[0], [each for each in row.amounts[1:] if is_like(each, row.amounts[0])]) for row in listing.rows
    ]
    told = [(first, rest) for first, rest in rows if first.opens and rest]
    whole = sum(first.fact in held and len(held[first.fact].parts) == len(rest) for first, rest in told)
    broken = [(first, rest) for first, rest in told if first.fact not in held]
    if whole < _LEAST_SISTERS or len(broken) * 3 > whole:
        return
    for first, rest in broken:
        relation = Sum(first.fact, [each.fact for each in rest], kind="parts")
        gap = relation.computed - first.fact.quantity.value
        if not relation.is_met and not _is_made_of(gap, rest) and (gap > 0 or not any(each.more for each in rest)):
            relation.likely = gap < 0 and whole < _MANY_SISTERS
            yield relation
