"""P103 summary-vs-table"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.findings import Related, Severity
from gouji.quantity import Quantity
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.funds import Number
from gouji.statements.performance import Scores
from gouji.tieout.evaluations import Said, Summary, compared, is_like, other_results, own_words, pairing
from gouji.tieout.reports import evaluations


@check(
    "P103",
    "summary-vs-table",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
1.古籍修缮项目绩效自评综述：自评得分100分。全年预算数40.00万元，执行数40.00万元，完成预算的100%。
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t60\t60
\t效益指标\t社会效益\t读者满意度\t≥95%\t98%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
1.古籍修缮项目绩效自评综述：自评得分98分。全年预算数40.00万元，执行数40.00万元，完成预算的100%。
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t60\t60
\t效益指标\t社会效益\t读者满意度\t≥95%\t98%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：自评综述与自评表说的是同一次自评",
    severity=Severity.ERROR,
)
def summary_vs_table(report: Report) -> Iterator[Remark]:
    """项目绩效自评综述与自评表不符。

    得分、全年预算数、全年执行数与同名项目（或部门整体）的自评表不同；写的是表中年初预算数的、金额相同而项目名称写得不一样的，
    附的报告以前按指标全名说的百分数（居民满意度为95%）与表中完成值、指标值都不同的，按疑点报告。
    """
    found = pairing(report.document, report.scores)
    told: set[Span] = set()
    for summary, form in found.pairs:
        copied = _copied_from(summary, report.scores)
        differing = [
            (said, listed, number)
            for said, (listed, number) in compared(summary, form)
            if not said.quantity.interval.meets(listed.interval) and said.span not in told
        ]
        told.update(said.span for said, _, _ in differing)
        if copied in found.forms and copied is not None and len(differing) > 1:
            yield _misnamed(summary, form, copied)
            continue
        for said, listed, number in differing:
            if said is summary.score and form.is_proof and said.quantity.value == form.reckoned:
                continue  # the total of the form is wrong (P102)
            yield _differing(summary, form, said, listed, number, copied)
    yield from _own(report)
    for summary in found.summaries:
        fits = [form for form in found.forms if _same_amounts(summary, form) and is_like(summary.name, form.project)]
        if len(fits) == 1 and fits[0].project_span is not None:
            yield Remark(
                summary.name_span,
                f"综述里的项目名称“{summary.name}”与自评表的“{fits[0].project}”不一致，而金额相同",
                (Related(f"自评表的项目名称：{fits[0].project}", fits[0].project_span),),
                fits[0].project,
                "",
                Severity.WARNING,
            )
    yield from _results(report)


def _own(report: Report) -> Iterator[Remark]:
    """The score in a form's own conclusion against its total."""
    for form in report.scores:
        for said, span in own_words(report.document, form) if form.total else ():
            listed = form.total[-1]
            if not said.interval.meets(listed.quantity.interval) and said.value != form.reckoned:
                yield Remark(
                    span,
                    f"这里写自评得分{said.text}，自评表总分为{listed.text}",
                    (Related(f"自评表总分：{listed.text}", listed.span),),
                    listed.text,
                    f"{said.text} ≠ {listed.text}",
                )


def _results(report: Report) -> Iterator[Remark]:
    """Rates told of an indicator by its full name, before the attached reports: these ask other people again, and the forms
    in them are of other projects."""
    end = min(
        (each.title.start for each in evaluations(report.document, report.lexicon)), default=len(report.document.source)
    )
    told = [mention.fact for mention in report.narrative.mentions if mention.fact.span.start < end]
    forms = [form for form in report.scores if form.statement.table.span.start < end]
    for fact, indicator, reached in other_results(report.document, forms, told):
        if indicator.actual is not None:
            yield Remark(
                fact.span,
                f"“{indicator.name}”这里写{fact.text}，自评表的完成值是{reached.text}",
                (Related(f"完成值：{reached.text}", indicator.actual.span),),
                reached.text,
                f"{fact.text} ≠ {reached.text}",
                Severity.WARNING,
            )


def _copied_from(summary: Summary, forms: list[Scores]) -> Scores | None:
    """The only form of which both amounts of a summary are."""
    fits = [
        form
        for form in forms
        if (pairs := [(s, q) for s, (q, _) in compared(summary, form) if s is not summary.score])
        and len(pairs) > 1
        and all(said.quantity.interval.meets(listed.interval) for said, listed in pairs)
    ]
    return fits[0] if len(fits) == 1 and fits[0].project else None


def _differing(
    summary: Summary, form: Scores, said: Said, listed: Quantity, number: Number, copied: Scores | None
) -> Remark:
    name = f"“{summary.name}”" if summary.name else f"《{form.statement.title}》的"
    if said is summary.score:
        what, shown, expected = "自评得分", number.text, number.text
        place = "自评表总分"
    else:
        what = "全年预算数" if said is summary.budget else "全年执行数"
        shown, expected = f"{number.text}{listed.unit.name}", said.quantity.show(listed.value)
        place = f"自评表{what}"
    initial = form.whole.initial if form.whole is not None and said is summary.budget else None
    is_initial = initial is not None and said.quantity.interval.meets(form.money(initial).interval)
    hint = "（与表中年初预算数相同）" if is_initial else ""
    if copied is not None and not is_initial and said is not summary.score:
        hint = f"（与“{copied.project}”的自评表相同）"
    return Remark(
        said.span,
        f"{name}综述写{what}{said.quantity.text}，{place}为{shown}{hint}",
        (Related(f"{place}：{number.text}", number.span),),
        expected,
        f"{said.quantity.text} ≠ {shown}",
        Severity.WARNING if is_initial else None,
    )


def _misnamed(summary: Summary, form: Scores, copied: Scores) -> Remark:
    """A summary under the name of one project with all numbers of another, which has no summary."""
    return Remark(
        summary.name_span,
        f"综述写的是“{summary.name}”，得分和资金却是“{copied.project}”自评表的",
        tuple(Related(f"“{each.project}”的自评表", each.project_span) for each in (form, copied) if each.project_span),
        copied.project,
    )


def _same_amounts(summary: Summary, form: Scores) -> bool:
    budget = form.whole.budget if form.whole is not None else None
    said = summary.budget
    if said is None or budget is None or said.quantity.unit.dimension != "money" or not said.quantity.value:
        return False
    return said.quantity.interval.meets(form.money(budget).interval)
