"""Lists of purchases: they add up, on as many levels as they have, and accuse where no reading of the list could mend them."""

from __future__ import annotations

import pytest
from passages import shown

from gouji.document import Span
from gouji.facts import Fact
from gouji.quantity import parse_cell
from gouji.quantity.units import unit_named
from gouji.relations import Sum
from gouji.statements.faults import is_irreducible, is_too_much

HEAD = """
青溪市档案馆2026年单位预算

政府采购预算表
单位：万元
项目名称\t采购品目\t采购预算金额
合计\t\t{total}
"""

FLAT = """设备更新\tA02010105台式计算机\t12.00
物业服务\tC21040000物业管理服务\t{services}
系统运维\tC16070000运行维护服务\t34.00
"""

LEVELS = """设备更新\t\t120.00
\t台式计算机\t35.00
\t便携式计算机\t45.00
\t打印机\t20.00
\t复印机\t8.00
\t投影仪\t2.00
\t扫描仪\t10.00
库房改造\t\t64.00
\t空调\t40.00
\t货架\t24.00
"""


def test_a_list_of_purchases_that_adds_up_is_quiet() -> None:
    assert shown((HEAD + FLAT).format(total="126.50", services="80.50")) == []


@pytest.mark.parametrize(("total", "services"), [("126.50", "85.50"), ("126.00", "80.50"), ("26.50", "80.50")])
def test_purchases_above_their_total_are_an_error(total: str, services: str) -> None:
    assert shown((HEAD + FLAT).format(total=total, services=services)) == [f"F101 ERROR {total}"]


def test_purchases_below_their_total_may_lack_a_row() -> None:
    assert shown((HEAD + FLAT).format(total="126.50", services="75.50")) == ["F101 WARNING 126.50"]


def test_a_total_that_leaves_rows_out_is_no_error() -> None:
    assert shown((HEAD + FLAT).format(total="46.00", services="80.50")) == []


def test_a_row_that_the_next_ones_happen_to_make_up_heads_none() -> None:
    assert shown((HEAD + LEVELS).format(total="184.00")) == []
    assert shown((HEAD + LEVELS).format(total="174.00")) != []


def _cell(text: str) -> Fact:
    quantity = parse_cell(text, unit_named("万元"))
    assert quantity is not None
    return Fact(quantity, Span(0, 0), in_table=True)


def _sum(total: str, *parts: str) -> Sum:
    return Sum(_cell(total), [_cell(part) for part in parts], kind="column")


def test_too_much_is_less_than_any_part_or_a_slip() -> None:
    assert is_too_much(_sum("100.00", "60.00", "50.00"))
    assert is_too_much(_sum("11.00", "60.00", "50.00"))
    assert not is_too_much(_sum("66.00", "16.00", "16.00", "10.00", "6.00", "51.00"))
    assert not is_too_much(_sum("100.00", "60.00", "30.00"))


def test_what_parts_come_to_is_taken_away() -> None:
    assert is_irreducible(_sum("66.00", "16.00", "16.00", "10.00", "6.00", "51.00"))
    assert not is_irreducible(_sum("100.00", "60.00", "40.00", "30.00", "10.00"))
