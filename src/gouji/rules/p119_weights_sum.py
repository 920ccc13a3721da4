"""P119 weights-sum"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.findings import Related, Severity
from gouji.report import Report
from gouji.rules.registry import Remark, check

_MOST_RELATED = 16
_DOCUMENT = """
# 2026年部门预算
专项业务经费绩效目标表
项目名称\t古籍修缮\t\t\t\t
资金金额（万元）\t实施期资金总额：\t40.00\t执行率分值（10分）\t\t
绩效指标\t一级指标\t二级指标\t指标内容\t指标值\t分值权重（90分）
\t产出指标\t数量指标\t修缮册数\t200册\t{0}
\t效益指标\t社会效益指标\t读者满意度\t≥95%\t30
"""


@check(
    "P119",
    "weights-sum",
    bad=_DOCUMENT.format("50"),
    good=_DOCUMENT.format("60"),
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：各项指标的权重之和等于总分",
    severity=Severity.ERROR,
)
def weights_sum(report: Report) -> Iterator[Remark]:
    """绩效目标表各指标的权重，加起来不是表头（或合计一行）写的分数。

    只看表头写明合计的（“分值权重（90分）”，“指标权重（%）”合计是100%），和下面有合计一行的。PDF 里可能在提取时丢了行，比表头少的不报告。
    """
    for goals in report.goals:
        weights = goals.weights
        if weights is None or goals.statement.is_doubtful:
            continue
        found = sum((number.value for number in weights.numbers), Decimal(0))
        if found > weights.stated.value or (found < weights.stated.value and not goals.statement.lossy):
            formula = f"{' + '.join(number.text for number in weights.numbers)} = {found} ≠ {weights.stated.text}"
            yield Remark(
                weights.stated.span,
                f"{'表头' if weights.unit else '合计'}写{weights.stated.text}{weights.unit}，各指标权重合计{found}{weights.unit}：{formula}",
                tuple(Related(f"权重：{number.text}", number.span) for number in weights.numbers[:_MOST_RELATED]),
                f"{found}{weights.unit}",
                formula,
            )
