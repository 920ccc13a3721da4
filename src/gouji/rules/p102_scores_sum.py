"""P102 scores-sum"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.findings import Related, Severity
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.performance import Scores

_HUNDRED = Decimal(100)


@check(
    "P102",
    "scores-sum",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标(50分)\t数量指标\t修缮册数\t200册\t210册\t30\t30
\t\t质量指标\t验收合格率\t100%\t100%\t30\t30
\t效益指标(40分)\t社会效益\t读者满意度\t≥95%\t98%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标(60分)\t数量指标\t修缮册数\t200册\t210册\t30\t30
\t\t质量指标\t验收合格率\t100%\t100%\t30\t30
\t效益指标(30分)\t社会效益\t读者满意度\t≥95%\t98%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：各级指标分值之和等于总分，得分之和等于总得分",
    severity=Severity.ERROR,
)
def scores_sum(report: Report) -> Iterator[Remark]:
    """绩效自评表的分值、得分加不起来。

    一级指标标注的分数（如“产出指标(50分)”）与其下各指标分值之和不等；各项得分之和与总分不等。
    各行分值合计恰为100时，说明逐行读得完整，按错误报告；否则按疑点报告总分；PDF 里可能在提取时丢了行，只在丢的分值也补不上差额时才报告。
    """
    for scores in report.scores:
        funds_weight = scores.funds.numbers[-1].value if scores.funds else Decimal(0)
        weights = sum((i.weight.value for i in scores.indicators), funds_weight)
        whole = weights == _HUNDRED
        if whole:
            yield from _groups(scores)
        lost = _HUNDRED - weights if scores.statement.lossy else Decimal(0)
        yield from _total(scores, whole, lost)


def _groups(scores: Scores) -> Iterator[Remark]:
    for index, group in enumerate(scores.groups):
        rows = [i for i in scores.indicators if i.group == index]
        found = sum((i.weight.value for i in rows), Decimal(0))
        if rows and found != group.points.value:
            formula = f"{' + '.join(i.weight.text for i in rows)} = {found} ≠ {group.points.value}"
            yield Remark(
                group.points.span,
                f"“{group.name}”标注{group.points.value}分，所列指标分值合计{found}分：{formula}",
                tuple(Related(f"分值：{i.weight.text}", i.weight.span) for i in rows),
                f"{found}分",
                formula,
            )


def _total(scores: Scores, whole: bool, lost: Decimal) -> Iterator[Remark]:
    """The total against the scores; `lost` is the weight of rows that were not read, which may be the difference."""
    funds = scores.funds
    if not scores.total or (funds is not None and funds.score is None):
        return
    parts = [i.score for i in scores.indicators] + ([funds.score] if funds and funds.score else [])
    found = sum((part.value for part in parts), Decimal(0))
    stated = scores.total[-1]
    if found != stated.value and (whole or not 0 < stated.value - found <= lost):
        formula = f"{' + '.join(part.text for part in parts)} = {found} ≠ {stated.text}"
        yield Remark(
            stated.span,
            f"总分写{stated.text}，各项得分合计{found}：{formula}",
            tuple(Related(f"得分：{part.text}", part.span) for part in parts[:16]),
            str(found),
            formula,
            Severity.ERROR if whole else Severity.WARNING,
        )
