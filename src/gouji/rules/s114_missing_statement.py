"""S114 missing-statement"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.passages import beginning
from gouji.rules.registry import Remark, check


def _example(titles: list[tuple[int, str]]) -> str:
    tables = "".join(
        f"{title}\n公开{number:02}表\n单位：万元\n科目代码\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t\t\t\n"
        for number, title in titles
    )
    return f"# 2024年度部门决算\n{tables}一、情况说明\n本部门无此项收支，已公开空表。\n"


_NINE = list(
    enumerate(
        [
            "收入支出决算总表",
            "收入决算表",
            "支出决算表",
            "财政拨款收入支出决算总表",
            "一般公共预算财政拨款支出决算表",
            "一般公共预算财政拨款基本支出决算表",
            "政府性基金预算财政拨款收入支出决算表",
            "国有资本经营预算财政拨款支出决算表",
            "财政拨款“三公”经费支出决算表",
        ],
        1,
    )
)


@check(
    "S114",
    "missing-statement",
    bad=_example([pair for pair in _NINE if pair[0] != 5]),
    good=_example(_NINE),
    source="《地方预决算公开操作规程》（财预〔2016〕143号）及各地公开样式（gouji profiles 列出）",
)
def missing_statement(report: Report) -> Iterator[Remark]:
    """缺少规定要公开的报表。

    规定的表认出了大半、只缺一两张，而全文没有提到缺的那张，才报告：表格是图片、另附或没有附在文里的，不算缺；以后的年度才要求的也不算。
    """
    if report.profile is None:
        return
    present = {statement.id for statement in report.statements}
    required = report.profile.statements_in(report.year)
    missing = [each for each in required if each not in present]
    if not missing or len(missing) > 2 or len(required) - len(missing) < 4:
        return
    types = {kind.id: kind for kind in report.lexicon.statements}
    text = plain(report.document.source)
    if any(plain(word) in text for word in report.lexicon.sections["elsewhere"]["tables"]):
        return
    for each in missing:
        kind = types.get(each)
        if kind is not None and not any(_name(title) in text for title in kind.titles):
            yield Remark(beginning(report.document), f"没有《{kind.titles[0]}》（{report.profile.title}要求公开）")


def _name(title: str) -> str:
    """A statement's name without what stands in brackets behind it, which may be worded otherwise."""
    return plain(title).partition("(")[0]
