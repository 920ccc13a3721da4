"""S111 other-unit"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from gouji.document import Heading, Paragraph
from gouji.lexicon import lexicon
from gouji.report import Report
from gouji.rules.registry import Remark, check

_SUFFIX = "局|委员会|委|办公室|中心|医院|学校|中学|小学|学院|大学|馆|站|所|队|协会|联合会|院|处|署|厅|政府|街道办事处"
_TITLE = regex.compile(rf"^(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:{_SUFFIX}))(?:\(.{{1,6}}\))?\s*20\d\d年")
_SPOKEN = regex.compile(
    rf"(?:^|[。;])(?P<name>[\u4e00-\u9fff]{{4,24}}?(?:{_SUFFIX}))20\d\d年度?"
    r"(?:收入|支出|一般公共预算|财政拨款|本年|\"?三公|机关运行|政府采购|政府性基金)"
)


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
    """收支说明里写着别的单位的名称。

    标题里的单位是一个，说本年度收支的句子却以另一个单位开头，而全文别处没有再提到它（下属单位会在别处列出）。
    """
    own = ""
    spoken = []
    for block in report.document.blocks:
        if not isinstance(block, Heading | Paragraph):
            continue
        text = block.flow.text
        if not own and len(text) < 60 and (title := _TITLE.match(text)):
            own = title["name"]
        spoken += [(match["name"], block.flow.span(*match.span("name"))) for match in _SPOKEN.finditer(text)]
    if len(own) < 4:
        return
    times = Counter(name for name, _ in spoken)
    words = lexicon().phrases["fillers"]["before"]
    for name, span in spoken:
        if name in own or own in name or any(name.startswith(word) for word in words if len(word) > 1):
            continue
        if report.document.source.count(name) == times[name] and own[-1] == name[-1]:
            yield Remark(span, f"本文是{own}的，这里写的却是“{name}”", (), own)
