"""P118 count-in-form"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.document import Cell
from gouji.findings import Related
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import NumberKind, scan
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.indicators import Indicator
from gouji.statements.performance import Scores, vocabulary
from gouji.tieout.evaluations import pairing

_BEFORE = 2
_WORD = pattern_of(r"\p{Han}")
_LEAST = 2
_DOCUMENT = """
# 2024年度部门决算
十三、预算绩效情况说明
1.护河员补助项目绩效自评综述：全年预算数42.00万元，执行数42.00万元，完成预算的100%。为140个村配备护河员。
项目支出绩效自评表
项目名称\t护河员补助\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t42.00\t42.00\t42.00\t10\t100%\t10
年度总体目标\t预期目标\t\t\t实际完成情况\t\t
\t为140个村护河员发放补助\t\t\t已为140个村护河员发放补助\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t补助{0}个村护河员\t是\t是\t90\t90
总分\t\t\t\t\t\t100\t100
"""


@check(
    "P118",
    "count-in-form",
    bad=_DOCUMENT.format("136"),
    good=_DOCUMENT.format("140"),
    source="同一项目的目标、指标和综述说的是同一件事",
)
def count_in_form(report: Report) -> Iterator[Remark]:
    """指标名称里的个数，与同一项目的目标、完成情况、综述里的都不同。

    同一种东西（“136个村”“140个村”），别处至少说了两次，都是同一个数，没有一处与指标名称里的相同。
    """
    summaries = {form: summary.text for summary, form in pairing(report.document, report.scores).pairs}
    for scores in report.scores:
        others: list[tuple[str, Cell | None]] = list(_goals(scores))
        if scores in summaries:
            others.append((summaries[scores], None))
        for indicator in scores.indicators:
            yield from _compare(scores, indicator, others)


def _goals(scores: Scores) -> Iterator[tuple[str, Cell]]:
    """The texts over the indicators: what was to be done and what was."""
    for row in scores.statement.table.rows[: scores.head]:
        for cell in row:
            if cell.text:
                yield plain(cell.text), cell


def _counts(text: str) -> Iterator[tuple[str, Decimal, str]]:
    """Each count with its unit and the first character of what is counted, or the last two of it before the count."""
    for number in scan(text):
        if number.kind is NumberKind.COUNT and number.quantity is not None:
            unit, value = number.quantity.unit.name, number.quantity.value
            before, behind = text[max(number.start - _BEFORE, 0) : number.start], text[number.end : number.end + 1]
            if _WORD.match(behind):
                yield unit + behind, value, text[number.start : number.end + 1]
            elif len(_WORD.findall(before)) == _BEFORE and before not in vocabulary()["form"]["general"]:
                yield before + unit, value, text[number.start - _BEFORE : number.end]


def _compare(scores: Scores, indicator: Indicator, others: Sequence[tuple[str, Cell | None]]) -> Iterator[Remark]:
    for kind, value, words in _counts(indicator.name):
        told = [(count, cell, text) for said, cell in others for what, count, text in _counts(said) if what == kind]
        values = {count for count, _, _ in told}
        if len(told) >= _LEAST and len(values) == 1 and value not in values:
            cell = _cell(scores, indicator)
            if cell is not None:
                yield Remark(
                    cell.span,
                    f"指标写“{words}”，目标、完成情况或综述写“{told[0][2]}”",
                    tuple(Related(text, other.span) for _, other, text in told if other is not None),
                    told[0][2],
                )


def _cell(scores: Scores, indicator: Indicator) -> Cell | None:
    """The cell of the indicator's name, in the row of its score."""
    for row in scores.statement.table.rows:
        if any(cell.span == indicator.score.span for cell in row):
            return next((cell for cell in row if plain(cell.text) == indicator.name), None)
    return None
