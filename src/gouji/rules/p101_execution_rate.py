"""P101 execution-rate"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.findings import Related, Severity
from gouji.quantity import Interval
from gouji.report import Report
from gouji.rules.registry import Remark, check

_HUNDRED = 100
_HALF = Decimal("0.5")
# Their rates repeat that of the whole, or are left at 0%.
_WITHOUT_RATE = ("fiscal", "carried", "special", "own", "other")


@check(
    "P101",
    "execution-rate",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t36.00\t10\t95%\t9
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t90\t90
总分\t\t\t\t\t\t100\t99
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t36.00\t10\t90%\t9
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t90\t90
总分\t\t\t\t\t\t100\t99
""",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：预算执行率 = 全年执行数 ÷ 全年预算数",
    severity=Severity.ERROR,
)
def execution_rate(report: Report) -> Iterator[Remark]:
    """绩效自评表的执行率，与全年预算数、全年执行数对不上，或得分与执行率不相称（疑点）。

    少写了几位小数、后面的位数直接去掉的，不算。执行率未达到100%而执行率得分仍是满分的，按疑点报告：通常应为分值乘以执行率。
    """
    for scores in report.scores:
        for row in scores.funds.rows:
            if row.kind in _WITHOUT_RATE:
                continue
            budget, executed = row.budget, row.executed
            if row.rate is None or budget is None or executed is None or not budget.value:
                continue
            rate = executed.value / budget.value
            related = (
                Related(f"全年预算数：{budget.text}", budget.span),
                Related(f"全年执行数：{executed.text}", executed.span),
            )
            stated = row.rate.quantity
            given = executed.quantity.interval / budget.quantity.interval
            percents = given * Interval.exactly(_HUNDRED)  # 90.00 or 0.90 in a column of percents
            bare = "%" not in row.rate.text
            if not stated.lenient.meets(given) and not (bare and stated.lenient.meets(percents)):
                shown = stated.show(rate * _HUNDRED if bare and stated.value == row.rate.value else rate)
                formula = f"{executed.text} ÷ {budget.text} = {shown} ≠ {row.rate.text}"
                yield Remark(
                    row.rate.span,
                    f"执行率应为{shown}，表中为{row.rate.text}：{formula}",
                    related,
                    shown,
                    formula,
                )
            elif row.score is not None and row.weight is not None and row.score.value >= row.weight.value and rate < 1:
                due = row.weight.value * rate
                if row.weight.value - due > _HALF:
                    formula = f"{row.weight.text} × {row.rate.text} = {due:.2f}"
                    yield Remark(
                        row.score.span,
                        f"执行率只有{row.rate.text}，得分却是满分{row.score.text}：{formula}",
                        related,
                        f"{due:.2f}",
                        formula,
                        Severity.WARNING,
                    )
