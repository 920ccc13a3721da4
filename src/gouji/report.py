"""The result of linting one document."""

from __future__ import annotations

from dataclasses import dataclass, field

from gouji.about import About
from gouji.document import Document
from gouji.facts import Fact, FactKey
from gouji.findings import Finding
from gouji.lexicon.profiles import Profile
from gouji.narrative.outline import Part
from gouji.narrative.parser import Parser
from gouji.statements import Statement
from gouji.statements.identities import statement_facts
from gouji.statements.performance import Scores
from gouji.tieout import TieOut


@dataclass(slots=True)
class Report:
    """What lint found in one document."""

    document: Document
    about: About
    statements: list[Statement]
    tieout: TieOut
    parser: Parser
    profile: Profile | None
    outline: list[Part]
    scores: list[Scores]
    findings: list[Finding] = field(default_factory=list)
    _cells: dict[FactKey, list[Fact]] | None = None

    @property
    def kind(self) -> str:
        """final (决算), budget (预算) or unknown."""
        return self.about.kind

    @property
    def year(self) -> int:
        """The fiscal year, 0 if it is not known."""
        return self.about.year

    @property
    def cells(self) -> dict[FactKey, list[Fact]]:
        """The cells with an amount of this document's own statements, by what they measure."""
        if self._cells is None:
            self._cells = {}
            for statement in self.statements:
                if statement.type is not None and not statement.prior:
                    for fact in statement_facts(statement):
                        for key in () if fact.blank else fact.keys:
                            self._cells.setdefault(key, []).append(fact)
        return self._cells
