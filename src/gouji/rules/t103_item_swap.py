"""T103 item-swap"""

from __future__ import annotations

from gouji.rules.causes import counterpart, same_kind, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "T103",
    "item-swap",
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
2024年度本年支出合计1,000.00万元，其中：基本支出400.00万元；项目支出600.00万元。
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
    source="同一指标在同一公开文件中应一致",
    applies=lambda c: same_kind(c) == "cell" and c.swapped is not None,
)
def message(c: Cause) -> str:
    """文中的数是报表中另一项目的数。

    相邻两项的金额写颠倒，或抄错了行。
    """
    swapped = c.swapped
    assert swapped is not None
    return f"可能抄错了项目：{counterpart(c).place}为{counterpart(c).text}，文中的{stated(c)}是{swapped.place or swapped.subject}的数"
