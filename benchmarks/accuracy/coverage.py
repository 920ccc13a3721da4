"""Coverage: per section, how many narrative numbers were checked, and why the others were not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from documents import Original

from gouji.lexicon import NOTHING
from gouji.narrative.claims import Mention
from gouji.tieout.sections import Section
from gouji.tieout.sections import sections as sections_of


class Covered(NamedTuple):
    """A section of a document, with the numbers it leaves unchecked in their words. `fiscal`: it is about revenue and
    expenditure, as its title says, which names some of it, and no performance."""

    document: str
    section: Section
    left: list[str]
    fiscal: bool


def sections(originals: Sequence[Original]) -> list[Covered]:
    return [
        Covered(
            original.path.name,
            section,
            [_left(original, mention) for mention in section.left],
            _is_fiscal(original, section.title),
        )
        for original in originals
        for section in sections_of(original.report.narrative.mentions, original.report.tieout)
    ]


def _is_fiscal(original: Original, title: str) -> bool:
    words = original.report.lexicon
    performance = words.sections["performance"]["words"]
    return words.dims_of(title) != NOTHING and not any(word in title for word in performance)


def _left(original: Original, mention: Mention) -> str:
    report, fact = original.report, mention.fact
    before = "".join(original.source[max(0, fact.span.start - 24) : fact.span.start].split())
    line = report.document.position(fact.span.start).line
    return f"{original.path.name}:{line} …{before}[{fact.text}] {report.tieout.unchecked[fact].value}"
