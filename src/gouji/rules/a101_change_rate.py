"""A101 change-rate"""

from __future__ import annotations

from gouji.rules.causes import is_growth, is_rate, is_ratio, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A101",
    "change-rate",
    bad="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费支出26.98万元，比上年增加2.11万元，增长9.48%。
""",
    good="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费支出26.98万元，比上年增加2.11万元，增长8.48%。
""",
    source="算术恒等式：变动率 = 变动额 ÷ 上年数",
    applies=lambda c: (is_growth(c) and is_rate(c)) or is_ratio(c, "of-prior"),
)
def message(c: Cause) -> str:
    """变动率与变动额、本年数对不上。

    变动率 = 变动额 ÷（本年数 ∓ 变动额），按各数显示精度所能代表的区间计算，区间不相交才报错。
    表里“为上年的…%”一列是本年数 ÷ 上年数。
    """
    if is_ratio(c, "of-prior"):
        return f"与上年之比对不上，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
    return f"变动率{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
