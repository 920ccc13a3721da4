"""D103 flat-but-changed"""

from __future__ import annotations

from gouji.rules.causes import flat_word, is_flat
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "D103",
    "flat-but-changed",
    bad="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费年初预算27.00万元，支出决算25.50万元，决算数与年初预算数持平。
""",
    good="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费年初预算27.00万元，支出决算27.00万元，决算数与年初预算数持平。
""",
    source="持平即两数相等",
    applies=lambda c: is_flat(c),
)
def message(c: Cause) -> str:
    """称持平而数字不同。

    “与上年持平”“较上年无增减”“决算数与预算数持平”，而两数不等或另写了变动额。
    """
    return f"写的是“{flat_word(c).text}”，而两数不等：{c.main.formula()}"
