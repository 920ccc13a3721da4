"""P113 project-amount"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gouji.document import Block, Heading, Paragraph, Span
from gouji.findings import Related, Severity
from gouji.quantity import Quantity
from gouji.report import Report
from gouji.resources import compiled
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check
from gouji.tieout.evaluations import is_same_name

_TITLE = 60
_DOCUMENT = """
# 云岭区图书馆2026年部门预算
阅览室改造项目经费情况说明
一、项目概述
改造两间阅览室。
二、年度预算安排
2026年度预算安排{0}万元。
项目支出绩效目标申报表
项目名称\t阅览室改造\t项目性质\t一次性项目
项目资金（元）\t年度资金申请总额\t600,000.00\t
\t其中：当年财政拨款\t600,000.00\t
\t上年结转资金\t0.00\t
"""


@check(
    "P113",
    "project-amount",
    bad=_DOCUMENT.format("50.00"),
    good=_DOCUMENT.format("60.00"),
    source="项目经费情况说明与绩效目标申报表说的是同一个项目同一年度的预算",
    severity=Severity.ERROR,
)
def project_amount(report: Report) -> Iterator[Remark]:
    """项目经费情况说明里的年度预算，与同名项目绩效目标表的不同。

    只看写明本年度的预算安排；项目名称只与一张目标表相同，表中只有一个本年度的总额。
    """
    forms = [(goals, [a for a in goals.amounts if a.yearly]) for goals in report.goals if goals.project]
    for told in _told(report):
        own = [(goals, yearly) for goals, yearly in forms if is_same_name(told.name, goals.project)]
        if len(own) != 1 or len(own[0][1]) != 1:
            continue
        goals, [amount] = own[0]
        listed = goals.money(amount.number)
        if not told.quantity.interval.meets(listed.interval) and not goals.is_made_of(amount, told.quantity.interval):
            yield Remark(
                told.span,
                f"“{told.name}”本年度的预算，这里写{told.quantity.text}，绩效目标表为{listed.text}",
                (Related(f"{amount.label}：{amount.number.text}", amount.number.span),),
                told.quantity.show(listed.value),
                f"{told.quantity.text} ≠ {listed.text}",
            )


class _Told(NamedTuple):
    name: str
    quantity: Quantity
    span: Span


def _told(report: Report) -> Iterator[_Told]:
    """The budget of the year that each project's explanation states, if it states one."""
    words = wording("project-budget")
    title_mark = compiled("wording.toml", "project-budget", words["title"])
    name = ""
    found: list[_Told] = []
    for block in [*report.document.blocks, None]:
        title = title_mark.fullmatch(_text(block)) if block is not None and len(_text(block)) < _TITLE else None
        if title or block is None or (isinstance(block, Heading) and block.level == 1):
            yield from found if len(found) == 1 else []
            found, name = [], title["name"] if title else ""
        elif name and isinstance(block, Heading | Paragraph):
            for match in words["pattern"].finditer(block.flow.text):
                amount = Quantity.read(match["amount"])
                if int(match["year"]) == report.year and amount is not None:
                    found.append(_Told(name, amount, block.flow.span(*match.span("amount"))))


def _text(block: Block) -> str:
    return block.flow.text.strip() if isinstance(block, Heading | Paragraph) else ""
