"""W109 missing-unit"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import places
from gouji.rules.registry import Remark, check


@check(
    "W109",
    "missing-unit",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计330.00万元，其中：基本支出300.00万元，占90.91%；项目支出30.00万元，占9.09。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计330.00万元，其中：基本支出300.00万元，占90.91%；项目支出30.00万元，占9.09%。
""",
    source="数与计量单位、百分号连写",
)
def missing_unit(report: Report) -> Iterator[Remark]:
    """数字后面少了百分号或计量单位。

    “占”“增长”“下降”后面的小数没有百分号；“支出”“收入”“决算数”后面的金额没有“元”“万元”。
    """
    for text, span, _flow, _at in places(report.document, "no-percent"):
        yield Remark(span, f"“{text}”后面少了百分号")
    for text, span, _flow, _at in places(report.document, "no-unit"):
        yield Remark(span, f"“{text}”后面少了计量单位")
    for text, span, _flow, _at in places(report.document, "no-yuan"):
        yield Remark(span, f"“{text}”后面少了“元”")
