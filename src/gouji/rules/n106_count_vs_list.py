"""N106 count-vs-list"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise
from typing import Any

from gouji.document import Block, Flow, Heading, Paragraph, Span, Table
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import number
from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check

_NAMED = ("offices", "units-named")
_FEWEST = 2
_LONGEST = 40  # Han characters of a unit's name
_PARTED = pattern_of(r"[。;:,]")
_BRACKETS = pattern_of(r"\([^()]*\)")


@check(
    "N106",
    "count-vs-list",
    bad="""
# 2024年度部门决算
二、部门决算单位构成
纳入2024年度本部门决算编制范围的单位共5个，包括本级及3个二级预算单位。
""",
    good="""
# 2024年度部门决算
二、部门决算单位构成
纳入2024年度本部门决算编制范围的单位共4个，包括本级及3个二级预算单位。
""",
    source="同一事实的表述应一致",
)
def count_vs_list(report: Report) -> Iterator[Remark]:
    """写的个数与列出的个数不同。

    “共5个，包括本级及3个二级预算单位”；“单位共4个：”后面的表只有3行；“内设6个股室，分别为”“所属预算单位6个，分别是”后面只有5个名字；“下设A处、B处，共3个处室”；“事业单位3家，具体包括：”后面编号的只有2个。
    名单里有“等”字的，只查名字多了的；
    机关党委、工会等可以不算在内设机构里，本级可以不算在所属单位里。
    """
    told: set[Span] = set()
    for flow in flows(report.document):
        for match in wording("units-in-all")["pattern"].finditer(flow.text):
            whole, others = number(match[1]), number(match[2])
            if whole != others + 1:
                told.add(flow.span(*match.span(1)))
                yield Remark(flow.span(*match.span(1)), f"写的是共{whole}个，而本级与{others}个合计{others + 1}个")
        for entry in _NAMED:
            yield from _followed_by_names(flow, wording(entry))
    yield from (remark for remark in _followed_by_a_table(report) if remark.span not in told)
    yield from _followed_by_items(report.document.blocks)


def _followed_by_names(flow: Flow, entry: dict[str, Any]) -> Iterator[Remark]:
    for match in entry["pattern"].finditer(flow.text):
        start, end = match.span("count")
        listed = _BRACKETS.sub("", match["names"])
        fewest = [name for name in listed.split("、") if name]
        if any(word in listed for word in entry["except"]) or len(fewest) < _FEWEST:
            continue
        joined = [part for name in fewest for part in _apart(name, entry["joined"])]
        own = sum(any(word in name for word in entry["own"]) for name in fewest)
        counts = (number(match["count"]), *_together(flow.text, end + 1))
        most = max(counts) if match.capturesdict().get("open") else len(joined)  # of 等 there may be more
        if not any(len(fewest) - own <= count <= most for count in counts):
            yield Remark(flow.span(start, end), f"写的是{match['count']}个，列出的名字有{len(fewest)}个")


def _together(text: str, end: int) -> Iterator[int]:
    """行政单位1个，参公单位1个，事业单位1个，分别为：…: what the counts of a sentence come to, the last ones first."""
    told = wording("units-counted")["pattern"].finditer(text, text.rfind("。", 0, end - 1) + 1, end)
    return accumulate(reversed([number(each[1]) for each in told]))


def _apart(name: str, words: Sequence[str]) -> list[str]:
    """What may be one name or several (人事和财务处)."""
    for word in words:
        name = name.replace(word, "、")
    return [part for part in name.split("、") if part]


def _followed_by_a_table(report: Report) -> Iterator[Remark]:
    entry = wording("units-listed")
    columns = {plain(name) for name in entry["columns"]}
    for block, table in pairwise(report.document.blocks):
        match = entry["pattern"].search(block.flow.text) if isinstance(block, Paragraph) else None
        if match is None or not isinstance(block, Paragraph) or not isinstance(table, Table):
            continue
        head = [plain(cell.text) for cell in table.rows[0]]
        at = next((column for column, text in enumerate(head) if text in columns), -1)
        if at < 0:
            continue
        names = [plain(row[at].text) for row in table.rows[1:] if at < len(row)]
        names = [name for name in names if name not in ("", head[at])]
        own = sum(any(word in name for word in entry["own"]) for name in names)
        listed = len(names)
        if not listed - own <= number(match[1]) <= listed:
            yield Remark(block.flow.span(*match.span(1)), f"写的是{match[1]}个，表里列了{listed}个")


def _followed_by_items(blocks: Sequence[Block]) -> Iterator[Remark]:
    """Paragraphs with numbers right behind, a name each."""
    entry = wording("units-itemised")
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or (match := entry["pattern"].search(block.flow.text)) is None:
            continue
        text = block.flow.text
        names = list(_items(islice(blocks, at + 1, None)))
        counted = list(wording("units-counted")["pattern"].finditer(text, match.start()))
        if len(names) < _FEWEST or not counted:
            continue
        own = sum(any(word in name for word in entry["own"]) for name in names)
        counts = (*_together(text, len(text)), *(number(each[1]) for each in counted))
        if not any(len(names) - own <= count <= len(names) for count in counts):
            yield Remark(block.flow.span(*counted[-1].span(1)), f"写的是{counted[-1][1]}个，列出的名字有{len(names)}个")


def _items(blocks: Iterable[Block]) -> Iterator[str]:
    """The names at the beginning of these blocks, each with a number of one level."""
    level = 0
    for block in blocks:
        name = "" if isinstance(block, Table) else _numbered(block).rstrip("。;,")
        if isinstance(block, Table) or not 0 < len(name) <= _LONGEST or _PARTED.search(name):
            return
        if level not in (0, block.level):
            return
        level = block.level
        yield name


def _numbered(block: Heading | Paragraph) -> str:
    """What stands behind the number of a block; "" if it has none."""
    text = block.flow.text
    if isinstance(block, Heading):
        return block.title if block.title != text else ""
    return text[block.marker :] if block.marker else ""
