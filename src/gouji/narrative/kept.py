"""What a section was read as, kept to be stated again where the same section stands later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gouji.facts import Absence, Enumeration, Fact, FactKey, Word
from gouji.narrative.claims import Change, Comparison, Group, Mention, Narrative, Ratio


@dataclass(slots=True)
class Kept:
    """The claims of one section, the groups that it leaves open, and every fact in it.

    `read` are the facts' keys and whether they may accuse, as read: tying out settles them anew each time.
    """

    start: int
    paragraph: int
    paragraphs: int
    narrative: Narrative
    groups: tuple[Group, ...]
    read: list[tuple[Fact, tuple[FactKey, ...], bool]]

    @staticmethod
    def of(
        narrative: Narrative,
        facts: Iterable[Fact],
        groups: tuple[Group, ...],
        start: int,
        before: int,
        paragraph: int,
    ) -> Kept:
        read = [(fact, fact.keys, fact.firm) for fact in facts]
        return Kept(start, before, paragraph - before, narrative, groups, read)

    def move(self, start: int, paragraph: int) -> None:
        """To the section's new place."""
        by, on = start - self.start, paragraph - self.paragraph
        self.start, self.paragraph = start, paragraph
        for fact, keys, firm in self.read:
            fact.keys, fact.firm = keys, firm
        told = self.narrative
        if by:
            stated: list[Fact | Word | Absence | Enumeration] = [fact for fact, _, _ in self.read]
            stated += [amount.word for row in told.rows for amount in row.amounts if amount.word is not None]
            for each in [*stated, *dict.fromkeys(told.words()), *told.absences, *told.enumerations]:
                each.span = each.span.moved(by)
            for enumeration in told.enumerations:
                enumeration.items = [item._replace(span=item.span.moved(by)) for item in enumeration.items]
        if by or on:
            asserted: list[Mention | Change | Ratio | Comparison | Group] = [*told.mentions, *told.changes]
            for claim in [*asserted, *told.ratios, *told.comparisons, *told.groups]:
                claim.paragraph += on
            self.narrative = replace(
                told,
                years=tuple(y._replace(span=y.span.moved(by), paragraph=y.paragraph + on) for y in told.years),
                reasons=tuple(r._replace(span=r.span.moved(by), paragraph=r.paragraph + on) for r in told.reasons),
                rows=tuple(row._replace(paragraph=row.paragraph + on) for row in told.rows),
            )
