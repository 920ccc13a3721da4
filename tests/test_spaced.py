"""Tables whose columns are kept apart by spaces: read where they are certain, else said to be left."""

from passages import ITEMS

from gouji.config import Config
from gouji.document import Document, Table
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text

ROWS = [
    *ITEMS,
    ("", "合计", "1,963.05", "1,900.00", "63.05"),
]
HEAD = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
WIDTHS = (10, 18, 12, 12, 12)


def _wide(text: str, chinese: int) -> int:
    return sum(chinese if character > "\u2e80" else 1 for character in text)


def _line(cells: tuple[str, ...], chinese: int) -> str:
    line = ""
    for number, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True)):
        blank = " " * (width - _wide(cell, chinese))
        line += "  " + (blank + cell if number > 1 else cell + blank)
    return line.rstrip()


def _text(rows: list[tuple[str, ...]], chinese: int = 2) -> str:
    lines = [_line(row, chinese) for row in (HEAD, *rows)]
    return "\n".join(["松岗县教育局2024年部门预算", "", "          一般公共预算支出表", "表5          单位：万元", *lines, "", "2024年一般公共预算支出1963.05万元。"])  # fmt: skip


def _tables(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


def _said(text: str) -> list[str]:
    findings = lint_document(read_text(text, "例.txt"), Config()).findings
    return [f"{f.code} {text[f.span.start : f.span.end]}" for f in findings if f.severity >= Severity.WARNING]


def test_columns_kept_apart_by_spaces_are_a_table_however_wide_a_chinese_character_is() -> None:
    for chinese in (1, 2):
        text = _text(ROWS, chinese)
        (table,) = _tables(read_text(text, "例.txt"))
        assert table == [list(HEAD), *map(list, ROWS)]
        assert _said(text) == []


def test_a_wrong_amount_is_told_where_it_stands() -> None:
    wrong = [("2050204", "高中教育", "863.05", "800.00", "64.05") if row[0] == "2050204" else row for row in ROWS]
    assert _said(_text(wrong)) == ["F101 64.05"]


def test_columns_that_do_not_stand_under_one_another_are_left_and_said() -> None:
    lines = _text(ROWS).split("\n")
    at = next(number for number, line in enumerate(lines) if "高中教育" in line)
    lines[at] = lines[at].replace("  863.05", "863.05  ").replace("      63.05", "63.05")
    document = read_text("\n".join(lines), "例.txt")
    assert _tables(document) == []
    assert document.remarks == ["第5行起的表以空格分列，上下没有对齐，分不清列，没有读"]
    assert _said("\n".join(lines)) == []


def test_a_table_goes_on_over_the_end_of_a_page() -> None:
    text = _text(ROWS).replace("  221", "                    - 1 -\n\f  221")
    (table,) = _tables(read_text(text, "例.txt"))
    assert table == [list(HEAD), *map(list, ROWS)]


def test_columns_that_a_program_shifts_by_a_character_or_two_are_read_and_prove_nothing() -> None:
    """As `pdftotext -layout` lays them out: what a table says is found in it, and accuses nothing."""
    lines = _text(ROWS).split("\n")
    at = next(number for number, line in enumerate(lines) if "高中教育" in line)
    lines[at] = lines[at].replace("  863.05", "863.05  ").replace("  800.00", "800.00  ").replace(" 63.05", "63.05")
    document = read_text("\n".join(lines), "例.txt")
    (table,) = _tables(document)
    assert table == [list(HEAD), *map(list, ROWS)]
    assert document.remarks == ["第5行起的表以空格分列，上下没有完全对齐，其中的数只用来证实"]
    told = "\n2024年一般公共预算支出{}万元，其中：基本支出1900.00万元，项目支出63.05万元。\n"
    assert _said("\n".join(lines) + told.format("1963.05")) == []
    assert _said("\n".join(lines).replace("863.05", "868.05") + told.format("1963.05")) == []
