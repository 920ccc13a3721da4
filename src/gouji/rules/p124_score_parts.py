"""P124 score-parts"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from gouji.document import Flow
from gouji.findings import Related, Severity
from gouji.quantity import Quantity
from gouji.report import Report
from gouji.resources import compiled
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check

_LEAST = 2
_FULL = 100
_DOCUMENT = """
# 2024年度部门决算
十三、预算绩效情况说明
本单位整体支出自评得分{0}分。其中：预算执行得分9.5分（满分10分），产出指标得分48分（满分50分），效益指标得分38分（满分40分）。
"""


@check(
    "P124",
    "score-parts",
    bad=_DOCUMENT.format("97.5"),
    good=_DOCUMENT.format("95.5"),
    source="各部分得分之和等于总得分，得分不超过满分",
    severity=Severity.ERROR,
)
def score_parts(report: Report) -> Iterator[Remark]:
    """自评得分与后面逐部分写的得分之和不等，或者一部分的得分比它的满分还高。

    只看每部分都写明满分、满分合计100分的。
    """
    words = wording("score-parts")
    part_mark = compiled("wording.toml", "score-parts", words["part"])
    for flow in flows(report.document):
        for match in words["pattern"].finditer(flow.text):
            parts = list(part_mark.finditer(flow.text, *match.span("parts")))
            if len(parts) >= _LEAST and sum(Decimal(part["full"]) for part in parts) == _FULL:
                yield from _compare(flow, match, parts)


def _compare(flow: Flow, match: regex.Match[str], parts: Sequence[regex.Match[str]]) -> Iterator[Remark]:
    above = [part for part in parts if Decimal(part["score"]) > Decimal(part["full"])]
    for part in above:
        yield Remark(
            flow.span(*part.span("score")),
            f"得分{part['score']}分，满分只有{part['full']}分",
            (Related(f"满分：{part['full']}", flow.span(*part.span("full"))),),
            "",
            f"{part['score']} > {part['full']}",
        )
    stated = Quantity.parse(match["score"])
    found = sum((Decimal(part["score"]) for part in parts), Decimal(0))
    if not above and found not in stated.interval:
        shown = stated.show(found)
        yield Remark(
            flow.span(*match.span("score")),
            f"自评得分写{stated.text}分，各部分得分合计{shown}分",
            tuple(Related(f"得分：{part['score']}", flow.span(*part.span("score"))) for part in parts),
            shown,
            f"{' + '.join(part['score'] for part in parts)} = {shown} ≠ {stated.text}",
        )
