"""What every room that builds relations of the narrative stands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gouji.facts import Fact, FactKey
from gouji.lexicon import Lexicon
from gouji.narrative.claims import Mention, Narrative
from gouji.tieout.book import Book


@dataclass(frozen=True)
class Ground:
    """The facts of a document, what its narrative claims, and the lexicon."""

    book: Book
    claims: Narrative
    lexicon: Lexicon

    @cached_property
    def mentions(self) -> dict[Fact, Mention]:
        """The mention of each number of the narrative."""
        return {mention.fact: mention for mention in self.claims.mentions}

    @cached_property
    def depths(self) -> dict[Fact, int]:
        """In how many brackets each amount or count of the narrative stands."""
        return {amount.fact: amount.depth for row in self.claims.rows for amount in row.amounts}

    def told_alike(self, section: str, key: FactKey) -> Fact | None:
        """The amount of a key that a section tells, in one way only and surely of it."""
        told = [m.fact for m in self.book.mentions.get(key, ()) if m.section == section]
        sure = bool(told) and all(fact.firm and fact.interval.meets(told[0].interval) for fact in told)
        return told[0] if sure else None

    def told_once(self, section: str, key: FactKey) -> Fact | None:
        """The first amount of a key that a section tells."""
        return self._first_told.get((section, key))

    @cached_property
    def _first_told(self) -> dict[tuple[str, FactKey], Fact]:
        return {(m.section, key): m.fact for key, found in self.book.mentions.items() for m in reversed(found)}

    def paragraph(self, fact: Fact) -> int | None:
        """The paragraph that tells a fact; None for a cell."""
        mention = self.mentions.get(fact)
        return mention.paragraph if mention is not None else None
