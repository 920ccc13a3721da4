"""Y103 heading-year"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from gouji.document import Block, Heading, Paragraph, Span
from gouji.findings import Related
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import is_titled_otherwise, replacing
from gouji.rules.registry import Remark, check

_YEAR = pattern_of(r"(?<!\d)(20\d\d)年(?!\d)")
_STOPS = ("。", ";")
_TITLE = 40
_ALONE = pattern_of(r"\(?20\d\d年度?\)?")


@check(
    "Y103",
    "heading-year",
    bad="""
# 2024年度部门决算
第一部分 2024年度部门概况
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
""",
    good="""
# 2024年度部门决算
第一部分 2024年度部门概况
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：公开的是本年度的部门预算、决算",
)
def heading_year(report: Report) -> Iterator[Remark]:
    """标题、表名里的年份与全文的年度不一致。

    只看说本文自己的标题：带“决算”（预算公开里带“预算”而不说“执行”）或者报表名称的标题；以句号结尾的一条不是标题，
    “无某年结转的……”说的是上年。同名的表合为一条。
    """
    year = report.year
    words = report.lexicon
    own = words.sections["kind"].get(report.kind)
    if not year or own is None or is_titled_otherwise(report):
        return
    other = [w for kind, names in words.sections["kind"].items() if kind != report.kind for w in names]
    others = {s.title_span for s in report.statements if s.type is not None and s.type.rows == "own"}
    seen = set(others)  # 2024年末债务余额 in the budget of 2025
    for block in report.document.blocks:
        if not _is_title(block) or block.span in others:
            continue
        if isinstance(block, Heading):
            seen.add(block.span)
        title = block.flow.text
        found = list(_YEAR.finditer(title))
        if len(found) != 1 or not (any(word in title for word in own) or words.titles_in(plain(title))):
            continue
        if (
            plain(title[: found[0].start()] + title[found[0].end() :]).lstrip("年度").rstrip("|")
            in words.columns["value"]
        ):
            continue  # 2025年预算数: a head of a table that could not be put together
        said = title
        for fund in words.sections["heading-years"]["funds"]:
            said = said.replace(fund, "")
        if any(word in said for word in (*other, *words.sections["heading-years"]["elsewhere"])):
            continue
        stated = int(found[0][1])
        if abs(stated - year) == 1:
            seen.add(block.span)
            span = block.flow.span(found[0].start(1), found[0].end(1))
            yield _remark(span, "标题", stated, year)
    tables: dict[tuple[str, int], list[Span]] = {}
    for statement in report.statements:
        if statement.type is None or statement.title_span is None or statement.type.kind != report.kind:
            continue
        at = statement.title_span.start
        match = _YEAR.search(report.document.source, at, statement.title_span.end)
        if match and abs(int(match[1]) - year) == 1 and statement.title_span not in seen:
            tables.setdefault((statement.title, int(match[1])), []).append(Span(*match.span(1)))
        for text, caption in statement.captions:
            match = _YEAR.search(report.document.source, caption.start, caption.end)
            alone = match is not None and _ALONE.fullmatch(plain(text)) is not None
            if match and alone and caption not in seen and not statement.prior and abs(int(match[1]) - year) == 1:
                seen.add(caption)
                tables.setdefault((statement.title, int(match[1])), []).append(Span(*match.span(1)))
    for (title, stated), spans in tables.items():
        more = f"，另有 {len(spans) - 1} 张同名的表相同" if len(spans) > 1 else ""
        yield _remark(spans[0], f"《{title}》", stated, year, more, spans[1:])


def _is_title(block: Block) -> TypeGuard[Heading | Paragraph]:
    """Whether a block is a title: a heading that is no sentence, or a short line without punctuation."""
    if isinstance(block, Heading):
        return not block.flow.text.endswith(_STOPS)
    return (
        isinstance(block, Paragraph)
        and not block.marker
        and len(block.flow.text) < _TITLE
        and not any(mark in block.flow.text for mark in (*_STOPS, ",", ":"))
    )


def _remark(span: Span, what: str, stated: int, year: int, more: str = "", others: Sequence[Span] = ()) -> Remark:
    fix = replacing(span, str(stated), str(year)) if not others else None
    related = tuple(Related(str(stated), other) for other in others)
    return Remark(span, f"{what}写的是{stated}年，本文是{year}年度的{more}", related, str(year), "", None, fix)
