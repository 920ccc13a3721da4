"""S117 undivided-cost"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact
from gouji.lexicon import Identity
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.registry import Remark, check

_MARKS = ("", ":", ",")


@check(
    "S117",
    "undivided-cost",
    bad="""
# 云坪区商务局2026年部门预算
五、“三公”经费预算情况说明
2026年“三公”经费预算32.60万元，其中：因公出国（境）费0万元，公务用车购置及运行费26.40万元，公务接待费6.20万元。
""",
    good="""
# 云坪区商务局2026年部门预算
五、“三公”经费预算情况说明
2026年“三公”经费预算32.60万元，其中：因公出国（境）费0万元，公务用车购置及运行费26.40万元（公务用车购置费18.00万元、公务用车运行费8.40万元），公务接待费6.20万元。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：“公务用车购置及运行费”应当细化到“公务用车购置费”、“公务用车运行费”两个项目",
)
def undivided_cost(report: Report) -> Iterator[Remark]:
    """公务用车购置及运行费只有总数，没有分开说购置费和运行费。

    正文或报表里别处分开了的、只说到其中一项的、总数为0的，不报告。
    """
    for identity in (
        report.lexicon.identities if report.about.unit else ()
    ):  # a passage alone may leave to others what it does not say
        if identity.told_apart:
            told = next(_told(report, identity.total.item), None)
            if told is not None and not _is_divided(report, identity):
                parts = "、".join(part.item for part in identity.parts)
                yield Remark(told.span, f"{told.keys[0].item}只有总数{told.text}，没有分开说{parts}")


def _told(report: Report, item: str) -> Iterator[Fact]:
    """What the narrative says of an item this year, if it is more than nothing."""
    for mention in report.narrative.mentions:
        fact = mention.fact
        is_told = any(key.item == item and key.period == report.year and ":" not in key.measure for key in fact.keys)
        if is_told and fact.firm and fact.quantity.value > 0:
            yield fact


def _is_divided(report: Report, identity: Identity) -> bool:
    """Whether a part is named anywhere in the document, other than within the name of the whole."""
    terms = report.lexicon.terms
    source = plain(report.document.source)
    for word in sorted(
        (word for word, dims in terms.items() if dims.item == identity.total.item), key=len, reverse=True
    ):
        source = source.replace(word, "")
    parts = {part.item for part in identity.parts}
    if any(word in source for word, dims in terms.items() if dims.item in parts):
        return True
    phrases, short = report.lexicon.phrases, report.lexicon.row_names(parts)
    opening = (*phrases["among"]["of_which"], "(", *phrases["exhaustive"]["all"], *phrases["polarity"]["negation"])
    found = (source.find(before + mark + name) for before in opening for mark in _MARKS for name in short)
    return any(at >= 0 for at in found)  # 26.40万元（其中：购置费18.00万元，运行费8.40万元）
