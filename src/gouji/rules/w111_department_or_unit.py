"""W111 department-or-unit"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.findings import Severity
from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check

_SHARE = 5


@check(
    "W111",
    "department-or-unit",
    bad="""
# 2024年度单位决算
三、情况说明
本单位人员编制20人。本单位实有人员18人。本单位有车辆2辆。本单位无政府采购支出。本单位开展了自评。
本部门无政府性基金预算收支。
""",
    good="""
# 2024年度单位决算
三、情况说明
本单位人员编制20人。本单位实有人员18人。本单位有车辆2辆。本单位无政府采购支出。本单位开展了自评。
本单位无政府性基金预算收支。
""",
    source="部门决算说本部门，单位决算说本单位",
    severity=Severity.NOTE,
)
def department_or_unit(report: Report) -> Iterator[Remark]:
    """“本部门”“本单位”混用（提示）。

    绝大多数地方用一个，零星几处用另一个，多半是抄来的。
    """
    places: dict[str, list[Span]] = {"部门": [], "单位": []}
    for flow in flows(report.document):
        for match in wording("self-name")["pattern"].finditer(flow.text):
            places[match[1]].append(flow.span(*match.span()))
    few, many = sorted(places, key=lambda name: len(places[name]))
    if len(places[few]) * _SHARE <= len(places[many]):
        for span in places[few]:
            yield Remark(span, f"这里用“本{few}”，全文多用“本{many}”")
