"""W114 repeated-word"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.report import Report
from gouji.rules.passages import places, replacing
from gouji.rules.registry import Remark, check


@check(
    "W114",
    "repeated-word",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度支出合计120.00万元，比上年增加增加20.00万元，增长20.00%。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度支出合计120.00万元，比上年增加20.00万元，增长20.00%。
""",
    source="《党政机关公文处理工作条例》：文字校核",
)
def repeated_word(report: Report) -> Iterator[Remark]:
    """一个词连着写了两遍。

    如“增加增加”“用于用于”，多半是改稿时留下的；只看词表里列出的词（`lexicon/wording.toml`）。
    """
    for word, span, flow, at in places(report.document, "repeated-word"):
        middle = at + len(word)
        gap = report.document.source[flow.offsets[middle - 1] + 1 : flow.offsets[middle]]
        if gap and "\n" not in gap:
            continue  # two cells of a table that is no table any more
        both = flow.span(at, at + 2 * len(word))
        fix = replacing(both, word * 2, report.document.quote(span))
        yield Remark(both, f"“{word}”连着写了两遍", (), word, "", None, fix)
    for text, span, _flow, _at in places(report.document, "repeated-around"):
        yield Remark(span, f"“{text}”：括号前后写了同一个词")
