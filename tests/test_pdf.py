"""PDFs drawn here, of invented units: what a page shows is what the reader says, and where."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gouji.cli import main
from gouji.document import Document, Heading, Paragraph, Table
from gouji.readers import UnreadableError, is_readable, read_bytes, read_file
from gouji.readers.limits import Limits
from gouji.readers.pdf import read_pdf

FONT = "STSong-Light"
A4 = (595.0, 842.0)
HEAD = ["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
ROWS = [
    ["207", "文化旅游体育与传媒支出", "1,234.56", "1,000.00", "234.56"],
    ["20701", "文化和旅游", "1,234.56", "1,000.00", "234.56"],
    ["2070101", "行政运行", "1,000.00", "1,000.00", ""],
    ["2070104", "图书馆", "234.56", "", "234.56"],
    ["合计", "", "1,234.56", "1,000.00", "234.56"],
]
EDGES = [70.0, 130.0, 280.0, 360.0, 440.0, 520.0]


class Paper:
    """A PDF being drawn; heights are counted from the top, as a reader counts them."""

    def __init__(self, size: tuple[float, float] = A4, encrypt: str | None = None) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size, encrypt=encrypt)
        self.height = size[1]

    def text(self, x: float, y: float, text: str, size: float = 12, centre: bool = False) -> None:
        self.canvas.setFont(FONT, size)
        draw = self.canvas.drawCentredString if centre else self.canvas.drawString
        draw(x, self.height - y, text)

    def rows(self, y: float, rows: Sequence[Sequence[str]], edges: Sequence[float] = EDGES, pitch: float = 20) -> float:
        """Cells of text: words at the left of their column, amounts at its right."""
        self.canvas.setFont(FONT, 9)
        for row in rows:
            y += pitch
            for cell, left, right in zip(row, edges, edges[1:], strict=False):
                if re.fullmatch(r"[\d,]+\.\d+", cell):
                    self.canvas.drawRightString(right - 3, self.height - y + 6, cell)
                else:
                    for number, part in enumerate(reversed(cell.split("\n"))):
                        self.canvas.drawString(left + 3, self.height - y + 6 + 10 * number, part)
        return y

    def ruled(
        self, y: float, rows: Sequence[Sequence[str]], edges: Sequence[float] = EDGES, pitch: float = 20
    ) -> float:
        end = self.rows(y, rows, edges, pitch)
        heights = [self.height - y - pitch * number for number in range(len(rows) + 1)]
        self.canvas.grid(list(edges), heights)
        return end

    def page(self) -> None:
        self.canvas.showPage()

    def picture(self) -> None:
        """A page that is nothing but a grey picture."""
        from PIL import Image

        image = BytesIO()
        Image.new("L", (60, 80), 200).save(image, "PNG")
        image.seek(0)
        self.canvas.drawImage(ImageReader(image), 0, 0, *A4)
        self.page()

    def data(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()

    def read(self) -> Document:
        return read_pdf(self.data(), "公开.pdf")


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def tables(document: Document) -> list[Table]:
    return [table for _, table in document.tables()]


def texts(document: Document) -> list[str]:
    return [block.flow.text for block in document.blocks if isinstance(block, Heading | Paragraph)]


def caption(paper: Paper, title: str = "支出决算表") -> None:
    paper.text(A4[0] / 2, 90, title, 16, centre=True)
    paper.text(470, 90, "公开03表", 9)
    paper.text(70, 115, "编制单位：云岭区图书馆", 9)
    paper.text(470, 115, "单位：万元", 9)


def test_a_ruled_table_keeps_its_cells_and_their_places() -> None:
    paper = Paper()
    caption(paper)
    paper.ruled(120, [HEAD, *ROWS])
    document = paper.read()
    assert texts(document) == ["支出决算表", "公开03表", "编制单位:云岭区图书馆", "单位:万元"]
    (table,) = tables(document)
    assert cells(table) == [HEAD, *ROWS]
    amount = table.rows[1][4]
    anchor = document.anchor(amount.span.start)
    assert anchor is not None
    assert anchor.page == 1
    assert anchor.box is not None
    x0, top, x1, bottom = anchor.box
    assert EDGES[4] < x0 < x1 < EDGES[5]
    assert 140 < top < bottom < 162
    empty = document.anchor(table.rows[3][4].span.start)
    assert empty is not None
    assert empty.box == (EDGES[4], 180.0, EDGES[5], 200.0)


def test_merged_heads_stand_in_their_first_field_and_broken_lines_are_joined() -> None:
    paper = Paper()
    edges = [70.0, 200.0, 300.0, 400.0]
    paper.rows(
        100,
        [
            ["", "本年支出", ""],
            ["项目", "基本支出", "项目支出"],
            ["机关事业单位基本\n养老保险缴费支出", "60.50", "1.25"],
        ],
        edges,
        26,
    )
    canvas, top = paper.canvas, paper.height - 100
    for x in edges:
        canvas.line(x, top - 26 if x == 300 else top, x, top - 78)
    for y in (top, top - 52, top - 78):
        canvas.line(70, y, 400, y)
    canvas.line(200, top - 26, 400, top - 26)
    (table,) = tables(paper.read())
    assert cells(table) == [
        ["项目", "本年支出", ""],
        ["", "基本支出", "项目支出"],
        ["机关事业单位基本养老保险缴费支出", "60.50", "1.25"],
    ]


def test_a_table_without_ruling_lines() -> None:
    paper = Paper()
    caption(paper)
    paper.rows(120, [HEAD, *ROWS])
    document = paper.read()
    (table,) = tables(document)
    assert cells(table) == [HEAD, *ROWS]
    assert texts(document)[-1] == "单位:万元"


def test_rows_between_which_no_line_is_drawn() -> None:
    paper = Paper()
    paper.rows(100, [HEAD, *ROWS])
    canvas, top = paper.canvas, paper.height - 100
    for x in EDGES:
        canvas.line(x, top, x, top - 120)
    for y in (top, top - 20, top - 120):
        canvas.line(EDGES[0], y, EDGES[-1], y)
    (table,) = tables(paper.read())
    assert cells(table) == [HEAD, *ROWS]


def test_a_table_open_at_its_sides() -> None:
    paper = Paper()
    paper.rows(100, [HEAD, *ROWS])
    canvas, top = paper.canvas, paper.height - 100
    for x in EDGES[1:-1]:
        canvas.line(x, top, x, top - 120)
    for number in range(7):
        canvas.rect(EDGES[0], top - 20 * number, EDGES[-1] - EDGES[0], 0.6, stroke=0, fill=1)
    (table,) = tables(paper.read())
    assert cells(table) == [HEAD, *ROWS]


def test_a_table_in_a_form_and_text_that_runs_over_its_cell() -> None:
    paper = Paper()
    paper.canvas.beginForm("table")
    paper.ruled(100, [HEAD, ["2080505", "机关事业单位基本养老保险缴费支出经费", "", "12.00", "3.00"]])
    paper.canvas.endForm()
    paper.canvas.translate(10, -5)
    paper.canvas.doForm("table")
    document = paper.read()
    (table,) = tables(document)
    assert cells(table)[1] == ["2080505", "机关事业单位基本养老保险缴费支出经费", "", "12.00", "3.00"]


def test_a_drawing_is_no_table() -> None:
    paper = Paper()
    paper.text(90, 60, "一、部门概况")
    for number in range(600):
        paper.canvas.line(5, 5 + number * 1.3, 300 + number % 7, 5 + number * 1.3)
        paper.canvas.line(5 + number * 0.9, 5, 5 + number * 0.9, 700 + number % 7)
    assert texts(paper.read()) == ["一、部门概况"]


def test_a_wrapped_label_of_an_unruled_table_is_one_cell() -> None:
    paper = Paper()
    edges = [70.0, 260.0, 360.0]
    paper.rows(100, [["项目", "决算数"], ["工资福利支出", "80.00"]], edges, 26)
    paper.text(73, 169, "机关事业单位基本", 9)
    paper.rows(152, [["", "60.50"]], edges, 28)
    paper.text(73, 179, "养老保险缴费", 9)
    paper.rows(178, [["合计", "140.50"]], edges, 28)
    (table,) = tables(paper.read())
    assert cells(table)[2] == ["机关事业单位基本养老保险缴费", "60.50"]
    assert len(table.rows) == 4


def _headed(paper: Paper, y: float, heads: Sequence[str], edges: Sequence[float]) -> None:
    """Headers in the middle of their columns."""
    for head, left, right in zip(heads, edges, edges[1:], strict=False):
        paper.text((left + right) / 2, y, head, 9, centre=True)


def test_headers_of_groups_of_an_unruled_table_stand_over_the_first_of_their_columns() -> None:
    paper = Paper()
    edges = [40.0, 200.0, 300.0, 460.0, 555.0]
    paper.text(170, 100, "收入", 9, centre=True)
    paper.text(427, 100, "支出", 9, centre=True)
    _headed(paper, 116, ["项目", "决算数", "项目", "决算数"], edges)
    rows = [
        ["一、财政拨款收入", "90.00", "一、教育支出", "80.00"],
        ["二、事业收入", "10.00", "二、住房保障支出", "20.00"],
        ["本年收入合计", "100.00", "本年支出合计", "100.00"],
    ]
    paper.rows(116, rows, edges, 16)
    (table,) = tables(paper.read())
    assert cells(table)[0] == ["收入", "", "支出", ""]
    assert cells(table)[2] == rows[0]


def test_a_number_at_the_right_of_a_column_is_under_the_header_before_it() -> None:
    paper = Paper()
    edges = [40.0, 120.0, 200.0, 300.0, 400.0, 500.0, 560.0]
    paper.text(350, 100, "公务用车购置及运行费", 9, centre=True)
    _headed(paper, 112, ["合计", "因公出国费", "", "", "", "接待费"], edges)
    _headed(paper, 124, ["", "", "小计", "公务用车购置费", "公务用车运行费", ""], edges)
    paper.rows(124, [["9.70", "", "5.10", "", "5.10", "4.60"]], edges, 20)
    (table,) = tables(paper.read())
    assert cells(table) == [
        ["", "", "公务用车购置及运行费", "", "", ""],
        ["合计", "因公出国费", "", "", "", "接待费"],
        ["", "", "小计", "公务用车购置费", "公务用车运行费", ""],
        ["9.70", "", "5.10", "", "5.10", "4.60"],
    ]


def test_labels_that_hang_below_their_amounts_are_of_the_row_above() -> None:
    paper = Paper()
    edges = [70.0, 130.0, 260.0, 360.0]
    lines = [
        ["编码", "项目", "决算数"],
        ["20805", "行政事业单位养老支出", "85.10"],
        ["2080505", "机关事业单位", "60.50"],
        ["", "基本养老保险", ""],
        ["", "缴费支出", ""],
        ["2080506", "机关事业单位", "24.60"],
        ["", "职业年金缴费", ""],
        ["", "支出", ""],
        ["210", "卫生健康支出", "40.30"],
    ]
    paper.rows(100, lines, edges, 12)
    (table,) = tables(paper.read())
    assert cells(table)[2:] == [
        ["2080505", "机关事业单位基本养老保险缴费支出", "60.50"],
        ["2080506", "机关事业单位职业年金缴费支出", "24.60"],
        ["210", "卫生健康支出", "40.30"],
    ]


def _set_close(lines: list[list[str]], edges: list[float]) -> list[list[str]]:
    """The cells of a table without ruling lines whose lines stand close together."""
    paper = Paper()
    paper.rows(100, lines, edges, 11)
    (table,) = tables(paper.read())
    return cells(table)


def test_a_row_without_an_amount_is_no_further_line_of_the_label_above() -> None:
    lines = [
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", "90.50", "一、农林水支出", "60.50"],
        ["二、事业收入", "10.00", "二、住房保障支出", "40.00"],
        ["本年收入合计", "100.50", "本年支出合计", "100.50"],
        ["上年结转结余", "", "年终结转结余", ""],
        ["收入总计", "100.50", "支出总计", "100.50"],
    ]
    assert _set_close(lines, [70.0, 190.0, 260.0, 400.0, 470.0])[3:] == lines[3:]


def test_digits_that_went_to_a_further_line_are_of_the_amount_above() -> None:
    lines = [
        ["科目编码", "科目名称", "合计", "基本支出"],
        ["栏次", "", "1", "2"],
        ["合计", "", "12691.34", "12691.34"],
        ["213", "农林水", "12345.6", "12345.6"],
        ["", "支出", "7", "7"],
        ["21303", "水利", "12345", "12345.6"],
        ["", "", ".67", "7"],
        ["2130301", "行政", "345.67", "345.67"],
        ["", "运行", "", ""],
    ]
    assert _set_close(lines, [70.0, 130.0, 190.0, 228.0, 266.0])[1:] == [
        ["栏次", "", "1", "2"],
        ["合计", "", "12691.34", "12691.34"],
        ["213", "农林水支出", "12345.67", "12345.67"],
        ["21303", "水利", "12345.67", "12345.67"],
        ["2130301", "行政运行", "345.67", "345.67"],
    ]


def test_the_title_of_the_next_table_at_the_end_of_a_page_is_no_row() -> None:
    paper = Paper()
    paper.text(73, 80, "支出决算表")
    end = paper.rows(100, [HEAD, *ROWS], EDGES, 14)
    paper.text(73, end + 14, "财政拨款收入支出决算总表", 9)
    paper.page()
    paper.rows(80, [["项目", "金额"], ["本年收入合计", "90.50"], ["总计", "90.50"]], [70.0, 190.0, 260.0], 14)
    document = paper.read()
    assert [len(table.rows) for table in tables(document)] == [6, 3]
    assert "财政拨款收入支出决算总表" in texts(document)


def test_every_head_over_an_empty_column_is_a_column() -> None:
    paper = Paper()
    edges = [40.0 + 42 * number for number in range(13)]
    heads = ["科目", "名称", "合计", "甲类", "乙类", "丙类", "丁类", "戊类", "己类", "庚类", "辛类", "壬类"]
    below = ["", "", "", "", "收入", "收入", "收入", "收入", "收入", "收入", "收入", "收入"]
    amounts = [["213", "水利", "90.50"], ["221", "住房", "10.00"], ["合计", "", "100.50"]]
    paper.rows(100, [heads, below, *amounts], edges, 11)
    (table,) = tables(paper.read())
    assert {len(row) for row in table.rows} == {12}
    assert cells(table)[0][3:5] == ["甲类", "乙类收入"]


def test_a_line_that_ends_with_a_semicolon_at_the_margin_goes_on() -> None:
    paper = Paper()
    lines = [
        "收入合计500.00万元，其中：财政拨款收入450.00万元；",
        "其他收入50.00万元，占10.00%，主要是代管资金的利息收入。",
    ]
    for number, text in enumerate(lines):
        wide = pdfmetrics.stringWidth(text, FONT, 12)
        words = paper.canvas.beginText(90, paper.height - 120 - 22 * number)
        words.setFont(FONT, 12)
        words.setCharSpace((505 - 90 - wide) / len(text))
        words.textOut(text)
        paper.canvas.drawText(words)
    assert len(texts(paper.read())) == 1


def test_an_empty_form_without_ruling_lines_is_a_table() -> None:
    form = [
        ["一、政府性基金拨款", "", "一、科学技术支出"],
        ["二、上年结转", "", "二、城乡社区支出"],
        ["收入总计", "", "支出总计"],
    ]
    paper = Paper()
    paper.rows(120, form)
    (table,) = tables(paper.read())
    assert cells(table) == [[row[0], row[2]] for row in form]


def test_contents_with_page_numbers_are_no_table() -> None:
    paper = Paper()
    paper.text(A4[0] / 2, 80, "目录", 16, centre=True)
    for number, title in enumerate(["一、部门概况", "二、收入决算情况说明", "三、支出决算情况说明"]):
        paper.text(90, 120 + 20 * number, title + "." * (60 - 2 * len(title)) + str(number + 3))
    document = paper.read()
    assert texts(document) == ["目录", "一、部门概况", "二、收入决算情况说明", "三、支出决算情况说明"]
    assert not tables(document)


def test_a_table_over_two_pages_is_one() -> None:
    paper = Paper()
    caption(paper)
    paper.ruled(120, [HEAD, *ROWS[:2]])
    paper.page()
    paper.ruled(60, [HEAD, *ROWS[2:]])
    document = paper.read()
    (table,) = tables(document)
    assert cells(table) == [HEAD, *ROWS]
    pages = [anchor.page for row in table.rows if (anchor := document.anchor(row[0].span.start))]
    assert pages == [1, 1, 1, 2, 2, 2]


def test_a_row_that_the_end_of_a_page_cuts_is_one() -> None:
    more = [["2070109", "群众文化", "10.00", "10.00", ""], ["2070111", "文化创作与保护", "5.00", "", "5.00"]]
    cut = ["2070199", "其他文化", "296.8", "6.80", "290.00"]
    whole = [
        HEAD,
        *ROWS,
        *more,
        ["2070199", "其他文化和旅游支出", "296.84", "6.80", "290.00"],
        ["208", "社会保障", "1.00", "1.00", ""],
    ]
    paper = Paper()
    caption(paper)
    paper.ruled(120, [HEAD, *ROWS[:-1], ROWS[-1], *more, cut])
    paper.page()
    paper.ruled(60, [HEAD, ["", "和旅游支出", "4", "", ""], whole[-1]])
    (table,) = tables(paper.read())
    assert cells(table) == whole


def test_a_row_of_its_own_on_the_next_page_stays_one() -> None:
    more = [["2070109", "群众文化", "10.00", "10.00", ""], ["2070111", "文化创作与保护", "5.00", "", "5.00"]]
    rest = [["", "年末结转", "9.10", "", ""], ["208", "社会保障", "5.00", "", ""]]
    paper = Paper()
    caption(paper)
    paper.ruled(120, [HEAD, *ROWS, *more])
    paper.page()
    paper.ruled(60, rest)
    (table,) = tables(paper.read())
    assert cells(table)[-2:] == rest


def test_a_row_of_a_form_that_the_end_of_a_page_cuts_is_one() -> None:
    head = ["一级指标", "三级指标", "指标值", "实际值", "分值"]
    first = ["产出指标", "修缮古籍并且完成数字化扫描的全部", "≥20册", "21册", "20"]
    last = ["", "验收合格率", "100%", "100%", "20"]
    paper = Paper()
    paper.ruled(120, [head, first])
    paper.page()
    paper.ruled(60, [["", "册数", "", "", ""], last])
    (table,) = tables(paper.read())
    assert cells(table) == [head, [first[0], first[1] + "册数", *first[2:]], last]


def test_a_page_within_the_cells_at_the_left_of_its_form_goes_on() -> None:
    head = ["绩效指标", "一级指标", "三级指标", "指标值"]
    edges = [70.0, 150.0, 250.0, 430.0, 520.0]
    rows = [["", "", f"修缮第{number}批古籍", "100%"] for number in range(3)]
    paper = Paper()
    paper.ruled(100, [["项目名称", "古籍修缮", ""]], [*edges[:2], *edges[3:]])
    paper.ruled(120, [head], edges)
    paper.page()
    paper.rows(60, rows, edges)
    paper.text(153, 95, "产出指标", 9)
    paper.canvas.grid(edges[2:], [paper.height - 60 - 20 * number for number in range(4)])
    for x in edges[:2]:
        paper.canvas.line(x, paper.height - 60, x, paper.height - 120)
    (table,) = tables(paper.read())
    first, *others = rows
    assert cells(table) == [["项目名称", "古籍修缮", "", ""], head, ["", "产出指标", *first[2:]], *others]


def test_the_first_page_of_a_table_takes_the_columns_of_the_second() -> None:
    edges = [70.0, 150.0, 250.0, 430.0, 520.0]
    paper = Paper()
    paper.ruled(120, [["项目名称", "古籍修缮"], ["资金总额", "12.00"]], [*edges[:2], edges[-1]])
    paper.page()
    paper.ruled(60, [["绩效指标", "一级指标", "三级指标", "指标值"]], edges)
    (table,) = tables(paper.read())
    assert [[text for text in row if text] for row in cells(table)] == [
        ["项目名称", "古籍修缮"],
        ["资金总额", "12.00"],
        ["绩效指标", "一级指标", "三级指标", "指标值"],
    ]


def test_numbers_and_words_at_the_edges_of_pages_are_no_margins() -> None:
    paper = Paper()
    for number, last in enumerate(["20", "指标", "46", "标", "10", "质量", "指标", "分", "50", "指标"]):
        paper.text(90, 90, f"一、第{number}项任务")
        paper.text(90, 760, last)
        paper.text(297, 815, str(number + 1), 9, centre=True)
        paper.page()
    source = paper.read().source
    assert source.count("指标") == 3
    assert [each for each in source.split() if each.isdigit()] == ["20", "46", "10", "50"]


def test_a_caption_on_the_line_of_its_table_stands_before_it() -> None:
    paper = Paper()
    paper.text(70, 120, "公开03表", 9)
    paper.ruled(120, [HEAD, *ROWS])
    document = paper.read()
    assert isinstance(document.blocks[-1], Table)


def test_a_turned_page_reads_upright() -> None:
    paper = Paper()
    canvas = paper.canvas
    canvas.setPageRotation(90)
    canvas.rotate(90)
    canvas.translate(0, -A4[0])
    paper.height = A4[0]
    paper.text(300, 60, "支出决算表", 16)
    paper.ruled(100, [HEAD, *ROWS])
    document = paper.read()
    (table,) = tables(document)
    assert cells(table) == [HEAD, *ROWS]
    assert texts(document) == ["支出决算表"]
    anchor = document.anchor(table.rows[1][2].span.start)
    assert anchor is not None
    assert anchor.box is not None
    assert EDGES[2] < anchor.box[0] < anchor.box[2] < EDGES[3]
    assert 120 < anchor.box[1] < anchor.box[3] < 142


def test_text_that_lies_on_its_side_is_read_and_found_where_it_is_shown() -> None:
    paper = Paper()
    canvas = paper.canvas
    canvas.rotate(90)
    canvas.translate(0, -A4[0])
    paper.height = A4[0]
    paper.ruled(100, [HEAD, *ROWS])
    document = paper.read()
    (table,) = tables(document)
    assert cells(table) == [HEAD, *ROWS]
    anchor = document.anchor(table.rows[1][2].span.start)
    assert anchor is not None
    assert anchor.box is not None
    x0, top, x1, bottom = anchor.box
    assert 120 < x0 < x1 < 142
    assert A4[1] - EDGES[3] < top < bottom < A4[1] - EDGES[2]


LONG = [
    "  2024年度本年支出合计1,234.56万元，其中：基本支出1,000.00万元，",
    "占81.00%；项目支出234.56万元，占19.00%。支出减少的主要原因是阅览",
    "室改造项目上年完工，本年不再安排，同时压减会议、培训等一般性支",
    "出。",
]


def test_paragraphs_run_over_lines_and_pages_and_margins_are_dropped() -> None:
    paper = Paper()
    first, second = LONG[:2], LONG[2:]
    for number in range(1, 5):
        paper.text(90, 40, f"云岭区图书馆2024年度部门决算 第{number + 1}页", 9)
        paper.text(A4[0] / 2, 815, f"- {number} -", 9, centre=True)
        if number == 1:
            paper.text(90, 90, "三、支出决算情况说明", 14)
        for line, text in enumerate(first if number % 2 else second):
            paper.canvas.setFont(FONT, 12)
            words = paper.canvas.beginText(114 if text.startswith("  ") else 90, paper.height - 120 - 22 * line)
            text = text.strip()
            if len(text) > 20:
                wide = pdfmetrics.stringWidth(text, FONT, 12)
                words.setCharSpace((505 - words.getX() - wide) / len(text))
            words.textOut(text)
            paper.canvas.drawText(words)
        paper.page()
    document = paper.read()
    whole = "".join(LONG).strip().replace("，", ",").replace("：", ":").replace("；", ";")
    assert texts(document) == ["三、支出决算情况说明", whole, whole]


def test_a_line_printed_twice_is_read_once() -> None:
    paper = Paper()
    for shift in (0, 0.3):
        paper.text(90 + shift, 100, "一、收入1,100.11万元")
    assert texts(paper.read()) == ["一、收入1,100.11万元"]


def test_what_is_clipped_away_is_not_read() -> None:
    paper = Paper()
    path = paper.canvas.beginPath()
    path.rect(60, paper.height - 400, 480, 340)
    paper.canvas.clipPath(path, stroke=0)
    paper.text(90, 100, "一、部门概况")
    paper.text(90, 500, "二、看不见的一行")
    assert texts(paper.read()) == ["一、部门概况"]


def test_what_a_form_shows_is_clipped_in_the_form_s_own_measure() -> None:
    paper = Paper()
    paper.canvas.beginForm("cover")
    path = paper.canvas.beginPath()
    path.rect(0, 0, 72, 72)
    paper.canvas.clipPath(path, stroke=0)
    paper.canvas.setFont(FONT, 6)
    paper.canvas.drawString(6, 48, "云岭区图书馆")
    paper.canvas.drawString(6, 90, "看不见的一行")
    paper.canvas.endForm()
    paper.canvas.translate(90, 80)
    paper.canvas.scale(6, 8)
    paper.canvas.doForm("cover")
    assert texts(paper.read()) == ["云岭区图书馆"]


def test_a_page_that_is_a_picture_is_said(tmp_path: Path) -> None:
    paper = Paper()
    paper.text(90, 100, "云岭区图书馆2024年度部门决算")
    paper.page()
    paper.picture()
    path = tmp_path / "公开.pdf"
    path.write_bytes(paper.data())
    assert read_file(path).remarks == ["第2页为图片，没有读取"]
    assert "第2页为图片，没有读取。" in CliRunner().invoke(main, ["lint", str(path)]).output


def test_a_scan_is_refused() -> None:
    paper = Paper()
    paper.picture()
    paper.picture()
    with pytest.raises(UnreadableError, match=r"公开\.pdf：.*图片.*文字识别"):
        paper.read()


def _written(text: str = "云岭区图书馆") -> bytes:
    paper = Paper()
    for number in range(3):
        paper.text(90, 200, f"{text}{number}")
        paper.page()
    return paper.data()


def test_a_password_is_said() -> None:
    paper = Paper(encrypt="秘密".encode().hex())
    paper.text(90, 100, "云岭区图书馆")
    with pytest.raises(UnreadableError, match=r"公开\.pdf：.*密码"):
        paper.read()


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_cut_file_is_one_sentence(share: float) -> None:
    data = _written()
    with pytest.raises(UnreadableError, match=r"公开\.pdf：.*不完整.*重新下载"):
        read_pdf(data[: int(len(data) * share)], "公开.pdf")


def test_a_broken_file_is_one_sentence() -> None:
    with pytest.raises(UnreadableError, match=r"公开\.pdf：.*损坏"):
        read_pdf(b"%PDF-1.7\nnothing\n%%EOF\n", "公开.pdf")


def test_no_pdf_is_one_sentence() -> None:
    with pytest.raises(UnreadableError, match=r"公开\.pdf：这不是 PDF"):
        read_bytes("一、部门概况".encode(), "公开.pdf")


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UnreadableError, match=r"共 3 页，超过上限 2 页"):
        read_pdf(_written(), "公开.pdf", Limits(pages=2))


def test_a_pdf_is_known_by_its_suffix_and_by_its_first_bytes(tmp_path: Path) -> None:
    assert is_readable(Path("公开.PDF"))
    assert texts(read_bytes(_written(), "没有扩展名"))[0].startswith("云岭区图书馆")
    path = tmp_path / "坏.pdf"
    path.write_bytes(_written()[:300])
    result = CliRunner().invoke(main, ["lint", str(path)])
    assert result.exit_code == 2
    assert "坏.pdf" in result.output
    assert "Traceback" not in result.output


def test_a_title_repeated_on_every_page_of_its_table_is_no_running_head() -> None:
    paper = Paper()
    for number in range(3):
        paper.text(A4[0] / 2, 60, "支出决算表", 16, centre=True)
        paper.ruled(80, [HEAD, ROWS[number]])
        paper.page()
    document = paper.read()
    assert texts(document) == ["支出决算表"] * 3


def test_the_clip_of_one_cell_does_not_hide_the_others() -> None:
    paper = Paper()
    canvas = paper.canvas
    for number, (cell, left, right) in enumerate(zip(ROWS[0], EDGES, EDGES[1:], strict=False)):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left, paper.height - 140, right - left, 20)
        canvas.clipPath(path, stroke=0)
        paper.text(left + 3, 134, cell, 9)
        if number == 1:
            paper.text(left + 3, 154, "看不见的一行", 9)
        canvas.restoreState()
    canvas.grid(EDGES, [paper.height - 120, paper.height - 140, paper.height - 160])
    (table,) = tables(paper.read())
    assert cells(table) == [ROWS[0]]
    assert not table.doubts


def test_a_name_that_its_cell_cuts_is_whole() -> None:
    paper = Paper()
    canvas = paper.canvas
    for text, left, right, x in (("对个人和家庭的补助", 70, 120, 73), ("部门预算支出", 120, 150, 108)):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left + 1, paper.height - 140, right - left - 2, 20)
        canvas.clipPath(path, stroke=0)
        paper.text(x, 134, text, 9)
        canvas.restoreState()
    paper.text(153, 134, "11.06", 9)
    canvas.grid([70, 120, 150, 200], [paper.height - 120, paper.height - 140])
    (table,) = tables(paper.read())
    assert cells(table) == [["对个人和家庭的补助", "部门预算支出", "11.06"]]


def test_digits_that_are_clipped_away_make_their_table_doubtful() -> None:
    paper = Paper()
    paper.ruled(100, [HEAD, *ROWS])
    canvas = paper.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(EDGES[3], paper.height - 190, 40, 30)
    canvas.clipPath(path, stroke=0)
    paper.text(EDGES[4] + 3, 174, "234", 9)
    canvas.restoreState()
    document = paper.read()
    (table,) = tables(document)
    assert table.doubts == ["第1页有3个字被裁掉，表可能不完整"]


def test_a_table_whose_next_page_has_other_columns_says_so() -> None:
    paper = Paper()
    caption(paper)
    paper.ruled(120, [HEAD, *ROWS[:2]])
    paper.page()
    paper.ruled(60, [["2070101", "行政运行", "1,000.00"]], [70.0, 100.0, 300.0, 500.0])
    assert {doubt for table in tables(paper.read()) for doubt in table.doubts} == {
        "第1页的表与第2页的表列不同，没有接起来"
    }


def test_a_table_that_repeats_its_head_over_columns_of_other_widths_goes_on() -> None:
    paper = Paper()
    caption(paper)
    paper.ruled(120, [HEAD, *ROWS[:2]])
    paper.page()
    paper.ruled(60, [HEAD, *ROWS[2:]], [EDGES[0], *(edge + 6 for edge in EDGES[1:-1]), EDGES[-1]])
    (table,) = tables(paper.read())
    assert cells(table) == [HEAD, *ROWS]
    assert table.doubts == []


def test_a_table_that_begins_with_a_title_of_its_own_goes_on_with_none() -> None:
    paper = Paper()
    paper.ruled(60, [["支出决算表", "", ""], HEAD, *ROWS[:2]])
    paper.page()
    paper.ruled(60, [["收入决算表", ""], ["本年收入合计", "1,000.00"]], [70.0, 300.0, 500.0])
    first, second = tables(paper.read())
    assert (first.doubts, second.doubts) == ([], [])


def test_single_characters_of_a_font_that_no_machine_has_are_read() -> None:
    paper = Paper()
    for number, character in enumerate("支出合计"):
        paper.text(90 + 12 * number, 100, character)
    paper.canvas.rotate(90)
    paper.canvas.setFont(FONT, 12)
    assert texts(paper.read()) == ["支出合计"]


def test_text_narrower_than_on_other_pages_is_whole() -> None:
    paper = Paper()
    wide = "部门预算由收入预算和支出预算组成，反映单位当年的全部收支，按照统一的科目编列，"
    for line in range(6):
        paper.text(90, 100 + 20 * line, wide[:36] + "。")
    paper.page()
    for number, line in enumerate(
        [
            "2026年支出预算600.00万元，其中：基本支出0.0",
            "0万元，比上年减少560.00万元；项目支出预算600",
            ".00万元，其中运转类项目支出600.00万元，与20",
            "25年持平。",
        ]
    ):
        paper.text(90 if number else 114, 100 + 20 * number, line)
    assert texts(paper.read())[-1] == (
        "2026年支出预算600.00万元,其中:基本支出0.00万元,比上年减少560.00万元;项目支出预算600.00万元,其中运转类项目支出600.00万元,与2025年持平。"
    )


@pytest.mark.parametrize("shape", ["─ {} ─", "— {} —", "-{}-", "－{}－", "·{}·", "― {} ―"])
def test_a_page_number_in_any_dash_is_no_text(shape: str) -> None:
    paper = Paper()
    for number in (7, 8):
        paper.text(90, 100, "一、部门概况")
        paper.text(90, 815, shape.format(number), 9)
        paper.page()
    assert texts(paper.read()) == ["一、部门概况"] * 2


def test_a_sentence_with_gaps_is_no_table() -> None:
    paper = Paper()
    lines = [("预算支出", "200.44", "万元，比上年增加", "32.44", "万元，"), ("增长", "19.31", "%，主要是标准调整。")]
    for line, words in enumerate(lines):
        x = 90.0
        for word in words:
            paper.text(x, 100 + 20 * line, word)
            x += pdfmetrics.stringWidth(word, FONT, 12) + 16
    assert not tables(paper.read())


def test_a_long_title_of_a_part_is_one_heading() -> None:
    paper = Paper()
    for y, line in ((100, "第三部分 云岭区文化和旅游局"), (130, "2024年度部门决"), (160, "算情况说明")):
        paper.text(A4[0] / 2, y, line, 18, centre=True)
    paper.text(114, 200, "一、收入支出决算总体情况说明。本年收入总计、支出总计均为一百万元，")
    paper.text(90, 222, "与上年持平。")
    heading = paper.read().blocks[0]
    assert isinstance(heading, Heading)
    assert heading.title == "云岭区文化和旅游局2024年度部门决算情况说明"


def test_a_note_under_a_table_does_not_take_the_next_title() -> None:
    paper = Paper()
    paper.ruled(100, [HEAD, *ROWS])
    paper.text(70, 240, "注：部分具体项目信息公开时予以剔除，由于四舍五入，分项之和与合计可能略有差异", 10)
    paper.page()
    paper.text(A4[0] / 2, 90, "政府采购预算表", 16, centre=True)
    paper.ruled(120, [HEAD, *ROWS])
    assert texts(paper.read())[-1] == "政府采购预算表"
