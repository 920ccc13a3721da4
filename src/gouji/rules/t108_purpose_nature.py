"""T108 purpose-nature"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from gouji.document import Heading, Paragraph, Span
from gouji.facts import FactKey
from gouji.findings import Severity
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check

_NATURES = ("basic", "project")
_TEXT = """
# 2024年度部门决算
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t110.00\t100.00\t10.00
201\t一般公共服务支出\t110.00\t100.00\t10.00
20106\t财政事务\t110.00\t100.00\t10.00
2010601\t行政运行\t100.00\t100.00\t
2010602\t一般行政管理事务\t10.00\t\t10.00
三、支出决算情况说明
1. 一般公共服务支出（类）财政事务（款）一般行政管理事务（项）。主要用于：业务指导等{nature}。支出决算为10.00万元。
"""


@check(
    "T108",
    "purpose-nature",
    bad=_TEXT.format(nature="基本支出"),
    good=_TEXT.format(nature="项目支出"),
    source="同一科目的支出，说明与报表应同属基本支出或项目支出",
    severity=Severity.WARNING,
)
def purpose_nature(report: Report) -> Iterator[Remark]:
    """用途说是基本支出，报表里这个科目却只有项目支出，或者反过来。

    看“X（项）”后面“主要用于”的话以“基本支出”或“项目支出”结尾的；报表里这个科目两种都有的不看。
    """
    items = sorted(
        (mention.fact.span.start, key) for mention in report.narrative.mentions for key in mention.fact.keys[:1]
    )
    shown = {
        (key.item, key.nature, key.period)
        for key, cells in report.cells.items()
        if any(fact.quantity.value != 0 for fact in cells)
    }
    last, entry = wording("last-level")["pattern"], wording("purpose-nature")
    words = {nature: word for word, nature in entry["natures"].items()}
    for block in report.document.blocks:
        if not isinstance(block, Heading | Paragraph):
            continue
        text = block.flow.text
        found = list(last.finditer(text))
        for index, match in enumerate(found):
            end = found[index + 1].start() if index + 1 < len(found) else len(text)
            used = entry["pattern"].search(text, match.end(), end)
            if used is None or (key := _item(items, block.flow.span(match.start(), end))) is None:
                continue
            nature = entry["natures"][used["nature"]]
            other = next(each for each in _NATURES if each != nature)
            if (key.item, other, key.period) in shown and (key.item, nature, key.period) not in shown:
                yield Remark(
                    block.flow.span(*used.span(1)),
                    f"用途说是{used['nature']}，报表里“{match[1]}”只有{words[other]}",
                )


def _item(items: list[tuple[int, FactKey]], span: Span) -> FactKey | None:
    """The item (项) that the first amount of a passage is of."""
    at = bisect_left(items, span.start, key=lambda item: item[0])
    key = items[at][1] if at < len(items) and items[at][0] < span.end else None
    return key if key is not None and key.item.startswith("F:") and len(key.item) == len("F:2010101") else None
