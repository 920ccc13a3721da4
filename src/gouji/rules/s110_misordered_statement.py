"""S110 misordered-statement"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.document import Span
from gouji.findings import Related
from gouji.lexicon.lexicon import plain
from gouji.lexicon.profiles import Profile
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check
from gouji.statements import Statement


@check(
    "S110",
    "misordered-statement",
    bad="""
# 2024年度部门决算
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t330.00\t300.00\t30.00
收入决算表
公开02表
单位：万元
科目代码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入
合计\t\t320.00\t300.00\t20.00
一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t310.00\t290.00\t20.00
""",
    good="""
# 2024年度部门决算
收入决算表
公开02表
单位：万元
科目代码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入
合计\t\t320.00\t300.00\t20.00
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t330.00\t300.00\t30.00
一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t310.00\t290.00\t20.00
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：报表按规定的次序公开",
)
def misordered_statement(report: Report) -> Iterator[Remark]:
    """报表或章节的次序与规定的不同，同一张表出现两次，或者两张表用了同一个编号。

    只有一处颠倒时才报告：处处不同，说明所用的是另一套样式。章节的次序只在所用的公开要求有规定时检查。
    """
    yield from _numbered_alike(report)
    if report.profile is None:
        return
    yield from _sections(report, report.profile)
    order = {each: number for number, each in enumerate(report.profile.statements)}
    names: dict[str, str] = {}  # one type under two names: one of them is another statement than we take it for
    free = report.lexicon.sections["free-order"]["statements"]
    listed = [
        statement
        for statement in report.statements
        if statement.id in order
        and statement.id not in free
        and statement.title_span
        and not (statement.torn or statement.table.unsure)
        and names.setdefault(statement.id, plain(statement.title)) == plain(statement.title)
    ]
    falls = [(first, second) for first, second in pairwise(listed) if order[second.id] <= order[first.id]]
    if len(listed) < 3 or len(falls) != 1 or _are_numbered_in_order(listed):
        return
    first, second = falls[0]
    if first.title_span is None or second.title_span is None:
        return
    repeated = any(each is not second and each.id == second.id for each in listed)
    what = "出现了两次" if repeated else f"排在《{first.title}》之后，次序与规定的不同"
    yield Remark(
        second.title_span, f"《{second.title}》{what}", (Related(f"前一张表：{first.title}", first.title_span),)
    )


def _number(statement: Statement) -> int:
    """The number that a statement bears (公开04表), 0 if it bears none."""
    pattern = wording("statement-number")["pattern"]
    return next((int(match[1]) for text, _ in statement.captions if (match := pattern.fullmatch(plain(text)))), 0)


def _are_numbered_in_order(statements: list[Statement]) -> bool:
    """Whether the statements' own numbers follow one another: then another set of rules prescribes their order."""
    numbers = [_number(statement) for statement in statements]
    return all(numbers) and all(first < second for first, second in pairwise(numbers))


def _numbered_alike(report: Report) -> Iterator[Remark]:
    """Two statements with one number (公开04表)."""
    number = wording("statement-number")["pattern"]
    first: dict[int, tuple[Statement, Span]] = {}
    for statement in report.statements:
        stated = [(match, span) for text, span in statement.captions if (match := number.fullmatch(plain(text)))]
        if statement.type is None or len(stated) != 1:
            continue
        (match, span), told = stated[0], int(stated[0][0][1])
        other, place = first.setdefault(told, (statement, span))
        if other.id != statement.id:
            related = (Related(f"《{other.title}》也是{match[0]}", place),)
            yield Remark(span, f"《{statement.title}》与《{other.title}》的编号都是{match[0]}", related)


def _sections(report: Report, profile: Profile) -> Iterator[Remark]:
    """The one section that stands before its place."""
    if not profile.ordered:
        return
    order = {section.id: number for number, section in enumerate(profile.sections)}
    captions = {statement.title_span for statement in report.statements}
    parts = [
        (order[section.id], part)
        for part in report.outline
        if part.level == 2
        and not part.in_contents
        and part.heading.span not in captions
        and (section := profile.section_of(part.title)) is not None
    ]
    falls = [(first, second) for first, second in pairwise(parts) if second[0] < first[0]]
    if len(parts) < 4 or len(falls) != 1:
        return
    (_, first), (_, second) = falls[0]
    flow, before = second.heading.flow, first.heading.flow
    yield Remark(
        flow.span(0, len(flow.text)),
        f"“{second.title}”排在“{first.title}”之后，次序与规定的不同（{profile.title}）",
        (Related(f"前一节：{first.title}", before.span(0, len(before.text))),),
    )
