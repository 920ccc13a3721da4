"""P122 score-rate"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related, Severity
from gouji.quantity import Interval
from gouji.report import Report
from gouji.rules.registry import Remark, check

_HUNDRED = 100
_DOCUMENT = """
# 2024年度部门决算
第五部分 附件
古籍修缮项目绩效评价报告
各部分得分情况表
一级指标\t分值\t得分\t得分率
决策\t40\t36\t90.00%
产出\t60\t51\t{0}
合计\t100\t87\t87.00%
"""


@check(
    "P122",
    "score-rate",
    bad=_DOCUMENT.format("95.00%"),
    good=_DOCUMENT.format("85.00%"),
    source="算术恒等式：得分率 = 得分 ÷ 分值",
    severity=Severity.ERROR,
)
def score_rate(report: Report) -> Iterator[Remark]:
    """绩效评价得分表的得分率，与分值、得分对不上。

    少写了几位小数、后面的位数直接去掉的，不算。
    """
    for scores in report.scores:
        for each in scores.indicators:
            rate, weight, score = each.rate, each.weight, each.score
            if rate is None or weight is None or not weight.value:
                continue
            given = Interval.exactly(score.value) / Interval.exactly(weight.value)
            bare = "%" not in rate.text
            percents = given * Interval.exactly(_HUNDRED)
            if rate.quantity.lenient.meets(given) or (bare and rate.quantity.lenient.meets(percents)):
                continue
            shown = rate.quantity.show((percents if bare else given).middle)
            formula = f"{score.text} ÷ {weight.text} = {shown} ≠ {rate.text}"
            yield Remark(
                rate.span,
                f"“{each.name}”得分率应为{shown}，表中为{rate.text}：{formula}",
                (Related(f"分值：{weight.text}", weight.span), Related(f"得分：{score.text}", score.span)),
                shown,
                formula,
            )
