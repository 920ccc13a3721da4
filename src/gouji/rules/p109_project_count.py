"""P109 project-count"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Heading, Paragraph
from gouji.findings import Related
from gouji.quantity import number
from gouji.report import Report
from gouji.rules.passages import flows, places, wording
from gouji.rules.registry import Remark, check
from gouji.statements.performance import vocabulary

_HEADING = 12


@check(
    "P109",
    "project-count",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
本部门在部门决算中反映古籍修缮项目绩效自评结果，共1个项目绩效自评结果。
1.古籍修缮项目绩效自评综述：全年预算数40.00万元，执行数40.00万元，完成预算的100%。
2.阅览室改造项目绩效自评综述：全年预算数20.00万元，执行数20.00万元，完成预算的100%。
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
本部门在部门决算中反映古籍修缮项目绩效自评结果，共2个项目绩效自评结果。
1.古籍修缮项目绩效自评综述：全年预算数40.00万元，执行数40.00万元，完成预算的100%。
2.阅览室改造项目绩效自评综述：全年预算数20.00万元，执行数20.00万元，完成预算的100%。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：自评综述与自评表说的是同一次自评",
)
def project_count(report: Report) -> Iterator[Remark]:
    """说反映几个项目的自评结果，后面的综述却更多。

    项目与专项资金分开数。综述少于所说的个数不报告：可以只公开一部分。同一句话在两处个数不同，由 N102 报告。
    """
    headings = vocabulary()["summary"]["heading"]
    special = wording("project-claim")["special"]
    summaries = []
    for block in report.document.blocks:
        if isinstance(block, Heading | Paragraph):
            text = block.flow.text
            at = next((at for word in headings if 0 < (at := text.find(word)) < 80), -1)
            if at > 0 and (isinstance(block, Heading) or block.marker):
                summaries.append((special in text[: at + _HEADING], block.flow.span(0, at)))
    accused = [cause.site.span for cause in report.tieout.causes]
    if sum(bool(form.project) for form in report.scores) > 1:  # what these come to tells how many they are (P110)
        claim = wording("projects-amount")["pattern"]
        claims = ((flow, match) for flow in flows(report.document) for match in claim.finditer(flow.text))
        accused += [flow.span(*match.span("count")) for flow, match in claims]
    for said, span, flow, place in places(report.document, "project-claim"):
        count = number(said.removesuffix("个"))
        kind = special in flow.text[place : place + _HEADING]
        later = [each for is_special, each in summaries if is_special == kind and each.start > span.start]
        if later and len(later) > count and not any(s.start < span.end + 3 and span.start < s.end for s in accused):
            yield Remark(
                span,
                f"这里说{count}个，后面的综述有{len(later)}个",
                tuple(Related("综述", each) for each in later),
                str(len(later)),
            )
