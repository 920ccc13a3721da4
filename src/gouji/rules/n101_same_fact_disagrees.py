"""N101 same-fact-disagrees"""

from __future__ import annotations

from gouji.rules.causes import counterpart, same_kind, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "N101",
    "same-fact-disagrees",
    bad="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费支出26.98万元。

十一、其他情况说明
2024年度机关运行经费支出28.96万元。
""",
    good="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费支出26.98万元。

十一、其他情况说明
2024年度机关运行经费支出26.98万元。
""",
    source="同一指标在同一公开文件中应一致",
    applies=lambda c: same_kind(c) == "text",
)
def message(c: Cause) -> str:
    """同一指标在文中两处的数不同。

    口径、项目、计量、年度都相同，两处的数却对不上，又没有报表可以裁定。
    """
    return f"同一指标前后不一致：此处为{stated(c)}，另一处为{counterpart(c).text}"
