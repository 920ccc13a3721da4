"""P103 summary-vs-table"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from gouji.document import Heading, Paragraph, Span
from gouji.findings import Related, Severity
from gouji.quantity import Quantity, scan
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.funds import Number
from gouji.statements.performance import Scores, vocabulary

_ALIKE = 0.6
_LEAST_NAME = 5


@check(
    "P103",
    "summary-vs-table",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
1.古籍修缮项目绩效自评综述：自评得分100分。全年预算数40.00万元，执行数40.00万元，完成预算的100%。
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t60\t60
\t效益指标\t社会效益\t读者满意度\t≥95%\t98%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
1.古籍修缮项目绩效自评综述：自评得分98分。全年预算数40.00万元，执行数40.00万元，完成预算的100%。
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t60\t60
\t效益指标\t社会效益\t读者满意度\t≥95%\t98%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：自评综述与自评表说的是同一次自评",
    severity=Severity.ERROR,
)
def summary_vs_table(report: Report) -> Iterator[Remark]:
    """项目绩效自评综述与自评表不符。

    得分、全年预算数、全年执行数与同名项目的自评表不同；或金额相同而项目名称写得不一样（疑点）。
    """
    if not report.scores:
        return
    tables = [scores for scores in report.scores if scores.project]
    summaries = list(_summaries(report))
    paired: set[int] = set()
    for summary in summaries:
        own = [scores for scores in tables if _same_name(summary.name, scores.project)]
        if len(own) != 1:
            continue
        paired.add(id(own[0]))
        yield from _compare(summary, own[0])
    left = [scores for scores in tables if id(scores) not in paired]
    for summary in summaries:
        if any(_same_name(summary.name, scores.project) for scores in tables):
            continue
        fits = [s for s in left if _same_amounts(summary, s) and _alike(summary.name, s.project)]
        if len(fits) == 1 and fits[0].project_span is not None:
            yield Remark(
                summary.name_span,
                f"综述里的项目名称“{summary.name}”与自评表的“{fits[0].project}”不一致，而金额相同",
                (Related(f"自评表的项目名称：{fits[0].project}", fits[0].project_span),),
                fits[0].project,
                "",
                Severity.WARNING,
            )


class _Said(NamedTuple):
    quantity: Quantity
    span: Span


class _Summary(NamedTuple):
    name: str
    name_span: Span
    budget: _Said | None
    executed: _Said | None
    score: _Said | None


def _summaries(report: Report) -> Iterator[_Summary]:
    """A heading or paragraph that opens a project's summary, with the paragraph behind it."""
    words = vocabulary()["summary"]
    blocks = report.document.blocks
    for index, block in enumerate(blocks):
        if not isinstance(block, Heading | Paragraph):
            continue
        text = block.flow.text
        mark = next((at for word in words["heading"] if 0 < (at := text.find(word)) < 80), -1)
        if mark < 0:
            continue
        start = block.marker if isinstance(block, Paragraph) else len(text.rstrip(" .。:")) - len(block.title)
        start = min(start, mark)
        name = text[start:mark].strip(" \"'")
        if not name:
            continue
        found: dict[str, _Said] = {}
        following = blocks[index + 1 : index + 2] if isinstance(block, Heading) or text.rstrip().endswith(":") else []
        for part in [block, *following]:
            if isinstance(part, Heading | Paragraph):
                for role in ("budget", "executed", "score"):
                    said = _after(part, words[role])
                    if said is not None:
                        found.setdefault(role, said)
        yield _Summary(
            name, block.flow.span(start, mark), found.get("budget"), found.get("executed"), found.get("score")
        )


def _after(block: Heading | Paragraph, words: list[str]) -> _Said | None:
    """The number directly behind one of these words."""
    text = block.flow.text
    for word in words:
        at = text.find(word)
        if at < 0:
            continue
        begin = at + len(word)
        for number in scan(text[begin : begin + 24]):
            if number.quantity is not None and len(text[begin : begin + number.start].strip("为是:达到共计 ")) == 0:
                span = block.flow.span(begin + number.start, begin + number.end)
                return _Said(number.quantity, span)
            break
    return None


def _compare(summary: _Summary, scores: Scores) -> Iterator[Remark]:
    words = vocabulary()["summary"]
    if summary.score is not None and scores.total and summary.score.quantity.unit.name in words["points"]:
        total = scores.total[-1]
        if summary.score.quantity.value != total.value:
            yield Remark(
                summary.score.span,
                f"“{summary.name}”综述写自评得分{summary.score.quantity.text}，自评表总分为{total.text}",
                (Related(f"自评表总分：{total.text}", total.span),),
                total.text,
                f"{summary.score.quantity.text} ≠ {total.text}",
            )
    row = scores.whole
    if row is None:
        return
    for said, amount, name in (
        (summary.budget, row.budget, "全年预算数"),
        (summary.executed, row.executed, "全年执行数"),
    ):
        if said is None or amount is None or said.quantity.unit.dimension != "money":
            continue
        listed = _money(amount)
        if not said.quantity.interval.meets(listed.interval):
            initial = name == "全年预算数" and row.initial is not None
            is_initial = (
                initial and row.initial is not None and said.quantity.interval.meets(_money(row.initial).interval)
            )
            yield Remark(
                said.span,
                f"“{summary.name}”综述写{name}{said.quantity.text}，自评表为{amount.text}万元"
                + ("（与表中年初预算数相同）" if is_initial else ""),
                (Related(f"自评表{name}：{amount.text}", amount.span),),
                said.quantity.show(listed.value),
                f"{said.quantity.text} ≠ {amount.text}万元",
                Severity.WARNING if is_initial else None,
            )


def _money(number: Number) -> Quantity:
    """An amount of the form, which counts in 万元."""
    return Quantity.parse(f"{number.text}万元")


def _same_amounts(summary: _Summary, scores: Scores) -> bool:
    budget = scores.whole.budget if scores.whole is not None else None
    return (
        summary.budget is not None
        and budget is not None
        and summary.budget.quantity.unit.dimension == "money"
        and summary.budget.quantity.value != Decimal(0)
        and summary.budget.quantity.interval.meets(_money(budget).interval)
    )


def _same_name(said: str, listed: str) -> bool:
    """Whether one name contains the other, or what stands in or before their brackets is the same."""
    suffix = vocabulary()["summary"]["suffix"]
    first, second = said.removesuffix(suffix), listed.removesuffix(suffix)
    if not first or not second:
        return False
    parts = [{part for part in regex.split(r"[()]", name) if len(part) >= _LEAST_NAME} for name in (first, second)]
    return first in second or second in first or bool(parts[0] & parts[1])


def _alike(said: str, listed: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, said, listed, autojunk=False).ratio() >= _ALIKE
