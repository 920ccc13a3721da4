"""P115 lost-for-nothing"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.performance import explains_nothing

_DOCUMENT = """
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析
\t产出指标\t数量指标\t修缮册数\t200册\t180册\t60\t54\t{0}
\t效益指标\t社会效益指标\t读者满意度\t≥95%\t98%\t40\t40\t无
总分\t\t\t\t\t\t100\t94\t
"""


@check(
    "P115",
    "lost-for-nothing",
    bad=_DOCUMENT.format("无"),
    good=_DOCUMENT.format("部分古籍待检测"),
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成的指标应说明偏差原因",
)
def lost_for_nothing(report: Report) -> Iterator[Remark]:
    """扣了分，偏差原因却写“无”。

    偏差原因一栏空着的，见 P106。
    """
    for scores in report.scores:
        for indicator in scores.indicators if scores.has_remarks else []:
            weight = indicator.weight
            if weight is not None and indicator.score.value < weight.value and explains_nothing(indicator.remark):
                yield Remark(
                    indicator.score.span,
                    f"“{indicator.name}”分值{weight.text}得分{indicator.score.text}，偏差原因却写“{indicator.remark}”",
                )
