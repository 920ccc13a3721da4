"""W107 repeated-item"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Table
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check

_LIST = pattern_of(r"[\u4e00-\u9fff]{2,12}(?:、[\u4e00-\u9fff]{2,12})+")


@check(
    "W107",
    "repeated-item",
    bad="""
# 2024年度部门决算
二、机构设置
内设机构：办公室、财务科、业务科、办公室。
""",
    good="""
# 2024年度部门决算
二、机构设置
内设机构：办公室、财务科、业务科、档案室。
""",
    source="列举不重复",
)
def repeated_item(report: Report) -> Iterator[Remark]:
    """一串列举里同一项写了两次。

    只看用顿号隔开、一字不差的项，正文和报表里的文字都看。
    """
    for flow in flows(report.document):
        for start, end, item in _repeated(flow.text):
            yield Remark(flow.span(start, end), f"列举里“{item}”写了两次")
    for block in report.document.blocks:
        if isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row if "、" in cell.text):
                for _start, _end, item in _repeated(plain(cell.text)):
                    yield Remark(cell.span, f"列举里“{item}”写了两次")


def _repeated(text: str) -> Iterator[tuple[int, int, str]]:
    anew = wording("list-anew")["pattern"]
    for match in _LIST.finditer(text) if "、" in text else ():
        seen: set[str] = set()
        at = match.start()
        items = match[0].split("、")
        for item in items:
            stem, joined, _ = item.partition("及")
            longer = joined and len(stem) > 2 and any(each.endswith(stem) for each in seen)
            again = item in seen or longer
            if again and len(item) > 1:
                yield at, at + len(item), item
                break
            if tail := anew.fullmatch(item):
                seen = set()  # 行政诉讼活动及刑事：another list begins behind 及
                item = tail[1]
                at += tail.start(1)
            seen.add(item)
            at += len(item) + 1
