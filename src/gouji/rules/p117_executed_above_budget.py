"""P117 executed-above-budget"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.slips import slips
from gouji.tieout.evaluations import pairing

_DOCUMENT = """
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t{0}\t45.00\t10\t{1}\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t90\t90
总分\t\t\t\t\t\t100\t100
"""


@check(
    "P117",
    "executed-above-budget",
    bad=_DOCUMENT.format("30.00", "150%"),
    good=_DOCUMENT.format("45.00", "100%"),
    source="全年预算数是调整以后的预算，包括追加的；执行数不应超过它",
)
def executed_above_budget(report: Report) -> Iterator[Remark]:
    """自评表的全年执行数，比全年预算数还大。

    全年预算数应当包括年中追加的；填成年初预算数，执行率就超过100%。只看资金总额一行；综述里照样写明两个数的，不算。
    """
    told = {
        form
        for summary, form in pairing(report.document, report.scores).pairs
        if summary.budget is not None and summary.executed is not None
    }
    for scores in report.scores:
        row = scores.whole
        if scores in told or row is None or row.budget is None or row.executed is None or not row.budget.value:
            continue
        if {row.budget.span, row.executed.span} & {slip.number.span for slip in slips(scores)}:
            continue  # P112 tells of it
        if row.executed.quantity.interval.low > row.budget.quantity.interval.high:
            yield Remark(
                row.budget.span,
                f"全年执行数{row.executed.text}大于全年预算数{row.budget.text}，全年预算数应包括追加的预算",
                (Related(f"全年执行数：{row.executed.text}", row.executed.span),),
                "",
                f"{row.executed.text} > {row.budget.text}",
            )
