"""A report as a page shows it: text in stretches, tables in cells, and keys by which each points at the others.

Keys name what can be pointed at: n7 a number of the narrative, c3-4-2 a cell (table, row, column), f5 the place of a
finding, p5 the finding in the list, r5-1 a place that its proof rests on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import NamedTuple

from gouji.document import Document, Heading, Paragraph, Span, Table
from gouji.facts import Fact, Site
from gouji.findings import Finding, Severity
from gouji.relations import Relation, Same
from gouji.report import Report
from gouji.rules.registry import load
from gouji.statements import Statement
from gouji.tieout.sections import Section, sections

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


class Stretch(NamedTuple):
    """A run of text under the same marks: its number if it is one, the findings it is in, and those that begin here."""

    text: str
    keys: str
    number: Mark | None
    findings: list[int]
    severity: str
    begins: list[int]


class Passage(NamedTuple):
    """A heading (`level` 1–6) or paragraph (0), or a line of the contents; or where a table stands (`table` ≥ 0)."""

    level: int
    stretches: list[Stretch]
    contents: bool = False
    table: int = -1
    title: str = ""


class CellView(NamedTuple):
    """A cell: its text, whether it is an amount, and what it can be asked for."""

    text: str
    amount: bool
    key: str
    keys: str
    links: str
    note: str
    findings: list[int]
    severity: str


class TableView(NamedTuple):
    """A table with its title; the first `head` rows name its columns."""

    number: int
    title: str
    remark: str
    head: int
    rows: list[list[CellView]]


class FindingView(NamedTuple):
    """A finding in the list, with a link for each place of its proof."""

    number: int
    finding: Finding
    title: str
    place: str
    links: str
    related: list[tuple[str, str, str]]


class FileView(NamedTuple):
    """One document."""

    name: str
    report: Report
    findings: list[FindingView]
    counts: dict[Severity, int]
    passages: list[Passage]
    tables: list[TableView]
    sections: list[Section]
    reading: bool


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


class _Marks:
    """What is marked where: spans of the text by block, and cells."""

    def __init__(self, report: Report, findings: list[Finding]) -> None:
        self.report, self.findings = report, findings
        self.document = report.document
        self.places = _Places(report.document)
        self.spans: dict[int, list[tuple[Span, Mark]]] = defaultdict(list)
        self.in_cells: dict[str, list[Mark]] = defaultdict(list)
        self.numbers: dict[int, Mark] = {}
        self.by_span: dict[Span, str] = {}
        for mention in report.parser.claims.mentions:
            fact = mention.fact
            if id(fact) not in self.numbers:
                mark = Mark(f"n{len(self.numbers)}", report.tieout.states[id(fact)])
                self.numbers[id(fact)] = mark
                self.by_span.setdefault(fact.span, mark.key)
                self._put(fact.span, mark)
        self.of_findings = [self._finding(number, finding) for number, finding in enumerate(findings, 1)]
        self._explain()
        self.quoted: dict[str, list[str]] = defaultdict(list)
        for mark in self.numbers.values():
            for link in mark.links:
                if link[0] == "c":
                    self.quoted[link].append(mark.key)

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
        mark = self.numbers.get(id(site))
        return mark.key if mark else self.places.cell(site.span.start)

    def _explain(self) -> None:
        """Give every number its proof in words, and links to what it was checked against."""
        tieout = self.report.tieout
        failing: dict[int, list[Relation]] = defaultdict(list)
        for cause in tieout.causes:
            for relation in cause.relations:
                for site in relation.sites:
                    failing[id(site)].append(relation)
        told: dict[Span, list[str]] = defaultdict(list)
        for finding in self.findings:
            told[finding.span].append(f"{finding.code} {finding.message}")
        for mention in self.report.parser.claims.mentions:
            fact = mention.fact
            mark = self.numbers[id(fact)]
            if mark.note:
                continue
            relations = _nearest((failing if mark.state == "failed" else tieout.ties).get(id(fact), []))
            proofs = list(dict.fromkeys(_proof(fact, relation) for relation in relations))[:_MOST_PROOFS]
            proofs = told.get(fact.span) or proofs
            reason = tieout.unchecked.get(id(fact))
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


def view(name: str, report: Report, findings: list[Finding]) -> FileView:
    """Everything that the page of one document shows."""
    marks = _Marks(report, findings)
    owners = {row[0].span.start: s for s in report.statements for row in s.table.rows if row}
    facts = (cell for s in report.statements for band in s.bands for row in band.rows for cell in row.cells.values())
    amounts = {fact.span.start: fact.place for fact in facts}
    contents = {id(part.heading) for part in report.outline if part.in_contents}
    passages: list[Passage] = []
    tables: list[TableView] = []
    for index, block in enumerate(report.document.blocks):
        if isinstance(block, Table):
            owner = owners.get(block.span.start)
            tables.append(_table(len(tables), block, owner, amounts, marks))
            passages.append(Passage(0, [], table=tables[-1].number, title=tables[-1].title))
        else:
            in_contents = id(block) in contents
            level = min(block.level, 6) if isinstance(block, Heading) and not in_contents else 0
            stretches = list(_stretches(report.document, block, marks.spans.get(index, [])))
            passages.append(Passage(level, stretches, in_contents))
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    listed = [_finding(number, f, marks) for number, f in enumerate(findings, 1)]
    covered = sections(report.parser.claims.mentions, report.tieout)
    reading = any(passage.stretches for passage in passages)
    return FileView(name, report, listed, counts, passages, tables, covered, reading)


def _finding(number: int, finding: Finding, marks: _Marks) -> FindingView:
    rule = load().get(finding.code)
    document = marks.document
    keys = marks.of_findings[number - 1]
    related = [
        (document.place(each.span.start), each.message, key) for each, key in zip(finding.related, keys, strict=True)
    ]
    links = " ".join(dict.fromkeys(key for key in (f"f{number}", *keys) if key))
    title = rule.title if rule else finding.name
    return FindingView(number, finding, title, document.place(finding.span.start), links, related)


def _table(number: int, table: Table, owner: Statement | None, amounts: dict[int, str], marks: _Marks) -> TableView:
    head = next((i for i, row in enumerate(table.rows) if any(cell.span.start in amounts for cell in row)), 0)
    rows = []
    for i, row in enumerate(table.rows):
        cells = []
        for j, cell in enumerate(row):
            key = f"c{number}-{i}-{j}"
            own = marks.in_cells.get(key, [])
            quoted = marks.quoted.get(key, [])
            found = [int(mark.key[1:]) for mark in own if mark.key[0] == "f"]
            links = [*quoted, *(link for mark in own for link in mark.links)]
            notes = [f"{marks.findings[n - 1].code} {marks.findings[n - 1].message}" for n in found]
            if quoted:
                notes = [amounts.get(cell.span.start, ""), *notes, f"正文 {len(quoted)} 处用到这个数"]
            cells.append(
                CellView(
                    cell.text,
                    cell.span.start in amounts,
                    key,
                    " ".join((key, *(mark.key for mark in own))) if quoted or own or cell.span.start in amounts else "",
                    " ".join(dict.fromkeys(links)),
                    "\n".join(filter(None, notes)),
                    found,
                    _gravest(marks.findings, found),
                )
            )
        rows.append(cells)
    title = owner.title if owner and owner.title else "没有标题的表"
    remark = "" if owner and owner.type else "没有认出是哪一张表，其中的数没有核对"
    if owner and owner.type and owner.unit:
        remark = f"单位：{owner.unit.name}"
    return TableView(number, title, remark, head, rows)


def _gravest(findings: list[Finding], numbers: Iterable[int]) -> str:
    severities = [findings[number - 1].severity for number in numbers]
    return max(severities).label if severities else ""


def _stretches(document: Document, block: Heading | Paragraph, marked: list[tuple[Span, Mark]]) -> Iterator[Stretch]:
    """The block's text cut wherever a mark begins or ends, in one sweep."""
    offsets = block.flow.offsets
    text = "".join(map(document.source.__getitem__, offsets))
    events: list[tuple[int, int, Mark]] = []
    for span, mark in marked:
        start = bisect_left(offsets, span.start)
        end = max(bisect_left(offsets, span.end), start + 1)
        events += [(start, 1, mark), (end, 0, mark)]
    events.sort(key=lambda event: event[:2])
    active: dict[str, Mark] = {}
    begun: set[str] = set()
    at = 0
    for place, begins, mark in [*events, (len(text), 0, Mark(""))]:
        if place > at:
            yield _stretch(text[at:place], active, begun)
            at = place
        if begins:
            active[mark.key] = mark
        else:
            active.pop(mark.key, None)


_GRAVITY = ("", "note", "warning", "error")


def _stretch(text: str, active: dict[str, Mark], begun: set[str]) -> Stretch:
    number = next((mark for key, mark in active.items() if key[0] == "n"), None)
    found = [key for key in active if key[0] == "f"]
    severity = max((active[key].state for key in found), key=_GRAVITY.index, default="")
    begins = [int(key[1:]) for key in found if key not in begun]
    begun.update(found)
    return Stretch(text, " ".join(active), number, [int(key[1:]) for key in found], severity, begins)
