"""S111 other-unit"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.about.words import about_words
from gouji.document import Heading, Paragraph
from gouji.lexicon.lexicon import lacks, plain
from gouji.report import Report
from gouji.rules.passages import flows, places, wording
from gouji.rules.registry import Remark, check

_MOST = 3
_TITLE = 60


@check(
    "S111",
    "other-unit",
    bad="""
云岭区文化馆2024年度单位决算
第二部分 2024年度单位决算情况说明
一、收入支出决算总体情况说明
云岭区图书馆2024年度收入总计、支出总计均为520.00万元。
""",
    good="""
云岭区文化馆2024年度单位决算
第二部分 2024年度单位决算情况说明
一、收入支出决算总体情况说明
云岭区文化馆2024年度收入总计、支出总计均为520.00万元。
""",
    source="公开的是本部门、本单位的预算、决算",
)
def other_unit(report: Report) -> Iterator[Remark]:
    """收支说明里写着别的单位的名称，或者一张表上的单位与其他各表不同。

    标题里的单位是一个，说本年度收支的句子却以另一个单位开头，而全文别处没有再提到它（下属单位会在别处列出）。
    各表上的“编制单位”都是一个，只有一张不同（写到一半折行的不算）。
    本单位的名称里“和”“与”写得不一样，或者本文的标题里少了字，也报告；单位预算里写“某年部门预算安排”，多半是从部门预算抄来的。
    """
    yield from _over_tables(report)
    yield from _own_name(report)
    yield from _of_a_department(report)
    own = report.about.unit
    spoken = [(name, span) for name, span, _flow, _at in places(report.document, "unit-spoken")]
    if len(own) < 4:
        return
    times = Counter(name for name, _ in spoken)
    words = report.lexicon.phrases["fillers"]["before"]
    for name, span in spoken:
        if any(name in each or each in name for each in report.about.names) or any(
            name.startswith(word) for word in words if len(word) > 1
        ):
            continue
        if report.document.source.count(name) == times[name] and own[-1] == name[-1]:
            yield Remark(span, f"本文是{own}的，这里写的却是“{name}”", (), own)


def _over_tables(report: Report) -> Iterator[Remark]:
    """The one unit over a table that is not the unit over all others."""
    label = about_words().label
    named = [
        (match[1], span)
        for statement in report.statements
        if statement.type is not None
        for text, span in statement.captions
        if (match := label.fullmatch(plain(text)))
    ]
    times = Counter(name for name, _ in named)
    if len(times) == 2 and min(times.values()) == 1 and max(times.values()) >= _MOST:
        usual, other = (name for name, _ in times.most_common())
        if usual.startswith(other) or other.startswith(usual):
            return
        span = next(span for name, span in named if name == other)
        yield Remark(span, f"其他{times[usual]}张表上的单位是“{usual}”，这张表上是“{other}”", (), usual)


def _own_name(report: Report) -> Iterator[Remark]:
    """The unit's own name, written with another 和, and titles of this document that lack a part of it."""
    title = wording("unit-title")["pattern"]
    named = []
    for block in report.document.blocks:
        if isinstance(block, Heading | Paragraph) and len(block.flow.text) < _TITLE:
            start = len(block.flow.text) - len(block.title) if isinstance(block, Heading) else 0
            if match := title.match(block.flow.text[start:]):
                named.append((match[1], block.flow.span(start + match.start(1), start + match.end(1))))
    times = Counter(name for name, _ in named)
    if not times:
        return
    own, count = times.most_common(1)[0]
    for name, span in named:
        if times[name] == 1 and count > 1 and name[-1] == own[-1] and len(name) < len(own) and _lacks(name, own):
            yield Remark(span, f"本文是{own}的，这个标题里写的是“{name}”", (), own)
    joiners = wording("unit-title")["joiners"]
    others = {own.replace(one, other) for one in joiners for other in joiners if one in own} - {own}
    for flow in flows(report.document):
        for other in others:
            at = flow.text.find(other)
            if at >= 0:
                yield Remark(flow.span(at, at + len(other)), f"本文是{own}的，这里写的是“{other}”", (), own)


def _lacks(name: str, own: str) -> bool:
    """Whether a name is the own name without some of its characters, but not only its end."""
    return not own.endswith(name) and lacks(name, own)


def _of_a_department(report: Report) -> Iterator[Remark]:
    """Sentences about the budget of a department in the document of a unit."""
    kinds = wording("department-plan")["kinds"]
    titles = [flow.text for flow in flows(report.document) if len(flow.text) < _TITLE and "。" not in flow.text]
    department, unit = (any(kind in text for text in titles for kind in kinds[role]) for role in ("department", "unit"))
    if department or not unit:
        return
    found = [(text, span) for text, span, _flow, _at in places(report.document, "department-plan")]
    for text, span in found[:1]:
        more = f"（共 {len(found)} 处）" if len(found) > 1 else ""
        yield Remark(span, f"本文是单位的，这里写的是“{text}”{more}")
