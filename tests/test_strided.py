"""Statements whose cells stand one a line, blank ones as blank lines."""

from passages import ITEMS

from gouji.config import Config
from gouji.document import Heading, Table
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text

ROWS = [
    ("科目编码", "科目名称", "2025年预算", "", ""),
    ("", "", "合计", "基本支出", "项目支出"),
    ("合计", "", "1,963.05", "1,900.00", "63.05"),
    *ITEMS,
]
TOTALS = [
    ("收入", "", "支出", ""),
    ("项目", "预算数", "项目", "预算数"),
    ("一、一般公共预算拨款收入", "1,963.05", "一、教育支出", "863.05"),
    ("二、政府性基金预算拨款收入", "", "二、住房保障支出", "1,100.00"),
    ("三、事业收入", "", "", ""),
    ("收入总计", "1,963.05", "支出总计", "1,963.05"),
]


def _text(totals: list[tuple[str, ...]], rows: list[tuple[str, ...]]) -> str:
    title = "松岗县教育局2025年部门预算\n\n{}\n单位：万元\n{}\n\n{}\n单位：万元\n{}\n\n2025年一般公共预算支出{}万元。\n"
    cells = ["\n".join("\n".join(row) for row in table) for table in (totals, rows)]
    return title.format("部门收支总表", cells[0], "一般公共预算支出表", cells[1], "1963.05")


def _said(text: str) -> list[str]:
    findings = lint_document(read_text(text, "例.txt"), Config()).findings
    return [f"{f.code} {text[f.span.start : f.span.end]}" for f in findings if f.severity >= Severity.WARNING]


def _tables(text: str) -> list[list[list[str]]]:
    document = read_text(text, "例.txt")
    return [[[cell.text for cell in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


def test_rows_of_as_many_lines_as_columns_are_a_table() -> None:
    text = _text(TOTALS, ROWS)
    assert _tables(text) == [list(map(list, TOTALS)), list(map(list, ROWS))]
    assert _said(text) == []
    assert _said(text.replace("2050204\n高中教育\n863.05", "2050204\n高中教育\n868.05")) == ["F102 868.05"]
    assert _said(text.replace("二、住房保障支出\n1,100.00", "二、住房保障支出\n1,010.00")) == ["X101 1,010.00"]


def test_a_row_that_lacks_a_line_leaves_the_table_unread_and_said() -> None:
    wrapped = [(*row[:1], *row[1][:4], *row[2:]) if row[0] == "22102" else row for row in ROWS]
    text = _text(TOTALS, wrapped)
    assert _tables(text) == [list(map(list, TOTALS))]
    assert read_text(text, "例.txt").remarks == ["第32行起的表散成一格一行，有空格分不清在哪一栏，没有拼起来"]
    assert _said(text) == []
    headed = read_text(text.replace("\n\n2025年一般", "\n\n一、支出预算情况\n2025年一般"), "例.txt")
    assert any(isinstance(block, Heading) for block in headed.blocks)


def test_cells_of_which_blank_ones_left_no_line_are_no_rows_by_chance() -> None:
    """Without the blank cells of the head, eight lines are a row as well as six."""
    rows = [
        ("收入", "支出"),
        ("项目", "预算数", "功能分类", "预算数", "支出性质", "预算数"),
        ("一、财政拨款", "900.00", "一、教育支出", "800.00", "一、基本支出", "700.00"),
        ("二、事业收入", "0.00", "二、卫生健康支出", "60.00", "二、项目支出", "200.00"),
        ("三、其他收入", "0.00", "三、住房保障支出", "40.00"),
        ("四、经营收入", "0.00"),
        ("收入总计", "900.00", "支出总计", "900.00", "支出总计", "900.00"),
        ("上年结转", "0.00", "结转下年", "0.00", "结转下年", "0.00"),
    ]
    text = _text(rows, ROWS)
    assert _tables(text) == [list(map(list, ROWS))]
    assert _said(text) == []
