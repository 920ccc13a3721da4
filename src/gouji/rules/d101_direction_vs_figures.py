"""D101 direction-vs-figures"""

from __future__ import annotations

from gouji.rules.causes import compared, is_word
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "D101",
    "direction-vs-figures",
    bad="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为1,080.00万元，与上年相比收入总计、支出总计均增加120.00万元，增长10.00%，主要原因是项目减少。
""",
    good="""
# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为1,080.00万元，与上年相比收入总计、支出总计均减少120.00万元，下降10.00%，主要原因是项目减少。
""",
    source="算术恒等式：本年数 = 上年数 ± 变动额",
    rank=1,
    applies=lambda c: (
        is_word(c, "direction", "growth", "change", "sum")
        or ((word := compared(c)) is not None and word.role == "direction" and word.sign != 0)
    ),
)
def message(c: Cause) -> str:
    """增减方向与数字相反。

    变动额、变动率与本年数只在相反方向上算得通，或者上年数与本年数的大小正好相反，或者各分项的变动额只有换个方向才加得起来。
    """
    return f"“{c.site.text}”与数字方向相反：{c.main.formula()}"
