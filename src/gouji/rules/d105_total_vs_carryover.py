"""D105 total-vs-carryover"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact, FactKey
from gouji.findings import Related
from gouji.narrative.claims import Change
from gouji.quantity import Interval
from gouji.relations import Sum
from gouji.report import Report
from gouji.rules.registry import Remark, check

_TABLE = """
财政拨款收入支出决算总表
公开04表
单位：万元
收入\t\t支出\t\t
项目\t决算数\t项目\t合计\t一般公共预算财政拨款
一、一般公共预算财政拨款收入\t500.00\t一、教育支出\t510.00\t510.00
本年收入合计\t500.00\t本年支出合计\t510.00\t510.00
年初财政拨款结转和结余\t20.00\t年末财政拨款结转和结余\t10.00\t10.00
总计\t520.00\t总计\t520.00\t520.00
"""


@check(
    "D105",
    "total-vs-carryover",
    bad=f"""
# 2024年度部门决算
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收入、支出总计520.00万元，与2023年度相比，财政拨款收入、支出总计持平。
五、一般公共预算财政拨款支出决算情况说明
一般公共预算财政拨款支出510.00万元，与2023年度相比，一般公共预算财政拨款支出减少40.00万元，下降7.27%。
{_TABLE}""",
    good=f"""
# 2024年度部门决算
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收入、支出总计520.00万元，与2023年度相比，财政拨款收入、支出总计减少50.00万元，下降8.77%。
五、一般公共预算财政拨款支出决算情况说明
一般公共预算财政拨款支出510.00万元，与2023年度相比，一般公共预算财政拨款支出减少40.00万元，下降7.27%。
{_TABLE}""",
    source="收支恒等式：支出总计 = 本年支出 + 年末结转和结余（另有结余分配的更多）；年初结转和结余 = 上年年末结转和结余",
)
def total_vs_carryover(report: Report) -> Iterator[Remark]:
    """总计说没有减少，而由支出的减少和年初结转推算，总计比上年少了。

    上年支出由本年支出和写明的变动额算出，加上上年年末结转和结余（即本年年初数），上年总计至少有这么多。
    年初数若调整过，要人来判断，所以是疑点；只推得出“减少”，不推“增加”。
    """
    accused = {cause.site for cause in report.tieout.causes}
    changes = [c for c in report.narrative.changes if _is_since_last_year(c, report.year)]
    for total in changes:
        word = total.words[0]
        if total.subject.item != "grand" or word.sign < 0 or word in accused:
            continue
        for spent in changes:
            scopes = (spent.subject.scope or "all", total.subject.scope or "all")
            if _is_of_all_expenditure(spent, report) and scopes in (*_SAME, ("general", "fiscal")):
                yield from _remark(total, spent, report)


_SAME = [(scope, scope) for scope in ("all", "fiscal", "general")]


def _is_since_last_year(change: Change, year: int) -> bool:
    base = change.base
    return change.subject.measure == "final" and not base.measure and base.period in (-1, year - 1)


def _is_of_all_expenditure(change: Change, report: Report) -> bool:
    subject, amount = change.subject, change.amount
    return (
        subject.flow == "expenditure"
        and subject.item in ("", "total")
        and subject.nature in ("", "all")
        and amount is not None
        and change.words[0].sign != 0
        and report.tieout.states.get(amount) == "recomputed"
    )


def _remark(total: Change, spent: Change, report: Report) -> Iterator[Remark]:
    key = FactKey(total.subject.scope or "all", "expenditure", "grand", "all", "final", report.year)
    now = _cell(report, key)
    current = _cell(report, key._replace(scope=spent.subject.scope or "all", item="total"))
    if now is None or current is None or spent.amount is None:
        return
    parts = [current, spent.amount]
    if (opening := _cell(report, key._replace(flow="opening", item="total"))) is not None:
        parts.append(opening)
    before = Sum(now, parts, [1, -spent.words[0].sign, 1][: len(parts)])
    least = before.demand(now)
    if not isinstance(least, Interval) or now.interval.high >= least.low:
        return
    word = total.words[0]
    yield Remark(
        word.span,
        f"总计说“{word.text}”，而由上年支出和上年年末结转（即本年年初数）推算，上年总计比本年多：{before.formula()}",
        tuple(Related(f"{fact.place or fact.subject or '文中'}：{fact.text}", fact.span) for fact in (now, *parts)),
        "减少",
        before.formula(),
    )


def _cell(report: Report, key: FactKey) -> Fact | None:
    return next(iter(report.cells.get(key, ())), None)
