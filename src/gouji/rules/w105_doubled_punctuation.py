"""W105 doubled-punctuation"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.findings import Edit, Fix
from gouji.quantity import fold
from gouji.report import Report
from gouji.rules.passages import joined_cells, long_cells, places, wording
from gouji.rules.registry import Remark, check


@check(
    "W105",
    "doubled-punctuation",
    bad="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制20人。。
""",
    good="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制20人。
""",
    source="《标点符号用法》（GB/T 15834）",
)
def doubled_punctuation(report: Report) -> Iterator[Remark]:
    """连着两个标点。

    如“。。”“，，”“。，”“、、”，多半是删改时留下的。
    """
    skipped = wording("doubled")["except"]
    found = [(text, span) for text, span, _flow, _at in places(report.document, "doubled")]
    pattern = wording("doubled")["pattern"]
    for cell in long_cells(report.document):
        for match in pattern.finditer(fold(cell.text)):
            found.append((match[0], Span(cell.span.start + match.start(), cell.span.start + match.end())))
    for flow in joined_cells(report.document):
        found += [(match[0], flow.span(*match.span())) for match in pattern.finditer(flow.text)]
    for text, span in found:
        if "".join(text.split()) in skipped:
            continue
        first = report.document.source[span.start]
        fix = Fix(f"只留“{first}”", False, (Edit(span, first),))
        yield Remark(span, f"“{''.join(report.document.quote(span).split())}”：连着两个标点", (), first, "", None, fix)
