"""S107 missing-reference"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check


@check(
    "S107",
    "missing-reference",
    bad="""
# 2024年度部门决算
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t330.00\t300.00\t30.00
三、支出决算情况说明
2024年度本年支出合计330.00万元（详见公开13表）。
""",
    good="""
# 2024年度部门决算
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t330.00\t300.00\t30.00
三、支出决算情况说明
2024年度本年支出合计330.00万元（详见公开03表）。
""",
    source="所引的表应在文中",
)
def missing_reference(report: Report) -> Iterator[Remark]:
    """“详见公开某表”，文中没有这张表。

    只有文中确实列着带“公开某表”编号的报表时才核对。
    """
    reference, number = wording("reference")["pattern"], wording("statement-number")["pattern"]
    listed: set[int] = set()
    cited = []
    for flow in flows(report.document):
        references = list(reference.finditer(flow.text))
        cited += [(match, flow) for match in references]
        taken = [match.span(1) for match in references]
        for caption in number.finditer(flow.text):
            if not any(start <= caption.start() < end for start, end in taken):
                listed.add(int(caption[1]))
    for _, table in report.document.tables():
        for row in table.rows[:4]:
            listed |= {int(match[1]) for cell in row for match in number.finditer(cell.text)}
    for match, flow in cited:
        if listed and int(match[2]) not in listed:
            yield Remark(flow.span(*match.span(1)), f"文中没有{match[1]}")
