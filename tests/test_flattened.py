"""Statements of accounts that came out of a file one cell a line."""

from gouji.config import Config
from gouji.document import Table
from gouji.linter import lint_bytes
from gouji.readers.text import read_text

_TEXT = """芦河县水务局2026年部门预算

第三部分 部门预算表

支出总表

单位：万元

科目编码

科目名称

合计

基本支出

项目支出

合计

{total}

900.00

350.00

213

农林水支出

1,250.00

900.00

350.00

21303

水 利

1,250.00

900.00

350.00

2130301

行政运行

900.00

900.00

{blank}2130305

水利工程建设

350.00

0.00

350.00

注：本表反映部门全部支出。
"""


def _report(total: str = "1,250.00", blank: str = "0.00\n\n"):
    return lint_bytes(_TEXT.format(total=total, blank=blank).encode(), "预算.txt", Config())


def test_a_statement_whose_rows_are_all_whole_is_put_together() -> None:
    report = _report()
    (statement,) = report.statements
    assert statement.id == "budget-expenditure"
    assert [[cell.text for cell in row] for row in statement.table.rows[:4]] == [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["合计", "", "1,250.00", "900.00", "350.00"],
        ["213", "农林水支出", "1,250.00", "900.00", "350.00"],
        ["21303", "水利", "1,250.00", "900.00", "350.00"],
    ]
    source = report.document.source
    assert all(
        "".join(source[cell.span.start : cell.span.end].split()) == cell.text
        for row in statement.table.rows
        for cell in row
    )
    assert report.findings == []


def test_its_sums_are_checked() -> None:
    (finding,) = _report(total="1,350.00").findings
    assert (finding.code[0], finding.stated, finding.expected) == ("F", "1,350.00", "1,250.00万元")


def test_a_statement_with_a_blank_cell_is_left_and_said() -> None:
    document = read_text(_TEXT.format(total="1,250.00", blank=""), "预算.txt")
    assert not [block for block in document.blocks if isinstance(block, Table)]
    assert document.remarks == ["第9行起的表散成一格一行，有空格分不清在哪一栏，没有拼起来"]


_OVER = """
部门支出总表

单位：万元

项目

合计

基本支出

项目支出

功能分类科目编码

科目名称

栏次

1

2

3

合计

{total}

900.00

350.00

213

农林水支出

1,250.00

900.00

350.00

21303

水利

1,250.00

900.00

350.00
"""


def test_a_head_whose_columns_stand_before_the_code_and_the_name() -> None:
    report = lint_bytes(_OVER.format(total="1,250.00").encode(), "预算.txt", Config())
    (statement,) = report.statements
    assert [cell.text for cell in statement.table.rows[0]] == [
        "功能分类科目编码",
        "科目名称",
        "合计",
        "基本支出",
        "项目支出",
    ]
    assert report.findings == []
    wrong = lint_bytes(_OVER.format(total="1,350.00").encode(), "预算.txt", Config())
    assert [finding.code for finding in wrong.findings][:1] == ["F101"] or wrong.findings[0].code == "F102"
