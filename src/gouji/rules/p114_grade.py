"""P114 grade"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import regex

from gouji.document import Flow, Span
from gouji.findings import Related, Severity
from gouji.quantity import scan
from gouji.report import Report
from gouji.rules.passages import flows
from gouji.rules.registry import Remark, check
from gouji.tieout.reports import SENTENCE, evaluations, mark

_DOCUMENT = """
# 2024年度部门决算
第五部分 附件
古籍修缮项目绩效评价报告
总分设置为100分，等级划分为四档：90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差。
古籍修缮项目绩效评价综合得分为92.50分，项目评价为“{0}”。
"""


@check(
    "P114",
    "grade",
    bad=_DOCUMENT.format("良"),
    good=_DOCUMENT.format("优"),
    source="绩效评价结果按得分划分等级，划分标准由报告自己写明",
    severity=Severity.ERROR,
)
def grade(report: Report) -> Iterator[Remark]:
    """评价等级与得分不符，或者不是报告所划分的等级（疑点）。

    等级的划分以报告里写的为准；得分与等级在同一句话里。
    """
    for scale, flow in _judged(report):
        yield from _grades(scale, flow)


def _judged(report: Report) -> Iterator[tuple[list[_Band], Flow]]:
    """Every paragraph that may give a grade, with the scale that it goes by: that of its report, or of the report that it
    names; in a document without reports, the first one above it."""
    document = report.document
    every = list(flows(document))
    scales = [(each, _scale(each.flows)) for each in evaluations(document, report.lexicon)]
    inside = {flow.span(0, 1).start for each, _ in scales for flow in each.flows if flow.text}
    first = _scale(every)
    for flow in every:
        if not flow.text or flow.span(0, 1).start in inside:
            continue
        named = [scale for each, scale in scales if each.name in flow.text]
        if named or not scales:
            scale = named[0] if named else first
            if scale and (named or flow.span(0, 1).start >= scale[0].span.start):
                yield scale, flow
    for each, scale in scales:
        yield from ((scale, flow) for flow in each.flows)


def _grades(scale: list[_Band], flow: Flow) -> Iterator[Remark]:
    for sentence in SENTENCE.finditer(flow.text) if len(scale) > 1 else ():
        match = mark("grade").search(flow.text, *sentence.span())
        if match is None:
            continue
        stated, score = match["grade"], _score(flow, sentence)
        if not any(_is_same(band.grade, stated) for band in scale):
            yield Remark(
                flow.span(*match.span("grade")),
                f"“{stated}”不是报告划分的等级（{'、'.join(band.grade for band in scale)}）",
                tuple(Related(f"等级划分：{band.text}", band.span) for band in scale),
                "",
                "",
                Severity.WARNING,
            )
        elif score is not None and (due := _due(scale, score)) is not None and not _is_same(due.grade, stated):
            yield Remark(
                flow.span(*match.span("grade")),
                f"得分{score}分，按报告的划分（{due.text}）应为“{due.grade}”，这里写“{stated}”",
                (Related(f"等级划分：{due.text}", due.span),),
                due.grade,
            )


def _is_same(grade: str, stated: str) -> bool:
    """优 is 优秀."""
    return grade.startswith(stated) or stated.startswith(grade)


class _Band(NamedTuple):
    """A grade with its points; `ends` are those at its ends that its own words say it includes."""

    low: Decimal
    high: Decimal
    ends: frozenset[Decimal]
    grade: str
    text: str
    span: Span


def _scale(told: Sequence[Flow]) -> list[_Band]:
    """The first scale that is told, highest band first."""
    for flow in told:
        bands = [
            _Band(Decimal(m["low"]), Decimal(m["high"]), _ends(m), m["grade"], m[0], flow.span(*m.span()))
            for m in mark("scale").finditer(flow.text)
        ]
        if len(bands) > 1:
            lowest = mark("lowest").search(flow.text)
            if lowest:
                high, span = Decimal(lowest["high"]), flow.span(*lowest.span())
                low = _Band(Decimal(0), high, frozenset(), lowest["grade"], lowest[0], span)
                bands.append(low)
            return bands
    return []


def _ends(match: regex.Match[str]) -> frozenset[Decimal]:
    low, high = Decimal(match["low"]), Decimal(match["high"])
    return frozenset([low] if match["from"] else []) | frozenset([high] if match["to"] or match["upto"] else [])


def _score(flow: Flow, sentence: regex.Match[str]) -> Decimal | None:
    """The only score of a sentence."""
    scores = []
    for name in ("score", "told"):
        for match in mark(name).finditer(flow.text, *sentence.span()):
            numbers = scan(flow.text[match.end() : sentence.end()])
            if numbers and numbers[0].start == 0 and numbers[0].quantity is not None:
                scores.append(numbers[0].quantity.value)
    return scores[0] if len(set(scores)) == 1 else None


def _due(scale: list[_Band], score: Decimal) -> _Band | None:
    """The band in which a score lies; none on the border of two, where it may be of either, unless one says that it is its."""
    within = [band for band in scale if band.low <= score <= band.high]
    own = [band for band in within if score in band.ends]
    within = own if len(own) == 1 else within
    return within[0] if len(within) == 1 else None
