"""Telling causes apart, and wording them."""

from __future__ import annotations

from decimal import Decimal

from gouji.facts import Fact, Word
from gouji.quantity import Quantity, money_units
from gouji.relations import (
    AlikeShares,
    AtMost,
    Between,
    Flat,
    Growth,
    GrowthFrom,
    Order,
    Ratio,
    Relation,
    Same,
    Sum,
    WeightedGrowth,
)
from gouji.relations import Change as ChangeRelation
from gouji.tieout.blame import Cause
from gouji.tieout.presence import Presence, Unsaid


def is_word(cause: Cause, role: str, *families: str) -> bool:
    """The accused is a word of this role in a relation of one of these families."""
    return isinstance(cause.site, Word) and cause.site.role == role and cause.main.family in families


def is_sum(cause: Cause, *kinds: str) -> bool:
    """The accused is a number in a sum of one of these kinds."""
    return isinstance(cause.site, Fact) and isinstance(cause.main, Sum) and cause.main.kind in kinds


def is_likely(cause: Cause) -> bool:
    """Whether the accused may be right, because the parts of the sum, or the whole of the share, are only very likely these."""
    return isinstance(cause.main, Sum | Ratio) and cause.main.likely


def is_zero_base(relation: Relation) -> bool:
    return isinstance(relation, Ratio | Growth | GrowthFrom) and relation.zero_base


def is_growth(cause: Cause) -> bool:
    return isinstance(cause.main, Growth | GrowthFrom) and isinstance(cause.site, Fact) and not is_zero_base(cause.main)


def is_rate(cause: Cause) -> bool:
    return isinstance(cause.site, Fact) and cause.site.quantity.unit.dimension == "rate"


def is_ratio(cause: Cause, kind: str) -> bool:
    main = cause.main
    return isinstance(main, Ratio) and main.kind == kind and isinstance(cause.site, Fact) and not main.zero_base


def are_alike(cause: Cause) -> bool:
    """Whether two shares of one whole give different wholes."""
    return isinstance(cause.main, AlikeShares)


def is_change(cause: Cause) -> bool:
    return isinstance(cause.main, ChangeRelation) and isinstance(cause.site, Fact)


def is_bound(cause: Cause, kind: str = "parts") -> bool:
    return isinstance(cause.main, AtMost) and cause.main.kind == kind


def is_bound_by_cell(cause: Cause) -> bool:
    """A number of the narrative that is a part or a whole of a table's cell."""
    return is_bound(cause) and any(site.in_table for site in cause.main.sites if isinstance(site, Fact))


def is_between(cause: Cause) -> bool:
    return isinstance(cause.main, (Between, WeightedGrowth))


def tied_cells(cause: Cause) -> list[Fact]:
    """The table cells that state the same fact as the accused narrative number."""
    if not isinstance(cause.site, Fact) or cause.site.in_table:
        return []
    return [
        other
        for relation in cause.relations
        if isinstance(relation, Same)
        for other in relation.sites
        if isinstance(other, Fact) and other is not cause.site and other.in_table
    ]


def same_kind(cause: Cause) -> str:
    """For a failed same-fact relation: "cell" (against a table), "cells" (between tables), "text" or "count"; else ""."""
    main = cause.main
    if not isinstance(main, Same) or not isinstance(cause.site, Fact):
        return ""
    facts = [site for site in main.sites if isinstance(site, Fact)]
    if any(fact.subject == "count" and not fact.keys for fact in facts):
        return "count"
    tables = sum(fact.in_table for fact in facts)
    return ("text", "cell", "cells")[tables]


def is_cut(cause: Cause) -> bool:
    """A cell whose failing relations all come from its having lost its last digits."""
    return in_table(cause) and isinstance(cause.main, Same | Sum) and cause.main.holds_if_cut()


def counterpart(cause: Cause) -> Fact:
    """The other statement of the accused fact."""
    main = cause.main
    assert isinstance(main, Same)
    return main.second if main.first is cause.site else main.first


