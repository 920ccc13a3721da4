"""N107 document-titles"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.findings import Related
from gouji.report import Report
from gouji.rules.passages import texts, wording
from gouji.rules.registry import Remark, check


@check(
    "N107",
    "document-titles",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
按照《云岭区财政局关于开展重点项目绩效评价工作的通知》（云财绩〔2025〕7号）开展评价。
评价依据：《云岭区财政局关于进一步开展重点项目绩效评价工作的通知》（云财绩〔2025〕7号）。
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
按照《云岭区财政局关于开展重点项目绩效评价工作的通知》（云财绩〔2025〕7号）开展评价。
评价依据：《云岭区财政局关于开展重点项目绩效评价工作的通知》（云财绩〔2025〕7号）。
""",
    source="一个文号只有一个标题",
)
def document_titles(report: Report) -> Iterator[Remark]:
    """同一个文号，两处写的标题不同。

    空格、全半角不计，省去标题前面的发文机关不算。
    """
    first: dict[str, tuple[str, Span]] = {}
    told: set[tuple[str, str]] = set()
    for title, number, span in _cited(report):
        known, place = first.setdefault(number, (title, span))
        if not (title.endswith(known) or known.endswith(title)) and (number, title) not in told:
            told.add((number, title))
            related = (Related(f"另一处：《{known}》", place),)
            yield Remark(span, f"{number}的标题，这里是《{title}》，另一处是《{known}》", related)


def _cited(report: Report) -> Iterator[tuple[str, str, Span]]:
    """The documents cited with their numbers: title, number and where the title stands."""
    pattern = wording("numbered-document")["pattern"]
    for flow in texts(report.document):
        for match in pattern.finditer(flow.text):
            yield "".join(match[1].split()), "".join(match[2].split()), flow.span(*match.span(1))
