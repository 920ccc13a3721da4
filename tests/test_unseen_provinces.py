"""Passages of invented disclosures in the manner of provinces that were met late: right as they stand, and wrong with one number changed."""

from pathlib import Path

import pytest
from passages import said

PASSAGES = Path(__file__).parent / "unseen"
TOLD = [
    ("final-some-shares-of-the-whole", "80.00万元", "90.00万元", ("A104", "40.00%")),
    ("final-items-of-public-funds", "占40.00%", "占45.00%", ("A104", "45.00%")),
    ("final-two-incomes-together", "合计50.00万元，占", "合计60.00万元，占", ("A104", "20.00%")),
    ("final-procurement-planned-and-spent", "节约资金7.00", "节约资金8.00", ("A102", "8.00万元")),
    ("final-budget-and-spending-each-changed", "增加1.47", "增加1.74", ("A102", "1.74万元")),
    ("final-guests-of-each-occasion", "170.37", "107.37", ("A111", "107.37元")),
    ("final-the-largest-and-the-next", "占60.00%", "占65.00%", ("A104", "65.00%")),
    ("final-a-fund-in-a-section-of-all", "本年支出155.00", "本年支出165.00", ("T101", "165.00万元")),
    ("final-the-whole-behind-items", "基本支出100.00万元，占64", "基本支出110.00万元，占64", ("T101", "110.00万元")),
    ("final-guests-of-two-kinds", "59批次、358", "59批次、385", ("N101", "385人次")),
    ("budget-unit-by-unit", "项目支出743.78", "项目支出747.38", ("A105", "747.38万元")),
    ("budget-carry-against-carry", "减少21.54", "减少25.14", ("A102", "25.14万元")),
    ("budget-without-carry-change", "减少20.00万元", "减少25.00万元", ("A102", "25.00万元")),
    ("budget-including-carry", "增长1.85%", "增长1.58%", ("A101", "1.58%")),
    ("budget-of-the-increase", "比上年增加50.00", "比上年增加55.00", ("A101", "4.35%")),
    ("budget-two-shares-respectively", "1.61%", "1.16%", ("A104", "1.16%")),
    ("budget-none-within", "经费预算10.00", "经费预算11.00", ("T101", "11.00万元")),
]


@pytest.mark.parametrize("path", sorted(PASSAGES.glob("*.txt")), ids=lambda path: path.stem)
def test_what_is_right_is_not_accused(path: Path) -> None:
    assert said(path.read_text("utf-8")) == []


@pytest.mark.parametrize(("name", "right", "wrong", "expected"), TOLD, ids=[f"{each[0]}:{each[2]}" for each in TOLD])
def test_what_is_wrong_is(name: str, right: str, wrong: str, expected: tuple[str, str]) -> None:
    text = (PASSAGES / f"{name}.txt").read_text("utf-8")
    assert right in text
    assert expected in said(text.replace(right, wrong, 1))


def test_the_public_tables_of_hainan_are_known() -> None:
    text = """云岭市林业局2021年度部门决算
一般公共预算财政拨款基本支出决算公开表
单位：万元
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t450.00\t302\t商品和服务支出\t100.00
人员经费合计\t\t450.00\t公用经费合计\t\t100.00

六、一般公共预算财政拨款基本支出决算情况说明
2021年度一般公共预算财政拨款基本支出550.00万元，其中：人员经费450.00万元，公用经费101.00万元。"""
    assert ("T101", "101.00万元") in said(text)
