"""S111 other-unit"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.about.words import about_words
from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.passages import places
from gouji.rules.registry import Remark, check

_MOST = 3


@check(
    "S111",
    "other-unit",
    bad="""
云岭区文化馆2024年度单位决算
第二部分 2024年度单位决算情况说明
一、收入支出决算总体情况说明
云岭区图书馆2024年度收入总计、支出总计均为520.00万元。
""",
    good="""
云岭区文化馆2024年度单位决算
第二部分 2024年度单位决算情况说明
一、收入支出决算总体情况说明
云岭区文化馆2024年度收入总计、支出总计均为520.00万元。
""",
    source="公开的是本部门、本单位的预算、决算",
)
def other_unit(report: Report) -> Iterator[Remark]:
    """收支说明里写着别的单位的名称，或者一张表上的单位与其他各表不同。

    标题里的单位是一个，说本年度收支的句子却以另一个单位开头，而全文别处没有再提到它（下属单位会在别处列出）。
    各表上的“编制单位”都是一个，只有一张不同。
    """
    yield from _over_tables(report)
    own = report.about.unit
    spoken = [(name, span) for name, span, _flow, _at in places(report.document, "unit-spoken")]
    if len(own) < 4:
        return
    times = Counter(name for name, _ in spoken)
    words = lexicon().phrases["fillers"]["before"]
    for name, span in spoken:
        if any(name in each or each in name for each in report.about.names) or any(
            name.startswith(word) for word in words if len(word) > 1
        ):
            continue
        if report.document.source.count(name) == times[name] and own[-1] == name[-1]:
            yield Remark(span, f"本文是{own}的，这里写的却是“{name}”", (), own)


def _over_tables(report: Report) -> Iterator[Remark]:
    """The one unit over a table that is not the unit over all others."""
    label = about_words().label
    named = [
        (match[1], span)
        for statement in report.statements
        if statement.type is not None
        for text, span in statement.captions
        if (match := label.fullmatch(plain(text)))
    ]
    times = Counter(name for name, _ in named)
    if len(times) == 2 and min(times.values()) == 1 and max(times.values()) >= _MOST:
        usual, other = (name for name, _ in times.most_common())
        if usual.startswith(other):
            return  # the page was too narrow for it
        span = next(span for name, span in named if name == other)
        yield Remark(span, f"其他{times[usual]}张表上的单位是“{usual}”，这张表上是“{other}”", (), usual)
