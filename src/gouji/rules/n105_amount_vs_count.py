"""N105 amount-vs-count"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact
from gouji.findings import Related
from gouji.report import Report
from gouji.resources import read_lexicon
from gouji.rules.registry import Remark, check


@check(
    "N105",
    "amount-vs-count",
    bad="""
# 2024年度部门决算
九、财政拨款“三公”经费支出决算情况说明
公务接待费支出0.00万元，国内公务接待6批次、48人次。
""",
    good="""
# 2024年度部门决算
九、财政拨款“三公”经费支出决算情况说明
公务接待费支出0.60万元，国内公务接待6批次、48人次。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：公开“三公”经费的同时公开团组、购置、接待的数量",
)
def amount_vs_count(report: Report) -> Iterator[Remark]:
    """没有花钱却有次数，或者花了钱而次数是0。

    如公务接待费0.00万元而接待6批次，购置费17万元而购置0辆；接待的批次多于人次也报告。成对的项目列在 `lexicon/identities.toml`。
    费用可以由别的单位承担，所以是疑点。
    """
    said = _said(report)
    for occasion in report.lexicon.occasions:
        amount = next((fact for item in occasion.costs if (fact := said.get(item)) is not None), None)
        counts = [fact for item in occasion.counts if (fact := said.get(item)) is not None]
        if amount is None:
            continue
        spent = amount.quantity.value != 0
        for count in counts:
            if spent != (count.quantity.value != 0):
                what = "有金额而次数是0" if spent else "没有金额而有次数"
                yield _remark(count, amount, f"{what}：{_name(amount)}{amount.text}，{_name(count)}{count.text}")
                break
    for pair in read_lexicon("identities.toml")["at_most"]:
        fewer, more = said.get(pair["fewer"]), said.get(pair["more"])
        if fewer is not None and more is not None and fewer.quantity.value > more.quantity.value:
            yield _remark(fewer, more, f"{_name(fewer)}{fewer.text}，多于{_name(more)}{more.text}")


def _said(report: Report) -> dict[str, Fact]:
    """This year's fact of each named line of which all that is said is the same; the narrative's, where it says it."""
    measure = "budget" if report.kind == "budget" else "final"
    wanted = {item for o in report.lexicon.occasions for item in (*o.costs, *o.counts)}
    said = [(key, m.fact) for m in report.narrative.mentions for key in m.fact.keys]
    said += [(key, fact) for key, facts in report.cells.items() if key.item in wanted for fact in facts]
    found: dict[str, Fact | None] = {}
    for key, fact in said:
        if key.item in wanted and key.measure == measure and key.period == report.year and fact.firm:
            first = found.setdefault(key.item, fact)
            if first is not None and not first.interval.meets(fact.interval):
                found[key.item] = None
    return {item: fact for item, fact in found.items() if fact is not None}


def _name(fact: Fact) -> str:
    return fact.keys[0].item


def _remark(fact: Fact, other: Fact, message: str) -> Remark:
    return Remark(fact.span, message, (Related(f"{other.place or other.subject or '文中'}：{other.text}", other.span),))
