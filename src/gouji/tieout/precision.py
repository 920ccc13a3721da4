"""How precise the whole amounts of a passage are: exact, where it drops zeros at the end, or where their cell has more digits."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from gouji.facts import Fact
from gouji.narrative.claims import Group, Mention
from gouji.quantity import Interval
from gouji.relations import Growth, Outcome, Relation
from gouji.tieout.book import Book

_PAIR = ("full", "final")
_LEAST_SHORTER = 2
_LEAST_DECIMALS = 2
_LEAST_EXACT = 3
_RARELY = 3
_COARSE = Decimal("0.02")  # of an amount: nobody rounds away so much beside hundredths


def tell_precision(mentions: Iterable[Mention]) -> None:
    """The amounts of a section that shows some with two decimals, several with one and some with none (18.17、8.5、5) are
    exact to the last of them: nobody rounds one number to tens and its neighbour to hundredths. Only where budgets and what
    was spent of them stand in pairs (全年预算数、执行数), of projects that no table is held against."""
    sections: dict[tuple[str, str], list[Fact]] = {}
    for mention in mentions:
        unit = mention.fact.quantity.unit
        if unit.dimension == "money" and mention.fact.quantity.value != 0:
            sections.setdefault((mention.section, unit.name), []).append(mention.fact)
    for facts in sections.values():
        decimals = [_decimals(fact) for fact in facts]
        most = max(decimals)
        shorter = sum(0 < each < most for each in decimals)
        paired = any(key.measure == "full" for fact in facts for key in fact.keys)
        trimmed = paired and most >= _LEAST_DECIMALS and shorter >= _LEAST_SHORTER and 0 in decimals
        for fact in facts:
            quantity = fact.quantity
            half = quantity.unit.factor * Decimal(10) ** -most / 2
            own = not fact.firm and any(key.measure in _PAIR for key in fact.keys)
            exact = trimmed and own and not quantity.approximate and not quantity.and_more
            fact.bounded(Interval(quantity.value - half, quantity.value + half) if exact else quantity.interval)


def tell_listed(groups: Iterable[Group]) -> None:
    """“三公”经费8.35万元，其中：公务用车7万元、公务接待费1.53万元: of a list that shows its total and one of its parts with two decimals, small
    amounts are exact to these. Large ones (3,017万元) may be rounded: that takes little from them."""
    for group in groups:
        parts = [fact for _, fact in group.children if fact.quantity.unit.dimension == "money"]
        whole = group.parent_fact
        if whole is None or any(part.quantity.unit != whole.quantity.unit for part in parts):
            continue
        most = _decimals(whole)
        if most >= _LEAST_DECIMALS and any(_decimals(part) == most for part in parts):
            for part in parts:
                if part.quantity.quantum > _COARSE * abs(part.quantity.value):
                    _trim(part, most)


def tell_trimmed(relations: Iterable[Relation]) -> None:
    """17万元，比上年减少5万元，下降22.73%: where the rates of a text follow to the last digit from amounts that show fewer decimals than
    others, it drops zeros at the end, and so does a sentence whose rate follows from its amounts only by rounding."""
    growths = [each for each in relations if isinstance(each, Growth) and not each.current.in_table]
    most = max((max(_decimals(each.current), _decimals(each.amount)) for each in growths), default=0)
    short = [
        each
        for each in growths
        if most >= _LEAST_DECIMALS
        and min(_decimals(each.current), _decimals(each.amount)) < most
        and each.current.quantity.unit == each.amount.quantity.unit
        and each.rate.quantity.value
        and each.prior
        and each.word.sign
    ]
    rates = [(each, each.rate.quantity) for each in short]
    follows = [rate.rounded(each.amount.quantity.value / each.prior) == rate.value for each, rate in rates]
    rest = [
        each for each, exact in zip(short, follows, strict=True) if not exact and each.outcome() is Outcome.ROUNDING
    ]
    if sum(follows) < _LEAST_EXACT or _RARELY * len(rest) > sum(follows):
        return
    for fact in (fact for each in rest for fact in (each.current, each.amount)):
        _trim(fact, most)


def _trim(fact: Fact, decimals: int) -> None:
    """An amount is exact to so many decimals, whatever zeros at its end were dropped."""
    quantity = fact.quantity
    half = quantity.unit.factor * Decimal(10) ** -decimals / 2
    if not quantity.approximate and not quantity.and_more and half < quantity.quantum:
        fact.bounded(Interval(quantity.value - half, quantity.value + half))


def tell_cells(book: Book, mentions: Iterable[Mention]) -> None:
    """An amount (110万元) that is the one of its cell (110.00) is as precise as that."""
    for mention in mentions:
        fact = mention.fact
        if not fact.firm or fact.quantity.unit.dimension != "money" or fact.quantity.approximate:
            continue
        cells = [cell for key in fact.keys for cell in book.cells.get(book.canonical(key), ()) if not cell.blank]
        same = bool(cells) and all(cell.quantity.value == fact.quantity.value for cell in cells)
        if same and any(cell.quantity.quantum < fact.quantity.quantum for cell in cells):
            fact.bounded(min((cell.interval for cell in cells), key=lambda each: each.high - each.low))


def _decimals(fact: Fact) -> int:
    """How many decimals an amount shows."""
    quantum = fact.quantity.quantum / fact.quantity.unit.factor
    return max(0, -quantum.adjusted()) if quantum else 0
