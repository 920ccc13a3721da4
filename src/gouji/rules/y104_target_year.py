"""Y104 target-year"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.lexicon import lexicon
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
    """绩效目标写的是上年的时间。

    预算公开的绩效目标表里，目标和时效写成上一年度的，多半是沿用上年文本。与上年比较、说明上年情况的不算。
    """
    if report.kind != "budget" or not report.year:
        return
    target = wording("target-date")
    base = (*lexicon().phrases["base"]["words"], *lexicon().phrases["years"]["as_of"], *target["not_after"])
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
