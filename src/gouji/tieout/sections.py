"""Coverage section by section: how many numbers of each were checked, and why the others were not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from gouji.narrative.claims import Mention
from gouji.tieout import TieOut
from gouji.tieout.unchecked import Unchecked


@dataclass(slots=True)
class Section:
    """The numbers of one section of the narrative by what became of them; `left` are the unchecked ones."""

    title: str
    states: Counter[str] = field(default_factory=Counter)
    reasons: Counter[Unchecked] = field(default_factory=Counter)
    left: list[Mention] = field(default_factory=list)

    @property
    def numbers(self) -> int:
        return self.states.total()

    @property
    def checked(self) -> int:
        return self.numbers - self.states["unchecked"]


def sections(mentions: Iterable[Mention], tieout: TieOut) -> list[Section]:
    """The sections that have numbers, in reading order."""
    found: dict[str, Section] = {}
    for mention in mentions:
        section = found.setdefault(mention.section, Section(mention.section))
        section.states[tieout.states[mention.fact]] += 1
        reason = tieout.unchecked.get(mention.fact)
        if reason is not None:
            section.reasons[reason] += 1
            section.left.append(mention)
    return list(found.values())
