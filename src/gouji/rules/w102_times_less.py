"""W102 times-less"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import places
from gouji.rules.registry import Remark, check


@check(
    "W102",
    "times-less",
    bad="""
# 2024年度部门决算
七、三公经费支出说明
公务接待批次比上年减少2倍。
""",
    good="""
# 2024年度部门决算
七、三公经费支出说明
公务接待批次比上年减少三分之二。
""",
    source="《出版物上数字用法》（GB/T 15835）及通行用法：减少、下降不用倍数",
)
def times_less(report: Report) -> Iterator[Remark]:
    """减少、下降不能用倍数。

    减少一倍就是零，减少两倍没有意义；应写减少百分之几或几分之几。
    """
    for text, span, _flow, _at in places(report.document, "times-less"):
        yield Remark(span, f"“{text}”：减少、下降不能用倍数，应写百分数或几分之几")
