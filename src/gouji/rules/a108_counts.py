"""A108 counts"""

from __future__ import annotations

from gouji.rules.causes import is_sum, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A108",
    "counts",
    bad="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制48人，其中行政编制33人、事业编制14人。
""",
    good="""
# 2024年度部门决算
三、部门人员情况
截至2024年底，本部门人员编制48人，其中行政编制33人、事业编制15人。
""",
    source="算术恒等式：合计 = Σ分项",
    applies=lambda c: is_sum(c, "count"),
)
def message(c: Cause) -> str:
    """人数、车辆数等的分项之和不等于合计。

    人员编制 = 行政编制 + 事业编制；共有车辆 = 各类用车之和。没有列全的分项只核对不超过合计。
    """
    return f"分项之和不等于合计，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
