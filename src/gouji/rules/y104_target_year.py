"""Y104 target-year"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Heading, Paragraph
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check


@check(
    "Y104",
    "target-year",
    bad="""
# 2024年单位预算
第一部分 2024年单位预算编制说明
专项业务经费绩效目标表
项目名称\t\t阅览室改造\t
绩效指标\t一级指标\t二级指标\t指标内容\t指标值
\t产出指标\t数量指标\t购置阅览桌椅\t6套
\t\t时效指标\t改造时间\t2023年1-6月
""",
    good="""
# 2024年单位预算
第一部分 2024年单位预算编制说明
专项业务经费绩效目标表
项目名称\t\t阅览室改造\t
绩效指标\t一级指标\t二级指标\t指标内容\t指标值
\t产出指标\t数量指标\t购置阅览桌椅\t6套
\t\t时效指标\t改造时间\t2024年1-6月
""",
    source="绩效目标是预算年度的目标",
)
def target_year(report: Report) -> Iterator[Remark]:
    """绩效目标、项目周期写的是上年的时间。

    预算公开的绩效目标表里，要做到的时间（某年1-6月、某年底前、某年度全年）写成上一年度的，项目的实施周期在本年之前就结束的，
    多半是沿用上年文本。所评的、所付的是上年的事（“某年度优秀报告评选”“某年度尾款”），与上年比较的，不算。
    """
    if report.kind != "budget" or not report.year:
        return
    target = wording("target-date")
    base = (*report.lexicon.phrases["base"]["words"], *report.lexicon.phrases["years"]["as_of"], *target["not_after"])
    for statement in report.statements:
        if statement.type is None or statement.type.rows != "performance":
            continue
        for row in statement.table.rows:
            for cell in row:
                text = plain(cell.text)
                for match in target["pattern"].finditer(text):
                    if int(match[1]) == report.year - 1 and not text.endswith(base, 0, match.start()):
                        yield Remark(
                            cell.span,
                            f"{report.year}年预算的绩效目标，时间却写成“{match[0]}”",
                            (),
                            match[0].replace(match[1], str(report.year)),
                        )
    period = wording("period")["pattern"]
    for block in report.document.blocks:
        if isinstance(block, Paragraph | Heading):
            match = period.search(block.flow.text)
            if match and int(match[2]) == report.year - 1:
                yield Remark(
                    block.flow.span(*match.span(1)), f"{report.year}年预算的项目，实施周期到{match[2]}年就结束了"
                )
