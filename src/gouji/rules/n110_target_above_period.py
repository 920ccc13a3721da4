"""N110 target-above-period"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related, Severity
from gouji.quantity import scan
from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check


@check(
    "N110",
    "target-above-period",
    bad="""
# 2025年部门预算
十、绩效目标情况
1.检查项目：数量指标，检查企业；实施周期指标值：不少于160家，年度指标值：不少于180家。
""",
    good="""
# 2025年部门预算
十、绩效目标情况
1.检查项目：数量指标，检查企业；实施周期指标值：不少于160家，年度指标值：不少于160家。
""",
    source="年度目标是实施周期目标的一部分",
    severity=Severity.WARNING,
)
def target_above_period(report: Report) -> Iterator[Remark]:
    """年度指标值大于整个实施周期的指标值。

    一年里要做的，不会比整个周期里要做的多。只看至少要做到的数量，单位相同的。
    """
    pattern = wording("period-target")["pattern"]
    for flow in flows(report.document):
        for match in pattern.finditer(flow.text):
            whole, year = (scan(match[name]) for name in ("whole", "year"))
            if len(whole) != 1 or len(year) != 1 or whole[0].quantity is None or year[0].quantity is None:
                continue
            most, own = whole[0].quantity, year[0].quantity
            if own.unit == most.unit and own.unit.is_count and own.value > most.value:
                yield Remark(
                    flow.span(*match.span("year")),
                    f"年度指标值{match['year']}，实施周期指标值只有{match['whole']}",
                    (Related(f"实施周期指标值{match['whole']}", flow.span(*match.span("whole"))),),
                )
