"""S109 contents-vs-body"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.document import Block, Heading, Paragraph, Table
from gouji.findings import Related
from gouji.lexicon.lexicon import lacks, plain
from gouji.narrative.outline import Part, contents
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check

_LEADERS = pattern_of(r"[\s.…·\-—_]*\d{0,3}$")
_DROPPED = str.maketrans("", "", "\"'()《》、,")
_LEAST = 6
_MOST = 2
_LINE = 40


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
    """目录里有的一节、一张表，正文里没有。

    目录的绝大多数条目都能在正文找到时，才报告找不到的那几条。正文里同一序号的标题只比目录多几个字或少几个字（单位名称、年份、
    “情况”等）不算；写成别的字的，说出正文的写法。报表只在大多数能按表名找到时才核对，在另外的文件里时不算。
    """
    blocks, words = report.document.blocks, report.lexicon
    heads = words.sections["contents"]["words"]
    skipped = {index for entries in contents(report.document, words) for index in entries}
    entries = [part for part in report.outline if part.in_contents and plain(part.title) not in heads]
    if len(entries) < _LEAST:
        return
    listed = {part.heading for part in entries}
    body = [block for index, block in enumerate(blocks) if index not in skipped and block not in listed]
    tables = tuple(words.sections["part"]["tables"])
    statements = [part for part in entries if _title(part).endswith(tables)]
    text = "".join(map(_squeezed_block, body))
    plainly = {title for title, _ in words.titles}
    lost = [
        part
        for part in _lost_statements(report, statements, body)
        if report.about.tables and (plain(_LEADERS.sub("", part.title)) in plainly or _title(part) not in text)
    ]
    missing = [part for part in entries if part not in statements and (title := _title(part)) and title not in text]
    missing = [part for part in missing if not part.parts or any(each not in statements for each in part.parts)]
    if len(missing) * 5 > len(entries):
        missing = []
    parts = [part for part in report.outline if not part.in_contents]
    whole = _folded(blocks)
    for part in [*missing, *lost]:
        flow = part.heading.flow
        named = _LEADERS.sub("", part.title)
        other = next((each for each in parts if _stands_for(each, part)), None) if part in missing else None
        if other is None:
            yield Remark(flow.span(0, len(flow.text)), f"目录里的“{named}”，正文里没有")
        elif not (
            _agree(whole[part.heading], whole[other.heading]) or sorted(plain(part.title)) == sorted(plain(other.title))
        ):
            heading = other.heading.flow
            yield Remark(
                flow.span(0, len(flow.text)),
                f"目录里的“{named}”，正文里写作“{other.title}”",
                (Related(f"正文：{other.title}", heading.span(0, len(heading.text))),),
            )


def _folded(blocks: list[Block]) -> dict[Heading, list[str]]:
    """The title of each heading, and the same with the line behind it that may be its end."""
    found = {}
    for block, after in pairwise([*blocks, None]):
        if isinstance(block, Heading):
            own = _squeezed(_LEADERS.sub("", block.title))
            tail = after.flow.text if isinstance(after, Paragraph) and not after.marker else ""
            found[block] = [own, own + _squeezed(_LEADERS.sub("", tail))] if 0 < len(tail) < _LINE else [own]
    return found


def _agree(entry: list[str], heading: list[str]) -> bool:
    """Whether a title of the contents is one of the body with words added or left out."""
    return any(_is_within(_bare_owner(one), _bare_owner(other)) for one in entry for other in heading)


def _title(part: Part) -> str:
    """The title of an entry as it is compared: without year, owner, leaders, page number, brackets and quotes."""
    return _bare_owner(_squeezed(_LEADERS.sub("", part.title)))


def _bare_owner(title: str) -> str:
    bare: str = wording("title-owner")["pattern"].sub("", title)
    return bare


def _stands_for(heading: Part, entry: Part) -> bool:
    """Whether a heading of the body has the number of an entry and most of its words."""
    if heading.level != entry.level or plain(heading.number) != plain(entry.number) or not entry.number:
        return False
    own, other = _title(entry), _title(heading)
    if entry.level == 1:
        return True
    return 2 * len(set(own) & set(other)) >= min(len(set(own)), len(set(other)))


def _is_within(one: str, other: str) -> bool:
    """Whether one title is the other with words added."""
    few, many = sorted((one, other), key=len)
    return lacks(few, many)


def _lost_statements(report: Report, entries: list[Part], body: list[Block]) -> Iterator[Part]:
    """The one or two statements of the contents that are not in the body, where the others are."""
    other = report.lexicon.sections["part"]["narrative"]
    lines = [line for block in body for line in _lines(block) if not any(word in line for word in other)]
    titles = {title: kind.id for title, kind in report.lexicon.titles}
    present = {statement.id for statement in report.statements}
    missing = []
    for part in entries:
        title, known = _title(part), titles.get(plain(_LEADERS.sub("", part.title)), "")
        if not (known and known in present) and not any(_is_titled(line, title, bool(known)) for line in lines):
            missing.append(part)
    if len(missing) <= _MOST and 3 * len(missing) <= len(entries):
        yield from missing


def _is_titled(line: str, title: str, known: bool) -> bool:
    """Whether a line may be the title of a table: it begins so, or is that title with words added."""
    if known:
        return _bare_owner(line).startswith(title)
    return title in line or (len(line) <= len(title) + _LEAST and _is_within(title, line))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (_unnumbered(cell.text) for row in block.rows[:3] for cell in row if cell.text)
    else:
        yield _unnumbered(block.title if isinstance(block, Heading) else block.flow.text)


def _unnumbered(text: str) -> str:
    """A line without the number of a table before it."""
    bare: str = wording("title-number")["pattern"].sub("", _squeezed(text))
    return bare


def _squeezed_block(block: Block) -> str:
    if isinstance(block, Heading | Paragraph):
        return _squeezed(block.flow.text)
    return "".join(_squeezed(cell.text) for row in block.rows[:3] for cell in row if cell.text)


def _squeezed(text: str) -> str:
    bare: str = wording("title-filler")["pattern"].sub("", plain(text).translate(_DROPPED))
    return bare
