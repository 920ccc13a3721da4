"""Workbooks, Word files and web pages as people print them: too wide for the page, with narrow columns, with watermarks and web addresses."""

from collections.abc import Sequence

import pytest
from passages import lint, shown
from test_pdf import A4, HEAD, ROWS, Paper, caption, cells, tables, texts

from gouji.config import Config
from gouji.document import Document
from gouji.linter import lint_document

WIDE = [
    ["项目", "", "本年收入合计", "财政拨款收入", "事业收入", "其他收入"],
    ["科目代码", "科目名称", "", "", "", ""],
    ["", "合计", "1,900.50", "960.50", "900.00", "40.00"],
    ["206", "科学技术支出", "1,641.00", "701.00", "900.00", "40.00"],
    ["20602", "基础研究", "1,641.00", "701.00", "900.00", "40.00"],
    ["208", "社会保障和就业支出", "259.50", "259.50", "", ""],
]
LEFT = [70.0, 130.0, 280.0, 360.0, 440.0]


def found(document: Document) -> list[str]:
    return [f"{f.code} {document.quote(f.span)}" for f in lint_document(document, Config()).findings]


def strip(rows: Sequence[Sequence[str]], first: int, last: int) -> list[list[str]]:
    return [list(row[first:last]) for row in rows]


def wide(cuts: Sequence[int], rows: Sequence[Sequence[str]] = WIDE, over: str = "") -> Document:
    """A table of which each page has some columns, as a spreadsheet prints it."""
    paper = Paper()
    caption(paper, "收入决算表")
    for number, (first, last) in enumerate(zip([0, *cuts], [*cuts, len(rows[0])], strict=True)):
        if number:
            paper.page()
            paper.text(70, 100, over, 9)
        edges = LEFT[: last - first + 1] if not number else [70.0 + 80 * at for at in range(last - first + 1)]
        paper.ruled(120, strip(rows, first, last), edges)
    return paper.read()


@pytest.mark.parametrize("cuts", [(4,), (3, 5), (2, 3, 4, 5)])
def test_a_table_too_wide_for_its_page_is_one(cuts: Sequence[int]) -> None:
    document = wide(cuts)
    (table,) = tables(document)
    assert cells(table) == WIDE
    assert found(document) == []
    anchor = document.anchor(table.rows[3][5].span.start)
    assert anchor is not None
    assert anchor.page == len(cuts) + 1
    wrong = [*WIDE[:3], [*WIDE[3][:5], "46.00"], *WIDE[4:]]
    assert found(wide(cuts, wrong)) == ["F101 46.00"]


def test_its_unit_may_stand_over_the_last_columns_and_its_names_be_repeated() -> None:
    assert [cells(table) for table in tables(wide((4,), over="金额单位：元"))] == [WIDE]
    paper = Paper()
    caption(paper, "收入决算表")
    paper.ruled(120, strip(WIDE, 0, 4), LEFT)
    paper.page()
    paper.ruled(120, [[*row[:2], *row[4:]] for row in WIDE], [70.0, 130.0, 280.0, 360.0, 440.0])
    document = paper.read()
    assert [cells(table) for table in tables(document)] == [WIDE]


def test_a_wide_table_may_be_two_pages_high() -> None:
    rows = [
        WIDE,
        [["20801", "抚恤", "150.00", "140.00", "", "10.00"], ["20802", "救助", "109.50", "109.50", "", ""]] * 2,
    ]
    paper = Paper()
    caption(paper, "收入决算表")
    for first, last in ((0, 4), (4, 6)):
        for part in rows:
            edges = LEFT if first == 0 else [70.0, 150.0, 230.0]
            paper.ruled(120, strip(part, first, last), edges)
            paper.page()
    (table,) = tables(paper.read())
    assert cells(table) == [*WIDE, *rows[1]]


@pytest.mark.parametrize("title", ["", "支出决算表"])
def test_another_statement_of_the_same_rows_is_no_part_of_it(title: str) -> None:
    """Its title stands at the foot of the page before, or its unit is told again."""
    paper = Paper()
    caption(paper, "收入决算表")
    paper.ruled(120, strip(WIDE, 0, 4), LEFT)
    paper.text(A4[0] / 2, 300, title, 16, centre=True)
    paper.page()
    paper.text(470, 100, "" if title else "单位：万元", 9)
    rows = [["科目代码", "科目名称", "基本支出", "项目支出"], *strip(WIDE[1:], 0, 4)]
    paper.ruled(120, rows, LEFT)
    assert len(tables(paper.read())) == 2


