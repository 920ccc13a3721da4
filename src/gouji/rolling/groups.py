"""Parts that a sentence may list one behind another: those that have names, and the 科目 of one level."""

from __future__ import annotations

from gouji.rolling.values import Values
from gouji.writing.figures import PartEntry, code_funds, part_entries, wholes
from gouji.writing.styles import FLOWS

Group = tuple[PartEntry, ...]
CLASSIFIED = ("F:", "E:")


def named_groups() -> list[Group]:
    """The parts of income and of expenditure, and of every whole, also with a part's own parts in its place."""
    known = wholes()
    named = {whole: [name for part in parts for name in known.get(part, (part,))] for whole, parts in known.items()}
    every = dict.fromkeys((*known.values(), *map(tuple, named.values())))
    return [*map(part_entries, FLOWS), *(tuple(PartEntry(name, name) for name in names) for names in every)]


def coded_groups(values: Values) -> list[Group]:
    """The 科目 of one level, of each fund and of all: those that either year has, by their names in a list."""
    items = {key.item for figures in (values.figures_last, values.figures_now) for key in figures.cells}
    levels: dict[tuple[str, int], list[str]] = {}
    for item in sorted(each for each in items if each[:2] in CLASSIFIED):
        levels.setdefault((item[:2], len(item)), []).append(item[2:])
    found: list[Group] = []
    for codes in levels.values():
        names = [values.listed_name(code) for code in codes]
        found += (
            tuple(PartEntry(*pair) for pair in zip(names, (fund + code for code in codes), strict=True))
            for fund in ("", *code_funds())
        )
    return found
