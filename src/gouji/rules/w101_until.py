"""W101 until"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import places, replacing, wording
from gouji.rules.registry import Remark, check


@check(
    "W101",
    "until",
    bad="""
# 2024年度部门决算
三、部门人员情况
截止2024年底，本部门人员编制20人。
""",
    good="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制20人。
""",
    source="《现代汉语词典》：截止，到一定期限停止；截至，截止到（某个时候）",
)
def until(report: Report) -> Iterator[Remark]:
    """“截止”应为“截至”。

    “截止”不带宾语，后面接时点应写“截至”。
    """
    better = wording("until")["better"]
    for text, span, _flow, _at in places(report.document, "until"):
        fix = replacing(span, text, better, safe=True)
        yield Remark(span, f"“{text}”后接时点，应写“{better}”", (), better, "", None, fix)
