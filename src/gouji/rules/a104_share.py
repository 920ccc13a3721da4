"""A104 share"""

from __future__ import annotations

from gouji.rules.causes import are_alike, is_bound, is_likely, is_ratio, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A104",
    "share",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计1,000.00万元，其中：基本支出618.00万元，占68.10%；项目支出382.00万元，占38.20%。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出合计1,000.00万元，其中：基本支出618.00万元，占61.80%；项目支出382.00万元，占38.20%。
""",
    source="算术恒等式：占比 = 分项 ÷ 总项",
    applies=lambda c: is_ratio(c, "share") or is_bound(c, "share") or are_alike(c),
    milder=is_likely,
)
def message(c: Cause) -> str:
    """占比与分项、总项对不上。

    占比 = 分项 ÷ 总项，按两数显示精度所能代表的区间计算；不论占什么，都不会超过100%；
    总项没有写明的，同一个总项的几个占比推出的总项也必须相同。
    """
    if is_bound(c, "share"):
        return f"占比超过了100%，文中为{stated(c)}"
    if are_alike(c):
        return f"占同一个总数，由两个占比却推出两个总数，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
    return f"占比与金额对不上，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
