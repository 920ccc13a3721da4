"""Facts: what a number measures, what it says, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from gouji.document import Span
from gouji.lexicon import Dims
from gouji.quantity import Interval, Quantity

TOTALS = ("total", "grand")
"""What a total is of: the year's amounts, or these and what was carried over."""

SCOPES = ("all", "fiscal", "general")
"""Of which money a total is, the widest first, where words leave it open."""

CODED = ("F:", "E:", "G:")
"""How the items begin that a classification has a code for."""

FUNDS = frozenset(["general", "fund", "capital"])
"""What 财政拨款 is made up of."""

BALANCES = frozenset(["opening", "closing", "surplus-used", "surplus-allocated"])
"""Flows of money that is carried over, set aside or taken from what was: no part of a year's income or expenditure."""


class FactKey(NamedTuple):
    """What a number measures (指标). Two facts are the same fact only if their keys are equal.

    scope    fund scope: all, fiscal, general, fund, capital; "" where the item itself implies it (三公经费 …)
    flow     income, expenditure, opening, closing …
    item     a 科目 code with its classification ("F:2080505", "E:30101", "G:501"), a named line, "total" or "grand"
    nature   all, basic, project, personnel, public …
    measure  final, initial, full, budget …; "change" and "rate" for movements
    period   the fiscal year, or 0 for the document's own
    """

    scope: str
    flow: str
    item: str
    nature: str
    measure: str
    period: int


def key_for(dims: Dims, year: int) -> FactKey | None:
    """The key of a fact with these dimensions; None if a dimension that matters is open."""
    period = year - 1 if dims.period == -1 else dims.period or year
    item = dims.item or "total"
    if item == "grand" and dims.nature not in ("", "all"):
        item = "total"  # nothing is carried over into 基本支出
    if item[1:2] != ":" and item not in TOTALS:
        scope = dims.scope if dims.scope in ("fund", "capital") else ""
        return FactKey(scope, "", item, "", dims.measure, period)
    flow = dims.flow
    if item[1:2] == ":" and flow in ("", "both"):
        flow = "expenditure"
    if not flow and dims.nature not in ("", "all"):
        flow = "expenditure"
    if not flow or flow == "both":
        return None
    return FactKey(dims.scope or "all", flow, item, dims.nature or "all", dims.measure, period)


@dataclass(eq=False, slots=True)
class Fact:
    """A quantity with what it measures and where it stands.

    `keys` has more than one entry where one number states several facts (“收入总计、支出总计均为”).
    `alternatives` are the keys it may have instead, where the words leave that open (收入预算: 合计 or 总计).
    `firm` is false where the key is a best reading only: such a fact may confirm, never accuse.
    `constant` marks a number that nobody wrote (the 100% that shares add up to, what an item's rows add up to).
    `published` marks a number of last year's document: it was public before this one, and is not the one to be wrong.
    `blank` marks an empty table cell, which stands for “nothing here”.
    """

    quantity: Quantity
    span: Span
    keys: tuple[FactKey, ...] = ()
    alternatives: tuple[FactKey, ...] = ()
    place: str = ""
    in_table: bool = False
    blank: bool = False
    firm: bool = True
    constant: bool = False
    published: bool = False
    subject: str = ""
    statement: int = -1
    row: int = -1
    column: int = -1
    _interval: Interval | None = field(default=None, init=False)

    @property
    def interval(self) -> Interval:
        if self._interval is None:
            self._interval = self.quantity.interval
        return self._interval

    def bounded(self, interval: Interval) -> None:
        """Its true value lies here: that of a sum of several cells."""
        self._interval = interval

    def revalue(self, quantity: Quantity) -> None:
        """State another quantity instead."""
        self.quantity = quantity
        self._interval = None

    @contextmanager
    def stating(self, value: Decimal) -> Iterator[None]:
        """State another value, for as long as the block lasts."""
        kept = self.quantity, self._interval
        self.revalue(self.quantity._replace(value=value))
        try:
            yield
        finally:
            self.quantity, self._interval = kept

    @property
    def text(self) -> str:
        return "（空）" if self.blank else self.quantity.text


@dataclass(eq=False, slots=True)
class Word:
    """A word that claims a sign: 增加 +1, 减少 −1, 持平 0; 大于 +1, 小于 −1, 等于 0."""

    sign: int
    text: str
    span: Span
    role: str = "direction"


Site = Fact | Word


class ListedItem(NamedTuple):
    """An item named in an enumeration (“主要包括：办公费、印刷费…”) and where."""

    name: str
    span: Span


@dataclass(slots=True)
class Enumeration:
    """The items that a passage names as making up a fact."""

    owner: FactKey
    items: list[ListedItem]
    span: Span
    complete: bool


@dataclass(slots=True)
class Absence:
    """A passage that says there is nothing to report for some keys (“无…收支”), and its section."""

    keys: tuple[FactKey, ...]
    span: Span
    text: str
    section: str
