"""Projects: what the text tells of a project is what the table of projects has under the same name."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact
from gouji.relations import Relation, Same
from gouji.tieout.ground import Ground

_LEAST_SURE = 3
"""How many amounts of a table have to be told alike for each that is not."""


class Projects(Ground):
    """Ties between the projects of the text and of a table, by their whole names."""

    def relations(self) -> Iterator[Relation]:
        """An amount of a known item (培训费) is not that of a project of its name; one that is another amount of the project's row
        (财政拨款, 上年结转) is only part of it."""
        cells, rows = self._cells()
        ties: dict[int, list[Same]] = {}
        for amount in (amount for row in self.claims.rows for amount in row.amounts):
            cell, fact = cells.get(amount.name), amount.fact
            if cell is None or amount.sign or (fact.keys and fact.firm):
                continue
            if fact.quantity.unit.dimension != cell.quantity.unit.dimension:
                continue
            relation = Same(fact, cell)
            if relation.is_met or not any(other.interval.meets(fact.interval) for other in rows[cell]):
                ties.setdefault(cell.statement, []).append(relation)
        for found in ties.values():
            failing = [relation for relation in found if not relation.is_met]
            sure = len(found) - len(failing) >= _LEAST_SURE * len(failing)
            yield from (relation for relation in found if relation.is_met or sure)

    def _cells(self) -> tuple[dict[str, Fact], dict[Fact, list[Fact]]]:
        """The amount of each project that the tables have once, by its name; and what else stands in its row."""
        named: dict[str, list[Fact]] = {}
        rows: dict[Fact, list[Fact]] = {}
        for statement, keys in self.book.by_statement:
            if statement.type is None or statement.type.rows != "projects":
                continue
            by_row: dict[int, list[Fact]] = {}
            for cell in statement.amounts:
                by_row.setdefault(cell.row, []).append(cell)
            for key, facts in keys.items():
                if key.item.startswith("P:") and key.scope == "all":
                    amounts = [fact for fact in facts if not fact.blank and fact.quantity.value != 0]
                    named.setdefault(key.item[2:], []).extend(amounts)
                    rows |= {fact: by_row.get(fact.row, []) for fact in amounts}
        return {name: facts[0] for name, facts in named.items() if name and len(facts) == 1}, rows
