"""Readings: what a claim can mean where its words leave that open.

A claim holds if one of its readings holds. It fails only if every reading fails that its words allow; then the best of
them is named. A reading that may only confirm (another total, another number of the paragraph) never accuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gouji.facts import BALANCES, Fact, FactKey
from gouji.narrative.claims import Group, Mention
from gouji.quantity import is_slip
from gouji.relations import Relation, Sum
from gouji.tieout.book import Book

_LEAST_DIGITS = 4


class Reading(NamedTuple):
    """One meaning of a claim, and whether the claim may be accused by it."""

    relation: Relation
    accuses: bool = True


def best(readings: Iterable[Reading]) -> Iterator[Relation]:
    """The claim under the first reading that holds, else under the first by which it may be accused."""
    accusing: Relation | None = None
    for reading in readings:
        if reading.relation.is_met:
            yield reading.relation
            return
        if accusing is None and reading.accuses:
            accusing = reading.relation
    if accusing is not None:
        yield accusing


# ── the keys of single numbers ───────────────────────────────────────────────────────────────────────────────────


def open_totals(groups: Iterable[Group]) -> None:
    """收入总计1,000万元，包括：财政拨款收入900万元，其他收入100万元: a 总计 that its list makes without anything carried over may be
    what the statements call 合计."""
    for group in groups:
        whole, parts = group.parent_fact, [fact for _, fact in group.children]
        own = not any(dims.flow in BALANCES for dims, _ in group.children)
        if whole is not None and parts and own and all(key.item == "grand" for key in whole.keys):
            relation = Sum(whole, parts)
            if relation.computed == whole.quantity.value and not whole.alternatives:
                whole.alternatives = tuple(key._replace(item="total") for key in whole.keys)


def tell(book: Book, mentions: Iterable[Mention]) -> list[tuple[Mention, Fact]]:
    """Enter the numbers of a narrative into the book under the keys that they turn out to have; those whose year is wrong,
    with what they are."""
    misdated: list[tuple[Mention, Fact]] = []
    beside: dict[int, list[Mention]] = {}
    for mention in mentions:
        beside.setdefault(mention.paragraph, []).append(mention)
    for mention in sorted(mentions, key=lambda mention: any(key.period != book.year for key in mention.fact.keys)):
        cell = _redated(book, mention, beside[mention.paragraph])
        if cell is not None:
            misdated.append((mention, cell))
            book.misdated.add(mention.fact)
        _settle(book, mention.fact)
        for key in mention.fact.keys:
            book.mentions.setdefault(book.canonical(key), []).append(mention)
    for found in book.mentions.values():
        found.sort(key=lambda mention: (mention.paragraph, mention.at))
    return misdated


def _redated(book: Book, mention: Mention, beside: Iterable[Mention]) -> Fact | None:
    """A number given as another year's that is this year's by a table or elsewhere in the text: the year is wrong, not the
    number; `beside` are the numbers of its paragraph."""
    fact = mention.fact
    keys = tuple(key._replace(period=book.year) for key in fact.keys)
    if not keys or keys == fact.keys or any(book.cells.get(book.canonical(key)) for key in fact.keys):
        return None
    said = [other for key in keys for other in book.mentions.get(book.canonical(key), ())]
    if any(other.paragraph == mention.paragraph and other.fact not in book.misdated for other in said):
        return None  # both years side by side
    cells = [book.stated(key) for key in keys]
    shown = all(each is not None and not each.blank and _is_the_number(each, fact) for each in cells)
    if not shown or _digits_shown(book, fact, beside) < _LEAST_DIGITS:
        return None
    if not any(cell is not None and cell.in_table for cell in cells) and _differ(book, fact, beside):
        return None
    fact.keys = keys
    return cells[0]


def _digits_shown(book: Book, fact: Fact, beside: Iterable[Mention]) -> int:
    """How many digits of a number, and of the others that a paragraph gives for its year, this year's figures show: few digits
    are the same in two years by chance."""
    shown: set[str] = set()
    for other in (mention.fact for mention in beside):
        same = other in book.misdated or {key.period for key in other.keys} & {key.period for key in fact.keys}
        cells = [book.stated(key._replace(period=book.year)) for key in other.keys]
        if same and all(cell is not None and not cell.blank and _is_the_number(cell, other) for cell in cells):
            shown.add(other.quantity.figures)
    return sum(map(len, shown))


def _is_the_number(cell: Fact, told: Fact) -> bool:
    """Whether one of two numbers is the other one rounded."""
    return cell.quantity.value in told.interval or told.quantity.value in cell.interval


def _differ(book: Book, fact: Fact, beside: Iterable[Mention]) -> bool:
    """Whether of another number that a paragraph gives for the same year, the text tells something else for this year: what did
    not change stands beside it."""
    periods = {key.period for key in fact.keys}
    for other in beside:
        for key in other.fact.keys:
            now = book.stated(key._replace(period=book.year))
            if other.fact.firm and key.period in periods and now and not now.interval.meets(other.fact.interval):
                return True
    return False


def _settle(book: Book, fact: Fact) -> None:
    """Of the keys that a phrase leaves open (合计 or 总计), take the one whose cell shows the number. Where both have one, and
    neither shows it, it is wrong by either; that of a nature (基本支出) whose scope was assumed only where all scopes agree."""
    if not fact.alternatives:
        return
    told = [[cell for key in keys for cell in book.cells.get(book.canonical(key), ())] for keys in _keys(fact)]
    if not any(told):
        fact.firm = False
        return
    for shown in (fact.interval, fact.quantity.lenient):  # what was cut off instead of rounded shows it too
        for keys, cells in zip(_keys(fact), told, strict=True):
            amounts = [cell for cell in cells if not cell.blank]
            if amounts and all(cell.interval.meets(shown) for cell in amounts):
                kept = tuple(
                    key for key in fact.keys if key.item.startswith("P:") or (key.item == "grand" and not told[0])
                )
                fact.keys = (*kept, *keys) if keys is not fact.keys else keys
                return
    slipped = [keys for keys, cells in zip(_keys(fact), told, strict=True) if _is_slip_of(fact, cells)]
    if slipped == [fact.alternatives]:
        fact.keys = fact.alternatives
        return
    if not told[0] and all(key.item == "grand" for key in fact.keys):
        fact.keys += fact.alternatives  # of a source of money, only the total is in a statement
    values = {cell.quantity.value for cells in told for cell in cells if not cell.blank}
    if any(key.nature != "all" for key in fact.keys) and len(values) > 1:
        fact.firm = False  # whose nature it is was assumed


def _is_slip_of(fact: Fact, cells: Iterable[Fact]) -> bool:
    """Whether all cells show one amount, of which what stands there is a slip."""
    values = {cell.quantity.value for cell in cells if not cell.blank}
    return len(values) == 1 and all(is_slip(fact.quantity, value) for value in values)


def _keys(fact: Fact) -> tuple[tuple[FactKey, ...], tuple[FactKey, ...]]:
    return fact.keys, fact.alternatives
