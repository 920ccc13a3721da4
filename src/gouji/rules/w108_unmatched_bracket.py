"""W108 unmatched-bracket"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from gouji.document import Document, Flow, Heading, Paragraph, Span, Table
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import long_cells_of
from gouji.rules.registry import Remark, check

_PAIRS = {")": "(", "》": "《", "〉": "〈", "]": "[", "】": "【"}
_MARK = pattern_of(r"[()《》〈〉\[\]【】]")
_HEAD = 6  # a bracket closed so near a broken line's beginning was opened in what was not read
_LINES = 4  # a sentence is not broken over more blocks than this


@check(
    "W108",
    "unmatched-bracket",
    bad="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制20人（含机关工勤1人，实有人员18人。
""",
    good="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制20人（含机关工勤1人），实有人员18人。
""",
    source="《标点符号用法》（GB/T 15834）",
)
def unmatched_bracket(report: Report) -> Iterator[Remark]:
    """一段话里的括号、书名号、引号不成对。

    段首的序号“1)”“(1)”不算；一段里只差一个时才报告。一句话被拆成几行的，合起来看；表格里成句的文字也看。
    """
    for sentence in _sentences(report.document):
        wrong = [(flow, at) for flow, at in _unmatched(sentence)]
        for flow, _ in sentence:
            wrong += [(flow, at) for at in _odd_quote(report.document.source, flow)]
        if len(wrong) == 1 or _is_one_pair(wrong):
            flow, at = wrong[0]
            span = flow.span(at, at + 1)
            yield Remark(span, f"“{report.document.quote(span)}”没有与它成对的另一半")
    for _, table in report.document.tables():
        for span in () if table.unsure else _in_cells(report.document, table):
            yield Remark(span, f"“{report.document.quote(span)}”没有与它成对的另一半")


def _in_cells(document: Document, table: Table) -> Iterator[Span]:
    """The brackets without their other half in the sentences of a table's cells. The end of a page may have cut a cell at the edge
    of a table, and one whose other half stands in its column."""
    found = []
    for cell in long_cells_of(table):
        if cell.text.endswith(("。", "）", ")")):
            wrong = _unmatched([(Flow.of(document.source, *cell.span), 0)])
            if len(wrong) == 1:
                found.append(cell.span.start + wrong[0][1])
    if found and document.is_paged(table.span):
        odd: set[int] = set()
        for column in zip_longest(*table.rows):
            flows = [Flow.of(document.source, *cell.span) for cell in column if cell is not None]
            edges = (flows[0], flows[-1]) if flows else ()
            unmatched = _unmatched([(flow, 0) for flow in flows])
            odd.update(flow.span(at, at + 1).start for flow, at in unmatched if flow not in edges)
        found = [at for at in found if at in odd]
    for at in found:
        yield Span(at, at + 1)


def _sentences(document: Document) -> Iterator[list[tuple[Flow, int]]]:
    """The texts that end with a full stop, with the lines before them that they go on from, each with where it begins."""
    run: list[tuple[Flow, int]] = []
    for block in document.blocks:
        if not isinstance(block, Heading | Paragraph):
            run = []
            continue
        text = block.flow.text
        run.append((block.flow, block.marker if isinstance(block, Paragraph) else len(text) - len(block.title)))
        if text.endswith("。") and len(run) <= _LINES:
            yield run
        goes_on = text.endswith((";", ":")) and len(run) <= _LINES and _unmatched(run)  # within a bracket: 【请确认：
        if text.endswith(("。", ";", ":", "!", "?")) and not goes_on:
            run = []


def _unmatched(sentence: list[tuple[Flow, int]]) -> list[tuple[Flow, int]]:
    """The brackets without their other half."""
    opened: list[tuple[str, Flow, int]] = []
    wrong: list[tuple[Flow, int]] = []
    for flow, start in sentence:
        for match in _MARK.finditer(flow.text, start):
            at, mark = match.start(), match[0]
            if mark in _PAIRS.values():
                opened.append((mark, flow, at))
            elif any(each[0] == _PAIRS[mark] for each in opened):
                while opened[-1][0] != _PAIRS[mark]:
                    wrong.append(opened.pop()[1:])
                opened.pop()
            elif not (at and flow.text[at - 1].isdigit()) and not (at < _HEAD and flow is not sentence[0][0]):
                wrong.append((flow, at))
    return [each[1:] for each in opened] + wrong


def _is_one_pair(wrong: list[tuple[Flow, int]]) -> bool:
    """Whether two marks of different kinds stand for one pair: （…〉."""
    if len(wrong) != 2:
        return False
    (flow, at), (other, end) = wrong
    return flow is other and at < end and flow.text[at] in _PAIRS.values() and flow.text[end] in _PAIRS


def _odd_quote(source: str, flow: Flow) -> list[int]:
    """The place of a Chinese quotation mark without its other half, where the marks are otherwise in order."""
    if '"' not in flow.text:
        return []
    marks = [(at, source[offset]) for at, offset in enumerate(flow.offsets) if source[offset] in "“”"]
    opened: list[int] = []
    for at, mark in marks:
        if mark == "“":
            opened.append(at)
        elif opened:
            opened.pop()
        else:
            return [at]
    return opened if len(opened) == 1 else []
