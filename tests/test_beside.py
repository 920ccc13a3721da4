"""Tables too wide for a page, whose last columns stand on the next; and heads of several lines with a lone 合计 in the middle."""

import pytest
from passages import lint, shown

WIDE = """
湟源高原研究所2023年度单位决算

收入决算表
公开02表
单位：万元
科目编码\t科目名称\t本年收入合计\t财政拨款收入
合计\t\t{whole}\t960.50
206\t科学技术支出\t1641.00\t701.00
20602\t基础研究\t1641.00\t701.00
208\t社会保障和就业支出\t259.50\t259.50

{again}
科目编码\t科目名称\t事业收入\t其他收入
合计\t\t900.00\t{other}
206\t科学技术支出\t900.00\t40.00
20602\t基础研究\t900.00\t40.00
208\t社会保障和就业支出\t0.00\t0.00
"""
TITLED = "收入决算表\n公开02表\n单位：万元"
RIGHT = {"whole": "1900.50", "again": TITLED, "other": "40.00"}


@pytest.mark.parametrize("again", ["", TITLED])
def test_columns_on_the_next_page_are_of_the_rows_that_they_repeat(again: str) -> None:
    text = WIDE.format(**RIGHT | {"again": again})
    assert shown(text) == []
    assert [statement.row_count for statement in lint(text).statements] == [4]
    assert shown(WIDE.format(**RIGHT | {"again": again, "whole": "1990.50"})) == ["F101 ERROR 1990.50"]
    assert shown(WIDE.format(**RIGHT | {"again": again, "other": "46.00"})) == ["F101 ERROR 46.00"]


def test_columns_without_names_are_of_the_rows_of_the_page_before() -> None:
    lines = WIDE.format(**RIGHT | {"again": ""}).split("\n")
    begin = max(at for at, line in enumerate(lines) if line.startswith("科目编码"))
    text = "\n".join([*lines[:begin], *(line.split("\t", 2)[2] for line in lines[begin:] if line)])
    assert shown(text) == []
    assert [statement.row_count for statement in lint(text).statements] == [4]
    assert shown(text.replace("900.00\t40.00", "900.00\t46.00", 1)) == ["F101 ERROR 46.00"]


def test_columns_of_other_rows_stay_a_table_of_their_own_that_proves_nothing() -> None:
    text = WIDE.format(**RIGHT)
    text = text[: text.rindex("20602")] + text[text.rindex("208\t") :]
    assert shown(text) == []
    assert [statement.torn for statement in lint(text).statements] == [True, True]


STACKED = """
乌江职业技术学院2025年单位预算

支出总表
单位：万元
科目\t\t\t基本支出\t\t\t项目支出\t
\t\t合计\t\t\t\t\t
编码\t名称\t\t小计\t工资福利支出\t商品和服务支出\t小计\t资本性支出
\t合计\t3260.00\t740.00\t660.00\t80.00\t2520.00\t200.00
205\t教育支出\t3260.00\t740.00\t660.00\t80.00\t2520.00\t200.00
20508\t进修及培训\t21.50\t0.00\t0.00\t0.00\t21.50\t0.00
20503\t职业教育\t3238.50\t740.00\t660.00\t80.00\t{project}\t200.00
"""


def test_a_lone_total_in_the_middle_of_a_head_heads_its_column() -> None:
    assert shown(STACKED.format(project="2498.50")) == []
    names = lint(STACKED.format(project="2498.50")).statements[0].bands[0].names
    assert list(names.values()) == ["合计", "小计", "工资福利支出", "商品和服务支出", "小计", "资本性支出"]
    assert shown(STACKED.format(project="2489.50")) == ["F101 ERROR 2489.50"]
