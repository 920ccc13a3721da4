"""R104 reason-without-difference"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Paragraph
from gouji.facts import Fact
from gouji.findings import Related
from gouji.relations import Order
from gouji.report import Report
from gouji.rules.registry import Remark, check


@check(
    "R104",
    "reason-without-difference",
    bad="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费预算25.00万元，支出决算25.00万元，完成预算的100%，存在差异的主要原因是压减办公用品采购。
""",
    good="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费预算25.00万元，支出决算25.00万元，完成预算的100%，决算数与预算数持平。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：对增减变化情况说明原因",
)
def reason_without_difference(report: Report) -> Iterator[Remark]:
    """决算与预算相等，却在说明差异的原因。

    段落里的完成率都是100%，又写“存在差异的主要原因”；或者列出的两个数相等，又写“大于”“小于”并说明原因。
    """
    yield from _compared(report)
    words = report.lexicon.phrases["reason"]["difference"]
    full: dict[int, list[Fact]] = {}
    for ratio in report.narrative.ratios:
        if ratio.kind == "completion" and ratio.rate.quantity.value == 1:
            full.setdefault(ratio.paragraph, []).append(ratio.rate)
    rates: dict[int, list[Fact]] = {}
    for ratio in report.narrative.ratios:
        if ratio.kind == "completion":
            rates.setdefault(ratio.paragraph, []).append(ratio.rate)
    number = 0
    for block in report.document.blocks:
        if not isinstance(block, Paragraph):
            continue
        number += 1
        if number not in full or len(rates[number]) != len(full[number]):
            continue
        text = block.flow.text
        at, word = next(((at, word) for word in words if (at := text.find(word)) >= 0), (-1, ""))
        if at >= 0:
            rate = full[number][0]
            yield Remark(
                block.flow.span(at, at + len(word)),
                f"完成{rate.text}，决算与预算相等，却在说明“{word}”的原因",
                (Related(f"完成率：{rate.text}", rate.span),),
            )


def _compared(report: Report) -> Iterator[Remark]:
    """大于 or 小于 between figures that are displayed alike: the difference is less than anyone would explain."""
    explained = {reason.word for reason in report.narrative.reasons}
    for relation in report.tieout.relations:
        if not isinstance(relation, Order) or relation.family != "order":
            continue  # of a rate of 100%, the rate is what is told below
        if not relation.word.sign or relation.word not in explained:
            continue
        first, second = relation.first, relation.second
        if first.quantity.value == second.quantity.value and first.quantity.unit == second.quantity.unit:
            yield Remark(
                relation.word.span,
                f"两数相等（{first.text}），却写“{relation.word.text}”并说明原因",
                tuple(
                    Related(f"{fact.place or fact.subject or '文中'}：{fact.text}", fact.span)
                    for fact in (first, second)
                ),
                formula=relation.formula(),
            )
