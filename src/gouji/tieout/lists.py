"""Lists whose amounts add up to the amount before them, whatever they are called.

Where the words do not say what the parts are, a sum may still confirm them: two or more amounts that make up the one
before them to the last digit, of a long number but for the rounding of its last, are its parts. It never accuses. And what a name of its own tells twice, it told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice, product

from gouji.facts import Fact
from gouji.narrative.claims import Amount, Row
from gouji.relations import Relation, Same, Sum
from gouji.tieout.ground import Ground

_MOST_TOTALS = 8
_NEAR = 4
_ROWS_BEFORE = 4
_LEAST_PARTS = 3
MOST_PARTS = 60
_LEAST_ROUNDED = 2
_LONG = 10000
_VERY_LONG = 1000000


class Lists(Ground):
    """Relations that confirm what no name explains."""

    def relations(self) -> Iterator[Relation]:
        inner = [relation for row in self.claims.rows for relation in _inside(row.amounts)]
        yield from inner
        parts = {part for relation in inner for part in relation.parts}
        sums = self.lexicon.phrases["exhaustive"]["sums"]
        for row in self.claims.rows:
            yield from _made_before([amount for amount in row.amounts if amount.fact not in parts], sums)
        carried, sides = self.lexicon.phrases["absence"]["carried"], self.lexicon.phrases["exhaustive"]["balance_of"]
        for one, two, left in zip(self.claims.rows, self.claims.rows[1:], self.claims.rows[2:], strict=False):
            yield from _left_over(one, two, left, carried)
        for index, row in enumerate(self.claims.rows):
            yield from _left_of_sides(self.claims.rows[max(index - 1, 0) : index + 1], row, carried, sides)
            if row.amounts and row.amounts[0].fact not in parts:
                yield from _of_a_total_before(self.claims.rows[max(index - _ROWS_BEFORE, 0) : index], row)
        for index, row in enumerate(self.claims.rows):
            yield from _retold(row, self.claims.rows[index + 1 :])
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


def _inside(amounts: Sequence[Amount]) -> Iterator[Sum]:
    """The lists within a paragraph, the inner ones first: their parts are not those of the outer."""
    behind: dict[int, int] = {}
    for index in range(len(amounts) - 1, -1, -1):
        total = amounts[index]
        at = opening(amounts, index) or _opening_of_pair(amounts, index)
        if not at or total.fact.quantity.value == 0:
            continue
        if total.sign and index + 1 < len(amounts) and not amounts[index + 1].sign:
            # 运行经费50万元，比上年增加5万元。主要用于：…: of what changed
            total = next((each for each in reversed(amounts[:index]) if not each.sign), total)
        parts: list[Amount] = []
        ends: list[int] = []
        while at < len(amounts) and len(parts) < MOST_PARTS:
            following = behind.get(at, at + 1)
            if is_like(amounts[at], total):
                parts.append(amounts[at])
                ends.append(following)
            at = following
        count = _prefix(total, parts, 1 if total.fact.quantity.unit.dimension == "money" else 2)
        if count:
            behind[index] = ends[count - 1]
            yield _sum(total, parts[:count])
            again = _prefix(total, parts[count:], 2)
            if again:
                yield _sum(total, parts[count : count + again])  # 收支总预算…。收入包括：…；支出包括：…


def _made_before(amounts: Sequence[Amount], sums: Sequence[str]) -> Iterator[Sum]:
    """一般公共预算收入…，加上级补助收入…，上年结余…，收入合计…: a total that stands behind what makes it."""
    for index, total in enumerate(amounts):
        if total.sign or total.fact.quantity.value == 0 or not any(word in total.name for word in sums):
            continue
        near = amounts[max(index - MOST_PARTS, 0) : index]
        before = [each for each in near if is_like(each, total) and each.depth == total.depth][::-1]
        count = _prefix(total, before, 2)
        if count:
            yield _sum(total, before[:count])


def _left_over(one: Row, two: Row, row: Row, words: Sequence[str]) -> Iterator[Sum]:
    """上述收支相抵，年终结余…: what is left of the totals at the ends of the two rows before, or of all that one row tells."""
    left = row.amounts[0] if row.amounts else None
    if left is None or not two.amounts or not any(word in left.name for word in words):
        return
    for told in ((*one.amounts[-1:], two.amounts[-1]), two.amounts):
        facts = [each.fact for each in told if is_like(each, left)]
        relation = Sum(left.fact, facts, [1] * (len(facts) - 1) + [-1], kind="list")
        if len(facts) > 1 and relation.computed == left.fact.quantity.value != 0:
            yield relation
            return


def _left_of_sides(told: Sequence[Row], row: Row, words: Sequence[str], sides: Sequence[str]) -> Iterator[Sum]:
    """总收入…，总支出…，收支相抵，结余…: what is left of an income and an expenditure that stand right before, in the row or the one
    before it."""
    for index, left in enumerate(row.amounts):
        if left.sign or left.fact.quantity.value == 0 or not any(word in left.name for word in words):
            continue
        before = [each for other in told for each in (other.amounts if other is not row else row.amounts[:index])]
        near = [each for each in before if not each.sign and is_like(each, left)][::-1]
        named = [[each.fact for each in near if side in each.name][:_NEAR] for side in sides]
        made = (Sum(left.fact, [*pair], [1, -1], kind="list") for pair in product(*named))
        yield from islice((relation for relation in made if relation.is_met), 1)


def _of_a_total_before(before: Sequence[Row], row: Row) -> Iterator[Sum]:
    """支出总预算1,688.40万元。⏎按支出用途划分：工资福利支出…，商品和服务支出…，资本性支出…: what a sentence lists without a total of its own, of
    one that the paragraphs before it tell, to the last of many digits."""
    ends = next((n for n, amount in enumerate(row.amounts, 1) if amount.ends), len(row.amounts))
    parts = row.amounts[:ends]
    if not _LEAST_PARTS <= len(parts) <= MOST_PARTS or any(part.sign or part.opens for part in parts):
        return
    made = sum((part.fact.quantity.value for part in parts), Decimal(0))
    totals = (amount for other in reversed(before) for amount in other.amounts if not amount.sign)
    for total in totals:
        same = is_like(total, parts[0]) and total.fact.quantity.value == made
        if same and made >= total.fact.quantity.quantum * _LONG and all(is_like(part, total) for part in parts):
            yield Sum(total.fact, [part.fact for part in parts], kind="list")
            return


def opening(amounts: Sequence[Amount], index: int) -> int:
    """The first amount of the list that an amount opens, by itself or behind what it changed by (…，比上年减少…。其中，…); 0: none."""
    at = index + 1
    if not amounts[index].sign:
        while not amounts[at - 1].opens and at < len(amounts) and amounts[at].sign:
            at += 1
    return at if amounts[at - 1].opens else 0


def _opening_of_pair(amounts: Sequence[Amount], index: int) -> int:
    """项目36个，资金820.00万元，其中：…12个、…万元: the first amount of the list that an amount opens right behind a count; 0: none."""
    pair = [each.fact.quantity.unit for each in amounts[index : index + 2] if not each.sign and not each.ends]
    paired = len(pair) == 2 and pair[0].is_count and pair[1].dimension == "money" and amounts[index + 1].opens
    return index + 2 if paired and not amounts[index].opens else 0


def _across(row: Row, following: Sequence[Row]) -> Iterator[Relation]:
    """The list that the paragraphs behind a row make: of the first amount of each, else of all that they tell."""
    under = below(row, following)
    if not under:
        return
    children = [other for other in under if other.level == under[0].level]
    made: list[Amount] = []
    for total in reversed(row.amounts[-_MOST_TOTALS:]):
        if total.fact.quantity.value == 0 or any(is_like(other, total) for other in made):
            continue
        own = [next((each for each in child.amounts if is_like(each, total)), None) for child in children]
        firsts = [amount for amount in own if amount is not None]
        every = [amount for other in under for amount in other.amounts if is_like(amount, total)]
        parts = next((parts[:count] for parts in (firsts, every) if (count := _prefix(total, parts, 2))), [])
        if parts:
            made.append(total)
            yield _sum(total, parts)


def _retold(row: Row, following: Sequence[Row]) -> Iterator[Relation]:
    """The parts of a sentence's list that the rows below it tell again one by one, by the same name."""
    named = {amount.name: amount for amount in row.amounts if amount.name and not amount.sign}
    for other in below(row, following) if len(named) > 1 else ():
        first = other.amounts[0] if other.amounts and other.amounts[0].leads else None
        part = named.get(first.name) if first is not None else None
        if first is not None and part is not None and 0 != part.fact.quantity.value == first.fact.quantity.value:
            yield Same(first.fact, part.fact)


