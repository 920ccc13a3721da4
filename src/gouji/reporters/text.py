"""The report in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.document import Document, Paragraph, Span, Table
from gouji.findings import Finding, Severity
from gouji.reporters.overview import STATES, Row, row_of
from gouji.reporters.reporter import Reporter, Tally
from gouji.screen import visible

if TYPE_CHECKING:
    from gouji.report import Report

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_EXCERPT = 44
_MOST_SHOWN = 3
_SENTENCE_END = "。；;\n"

Paint = Callable[[str, str], str]


class Piece(NamedTuple):
    """The findings of one file, and the line that sums it up; "" of a file that could not be read. `blank` where nothing
    was recognised."""

    findings: str
    summary: str
    blank: bool = False


class Text(Reporter):
    """Findings file by file as they come, then a line for each file and one for all; of many files, only the lines."""

    def piece(self, name: str, report: Report, findings: list[Finding]) -> Piece:
        if self.brief:
            return Piece(
                "", line(row_of(name, report, Counter(f.severity for f in findings)), self.colour), report.is_blank
            )
        found = "".join(f"{line}\n" for line in lines(name, report, findings, self.colour))
        said = "".join(f"{line}\n" for line in doubts(name, report, self.colour)) if self.doubts else ""
        return Piece(found + said, summary(name, report, self.doubts), report.is_blank)

    def unreadable(self, name: str, message: str, unit: str = "") -> Piece:  # noqa: ARG002 - the runner says it on standard error
        return Piece("", "")

    def again(self, value: list[Any]) -> Piece:
        return Piece(*value)

    def whole(self, pieces: Iterable[Piece], tally: Tally) -> Iterator[str | bytes]:
        summaries = []
        blank = 0
        for piece in pieces:
            if piece.findings:
                yield piece.findings
            if piece.summary and self.brief:
                yield f"{piece.summary}\n"
            elif piece.summary:
                summaries.append(f"{piece.summary}\n")
            blank += piece.blank
        yield from summaries
        unread = f"；{blank} 个文件没有认出任何报表，0 个数得到核对" if blank else ""
        yield f"{tally}{unread}。\n"


def line(row: Row, colour: bool) -> str:
    """One line on a file of many."""
    brush = paint(colour)
    counts = ((row.errors, Severity.ERROR), (row.warnings, Severity.WARNING), (row.notes, Severity.NOTE))
    found = "，".join(brush(f"{each.chinese} {number}", _COLOURS[each]) for number, each in counts if number)
    checked = f"已核对 {row.checked}/{row.numbers}" if row.numbers else ""
    told = (brush(row.label, "1"), row.subject, found or STATES[row.state], checked, brush(row.name, "2"))
    return "  ".join(filter(None, told))


def paint(colour: bool) -> Paint:
    """A function that colours a text by an ANSI code, or leaves it as it is; of the text itself nothing commands the terminal."""
    if colour:
        return lambda text, code: f"\x1b[{code}m{visible(text)}\x1b[0m"
    return lambda text, _code: visible(text)


def lines(path: str, report: Report, findings: list[Finding], colour: bool) -> Iterator[str]:
    """The findings of one file, line by line."""
    brush = paint(colour)
    document = report.document
    for finding in findings:
        label = brush(f"{finding.severity.chinese} {finding.code}", _COLOURS[finding.severity] + ";1")
        yield f"{brush(f'{path}:{document.place(finding.span.start)}', '1')}: {label} {visible(finding.message)}  {brush(f'[{finding.name}]', '2')}"
        excerpt, start, end = _excerpt(document, finding.span)
        before, after = visible(excerpt[:start]), visible(excerpt[end:])
        marked = excerpt[start:end]
        is_mark = marked.startswith("【") and marked.endswith("】")  # 【请更新：…】 itself
        yield f"    {before}{brush(marked if is_mark else f'【{marked}】', '1;4')}{after}"
        if finding.formula and finding.formula not in finding.message:
            yield f"    算式：{visible(finding.formula)}"
        for related in finding.related[:_MOST_SHOWN]:
            yield brush(f"    依据：{document.place(related.span.start)} {related.message}", "2")
        if len(finding.related) > _MOST_SHOWN:
            yield brush(
                f"    另有 {len(finding.related) - _MOST_SHOWN} 处依据，见网页或表格报告（--format html、xlsx）", "2"
            )
        if finding.fix is not None:
            yield brush(f"    建议：{finding.fix.advice}", "32")
        yield ""


def doubts(path: str, report: Report, colour: bool) -> Iterator[str]:
    """What was not understood of one file, line by line; what the reader remarks is in the summary."""
    brush = paint(colour)
    found = [doubt for doubt in report.doubts if doubt.kind != "reader"]
    for doubt in found:
        place = f"{path}:{report.document.place(doubt.span.start)}" if doubt.span else path
        yield f"{brush(place, '1')}: 没有核对 {visible(doubt.text)}"
    if found:
        yield ""


def _excerpt(document: Document, span: Span) -> tuple[str, int, int]:
    """The sentence or table row around a span on one line, and where the span is in it."""
    source = document.source
    block = next((b for b in document.blocks if b.span.start <= span.start < b.span.end), None)
    if isinstance(block, Paragraph):
        low, high = block.span
    elif isinstance(block, Table):
        low, high = source.rfind("\n", 0, span.start) + 1, source.find("\n", span.end)
        high = len(source) if high < 0 else high
    else:
        low, high = source.rfind("\n", 0, span.start) + 1, max(span.end, source.find("\n", span.end))
    begin = max(low, span.start - _EXCERPT)
    for mark in _SENTENCE_END:
        begin = max(begin, min(source.rfind(mark, low, span.start) + 1 or low, span.start))
    finish = min(high, span.end + _EXCERPT)
    before, inside, after = (
        _line(source[a:b]) for a, b in ((begin, span.start), (span.start, span.end), (span.end, finish))
    )
    before = ("…" if begin > low and source[begin - 1] not in _SENTENCE_END else "") + before.lstrip()
    return before + inside + after.rstrip(), len(before), len(before) + len(inside)


def _line(text: str) -> str:
    return " ".join(text.replace("\t", " ⇥ ").split(" ")).replace("\n", "").replace("\r", "")


def summary(path: str, report: Report, listed: bool = False) -> str:
    """One line on what was read and how much of it was checked; `listed` where the doubts are said above it."""
    coverage, tables = report.tieout.coverage, report.tables
    known = report.recognised
    checked = report.checked
    share = f"{checked * 100 / coverage.numbers:.0f}%" if coverage.numbers else "—"
    from gouji.about import KIND_NAMES
    from gouji.about.writing import has_amount

    kind = KIND_NAMES.get(report.kind, "种类不明")
    year = f"{report.year}年" if report.year else "年度不明"
    unknown = sum(each.type is None and has_amount(each.table) for each in report.statements)
    read = f"识别报表 {known} 张" if known else f"没有认出任何报表，{checked} 个数得到核对"
    read += f"，另有 {unknown} 张表未识别" if unknown else ""
    if known:
        read += f"（数字列核对 {tables.columns_evaluated}/{tables.columns}，合计行 {tables.totals_evaluated}/{tables.totals}）"
    number = sum(doubt.kind != "reader" for doubt in report.doubts)
    unread = f"另有 {number} 处没有读懂，未作核对{'' if listed else '（--doubts 列出）'}。" if number else ""
    remarks = "".join(f"注意：{remark}。" for remark in report.document.remarks)
    return visible(
        f"{path}：{year}{kind}，{read}；正文数字 {coverage.numbers} 个，已核对 {checked} 个（{share}）："
        f"对上报表 {coverage.tied}，重新计算 {coverage.recomputed}，有问题 {coverage.failed}，未能核对 {coverage.unchecked}。{unread}{remarks}"
    )
