"""W108 unmatched-bracket"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gouji.document import Paragraph
from gouji.report import Report
from gouji.rules.registry import Remark, check

_PAIRS = {")": "(", "》": "《", "]": "[", "】": "【"}

_MARK = regex.compile(r"[()《》\[\]【】]")


@check(
    "W108",
    "unmatched-bracket",
    bad="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制20人（含机关工勤1人，实有人员18人。
""",
    good="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制20人（含机关工勤1人），实有人员18人。
""",
    source="《标点符号用法》（GB/T 15834）",
)
def unmatched_bracket(report: Report) -> Iterator[Remark]:
    """一段话里的括号、书名号、引号不成对。

    段首的序号“1)”“(1)”不算；一段里只差一个时才报告。
    """
    for block in report.document.blocks:
        if not isinstance(block, Paragraph) or not block.flow.text.endswith("。"):
            continue
        text = block.flow.text
        opened: list[int] = []
        wrong: list[int] = []
        for match in _MARK.finditer(text, block.marker):
            at, mark = match.start(), match[0]
            if mark in _PAIRS.values():
                opened.append(at)
            elif mark in _PAIRS:
                if opened and text[opened[-1]] == _PAIRS[mark]:
                    opened.pop()
                elif not (at and text[at - 1].isdigit()):
                    wrong.append(at)
        wrong += opened
        wrong += _odd_quote(report, block)
        if len(wrong) == 1:
            yield Remark(block.flow.span(wrong[0], wrong[0] + 1), f"“{text[wrong[0]]}”没有与它成对的另一半")


def _odd_quote(report: Report, block: Paragraph) -> list[int]:
    """The place of a Chinese quotation mark without its other half, where the marks are otherwise in order."""
    if '"' not in block.flow.text:
        return []
    source, offsets = report.document.source, block.flow.offsets
    marks = [(at, source[offset]) for at, offset in enumerate(offsets) if source[offset] in "“”"]
    opened: list[int] = []
    for at, mark in marks:
        if mark == "“":
            opened.append(at)
        elif opened:
            opened.pop()
        else:
            return [at]
    return opened if len(opened) == 1 else []