def test_forms_of_one_kind_on_pages_one_after_the_other_stay_below_one_another() -> None:
    paper = Paper()
    for name, amount in (("古籍修复", "80.00"), ("馆舍维修", "60.00")):
        form = [["项目名称", name], ["主管部门", "文化局"], ["年度资金总额", amount], ["其中：财政拨款", amount]]
        paper.ruled(120, form, [70.0, 200.0, 400.0])
        paper.page()
    assert {len(row) for table in tables(paper.read()) for row in table.rows} == {2}


def test_where_only_cells_with_text_are_framed_each_is_of_the_table_it_stands_in() -> None:
    edges = [40.0, 100.0, 250.0, 320.0, 390.0, 460.0, 540.0]
    rows = [
        ["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出", "经营支出"],
        ["207", "文化旅游体育与传媒支出", "1,234.56", "1,000.00", "200.00", "34.56"],
        ["2070101", "行政运行", "1,000.00", "1,000.00", "", ""],
        ["2070104", "图书馆", "34.56", "", "", "34.56"],
        ["2070199", "其他文化支出", "", "", "", ""],
        ["2070108", "文化活动", "200.00", "", "200.00", ""],
    ]
    paper = Paper()
    caption(paper)
    paper.rows(120, rows, edges)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                width = edges[column + 1] - edges[column]
                paper.canvas.rect(edges[column], paper.height - 140 - 20 * number, width, 20)
    (table,) = tables(paper.read())
    assert cells(table) == rows


SHEET = (842.0, 595.0)


def test_two_pages_on_one_sheet_are_two() -> None:
    paper = Paper(SHEET)
    edges = [30.0, 100.0, 200.0, 260.0, 320.0, 390.0]
    lines = ["本单位负责全县公共阅读服务，组织文献的收集整", "理和保存。"]
    for sheet in range(2):
        for number, left in enumerate((0.0, 421.0)):
            paper.text(left + 190, 580, f"{2 * sheet + number + 1}", 9)
            if not sheet:
                paper.text(left + 30, 540 if not number else 60, lines[number])
                paper.text(left + 30, 90, "一、主要职责" if not number else "支出决算表")
            else:
                paper.ruled(100, [HEAD, *ROWS[:2]] if not number else [HEAD, *ROWS[2:]], [left + x for x in edges])
        paper.page()
    document = paper.read()
    (table,) = tables(document)
    assert cells(table) == [HEAD, *ROWS]
    assert "本单位负责全县公共阅读服务,组织文献的收集整理和保存。" in texts(document)
    for row, page, left in ((1, 2, 30), (4, 2, 451)):
        anchor = document.anchor(table.rows[row][0].span.start)
        assert anchor is not None
        assert anchor.page == page
        assert anchor.box is not None
        assert left < anchor.box[0] < left + 70


def test_a_wide_page_with_a_table_across_its_middle_is_one() -> None:
    paper = Paper(SHEET)
    for _ in range(2):
        paper.text(421, 60, "支出决算表", 16, centre=True)
        paper.ruled(100, [HEAD, *ROWS], [70.0, 200.0, 350.0, 500.0, 640.0, 780.0])
        paper.page()
    assert {len(row) for table in tables(paper.read()) for row in table.rows} == {5}


def test_a_watermark_that_lies_slanting_is_no_text() -> None:
    paper = Paper()
    caption(paper)
    paper.ruled(120, [HEAD, *ROWS])
    canvas = paper.canvas
    for angle, x, y in ((45, 300, 650), (30, 100, 660), (-40, 380, 690)):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.drawString(0, 0, "内部资料2024")
        canvas.restoreState()
    document = paper.read()
    (table,) = tables(document)
    assert cells(table) == [HEAD, *ROWS]
    assert "内部" not in document.source


def test_a_name_that_its_cell_cuts_ends_there() -> None:
    """The next cell's name begins where the cut one would go on."""
    paper = Paper()
    head = ["科目代码", "科目名称", "本年支出合计数", "基本支出", "项目支出"]
    edges = [70.0, 130.0, 280.0, 340.0, 400.0, 460.0]
    paper.ruled(100, [["", "", "", "", ""], *ROWS], edges)
    canvas = paper.canvas
    for text, left, right in zip(head, edges, edges[1:], strict=False):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left, paper.height - 120, right - left, 20)
        canvas.clipPath(path, stroke=0)
        canvas.drawString(left + 1, paper.height - 114, text)
        canvas.restoreState()
    (table,) = tables(paper.read())
    assert cells(table)[0] == head


