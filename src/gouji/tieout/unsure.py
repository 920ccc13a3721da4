"""Statements of which a number may be of another column (`Table.unsure`): what they say confirms, and accuses nothing."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.facts import Fact
from gouji.relations import Outcome, Relation
from gouji.statements import Statement
from gouji.tieout.presence import Presence


def without_unsure(relations: list[Relation], statements: Sequence[Statement]) -> list[Relation]:
    """The relations but for those that fail with a cell of such a statement."""
    unsure = {statement.index for statement in statements if statement.table.unsure}
    if not unsure:
        return relations
    return [
        relation
        for relation in relations
        if not any(cell.statement in unsure for cell in _cells(relation)) or relation.outcome() is not Outcome.FAILS
    ]


def _cells(relation: Relation) -> list[Fact]:
    sites = relation.cells if isinstance(relation, Presence) else relation.sites
    return [site for site in sites if isinstance(site, Fact) and site.in_table]
