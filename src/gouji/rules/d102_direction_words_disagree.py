"""D102 direction-words-disagree"""

from __future__ import annotations

from gouji.rules.causes import is_word
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "D102",
    "direction-words-disagree",
    bad="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为1,080.00万元，与上年相比收入总计、支出总计均减少120.00万元，增长10.00%。
""",
    good="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为1,080.00万元，与上年相比收入总计、支出总计均减少120.00万元，下降10.00%。
""",
    source="同一变动只有一个方向",
    applies=lambda c: is_word(c, "direction", "agree"),
)
def message(c: Cause) -> str:
    """同一变动的两个方向词互相矛盾。

    “减少…，增长…”“减少…，增加的主要原因是…”；原因写在下一段、说明了是哪一个数的，也算。
    """
    return f"方向词前后矛盾：{c.main.formula()}"
