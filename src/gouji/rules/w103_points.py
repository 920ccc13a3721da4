"""W103 points"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import places
from gouji.rules.registry import Remark, check


@check(
    "W103",
    "points",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
预算执行率较上年提高5%。
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
预算执行率较上年提高5个百分点。
""",
    source="国家统计局《统计上的百分数与百分点》：两个百分数相减，差以百分点表示",
)
def points(report: Report) -> Iterator[Remark]:
    """两个百分数的差应写“个百分点”。

    占比、完成率、合格率等本身是百分数，提高、下降多少应以百分点计；写成百分数是另一个意思。
    """
    for text, span, _flow, _at in places(report.document, "points"):
        yield Remark(span, f"“{text}”说的是两个百分数之差，应写“个百分点”")
