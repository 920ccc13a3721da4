"""P108 project-twice"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.performance import Scores

_TABLE = """项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t{0}\t{0}\t10\t100%\t10
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t90\t90
总分\t\t\t\t\t\t100\t100
"""


@check(
    "P108",
    "project-twice",
    bad="# 2024年度部门决算\n十三、预算绩效情况说明\n" + _TABLE.format("40.00") + _TABLE.format("36.00"),
    good="# 2024年度部门决算\n十三、预算绩效情况说明\n" + _TABLE.format("40.00"),
    source="一个项目一张自评表",
)
def project_twice(report: Report) -> Iterator[Remark]:
    """同一个项目有两张自评表，数却不同。

    项目名称一字不差，全年预算数或全年执行数不同。
    """
    first: dict[str, Scores] = {}
    for scores in report.scores:
        own = scores.whole
        if not scores.project or own is None:
            continue
        known = first.setdefault(scores.project, scores).whole
        if known is None or known is own:
            continue
        for mine, other, what in (
            (own.budget, known.budget, "全年预算数"),
            (own.executed, known.executed, "全年执行数"),
        ):
            if mine is not None and other is not None and mine.value != other.value:
                yield Remark(
                    mine.span,
                    f"“{scores.project}”有两张自评表，{what}一张是{other.text}，一张是{mine.text}",
                    (Related(f"另一张：{other.text}", other.span),),
                    other.text,
                    f"{mine.text} ≠ {other.text}",
                )
                break
