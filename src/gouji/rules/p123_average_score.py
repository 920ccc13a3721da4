"""P123 average-score"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.document import Flow, Span
from gouji.findings import Related, Severity
from gouji.quantity import Interval, Quantity, number
from gouji.report import Report
from gouji.resources import compiled
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check

_LEAST = 2
_DOCUMENT = """
# 2024年度部门决算
十三、预算绩效情况说明
本单位组织对8个项目开展绩效自评，平均得分{0}分，其中最高得分100分，最低得分82分。
"""


@check(
    "P123",
    "average-score",
    bad=_DOCUMENT.format("80.50"),
    good=_DOCUMENT.format("93.50"),
    source="算术平均数不大于最高的、不小于最低的一个数",
    severity=Severity.ERROR,
)
def average_score(report: Report) -> Iterator[Remark]:
    """几个项目的平均得分，与各项目自评表的总分，或同一句里的最高分、最低分对不上。

    只在所说的个数与自评表的张数相等、每张表都有总分时与表比较。
    """
    words = wording("average-score")
    marks = [compiled("wording.toml", "average-score", words[name]) for name in ("lowest", "highest")]
    for flow in flows(report.document):
        for match in words["pattern"].finditer(flow.text):
            stated, span = Quantity.parse(match["score"]), flow.span(*match.span("score"))
            ends = [
                found for mark in marks if (found := mark.search(flow.text, match.start(), _end(flow, match.end())))
            ]
            low, high = (Decimal(found["score"]) for found in ends) if len(ends) == len(marks) else (None, None)
            if low is not None and high is not None and not stated.lenient.meets(Interval(low, high)):
                related = tuple(Related(found[0], flow.span(*found.span("score"))) for found in ends)
                formula = f"{low} ≤ {stated.text} ≤ {high}"
                yield Remark(span, f"平均得分{stated.text}不在最低分{low}与最高分{high}之间", related, "", formula)
                continue
            yield from _by_forms(report, number(match["count"]), stated, span)


def _end(flow: Flow, start: int) -> int:
    stop = flow.text.find("。", start)
    return stop if stop >= 0 else len(flow.text)


def _by_forms(report: Report, count: int | None, stated: Quantity, span: Span) -> Iterator[Remark]:
    """The average against that of the totals of as many forms."""
    forms = [form for form in report.scores if form.project]
    totals = [form.total[-1] for form in forms if form.total]
    if len(totals) != len(forms) or len(totals) != count or len(totals) < _LEAST:
        return
    found = Interval.exactly(sum((each.value for each in totals), Decimal(0))) / Interval.exactly(len(totals))
    due = [form.reckoned if form.is_proof else form.total[-1].value for form in forms]  # a total may be wrong (P102)
    if not stated.lenient.meets(found) and not stated.lenient.meets(
        Interval.exactly(sum(due, Decimal(0))) / Interval.exactly(len(due))
    ):
        shown = stated.show(found.middle)
        added = " + ".join(each.text for each in totals)
        yield Remark(
            span,
            f"{len(totals)}个自评表的总分平均{shown}，这里写{stated.text}",
            tuple(Related(f"总分：{each.text}", each.span) for each in totals),
            shown,
            f"({added}) ÷ {len(totals)} = {shown} ≠ {stated.text}",
        )