def unit_factor(cause: Cause) -> int | None:
    """The power of ten by which the accused number differs from a cell of the same fact, if it is one."""
    site = cause.site
    if not isinstance(site, Fact):
        return None
    for cell in tied_cells(cause):
        if cell.quantity.value <= 0 or site.quantity.value <= 0:
            continue
        for power in (1, 2, 3, 4, 6, 8):
            for factor in (Decimal(10) ** power, Decimal(10) ** -power):
                scaled = site.interval
                if cell.interval.low / factor <= scaled.high and scaled.low <= cell.interval.high / factor:
                    return power if factor > 1 else -power
    return None


def unit_text(cause: Cause) -> str:
    """The stated digits with the money unit that fits the table, "" if none does."""
    site = cause.site
    cell = next(iter(tied_cells(cause)), None)
    if not isinstance(site, Fact) or cell is None:
        return ""
    digits = site.quantity.digits(site.quantity.value)
    for name in (unit.name for unit in money_units()):
        if name != site.quantity.unit.name and Quantity.parse(digits + name).interval.meets(cell.interval):
            return digits + name
    return ""


def stated(cause: Cause) -> str:
    """The accused as it stands in the text."""
    return cause.site.text


def expected(cause: Cause) -> str:
    """The repairing value as text, or “” where it is not certain."""
    site = cause.site
    if isinstance(site, Fact) and isinstance(cause.value, Decimal):
        other = "" if site.in_table else _in_other_unit(site.quantity, cause.value)
        return other or displayed(cause, site).show(cause.value)
    return ""


def displayed(cause: Cause, site: Fact) -> Quantity:
    """The amount as whose decimals and unit a repairing value is written: a blank cell shows none of its own."""
    main = cause.main
    return main.total.quantity if site.blank and isinstance(main, Sum) else site.quantity


def _in_other_unit(quantity: Quantity, value: Decimal) -> str:
    """The same digits with the unit of money that makes them `value` (1682.76元 that is 1682.76万元), "" if none does."""
    if quantity.unit.dimension != "money" or quantity.value == 0:
        return ""
    digits = quantity.digits(quantity.value)
    fitting = (unit.name for unit in money_units() if value * quantity.unit.factor == quantity.value * unit.factor)
    return next((digits + name for name in fitting if name != quantity.unit.name), "")


def should_be(cause: Cause) -> str:
    """“应为 X，”, or nothing where X is not certain."""
    text = expected(cause)
    return f"应为{text}，" if text else ""


def presence(cause: Cause, *kinds: str) -> bool:
    """A word listed or denied against the cells."""
    return isinstance(cause.main, Presence) and cause.main.kind in kinds


def is_unsaid(cause: Cause) -> bool:
    """The word of a change is missing."""
    return isinstance(cause.main, Unsaid)


def presence_cells(cause: Cause) -> list[Fact]:
    return cause.main.cells if isinstance(cause.main, Presence) else []


def compared(cause: Cause) -> Word | None:
    """The word of a failed comparison of two figures, whichever of the three is accused."""
    return cause.main.word if isinstance(cause.main, Order) else None


def is_flat(cause: Cause) -> bool:
    """持平 is contradicted, whether the word or a figure is accused."""
    word = compared(cause)
    if isinstance(cause.main, Flat):
        return True
    return word is not None and word.sign == 0 and not is_comparison(cause)


def is_comparison(cause: Cause) -> bool:
    """大于/小于/等于 is contradicted."""
    word = compared(cause)
    return word is not None and word.role == "comparison" and word.text not in ("持平",)


def flat_word(cause: Cause) -> Word:
    assert isinstance(cause.main, Flat | Order)
    return cause.main.word


def place(cause: Cause) -> str:
    return cause.site.place if isinstance(cause.site, Fact) else ""


def in_table(cause: Cause) -> bool:
    return isinstance(cause.site, Fact) and cause.site.in_table
