"""P116 indicator-count"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related, Severity
from gouji.report import Report
from gouji.rules.passages import flows
from gouji.rules.registry import Remark, check
from gouji.statements.performance import SCORE_TABLE, levels_of
from gouji.tieout.reports import mark

_NAMES = {"first": "一级指标", "second": "二级指标", "third": "三级指标"}
_DOCUMENT = """
# 2024年度部门决算
第五部分 附件
古籍修缮项目绩效评价报告
评价内容包括2项一级指标，3项二级指标，{0}项三级指标，满分100分。
绩效评价指标体系得分表
一级指标\t二级指标\t三级指标\t目标值\t完成值\t分值\t得分
项目决策(40分)\t项目立项(40分)\t立项依据充分性\t充分\t充分\t40\t40
项目产出(60分)\t产出数量(20分)\t修缮册数\t200册\t210册\t20\t20
\t产出质量(40分)\t验收合格率\t100%\t100%\t20\t20
\t\t归档完整率\t100%\t100%\t20\t20
合计\t\t\t\t\t100\t100
"""


@check(
    "P116",
    "indicator-count",
    bad=_DOCUMENT.format("5"),
    good=_DOCUMENT.format("4"),
    source="绩效评价报告所说的指标个数，就是得分表里的个数",
    severity=Severity.ERROR,
)
def indicator_count(report: Report) -> Iterator[Remark]:
    """说有几项一级、二级、三级指标，与得分表里的不等。

    三个数里有两个与表相同、只有一个不同，才报告：那时说的确是这张表。
    """
    own = [scores for scores in report.scores if scores.statement.id == SCORE_TABLE] or report.scores
    tables = [found for scores in own if (found := levels_of(scores)) is not None]
    for flow in flows(report.document):
        for match in mark("counts").finditer(flow.text):
            told = {level: int(match[level]) for level in _NAMES}
            others = [[level for level in _NAMES if getattr(table, level) != told[level]] for table in tables]
            near = [table for table, other in zip(tables, others, strict=True) if len(other) <= 1]
            if not near or [] in others or len(set(near)) > 1:
                continue
            level = next(other[0] for other in others if len(other) == 1)
            count = getattr(near[0], level)
            if level in near[0].torn:
                continue
            yield Remark(
                flow.span(*match.span(level)),
                f"这里说{match[level]}项{_NAMES[level]}，得分表里有{count}项",
                tuple(
                    Related("得分表", scores.statement.title_span or scores.statement.table.span)
                    for scores in own
                    if levels_of(scores) == near[0]
                ),
                str(count),
            )
