"""A111 average"""

from __future__ import annotations

from gouji.rules.causes import is_ratio, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A111",
    "average",
    bad="""
# 2024年度部门决算
八、财政拨款“三公”经费支出决算情况说明
公务用车运行维护费支出12.48万元，公务用车保有量4辆，车均运行维护费2.13万元。
""",
    good="""
# 2024年度部门决算
八、财政拨款“三公”经费支出决算情况说明
公务用车运行维护费支出12.48万元，公务用车保有量4辆，车均运行维护费3.12万元。
""",
    source="算术恒等式：均数 = 总数 ÷ 数量",
    applies=lambda c: is_ratio(c, "average"),
)
def message(c: Cause) -> str:
    """车均与总数、数量对不上。

    车均运行维护费 = 公务用车运行维护费 ÷ 公务用车保有量，按显示精度所能代表的区间计算。
    """
    return f"均数与总数、数量对不上，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
