"""T104 enumeration-vs-cells"""

from __future__ import annotations

from gouji.rules.causes import presence, presence_cells
from gouji.rules.registry import rule
from gouji.tieout.blame import Cause


@rule(
    "T104",
    "enumeration-vs-cells",
    bad="""
# 2024年度部门决算
一般公共预算财政拨款基本支出决算表
公开06表
单位：万元
科目代码\t科目名称\t决算数
302\t商品和服务支出\t30.00
30201\t办公费\t20.00
30202\t印刷费\t
30228\t工会经费\t10.00
公用经费合计\t\t30.00
第二部分 2024年度部门决算情况说明
六、一般公共预算财政拨款基本支出决算情况说明
2024年度一般公共预算财政拨款基本支出中，公用经费30.00万元，主要包括：办公费、印刷费、工会经费。
""",
    good="""
# 2024年度部门决算
一般公共预算财政拨款基本支出决算表
公开06表
单位：万元
科目代码\t科目名称\t决算数
302\t商品和服务支出\t30.00
30201\t办公费\t20.00
30202\t印刷费\t
30228\t工会经费\t10.00
公用经费合计\t\t30.00
第二部分 2024年度部门决算情况说明
六、一般公共预算财政拨款基本支出决算情况说明
2024年度一般公共预算财政拨款基本支出中，公用经费30.00万元，主要包括：办公费、工会经费。
""",
    source="公开06表的明细科目",
    applies=lambda c: presence(c, "listed", "missing"),
    milder=lambda c: presence(c, "missing"),
)
def message(c: Cause) -> str:
    """文中列举的经济分类科目与报表不符。

    列了报表中没有金额的科目（错误），或漏了报表中有金额的科目（疑点，“主要包括”可以不列全）。
    """
    if presence(c, "listed"):
        names = "、".join(f"“{cell.subject}”" for cell in presence_cells(c)[1:])
        also = f"（同一处还有{names}）" if names else ""
        return f"列举了“{c.site.text}”，而报表中该科目没有金额{also}"
    missing = "、".join(f"{cell.subject}（{cell.text}）" for cell in presence_cells(c)[:5])
    return f"列举漏了报表中有金额的科目：{missing}"
