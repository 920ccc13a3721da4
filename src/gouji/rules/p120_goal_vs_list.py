"""P120 goal-vs-list"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gouji.facts import Fact
from gouji.findings import Related, Severity
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.goals import Amount, Goals
from gouji.statements.performance import vocabulary

_LEAST = 2
_LEAST_NAME = 4
_FORM = """项目支出绩效目标申报表
项目名称\t{0}\t项目性质\t一次性项目
项目资金（万元）\t年度资金总额\t{1}\t
\t其中：财政拨款\t{1}\t
\t其他资金\t0.00\t
"""
_DOCUMENT = (
    """# 云岭区图书馆2026年部门预算
项目支出表
单位：万元
项目名称\t合计\t一般公共预算\t政府性基金预算
合计\t{0}\t{0}\t
阅览室改造\t60.00\t60.00\t
古籍修缮\t40.00\t40.00\t
少儿阅读推广\t{1}\t{1}\t
"""
    + _FORM.format("阅览室改造", "60.00")
    + _FORM.format("古籍修缮", "40.00")
    + _FORM.format("少儿阅读推广", "25.00")
)


class _Pair(NamedTuple):
    """The amount of a form and the row of the list that is its project's."""

    goals: Goals
    amount: Amount
    listed: Fact

    @property
    def agrees(self) -> bool:
        return self.goals.money(self.amount.number).interval.meets(self.listed.interval)


@check(
    "P120",
    "goal-vs-list",
    bad=_DOCUMENT.format("120.00", "20.00"),
    good=_DOCUMENT.format("125.00", "25.00"),
    source="绩效目标表与项目支出表说的是同一个项目同一年度的预算",
    severity=Severity.WARNING,
)
def goal_vs_list(report: Report) -> Iterator[Remark]:
    """项目绩效目标表的资金，与项目支出表里同名项目的不同。

    名称在目标表、项目支出表里都只出现一次，也没有名称相近的另一行，才比较；同一份文件里至少两个别的项目相同、不同的不超过三分之一，才报告。
    表里有几个总额的（实施期、年度），有一个相同就不报告。
    """
    rows = _rows(report)
    names = [plain(goals.project) for goals in report.goals]
    pairs: list[_Pair] = []
    for goals, name in zip(report.goals, names, strict=True):
        listed = rows.get(name, [])
        if not goals.amounts or goals.statement.is_doubtful or len(listed) != 1 or names.count(name) > 1:
            continue
        if any(name != other and _is_near(name, other) for other in rows):
            continue
        found = [_Pair(goals, amount, listed[0]) for amount in goals.amounts]
        pairs.append(next((pair for pair in found if pair.agrees), found[-1]))
    differing = [pair for pair in pairs if not pair.agrees]
    if len(pairs) - len(differing) < _LEAST or len(differing) * 3 > len(pairs):
        return
    accused = {cause.site.span for cause in report.tieout.causes}
    for goals, amount, cell in differing:
        if cell.span in accused or goals.is_made_of(amount, cell.interval):
            continue  # its row does not add up (F102), or the form does not (P112)
        told = goals.money(amount.number)
        yield Remark(
            amount.number.span,
            f"“{goals.project}”的{amount.label}写{told.text}，项目支出表为{cell.text}",
            (Related(f"项目支出表：{cell.text}", cell.span),),
            told.show(cell.quantity.value),
            f"{told.text} ≠ {cell.text}",
        )


def _is_near(name: str, other: str) -> bool:
    """Whether one name contains the other: the form may be of both."""
    suffix = vocabulary()["summary"]["suffix"]
    first, second = name.removesuffix(suffix), other.removesuffix(suffix)
    return min(len(first), len(second)) >= _LEAST_NAME and (first in second or second in first)


def _rows(report: Report) -> dict[str, list[Fact]]:
    """The amount of each row of the project lists by its name: the largest, of which the others are parts."""
    found: dict[str, list[Fact]] = {}
    for statement in report.statements:
        if statement.type is None or statement.type.rows != "projects" or statement.is_doubtful:
            continue
        for band in statement.bands:
            for row in band.rows:
                cells = [cell for cell in row.cells.values() if not cell.blank]
                if row.label and cells and not row.garbled:
                    found.setdefault(plain(row.label), []).append(max(cells, key=lambda cell: cell.quantity.value))
    return found
