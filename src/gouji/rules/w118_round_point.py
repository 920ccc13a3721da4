"""W118 round-point"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import flows, replacing
from gouji.rules.registry import Remark, check

_ROUND_POINT = pattern_of(r"(?<![\d.])\d{1,3}(?:,?\d{3})*。\d{1,2}(?=[百千万亿]*元|%)")


@check(
    "W118",
    "round-point",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计341。39万元。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计341.39万元。
""",
    source="小数点用“.”（GB/T 15835《出版物上数字用法》）",
)
def round_point(report: Report) -> Iterator[Remark]:
    """小数点写成了句号。

    如“341。39万元”；这样的数没有核对。
    """
    for flow in flows(report.document):
        for match in _ROUND_POINT.finditer(flow.text):
            span: Span = flow.span(*match.span())
            whole = match[0].replace("。", ".")
            fix = replacing(span, match[0], whole)
            yield Remark(span, f"“{match[0]}”的小数点写成了句号", (), whole, "", None, fix)
