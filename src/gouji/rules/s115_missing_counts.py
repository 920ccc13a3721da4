"""S115 missing-counts"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact
from gouji.findings import Related
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.registry import Remark, check

_NOUGHT = pattern_of(r"(?<![\d.,])0(?:\.0+)?个?$")

_TABLE = """
财政拨款“三公”经费支出决算表
公开09表
单位：万元
项目\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t公务接待费
预算数\t3.00\t\t2.00\t1.00
决算数\t2.60\t\t2.00\t0.60
"""


@check(
    "S115",
    "missing-counts",
    bad=f"""
# 2024年度部门决算
九、财政拨款“三公”经费支出决算情况说明
2024年度公务接待费支出0.60万元，主要用于接待兄弟单位调研。
{_TABLE}""",
    good=f"""
# 2024年度部门决算
九、财政拨款“三公”经费支出决算情况说明
2024年度公务接待费支出0.60万元，主要用于接待兄弟单位调研。国内公务接待6批次、48人次。
{_TABLE}""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：公开“三公”经费决算的同时公开团组、购置、接待的数量",
)
def missing_counts(report: Report) -> Iterator[Remark]:
    """有“三公”经费支出，全文和报表里却没有它的次数。

    因公出国（境）要有团组数、人次数，公务接待要有批次、人次，公务用车购置要有辆数；0批次、0人次说的不是花了钱的。只看决算；费用为0的不要求。
    """
    items = {item for occasion in report.lexicon.occasions for item in occasion.costs}
    if report.kind != "final" or not any(key.item in items for key in report.cells):
        return  # without a statement of these costs, the counts may be in a table that could not be read
    source = plain(report.document.source)
    terms = report.lexicon.terms
    for occasion in (each for each in report.lexicon.occasions if each.required):
        words = [word for word, dims in terms.items() if dims.item in occasion.counts]
        units = [unit for units in occasion.counts.values() for unit in units]
        if any(word in source for word in words) or any(_counts(source, unit) for unit in units):
            continue
        cost = next((fact for item in occasion.costs if (fact := _spent(report, item)) is not None), None)
        if cost is not None:
            counts = "、".join(occasion.counts)
            yield Remark(
                cost.span, f"有{cost.keys[0].item}{cost.text}，没有说{counts}", (Related(cost.text, cost.span),)
            )


def _counts(source: str, unit: str) -> bool:
    """Whether a unit stands in a text, other than behind a nought: 接待外宾0批次 counts nothing of what was paid for."""
    return unit in source and any(not _NOUGHT.search(before) for before in source.split(unit)[:-1])


def _spent(report: Report, item: str) -> Fact | None:
    """This year's amount of an item in the narrative, if it is more than nothing; the one that the statement tells too before others."""
    told = [
        mention.fact
        for mention in report.narrative.mentions
        for key in mention.fact.keys
        if key.item == item and key.measure == "final" and key.period == report.year
        if mention.fact.firm and mention.fact.quantity.value > 0
    ]
    return next((fact for fact in told if report.tieout.states[fact] == "tied"), told[0] if told else None)
