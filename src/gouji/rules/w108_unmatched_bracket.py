"""W108 unmatched-bracket"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest

from gouji.document import Cell, Document, Flow, Heading, Paragraph, Span
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import long_cells
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
    for cell in long_cells(report.document):
        if not cell.text.endswith(("。", "）", ")")):
            continue
        flow = Flow.of(report.document.source, *cell.span)
        wrong = _unmatched([(flow, 0)])
        if len(wrong) == 1 and not _may_be_cut(report.document, cell):
            at = wrong[0][1]
            span = Span(cell.span.start + at, cell.span.start + at + 1)
            yield Remark(span, f"“{report.document.quote(span)}”没有与它成对的另一半")


def _may_be_cut(document: Document, cell: Cell) -> bool:
    """Whether the end of a page may have cut a cell: it is at the edge of its table, or the other half of its mark may stand in
    its column."""
    if not document.is_paged(cell.span):
        return False
    table = next(table for _, table in document.tables() if cell in chain(*table.rows))
    column = next(column for column in zip_longest(*table.rows) if cell in column)
    flows = [(Flow.of(document.source, *each.span), 0) for each in column if each is not None]
    return cell in (column[0], column[-1]) or len(_unmatched(flows)) != 1


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
        if text.endswith(("。", ";", ":", "!", "?")):
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
