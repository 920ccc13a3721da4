"""R101 reason-vs-direction"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related
from gouji.lexicon import lexicon
from gouji.narrative.claims import Reason
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.registry import Remark, check

_CLAUSES = pattern_of(r"[^,;、。:]+")
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
    两种词都有、带否定而说不清、比较的是上年情况的，一概不判断；“但”字前面的、在科目或单位之间划转的、增减为0的，也不判断。
    """
    for reason, found in contradicted(report):
        yield Remark(
            reason.span,
            f"“{reason.word.text}”的原因说的却是{_SAYS[found]}：“{reason.text[:40]}”",
            (Related(f"“{reason.word.text}”", reason.word.span),),
        )


def contradicted(report: Report) -> Iterator[tuple[Reason, int]]:
    """The reasons that speak of the other direction than the word they explain, with the direction they speak of."""
    accused = {id(word) for cause in report.tieout.causes for word in (cause.site, *cause.companions)}
    inverse = lexicon().phrases["polarity"]["inverse"]
    claims = report.narrative
    nothing = {
        id(word)
        for change in claims.changes
        for word in change.words
        if change.amount is not None and change.amount.quantity.value == 0
    }
    claimed = {id(word) for change in claims.changes for word in change.words}
    claimed |= {id(comparison.word) for comparison in claims.comparisons}
    claimed |= {id(word) for pair in claims.agreements for word in pair}
    for reason in claims.reasons:
        sign = reason.word.sign
        if "%" in reason.text or reason.is_open or id(reason.word) in accused | nothing:
            continue
        if any(word in reason.before for word in inverse) or _says_both(reason.before):
            continue
        found = polarity(reason.text)
        if sign == 0:
            if len(found) == 1 and 0 not in found and _says_plainly(reason.text):
                yield reason, found.pop()
        elif (id(reason.word) in claimed or reason.word.role == "implied") and found == {-sign}:
            yield reason, -sign


def _says_plainly(text: str) -> bool:
    """Whether a reason is that something rose or fell, in so many words."""
    words = lexicon().phrases["direction"]
    return text.endswith((*words["increase"], *words["decrease"]))


def _says_both(text: str) -> bool:
    """Whether a sentence speaks of a rise and of a fall, so that its reason may belong to either."""
    words = lexicon().phrases
    up = (*words["direction"]["increase"], *words["comparison"]["greater"])
    down = (*words["direction"]["decrease"], *words["comparison"]["less"])
    return any(word in text for word in up) and any(word in text for word in down)


def polarity(text: str) -> set[int]:
    """The directions that a reason's clauses speak of: 1 more, −1 less, 0 a clause that speaks of both."""
    words = lexicon().phrases["polarity"]
    found: set[int] = set()
    for word in words["but"]:
        text = text.rpartition(word)[2]
    for match in _CLAUSES.finditer(text):
        clause = match[0]
        if any(word in clause for word in words["vague"]):
            found.add(0)
            continue
        signs = {sign for sign, role in ((1, "up"), (-1, "down")) if _has(clause, words[role], words["negation"])}
        if len(signs) > 1:
            found.add(0)
        elif signs:
            found.add(_of_this_year(clause, signs.pop(), words))
        elif any(clause.find(word) >= 0 for role in ("up", "down") for word in words[role]):
            found.add(0)
    return found


def _of_this_year(clause: str, sign: int, words: dict[str, tuple[str, ...]]) -> int:
    """What a clause says of this year: what was not paid last year is paid now; of other events of last year, 0."""
    past = next((word for word in words["past"] if word in clause), "")
    if not past or clause.partition(past)[2].startswith(tuple(words["carried"])):
        return sign
    begins = clause.lstrip(words["lead"][0]).startswith(past)
    return -sign if begins and any(word in clause for word in words["deferred"]) else 0


def _has(clause: str, words: tuple[str, ...], negations: tuple[str, ...]) -> bool:
    """Whether a clause has one of the words, not directly denied."""
    for word in words:
        at = clause.find(word)
        while at >= 0:
            if not clause.endswith(negations, 0, at):
                return True
            at = clause.find(word, at + 1)
    return False
