"""W106 mixed-width"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Severity
from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check


@check(
    "W106",
    "mixed-width",
    bad="""
# 2024年度部门决算
三、部门人员情况
截至2024年底,本部门人员编制20人，实有人员18人，其中在职15人，另有离退休人员3人。
""",
    good="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制20人，实有人员18人，另有离退休人员3人。
""",
    source="《标点符号用法》（GB/T 15834）",
    severity=Severity.NOTE,
)
def mixed_width(report: Report) -> Iterator[Remark]:
    """中文之间的标点半角、全角混用（提示）。

    全文以全角为主而夹着半角逗号、分号、冒号时报告；整篇都用半角的不报告。
    """
    half = []
    source = report.document.source
    for flow in flows(report.document):
        for match in wording("mixed-width")["pattern"].finditer(flow.text):
            span = flow.span(*match.span(1))
            if source[span.start] in ",;:":
                half.append(span)
    whole = source.count("，") + source.count("；") + source.count("：")
    for span in half if whole > 2 * len(half) else []:
        yield Remark(span, f"半角标点“{source[span.start]}”，全文多用全角")