def test_a_web_address_with_the_number_of_the_page_is_no_text() -> None:
    paper = Paper()
    lines = ["本单位负责全县公共阅读服务，组织文献的收集、整理和保存，开展全民阅读活动，指导乡镇图书室", "的业务工作。"]
    for number in range(4):
        paper.text(20, 20, "2025/8/20 15:31", 8)
        paper.text(70, 760, lines[0] if number % 2 == 0 else "截至年底，馆藏图书12万册。")
        paper.text(20, 830, "https://www.example.gov.cn/xxgk/content/post_1.html", 8)
        paper.text(560, 830, f"{number + 1}/4", 8)
        paper.page()
        if number % 2 == 0:
            paper.text(70, 60, lines[1])
    assert not [text for text in texts(paper.read()) if "example" in text or "/4" in text]


FOLDED = """
# 2024年度部门决算
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t{all}\t600.00\t400.00
205\t教育支出\t{one}\t550.00\t350.00
221\t住房保障支出\t100.00\t50.00\t50.00
"""


def test_a_number_that_did_not_fit_its_column_is_said_and_proves_nothing() -> None:
    assert shown(FOLDED.format(all="1,000.00", one="900.00")) == []
    assert shown(FOLDED.format(all="####", one="####")) == ["W116 WARNING ####"]
    assert shown(FOLDED.format(all="1,000.00", one="#REF!")) == ["W116 WARNING #REF!"]


JOINED = """
# 2025年度部门预算
部门支出总表
单位：万元
单位编码\t单位名称\t总计\t{head}\t专项业务经费支出
\t合计\t1,200.00\t900.00\t300.00
116001\t局本级\t800.00\t600.00\t200.00
116002\t事务中心\t400.00\t300.00\t100.00

一般公共预算支出明细表
单位：万元
功能科目编码\t功能科目名称\t合计\t人员经费支出\t公用经费支出\t专项业务经费支出
\t合计\t1,200.00\t700.00\t200.00\t300.00
204\t公共安全支出\t1,200.00\t700.00\t200.00\t300.00
20406\t司法\t1,200.00\t700.00\t200.00\t300.00
"""


@pytest.mark.parametrize("head", ["人员经费和公用经费支出", "人员经费和公用经费支", "人员经费和公用经费"])
def test_a_header_that_joins_two_names_is_neither(head: str) -> None:
    assert shown(JOINED.format(head=head)) == []


BROKEN = """
# 2024年度部门决算
收入决算表
公开02表
单位：万元
\t\t\t\t上级补助\t\t
项目\t\t本年收入合计\t财政拨款收入\t\t事业收入\t其他收入
\t\t\t\t收入\t\t
科目代码\t科目名称\t\t\t\t\t
\t合计\t1,000.00\t800.00\t\t150.00\t{other}
205\t教育支出\t900.00\t700.00\t\t150.00\t50.00
20502\t普通教育\t900.00\t700.00\t\t150.00\t50.00
221\t住房保障支出\t100.00\t100.00\t\t\t
"""


def test_the_end_of_a_broken_header_over_a_blank_column_begins_no_second_table() -> None:
    assert shown(BROKEN.format(other="50.00")) == []
    assert shown(BROKEN.format(other="5.00")) == ["F101 ERROR 5.00"]


def test_a_row_without_amounts_is_no_total() -> None:
    """What a broken name left of itself, 支出, among rows whose sum is the total."""
    text = """
# 2024年度部门决算
财政拨款收入支出决算总表
公开04表
单位：万元
项目\t\t金额\t项目\t\t合计\t\t
\t次\t\t\t次\t\t政拨款\t政拨款
\t20\t\t支出\t52\t\t\t
本年收入合计年初财政拨款结转和\t27\t1,050.00\t本年支出合计年末财政拨款结转和\t59\t1,000.00\t900.00\t100.00
结余\t28\t80.00\t结余\t60\t130.00\t130.00\t
总计\t32\t1,130.00\t总计\t64\t1,130.00\t1,030.00\t100.00

四、财政拨款收入支出决算总体情况说明
2024年度财政拨款支出1,000.00万元。
"""
    assert shown(text) == []


def test_the_title_of_a_statement_begins_a_block_of_its_own() -> None:
    paper = Paper()
    paper.text(70, 60, "第二部分云岭区图书馆2024年度部门决算报表", 12)
    paper.text(70, 78, "收入支出决算总表", 12)
    paper.ruled(120, [HEAD[:4], ROWS[0][:4]], LEFT)
    assert "收入支出决算总表" in texts(paper.read())


NAMED = """
五、一般公共预算财政拨款支出决算情况说明
1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）。年初预算330.00万元，支出决算330.00万元，完成年初预算的100%。
"""
_LABELS = [
    "社会保障和就业支出",
    "行政事业单位养老支出",
    "机关事业单位基本养老保险缴费支出",
    "行政单位离退休",
    "事业单位离退休",
]


