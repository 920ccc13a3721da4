"""What is new this year and no sentence of last year's document could tell: parts that had no amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from gouji.facts import TOTALS, Fact, FactKey
from gouji.rolling.edits import Edit
from gouji.rolling.groups import CLASSIFIED
from gouji.rolling.values import Values

_LEAST = 2
_FUNDS = frozenset(["", "all", "fiscal", "general", "fund", "capital"])


def untold(values: Values, edits: Sequence[Edit]) -> Iterator[Fact]:
    """The cells of this year's statements with an amount of what had none last year, that last year's narrative does not name although it
    tells others of the statement, and that no edit adds."""
    narrative = values.last.narrative
    told = {values.moved(key) for mention in narrative.mentions for key in mention.fact.keys}
    told |= {key for edit in edits for key in edit.keys}
    told |= {values.moved(key) for absence in narrative.absences for key in absence.keys}
    denied = {values.moved(key)._replace(measure="") for absence in narrative.absences for key in absence.keys}
    seen: set[FactKey] = set()
    for statement in values.now.statements:
        if statement.type is None or statement.prior:
            continue
        every = [(cell, key) for cell in statement.cells for key in cell.keys]
        listed = _listed(values, {key for _, key in every}, told)
        parts = [(cell, key) for cell, key in every if _is_part(key) or _kind(key) in listed]
        if not any(key in told for _, key in parts):
            continue
        for cell, key in parts:
            if (
                not cell.blank
                and cell.quantity.value
                and key not in told | seen
                and key.period == values.now.year
                and key._replace(measure="") not in denied
                and _had_none(values, key)
            ):
                seen.add(key)
                yield cell


def _kind(key: FactKey) -> FactKey:
    """The 科目 of one level: what a key says besides the code itself."""
    return key._replace(item=key.item[:2] + "0" * (len(key.item) - 2))


def _listed(values: Values, keys: Set[FactKey], told: Set[FactKey]) -> set[FactKey]:
    """The kinds of 科目 of which last year's narrative told every one that had an amount."""
    kinds = {_kind(key) for key in keys if key.item[:2] in CLASSIFIED}
    before: dict[FactKey, set[FactKey]] = {kind: set() for kind in kinds}
    for key, facts in values.figures_last.cells.items():
        if facts[0].quantity.value and not facts[0].blank and (moved := values.moved(key)) and _kind(moved) in before:
            before[_kind(moved)].add(moved)
    return {kind for kind, each in before.items() if len(each) >= _LEAST and each <= told}


def _is_part(key: FactKey) -> bool:
    """Whether a key measures a part that has a name of its own (公务接待费, 事业收入), no code."""
    return key.item[1:2] != ":" and (key.item not in TOTALS or key.scope not in _FUNDS)


def _had_none(values: Values, key: FactKey) -> bool:
    before = values.last_cell(key._replace(period=key.period - values.distance))
    if key.item[1:2] == ":":
        return before is None or before.blank or before.quantity.value == 0
    return before is not None and (before.blank or before.quantity.value == 0)
