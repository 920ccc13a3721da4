"""Why a number of the narrative stayed unchecked."""

from __future__ import annotations

from enum import Enum

from gouji.narrative.claims import Mention
from gouji.tieout.book import Book


class Unchecked(Enum):
    """The reasons, in the words of a report."""

    NOT_FISCAL = "不是收支数据"
    NO_ITEM = "没有认出所说的项目"
    NO_MEASURE = "没有认出所说的指标"
    AMBIGUOUS = "可作几种理解"
    NOTHING_TO_COMPARE = "文中没有可对照的表或数"


def why(mention: Mention, book: Book) -> Unchecked:
    """Why nothing could be said about a number: by what is open in its keys."""
    if mention.reason:
        return Unchecked.NOT_FISCAL
    fact = mention.fact
    if any(key.item[:2] in ("P:", "N:") for key in fact.keys):
        return Unchecked.NO_ITEM
    if fact.keys:
        if not fact.firm:
            return Unchecked.AMBIGUOUS
        measured = any(
            cell.keys and cell.keys[0].item == key.item
            for key in fact.keys
            for cell in book.cells.get(book.canonical(key), ())
        )
        return Unchecked.AMBIGUOUS if measured else Unchecked.NOTHING_TO_COMPARE
    if mention.dims is not None and mention.dims.item[:2] not in ("", "P:", "N:"):
        return Unchecked.NO_MEASURE
    if fact.quantity.unit.is_count:
        return Unchecked.NOT_FISCAL
    return Unchecked.NO_ITEM if fact.quantity.unit.dimension == "money" else Unchecked.NO_MEASURE
