"""The parts of income and expenditure that a sentence lists one by one, as the one list that a template has for them."""

from __future__ import annotations

from typing import NamedTuple

import regex

from gouji.writing.figures import PartEntry, part_entries
from gouji.writing.known import Known
from gouji.writing.styles import FLOWS

_AMOUNT = r"\{\{ '%s' \| 金额(?:或零)? \}\}"
_SHARE = r"(?P<mid>[^{}；。]{0,12})\{\{ '%s' \| 占比\('(?P<whole>[^']+)'\) \}\}(?P<end>）?)"
_LEAD = r"(?P<lead>[，,]?[^，。；{}]{1,6}[：:])"


class PartList(NamedTuple):
    """How a document lists parts: what stands before them, each of them, and between them."""

    lead: str
    item: str
    between: str


def listed(line: str, known: Known, breakdown: PartList | None) -> tuple[str, PartList | None]:
    """A line in which the parts that income or expenditure has are told one by one, with the one list in their place; how it lists them. A style has
    one way to: lists of another one stay."""
    for flow in FLOWS:
        told = {part.name for part in known.parts(flow)}
        entries = [entry for entry in part_entries(flow) if entry.name in told]
        match = _pattern(entries).search(line) if entries else None
        if match is None:
            continue
        between = match["between"] if len(entries) > 1 else (breakdown.between if breakdown else "；")
        found = PartList(match["lead"], f"{{name}}{{amount}}{match['mid']}{{share}}{match['end']}", between)
        if breakdown is None or breakdown == found:
            expression = f"{{{{ '{match['whole']}' | 列举('{flow}') }}}}"
            return line[: match.start()] + expression + line[match.end() :], found
    return line, breakdown


def _pattern(entries: list[PartEntry]) -> regex.Pattern[str]:
    """The parts in their order, each with its amount and its share, the same words between."""
    pieces = [_LEAD]
    for number, entry in enumerate(entries):
        if number:
            pieces.append(r"(?P<between>[，；、,;])" if number == 1 else r"(?P=between)")
        subject = regex.escape(entry.subject)
        share = _SHARE if not number else r"(?P=mid)\{\{ '%s' \| 占比\('(?P=whole)'\) \}\}(?P=end)"
        pieces.append(regex.escape(entry.name) + _AMOUNT % subject + share % subject)
    return regex.compile("".join(pieces))
