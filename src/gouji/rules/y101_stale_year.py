"""Y101 stale-year"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.document import Span
from gouji.facts import Fact
from gouji.findings import Fix, Related, Severity
from gouji.lexicon.lexicon import plain
from gouji.narrative.claims import Mention, YearMention
from gouji.narrative.frames import BUDGETS
from gouji.relations import Change
from gouji.report import Report
from gouji.rules.passages import is_titled_otherwise, places, replacing
from gouji.rules.registry import Remark, check

_NAME_LENGTH = 12
_LEAD = 3
_FEW = 3
_DONE = ("executed", "final")
_EVALUATED = "own-year-evaluated"
_OF_FINALS = ("own-year", "own-year-final", _EVALUATED)


@check(
    "Y101",
    "stale-year",
    bad="""
# 2024年度部门决算
收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
本年收入合计\t500.00\t本年支出合计\t480.00
年初结转和结余\t20.00\t年末结转和结余\t40.00
总计\t520.00\t总计\t520.00
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收入总计、支出总计均为520.00万元。
""",
    good="""
# 2024年度部门决算
收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
本年收入合计\t500.00\t本年支出合计\t480.00
年初结转和结余\t20.00\t年末结转和结余\t40.00
总计\t520.00\t总计\t520.00
第二部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为520.00万元。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：公开的是本年度的部门预算、决算",
)
def stale_year(report: Report) -> Iterator[Remark]:
    """正文里的年份不是本年度。

    写成另一年的数，正是本年度报表上的数（错误）；或者一段话只说另一年的本级指标、从不提本年度，
    “截至某年底”不是本决算年度的年底，“本部门某年度无政府性基金……”“纳入某年部门预算编制范围”不是本年度（疑点），多半是从上年文本抄来没有改。
    与上年比较、说明上年情况和上年结转、文号里的年份不报告。
    """
    year = report.year
    if not year or is_titled_otherwise(report):
        return
    told: set[Span] = set()
    for remark in _by_figures(report, year):
        told.add(remark.span)
        yield remark
    for name in _OF_FINALS if report.kind == "final" else _OF_FINALS[:1]:
        for text, span, flow, at in places(report.document, name):
            early = name == _EVALUATED and int(text) < year - 1
            if _is_of_another_time(report, int(text)) and not early and span not in told:
                told.add(span)
                clause = flow.text[max(0, at - 6) : at + _NAME_LENGTH]
                fix = replacing(span, text, str(year))
                yield Remark(span, f"本文是{year}年度的，这里写成{text}年：“{clause}”", (), str(year), "", None, fix)


def _by_figures(report: Report, year: int) -> Iterator[Remark]:
    """The years of sentences that state figures."""
    misdated = {mention.fact.span.start: cell for mention, cell in report.tieout.misdated}
    by_paragraph: dict[int, list[YearMention]] = {}
    for mention in report.narrative.years:
        by_paragraph.setdefault(mention.paragraph, []).append(mention)
    numbers: dict[int, list[Mention]] = {}
    for number in report.narrative.mentions:
        numbers.setdefault(number.paragraph, []).append(number)
    own = sum(m.role == "own" and m.year == year for m in report.narrative.years)
    executed = {ratio.paragraph for ratio in report.narrative.ratios if ratio.kind == "completion"}
    for paragraph, years in by_paragraph.items():
        ends = [after.at for _, after in pairwise(years)] + [1 << 30]
        for position, (mention, end) in enumerate(zip(years, ends, strict=True)):
            if mention.year == year or mention.role == "base" or _is_compared(report, mention):
                continue
            if mention.year == year + 1 and any(m.role == "base" and m.year == year for m in years):
                continue  # 2025年…，比2024年…: of the year after this one
            said = [n for n in numbers.get(paragraph, []) if mention.at < n.at < end]
            cell = next((misdated[n.fact.span.start] for n in said if n.fact.span.start in misdated), None)
            if cell is not None:
                number = next(n for n in said if n.fact.span.start in misdated)
                yield Remark(
                    mention.span,
                    f"写的是{mention.year}年，而{number.fact.text}正是{year}年度{cell.place or '别处所说'}的数",
                    (Related(f"{cell.place or '文中'}：{cell.text}", cell.span),),
                    str(year),
                    f"{number.fact.text} = {cell.text}（{year}年度）",
                    Severity.ERROR if cell.in_table else None,
                    _fix(mention, year),
                )
            elif mention.role == "as-of" or _is_count_at_year_end(report, mention, said):
                if _is_of_another_moment(report, mention, said):
                    said_of = f"本文是{year}年度决算，时点却写成{mention.year}年"
                    yield Remark(mention.span, said_of, (), str(year), "", None, _fix(mention, year))
            elif (
                said
                and position == 0
                and own >= 2
                and not any(other.year == year for other in years)
                and not (report.kind == "budget" and paragraph in executed)  # 2024年…，全年执行…，预算执行率99.67%
                and not (mention.year == year + 1 and _is_planned(report, said[0]))
                and _is_of_the_year_beside(report, mention, said[0])
            ):
                said_of = f"本文说的是{year}年度，这一段的{said[0].fact.text}却写成{mention.year}年的"
                yield Remark(mention.span, said_of, (), str(year), "", None, _fix(mention, year))


