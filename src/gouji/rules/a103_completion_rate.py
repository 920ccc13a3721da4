"""A103 completion-rate"""

from __future__ import annotations

from gouji.facts import Fact
from gouji.rules.causes import is_ratio, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A103",
    "completion-rate",
    bad="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费年初预算30万元，支出决算11万元，完成年初预算的63.67%。
""",
    good="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费年初预算30万元，支出决算11万元，完成年初预算的36.67%。
""",
    source="算术恒等式：完成率 = 决算数 ÷ 预算数",
    applies=lambda c: is_ratio(c, "completion"),
)
def message(c: Cause) -> str:
    """完成率与预算数、决算数对不上。

    决算数 ÷ 预算数，按两数显示精度所能代表的区间计算；区间不相交才报错。
    """
    if any(isinstance(site, Fact) and site.quantity.unit.is_count for site in c.main.sites):
        return f"完成率与计划数、完成数对不上，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
    return f"完成率与预算数、决算数对不上，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
