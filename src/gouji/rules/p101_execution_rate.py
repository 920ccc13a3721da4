"""P101 execution-rate"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.findings import Related, Severity
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.funds import PARTS, FundRow, Number
from gouji.statements.performance import Scores
from gouji.statements.slips import rate_holds, slips

_HUNDRED = 100
_HALF = Decimal("0.5")


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

    少写了几位小数、后面的位数直接去掉的，不算；分来源各行的执行率不看。执行率未达到100%而执行率得分仍是满分的，按疑点报告：通常应为分值
    乘以执行率。表头写明“20分*执行率”的，或者照此算总分就对得上的，按错误报告。
    """
    accused = {cause.site.span for cause in report.tieout.causes}
    for scores in report.scores:
        wrong = {slip.number.span for slip in slips(scores)} | accused
        for row in scores.funds.rows:
            budget, executed = row.budget, row.executed
            if row.kind in PARTS or row.rate is None or budget is None or executed is None or not budget.value:
                continue
            if not {budget.span, executed.span} & wrong:  # others tell of these
                reckoned = {remark.span for remark in _points(scores)}
                yield from (r for r in _rate(row, row.rate, budget, executed) if r.span not in reckoned)
        yield from _points(scores)


def _rate(row: FundRow, stated: Number, budget: Number, executed: Number) -> Iterator[Remark]:
    """The rate of a row against its amounts; full points for what was not spent in full."""
    rate = executed.value / budget.value
    related = (
        Related(f"全年预算数：{budget.text}", budget.span),
        Related(f"全年执行数：{executed.text}", executed.span),
    )
    if not rate_holds(row, budget.quantity.interval, executed.quantity.interval):
        bare = "%" not in stated.text
        shown = stated.quantity.show(rate * _HUNDRED if bare and stated.quantity.value == stated.value else rate)
        formula = f"{executed.text} ÷ {budget.text} = {shown} ≠ {stated.text}"
        yield Remark(stated.span, f"执行率应为{shown}，表中为{stated.text}：{formula}", related, shown, formula)
    elif row.score is not None and row.weight is not None and row.score.value >= row.weight.value and rate < 1:
        due = row.weight.value * rate
        if row.weight.value - due > _HALF:
            formula = f"{row.weight.text} × {stated.text} = {due:.2f}"
            said = f"执行率只有{stated.text}，得分却是满分{row.score.text}：{formula}"
            yield Remark(row.score.span, said, related, f"{due:.2f}", formula, Severity.WARNING)


def _points(scores: Scores) -> Iterator[Remark]:
    """The points for execution, where the head says how they are reckoned, or the total tells that they are."""
    row, due = scores.whole, scores.due
    if row is None or row.score is None or row.weight is None or due is None or not scores.is_proof:
        return
    by_head = scores.funds.by_rate and not row.score.quantity.lenient.meets(due)
    if (by_head or scores.is_mended_by_due) and row.budget and row.executed:
        shown = row.score.quantity.show(due.middle)
        formula = f"{row.weight.text} × {row.executed.text} ÷ {row.budget.text} = {shown} ≠ {row.score.text}"
        said = f"预算执行的得分应为{shown}，表中为{row.score.text}：{formula}"
        yield Remark(row.score.span, said, (Related(f"分值：{row.weight.text}", row.weight.span),), shown, formula)
