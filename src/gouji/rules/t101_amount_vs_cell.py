"""T101 amount-vs-cell"""

from __future__ import annotations

from gouji.facts import Fact
from gouji.rules.causes import counterpart, in_table, is_bound_by_cell, place, same_kind, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "T101",
    "amount-vs-cell",
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
2024年度本年支出合计1,000.00万元，其中：基本支出630.00万元；项目支出400.00万元。
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
    source="同一指标在同一公开文件中应一致（《地方预决算公开操作规程》财预〔2016〕143号）",
    rank=2,
    applies=lambda c: same_kind(c) == "cell" or (is_bound_by_cell(c) and not in_table(c)),
)
def message(c: Cause) -> str:
    """文中的数与报表中同一指标的数不一致。

    只有口径、项目、计量、年度都相同的两个数才相互核对；单位不同的先换算，区间不相交才报错。分项不大于总项，
    例如“三公”经费中的公务接待费不小于报表中基本支出的公务接待费。
    """
    if is_bound_by_cell(c):
        part, whole = c.main.sites
        assert isinstance(part, Fact)
        assert isinstance(whole, Fact)
        if part.in_table:
            return f"与报表不一致：{part.place}为{part.text}，文中的总项只有{whole.text}"
        return f"与报表不一致：{whole.place}为{whole.text}，文中的分项却有{part.text}"
    if in_table(c):
        return f"与正文不一致：{place(c)}为{stated(c)}，文中为{counterpart(c).text}"
    return f"与报表不一致：{counterpart(c).place}为{counterpart(c).text}，文中为{stated(c)}{c.note}"
