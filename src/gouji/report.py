"""The result of linting one document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gouji.about import About
from gouji.coverage import TableCoverage, evaluated_sites, table_coverage
from gouji.document import Document
from gouji.doubts import Doubt
from gouji.facts import Fact, FactKey
from gouji.findings import Finding
from gouji.lexicon import Lexicon
from gouji.lexicon.profiles import Profile
from gouji.narrative.claims import Narrative
from gouji.narrative.outline import Part
from gouji.statements import UNTITLED, Statement
from gouji.statements.goals import Goals
from gouji.statements.performance import Scores, is_filled_in
from gouji.tieout import TieOut, Unchecked


@dataclass(slots=True)
class Report:
    """What lint found in one document; `left_out`: how many findings a reporter is not given, by code."""

    document: Document
    about: About
    statements: list[Statement]
    tieout: TieOut
    narrative: Narrative
    profile: Profile | None
    outline: list[Part]
    every_score: list[Scores]
    goals: list[Goals]
    lexicon: Lexicon
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
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
    def scores(self) -> list[Scores]:
        """The self-assessments whose tables were read whole."""
        return [form for form in self.every_score if not form.statement.table.doubts]

    @property
    def doubts(self) -> list[Doubt]:
        """What was not understood, and so not checked: by the reader, of tables, of what tables and text share."""
        found = [Doubt(remark, None, "reader") for remark in self.document.remarks]
        evaluated = evaluated_sites(self.tieout)
        for statement in self.statements:
            if statement.type is None and not statement.doubts and not evaluated.intersection(statement.amounts):
                found += [_unread(statement)] if statement.amounts else []
            found += statement.doubts
        found += (
            _unproved(scores)
            for scores in self.every_score
            if scores.indicators and scores.total and not scores.is_proof
        )
        read = {scores.statement for scores in self.every_score if scores.total or not scores.has_points}
        found += (_unread_form(each) for each in self.statements if each not in read and is_filled_in(each))
        found += (_unread_goals(each) for each in self.goals if each.statement.table.doubts)
        return found + self.tieout.doubts

    @property
    def tables(self) -> TableCoverage:
        """How much of the tables was checked."""
        return table_coverage(self.document, self.statements, self.tieout, self.lexicon)

    @property
    def recognised(self) -> int:
        """How many of the tables are known statements."""
        return sum(statement.type is not None for statement in self.statements)

    @property
    def checked(self) -> int:
        """How many numbers of the narrative were checked."""
        return self.tieout.coverage.numbers - self.tieout.coverage.unchecked

    @property
    def is_blank(self) -> bool:
        """Whether nothing was recognised: no statement, and no number that could be checked."""
        return not self.checked and not self.recognised

    @property
    def is_unchecked(self) -> bool:
        """Whether something was left unchecked that is to be checked: nothing was recognised, there are doubts, or numbers
        of the accounts were tied to nothing."""
        reasons = self.tieout.unchecked.values()
        return self.is_blank or bool(self.doubts) or any(reason is not Unchecked.NOT_FISCAL for reason in reasons)

    def facts(self) -> list[dict[str, Any]]:
        """Its numbers as flat records, for data frames: pandas.DataFrame(report.facts()). Columns: docs/data.md."""
        from gouji.records import facts

        return list(facts(self))

    @property
    def cells(self) -> dict[FactKey, list[Fact]]:
        """The cells with an amount of this document's own statements, by what they measure."""
        if self._cells is None:
            self._cells = {}
            for statement in self.statements:
                if statement.type is not None and not statement.prior:
                    for fact in statement.cells:
                        for key in () if fact.blank else fact.keys:
                            self._cells.setdefault(key, []).append(fact)
        return self._cells


def _unread(statement: Statement) -> Doubt:
    title = f"《{statement.title}》" if statement.title else f"一张{UNTITLED}"
    return Doubt(f"{title}没有认出是哪一张表，其中的数没有核对", statement.title_span or statement.table.span, "table")


def _unread_form(form: Statement) -> Doubt:
    title = form.title or UNTITLED
    return Doubt(f"“{title}”的自评表没有读到指标或总分，分值、得分没有核对", form.table.span, "table")


def _unread_goals(goals: Goals) -> Doubt:
    title = goals.project or goals.statement.title or UNTITLED
    reasons = "；".join(goals.statement.table.doubts)
    return Doubt(f"“{title}”的绩效目标表{reasons}，权重没有作合计核对", goals.statement.table.span, "table")


def _unproved(scores: Scores) -> Doubt:
    reasons = "；".join(scores.statement.table.doubts) or "有的行没有读懂，或各行分值合计不等于总分"
    title = scores.project or scores.statement.title or UNTITLED
    return Doubt(f"“{title}”的自评表{reasons}，分值、得分没有作合计核对", scores.statement.table.span, "table")
