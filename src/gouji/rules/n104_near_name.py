"""N104 near-name"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from gouji.document import Heading, Paragraph, Span, Table
from gouji.findings import Related
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check

_NOUN = pattern_of(r"[\u4e00-\u9fff]{4,}")
_LEAST = 5


class _Counted(NamedTuple):
    noun: str
    number: str
    span: Span


@check(
    "N104",
    "near-name",
    bad="""
# 2024年单位预算
单位整体支出绩效目标表
任务名称\t主要内容\t预算金额
委托稽核\t对559家定点医药机构开展稽核\t20
一级指标\t指标内容\t指标值
产出指标\t稽核定点医疗机构\t559家/年
""",
    good="""
# 2024年单位预算
单位整体支出绩效目标表
任务名称\t主要内容\t预算金额
委托稽核\t对559家定点医药机构开展稽核\t20
一级指标\t指标内容\t指标值
产出指标\t稽核定点医药机构\t559家/年
""",
    source="同一对象只有一个名称",
)
def near_name(report: Report) -> Iterator[Remark]:
    """同一个数，所数的东西只差一个字。

    如一处是“559家定点医药机构”，另一处是“定点医疗机构 559家”：口径不同，或其中一处写错。
    只看三位以上的数和五个字以上的名称，一千一百之类的整数不看。
    """
    found: dict[str, list[_Counted]] = {}
    for counted in _counted(report):
        found.setdefault(counted.number, []).append(counted)
    for group in found.values():
        first = group[0]
        for other in group[1:]:
            if (names := _differ(first.noun, other.noun)) is not None:
                yield Remark(
                    other.span,
                    f"同是{first.number}，一处是“{names[0]}”，这里是“{names[1]}”，只差一个字",
                    tuple(Related(f"{each.number}：{each.noun}", each.span) for each in group if each is not other),
                )


def _counted(report: Report) -> Iterator[_Counted]:
    count = wording("counted")["pattern"]
    for block in report.document.blocks:
        if isinstance(block, Heading | Paragraph):
            for match in count.finditer(block.flow.text):
                noun = _NOUN.match(block.flow.text, match.end())
                if noun and not match[1].endswith("00"):
                    yield _Counted(noun[0], match[1] + match[2], block.flow.span(match.start(), noun.end()))
        elif isinstance(block, Table):
            for row in block.rows:
                cells = [cell for cell in row if cell.text]
                for cell in cells:
                    if cell.text.isascii():
                        continue
                    text = plain(cell.text)
                    for match in count.finditer(text):
                        noun = _NOUN.match(text, match.end())
                        if noun and not match[1].endswith("00"):
                            yield _Counted(noun[0], match[1] + match[2], cell.span)
                for name, value in pairwise(cells):
                    if value.text.isascii():
                        continue
                    whole = count.fullmatch(plain(value.text))
                    if whole and not whole[1].endswith("00") and _NOUN.fullmatch(plain(name.text)):
                        yield _Counted(plain(name.text), whole[1] + whole[2], name.span)


def _differ(first: str, second: str) -> tuple[str, str] | None:
    """The two names, where one begins or ends like the other but for a single character."""
    size = min(len(first), len(second))
    for length in range(size, _LEAST - 1, -1):
        for one in {first[:length], first[-length:]}:
            for other in {second[:length], second[-length:]}:
                wrong = [i for i in range(length) if one[i] != other[i]]
                if not wrong:
                    return None
                if len(wrong) == 1 and 0 < wrong[0] < length - 1:
                    return one, other
    return None
