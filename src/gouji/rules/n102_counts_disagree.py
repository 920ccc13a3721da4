"""N102 counts-disagree"""

from __future__ import annotations

from gouji.rules.causes import counterpart, same_kind, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "N102",
    "counts-disagree",
    bad="""
# 2024年度部门决算
十三、预算绩效情况说明
本部门在部门决算中反映排水管网改造等4个一级项目的绩效自评结果。

本部门在部门决算中反映排水管网改造等5个一级项目的绩效自评结果。
""",
    good="""
# 2024年度部门决算
十三、预算绩效情况说明
本部门在部门决算中反映排水管网改造等4个一级项目的绩效自评结果。

本部门在部门决算中反映排水管网改造等4个一级项目的绩效自评结果。
""",
    source="同一事实的表述应一致",
    applies=lambda c: same_kind(c) == "count",
)
def message(c: Cause) -> str:
    """同一句话在两处的个数不同。

    “…等4个一级项目”与“…等5个一级项目”：除了个数，字句完全相同。
    """
    return f"同一说法的个数前后不一致：此处为{stated(c)}，另一处为{counterpart(c).text}"
