"""W112 number-format"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.findings import Severity
from gouji.report import Report
from gouji.rules.registry import Remark, check

_SHARE = 4
_THOUSAND = 1000


@check(
    "W112",
    "number-format",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计3,300.00万元，其中：基本支出2,000.00万元，项目支出1300.00万元。
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收入总计、支出总计均为3,200.00万元。
五、一般公共预算财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出3,100.00万元。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计3,300.00万元，其中：基本支出2,000.00万元，项目支出1,300.00万元。
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收入总计、支出总计均为3,200.00万元。
五、一般公共预算财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出3,100.00万元。
""",
    source="《出版物上数字用法》（GB/T 15835）：同一文本的写法应一致",
    severity=Severity.NOTE,
)
def number_format(report: Report) -> Iterator[Remark]:
    """千位分隔符有的写、有的不写（提示）。

    四位以上的金额，绝大多数一种写法，零星几处另一种。
    """
    with_mark: list[Span] = []
    without: list[Span] = []
    for mention in report.narrative.mentions:
        quantity = mention.fact.quantity
        if quantity.unit.dimension == "money" and abs(quantity.value / quantity.unit.factor) >= _THOUSAND:
            (with_mark if quantity.grouped else without).append(mention.fact.span)
    few, many = sorted((with_mark, without), key=len)
    if len(few) * _SHARE <= len(many):
        for span in few:
            how = "没有" if few is without else "有"
            yield Remark(span, f"“{report.document.quote(span)}”{how}千位分隔符，与全文多数写法不同")
