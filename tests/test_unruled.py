"""Tables without ruling lines whose headers stand at the left of their columns and whose amounts at the right."""

import re
from collections.abc import Sequence

import pytest
from test_pdf import Paper, cells, tables

LANDSCAPE = (842.0, 595.0)
LEAVES = [
    ("科目编码", 40),
    ("科目名称", 110),
    ("合计", 300),
    ("小计", 400),
    ("人员经费", 500),
    ("公用经费", 600),
    ("项目支出", 700),
]
ENDS = [0, 0, 396, 496, 596, 696, 796]
ROWS = [
    ["", "合计", "2,141.20", "716.70", "642.00", "74.70", "1,424.50"],
    ["208", "社会保障和就业支出", "69.50", "69.50", "69.50", "", ""],
    ["213", "农林水支出", "2,071.70", "647.20", "572.50", "74.70", "1,424.50"],
]


def _rows(paper: Paper, y: float, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        for cell, (_, left), end in zip(row, LEAVES, ENDS, strict=True):
            if re.fullmatch(r"[\d,.]+", cell) and end:
                paper.canvas.drawRightString(end, paper.height - y - 15 * number, cell)
            else:
                paper.text(left, y + 15 * number, cell, 8)


def _abreast(
    paper: Paper, y: float, rows: Sequence[Sequence[str]], lefts: Sequence[int], ends: Sequence[int], size: int
) -> None:
    """Income and expenditure side by side: names at the left of their columns, amounts at the right."""
    for number, row in enumerate(rows):
        for name, amount, left, end in zip(row[::2], row[1::2], lefts, ends, strict=True):
            paper.text(left, y + 15 * number, name, size)
            paper.canvas.drawRightString(end, paper.height - y - 15 * number, amount)


def _paper(title: str = "一般公共预算支出表") -> Paper:
    paper = Paper(LANDSCAPE)
    paper.text(421, 60, title, 14, centre=True)
    paper.text(700, 80, "单位：万元", 8)
    return paper


def test_headers_in_the_middle_of_two_lines_head_no_groups() -> None:
    paper = _paper()
    paper.text(400, 100, "基本支出", 8)
    for text, left in LEAVES:
        low = text in ("小计", "人员经费", "公用经费")
        paper.text(left, 115 if low else 107.5, text, 8)
    _rows(paper, 130, ROWS)
    (table,) = tables(paper.read())
    assert cells(table)[-3:] == ROWS
    heads = ["".join(cell) for cell in zip(*cells(table)[:-3], strict=True)]
    assert heads == ["科目编码", "科目名称", "合计", "基本支出小计", "人员经费", "公用经费", "项目支出"]


def test_the_numbers_of_the_columns_stand_under_their_names() -> None:
    paper = _paper("支出决算表")
    for number, (text, left) in enumerate(LEAVES):
        paper.text(left, 100, text, 8)
        paper.text(left, 115, str(number - 1) if number > 1 else ("栏次" if number else ""), 8)
    _rows(paper, 130, ROWS)
    (table,) = tables(paper.read())
    assert cells(table) == [[text for text, _ in LEAVES], ["", "栏次", "1", "2", "3", "4", "5"], *ROWS]


def test_a_name_right_behind_an_amount_is_a_cell_of_its_own() -> None:
    paper = Paper()
    paper.text(200, 60, "收支总表", 14)
    head = [("项目", 60), ("预算数", 250), ("项目", 301), ("预算数", 480)]
    for text, left in head:
        paper.text(left, 80, text, 10)
    rows = [
        ("一、一般公共预算拨款收入", "1,063.05", "一、教育支出", "863.05"),
        ("二、事业收入", "100.00", "二、农林水支出", "300.00"),
    ]
    _abreast(paper, 98, rows, (60, 301), (300, 530), 10)
    (table,) = tables(paper.read())
    assert cells(table) == [[text for text, _ in head], *map(list, rows)]


def test_a_last_row_of_a_small_whole_number_is_of_the_table() -> None:
    paper = Paper()
    paper.text(200, 60, "政府性基金预算支出表", 14)
    for row, y in (("科目编码", "科目名称", "预算数"), 80), (("509", "对个人和家庭的补助", "1,731"), 95), (("50905", "离退休费", "1,702"), 110), (("50999", "其他对个人和家庭补助", "29"), 125):  # fmt: skip
        paper.text(60, y, row[0], 9)
        paper.text(160, y, row[1], 9)
        paper.canvas.drawRightString(500, paper.height - y, row[2])
    paper.text(60, 180, "政府采购预算表", 14)
    (table,) = tables(paper.read())
    assert cells(table)[-1] == ["50999", "其他对个人和家庭补助", "29"]


def test_a_head_at_the_foot_of_the_page_before_is_of_its_table() -> None:
    paper = Paper()
    paper.text(60, 700, "2024年收入预算已经批准，按规定公开如下。", 12)
    paper.text(200, 770, "政府性基金预算收入表", 14)
    head = [("项目", 60), ("上年执行数", 220), ("本年预算数", 320), ("预算数为执行数的%", 420)]
    for text, left in head:
        paper.text(left, 800, text, 9)
    paper.page()
    rows = [
        ("污水处理费收入", "350", "350", "100.00"),
        ("城市基础设施配套费收入", "1,000", "900", "90.00"),
        ("合计", "1,350", "1,250", "92.59"),
    ]
    for number, row in enumerate(rows):
        paper.text(60, 60 + 15 * number, row[0], 9)
        for end, cell in zip((300, 400, 520), row[1:], strict=True):
            paper.canvas.drawRightString(end, paper.height - 60 - 15 * number, cell)
    paper.text(60, 150, "以上为全部收入。", 12)
    (table,) = tables(paper.read())
    assert cells(table) == [[text for text, _ in head], *map(list, rows)]


def test_a_table_of_small_whole_amounts_has_its_head() -> None:
    paper = Paper()
    paper.text(200, 60, "国有资本经营预算收支总表", 14)
    for text, middle in (("项目", 100), ("预算数", 270), ("项目", 370), ("预算数", 510)):
        paper.text(middle, 85, text, 9, centre=True)
    rows = [("一、利润收入", "600", "一、解决历史遗留问题支出", "210"), ("二、股利收入", "90", "二、资本金注入", "300"), ("收入总计", "690", "支出总计", "510")]  # fmt: skip
    _abreast(paper, 100, rows, (60, 310), (300, 540), 9)
    (table,) = tables(paper.read())
    assert cells(table) == [["项目", "预算数", "项目", "预算数"], *map(list, rows)]


def test_the_numbers_of_columns_at_the_foot_of_a_page_are_no_torn_amounts() -> None:
    paper = Paper()
    head = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    amounts = [["", "合计", "1,106.53", "1,050.53", "56.00"], *([str(201 + n), "行政运行", "106.53", "50.53", "56.00"] for n in range(8))]  # fmt: skip
    paper.ruled(680, [head, ["", "栏次", "1", "2", "3"]])
    paper.page()
    paper.ruled(60, amounts)
    assert [row for table in tables(paper.read()) for row in cells(table)][:3] == [head, ["", "栏次", "1", "2", "3"], amounts[0]]  # fmt: skip


CENTRES = [
    ("科目编码", 70),
    ("科目名称", 200),
    ("小计", 400),
    ("人员经费", 480),
    ("公用经费", 560),
    ("小计", 640),
    ("当年", 710),
    ("结转", 780),
]
GROUPED = [
    ["201", "一般公共服务支出", "751.75", "587.56", "528.42", "59.14", "164.19", "160.19", "4.00"],
    ["20103", "政府办公厅及相关机构事务", "751.75", "587.56", "528.42", "59.14", "164.19", "160.19", "4.00"],
    ["", "合计", "751.75", "587.56", "528.42", "59.14", "164.19", "160.19", "4.00"],
]


def _grouped(amounts: Sequence[Sequence[str]]) -> list[list[str]]:
    """A table whose headers stand in the middle of their columns, in three lines, over names at the left and amounts at the
    right of them."""
    paper = _paper()
    for text, middle in [("科目", 165), ("基本支出", 480), ("项目支出", 710)]:
        paper.text(middle, 100, text, 7, centre=True)
    paper.text(322, 107, "合计", 7, centre=True)
    for text, middle in CENTRES:
        paper.text(middle, 114, text, 7, centre=True)
    for number, row in enumerate(amounts):
        y = 130 + 15 * number
        paper.text(42, y, row[0], 7)
        paper.text(105, y, row[1], 7)
        for cell, end in zip(row[2:], (355, 435, 515, 595, 668, 740, 812), strict=True):
            paper.canvas.drawRightString(end, paper.height - y, cell)
    (table,) = tables(paper.read())
    return cells(table)


def test_groups_of_columns_over_headers_in_the_middle_of_theirs() -> None:
    *head, first, second, third = _grouped(GROUPED)
    assert [first, second, third] == GROUPED
    assert [column for column, text in enumerate(head[0]) if text] == [0, 3, 6]
    leaves = ["".join(cell) for cell in zip(*head[1:], strict=True)]
    assert leaves == ["科目编码", "科目名称", "合计", "小计", "人员经费", "公用经费", "小计", "当年", "结转"]


def test_amounts_in_wide_figures_are_amounts() -> None:
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    rows = [[*row[:2], *(cell.translate(wide) for cell in row[2:])] for row in GROUPED]
    assert _grouped(rows)[-3:] == rows


def test_a_printed_space_parts_the_thousands_of_an_amount() -> None:
    rows = [[*row[:2], f"1 {row[2]}", *row[3:]] for row in GROUPED]
    assert [row[2] for row in _grouped(rows)[-3:]] == ["1751.75"] * 3


YEARS = [("项目", 40), ("2024年", 300), ("2025年", 400), ("2025比2024", 500)]


@pytest.mark.parametrize("first", [["因公出国（境）费", "", "", ""], ["因公出国（境）费", "-", "-", "-"]])
def test_a_head_of_years_over_a_row_without_amounts(first: list[str]) -> None:
    rows = [
        first,
        ["公务接待费", "0.72", "1.98", "1.26"],
        ["公务用车购置及运行费", "2.72", "5.60", "2.88"],
        ["合计", "3.44", "7.58", "4.14"],
    ]
    paper = _paper("“三公”经费预算表")
    for text, left in YEARS:
        paper.text(left, 100, text, 8)
    for number, row in enumerate(rows):
        y = 115 + 15 * number
        paper.text(40, y, row[0], 8)
        for cell, end in zip(row[1:], (345, 445, 550), strict=True):
            paper.canvas.drawRightString(end, paper.height - y, cell)
    (table,) = tables(paper.read())
    assert cells(table) == [[text for text, _ in YEARS], *rows]
