"""N108 lost-character"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Flow
from gouji.findings import Related
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import texts, wording
from gouji.rules.registry import Remark, check

_CLAUSE = pattern_of(r"[^,。;:!?]{10,80}")
_FIGURE = pattern_of(r"\d[\d,]*\.\d+|(?<!\d)(?!20\d\d(?!\d))\d{3,}")
_NAME = pattern_of(r"[^\d]*")


@check(
    "N108",
    "lost-character",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
深化河湖治理，累计节约工程首年养护资6.3亿元，完成许可证换发工作。
河湖监管项目绩效自评综述：深化河湖治理，累计节约工程首年养护资金6.3亿元，完成许可证换发工作。
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
深化河湖治理，累计节约工程首年养护资金6.3亿元，完成许可证换发工作。
河湖监管项目绩效自评综述：深化河湖治理，累计节约工程首年养护资金6.3亿元，完成许可证换发工作。
""",
    source="同一句话在两处应一致",
)
def lost_character(report: Report) -> Iterator[Remark]:
    """同一句带数字的话说了两遍，一处少了一个字。

    数字和其余的字都相同，少的不是“的、了、约、度”一类可有可无的字，才报告少字的一处。
    """
    found: dict[tuple[str, ...], dict[str, tuple[Flow, int]]] = {}
    for flow in texts(report.document):
        for match in _CLAUSE.finditer(flow.text):
            figures = tuple(_FIGURE.findall(match[0]))
            if figures:
                found.setdefault(figures, {}).setdefault(match[0], (flow, match.start()))
    optional = wording("lost-character")["pattern"]
    for clauses in found.values():
        told = set()
        for other, (place, start) in clauses.items():
            for lost, text in _one_less(other):
                if text not in clauses or text in told or optional.fullmatch(other[lost]):
                    continue
                if _name_one_line(report, text, other):
                    continue
                told.add(text)
                flow, at = clauses[text]
                first = max(0, lost - 2)
                related = (Related(f"另一处：“{other}”", place.span(start, start + len(other))),)
                yield Remark(
                    flow.span(at + first, at + min(len(text), lost + 1)),
                    f"“{text}”比另一处少了“{other[lost]}”字",
                    related,
                    other,
                )


def _name_one_line(report: Report, one: str, other: str) -> bool:
    """Whether both are names of one line with its amount: 公务用车运行维护支出, 公务用车运行维护费支出."""
    first, second = (report.lexicon.terms.get(_NAME.match(text)[0]) for text in (one, other))
    return first is not None and first == second


def _one_less(text: str) -> Iterator[tuple[int, str]]:
    """A text with one of its inner characters left out, and where: of equal ones side by side, the last."""
    for at in range(1, len(text) - 1):
        if text[at] != text[at + 1]:
            yield at, text[:at] + text[at + 1 :]
