"""What a document says of itself: whose it is, of which year and kind, how far it reaches and what it leaves out.

The text decides, never the name of the file, except where the text names no year at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from gouji.about.names import Names
from gouji.about.places import NOWHERE, Place, place_of
from gouji.about.times import kind_of, year_of
from gouji.about.words import about_words
from gouji.about.writing import Writing
from gouji.document import Document, Span
from gouji.lexicon import Lexicon
from gouji.precompiled import pattern_of

__all__ = ["KIND_NAMES", "About", "Place", "about", "leading"]

KIND_NAMES = {"final": "决算", "budget": "预算"}

_YEAR_IN_NAME = pattern_of(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself.

    unit       the name of the unit, "" if none is stated; `names` are all that titles and labels call it
    superior   the department over it, where that is another
    code       the unit's budget code, where a label tells it
    place      the jurisdiction
    body       department (部门), unit (单位) or ""
    kind       final (决算), budget (预算) or unknown
    year       the fiscal year, 0 if none is stated
    titles     its titles, as they stand
    extent     consolidated (汇总), own (本级) or ""
    tables, narrative    whether it has any of its own
    elsewhere  where it says that its tables stand elsewhere (见附表)
    rounding   where it says that sums may differ in the last digit
    redaction  where it says that something is left out as secret
    removed    where it says that amounts are, so that what is listed may be less than its total
    """

    unit: str = ""
    names: tuple[str, ...] = ()
    superior: str = ""
    code: str = ""
    place: Place = NOWHERE
    body: str = ""
    kind: str = "unknown"
    year: int = 0
    titles: tuple[str, ...] = ()
    extent: str = ""
    tables: bool = False
    narrative: bool = False
    elsewhere: Span | None = None
    rounding: Span | None = None
    redaction: Span | None = None
    removed: Span | None = None

    def __str__(self) -> str:
        """2024年决算, as far as it is known."""
        kind = KIND_NAMES.get(self.kind, "")
        return f"{self.year}年{kind}" if self.year else kind

    def told(self, place: Callable[[Span], dict[str, Any]]) -> dict[str, Any]:
        """What is stated, by name, as other programs read it, None for what is not; with the `place` of what is to be known
        of its numbers."""
        notes = {"elsewhere": self.elsewhere, "rounding": self.rounding, "redaction": self.redaction}
        return {
            "unit": self.unit or None,
            "superior": self.superior or None,
            "unit_code": self.code or None,
            "province": self.place.province or None,
            "city": self.place.city or None,
            "county": self.place.county or None,
            "level": self.place.level or None,
            "body": self.body or None,
            "kind": self.kind,
            "year": self.year or None,
            "extent": self.extent or None,
            "tables": self.tables,
            "narrative": self.narrative,
            **{name: span and place(span) for name, span in notes.items()},
        }


def about(document: Document, words: Lexicon) -> About:
    """Read what a document says of itself."""
    writing = Writing(document, words)
    names = Names(writing)
    found = about_words()
    stated = year_of(writing, words)
    in_name = _YEAR_IN_NAME.findall(PurePath(document.path).stem)
    return About(
        unit=names.unit,
        names=names.all,
        superior=names.superior,
        code=next((match[1] for text in writing.short if (match := found.code.search(text))), ""),
        place=place_of(names.unit, writing),
        body=_body(writing),
        kind=kind_of(writing, words),
        year=stated or (int(in_name[0]) if len(set(in_name)) == 1 else 0),
        titles=tuple(writing.titles),
        extent=names.extent or _extent(writing),
        tables=writing.has_tables,
        narrative=writing.narrative > 0,
        elsewhere=writing.first(found.elsewhere),
        rounding=writing.first(found.rounding),
        redaction=writing.first(found.redaction),
        removed=writing.first(found.removed),
    )


def leading(documents: Sequence[Document], words: Lexicon) -> int:
    """Which of the documents of one disclosure has the narrative: the one with most of it, the first of equals."""
    amounts = [Writing(document, words).narrative for document in documents]
    return amounts.index(max(amounts))


def _body(writing: Writing) -> str:
    """Whether titles speak of a department or of a unit: the first that speaks of one of them only."""
    for text in writing.titles:
        said = [body for body, names in about_words().body.items() if any(name in text for name in names)]
        if len(said) == 1:
            return said[0]
    return ""


def _extent(writing: Writing) -> str:
    """How far the text says that the document reaches: what it says first."""
    said = about_words().extent_said
    spans = {extent: span for extent, pattern in said.items() if (span := writing.first(pattern))}
    return min(spans, key=lambda extent: spans[extent].start, default="")
