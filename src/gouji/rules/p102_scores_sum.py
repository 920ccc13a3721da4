"""P102 scores-sum"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gouji.document import Span
from gouji.findings import Related, Severity
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.funds import FundRow, Number
from gouji.statements.performance import Scores

_MOST_RELATED = 16


@check(
    "P102",
    "scores-sum",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标(50分)\t数量指标\t修缮册数\t200册\t210册\t30\t30
\t\t质量指标\t验收合格率\t100%\t100%\t30\t30
\t效益指标(40分)\t社会效益\t读者满意度\t≥95%\t98%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t40.00\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标(60分)\t数量指标\t修缮册数\t200册\t210册\t30\t30
\t\t质量指标\t验收合格率\t100%\t100%\t30\t30
\t效益指标(30分)\t社会效益\t读者满意度\t≥95%\t98%\t30\t28
总分\t\t\t\t\t\t100\t98
""",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号）：各级指标分值之和等于总分，得分之和等于总得分",
    severity=Severity.ERROR,
)
def scores_sum(report: Report) -> Iterator[Remark]:
    """绩效自评表的分值、得分加不起来。

    一级指标标注的分数（如“产出指标(50分)”）与其下各指标分值之和不等；各项分值、得分之和与总分不等，算上预算执行的分和
    不算都不等。只在每一行都读得完整时报告：各行分值合计等于总分，或者从表头到总分没有读不懂的行。PDF 里可能在提取时丢了
    行，只看前一种；表里的栏名错了位的，总分按疑点报告。
    """
    for scores in report.scores:
        if scores.is_proof:
            yield from _groups(scores)
        if scores.is_proof or scores.is_read:
            yield from _total(scores, None if scores.is_proof else Severity.WARNING)


def _groups(scores: Scores) -> Iterator[Remark]:
    for index, group in enumerate(scores.groups):
        weights = [each.weight for each in scores.of(index) if each.weight is not None]
        found = sum((weight.value for weight in weights), Decimal(0))
        if group.points is not None and weights and _differs(scores, index) and not _is_by_one_below(scores, index):
            added = f"{' + '.join(weight.text for weight in weights)} = " if len(weights) > 1 else ""
            formula = f"{added}{found} ≠ {group.points.value}"
            yield Remark(
                group.points.span,
                f"“{group.name}”标注{group.points.value}分，所列指标分值合计{found}分：{formula}",
                tuple(Related(f"分值：{weight.text}", weight.span) for weight in weights),
                f"{found}分",
                formula,
            )


def _is_by_one_below(scores: Scores, index: int) -> bool:
    """Whether the weights under one second-level indicator alone are what a group lacks."""
    below = [_differs(scores, under) for under in {each.under for each in scores.of(index)} - {index, -1}]
    return [each for each in below if each] == [_differs(scores, index)]


def _differs(scores: Scores, index: int) -> Decimal:
    """By how much the weights under a group are more than its points; zero where one of them is not known."""
    own = [each.weight.value for each in scores.of(index) if each.weight is not None]
    points = scores.groups[index].points
    known = points is not None and own and len(own) == len(scores.of(index))
    return sum(own, Decimal(0)) - points.value if points is not None and known else Decimal(0)


def _total(scores: Scores, severity: Severity | None) -> Iterator[Remark]:
    """The total against the rows, with the points for the funds where that makes all weights, else without them."""
    if not scores.total:
        return
    funds = scores.whole
    with_funds = scores.weights + scores.funds_weight == scores.full
    if funds is not None and (with_funds or not scores.is_whole) and funds.score is None:
        return
    stated = scores.total[-1]
    parts = [i.score for i in scores.indicators]
    if funds is not None and funds.score is not None and (with_funds or scores.weights != scores.full):
        parts.append(funds.score)
    found = sum((part.value for part in parts), Decimal(0))
    above = [i.score.value - i.weight.value for i in scores.indicators if i.weight and i.score.value > i.weight.value]
    if above and found - sum(above) == stated.value:
        return  # a score above its weight (P107) is all that is wrong
    if len(above) == 1 and any(0 <= each - (found - stated.value) <= weight for each, weight in _above(scores)):
        return
    if scores.is_mended_by_due:
        return  # the points for execution (P101) are
    lost = stated.value == scores.full - _lost(scores)
    sound = scores.weights and lost and (not scores.is_whole or (not with_funds and _lost_by_funds(funds)))
    if not sound and not stated.quantity.interval.low <= found <= stated.quantity.interval.high:
        formula = f"{' + '.join(part.text for part in parts)} = {found} ≠ {stated.text}"
        yield Remark(
            stated.span,
            f"总分写{stated.text}，各项得分合计{found}：{formula}",
            tuple(Related(f"得分：{part.text}", part.span) for part in parts[:_MOST_RELATED]),
            str(found),
            formula,
            severity,
        )
    elif (
        scores.weights
        and (sound or not scores.is_whole)
        and (funds is None or funds.weight is not None or funds.score is None)
    ):
        weights = [i.weight for i in scores.indicators if i.weight is not None]
        weights += [funds.weight] if funds is not None and funds.weight is not None else []
        found = sum((weight.value for weight in weights), Decimal(0))
        seconds = {each.under for each in scores.indicators} - {-1}
        if severity is None and found - scores.full in [_differs(scores, index) for index in seconds]:
            return  # the weights under one second-level indicator are wrong, and said to be
        formula = f"{' + '.join(weight.text for weight in weights)} = {found} ≠ {scores.full}"
        yield Remark(
            scores.total[0].span if severity is None else _doubtful(scores),
            f"总分值写{scores.full}，各项分值合计{found}：{formula}",
            tuple(Related(f"分值：{weight.text}", weight.span) for weight in weights[:_MOST_RELATED]),
            str(found),
            formula,
            severity,
        )


def _above(scores: Scores) -> Iterator[tuple[Decimal, Decimal]]:
    """Each score above its weight, with that weight."""
    for each in scores.indicators:
        if each.weight is not None and each.score.value > each.weight.value:
            yield each.score.value, each.weight.value


def _lost_by_funds(funds: FundRow | None) -> bool:
    """Whether points were taken off for execution, so that a total which lacks them is with the points for it."""
    return funds is not None and bool(funds.weight and funds.score and funds.score.value < funds.weight.value)


def _lost(scores: Scores) -> Decimal:
    """The points that the rows take off; where they are what the total lacks, that is right, and the weights are not."""
    rows: list[tuple[Number | None, Number | None]] = [(each.weight, each.score) for each in scores.indicators]
    if scores.whole is not None:
        rows.append((scores.whole.weight, scores.whole.score))
    told = [(weight.value, score.value) for weight, score in rows if weight is not None and score is not None]
    return sum((weight - score for weight, score in told), Decimal(0))


def _doubtful(scores: Scores) -> Span:
    """The first group whose weights are not its points, in the same way as those of all; else the total."""
    short = scores.weights < scores.full
    for index, group in enumerate(scores.groups):
        weights = [i.weight.value for i in scores.indicators if i.group == index and i.weight is not None]
        found = sum(weights, Decimal(0))
        if (
            group.points is not None
            and weights
            and found != group.points.value
            and (found < group.points.value) is short
        ):
            return group.points.span
    return scores.total[0].span
