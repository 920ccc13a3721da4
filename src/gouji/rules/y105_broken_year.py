"""Y105 broken-year"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import places, replacing
from gouji.rules.registry import Remark, check


@check(
    "Y105",
    "broken-year",
    bad="""
# 2024年度部门决算
一、收入支出决算总体情况说明
20224年度收入总计、支出总计均为520.00万元，与2023年相比增加20.00万元，增长4.00%。
""",
    good="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元，与2023年相比增加20.00万元，增长4.00%。
""",
    source="《出版物上数字用法》（GB/T 15835）：年份用四位数字",
)
def broken_year(report: Report) -> Iterator[Remark]:
    """年份少一位、多一位或颠倒，或漏了“年”字。

    如“202年度”“20224年度”“2204年度”“2024度”。改法只在它恰是本文的年份少写、多写或对换一位时给出。
    """
    for text, span, flow, at in places(report.document, "broken-year"):
        digits = text[: len(text) - len(text.lstrip("0123456789"))]
        if len(digits) == len("2024") and not text.startswith("年", len(digits)):
            better = f"{digits}年{text[len(digits) :]}"
        else:
            better = str(report.year) + text[len(digits) :] if _is_slip(digits, str(report.year)) else ""
        own = flow.span(at, at + len(text))
        fix = replacing(own, text, better) if better else None
        yield Remark(span, f"“{text}”不是一个年份", (), better, "", None, fix)


def _is_slip(digits: str, year: str) -> bool:
    """One digit too few or too many, or two neighbours in each other's place."""
    if len(digits) == len(year):
        return any(digits == year[:at] + year[at + 1] + year[at] + year[at + 2 :] for at in range(len(year) - 1))
    short, long = sorted((digits, year), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
