"""P105 problem-field"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.findings import Related
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import flows
from gouji.rules.registry import Remark, check
from gouji.statements.performance import Scores, vocabulary
from gouji.tieout.evaluations import pairing

_CLAUSE = pattern_of(r"[^。;]+")
_REACH = 40


@check(
    "P105",
    "problem-field",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
1.古籍修缮项目绩效自评综述：全年预算数40.00万元，执行数40.00万元，完成预算的100%。发现的问题及原因：基本完成全年古籍修缮任务。下一步改进措施：加强管理。
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
1.古籍修缮项目绩效自评综述：全年预算数40.00万元，执行数40.00万元，完成预算的100%。发现的问题及原因：部分修缮材料到货滞后。下一步改进措施：提前采购。
""",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评应说明存在的问题及原因",
)
def problem_field(report: Report) -> Iterator[Remark]:
    """“发现的问题及原因”后面写的是完成情况。

    到“下一步改进措施”为止只说完成了什么，一个说问题的词也没有。写“无”“未发现问题”的，只在同一项目的自评表扣了分时报告。
    """
    lost = _lost(report)
    words = vocabulary()["problems"]
    for flow in flows(report.document):
        for label in words["labels"]:
            at = flow.text.find(label)
            if at < 0:
                continue
            end = min(
                (place for word in words["next"] if (place := flow.text.find(word, at)) > at), default=len(flow.text)
            )
            match = _CLAUSE.match(flow.text, at + len(label), end)
            said = match[0].strip(" :") if match else ""
            whole = flow.text[at + len(label) : end]
            if (
                match
                and any(word in said for word in words["done"])
                and not any(word in whole for word in words["problem"])
            ):
                yield Remark(flow.span(*match.span()), f"“{label.rstrip(':')}”后面写的是完成情况：“{said[:40]}”")
            elif match and said in words["none"]:
                site = flow.span(*match.span())
                form = next((form for span, form in lost if span.start < site.start < span.end), None)
                if form is not None:
                    yield Remark(
                        site,
                        f"“{label.rstrip(':')}”写“{said}”，自评表却扣了分：总分{form.total[-1].text}",
                        (Related(f"自评表总分：{form.total[-1].text}", form.total[-1].span),),
                    )
            break


def _lost(report: Report) -> list[tuple[Span, Scores]]:
    """The summaries of forms in which an indicator has lost points, each up to the next summary."""
    pairs = sorted(pairing(report.document, report.scores).pairs, key=lambda pair: pair[0].name_span.start)
    starts = [summary.name_span.start for summary, _ in pairs]
    ends = [*starts, len(report.document.source)][1:]
    return [
        (Span(start, min(end, start + len(summary.text) + _REACH)), form)
        for (summary, form), start, end in zip(pairs, starts, ends, strict=True)
        if form.total and any(each.weight and each.score.value < each.weight.value for each in form.indicators)
    ]
