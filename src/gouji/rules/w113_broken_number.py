"""W113 broken-number"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Paragraph
from gouji.findings import Edit, Fix, Severity
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.registry import Remark, check

_BROKEN = pattern_of(r"(?<![\d.])(?<!\d,)\d{1,3}(?:,\d{3})*(?: ?[.,] | [.,] ?)\d{1,3}(?![\d.])")


@check(
    "W113",
    "broken-number",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计341. 39万元。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计341.39万元。
""",
    source="数字中间不空格",
    severity=Severity.NOTE,
)
def broken_number(report: Report) -> Iterator[Remark]:
    """数字中间有空格（提示）。

    如“341. 39”，多半是识别或排版留下的；核对时已当作一个数读。
    """
    source = report.document.source
    for block in report.document.blocks:
        if not isinstance(block, Paragraph):
            continue
        for match in _BROKEN.finditer(source, block.span.start, block.span.end):
            start, end = match.span()
            whole = "".join(match[0].split())
            span = type(block.span)(start, end)
            fix = Fix(f"写成“{whole}”", True, (Edit(span, whole),))
            yield Remark(span, f"“{match[0]}”中间有空格", (), whole, "", None, fix)
