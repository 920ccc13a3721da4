"""W110 increase-as"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import places
from gouji.rules.registry import Remark, check


@check(
    "W110",
    "increase-as",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计330.00万元，比上年增长为5.00%。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计330.00万元，比上年增长5.00%。
""",
    source="增长（下降）多少是变动，增长到（下降为）多少是结果",
)
def increase_as(report: Report) -> Iterator[Remark]:
    """“增长为5%”说不清是增长了5%，还是增长到5%。

    变动写“增长5%”，结果写“增长到5%”。
    """
    for text, span, _flow, _at in places(report.document, "increase-as"):
        yield Remark(span, f"“{text}”：变动应写“增长”“下降”多少，结果应写“增长到”“下降到”多少")
