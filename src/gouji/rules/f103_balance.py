"""F103 balance"""

from __future__ import annotations

from gouji.facts import Fact
from gouji.rules.causes import is_sum, place
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "F103",
    "balance",
    bad="""
# 2024年度部门决算
收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t900.00\t一、教育支出\t910.00
总计\t900.00\t总计\t910.00
""",
    good="""
# 2024年度部门决算
收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t900.00\t一、教育支出\t900.00
总计\t900.00\t总计\t900.00
""",
    source="收支平衡：收入总计 = 支出总计",
    applies=lambda c: is_sum(c, "balance"),
)
def message(c: Cause) -> str:
    """收入总计与支出总计不平。

    收支总表的收入总计必须等于支出总计；预算的收入与支出比上年各增减多少，也必须相同。
    """
    changed = isinstance(c.site, Fact) and any(key.measure.startswith("change:") for key in c.site.keys)
    return f"{place(c)}{'收支的增减不同' if changed else '收支不平'}：{c.main.formula()}"
