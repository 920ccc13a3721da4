"""A107 zero-base"""

from __future__ import annotations

from gouji.rules.causes import is_zero_base, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A107",
    "zero-base",
    bad="""
# 2025年部门预算
二、部门预算编制说明
1. 教育支出（类）其他教育支出（款）其他教育支出（项）25.00万元。2024年当年预算执行数为0.00万元，2025年预算安排25.00万元，比2024年预算执行数增加100.00%。
""",
    good="""
# 2025年部门预算
二、部门预算编制说明
1. 教育支出（类）其他教育支出（款）其他教育支出（项）25.00万元。2024年当年预算执行数为0.00万元，2025年预算安排25.00万元，上年没有安排此项预算。
""",
    source="除数不能为0",
    applies=lambda c: is_zero_base(c.main),
)
def message(c: Cause) -> str:
    """基数为0却写了比率。

    年初预算为0却“完成100%”，上年为0却“增长100%”：除数为0，比率没有意义，应写明无法比较。
    """
    return f"基数为0，不能计算比率，文中却写{stated(c)}：{c.main.formula()}"
