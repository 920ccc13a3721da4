"""F102 cross-footing"""

from __future__ import annotations

from gouji.rules.causes import is_likely, is_sum, place, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "F102",
    "cross-footing",
    bad="""
# 2024年度部门决算
第三部分 2024年度部门决算表
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t1,008.00\t605.00\t405.00
205\t教育支出\t900.00\t550.00\t350.00
20502\t普通教育\t900.00\t550.00\t350.00
2050201\t学前教育\t\t\t
2050202\t小学教育\t900.00\t550.00\t350.00
221\t住房保障支出\t108.00\t55.00\t55.00
22102\t住房改革支出\t100.00\t50.00\t50.00
22103\t城乡社区住宅\t8.00\t5.00\t5.00
""",
    good="""
# 2024年度部门决算
第三部分 2024年度部门决算表
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t1,000.00\t600.00\t400.00
205\t教育支出\t900.00\t550.00\t350.00
20502\t普通教育\t900.00\t550.00\t350.00
221\t住房保障支出\t100.00\t50.00\t50.00
22102\t住房改革支出\t100.00\t50.00\t50.00
""",
    source="部门决算报表编制说明的表内勾稽关系",
    applies=lambda c: is_sum(c, "cross"),
    milder=is_likely,
)
def message(c: Cause) -> str:
    """表内横向合计不平。

    本年支出合计 = 基本支出 + 项目支出 + …；财政拨款 = 一般公共预算 + 政府性基金预算 + 国有资本经营预算。
    """
    return f"{place(c)}横向合计不平，{should_be(c)}表中为{stated(c)}：{c.main.formula()}"
