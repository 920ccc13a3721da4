"""A106 shares-sum"""

from __future__ import annotations

from gouji.rules.causes import is_sum
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "A106",
    "shares-sum",
    bad="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出中，基本支出占61.80%，项目支出占48.20%。
""",
    good="""
# 2024年度部门决算
三、支出决算情况说明
2024年度本年支出中，基本支出占61.80%，项目支出占38.20%。
""",
    source="算术恒等式：Σ占比 = 100%",
    applies=lambda c: is_sum(c, "shares"),
)
def message(c: Cause) -> str:
    """各分项占比之和不是100%。

    分项完整而没有金额可算时，各占比之和应为100%（允许各占比自身的四舍五入）。
    """
    return f"各分项占比之和不是100%：{c.main.formula()}"
