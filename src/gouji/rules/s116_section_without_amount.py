"""S116 section-without-amount"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check

_NUMBER = pattern_of(r"\d")


@check(
    "S116",
    "section-without-amount",
    bad="""
# 2025年部门预算
督查项目经费情况说明
一、项目概述
推进年度重点工作的督查。
二、年度预算安排
根据合同条款，按时拨付资金。
""",
    good="""
# 2025年部门预算
督查项目经费情况说明
一、项目概述
推进年度重点工作的督查。
二、年度预算安排
根据合同条款，按时拨付资金12.00万元。
""",
    source="各节各有其内容：说安排多少预算的一节应有金额",
)
def section_without_amount(report: Report) -> Iterator[Remark]:
    """“年度预算安排”一节里一个数也没有。

    写了“无”“详见附表”的不报告。
    """
    entry = wording("amount-section")
    for part in report.outline:
        if part.in_contents or not entry["pattern"].search(part.title) or not part.paragraphs:
            continue
        blocks = part.all_blocks()
        if len(blocks) != len(part.paragraphs) or _NUMBER.search(part.text):
            continue
        if not any(word in part.text for word in entry["except"]):
            flow = part.paragraphs[0].flow
            yield Remark(flow.span(0, len(flow.text)), f"“{part.title}”一节里没有金额")
