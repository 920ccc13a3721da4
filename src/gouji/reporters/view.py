"""A report as a page shows it: text in stretches, tables in cells, findings in a list, all with the keys of `marks`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from gouji.document import Cell, Document, Heading, Paragraph, Span, Table
from gouji.findings import Finding, Severity
from gouji.form_ticks import Tick, form_ticks
from gouji.report import Report
from gouji.reporters.marks import STATES, Mark, Marks
from gouji.rules.registry import load
from gouji.statements import UNTITLED, Statement
from gouji.tieout.sections import Section, sections

_HERE = "这里"
_TICKED = STATES | {"tied": "对上正文"}
_MOST_CROPS = 4  # of a finding


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
    """A cell: its text, whether it is an amount, and what it can be asked for; `state` is what became of a number of a form."""

    text: str
    amount: bool
    keys: str
    links: str
    note: str
    findings: list[int]
    severity: str
    state: str


class TableView(NamedTuple):
    """A table with its title; the first `head` rows name its columns."""

    number: int
    title: str
    remark: str
    head: int
    rows: list[list[CellView]]


class FindingView(NamedTuple):
    """A finding in the list, with a link for each place of its proof; `crops` are pictures of what was recognised, each with
    what it is of."""

    number: int
    finding: Finding
    title: str
    place: str
    links: str
    related: list[tuple[str, str, str]]
    crops: list[tuple[str, str]]


class FileView(NamedTuple):
    """One document; a doubt is its text, its place, and where it is about what was recognised a picture of that."""

    name: str
    report: Report
    findings: list[FindingView]
    counts: dict[Severity, int]
    passages: list[Passage]
    tables: list[TableView]
    sections: list[Section]
    reading: bool
    doubts: list[tuple[str, str, str]]


def view(name: str, report: Report, findings: list[Finding]) -> FileView:
    """Everything that the page of one document shows."""
    marks = Marks(report, findings)
    owners = {row[0].span.start: s for s in report.statements for row in s.table.rows if row}
    facts = (cell for statement in report.statements for cell in statement.cells)
    amounts = {fact.span.start: fact.place for fact in facts}
    contents = {part.heading for part in report.outline if part.in_contents}
    ticks = form_ticks(report)
    passages: list[Passage] = []
    tables: list[TableView] = []
    for index, block in enumerate(report.document.blocks):
        if isinstance(block, Table):
            owner = owners.get(block.span.start)
            tables.append(_table(len(tables), block, owner, amounts, ticks, marks))
            passages.append(Passage(0, [], table=tables[-1].number, title=tables[-1].title))
        else:
            in_contents = block in contents
            level = min(block.level, 6) if isinstance(block, Heading) and not in_contents else 0
            stretches = list(_stretches(report.document, block, marks.spans.get(index, [])))
            passages.append(Passage(level, stretches, in_contents))
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    crop, close = _crops(report.document)
    listed = [_finding(number, f, marks, crop) for number, f in enumerate(findings, 1)]
    place = report.document.place
    doubts = [(d.text, place(d.span.start) if d.span else "", crop(d.span) if d.span else "") for d in report.doubts]
    close()
    covered = sections(report.narrative.mentions, report.tieout)
    reading = any(passage.stretches for passage in passages)
    return FileView(name, report, listed, counts, passages, tables, covered, reading, doubts)


def _crops(document: Document) -> tuple[Callable[[Span], str], Callable[[], None]]:
    """What gives the picture of a place, and what ends that."""
    if not document.pictures:
        return (lambda _: ""), (lambda: None)
    from gouji.readers.ocr.crop import Crops

    crops = Crops(document)
    return crops.of, crops.close


def _finding(number: int, finding: Finding, marks: Marks, crop: Callable[[Span], str]) -> FindingView:
    rule = load().get(finding.code)
    document = marks.document
    keys = marks.of_findings[number - 1]
    related = [
        (document.place(each.span.start), each.message, key) for each, key in zip(finding.related, keys, strict=True)
    ]
    links = " ".join(dict.fromkeys(key for key in (f"f{number}", *keys) if key))
    title = rule.title if rule else finding.name
    shown = [(_HERE, crop(finding.span)), *((each.message, crop(each.span)) for each in finding.related)]
    crops = [each for each in shown if each[1]][:_MOST_CROPS]
    return FindingView(number, finding, title, document.place(finding.span.start), links, related, crops)


def _table(
    number: int,
    table: Table,
    owner: Statement | None,
    amounts: dict[int, str],
    ticks: dict[Span, Tick],
    marks: Marks,
) -> TableView:
    head = next((i for i, row in enumerate(table.rows) if any(cell.span.start in amounts for cell in row)), 0)
    rows = [
        [
            _cell(f"c{number}-{i}-{j}", cell, amounts.get(cell.span.start), ticks.get(cell.span), marks)
            for j, cell in enumerate(row)
        ]
        for i, row in enumerate(table.rows)
    ]
    title = owner.title if owner and owner.title else UNTITLED
    remark = "" if owner and owner.type else "没有认出是哪一张表，其中的数没有核对"
    if owner and owner.type and owner.unit:
        remark = f"单位：{owner.unit.name}"
    own = [tick for row in table.rows for cell in row if (tick := ticks.get(cell.span)) is not None]
    if own:
        checked = sum(tick.state != "unchecked" for tick in own)
        remark = "；".join(filter(None, [remark, f"表中的资金、分值、得分 {len(own)} 个，已核对 {checked} 个"]))
    return TableView(number, title, remark, head, rows)


def _cell(key: str, cell: Cell, meaning: str | None, tick: Tick | None, marks: Marks) -> CellView:
    """A cell; `meaning` is what its amount is, None if it is no amount; `tick` what became of a number of a form."""
    own = marks.in_cells.get(key, [])
    quoted = marks.quoted.get(key, [])
    found = [int(mark.key[1:]) for mark in own if mark.key[0] == "f"]
    notes = [f"{marks.findings[n - 1].code} {marks.findings[n - 1].message}" for n in found]
    if tick is not None and tick.state != "failed":
        notes.append("：".join(filter(None, [_TICKED[tick.state], tick.proof])))
    if quoted:
        notes = [meaning or "", *notes, f"正文 {len(quoted)} 处用到这个数"]
    keys = [key] if key in marks.pointed_at else []
    keys += (mark.key for mark in own)
    links = dict.fromkeys([*quoted, *(link for mark in own for link in mark.links)])
    return CellView(
        cell.text,
        meaning is not None,
        " ".join(keys),
        " ".join(links),
        "\n".join(filter(None, notes)),
        found,
        _gravest(marks.findings, found),
        tick.state if tick else "",
    )


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
