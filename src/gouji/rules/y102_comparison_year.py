"""Y102 comparison-year"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.findings import Related
from gouji.lexicon import Dims
from gouji.narrative.claims import YearMention
from gouji.report import Report
from gouji.rules.passages import flows, replacing
from gouji.rules.registry import Remark, check

_FEW = 4


@check(
    "Y102",
    "comparison-year",
    bad="""
# 2024年度部门决算
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元，与2024年相比增加20.00万元，增长4.00%。
""",
    good="""
# 2024年度部门决算
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元，与2023年相比增加20.00万元，增长4.00%。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：说明与上年相比的增减变化",
)
def comparison_year(report: Report) -> Iterator[Remark]:
    """比较的年份不对。

    与本年度自己比（决算与本年预算比不在此列），一句话里说的与比的是同一年，或别处都与上年比、唯独这里与再上一年比，多半是年份没有改对。
    """
    year = report.year
    if not year:
        return
    claims = report.narrative
    bases = [mention for mention in claims.years if mention.role == "base"]
    usual = Counter(mention.year for mention in bases)
    changing = {change.paragraph for change in claims.changes}
    moments = {(mention.paragraph, mention.year) for mention in claims.years if mention.role == "as-of"}
    own = {mention.paragraph: mention for mention in reversed(claims.years) if mention.role == "own"}
    current = {mention.paragraph for mention in claims.years if mention.year == year}
    for mention in bases:
        first = own.get(mention.paragraph)
        to_itself = mention.year in (year, year + 1) and not _budgeted(report, mention.paragraph)
        if (mention.paragraph, mention.year + 1) in moments:
            continue  # 截至2023年12月底…，较2022年末…
        if first is not None and first.year == mention.year + 1 == year + 1:
            continue  # 2025年…，比2024年…: of the year after this one
        as_usual = usual[year - 1] >= 2 or _compared_with_last_year(report, mention)
        one_off = 1 < year - mention.year <= _FEW and as_usual and usual[mention.year] == 1
        spoken = own.get(mention.paragraph) if mention.paragraph not in current else None
        if to_itself or (one_off and mention.paragraph in changing and not _is_beside(report, mention)):
            what = "与本年度自己相比" if mention.year == year else f"与{mention.year}年相比"
            yield Remark(
                mention.span,
                f"本文是{year}年度的，比较的年份写成{mention.year}年（{what}），应为上年{year - 1}年",
                (),
                str(year - 1),
                "",
                None,
                replacing(mention.span, str(mention.year), str(year - 1)),
            )
        elif spoken is not None and spoken.year == mention.year == year - 1 and spoken.at < mention.at:
            yield Remark(
                spoken.span,
                f"这里说的是{spoken.year}年，又与{mention.year}年相比；本文是{year}年度的",
                (Related(f"比较的年份：{mention.year}年", mention.span),),
                str(year),
                "",
                None,
                replacing(spoken.span, str(spoken.year), str(year)),
            )


def _compared_with_last_year(report: Report, mention: YearMention) -> bool:
    """Whether the paragraph of a comparison compares with 上年 elsewhere."""
    words = report.lexicon.phrases["base"]
    flow = next(
        (f for f in flows(report.document) if f.offsets and f.offsets[0] <= mention.span.start <= f.offsets[-1]), None
    )
    return flow is not None and any(base + year in flow.text for base in words["words"] for year in words["last"])


def _is_beside(report: Report, mention: YearMention) -> bool:
    """较上年增加…，较2022年减少…: whether the paragraph compares the same with last year, too."""
    since: dict[int, set[Dims]] = {}
    for change in report.narrative.changes:
        if change.paragraph == mention.paragraph:
            since.setdefault(change.base.period, set()).add(change.subject)
    last = since.get(-1, set()) | since.get(report.year - 1, set())
    return not last.isdisjoint(since.get(mention.year, ()))


def _budgeted(report: Report, paragraph: int) -> bool:
    """Whether a comparison of a final account is with a budget, which may be this year's own."""
    return report.kind != "budget" and any(
        change.paragraph == paragraph and change.base.measure in ("initial", "full", "budget")
        for change in report.narrative.changes
    )
