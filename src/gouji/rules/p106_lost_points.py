"""P106 lost-points"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Severity
from gouji.report import Report
from gouji.rules.registry import Remark, check


@check(
    "P106",
    "lost-points",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析
\t产出指标\t数量指标\t修缮册数\t200册\t180册\t60\t54\t
\t效益指标\t社会效益\t读者满意度\t≥95%\t98%\t40\t40\t
总分\t\t\t\t\t\t100\t94\t
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析
\t产出指标\t数量指标\t修缮册数\t200册\t180册\t60\t54\t部分古籍待检测
\t效益指标\t社会效益\t读者满意度\t≥95%\t98%\t40\t40\t
总分\t\t\t\t\t\t100\t94\t
""",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成的指标应说明偏差原因",
    severity=Severity.NOTE,
)
def lost_points(report: Report) -> Iterator[Remark]:
    """扣了分而没有写偏差原因（提示）。

    只看带“偏差原因”一栏的自评表。
    """
    for scores in report.scores:
        for indicator in scores.indicators if scores.has_remarks else []:
            weight = indicator.weight
            if weight is not None and indicator.score.value < weight.value and not indicator.remark:
                yield Remark(
                    indicator.score.span,
                    f"“{indicator.name}”分值{weight.text}得分{indicator.score.text}，没有写偏差原因",
                )
