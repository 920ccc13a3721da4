"""T105 absence-vs-cells"""

from __future__ import annotations

from gouji.rules.causes import presence, presence_cells
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "T105",
    "absence-vs-cells",
    bad="""
# 2024年度部门决算
财政拨款“三公”经费支出决算表
公开09表
单位：万元
项目\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t公务接待费
预算数\t3.00\t\t2.00\t1.00
决算数\t2.50\t\t2.00\t0.50
第二部分 2024年度部门决算情况说明
九、财政拨款“三公”经费支出决算情况说明
本部门2024年度无财政拨款公务接待费支出。
""",
    good="""
# 2024年度部门决算
财政拨款“三公”经费支出决算表
公开09表
单位：万元
项目\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t公务接待费
预算数\t3.00\t\t2.00\t1.00
决算数\t2.50\t\t2.00\t0.50
第二部分 2024年度部门决算情况说明
九、财政拨款“三公”经费支出决算情况说明
本部门2024年度无财政拨款因公出国（境）费支出。
""",
    source="同一指标在同一公开文件中应一致",
    applies=lambda c: presence(c, "absence"),
)
def message(c: Cause) -> str:
    """文中说没有，报表中却有金额。

    “本部门无…支出”“没有发生…收支”，而对应的报表有不为零的数。
    """
    cell = presence_cells(c)[0]
    return f"文中说“{c.site.text}”，而{cell.place}为{cell.text}"
