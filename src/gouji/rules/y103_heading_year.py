"""Y103 heading-year"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gouji.document import Heading
from gouji.findings import Edit, Fix
from gouji.lexicon import lexicon
from gouji.report import Report
from gouji.rules.registry import Remark, check

_YEAR = regex.compile(r"(?<!\d)(20\d\d)年(?!\d)")


@check(
    "Y103",
    "heading-year",
    bad="""
# 2024年度部门决算
第一部分 2024年度部门概况
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
""",
    good="""
# 2024年度部门决算
第一部分 2024年度部门概况
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：公开的是本年度的部门预算、决算",
)
def heading_year(report: Report) -> Iterator[Remark]:
    """标题里的年份与全文的年度不一致。

    只看说本文自己的标题：决算公开里带“决算”的标题，预算公开里带“预算”而不说“执行”的标题。
    """
    year = report.year
    words = lexicon()
    own = words.sections["kind"].get(report.kind)
    if not year or own is None:
        return
    other = [w for kind, names in words.sections["kind"].items() if kind != report.kind for w in names]
    for block in report.document.blocks:
        if not isinstance(block, Heading):
            continue
        title = block.flow.text
        found = list(_YEAR.finditer(title))
        if len(found) != 1 or not any(word in title for word in own):
            continue
        if any(word in title for word in (*other, *words.sections["heading-years"]["elsewhere"])):
            continue
        stated = int(found[0][1])
        if abs(stated - year) == 1:
            span = block.flow.span(found[0].start(1), found[0].end(1))
            yield Remark(
                span,
                f"标题写的是{stated}年，本文是{year}年度的",
                (),
                str(year),
                "",
                None,
                Fix(f"把“{stated}”改为“{year}”", False, (Edit(span, str(year)),)),
            )
