"""Relations between a word and table cells: an item listed that has no amount, or an absence that has one."""

from __future__ import annotations

from gouji.facts import Fact, Site, Word
from gouji.relations import Demand, Outcome, Relation


class Presence(Relation):
    """What the narrative lists or denies, against the cells. `kind`: listed, missing or absence. Built only when it fails."""

    family = "presence"

    def __init__(self, word: Word, cells: list[Fact], kind: str) -> None:
        self.word, self.cells, self.kind = word, cells, kind
        self.sites = (word,)
        self.result = word

    def outcome(self) -> Outcome:
        return Outcome.FAILS

    def demand(self, site: Site) -> Demand:
        return frozenset({1 - self.word.sign}) if site is self.word else None

    def formula(self) -> str:
        return "；".join(f"{cell.place} = {cell.text}" for cell in self.cells)
