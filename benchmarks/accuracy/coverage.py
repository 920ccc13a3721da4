"""Coverage: per section, how many narrative numbers were checked, and why the others were not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents import Original

from gouji.lexicon import NOTHING, lexicon
from gouji.tieout import Unchecked


@dataclass
class Section:
    """The numbers of one section by what became of them."""

    document: str
    title: str
    fiscal: bool
    states: Counter[str] = field(default_factory=Counter)
    reasons: Counter[Unchecked] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> int:
        return sum(self.states.values())

    @property
    def checked(self) -> int:
        return self.numbers - self.states["unchecked"]


def is_fiscal(title: str) -> bool:
    """Whether a section is about revenue and expenditure: its title names some of it, and no performance."""
    words = lexicon()
    performance = words.sections["performance"]["words"]
    return words.dims_of(title) != NOTHING and not any(word in title for word in performance)


def sections(originals: Sequence[Original]) -> list[Section]:
    found: dict[tuple[str, str], Section] = {}
    for original in originals:
        report = original.report
        for mention in report.parser.claims.mentions:
            key = (original.path.name, mention.section)
            section = found.setdefault(key, Section(*key, is_fiscal(mention.section)))
            state = report.tieout.states[id(mention.fact)]
            section.states[state] += 1
            reason = report.tieout.unchecked.get(id(mention.fact))
            if reason is not None:
                section.reasons[reason] += 1
                span = mention.fact.span
                before = "".join(original.source[max(0, span.start - 24) : span.start].split())
                line = report.document.position(span.start).line
                section.left.append(f"{original.path.name}:{line} …{before}[{mention.fact.text}] {reason.value}")
    return list(found.values())
