"""N103 indicator-unit"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.tieout.indicators import indicators_in_other_units


@check(
    "N103",
    "indicator-unit",
    bad="""
# 2024年单位预算
专项业务经费绩效目标表
项目名称\t\t阅览室改造\t
绩效指标\t一级指标\t二级指标\t指标内容\t指标值
\t产出指标\t数量指标\t购置阅览桌椅\t6套
单位整体支出绩效目标表
单位名称\t\t云岭区文化馆\t
绩效指标\t一级指标\t二级指标\t指标内容\t指标值
\t产出指标\t数量指标\t购置阅览桌椅\t6批次
""",
    good="""
# 2024年单位预算
专项业务经费绩效目标表
项目名称\t\t阅览室改造\t
绩效指标\t一级指标\t二级指标\t指标内容\t指标值
\t产出指标\t数量指标\t购置阅览桌椅\t6套
单位整体支出绩效目标表
单位名称\t\t云岭区文化馆\t
绩效指标\t一级指标\t二级指标\t指标内容\t指标值
\t产出指标\t数量指标\t购置阅览桌椅\t6套
""",
    source="同一指标只有一个计量单位",
)
def indicator_unit(report: Report) -> Iterator[Remark]:
    """同一绩效指标，项目表与整体表的计量单位不同。

    名称一字不差、数值相同，一处写“6套”，一处写“6批次”。
    """
    for name, own, overall in indicators_in_other_units(report.statements, report.lexicon):
        yield Remark(
            own.span,
            f"“{name}”这里是{own.text}，整体绩效目标表里是{overall.text}，计量单位不同",
            (Related(f"整体绩效目标表：{overall.text}", overall.span),),
        )
