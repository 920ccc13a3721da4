"""Numbered lists whose rows an identity knows to be the parts of the amount above them (1．基本支出…；2．项目支出…)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.facts import BALANCES, Fact, FactKey
from gouji.lexicon import Identity
from gouji.narrative.claims import Row
from gouji.narrative.state import is_unnamed
from gouji.relations import Relation, Sum
from gouji.statements.identities import matches, part_key
from gouji.tieout.ground import Ground
from gouji.tieout.lists import below
from gouji.tieout.readings import Reading, best

_LEAST = 2


class Numbered(Ground):
    """The relations of rows below the amount that they are parts of. What a row does not say is nothing only where units leave
    out what they do not have."""

    def relations(self) -> Iterator[Relation]:
        rows = self.claims.rows
        for index, row in enumerate(rows):
            total = row.amounts[0] if row.amounts else None
            if total is None or total.sign or not total.fact.keys:
                continue
            under = below(row, rows[index + 1 :])
            children = [each for each in under if each.level == under[0].level] if under else []
            if len(children) > 1 and all(each.amounts and each.amounts[0].leads for each in children):
                yield from self._of(total.fact, children)

    def _of(self, total: Fact, children: Sequence[Row]) -> Iterator[Relation]:
        told = {self.book.canonical(key): row.amounts[0].fact for row in children for key in row.amounts[0].fact.keys}
        if len(told) != len(children):
            return
        carried = [fact for key, fact in told.items() if key.flow in BALANCES]
        unnamed = any(is_unnamed(key) for key in total.keys)
        for identity in self.lexicon.identities:
            if identity.tables_only or identity.balance or not identity.open_parts:
                continue
            keys = [part_key(next(iter(told)), identity.total)] if unnamed else (*total.keys, *total.alternatives)
            if (
                carried
            ):  # 收入总计…：1.财政拨款收入…；2.年初结转和结余…: of the year's own amount, and what was carried into it
                keys = [*keys, *(key._replace(item="total") for key in keys if key.item == "grand")]
            for key in map(self.book.canonical, keys):
                parts = self._parts(identity, key, told) if matches(key, identity.total) else []
                if parts:
                    beside = tuple(each.fact for row in children for each in row.amounts[1:] if not each.sign)
                    for chosen in best(_sums(total, parts, carried)):
                        if isinstance(chosen, Sum):  # 事业收入32万元，其他收入26万元: in one row
                            chosen.loose = beside
                        yield chosen
                    return

    def _parts(self, identity: Identity, key: FactKey, told: dict[FactKey, Fact]) -> list[Fact]:
        """The rows, if an identity names every one of them but what was carried over, and nothing that no row names has an
        amount."""
        own = [each for each in told if each.flow not in BALANCES]
        wanted = [self.book.canonical(part_key(key, part)) for part in identity.parts]
        others = [self.book.cell(each) for each in wanted if each not in own]
        if len(own) < _LEAST or not set(own) <= set(wanted):
            return []
        return [] if any(cell is not None and cell.quantity.value for cell in others) else [told[each] for each in own]


def _sums(total: Fact, parts: Sequence[Fact], carried: Sequence[Fact]) -> Iterator[Reading]:
    yield Reading(Sum(total, list(parts), kind="parts"), accuses=not carried)
    if carried:
        yield Reading(Sum(total, [*parts, *carried], kind="parts"))
