"""W117 yuan-for-wan"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.facts import Fact
from gouji.findings import Related
from gouji.narrative.claims import Amount, Each, Row
from gouji.quantity import Interval, unit_named
from gouji.relations import Ratio, Sum
from gouji.report import Report
from gouji.rules.passages import replacing
from gouji.rules.registry import Remark, check
from gouji.tieout.complete import inner

_WAN = Decimal(10_000)
_CENT = Decimal("0.01")
_LEAST_DIGITS = 4

_Proof = tuple[str, tuple[Related, ...]]
"""What shows that an amount is one of 万元, in words and by where it stands."""


@check(
    "W117",
    "yuan-for-wan",
    bad="""
# 2026年度部门预算
三、支出预算情况说明
2026年支出预算4470.70万元，其中：基本支出2257.34万元，项目支出2213.36万元。
四、绩效目标设置情况
2026年项目均编制了绩效目标，一级项目6个，预算金额2213.36元。
""",
    good="""
# 2026年度部门预算
三、支出预算情况说明
2026年支出预算4470.70万元，其中：基本支出2257.34万元，项目支出2213.36万元。
四、绩效目标设置情况
2026年项目均编制了绩效目标，一级项目6个，预算金额2213.36万元。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：说明以万元为单位，与报表一致",
)
def yuan_for_wan(report: Report) -> Iterator[Remark]:
    """以万元为单位的文里，把“万元”写成了“元”。

    写到分的一个“元”数，没有别的数与它相比；换成“万元”，它正是文中、表里的另一个数，或者使它所在的一列分项与合计相等，
    或者正是旁边的金额除以数量的均数。
    """
    for row in report.narrative.rows:
        for amount in row.amounts:
            if _may_be_of_ten_thousands(report, amount.fact):
                yield from _remark(amount.fact, _by_its_list(row, amount) or _by_a_twin(report, amount))
    averages = (each.fact for each in report.narrative.related if isinstance(each, Each) and each.told is None)
    for fact in averages:
        if _may_be_of_ten_thousands(report, fact):
            yield from _remark(fact, _as_an_average(report, fact))


def _remark(fact: Fact, proof: _Proof | None) -> Iterator[Remark]:
    if proof is not None:
        meant = fact.text.removesuffix("元") + "万元"
        said, related = proof
        fix = replacing(fact.span, fact.text, meant)
        yield Remark(fact.span, f"“{fact.text}”多半是“{meant}”：{said}", related, meant, "", None, fix)


def _may_be_of_ten_thousands(report: Report, fact: Fact) -> bool:
    """Whether an amount is told in 元 to the cent, in numbers that a text in 万元 has, and nothing was compared with it."""
    quantity = fact.quantity
    small = quantity.unit.name == "元" and quantity.quantum == _CENT and 0 < quantity.value < _WAN
    return small and report.tieout.states.get(fact) == "unchecked"


def _by_its_list(row: Row, amount: Amount) -> _Proof | None:
    """The list that it makes add up."""
    meant = amount.fact.quantity.value * _WAN
    for total, parts in inner(row.amounts):
        relation = Sum(total.fact, [part.fact for part in parts])
        wanted = relation.demand(amount.fact) if amount.fact in relation.sites else None
        if isinstance(wanted, Interval) and meant in wanted and len(parts) > 1:
            return "这样各分项之和才等于合计", (Related(f"合计：{total.fact.text}", total.fact.span),)
    return None


def _by_a_twin(report: Report, amount: Amount) -> _Proof | None:
    """The amount in 万元 with the same digits that the text tells."""
    value = amount.fact.quantity.value
    per = report.lexicon.phrases["fillers"]["per"]
    few = len(amount.fact.quantity.figures.rstrip("0")) < _LEAST_DIGITS
    if few or any(word in amount.name for word in per):
        return None
    told = (mention.fact for mention in report.narrative.mentions if mention.fact.quantity.unit.name == "万元")
    twin = next((each for each in told if each.quantity.value == value * _WAN), None)
    return None if twin is None else (f"它正是文中的{twin.text}", (Related(f"文中：{twin.text}", twin.span),))


def _as_an_average(report: Report, fact: Fact) -> _Proof | None:
    """The amount and the count told before it in its paragraph, of which it is the quotient."""
    quantity, wan = fact.quantity, unit_named("万元")
    meant = Fact(quantity._replace(value=quantity.value * _WAN, quantum=quantity.quantum * _WAN, unit=wan), fact.span)
    paragraph = next((m.paragraph for m in report.narrative.mentions if m.fact is fact), None)
    rows = (row for row in report.narrative.rows if row.paragraph == paragraph)
    told = [each.fact for row in rows for each in row.amounts if each.fact.span.start < fact.span.start]
    counts = [each for each in told if each.quantity.unit.is_count and each.quantity.value]
    for cost in (each for each in reversed(told) if each.quantity.unit.name == "万元"):
        for count in counts[-1:]:
            if Ratio(cost, count, meant, "average").is_met:
                shown = (Related(f"总数：{cost.text}", cost.span), Related(f"数量：{count.text}", count.span))
                return f"{cost.text} ÷ {count.text} = {fact.text.removesuffix('元')}万元", shown
    return None
