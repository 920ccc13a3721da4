"""T102 unit-slip"""

from __future__ import annotations

from gouji.rules.causes import counterpart, same_kind, stated, unit_factor
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "T102",
    "unit-slip",
    bad="""
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
第二部分 2024年度部门决算情况说明
三、支出决算情况说明
2024年度本年支出合计1,000.00元，其中：基本支出600.00万元；项目支出400.00万元。
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
第二部分 2024年度部门决算情况说明
三、支出决算情况说明
2024年度本年支出合计1,000.00万元，其中：基本支出600.00万元；项目支出400.00万元。
""",
    source="同一指标换算单位后应一致",
    rank=1,
    applies=lambda c: same_kind(c) == "cell" and unit_factor(c) is not None,
)
def message(c: Cause) -> str:
    """文中的数与报表相差10的整数次幂。

    多半是单位写错（元、万元、亿元）或小数点移位。
    """
    return f"单位或小数点可能有误：{counterpart(c).place}为{counterpart(c).text}，文中为{stated(c)}，相差10的{abs(unit_factor(c) or 0)}次方{c.note}"
