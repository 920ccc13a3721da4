"""A102 change-amount"""

from __future__ import annotations

from gouji.rules.causes import is_bound, is_change, is_growth, is_unsaid, should_be, stated
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause
from gouji.tieout.presence import Unsaid

_ROLES = {"current": "本年数", "prior": "上年数"}


@rule(
    "A102",
    "change-amount",
    bad="""
# 2025年部门预算
二、部门预算编制说明
1. 教育支出（类）其他教育支出（款）其他教育支出（项）30.00万元。2024年当年预算执行数为15.00万元，2025年预算安排30.00万元，比2024年预算执行数增加18.00万元。
""",
    good="""
# 2025年部门预算
二、部门预算编制说明
1. 教育支出（类）其他教育支出（款）其他教育支出（项）30.00万元。2024年当年预算执行数为15.00万元，2025年预算安排30.00万元，比2024年预算执行数增加15.00万元。
""",
    source="算术恒等式：变动额 = |本年数 − 上年数|",
    applies=lambda c: is_change(c) or is_growth(c) or is_bound(c, "prior") or is_unsaid(c),
)
def message(c: Cause) -> str:
    """变动额与本年数、上年数或变动率对不上。

    变动额 = |本年数 − 上年数|；文中没有上年数时，用变动率反推。支出的增加额不会大于本年数，否则上年成了负数。
    “比上年”后面的数按上年数算不出变动率、按变动额算得出的，是漏了“增加”“减少”。
    """
    if is_unsaid(c):
        word = "增加" if isinstance(c.main, Unsaid) and c.main.word.sign > 0 else "减少"
        return f"“比上年”与{stated(c)}之间缺少“{word}”：{c.main.formula()}"
    if is_bound(c, "prior"):
        return f"增加额大于本年数，上年数成了负数，文中为{stated(c)}：{c.main.formula()}"
    accused = next((name for role, name in _ROLES.items() if getattr(c.main, role, None) is c.site), "变动额")
    return f"{accused}与其他数字对不上，{should_be(c)}文中为{stated(c)}：{c.main.formula()}"