def test_a_name_of_which_a_narrow_cell_shows_the_beginning_is_the_same() -> None:
    def table(longest: int) -> str:
        codes = ["208", "20805", "2080505", "2080501", "2080502"]
        amounts = ["390.00", "390.00", "330.00", "40.00", "20.00"]
        rows = "\n".join(
            f"{code}\t{label[:longest]}\t{amount}\t{amount}\t"
            for code, label, amount in zip(codes, _LABELS, amounts, strict=True)
        )
        head = "科目代码\t科目名称\t小计\t基本支出\t项目支出\n\t合计\t390.00\t390.00\t"
        return f"# 2024年度部门决算\n一般公共预算财政拨款支出决算表\n公开05表\n单位：万元\n{head}\n{rows}\n{NAMED}"

    assert shown(table(30)) == shown(table(11)) == shown(table(7)) == []
    assert [
        f.code for f in lint(table(11).replace("基本养老保险缴费支出（项）", "职业年金缴费支出（项）")).findings
    ] == ["T106"]


BOTH = ["项目", "2026年预算数", "项目", "2026年预算数"]
FIRST = [
    ["一、财政拨款", "21,785.37", "公共安全支出", "16,568.86"],
    ["", "", "行政运行", "16,568.86"],
    ["", "", "教育支出", "62.57"],
    ["", "", "培训支出", "62.57"],
]
REST = [
    ["", "", "卫生健康支出", "355.00"],
    ["", "", "行政单位医疗", "355.00"],
    ["", "", "住房保障支出", "4,809.69"],
    ["", "", "住房公积金", "2,504.69"],
    ["", "", "购房补贴", "2,305.00"],
    ["本年收入合计", "21,785.37", "本年支出合计", "21,796.12"],
    ["上年结转", "10.75", "结转下年", "0.00"],
    ["收入总计", "21,796.12", "支出总计", "21,796.12"],
]


def test_a_table_without_a_title_may_be_the_rest_of_the_one_before() -> None:
    paper = Paper()
    edges = [70.0, 180.0, 280.0, 420.0, 520.0]
    caption(paper, "收支总表")
    paper.ruled(120, [BOTH, *FIRST], edges)
    paper.page()
    paper.text(470, 60, "单位：万元", 9)
    paper.text(70, 80, "表2", 9)
    paper.ruled(120, [BOTH, *REST], edges)
    document = paper.read()
    assert found(document) == []
    assert [statement.torn for statement in lint_document(document, Config()).statements] == [True, True]


BOXED = [70.0, 130.0, 250.0, 320.0, 390.0, 460.0]


def framed(rows: Sequence[Sequence[str]] = WIDE, right: float = 535.0, gap: float = 2.0) -> Document:
    """A statement on a printed web page: each of its cells is a box, and boxes run around it and its titles from page end to page end."""
    paper = Paper()
    caption(paper, "收入决算表")
    edges = [*BOXED[: len(rows[0])], right - 6]
    for row, line in enumerate(rows):
        top = 120 + 22 * row
        for column, text in enumerate(line):
            left, end = edges[column] + gap / 2, edges[column + 1] - gap / 2
            paper.canvas.rect(left, paper.height - top - 22 + gap / 2, end - left, 22 - gap)
            paper.text(left + 2, top + 15, text, 9)
    for margin in (3, 6):
        for x in (BOXED[0] + gap / 2 - margin, right - 6 - gap / 2 + margin):
            paper.canvas.line(x, 40, x, paper.height - 40)
    return paper.read()


def test_a_box_around_a_page_is_no_part_of_the_table_in_it() -> None:
    (table,) = tables(framed())
    assert cells(table) == WIDE
    assert found(framed()) == []


def test_the_sides_of_a_table_that_its_rows_nearly_touch_are_its_own() -> None:
    paper = Paper()
    caption(paper, "收入决算表")
    edges = [*BOXED, 529.0]
    for row, line in enumerate(WIDE):
        for column, text in enumerate(line):
            paper.text(edges[column] + 2, 135 + 22 * row, text, 9)
    for row in range(len(WIDE) + 1):
        level = paper.height - 120 - 22 * row
        paper.canvas.line(edges[0] + 1.5, level, edges[-1] - 1.5, level)
    for x in edges:
        paper.canvas.line(x, paper.height - 120, x, paper.height - 120 - 22 * len(WIDE))
    assert [cells(table) for table in tables(paper.read())] == [WIDE]


def test_a_table_that_the_edge_of_the_paper_cuts_may_lack_a_column() -> None:
    short = [row[:5] for row in WIDE]
    assert found(framed(short)) != []
    cut = framed(short, right=A4[0] + 60)
    assert found(cut) == []
    assert any("纸边" in doubt for _, table in cut.tables() for doubt in table.doubts)
