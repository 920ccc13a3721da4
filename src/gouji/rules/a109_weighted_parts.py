"""A109 weighted-parts"""

from __future__ import annotations

from gouji.rules.causes import is_between
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A109",
    "weighted-parts",
    bad="""
# 2024年度部门决算
九、财政拨款“三公”经费支出决算情况说明
2024年度“三公”经费完成预算的99.00%，其中：因公出国（境）费完成预算的80.00%；公务用车购置及运行维护费完成预算的90.00%；公务接待费完成预算的70.00%。
""",
    good="""
# 2024年度部门决算
九、财政拨款“三公”经费支出决算情况说明
2024年度“三公”经费完成预算的85.00%，其中：因公出国（境）费完成预算的80.00%；公务用车购置及运行维护费完成预算的90.00%；公务接待费完成预算的70.00%。
""",
    source="加权平均数在最小值与最大值之间",
    applies=lambda c: is_between(c),
)
def message(c: Cause) -> str:
    """由各分项的比率得不出合计的比率。

    合计的完成率是各分项完成率的加权平均，必在最小与最大之间。各分项的金额和变动率都写明的，推得出各分项上年是多少，
    它们的和必等于由合计推出的上年数。
    """
    return f"合计的比率与分项矛盾：{c.main.formula()}"
