"""S112 other-level"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Heading, Paragraph
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check

_TITLES = 12


@check(
    "S112",
    "other-level",
    bad="""
云岭区2024年区级部门预算
预算主管部门：青川市云岭区文化馆
名词解释
（一）财政拨款收入：是市级预算主管部门及所属预算单位本年度从财政部门取得的财政拨款。
""",
    good="""
云岭区2024年区级部门预算
预算主管部门：青川市云岭区文化馆
名词解释
（一）财政拨款收入：是区级预算主管部门及所属预算单位本年度从财政部门取得的财政拨款。
""",
    source="公开的是本级部门的预算、决算，解释应说本级",
)
def other_level(report: Report) -> Iterator[Remark]:
    """解释的是别的一级政府：区级部门的文件里写“是市级预算主管部门”。

    多半是照抄上级的样式。本级由标题里的“区级部门预算”，或单位名称里的区、县认出；认不出就不检查。
    """
    states, names = wording("level-stated")["pattern"], wording("level-named")["pattern"]
    level = ""
    for block in report.document.blocks[:_TITLES]:
        if isinstance(block, Heading | Paragraph) and len(block.flow.text) <= 60:
            stated = states.search(block.flow.text)
            if stated:
                level = stated[1]
                break
            named = names.match(block.flow.text)
            level = level or (named[1] if named else "")
    if not level:
        return
    said = wording("level-said")["pattern"]
    for block in report.document.blocks:
        if isinstance(block, Heading | Paragraph):
            match = said.search(block.flow.text)
            if match and match[2] != level:
                yield Remark(
                    block.flow.span(*match.span(1)), f"本文是{level}级的，这里解释的却是“{match[1]}”", (), f"{level}级"
                )