def is_like(amount: Amount, total: Amount) -> bool:
    """Whether both are amounts, or both changes, of one kind of quantity."""
    one, other = amount.fact.quantity.unit, total.fact.quantity.unit
    return bool(amount.sign) is bool(total.sign) and one.dimension == other.dimension


def between(rows: Sequence[Row], total: Fact, parts: Sequence[Fact]) -> list[Fact]:
    """采购计划500万元，实际采购450万元。其中：…: what a sentence tells behind a total, of which the list behind it may be."""
    for row in rows:
        told = [amount for amount in row.amounts if not amount.sign]
        at = next((n for n, amount in enumerate(told) if amount.fact is total), len(told))
        end = next((n for n, amount in enumerate(told) if amount.fact in parts), 0)
        if at < end and not told[at].ends:
            return [amount.fact for amount in told[at + 1 : end] if is_like(amount, told[at])]
    return []


def below(row: Row, following: Sequence[Row]) -> list[Row]:
    """The numbered rows below a row, and what goes on between them, up to one that is not below it."""
    found: list[Row] = []
    for other in following[:MOST_PARTS]:
        if other.level and (other.level <= row.level or (found and other.level < found[0].level)):
            break
        if not other.level and not found:
            if other.amounts:
                break
            continue
        found.append(other)
    return found


def _prefix(total: Amount, parts: Sequence[Amount], least: int) -> int:
    """How many amounts from the first on make up a total, with the zeros that follow; 0 if none do."""
    wanted, reached = _signed(total), Decimal(0)
    for count, part in enumerate(parts[:MOST_PARTS], 1):
        reached += _signed(part)
        if count >= least and _is_reached(reached, wanted, total, count):
            rest = parts[count:MOST_PARTS]
            zeros = next((n for n, each in enumerate(rest) if each.fact.quantity.value != 0), len(rest))
            return count + zeros
    return 0


def _is_reached(reached: Decimal, wanted: Decimal, total: Amount, count: int) -> bool:
    """Whether a sum is a total, or of several parts of a long number differs from it by the rounding of its last digit, of a
    very long one by that of all parts."""
    quantum = total.fact.quantity.quantum
    if count < _LEAST_ROUNDED or abs(wanted) < quantum * _LONG:
        return reached == wanted
    return 2 * abs(reached - wanted) <= quantum * (count + 1 if abs(wanted) >= quantum * _VERY_LONG else 2)


def _signed(amount: Amount) -> Decimal:
    value = amount.fact.quantity.value
    return value if amount.sign >= 0 else -value


def _sum(total: Amount, parts: Sequence[Amount]) -> Sum:
    signs = [(part.sign or 1) * (total.sign or 1) for part in parts]
    return Sum(total.fact, [part.fact for part in parts], signs, kind="list")
