"""What the sentences of a section were read as, kept to be stated again where the same section stands later."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.facts import Absence, Enumeration, Fact, FactKey, Word
from gouji.narrative.claims import Change, Claims, Comparison, Group, Mention, Ratio


@dataclass(slots=True)
class Reading:
    """The claims of one section, the groups that it leaves open, and every fact and word in it.

    `keys` and `firm` are the facts' own as read: tying out settles them anew each time.
    """

    start: int
    paragraph: int
    paragraphs: int
    claims: Claims
    enumerations: list[Enumeration]
    absences: list[Absence]
    groups: list[Group]
    words: list[Word]
    facts: list[Fact]
    keys: list[tuple[FactKey, ...]]
    firm: list[bool]

    def move(self, start: int, paragraph: int) -> None:
        """To the section's new place."""
        by, on = start - self.start, paragraph - self.paragraph
        self.start, self.paragraph = start, paragraph
        for fact, keys, firm in zip(self.facts, self.keys, self.firm, strict=True):
            fact.keys, fact.firm = keys, firm
        if by:
            stated: list[Fact | Word | Absence | Enumeration] = [*self.facts, *self.words]
            for each in [*stated, *self.absences, *self.enumerations]:
                each.span = each.span.moved(by)
            for enumeration in self.enumerations:
                enumeration.items = [item._replace(span=item.span.moved(by)) for item in enumeration.items]
        if by or on:
            claims = self.claims
            asserted: list[Mention | Change | Ratio | Comparison | Group] = [*claims.mentions, *claims.changes]
            for claim in [*asserted, *claims.ratios, *claims.comparisons, *claims.groups]:
                claim.paragraph += on
            claims.years = [y._replace(span=y.span.moved(by), paragraph=y.paragraph + on) for y in claims.years]
            claims.reasons = [r._replace(span=r.span.moved(by), paragraph=r.paragraph + on) for r in claims.reasons]
