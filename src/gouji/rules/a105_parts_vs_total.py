"""A105 parts-vs-total"""

from __future__ import annotations

from gouji.rules.causes import is_bound, is_bound_by_cell, is_likely, is_sum, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A105",
    "parts-vs-total",
    bad="""
# 2024年度部门决算
十一、政府采购支出情况说明
2024年度政府采购支出总额50.47万元，其中：政府采购货物支出30.00万元、政府采购工程支出0万元、政府采购服务支出20.00万元。
""",
    good="""
# 2024年度部门决算
十一、政府采购支出情况说明
2024年度政府采购支出总额50.47万元，其中：政府采购货物支出30.00万元、政府采购工程支出0万元、政府采购服务支出20.47万元。
""",
    source="算术恒等式：总项 = Σ分项",
    applies=lambda c: is_sum(c, "parts", "change") or (is_bound(c) and not is_bound_by_cell(c)),
    milder=is_likely,
)
def message(c: Cause) -> str:
    """分项之和不等于总项，或分项大于总项。

    只在分项确实完整时核对相等：基本支出与项目支出，人员经费与公用经费，货物、工程与服务，列全的各科目。
    """
    return f"分项与总项对不上，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
