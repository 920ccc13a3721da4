"""D104 comparison-vs-figures"""

from __future__ import annotations

from gouji.rules.causes import flat_word, is_comparison
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "D104",
    "comparison-vs-figures",
    bad="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费年初预算27.00万元，支出决算25.50万元，决算数大于年初预算数的主要原因是压缩开支。
""",
    good="""
# 2024年度部门决算
十、机关运行经费支出情况说明
2024年度机关运行经费年初预算27.00万元，支出决算25.50万元，决算数小于年初预算数的主要原因是压缩开支。
""",
    source="两数大小比较",
    rank=1,
    applies=lambda c: is_comparison(c),
)
def message(c: Cause) -> str:
    """大于、小于、等于与所比的两数不符。

    “决算数大于年初预算数”，而决算数其实较小。
    """
    return f"“{flat_word(c).text}”与所比的两数不符：{c.main.formula()}"
