"""N109 comparison-base"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related, Severity
from gouji.narrative.claims import Change, Group
from gouji.narrative.state import same_subject
from gouji.report import Report
from gouji.rules.registry import Remark, check

_KINDS = {"budget": "预算", "initial": "预算", "full": "预算", "executed": "执行数", "final": "执行数"}


@check(
    "N109",
    "comparison-base",
    bad="""
# 2025年部门预算
一、财政拨款支出预算情况说明
财政拨款支出预算500.00万元，比2024年预算增加70.00万元，其中：一般公共预算拨款支出预算480.00万元，比2024年预算增加70.00万元；政府性基金预算拨款支出预算20.00万元，与2024年预算执行数持平。
""",
    good="""
# 2025年部门预算
一、财政拨款支出预算情况说明
财政拨款支出预算500.00万元，比2024年预算增加70.00万元，其中：一般公共预算拨款支出预算480.00万元，比2024年预算增加70.00万元；政府性基金预算拨款支出预算20.00万元，与2024年预算持平。
""",
    source="同一列举里的增减应与同一基数比较",
    severity=Severity.WARNING,
)
def comparison_base(report: Report) -> Iterator[Remark]:
    """同一列举里比较的基数换了。

    总项与上年预算比，分项却与上年预算执行数比（或者反过来）。只看同一段里写明了比的是预算还是执行数的。
    """
    together: dict[int, list[Change]] = {}
    for change in report.narrative.changes:
        if change.base.measure in _KINDS and change.base.period:
            together.setdefault(change.paragraph, []).append(change)
    said: set[int] = set()
    for group in report.narrative.groups:
        every = [change for change in together.get(group.paragraph, []) if _is_of(change, group)]
        told = [change for change in every if not any(_is_of_both(change, each) for each in every)]
        first = next((change for change in told if same_subject(change.subject, group.parent)), None) or next(
            iter(told), None
        )
        other = next(
            (change for change in told if first is not None and _is_switched(change, first, report.year)), None
        )
        if first is not None and other is not None and group.paragraph not in said:
            said.add(group.paragraph)
            own, before = _KINDS[other.base.measure], _KINDS[first.base.measure]
            yield Remark(
                other.words[0].span,
                f"这里与上年{own}比，同一列举里别处与上年{before}比，比较的基数不同",
                (Related(f"与上年{before}比", first.words[0].span),),
            )


def _is_of(change: Change, group: Group) -> bool:
    """Whether a change is that of a list's total or of one of its parts."""
    return any(same_subject(change.subject, dims) for dims in (group.parent, *(dims for dims, _ in group.children)))


def _is_of_both(change: Change, other: Change) -> bool:
    """比2023年预算减少…，比2023年执行数增加…: whether one subject is compared with both."""
    kinds = {_KINDS[change.base.measure], _KINDS[other.base.measure]}
    return len(kinds) > 1 and same_subject(change.subject, other.subject)


def _is_switched(change: Change, first: Change, year: int) -> bool:
    """Whether two changes are against different kinds of amounts of one year."""
    return change.since(year)[1] == first.since(year)[1] and _KINDS[change.base.measure] != _KINDS[first.base.measure]
