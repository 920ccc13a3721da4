"""S104 body-of-another-section"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.document import Paragraph
from gouji.findings import Related
from gouji.lexicon import Dims, Lexicon
from gouji.report import Report
from gouji.rules.passages import names_its_subject
from gouji.rules.registry import Remark, check


@check(
    "S104",
    "body-of-another-section",
    bad="""
# 2024年度部门决算
八、政府性基金预算财政拨款收入支出决算情况说明
本部门无政府性基金预算财政拨款收入支出。
九、国有资本经营预算财政拨款支出决算情况说明
本部门无政府性基金预算财政拨款收入支出，已公开空表。
""",
    good="""
# 2024年度部门决算
八、政府性基金预算财政拨款收入支出决算情况说明
本部门无政府性基金预算财政拨款收入支出。
九、国有资本经营预算财政拨款支出决算情况说明
本部门无国有资本经营预算财政拨款支出，已公开空表。
""",
    source="各节各有其内容：正文所说的项目应是标题所说的",
)
def body_of_another_section(report: Report) -> Iterator[Remark]:
    """正文说的不是标题的事。

    标题说国有资本经营预算，正文只说政府性基金；标题说支出，正文只说收入；标题说政府采购，正文只说机关运行经费。
    按正文里的财政用语判断：标题所说的一次也没有提，同类的另一个却提了。
    """
    words = report.lexicon
    lines = {
        dims.item
        for section in (report.profile.sections if report.profile else ())
        for title in section.titles
        if (dims := words.dims_of(title)).item
        and dims.item[1:2] != ":"
        and dims.item not in ("total", "grand", *words.count_items)
    }
    names: dict[str, str] = words.sections["subjects"]
    seen: set[str] = set()
    for before, part in pairwise([None, *report.outline]):
        assert part is not None
        if before is not None and before.level == part.level and not before.blocks and not before.parts:
            continue  # one body under two headings
        if part.in_contents or part.level != 2 or not part.paragraphs or part.parts:
            continue
        text = part.text
        if text in seen:
            continue  # S103 says so
        seen.add(text)
        if names_its_subject(part, words):
            continue
        head = words.dims_of(part.title)
        body = _terms(words, part.paragraphs)
        own, other = _subject(head, body, lines, names)
        if own and other:
            flow = part.paragraphs[0].flow
            heading = part.heading.flow
            yield Remark(
                flow.span(0, len(flow.text)),
                f"标题是“{part.title}”，正文一次也没有提到{own}，说的是{other}",
                (Related(f"标题：{part.title}", heading.span(0, len(heading.text))),),
            )


def _subject(head: Dims, body: list[Dims], lines: set[str], names: dict[str, str]) -> tuple[str, str]:
    """What the heading is about and the body never names, and what of the same kind the body names instead."""
    if head.scope in ("fund", "capital"):
        scopes = {dims.scope for dims in body}
        others = scopes & {"fund", "capital"} - {head.scope}
        return (names[head.scope], names[others.pop()]) if head.scope not in scopes and others else ("", "")
    if head.item in lines:
        items = {dims.item for dims in body}
        others = items & lines - {head.item}
        return (head.item, "、".join(sorted(others))) if head.item not in items and others else ("", "")
    if head.flow in ("income", "expenditure") and not head.item and head.scope not in ("fund", "capital"):
        flows = {dims.flow for dims in body}
        other = "income" if head.flow == "expenditure" else "expenditure"
        named = head.flow in flows or "both" in flows or any(dims.nature for dims in body)
        return (names[head.flow], names[other]) if not named and other in flows else ("", "")
    return "", ""


def _terms(words: Lexicon, paragraphs: list[Paragraph]) -> list[Dims]:
    found = []
    for paragraph in paragraphs:
        text = paragraph.flow.text
        for start, end in words.segmenter.words(text, 0, len(text)):
            dims = words.terms.get(text[start:end])
            if dims is not None:
                found.append(dims)
    return found
