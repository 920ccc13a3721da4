"""A104 share"""

from __future__ import annotations

from gouji.rules.causes import is_bound, is_likely, is_ratio, should_be, stated
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
    applies=lambda c: is_ratio(c, "share") or is_bound(c, "share"),
    milder=is_likely,
)
def message(c: Cause) -> str:
    """占比与分项、总项对不上。

    占比 = 分项 ÷ 总项，按两数显示精度所能代表的区间计算；不论占什么，都不会超过100%。
    """
    if is_bound(c, "share"):
        return f"占比超过了100%，文中为{stated(c)}"
    return f"占比与金额对不上，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
