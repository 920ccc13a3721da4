"""Totals that nobody names: what they are broken down into, where a statement shows of what they are the total."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import TOTALS, Fact, FactKey
from gouji.narrative.claims import Group
from gouji.quantity import is_slip
from gouji.relations import Relation, Same, Sum
from gouji.tieout.ground import Ground

_LEAST_DIGITS = 5


class Unnamed(Ground):
    """纳入绩效目标的金额为656.73万元，其中：基本支出…，项目支出…: the relations of such a total's parts."""

    def relations(self) -> Iterator[Relation]:
        for group in self.claims.groups:
            total = group.parent_fact
            natures = [dims.nature for dims, _ in group.children]
            if total is None or not group.parent.item.startswith("P:") or len(natures) < 2:
                continue
            if not all(natures) or len(set(natures)) < len(natures) or not _is_long(total):
                continue
            if any(not each.item.startswith("P:") or each.period for each, _ in group.children):
                continue
            yield from self._broken_down(group, total)

    def _broken_down(self, group: Group, total: Fact) -> Iterator[Relation]:
        """The parts are those of the statement's total that is the same to the last digit, where the statement's parts make it and
        no more than one of them is told otherwise; or all parts are, and what is told is a slip of that total."""
        for key, whole in self._totals():
            cells = [self.book.cell(key._replace(item="total", nature=dims.nature)) for dims, _ in group.children]
            parts = [fact for _, fact in group.children]
            known = [cell for cell in cells if cell is not None and not cell.blank]
            if len(known) < len(parts) or not Sum(whole, known).is_met:
                continue
            ties = [Same(part, cell) for part, cell in zip(parts, known, strict=True)]
            wrong = sum(not tie.is_met for tie in ties)
            if whole.quantity.value == total.quantity.value and wrong <= 1:
                yield from (Sum(total, parts, kind="parts"), *ties)
                return
            if not wrong and is_slip(total.quantity, whole.quantity.value):
                yield from (Sum(total, parts, kind="parts"), *ties, Same(total, whole))
                return

    def _totals(self) -> Iterator[tuple[FactKey, Fact]]:
        """The totals of the year's spending in the statements."""
        wanted = ("expenditure", "all", self.book.year)
        for key, cells in self.book.cells.items():
            if key.item in TOTALS and (key.flow, key.nature, key.period) == wanted:
                yield from ((key, cell) for cell in cells if not cell.blank)


def _is_long(fact: Fact) -> bool:
    digits = fact.quantity.figures.rstrip("0")
    return len(digits) >= _LEAST_DIGITS
