"""P104 missed-target"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Severity
from gouji.lexicon.lexicon import plain
from gouji.quantity import Quantity, scan
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.indicators import Indicator
from gouji.statements.performance import explains_nothing, vocabulary

_ANOTHER_UNIT = 1000


@check(
    "P104",
    "missed-target",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t60\t60
\t效益指标\t满意度指标\t读者满意度\t≥95%\t90%\t30\t30
总分\t\t\t\t\t\t100\t100
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t60\t60
\t效益指标\t满意度指标\t读者满意度\t≥95%\t90%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：未完成指标的按完成比例记分，并说明偏差原因",
    severity=Severity.WARNING,
)
def missed_target(report: Report) -> Iterator[Remark]:
    """指标没有完成，得分却是满分，也没有说明偏差原因。

    看写明“≥”“≤”“=”的指标，满意度、合格率一类越高越好的百分数，和数量指标里的数；成本、时间、事故一类越低越好的，写明“≤”的才看。用话写的，看实际是不是目标的否定
    （健全、不健全）。
    """
    for scores in report.scores:
        for indicator in scores.indicators:
            weight = indicator.weight
            explained = indicator.remark and not explains_nothing(indicator.remark)
            if indicator.actual is None or explained or weight is None or indicator.score.value != weight.value:
                continue
            told = plain(indicator.actual.text)
            if _is_denied(indicator.target, told):
                yield Remark(
                    indicator.score.span,
                    f"“{indicator.name}”指标值“{indicator.target}”，实际写“{told}”，得分却是满分{indicator.score.text}",
                )
                continue
            target, actual = _quantity(indicator.target), _quantity(told, at=0)
            if target is not None and actual is not None and not actual.unit.name:
                actual = _in_unit(actual, target)
            if target is None or actual is None or target.unit.name != actual.unit.name:
                continue
            if _is_missed(indicator, target, actual):
                yield Remark(
                    indicator.score.span,
                    f"“{indicator.name}”指标值{indicator.target}，实际{actual.text}，没有完成，"
                    f"得分却是满分{indicator.score.text}",
                    (),
                    "",
                    f"{indicator.target} ↔ {actual.text}",
                )


def _in_unit(actual: Quantity, target: Quantity) -> Quantity | None:
    """A number without a unit in that of its target; None where it may be in another one: 0.92 for 92%, 元 for 万元."""
    told = Quantity.parse(f"{actual.text}{target.unit.name}")
    small = target.unit.dimension == "rate" and actual.value <= 1
    return None if small or _is_of_another_unit(told, target) else told


def _is_of_another_unit(actual: Quantity, target: Quantity) -> bool:
    """Whether a value is so far above its target that it is in a smaller unit: 432000 for 43.2万元."""
    return 0 < _ANOTHER_UNIT * target.value <= actual.value


def _is_denied(target: str, told: str) -> bool:
    """Whether what was reached is the target in words with a word of denial before it (健全: 不健全), or says so itself."""
    denials: dict[str, list[str]] = vocabulary()["columns"]["denials"]
    return told in denials["whole"] or (len(target) > 1 and told in [word + target for word in denials["before"]])


def _is_missed(indicator: Indicator, target: Quantity, actual: Quantity) -> bool:
    """Whether the actual value is on the wrong side of the target, where the words say which side that is."""
    columns = vocabulary()["columns"]
    if indicator.target.startswith(tuple(columns["most"])):
        return actual.value > target.value and not _is_of_another_unit(actual, target)
    if indicator.target.startswith(tuple(columns["least"])):
        return actual.value < target.value
    higher = target.unit.dimension == "rate" and any(word in indicator.name for word in columns["higher"])
    lower = any(word in indicator.name for word in columns["lower"])
    counted = indicator.second in columns["counted"] and not lower and indicator.target[:1].isdigit()
    return (higher or counted) and actual.value < target.value


def _quantity(text: str, at: int | None = None) -> Quantity | None:
    """The number that a text ends in and, if `at` is given, begins with there."""
    numbers = scan(text)
    fits = len(numbers) == 1 and numbers[0].end == len(text) and at in (None, numbers[0].start)
    return numbers[0].quantity if fits else None
