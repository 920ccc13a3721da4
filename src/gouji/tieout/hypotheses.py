"""Another hypothesis for a section whose numbers do not tie: that it speaks of another fund scope, or in another unit.

Where the scope, or the unit of a table, was ours to guess, the one under which its numbers tie is the right one. Where the document states it (in the
heading; a unit stands behind every number), all the section's failures are one finding: copied from another scope, or ten
thousand times too large.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.quantity import Interval
from gouji.relations import Group, Relation, Same
from gouji.tieout.blame import Cause
from gouji.tieout.book import Book

_FACTORS = tuple(Interval.exactly(Decimal(10) ** power) for power in (4, -4, 8, -8))
_LEAST = 2


class Explained(NamedTuple):
    """What a dropped section means instead: one cause that accuses, or ties under the scope that it does speak of."""

    cause: Cause | None
    ties: list[Relation]


def explain(group: Group, failing: Sequence[Relation], book: Book, lexicon: Lexicon) -> Explained | None:
    """The other hypothesis that explains every failure of a section, if there is one."""
    pairs = [pair for relation in failing if (pair := _pair(relation)) is not None]
    if len({told for told, _ in pairs}) < _LEAST:
        return None
    if any(all(told.interval.meets(cell.interval * factor) for told, cell in pairs) for factor in _FACTORS):
        stated = {statement.index for statement, _ in book.by_statement if statement.unit_stated}
        if all(_is_of_guessed_unit(cell, stated, book) for _, cell in pairs):
            return Explained(None, [])
        return Explained(_one(failing, pairs, "；本节的数都差同样的倍数，疑为单位有误"), [])
    scopes = {key.scope for told, _ in pairs for key in told.keys}
    for scope, name in lexicon.sections["scopes"].items():
        if scope in scopes:
            continue
        found = [(told, next(_under(told, scope, book), None)) for told, _ in pairs]
        ties: list[Relation] = [Same(told, cell) for told, cell in found if cell is not None]
        if len(ties) < len(found):
            continue
        if lexicon.dims_of(str(group[1])).scope:
            return Explained(_one(failing, pairs, f"；本节的数都是{name}的数，疑为照抄"), [])
        return Explained(None, ties)
    return None


def _is_of_guessed_unit(cell: Fact, stated: Set[int], book: Book) -> bool:
    """Whether a cell's table is none of those that say their unit, and none of these has the same amount."""
    same = (other for key in cell.keys for other in book.raw.get(key, ()))
    return cell.statement not in stated and not any(
        other.statement in stated and other.interval.meets(cell.interval) for other in same
    )


def _pair(relation: Relation) -> tuple[Fact, Fact] | None:
    """A number of the narrative and the cell that it should be."""
    if not isinstance(relation, Same):
        return None
    told, cell = relation.first, relation.second
    return (told, cell) if cell.in_table and not told.in_table and cell.quantity.value > 0 else None


def _under(told: Fact, scope: str, book: Book) -> Iterator[Fact]:
    """The cells that show a number under another scope."""
    for key in told.keys:
        for item in (key.item, "grand") if key.item == "total" else (key.item,):
            for cell in book.raw.get(key._replace(scope=scope, item=item), ()):
                if not cell.blank and cell.interval.meets(told.interval):
                    yield cell


def _one(failing: Sequence[Relation], pairs: Sequence[tuple[Fact, Fact]], note: str) -> Cause:
    """The failures of a section as one finding, at its largest number."""
    told, cell = max(pairs, key=lambda pair: pair[1].quantity.value)
    own = [relation for relation in failing if told in relation.sites]
    rest = [relation for relation in failing if relation not in own]
    return Cause(told, [*own, *rest], cell.quantity.value, False, note=note)
