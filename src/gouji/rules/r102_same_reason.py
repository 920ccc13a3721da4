"""R102 same-reason"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.r101_reason_vs_direction import contradicted
from gouji.rules.registry import Remark, check

_LEAST = 8
_WORD = pattern_of(r"[\u4e00-\u9fff]{2}")


@check(
    "R102",
    "same-reason",
    bad="""
# 2024年度部门决算
五、一般公共预算财政拨款支出决算情况说明
1.文化和旅游（款）行政运行（项）年初预算30.00万元，支出决算33.00万元，决算数大于年初预算数的主要原因是本年度人员工资与缴费基数调整。
2.文化和旅游（款）图书馆（项）年初预算20.00万元，支出决算18.00万元，决算数小于年初预算数的主要原因是本年度人员工资与缴费基数调整。
""",
    good="""
# 2024年度部门决算
五、一般公共预算财政拨款支出决算情况说明
1.文化和旅游（款）行政运行（项）年初预算30.00万元，支出决算33.00万元，决算数大于年初预算数的主要原因是本年度人员工资与缴费基数上调。
2.文化和旅游（款）图书馆（项）年初预算20.00万元，支出决算18.00万元，决算数小于年初预算数的主要原因是两名职工年内退休。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：对增减变化情况说明原因",
)
def same_reason(report: Report) -> Iterator[Remark]:
    """一字不差的原因，既解释增加又解释减少。

    也包括既解释决算大于预算、又解释小于预算。多半是照抄上一段而没有改。在科目、单位之间划转的原因可以两边都说（说了划转的，
    一处增加多少另一处正好减少多少的），不报告；
    其中一处的方向词本身写错的（D1xx），或原因与方向相反的（R101），只报告那一条。
    """
    accused = {word for cause in report.tieout.causes for word in (cause.site, *cause.companions)}
    accused |= {reason.word for reason, _ in contradicted(report)}
    moved = report.lexicon.phrases["polarity"]["moved"]
    amounts = {
        word: change.amount.quantity.value
        for change in report.narrative.changes
        for word in change.words
        if change.amount is not None
    }
    first: dict[str, list[int]] = {}
    reasons = report.narrative.reasons
    for index, reason in enumerate(reasons):
        told = len(reason.text) >= _LEAST and _WORD.search(reason.text)
        if reason.word.sign and told and not reason.is_open and not any(word in reason.text for word in moved):
            first.setdefault(reason.text, []).append(index)
    for text, places in first.items():
        if any(reasons[place].word in accused for place in places):
            continue
        for later in places[1:]:
            word = reasons[later].word
            earlier = next(
                (
                    i
                    for i in places
                    if i < later
                    and reasons[i].word.sign == -word.sign
                    and not (amounts.get(word) and amounts.get(word) == amounts.get(reasons[i].word))
                ),
                None,
            )
            if earlier is not None:
                yield Remark(
                    reasons[later].span,
                    f"同一个原因既解释“{reasons[earlier].word.text}”，又解释“{reasons[later].word.text}”：“{text[:40]}”",
                    (Related(f"“{reasons[earlier].word.text}”的原因", reasons[earlier].span),),
                )
                break
