"""P110 projects-sum"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.findings import Related, Severity
from gouji.narrative.outline import Part
from gouji.quantity import Quantity, number, total
from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check
from gouji.statements.funds import Number
from gouji.statements.performance import Scores

_LEAST = 2
_FORM = """项目支出绩效自评表
项目名称\t{0}\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t{1}\t{1}\t{1}\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t完成册数\t200册\t210册\t90\t90
总分\t\t\t\t\t\t100\t100
"""
_FORMS = _FORM.format("古籍修缮", "40.00") + _FORM.format("阅览室改造", "20.00")
_TEXT = """# 2024年度部门决算
十三、预算绩效情况说明
组织对古籍修缮等2个项目开展了绩效自评，涉及预算资金{0}万元。
"""


@check(
    "P110",
    "projects-sum",
    bad=_TEXT.format("50.00") + _FORMS,
    good=_TEXT.format("60.00") + _FORMS,
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：自评情况说明与自评表说的是同一批项目",
    severity=Severity.ERROR,
)
def projects_sum(report: Report) -> Iterator[Remark]:
    """“几个项目，涉及预算资金多少”，与这几个项目自评表的合计不等。

    两个项目起，只在所说的个数与自评表的张数相等、每张表的资金都读得完整时比较；专项资金与项目分开数。全年预算数、年初预算数的合计有一个
    相等就不报告。个数不等、金额正是各表合计的，按疑点报告个数。
    """
    claim = wording("projects-amount")
    accused = {cause.site.span for cause in report.tieout.causes}
    for flow in flows(report.document):
        for match in claim["pattern"].finditer(flow.text):
            forms = _forms(report, match["what"] == claim["special"], claim["special"])
            said = Quantity.read(match["amount"])
            budgets = _amounts(forms, "budget")
            if len(forms) >= _LEAST and number(match["count"]) != len(forms) and said and _is_sum(said, budgets):
                yield Remark(
                    flow.span(*match.span("count")),
                    f"这里说{match['count']}个，金额却是{len(forms)}个自评表的全年预算数合计",
                    tuple(Related(f"全年预算数：{amount.text}", amount.span) for _, amount in budgets),
                    str(len(forms)),
                    "",
                    Severity.WARNING,
                )
            if number(match["count"]) != len(forms) or len(forms) < _LEAST:
                continue
            if any(amount.span in accused for _, amount in budgets):
                continue  # it does not add up where it stands (F101)
            if said is None or not budgets or _is_sum(said, budgets) or _is_sum(said, _amounts(forms, "initial")):
                continue
            fiscal = _amounts(forms, "budget", "fiscal") if match["fiscal"] else budgets
            if not fiscal or _is_sum(said, fiscal):
                continue
            value = said.show(sum((quantity.value for quantity, _ in budgets), Decimal(0)))
            spent = _is_sum(said, _amounts(forms, "executed"))
            if spent and not match["budget"]:
                continue
            hint = "，写的像是全年执行数的合计" if spent else ""
            yield Remark(
                flow.span(*match.span("amount")),
                f"{match['count']}个自评表的全年预算数合计{value}，这里写{said.text}{hint}",
                tuple(Related(f"全年预算数：{amount.text}", amount.span) for _, amount in budgets),
                value,
                f"{' + '.join(amount.text for _, amount in budgets)} = {value} ≠ {said.text}",
            )


def _forms(report: Report, is_special: bool, special: str) -> list[Scores]:
    """The projects' forms of the kind spoken of, where headings tell the kinds apart; else all of them."""
    kinds: list[tuple[bool, Scores]] = []
    for form in report.scores:
        if form.project:
            start = form.statement.table.span.start
            part = next((part for part in reversed(report.outline) if part.heading.span.start < start), None)
            kinds.append((_is_under(part, special), form))
    told_apart = any(kind for kind, _ in kinds)
    return [form for kind, form in kinds if kind == is_special or not told_apart]


def _is_under(part: Part | None, word: str) -> bool:
    """Whether a heading, or one over it, has the word."""
    while part is not None and word not in part.title:
        part = part.parent
    return part is not None


def _amounts(forms: list[Scores], what: str, kind: str = "") -> list[tuple[Quantity, Number]]:
    """The amounts of all forms, or those of a row of each; none if one is missing."""
    rows = [(form, form.funds.row(kind) if kind else form.whole) for form in forms]
    found = [
        (form.money(amount), amount)
        for form, row in rows
        if row is not None and (amount := row.amounts.get((what, "total"))) is not None
    ]
    return found if len(found) == len(forms) else []


def _is_sum(said: Quantity, amounts: list[tuple[Quantity, Number]]) -> bool:
    return bool(amounts) and said.interval.meets(total([quantity.interval for quantity, _ in amounts]))