def _is_planned(report: Report, said: Mention) -> bool:
    """2020年债券还本执行数…。⏎2021年债券还本预算数…: the budget of the year after, where its section tells in another paragraph what this year's
    came to."""
    done = {
        mention.paragraph
        for mention in report.narrative.mentions
        if mention.section == said.section and any(key.measure in _DONE for key in mention.fact.keys)
    }
    return any(key.measure in BUDGETS for key in said.fact.keys) and bool(done) and said.paragraph not in done


def _is_of_the_year_beside(report: Report, mention: YearMention, said: Mention) -> bool:
    """Whether a number is given as one of the year before or after the document's, though it is what the document reports."""
    return (
        abs(mention.year - (report.year or 0)) == 1
        and str(mention.year) not in mention.section  # 一、2024年预算执行情况
        and not (report.kind == "budget" and _is_year_end(report, mention))
        and not _is_of_its_section(report, mention)
        and _is_in_one_clause(report, mention, said)
        and not _is_that_years(report, mention, said)
        and (_is_own(report, said) or _names_report(report, mention))
    )


def _is_of_another_moment(report: Report, mention: YearMention, said: list[Mention]) -> bool:
    """截至2023年底 in the final accounts of 2024; of other years, only with a count that is known (车辆8辆)."""
    known = bool(said) and bool(said[0].fact.keys)
    near = abs(mention.year - (report.year or 0)) == 1 or (known and _is_of_another_time(report, mention.year))
    return report.kind == "final" and near


def _is_of_another_time(report: Report, told: int) -> bool:
    """Whether a year is one of the last few before the document's, or one of which its final account can know nothing."""
    year = report.year or 0
    return 0 < year - told <= _FEW or (report.kind == "final" and 1 < told - year <= _FEW)


def _is_that_years(report: Report, mention: YearMention, number: Mention) -> bool:
    """2023年度财政拨款收、支总计为1023.03万元, and 969.54万元 of 2024 is 53.49万元 less: whether a number is that year's by what else is told."""
    ties = report.tieout.ties.get(number.fact, ())
    dated = any(key.period == mention.year for key in number.fact.keys)
    changes = (relation for relation in ties if isinstance(relation, Change) and relation.is_met)
    own = {site for relation in changes for site in relation.sites if isinstance(site, Fact)}
    known = (key for fact in own for key in fact.keys if not key.item.startswith("P:"))
    return dated and any(key.period == report.year for key in known)


def _is_compared(report: Report, mention: YearMention) -> bool:
    """Whether a year is what something is compared with, or whose balance was carried over."""
    phrases = report.lexicon.phrases
    before = "".join(report.document.source[max(0, mention.span.start - _LEAD) : mention.span.start].split())
    return before.endswith((*phrases["base"]["words"], *phrases["polarity"]["carried"]))


def _is_year_end(report: Report, mention: YearMention) -> bool:
    """Whether a year is told as that of a balance: 2024年末债务余额, of which a budget knows only last year's."""
    after = "".join(report.document.source[mention.span.end : mention.span.end + _LEAD].split())
    return after.removeprefix("年").startswith(tuple(report.lexicon.sections["heading-years"]["ends"]))


def _is_count_at_year_end(report: Report, mention: YearMention, said: list[Mention]) -> bool:
    """2024年末车辆8辆: a balance (2024年末结转…) may be last year's."""
    counts = bool(said) and said[0].fact.quantity.unit.is_count
    return counts and mention.role == "own" and _is_year_end(report, mention)


def _is_of_its_section(report: Report, mention: YearMention) -> bool:
    """Whether the section is of that year by its heading, and of the other kind (in a budget, 二、2023年“三公”经费决算情况)."""
    kinds = report.lexicon.sections["kind"].items()
    other = any(word in mention.section for kind, words in kinds if kind != report.kind for word in words)
    return other and f"{mention.year}年" in mention.section


def _is_in_one_clause(report: Report, mention: YearMention, said: Mention) -> bool:
    """Whether no other clause begins between a year and its number; a comma behind the year is no such beginning."""
    between = plain(report.document.source[mention.span.end : said.fact.span.start])
    return "," not in between[_LEAD:] and not any(
        word in between for word in report.lexicon.phrases["polarity"]["carried"]
    )


def _is_own(report: Report, said: Mention) -> bool:
    """Whether a number is one that the document reports: an account in its own measure, or its budget."""
    own = ("budget", "initial", "full") if report.kind == "budget" else ("final", "budget", "initial", "full")
    return any(key.measure.removeprefix("change:").partition(":")[0] in own for key in said.fact.keys)


def _names_report(report: Report, mention: YearMention) -> bool:
    """Whether the year is that of the document itself: 2024年度部门决算 …"""
    sections = report.lexicon.sections
    after = "".join(report.document.source[mention.span.end : mention.span.end + 2 * _NAME_LENGTH].split())
    own = any(word in after[:_NAME_LENGTH] for word in sections["kind"].get(report.kind, []))
    return own or any(word in after for word in sections["performance-of"].get(report.kind, []))


def _fix(mention: YearMention, year: int) -> Fix:
    return replacing(mention.span, str(mention.year), str(year))
