"""W115 slip"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related
from gouji.report import Report
from gouji.rules.passages import flows, joined_cells, places, replacing, slips
from gouji.rules.registry import Remark, check


@check(
    "W115",
    "slip",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度公务车用车运行费21.00万元，比上年相比减少1.00万元，下降4.55%。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度公务用车运行费21.00万元，与上年相比减少1.00万元，下降4.55%。
""",
    source="《党政机关公文处理工作条例》：文字校核",
)
def slip(report: Report) -> Iterator[Remark]:
    """预决算文本里常见的笔误。

    如“公务车用车”“较上一度”“比上年相比”，名称与金额之间多了逗号；只看词表里列出的（`lexicon/wording.toml` 的 slips、parted）。
    """
    texts = [*flows(report.document), *joined_cells(report.document)]
    for pattern, better in slips():
        found = [(match[1], flow.span(*match.span(1))) for flow in texts for match in pattern.finditer(flow.text)]
        if found:
            (text, span), others = found[0], found[1:]
            more = f"（共 {len(found)} 处）" if others else ""
            related = tuple(Related(each, place) for each, place in others)
            fix = replacing(span, text, better)
            yield Remark(span, f"“{text}”多半是“{better}”之误{more}", related, better, "", None, fix)
    for text, span, _flow, _at in places(report.document, "parted"):
        yield Remark(span, f"“{text}”：名称与金额之间多了逗号")
