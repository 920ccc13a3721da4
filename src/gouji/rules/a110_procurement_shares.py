"""A110 procurement-shares"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from gouji.document import Document, Span
from gouji.findings import Related, Severity
from gouji.quantity import ZERO, Interval, Quantity, total
from gouji.report import Report
from gouji.resources import compiled
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check

_DOCUMENT = """
# 2024年度部门决算
十一、政府采购支出情况说明
2024年度政府采购支出总额共100.00万元，其中：政府采购货物支出40.00万元、政府采购工程支出0万元、政府采购服务支出60.00万元。授予中小企业合同金额50.00万元，占政府采购支出总额的50.00%；货物采购授予中小企业合同金额占货物支出金额的50.00%，工程采购授予中小企业合同金额占工程支出金额的0%，服务采购授予中小企业合同金额占服务支出金额的{0}%。
"""


@check(
    "A110",
    "procurement-shares",
    bad=_DOCUMENT.format("5.00"),
    good=_DOCUMENT.format("50.00"),
    source="算术恒等式：授予中小企业合同金额 = 各类采购支出 × 各类中授予中小企业的比重，逐类相加",
    severity=Severity.ERROR,
)
def procurement_shares(report: Report) -> Iterator[Remark]:
    """政府采购授予中小企业的比重，货物、工程、服务三类推不出总额。

    三类支出、总额都写了，而且总额占采购支出总额的比重说明合同额就按支出计，才核对。没有写比重的一类，全给、全不给都推不出才算。
    """
    words = wording("procurement-shares")
    whole = _find(report.document, words["pattern"], "amount")
    share = _find(report.document, words["pattern"], "rate")
    if whole is None or share is None:
        return
    kinds = []
    for kind in words["kinds"]:
        spent, part = (
            compiled("wording.toml", "procurement-shares", words[name].replace("{kind}", kind))
            for name in ("spent", "share")
        )
        kinds.append((_find(report.document, spent, "amount"), _find(report.document, part, "rate")))
    spent = [amount for amount, _ in kinds if amount is not None]
    told = [(amount, rate) for amount, rate in kinds if amount is not None and rate is not None]
    if not told or len(spent) < len(kinds):
        return
    all_spent = total([amount.quantity.interval for amount in spent])
    if all_spent.low <= 0 or not share.quantity.lenient.meets(whole.quantity.interval / all_spent):
        return
    known = total([amount.quantity.interval * rate.quantity.interval for amount, rate in told])
    untold = [amount for amount, rate in kinds if amount is not None and rate is None]
    most = total([known, *(Interval(ZERO, max(ZERO, amount.quantity.interval.high)) for amount in untold)])
    if most.meets(whole.quantity.interval):
        return
    more = untold if whole.quantity.interval.low > most.high else []
    value = sum((amount.quantity.value * rate.quantity.value for amount, rate in told), ZERO)
    value += sum((amount.quantity.value for amount in more), ZERO)
    shown = whole.quantity.show(value)
    terms = " + ".join(
        [f"{amount.quantity.text} × {rate.quantity.text}" for amount, rate in told]
        + [amount.quantity.text for amount in more]
    )
    bound = "" if not untold else "至多" if more else "至少"
    formula = f"{terms} = {shown} {'≠' if not untold else '<' if more else '>'} {whole.quantity.text}"
    yield Remark(
        Span(told[0][1].span.start, told[-1][1].span.end),
        f"按三类的比重推算，授予中小企业合同金额{bound or '是'}{shown}，前面写{whole.quantity.text}：{formula}",
        (
            Related(f"授予中小企业合同金额：{whole.quantity.text}", whole.span),
            *(Related(f"采购支出：{amount.quantity.text}", amount.span) for amount in spent),
        ),
        "",
        formula,
    )


class _Said(NamedTuple):
    quantity: Quantity
    span: Span


def _find(document: Document, pattern: regex.Pattern[str], name: str) -> _Said | None:
    """The number that a pattern names; none if the text says it more than once."""
    found = [
        _Said(quantity, flow.span(*match.span(name)))
        for flow in flows(document)
        for match in pattern.finditer(flow.text)
        if (quantity := Quantity.read(match[name])) is not None
    ]
    return found[0] if len(found) == 1 else None
