"""R105 none-explained"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import places
from gouji.rules.registry import Remark, check


@check(
    "R105",
    "none-explained",
    bad="""
# 2024年度部门决算
十二、国有资产占用情况说明
截至2024年底，本部门应急保障用车1辆，其他用车0辆，主要是单位日常工作用车。
""",
    good="""
# 2024年度部门决算
十二、国有资产占用情况说明
截至2024年底，本部门应急保障用车1辆，其他用车2辆，主要是单位日常工作用车。
""",
    source="没有的事不说用途",
)
def none_explained(report: Report) -> Iterator[Remark]:
    """一辆（台、套）也没有，却在说它是什么、作什么用。

    多半是样式里的话没有删，或者数填错了。“主要是无……”说的是原因，不报告。
    """
    for text, span, _flow, _at in places(report.document, "none-with-purpose"):
        yield Remark(span, f"没有，却说了用途：“{text}”")
