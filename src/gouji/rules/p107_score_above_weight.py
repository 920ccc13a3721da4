"""P107 score-above-weight"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related, Severity
from gouji.report import Report
from gouji.rules.registry import Remark, check


@check(
    "P107",
    "score-above-weight",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t40\t50
\t效益指标\t社会效益\t读者满意度\t≥95%\t98%\t50\t40
总分\t\t\t\t\t\t90\t90
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t50\t50
\t效益指标\t社会效益\t读者满意度\t≥95%\t98%\t40\t40
总分\t\t\t\t\t\t90\t90
""",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：得分不超过分值",
    severity=Severity.ERROR,
)
def score_above_weight(report: Report) -> Iterator[Remark]:
    """指标的得分比分值还高。

    只看分值列与得分列都对得上表头的行。
    """
    for scores in report.scores:
        for indicator in scores.indicators:
            weight = indicator.weight
            if weight is not None and indicator.score.value > weight.value:
                yield Remark(
                    indicator.score.span,
                    f"“{indicator.name}”得分{indicator.score.text}，分值只有{weight.text}",
                    (Related(f"分值：{weight.text}", weight.span),),
                    "",
                    f"{indicator.score.text} > {weight.text}",
                )
