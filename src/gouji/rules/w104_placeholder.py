"""W104 placeholder"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.document import Document, Heading, Paragraph, Span
from gouji.report import Report
from gouji.rules.passages import places, wording
from gouji.rules.registry import Remark, check


@check(
    "W104",
    "placeholder",
    bad="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，XX局人员编制20人。
""",
    good="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，云岭区文化馆人员编制20人。
""",
    source="样式里的空位应在公开前填写",
)
def placeholder(report: Report) -> Iterator[Remark]:
    """样式里的空位没有填。

    正文里还有 XX、××、____、【】、??? 之类的占位，“增加（减少）”没有选定，或者写了“主要原因是”而没有下文。
    """
    skipped = wording("placeholder")["except"]
    found: dict[int, list[tuple[str, Span]]] = {}
    for text, span, flow, _at in places(report.document, "placeholder"):
        if not any(word in flow.text for word in skipped):
            found.setdefault(id(flow), []).append((text, span))
    for marks in found.values():
        text, span = marks[0]
        more = f"，这一段共 {len(marks)} 处" if len(marks) > 1 else ""
        yield Remark(span, f"“{text}”像是样式里没有填写的空位{more}")
    for text, span, _flow, _at in places(report.document, "unmade-choice"):
        yield Remark(span, f"“{text}”是样式里的二选一，没有选定")
    followed = _followed(report.document)
    for text, span, flow, at in places(report.document, "empty-reason"):
        if at + len(text) < len(flow.text.rstrip()) or id(flow) not in followed:
            yield Remark(span, f"“{text.rstrip(':')}”后面没有写原因")


def _followed(document: Document) -> set[int]:
    """The flows behind which the text goes on before the next section."""
    found: set[int] = set()
    level = 0
    for block, after in pairwise(document.blocks):
        if isinstance(block, Heading):
            level = block.level
        elif isinstance(block, Paragraph) and not (isinstance(after, Heading) and after.level <= level):
            found.add(id(block.flow))
    return found
