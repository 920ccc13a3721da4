"""R103 reason-missing"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.findings import Severity
from gouji.report import Report
from gouji.rules.registry import Remark, check


@check(
    "R103",
    "reason-missing",
    bad="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为500.00万元，与上年相比减少125.00万元，下降20.00%。
""",
    good="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为500.00万元，与上年相比减少125.00万元，下降20.00%，主要原因是压减一般性支出。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：对增减变化情况说明原因",
    severity=Severity.NOTE,
)
def reason_missing(report: Report) -> Iterator[Remark]:
    """变动较大而没有说明原因（提示）。

    变动率达到规定的幅度（由所用的公开要求给出，没有规定时为10%），所在段落又没有一个原因。
    """
    if report.profile is None:
        return
    least = Decimal(report.profile.reason_from)
    claims = report.narrative
    explained = {reason.paragraph for reason in claims.reasons}
    for change in claims.changes:
        rate = change.rate
        if rate is None or rate.quantity.unit.dimension != "rate" or change.paragraph in explained:
            continue
        if rate.quantity.value * 100 >= least and change.words[0].sign:
            yield Remark(rate.span, f"变动{rate.text}，没有说明原因")
            explained.add(change.paragraph)
