"""R101 reason-vs-direction"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from gouji.facts import Word
from gouji.findings import Related
from gouji.lexicon import Phrases
from gouji.narrative.claims import Reason
from gouji.precompiled import pattern_of
from gouji.quantity import NumberKind, scan
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.tieout.polarity import polarity

_YEAR = pattern_of(r"(20\d\d)年度?")
_SAYS = {1: "增加", -1: "减少"}


@check(
    "R101",
    "reason-vs-direction",
    bad="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为500.00万元，与上年相比减少25.00万元，下降4.76%，主要原因是本年新增古籍修缮项目。
""",
    good="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为500.00万元，与上年相比减少25.00万元，下降4.76%，主要原因是压减一般性支出。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：对增减变化情况说明原因",
)
def reason_vs_direction(report: Report) -> Iterator[Remark]:
    """原因与增减方向相反。

    原因里的词都说多（追加、新增、提标、调入……），前面却是减少、下降、小于预算，或者反过来；前面说持平，原因却只说增加或减少。
    两种词都有、带否定而说不清、说的是上年（或写明以前哪一年）情况的，一概不判断；“但”字前面的、在科目或单位之间划转的、增减为0的，也不判断。
    """
    for reason, found in contradicted(report):
        yield Remark(
            reason.span,
            f"“{reason.word.text}”的原因说的却是{_SAYS[found]}：“{reason.text[:40]}”",
            (Related(f"“{reason.word.text}”", reason.word.span),),
        )


def contradicted(report: Report) -> Iterator[tuple[Reason, int]]:
    """The reasons that speak of the other direction than the word they explain, with the direction they speak of."""
    accused = {word for cause in report.tieout.causes for word in (cause.site, *cause.companions)}
    turned = sorted(word.span.start for word in accused if isinstance(word, Word))
    phrases = report.lexicon.phrases
    inverse = phrases["polarity"]["inverse"]
    claims = report.narrative
    nothing = {
        word
        for change in claims.changes
        for word in change.words
        if change.amount is not None and change.amount.quantity.value == 0
    }
    claimed = {word for change in claims.changes for word in change.words}
    claimed |= {comparison.word for comparison in claims.comparisons}
    claimed |= {word for pair in claims.agreements for word in pair}
    for reason in claims.reasons:
        sign = reason.word.sign
        if "%" in reason.text or reason.is_open or reason.word in accused | nothing:
            continue
        at = bisect_left(turned, reason.span.start)
        if at < len(turned) and turned[at] < reason.span.end:
            continue  # what it says the wrong way round is told there
        if any(word in reason.before for word in inverse) or _says_both(reason.before, phrases):
            continue
        if _nets_out(reason.text, phrases):
            continue
        found = polarity(_with_past_years(_own_text(reason.text), report.year, phrases), phrases)
        if sign == 0:
            if len(found) == 1 and 0 not in found and _says_plainly(reason.text, phrases):
                yield reason, found.pop()
        elif (reason.word in claimed or reason.word.role == "implied") and found == {-sign}:
            yield reason, -sign


def _own_text(text: str) -> str:
    """A reason without what the list behind it goes on with (按规定更新一辆;公务用车运行费减少5.16万元)."""
    first, *rest = text.split(";")
    return ";".join([first, *(part for part in rest if all(each.kind is not NumberKind.AMOUNT for each in scan(part)))])


def _with_past_years(text: str, year: int, phrases: Phrases) -> str:
    """2025年增加图书购置经费, in a budget of 2026: a year before the document's own is 上年."""
    past = phrases["polarity"]["past"][0]
    told: str = _YEAR.sub(lambda match: past if int(match[1]) < year else match[0], text)
    return told


def _nets_out(text: str, phrases: Phrases) -> bool:
    """一是基本支出减少20.00万元；二是项目支出增加70.00万元: whether what several amounts moved by makes the movement."""
    words, parts = phrases["direction"], text.split(";")
    moved = [part for part in parts if any(each.kind is NumberKind.AMOUNT for each in scan(part))]
    ways = ((*words["increase"],), (*words["decrease"],))
    return len(moved) > 1 and all(any(word in part for part in moved for word in way) for way in ways)


def _says_plainly(text: str, phrases: Phrases) -> bool:
    """Whether a reason is that something rose or fell, in so many words."""
    words = phrases["direction"]
    return text.endswith((*words["increase"], *words["decrease"]))


def _says_both(text: str, phrases: Phrases) -> bool:
    """Whether a sentence speaks of a rise and of a fall, so that its reason may belong to either."""
    up = (*phrases["direction"]["increase"], *phrases["comparison"]["greater"])
    down = (*phrases["direction"]["decrease"], *phrases["comparison"]["less"])
    return any(word in text for word in up) and any(word in text for word in down)
