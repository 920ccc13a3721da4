"""Y102 comparison-year"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import replacing
from gouji.rules.registry import Remark, check


@check(
    "Y102",
    "comparison-year",
    bad="""
# 2024年度部门决算
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元，与2024年相比增加20.00万元，增长4.00%。
""",
    good="""
# 2024年度部门决算
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元，与2023年相比增加20.00万元，增长4.00%。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：说明与上年相比的增减变化",
)
def comparison_year(report: Report) -> Iterator[Remark]:
    """比较的年份不对。

    与本年度自己比，或别处都与上年比、唯独这里与再上一年比，多半是年份没有改对。与预算数比较不在此列。
    """
    year = report.year
    if not year:
        return
    claims = report.parser.claims
    bases = [mention for mention in claims.years if mention.role == "base"]
    usual = Counter(mention.year for mention in bases)
    changing = {change.paragraph for change in claims.changes}
    for mention in bases:
        to_itself = mention.year in (year, year + 1) and not _budgeted(report, mention.paragraph)
        one_off = mention.year == year - 2 and usual[year - 1] >= 2 and usual[mention.year] == 1
        if to_itself or (one_off and mention.paragraph in changing):
            what = "与本年度自己相比" if mention.year == year else f"与{mention.year}年相比"
            yield Remark(
                mention.span,
                f"本文是{year}年度的，比较的年份写成{mention.year}年（{what}），应为上年{year - 1}年",
                (),
                str(year - 1),
                "",
                None,
                replacing(mention.span, str(mention.year), str(year - 1)),
            )


def _budgeted(report: Report, paragraph: int) -> bool:
    """Whether a comparison of this paragraph is with a budget, which may be this year's own."""
    return any(
        change.paragraph == paragraph and change.base.measure in ("initial", "full", "budget")
        for change in report.parser.claims.changes
    )
