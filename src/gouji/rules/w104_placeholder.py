"""W104 placeholder"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from gouji.document import Block, Document, Flow, Heading, Paragraph, Span
from gouji.findings import Related
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.passages import places, wording
from gouji.rules.registry import Remark, check

_TEMPLATE = 10  # more sections with blanks than this: the document is the form itself
_MOST_RELATED = 16
_SHOWN = 40


class _Mark(NamedTuple):
    text: str
    span: Span
    flow: Flow
    what: str


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
    """样式里的空位没有填，样式里的话没有删。

    正文里还有 XX、××、____、【】、??? 之类的占位，“占 %”缺了数，“增加（减少）”没有选定，“（列示至基层预算单位）”
    之类的填写说明没有删；写了“主要原因是”而没有下文，或者下文只是“11”“qq”。同一节里的空位合为一条，处处是空位的合为一条。
    """
    groups = list(_groups(report))
    if len(groups) > _TEMPLATE:
        marks = [mark for group in groups for mark in group]
        is_draft = any(report.lexicon.unwritten.search(mark.text) for mark in marks)
        said = "还没有写定，定稿前都要改好" if is_draft else "空位没有填，像是样式本身"
        yield _remark(marks[:1], f"全文共 {len(marks)} 处{said}", marks[1:])
        return
    for group in groups:
        more = f"，这一节共 {len(group)} 处" if len(group) > 1 else ""
        yield _remark(group[:1], f"“{group[0].text}”{group[0].what}{more}", group[1:])


def _remark(first: list[_Mark], message: str, others: list[_Mark]) -> Remark:
    related = tuple(Related(mark.text, mark.span) for mark in others[:_MOST_RELATED])
    return Remark(first[0].span, message, related)


def _groups(report: Report) -> Iterator[list[_Mark]]:
    """What was left of the form: the blanks of each section together, everything else one by one."""
    sections: dict[Flow, int] = {}
    section = 0
    for block in report.document.blocks:
        section += isinstance(block, Heading)
        if isinstance(block, Heading | Paragraph):
            sections[block.flow] = section
    blanks: dict[int, list[_Mark]] = {}
    for mark in sorted(_blanks(report.document), key=lambda mark: mark.span.start):
        blanks.setdefault(sections[mark.flow], []).append(mark)
    yield from blanks.values()
    for mark in _left_over(report):
        yield [mark]


def _blanks(document: Document) -> Iterator[_Mark]:
    skipped = wording("placeholder")["except"]
    for text, span, flow, _at in places(document, "placeholder"):
        if not any(word in flow.text for word in skipped):
            yield _Mark(text, span, flow, "像是样式里没有填写的空位")
    for text, span, flow, _at in places(document, "unmade-choice"):
        yield _Mark(text, span, flow, "是样式里的二选一，没有选定")
    gaps: dict[Flow, list[tuple[str, Span, Flow]]] = {}
    for text, span, flow, _at in places(document, "missing-number"):
        gaps.setdefault(flow, []).append((text, span, flow))
    for gap in gaps.values():
        (text, first, flow), (_, last, _) = gap[0], gap[-1]
        yield _Mark(text, Span(first.start, last.end), flow, "之间缺了数")


def _left_over(report: Report) -> Iterator[_Mark]:
    """Instructions of the form, reasons that say nothing, and sections of which the whole body is a digit or letter."""
    document = report.document
    told: dict[str, list[_Mark]] = {}
    for text, span, flow, _at in places(document, "form-instruction"):
        told.setdefault(text, []).append(_Mark(text[:_SHOWN], span, flow, "是样式里的填写说明，没有删去"))
    for same in told.values():
        more = f"（共 {len(same)} 处）" if len(same) > 1 else ""
        yield same[0]._replace(what=same[0].what + more)
    for text, span, flow, _at in places(document, "no-reason"):
        yield _Mark(text, span, flow, "不像是原因")
    followed = _followed(document)
    for text, span, flow, at in places(document, "empty-reason"):
        if at + len(text) < len(flow.text.rstrip()) or flow not in followed:
            yield _Mark(text.rstrip(":"), span, flow, "后面没有写原因")
    bodies = list(_no_bodies(document, report.lexicon))
    for mark in bodies[:1]:
        more = f"（共 {len(bodies)} 节）" if len(bodies) > 1 else ""
        yield mark._replace(what=f"就是这一节的全部正文{more}")


def _no_bodies(document: Document, words: Lexicon) -> Iterator[_Mark]:
    """What stands alone under a heading and is no text. Readers drop a number that stands alone as a page's, but the number
    of no page comes again."""
    whole = wording("no-body")["pattern"]
    dropped: dict[str, list[_Mark]] = {}
    for block, after in pairwise(document.blocks):
        if not isinstance(block, Heading) or _is_row(block, words) or _is_row(after, words):
            continue
        if isinstance(after, Paragraph) and whole.fullmatch(after.flow.text):
            yield _Mark(after.flow.text, after.span, after.flow, "")
        elif isinstance(after, Heading):
            between = document.source[block.span.end : after.span.start]
            start = block.span.end + len(between) - len(between.lstrip())
            if whole.fullmatch(between.strip()):
                mark = _Mark(between.strip(), Span(start, start + len(between.strip())), block.flow, "")
                dropped.setdefault(mark.text, []).append(mark)
    for marks in dropped.values():
        if len(marks) > 1:
            yield from marks


def _is_row(block: Block, words: Lexicon) -> bool:
    """Whether a heading is the row of a statement that came out one cell a line (四、公共安全支出, and its number 34)."""
    title = plain(block.title) if isinstance(block, Heading) else ""
    return title in words.terms or title in words.names["F"]


def _followed(document: Document) -> set[Flow]:
    """The flows behind which the text goes on before the next section."""
    found: set[Flow] = set()
    level = 0
    for block, after in pairwise(document.blocks):
        if isinstance(block, Heading):
            level = block.level
            if isinstance(after, Paragraph):
                found.add(block.flow)  # 四、“三公”经费预算情况及增减变化原因: a title, of the text below it
        elif isinstance(block, Paragraph) and not (isinstance(after, Heading) and after.level <= level):
            found.add(block.flow)
    return found
