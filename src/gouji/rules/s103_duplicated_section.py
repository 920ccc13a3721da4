"""S103 duplicated-section"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span, Table
from gouji.findings import Related, Severity
from gouji.lexicon.lexicon import plain
from gouji.narrative.outline import Part
from gouji.quantity import numeral
from gouji.report import Report
from gouji.rules.passages import names_its_subject
from gouji.rules.registry import Remark, check

_LEAST = 40
_CAPTION = 4
_MARKS = "、.()"


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
    """两节的内容一字不差，或同一组里同一节的标题出现两次。

    多半是复制相邻一节后没有改；其中不说本节标题之事的一节是抄错的，为错误。“无此项支出”一类的短句不算；
    序号从“一、”重新开始的是另一组（逐个项目、逐个单位各说一遍），表名在续页上重复的不算。
    """
    bodies: dict[str, int] = {}
    titles: dict[tuple[Part | None, int, str], int] = {}
    parts = report.outline
    group = 0
    for index, part in enumerate(parts):
        if part.in_contents or part.level > 2:
            continue
        group += part.number.strip(_MARKS) == numeral(1)
        if not part.paragraphs or any(isinstance(block, Table) for block in part.blocks[:_CAPTION]):
            continue
        text = part.text
        first = parts[bodies.setdefault(text, index)]
        if first is not part and _is_under(part, first):
            continue
        if first is not part and len(text) >= _LEAST:
            copy, original = part, first
            if names_its_subject(part, report.lexicon) and not names_its_subject(first, report.lexicon):
                copy, original = first, part
            about = names_its_subject(copy, report.lexicon)
            if about and plain(copy.title) == plain(original.title):
                continue  # the same section of another project or unit
            yield Remark(
                Span(copy.paragraphs[0].flow.span(0, 1).start, copy.paragraphs[-1].span.end),
                f"“{copy.title}”的内容与“{original.title}”一字不差",
                (Related(f"相同的一节：{original.title}", _heading(original)),),
                severity=None if about else Severity.ERROR,
            )
            continue
        again = titles.setdefault((part.parent, group, plain(part.title)), index)
        if again != index and part.level == 2 and part.number:
            yield Remark(
                _heading(part),
                f"“{part.title}”一节出现了两次",
                (Related("第一次出现", _heading(parts[again])),),
            )


def _heading(part: Part) -> Span:
    flow = part.heading.flow
    return flow.span(0, len(flow.text))


def _is_under(part: Part, other: Part) -> bool:
    parent = part.parent
    while parent is not None:
        if parent is other:
            return True
        parent = parent.parent
    return False
