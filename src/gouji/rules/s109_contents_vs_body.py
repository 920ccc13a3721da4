"""S109 contents-vs-body"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gouji.document import Heading, Paragraph
from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check

_LEADERS = regex.compile(r"[\s.…·\-—_]*\d{0,3}$")
_DROPPED = str.maketrans("", "", "\"'()《》、,")
_LEAST = 6


@check(
    "S109",
    "contents-vs-body",
    bad="""
# 2024年度部门决算
目录
第一部分 部门概况
一、主要职责
二、机构设置
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
二、国有资产占用情况说明
第三部分 名词解释

第一部分 部门概况
一、主要职责
负责全区公共阅读服务。
二、机构设置
设办公室、业务科。
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
第三部分 名词解释
财政拨款收入：指本级财政拨付的资金。
""",
    good="""
# 2024年度部门决算
目录
第一部分 部门概况
一、主要职责
二、机构设置
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
第三部分 名词解释

第一部分 部门概况
一、主要职责
负责全区公共阅读服务。
二、机构设置
设办公室、业务科。
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
第三部分 名词解释
财政拨款收入：指本级财政拨付的资金。
""",
    source="目录与正文一致",
)
def contents_vs_body(report: Report) -> Iterator[Remark]:
    """目录里有的一节，正文里没有。

    目录的绝大多数条目都能在正文找到时，才报告找不到的那几条。报表在另外的文件里时，目录里的报表不算。
    """
    heads = lexicon().sections["contents"]["words"]
    first = next((at for at, part in enumerate(report.outline) if plain(part.title) in heads), -1)
    entries = [part for part in report.outline[first + 1 :] if part.in_contents]
    if len(entries) < _LEAST:
        return
    listed = {id(part.heading) for part in entries}
    body = []
    for block in report.document.blocks:
        if isinstance(block, Heading | Paragraph):
            if id(block) not in listed:
                body.append(_squeezed(block.flow.text))
        else:
            body += [_squeezed(cell.text) for row in block.rows[:3] for cell in row if cell.text]
    text = "\n".join(body)
    owner = wording("title-owner")["pattern"]
    tables = tuple(lexicon().sections["part"]["tables"])
    elsewhere = () if report.about.tables else tuple(title for title, _ in lexicon().titles)
    missing = [
        part
        for part in entries
        if (title := owner.sub("", _bare(part.title)))
        and title not in text
        and not title.endswith(tables)
        and not any(name in title for name in elsewhere)
    ]
    if len(missing) * 5 > len(entries):
        return
    for part in missing:
        flow = part.heading.flow
        yield Remark(flow.span(0, len(flow.text)), f"目录里的“{_LEADERS.sub('', part.title)}”，正文里没有")


def _bare(text: str) -> str:
    """A title as it is compared: without leaders, page number, brackets and quotes."""
    return _squeezed(_LEADERS.sub("", text))


def _squeezed(text: str) -> str:
    bare: str = wording("title-filler")["pattern"].sub("", plain(text).translate(_DROPPED))
    return bare
