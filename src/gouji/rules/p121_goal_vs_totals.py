"""P121 goal-vs-totals"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.facts import Fact
from gouji.findings import Related, Severity
from gouji.quantity import Interval
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.performance import vocabulary

_DOCUMENT = """# 云岭区图书馆2026年部门预算
支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
207\t文化旅游体育与传媒支出\t120.00\t95.00\t25.00
210\t卫生健康支出\t5.00\t5.00\t
合计\t\t125.00\t100.00\t25.00
部门整体支出绩效目标表
部门名称\t云岭区图书馆\t\t\t\t\t\t
总体资金情况（万元）\t预算支出总额\t财政拨款\t\t\t其他资金\t\t
\t\t合计\t基本支出\t项目支出\t合计\t基本支出\t项目支出
\t{0}\t120.00\t95.00\t25.00\t{1}\t{1}\t0.00
绩效指标\t指标名称\t指标值\t\t\t\t\t
"""


@check(
    "P121",
    "goal-vs-totals",
    bad=_DOCUMENT.format("126.00", "6.00"),
    good=_DOCUMENT.format("125.00", "5.00"),
    source="部门整体绩效目标表的预算支出总额，就是这份预算的支出",
    severity=Severity.WARNING,
)
def goal_vs_totals(report: Report) -> Iterator[Remark]:
    """部门整体绩效目标表的预算支出总额，预算表里没有这个数。

    表里财政拨款、其他资金中至少有一个数与预算表里的相同，总额也等于这两项之和，才比较：那时口径相同，不同的是总额。
    """
    cells = [
        cell
        for statement in report.statements
        if statement.type is not None and statement.type.rows != "performance"
        for cell in statement.cells
        if not cell.blank
    ]
    words = vocabulary()["goals"]
    names = [*words["spread"], *words["both"]]
    for goals in report.goals:
        for amount in goals.amounts:
            if amount.label not in names or goals.statement.is_doubtful or not cells:
                continue
            told = goals.money(amount.number)
            parts = [(part, goals.money(part.number)) for part in amount.parts if part.number is not None]
            whole = sum((quantity.value for _, quantity in parts), -told.value)
            known = [part for part, quantity in parts if quantity.value and _is_listed(quantity.interval, cells)]
            if whole == 0 and known and not _is_listed(told.interval, cells):
                yield Remark(
                    amount.number.span,
                    f"部门整体绩效目标表的{amount.label}写{told.text}，各张预算表里都没有这个数",
                    tuple(
                        Related(f"{part.label}：{part.number.text}", part.number.span) for part in known if part.number
                    ),
                )


def _is_listed(interval: Interval, cells: Sequence[Fact]) -> bool:
    return any(interval.meets(cell.interval) for cell in cells)
