"""S102 numbering-gap"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.document import Heading, Paragraph, Span
from gouji.findings import Related, Severity
from gouji.precompiled import pattern_of
from gouji.quantity import number, numeral
from gouji.report import Report
from gouji.rules.registry import Remark, check

_MARK = pattern_of(
    r"(?P<l1>第[一二三四五六七八九十]{1,3}(?:部分|章))|(?P<l2>[一二三四五六七八九十]{1,3})、|\((?P<l3>[一二三四五六七八九十]{1,3})\)|(?P<l4>\d{1,2})[.、](?!\d)"
)

_MARK_END = pattern_of(r"[）)．.]")


@check(
    "S102",
    "numbering-gap",
    bad="""
# 2024年度部门决算
第一部分 部门概况
一、主要职责
负责全区公共阅读服务。
二、机构设置
设办公室、业务科。
四、人员情况
截至2024年底，人员编制20人。
""",
    good="""
# 2024年度部门决算
第一部分 部门概况
一、主要职责
负责全区公共阅读服务。
二、机构设置
设办公室、业务科。
三、人员情况
截至2024年底，人员编制20人。
""",
    source="序号连续",
)
def numbering_gap(report: Report) -> Iterator[Remark]:
    """标题的序号跳了一个，或同一个序号用了两次。

    如“一、二、四”。只看标题（目录除外）和编号的条目（1. 2. 一级，按提示）；缺的序号在这两个之间的原文里确实没有，才报告。
    """
    contents = {part.heading for part in report.outline if part.in_contents}
    numbered: dict[int, list[tuple[int, Span, str]]] = {}
    before = ""
    for block in report.document.blocks:
        if not isinstance(block, Heading | Paragraph) or block in contents:
            continue
        match = _MARK.match(block.flow.text)
        if match is None or (isinstance(block, Paragraph) and not block.marker):
            continue
        if block.flow.text == before and report.document.is_paged(block.span):
            continue  # printed again at the top of the next page
        before = block.flow.text
        level = next(i for i in (1, 2, 3, 4) if match[f"l{i}"])
        for deeper in [key for key in numbered if key > level]:
            yield from _gaps(report, numbered.pop(deeper), deeper)
        entry = (number(match[level].strip("第部分章")), block.flow.span(*match.span()), match[0])
        numbered.setdefault(level, []).append(entry)
        if entry[0] == 1 and len(numbered[level]) > 1:
            yield from _gaps(report, numbered[level][:-1], level)
            numbered[level] = [entry]
    for level, run in numbered.items():
        yield from _gaps(report, run, level)


def _gaps(report: Report, run: list[tuple[int, Span, str]], level: int) -> Iterator[Remark]:
    """Gaps in a run that starts at 1 and otherwise counts up."""
    if len(run) < 3 or run[0][0] != 1:
        return
    severity = Severity.NOTE if level > 3 else None
    steps = [second[0] - first[0] for first, second in pairwise(run)]
    if sum(step == 1 for step in steps) < len(steps) - 1:
        return
    for (first, first_span, first_text), (second, second_span, text) in pairwise(run):
        related = (Related(f"上一个序号：{first_text}", first_span),)
        if second == first:
            yield Remark(second_span, f"序号“{text}”用了两次", related, severity=severity)
        missing = str(first + 1) if level > 3 else numeral(first + 1)
        between = report.document.source[first_span.end : second_span.start]
        if second - first == 2 and missing + "、" not in _MARK_END.sub("、", between):
            yield Remark(second_span, f"序号从“{first_text}”跳到“{text}”，缺“{missing}”", related, severity=severity)
