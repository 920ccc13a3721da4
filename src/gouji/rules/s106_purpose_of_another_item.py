"""S106 purpose-of-another-item"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Heading, Paragraph
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.passages import wording
from gouji.rules.registry import Remark, check


@check(
    "S106",
    "purpose-of-another-item",
    bad="""
# 2024年度部门预算
五、支出预算情况
1.“城乡社区支出（类）城乡社区管理事务（款）一般行政管理事务（项）”20.00万元，主要用于城乡社区管理事务一般行政管理事务。
2.“城乡社区支出（类）城乡社区管理事务（款）城管执法（项）”60.00万元，主要用于城乡社区管理事务一般行政管理事务。
""",
    good="""
# 2024年度部门预算
五、支出预算情况
1.“城乡社区支出（类）城乡社区管理事务（款）一般行政管理事务（项）”20.00万元，主要用于城乡社区管理事务一般行政管理事务。
2.“城乡社区支出（类）城乡社区管理事务（款）城管执法（项）”60.00万元，主要用于城管执法。
""",
    source="用途、原因应是本科目的",
)
def purpose_of_another_item(report: Report) -> Iterator[Remark]:
    """“主要用于”“主要原因是”后面说的是另一个科目。

    科目“X（项）”的用途里写着别处另一个科目的名称，却没有写自己的名称，多半是抄了上一条。
    """
    names = report.lexicon.names["F"]
    item, used, tails = wording("last-level")["pattern"], wording("purpose")["pattern"], wording("purpose")["tails"]
    passages = []
    for block in report.document.blocks:
        if isinstance(block, Heading | Paragraph):
            text = block.flow.text
            found = list(item.finditer(text))
            passages += [
                (block, _own(match[1]), match.end(), found[i + 1].start() if i + 1 < len(found) else len(text))
                for i, match in enumerate(found)
            ]
    spoken = {name for _, name, _, _ in passages if len(name) >= 4 and plain(name) in names}
    before: dict[str, str] = {}
    for block, name, start, end in passages:
        if len(name) < 3:
            continue
        for match in used.finditer(block.flow.text, start, end):
            said = match[1]
            first = before.setdefault(said, name)
            other = next((each for each in spoken if each in said and each != name and each not in name), "")
            ends = bool(other) and said.endswith((other, *(other + tail for tail in tails)))
            copied = bool(other) and other == first != name and said.startswith(other)
            if name not in said and (ends or copied):
                yield Remark(block.flow.span(*match.span(1)), f"“{name}（项）”后面说的却是另一个科目“{other}”")


def _own(path: str) -> str:
    """The item's own name, without what stands before it."""
    return path.rsplit(")", 1)[-1].strip("、")
