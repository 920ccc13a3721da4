"""P111 project-above-all"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related, Severity
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check
from gouji.statements.slips import project_slip, slips

_DOCUMENT = """
# 2024年度部门决算
十三、预算绩效情况说明
部门整体支出绩效自评表
部门名称\t云岭区图书馆\t\t\t\t
年度主要任务完成情况\t任务名称\t主要内容\t全年预算数(万元)\t全年执行数(万元)\t分值\t执行率\t得分
\t基本支出\t人员\t300.00\t300.00\t—\t100%\t—
\t项目支出\t修缮\t{0}\t{0}\t—\t100%\t—
金额合计\t\t\t{1}\t{1}\t10\t100%\t10
年度绩效指标完成情况\t一级指标\t二级指标\t指标内容\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t90\t90
总分\t\t\t\t\t\t100\t100
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t40.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t90\t90
总分\t\t\t\t\t\t100\t100
"""


@check(
    "P111",
    "project-above-all",
    bad=_DOCUMENT.format("30.00", "330.00"),
    good=_DOCUMENT.format("60.00", "360.00"),
    source="部门的项目支出包括它的每一个项目",
    severity=Severity.ERROR,
)
def project_above_all(report: Report) -> Iterator[Remark]:
    """一个项目的全年预算数，比部门整体自评表里全部项目支出的还大。

    项目名称里有“专项资金”“转移支付”的，可能不列部门的项目支出，按疑点报告。
    """
    overall = [form for form in report.scores if form.is_overall]
    all_projects = overall[0].funds.row("project") if len(overall) == 1 else None
    whole = all_projects.budget if all_projects is not None else None
    if whole is None or any(slip.number.span == whole.span for slip in slips(overall[0])):
        return  # it is not the amount of all projects (P112)
    most = overall[0].money(whole)
    above = [
        (form, budget)
        for form in report.scores
        if form.project and form.whole is not None and (budget := form.whole.budget) is not None
    ]
    above = [(form, budget) for form, budget in above if form.money(budget).interval.low > most.interval.high]
    largest = max((budget.quantity.interval for _, budget in above), key=lambda interval: interval.low, default=None)
    if largest is None or project_slip(overall[0], largest) is not None:
        return  # or P112 tells of it
    passed_on = wording("projects-amount")["passed_on"]
    own = [(form, budget) for form, budget in above if not any(word in form.project for word in passed_on)]
    form, budget = (own or above)[0]
    yield Remark(
        whole.span,
        f"全部项目支出的全年预算数只有{whole.text}，其中“{form.project}”一个项目就有{budget.text}",
        tuple(Related(f"“{each.project}”全年预算数：{amount.text}", amount.span) for each, amount in above),
        "",
        f"{budget.text} > {whole.text}",
        None if own else Severity.WARNING,
    )
