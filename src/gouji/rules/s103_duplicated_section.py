"""S103 duplicated-section"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related
from gouji.lexicon.lexicon import plain
from gouji.narrative.outline import Part
from gouji.report import Report
from gouji.rules.registry import Remark, check

_LEAST = 40


@check(
    "S103",
    "duplicated-section",
    bad="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费支出20.00万元，比上年减少1.00万元，下降4.76%，主要原因是压减办公用品采购，减少纸质材料印刷。
十一、政府采购支出情况说明
2024年度机关运行经费支出20.00万元，比上年减少1.00万元，下降4.76%，主要原因是压减办公用品采购，减少纸质材料印刷。
""",
    good="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费支出20.00万元，比上年减少1.00万元，下降4.76%，主要原因是压减办公用品采购，减少纸质材料印刷。
十一、政府采购支出情况说明
2024年度政府采购支出总额5.00万元，其中：政府采购货物支出5.00万元、政府采购工程支出0万元、政府采购服务支出0万元。
""",
    source="各节各有其内容",
)
def duplicated_section(report: Report) -> Iterator[Remark]:
    """两节的内容一字不差，或同一节的标题出现两次。

    多半是复制相邻一节后没有改。“无此项支出”一类的短句不算。
    """
    bodies: dict[str, int] = {}
    titles: dict[tuple[int, str], int] = {}
    parts = report.outline
    for index, part in enumerate(parts):
        if part.in_contents or part.level > 2 or not part.paragraphs:
            continue
        text = "".join(paragraph.flow.text for paragraph in part.paragraphs)
        flow = part.heading.flow
        span = flow.span(0, len(flow.text))
        first = bodies.setdefault(text, index)
        if first != index and _is_under(part, parts[first]):
            continue
        if first != index and len(text) >= _LEAST:
            earlier = parts[first].heading.flow
            yield Remark(
                span,
                f"“{part.title}”的内容与“{parts[first].title}”一字不差",
                (Related(f"相同的一节：{parts[first].title}", earlier.span(0, len(earlier.text))),),
            )
            continue
        again = titles.setdefault((id(part.parent), plain(part.title)), index)
        if again != index and part.level == 2:
            earlier = parts[again].heading.flow
            yield Remark(
                span,
                f"“{part.title}”一节出现了两次",
                (Related("第一次出现", earlier.span(0, len(earlier.text))),),
            )


def _is_under(part: Part, other: Part) -> bool:
    parent = part.parent
    while parent is not None:
        if parent is other:
            return True
        parent = parent.parent
    return False
