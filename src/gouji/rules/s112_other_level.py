"""S112 other-level"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from gouji.about.words import about_words
from gouji.document import Cell, Heading, Paragraph
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check

_TITLES = 12
_SAME = 6


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
    """说的是别的一级政府：区级部门的文件里写“是市级预算主管部门”；撤县设区之后还写“某某县”“县委、县政府”。

    多半是照抄上级的样式或以前的文本。本级由标题里的“区级部门预算”，或单位名称里的区、县认出；认不出就不检查。
    """
    level = _stated_level(report)
    if level:
        said = wording("level-said")["pattern"]
        for block in report.document.blocks:
            if isinstance(block, Heading | Paragraph):
                match = said.search(block.flow.text)
                if match and match[2] != level:
                    yield Remark(
                        block.flow.span(*match.span(1)),
                        f"本文是{level}级的，这里解释的却是“{match[1]}”",
                        (),
                        f"{level}级",
                    )
    yield from _former_names(report)


def _stated_level(report: Report) -> str:
    states, names = wording("level-stated")["pattern"], wording("level-named")["pattern"]
    level = ""
    for block in report.document.blocks[:_TITLES]:
        if isinstance(block, Heading | Paragraph) and len(block.flow.text) <= 60:
            stated = states.search(block.flow.text)
            if stated:
                return str(stated[1])
            named = names.match(block.flow.text)
            level = level or (named[1] if named else "")
    return level


def _former_names(report: Report) -> Iterator[Remark]:
    """东溪县, 县委、县政府 in the document of a unit of 东溪区, which says 区委、区政府 elsewhere."""
    label, placed = about_words().label, wording("place-in-name")["pattern"]
    units = [match[1] for flow in flows(report.document) if (match := label.fullmatch(flow.text))]
    units += [match[1] for cell in _cells(report) if (match := label.fullmatch(plain(cell.text)))]
    places = Counter((match[1], match[2]) for unit in units if (match := placed.search(unit)))
    if len(places) != 1:
        return
    place, level = next(iter(places))
    whole = "".join(flow.text for flow in flows(report.document))
    other = next((each for each in wording("place-in-name")["levels"] if each != level and place + each in whole), "")
    if not other:
        return
    both = tuple(organ for organ in wording("place-in-name")["organs"] if level + organ in whole)
    names = f"{place}{other}"
    if both:
        names += f"|(?<!{place})(?<![{wording('place-in-name')['others']}]){other}(?:{'|'.join(both)})"
    pattern = regex.compile(names)
    told = 0
    for flow in flows(report.document):
        match = pattern.search(flow.text)
        if match and told < _SAME:
            told += 1
            yield Remark(
                flow.span(*match.span()),
                f"本单位是{place}{level}的，这里写的是“{match[0]}”",
                (),
                match[0].replace(other, level),
            )


def _cells(report: Report) -> Iterator[Cell]:
    for _, table in report.document.tables():
        yield from (cell for row in table.rows[:3] for cell in row if cell.text)
