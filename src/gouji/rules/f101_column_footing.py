"""F101 column-footing"""

from __future__ import annotations

from gouji.rules.causes import is_likely, is_sum, place, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "F101",
    "column-footing",
    bad="""
# 2024年度部门决算
第三部分 2024年度部门决算表
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t1,000.00\t600.00\t400.00
205\t教育支出\t900.00\t550.00\t350.00
20502\t普通教育\t900.00\t505.00\t395.00
221\t住房保障支出\t100.00\t50.00\t50.00
22102\t住房改革支出\t100.00\t50.00\t50.00
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
    applies=lambda c: is_sum(c, "column", "identity"),
    milder=is_likely,
)
def message(c: Cause) -> str:
    """表内纵向合计不平。

    类 = Σ款，款 = Σ项，合计 = Σ类；总计 = 本年合计 + 结转。空格算零，四舍五入的尾差不报错。没有编码的分组清单，
    各组之和等于合计、只有一组与组内各行对不上的，报疑点。
    """
    return f"{place(c)}纵向合计不平，{should_be(c)}表中为{stated(c)}：{c.main.formula()}"
