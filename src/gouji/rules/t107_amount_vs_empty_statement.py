"""T107 amount-vs-empty-statement"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.findings import Related, Severity
from gouji.narrative.claims import Mention
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements import Statement

_ALONE = ("fund", "capital")
_FIGURE = pattern_of(r"\d[.,]\d|^\d{2,}$")

_TEXT = """
# 2024年度部门决算
第二部分 2024年度部门决算情况说明
七、财政拨款“三公”经费支出决算情况说明
"""
_TABLE = """
第三部分 2024年度部门决算表
财政拨款“三公”经费支出决算表
单位：万元
合计\t因公出国（境）费\t公务用车购置及运行维护费\t公务接待费
\t\t\t
"""


@check(
    "T107",
    "amount-vs-empty-statement",
    severity=Severity.WARNING,
    bad=_TEXT + "“三公”经费财政拨款支出决算为0.86万元。\n" + _TABLE,
    good=_TEXT + "“三公”经费财政拨款支出决算为0.00万元。\n" + _TABLE,
    source="空表与文中的“无”应一致（《地方预决算公开操作规程》财预〔2016〕143号）",
)
def amount_vs_empty_statement(report: Report) -> Iterator[Remark]:
    """文中有金额，而应列它的报表是空的。

    整张表没有一个数，文中却说了这张表所列事项的金额；别的表里有这个数的不算。
    """
    for statement in report.statements:
        if statement.type is None or statement.prior or statement.is_doubtful or statement.table.unsure:
            continue
        if _says_a_number(statement):
            continue
        told = [mention for mention in report.narrative.mentions if _is_of(mention, statement, report)]
        if told:
            first, *others = told
            related = tuple(Related(f"又为{each.fact.text}", each.fact.span) for each in others)
            yield Remark(first.fact.span, f"《{statement.title}》是空的，文中却为{first.fact.text}", related)


def _says_a_number(statement: Statement) -> bool:
    """Whether a digit stands in the table, below its head or not read as an amount."""
    rows = statement.table.rows
    return bool(statement.amounts) or any(_FIGURE.search(cell.text) for row in rows for cell in row)


def _is_of(mention: Mention, statement: Statement, report: Report) -> bool:
    """Whether a number is an amount of this year that the statement is there to show, and that no other one shows."""
    assert statement.type is not None
    own, fact = statement.type.key, mention.fact
    if not fact.firm or fact.quantity.value <= 0 or fact.quantity.unit.dimension != "money":
        return False
    return any(
        key.period == report.year
        and (
            key.item == own.item if own.item else own.scope in _ALONE and key.scope == own.scope and key.item == "total"
        )
        and not report.cells.get(key)
        for key in fact.keys
    )
