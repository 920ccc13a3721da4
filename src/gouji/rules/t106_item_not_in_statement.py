"""T106 item-not-in-statement"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.registry import Remark, check

_TABLE = """
一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目代码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t100.00\t80.00\t20.00
205\t教育支出\t70.00\t50.00\t20.00
20502\t普通教育\t70.00\t50.00\t20.00
2050201\t学前教育\t30.00\t20.00\t10.00
2050202\t小学教育\t40.00\t30.00\t10.00
221\t住房保障支出\t30.00\t30.00\t
22102\t住房改革支出\t30.00\t30.00\t
2210201\t住房公积金\t30.00\t30.00\t
"""

_FEWEST = 3


@check(
    "T106",
    "item-not-in-statement",
    bad=f"""
# 2024年度部门决算
五、一般公共预算财政拨款支出决算情况说明
1.教育支出（类）普通教育（款）初中教育（项）。年初预算40.00万元，支出决算40.00万元，完成年初预算的100%。
{_TABLE}""",
    good=f"""
# 2024年度部门决算
五、一般公共预算财政拨款支出决算情况说明
1.教育支出（类）普通教育（款）小学教育（项）。年初预算40.00万元，支出决算40.00万元，完成年初预算的100%。
{_TABLE}""",
    source="《2024年政府收支分类科目》；同一指标在同一公开文件中应一致",
)
def item_not_in_statement(report: Report) -> Iterator[Remark]:
    """文中列的支出项，报表里没有，或者不在所写的类、款之下。

    只看写明（项）的科目，并且报表列到了项级。报表里没有的科目，或者“卫生健康支出（类）住房改革支出（款）住房公积金（项）”这样类、款写错的。
    """
    rows: dict[str, str] = {}
    for statement in report.statements:
        if statement.type is not None and statement.type.key.classification == "F" and not statement.prior:
            rows |= {r.code: plain(r.label) for band in statement.bands for r in band.rows if r.code}
    levels = lexicon().levels
    lowest = max(levels.values())
    items = {code: label for code, label in rows.items() if len(code) == lowest}
    if len(items) < _FEWEST:
        return
    own = "budget" if report.kind == "budget" else "final"
    told: set[tuple[int, str]] = set()
    for mention in report.parser.claims.mentions:
        dims = mention.dims
        if dims is None or dims.period or dims.measure != own or dims.scope in ("fund", "capital"):
            continue
        if mention.fact.quantity.value == 0:
            continue  # what was budgeted and not spent stands in no statement
        item = dims.item
        wrong = "" if (mention.paragraph, item) in told else _wrong(item, rows, items, levels)
        if wrong:
            told.add((mention.paragraph, item))
            yield Remark(mention.fact.span, wrong)


def _wrong(item: str, rows: dict[str, str], items: dict[str, str], levels: dict[str, int]) -> str:
    lowest = max(levels.values())
    if item.startswith("F:") and len(item) == 2 + lowest and item[2:] not in items:
        name = lexicon().codes["F"].get(item[2:], item[2:])
        return "" if plain(name) in items.values() else f"报表里没有“{name}”这一项"
    path = [(step[:1], plain(step[1:])) for step in item.removeprefix("N:").split("/") if step]
    if not item.startswith("N:") or levels.get(path[-1][0]) != lowest:
        return ""
    name = path[-1][1]
    codes = [code for code, label in items.items() if label == name]
    if not codes:
        return f"报表里没有“{name}”这一项"
    for level, step in path[:-1]:
        width = levels.get(level, 0)
        if width and step not in {rows.get(code[:width], step) for code in codes}:
            above = "、".join(sorted({f"“{rows[code[:width]]}”" for code in codes}))
            return f"报表里“{name}”在{above}（{level}）之下，文中写在“{step}”（{level}）之下"
    return ""
