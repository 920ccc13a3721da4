"""Totals that nobody names: what they are broken down into, where a statement shows of what they are the total."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import TOTALS, Fact, FactKey
from gouji.narrative.claims import Group
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
        no more than one of them is told otherwise."""
        for key in self._totals(total):
            cells = [self.book.cell(key._replace(item="total", nature=dims.nature)) for dims, _ in group.children]
            parts = [fact for _, fact in group.children]
            known = [cell for cell in cells if cell is not None and not cell.blank]
            if len(known) < len(parts) or not Sum(total, known).is_met:
                continue
            ties = [Same(part, cell) for part, cell in zip(parts, known, strict=True)]
            if sum(not tie.is_met for tie in ties) <= 1:
                yield Sum(total, parts, kind="parts")
                yield from ties
                return

    def _totals(self, total: Fact) -> Iterator[FactKey]:
        wanted = ("expenditure", "all", self.book.year)
        for key, cells in self.book.cells.items():
            totals = key.item in TOTALS and (key.flow, key.nature, key.period) == wanted
            if totals and any(not cell.blank and cell.quantity.value == total.quantity.value for cell in cells):
                yield key


def _is_long(fact: Fact) -> bool:
    digits = fact.quantity.digits(fact.quantity.value).replace(",", "").replace(".", "").strip("0")
    return len(digits) >= _LEAST_DIGITS
