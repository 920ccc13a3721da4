"""Parts that are known and disjoint, and more than their whole: these accuse, whatever else a list may leave out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.facts import CODED, TOTALS, Fact, FactKey, key_for
from gouji.lexicon import Dims
from gouji.narrative.claims import Group, Row
from gouji.narrative.frames import BUDGETS
from gouji.narrative.parts import is_line
from gouji.relations import AtMost, Outcome, Relation, Sum
from gouji.statements.identities import matches, part_key
from gouji.tieout.carried import SIDES
from gouji.tieout.ground import Ground
from gouji.tieout.lists import below


class Exceeding(Ground):
    """The relations of lists that are too large, by what their words say, whatever scopes may be one."""

    def relations(self, found: Sequence[Relation]) -> Iterator[Relation]:
        """`found` are the sums that are looked at already."""
        summed = {each.total for each in found if isinstance(each, Sum) and each.kind != "list"}
        for group in self.claims.groups:
            for relation in self._of_group(group) if group.kind != "of-which" else ():
                if _whole_of(relation) not in summed:
                    yield relation
        for index, row in enumerate(self.claims.rows):
            yield from self._left(row)
            for relation in self._of_rows(row, self.claims.rows[index + 1 :]):
                if _whole_of(relation) not in summed:
                    yield relation

    def _of_group(self, group: Group) -> Iterator[Sum | AtMost]:
        whole = group.parent_fact
        parent = key_for(group.parent, self.book.year)
        if whole is None or parent is None or group.parent.period or self.is_of_all(group):
            return
        told: dict[FactKey, Fact] = {}
        for dims, fact in group.children:
            key = key_for(dims, self.book.year)
            if key is not None and fact.quantity.unit.dimension == whole.quantity.unit.dimension:
                told.setdefault(key, fact)
        yield from _too_many(whole, self._coded(parent, told))
        fiscal = [parent._replace(scope="fiscal")] if parent.scope == "all" else []  # no more of it than of all funds
        year = [parent._replace(item="total")] if parent.item == "grand" else []  # nor of the year's
        for key in (parent, *fiscal, *year):
            for identity in self.lexicon.identities:
                if not identity.tables_only and not identity.balance and matches(key, identity.total):
                    for parts in (identity.parts, *identity.alternatives):
                        known = self._known(key, parts, told)
                        yield from _too_many(whole, [*known, *_carried(parent, told)] if known else [])

    def _coded(self, parent: FactKey, told: dict[FactKey, Fact]) -> list[Fact]:
        """The 科目 of one level in a total, or in a 科目 above them."""
        coded = {key: fact for key, fact in told.items() if key.item[:2] in CODED}
        line = is_line(parent.item)  # 机关运行经费, of which nobody says whose money it is
        inside = "" if parent.item in TOTALS or line else parent.item
        same = {(key.item[:1], len(key.item), _beside(key, line)) for key in coded}
        own = _beside(parent, line)
        if len(same) != 1 or next(iter(same))[2] != own or not all(key.item.startswith(inside) for key in coded):
            return []
        return list(coded.values())

    def _known(self, parent: FactKey, dims: Sequence[Dims], told: dict[FactKey, Fact]) -> list[Fact]:
        wanted = [part_key(parent, part) for part in dims]
        return [told[key] for key in wanted if key in told]

    def _of_rows(self, row: Row, following: Sequence[Row]) -> Iterator[Sum | AtMost]:
        """主要支出项目包括：（一）…（二）…: rows that each begin with an amount of one 科目, below a total of their kind."""
        rows = below(row, following)
        firsts = [each.amounts[0].fact for each in rows if each.level == rows[0].level and each.amounts]
        keys = [fact.keys[0] if len(fact.keys) == 1 else None for fact in firsts]
        coded = {key: fact for key, fact in zip(keys, firsts, strict=True) if key is not None}
        if len(coded) < len(firsts) or not coded:
            return
        for key in row.amounts[0].fact.keys if row.amounts else ():
            for identity in self.lexicon.identities:
                if not identity.tables_only and not identity.balance and matches(key, identity.total):
                    parts = self._known(key, identity.parts, coded)
                    yield from _too_many(row.amounts[0].fact, parts if len(parts) == len(coded) else [])
        for amount in row.amounts:
            for key in amount.fact.keys:
                if key.nature != "all" and self.are_of_all(set(firsts)):
                    continue
                if key.item in TOTALS and not amount.sign and all(key.scope == each.scope for each in coded):
                    yield from _too_many(amount.fact, self._coded(key, coded))

    def _left(self, row: Row) -> Iterator[Sum | AtMost]:
        """全年预算数100.00万元，执行数86.50万元，…结转13.50万元: what was spent and what is left are no more than the budget."""
        told: dict[FactKey, Fact] = {}
        for amount in row.amounts:
            if amount.name in self.lexicon.phrases["exhaustive"]["left"] and not amount.sign:
                for key, spent in told.items():
                    whole = told.get(key._replace(measure="full"))
                    if key.measure == "final" and whole is not None:
                        yield from _too_many(whole, [spent, amount.fact])
            told.update((key, amount.fact) for key in amount.fact.keys)
            told = {} if amount.ends else told


def _beside(key: FactKey, line: bool) -> FactKey:
    """What the parts of a total have in common with it."""
    return key._replace(item="", scope="", flow="", nature="") if line else key._replace(item="", scope="")


def _carried(parent: FactKey, told: dict[FactKey, Fact]) -> list[Fact]:
    """What was carried into a total that has it within: 收入总计, or a budget's 收入预算."""
    flows = SIDES.get(parent.flow, ()) if parent.item == "grand" or parent.measure in BUDGETS else ()
    return [fact for key, fact in told.items() if key.flow in flows]


def _whole_of(relation: Sum | AtMost) -> Fact:
    return relation.whole if isinstance(relation, AtMost) else relation.total


def _too_many(whole: Fact, parts: list[Fact]) -> Iterator[Sum | AtMost]:
    if not parts or whole in parts or len(set(parts)) < len(parts):
        return
    if len(parts) == 1:
        bound = AtMost(parts[0], whole)  # of a list of which no other part is known, it is not all
        yield from [] if bound.is_met else [bound]
        return
    relation = Sum(whole, parts, kind="parts")
    if relation.outcome() is Outcome.FAILS and relation.computed > whole.quantity.value:
        yield relation
