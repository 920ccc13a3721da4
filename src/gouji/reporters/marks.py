"""What can be pointed at in a document, and what each number has to say for itself.

Keys name it: n7 a number of the narrative, c3-4-2 a cell (table, row, column), f5 the place of a finding, p5 the finding
in the list, r5-1 a place that its proof rests on, t3 a table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest

from gouji.document import Document, Span, Table
from gouji.facts import Fact, Site
from gouji.findings import Finding
from gouji.relations import Relation, Same
from gouji.report import Report

STATES = {"tied": "对上报表", "recomputed": "重新计算", "failed": "有问题", "unchecked": "未核对"}
_MOST_PROOFS = 4
_MOST_LINKS = 24


@dataclass(slots=True)
class Mark:
    """Something that can be pointed at: its key, what it points at, and how it looks and what it says."""

    key: str
    state: str = ""
    note: str = ""
    links: list[str] = field(default_factory=list)


class _Places:
    """Which block, and which cell, an offset of the source is in."""

    def __init__(self, document: Document) -> None:
        self.blocks = [block.span.start for block in document.blocks]
        self.cells: list[tuple[int, int, str]] = []
        for number, (_, table) in enumerate(document.tables()):
            for i, row in enumerate(table.rows):
                for j, cell in enumerate(row):
                    self.cells.append((cell.span.start, cell.span.end, f"c{number}-{i}-{j}"))
        self.cells.sort(key=lambda cell: cell[0])

    def block(self, offset: int) -> int:
        return bisect_right(self.blocks, offset) - 1

    def cell(self, offset: int) -> str:
        index = bisect_right(self.cells, offset, key=lambda cell: cell[0]) - 1
        if index < 0:
            return ""
        _, end, key = self.cells[index]
        return key if offset <= end else ""


class Marks:
    """What is marked where: spans of the text by block, and cells."""

    def __init__(self, report: Report, findings: list[Finding]) -> None:
        self.report, self.findings = report, findings
        self.document = report.document
        self.places = _Places(report.document)
        self.spans: dict[int, list[tuple[Span, Mark]]] = defaultdict(list)
        self.in_cells: dict[str, list[Mark]] = defaultdict(list)
        self.numbers: dict[Fact, Mark] = {}
        self.by_span: dict[Span, str] = {}
        for mention in report.narrative.mentions:
            fact = mention.fact
            if fact not in self.numbers:
                mark = Mark(f"n{len(self.numbers)}", report.tieout.states[fact])
                self.numbers[fact] = mark
                self.by_span.setdefault(fact.span, mark.key)
                self._put(fact.span, mark)
        self.of_findings = [self._finding(number, finding) for number, finding in enumerate(findings, 1)]
        self._explain()
        self.quoted: dict[str, list[str]] = defaultdict(list)
        for mark in self.numbers.values():
            for link in mark.links:
                if link[0] == "c":
                    self.quoted[link].append(mark.key)
        self.pointed_at = {key for keys in self.of_findings for key in keys} | self.quoted.keys()

    def _put(self, span: Span, mark: Mark) -> bool:
        """Mark a span; false if nothing that is shown stands there."""
        index = self.places.block(span.start)
        if index < 0:
            return False
        block = self.document.blocks[index]
        if isinstance(block, Table):
            key = self.places.cell(span.start)
            if key:
                self.in_cells[key].append(mark)
            return bool(key)
        if span.start >= block.span.end:
            return False
        self.spans[index].append((span, mark))
        return True

    def _finding(self, number: int, finding: Finding) -> list[str]:
        """Mark a finding and its proof; the key of each place of the proof."""
        self._put(finding.span, Mark(f"f{number}", finding.severity.label, links=[f"p{number}"]))
        keys = []
        for index, related in enumerate(finding.related, 1):
            key = self.by_span.get(related.span) or self.places.cell(related.span.start)
            if not key:
                key = f"r{number}-{index}"
                if not self._put(related.span, Mark(key)):
                    key = ""
            keys.append(key)
        return keys

    def _key(self, site: Site) -> str:
        mark = self.numbers.get(site) if isinstance(site, Fact) else None
        return mark.key if mark else self.places.cell(site.span.start)

    def _explain(self) -> None:
        """Give every number its proof in words, and links to what it was checked against."""
        tieout = self.report.tieout
        failing: dict[Site, list[Relation]] = defaultdict(list)
        for cause in tieout.causes:
            for relation in cause.relations:
                for site in relation.sites:
                    failing[site].append(relation)
        told: dict[Span, list[str]] = defaultdict(list)
        for finding in self.findings:
            told[finding.span].append(f"{finding.code} {finding.message}")
        for mention in self.report.narrative.mentions:
            fact = mention.fact
            mark = self.numbers[fact]
            if mark.note:
                continue
            relations = _nearest((failing if mark.state == "failed" else tieout.ties).get(fact, []))
            proofs = list(dict.fromkeys(_proof(fact, relation) for relation in relations))[:_MOST_PROOFS]
            proofs = told.get(fact.span) or proofs
            reason = tieout.unchecked.get(fact)
            lines = [STATES[mark.state] + (f"：{reason.value}" if reason else ""), *proofs]
            mark.note = "\n".join(lines)
            keys = [self._key(site) for relation in relations for site in relation.sites if site is not fact]
            mark.links = [key for key in dict.fromkeys(keys) if key and key != mark.key][:_MOST_LINKS]


def _nearest(relations: Iterable[Relation]) -> list[Relation]:
    """Those worth telling: cells first, then formulas, the shortest first."""
    return nsmallest(_MOST_LINKS, relations, key=lambda r: (not _of_cell(r), len(r.sites)))


def _of_cell(relation: Relation) -> bool:
    return isinstance(relation, Same) and any(isinstance(site, Fact) and site.in_table for site in relation.sites)


def _proof(fact: Fact, relation: Relation) -> str:
    if isinstance(relation, Same):
        other = relation.second if relation.first is fact else relation.first
        return f"{other.place or '文中另一处'}：{other.text}"
    return relation.formula()
