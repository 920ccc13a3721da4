"""A draft as a Word file: what a reader of the file finds in it."""

import io
import tomllib
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.config import Config
from gouji.folders import data_folder
from gouji.linter import lint_file
from gouji.writing.styles import StyleError
from gouji.writing.word import write_word
from gouji.writing.wordlook import look_of
from gouji.writing.wordpages import Block, pages_of
from gouji.writing.wordtable import areas_of, draw, table_xml

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "文旅局-2024-决算.txt"
STYLE = tomllib.loads((data_folder("templates") / "national" / "style.toml").read_text("utf-8"))
MARKDOWN = """## 一、收入决算情况说明

2024年度本年收入合计1,609.01万元，主要原因是【待补充：原因】。

### （一）“三公”经费

没有 < & > 的差别。
"""


@pytest.fixture(scope="module")
def report():
    return lint_file(EXAMPLE, Config())


@pytest.fixture(scope="module")
def written(report):
    return docx.Document(io.BytesIO(write_word(MARKDOWN, report, STYLE)))


def _styled(document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == style]


def _fonts(document, style: str) -> dict[str, str]:
    fonts = document.styles[style].element.rPr.rFonts
    return {key.partition("}")[2]: value for key, value in fonts.attrib.items()}


def test_title_headings_and_paragraphs(written) -> None:
    assert _styled(written, "Title") == ["青川市云岭区文化和旅游局（汇总）", "2024年度部门决算公开"]
    assert _styled(written, "Heading 1") == ["部门决算情况说明", "部门决算报表"]
    assert _styled(written, "Heading 2")[:2] == ["一、收入决算情况说明", "收入支出决算总表"]
    assert _styled(written, "Heading 3") == ["（一）“三公”经费"]
    assert _styled(written, "Body Text")[1] == "没有 < & > 的差别。"
    assert written.core_properties.title == "2024年度部门决算公开"


def test_without_a_report_the_first_heading_is_the_title(report) -> None:
    document = docx.Document(io.BytesIO(write_word("# 某局决算说明\n" + MARKDOWN, None, STYLE)))
    assert _styled(document, "Title")[-1] == "某局决算说明"
    parts = docx.Document(io.BytesIO(write_word("# 第一部分\n\n# 第二部分\n", report, STYLE)))
    assert _styled(parts, "Heading 1") == ["第一部分", "第二部分", "部门决算报表"]


def test_chinese_fonts_and_official_layout(written) -> None:
    assert _fonts(written, "Body Text")["eastAsia"] == "仿宋"
    assert _fonts(written, "Heading 2") == {
        "ascii": "Times New Roman",
        "hAnsi": "Times New Roman",
        "cs": "Times New Roman",
        "eastAsia": "黑体",
    }
    assert _fonts(written, "Table Text")["eastAsia"] == "宋体"
    layout = written.styles["Body Text"].paragraph_format
    assert layout.line_spacing.pt == 28
    assert written.styles["Body Text"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    page = written.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm), round(page.left_margin.mm)) == (210, 297, 28)


def test_what_is_to_be_filled_in_is_highlighted(written) -> None:
    found = [r.text for p in written.paragraphs for r in p.runs if r.font.highlight_color is not None]
    assert found == ["【待补充：原因】"]


def test_page_numbers_and_contents(written) -> None:
    assert "PAGE" in written.sections[0].footer._element.xml
    assert written.sections[0].different_first_page_header_footer
    entries = [p for p in written.paragraphs if p.style.name.startswith("toc ")]
    headings = [p for p in written.paragraphs if p.style.name.startswith("Heading ")]
    shown = ["".join(t.text for t in p._p.iter(qn("w:t"))) for p in entries]
    assert len(entries) == len(headings)
    marks = [mark.get(qn("w:name")) for p in headings for mark in p._p.iter(qn("w:bookmarkStart"))]
    anchors = [link.get(qn("w:anchor")) for p in entries for link in p._p.iter(qn("w:hyperlink"))]
    assert anchors == marks
    pages = [int(text.removeprefix(h.text)) for text, h in zip(shown, headings, strict=True)]
    assert pages == sorted(pages)
    assert (pages[0], pages[-1]) == (3, 15)
    begun = [c.get(qn("w:fldCharType")) for p in entries for c in p._p.iter(qn("w:fldChar"))]
    assert begun.count("begin") == begun.count("end") == len(entries) + 1
    assert written.settings.element.find(qn("w:updateFields")) is not None


def test_statements_are_tables(written, report) -> None:
    statements = [s for s in report.statements if s.type and s.type.rows != "performance"]
    assert len(written.tables) == len(statements) == 9
    income = written.tables[1]
    assert [c.text for c in income.rows[0].cells[:4]] == ["项目", "项目", "本年收入合计", "财政拨款收入"]
    assert income.cell(0, 2)._tc is income.cell(1, 2)._tc
    assert income.cell(0, 0)._tc is income.cell(0, 1)._tc
    assert [len(t.rows[0]._tr.xpath("./w:trPr/w:tblHeader")) for t in written.tables] == [1] * 9
    row = next(r for r in income.rows if r.cells[0].text == "2070101")
    assert [c.text for c in row.cells[1:4]] == ["行政运行", "431.82", "431.82"]
    sides = [c.paragraphs[0].alignment for c in row.cells[:4]]
    assert [side.name for side in sides] == ["CENTER", "LEFT", "RIGHT", "RIGHT"]
    captions = _styled(written, "Table Text")
    assert captions[:3] == ["公开01表", "编制部门：青川市云岭区文化和旅游局（汇总）", "单位：万元"]


def test_every_number_of_the_statements_is_in_the_tables(written, report) -> None:
    statements = [s for s in report.statements if s.type and s.type.rows != "performance"]
    for table, statement in zip(written.tables, statements, strict=True):
        shown = {t.text for t in table._tbl.iter(qn("w:t"))}
        assert {report.document.quote(fact.span) for fact in statement.amounts} <= shown


def test_wide_tables_turn_the_sheet(written) -> None:
    turned = [section.orientation == WD_ORIENT.LANDSCAPE for section in written.sections]
    assert turned == [False, True, False, True, False, True, False, True]
    assert all(s.page_width > s.page_height for s, t in zip(written.sections, turned, strict=True) if t)


def test_the_same_draft_gives_the_same_bytes(report) -> None:
    first = write_word(MARKDOWN, report, STYLE)
    assert first == write_word(MARKDOWN, report, STYLE)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert not any("thumbnail" in name for name in archive.namelist())
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_a_report_there_are_only_the_sections() -> None:
    document = docx.Document(io.BytesIO(write_word(MARKDOWN, None, STYLE)))
    assert _styled(document, "Heading 1") == ["部门决算情况说明"]
    assert not document.tables
    assert docx.Document(io.BytesIO(write_word("", None, {})))


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_can_be_written(text: str) -> None:
    assert docx.Document(io.BytesIO(write_word(text, None, {})))


def test_a_style_says_other_fonts_and_sizes(report) -> None:
    style = {**STYLE, "word": {"body_font": "宋体", "body_size": 14, "line_spacing": 1.5, "landscape_over": 6}}
    document = docx.Document(io.BytesIO(write_word(MARKDOWN, report, style)))
    assert _fonts(document, "Body Text")["eastAsia"] == "宋体"
    assert document.styles["Body Text"].font.size.pt == 14
    assert document.styles["Body Text"].paragraph_format.line_spacing == 1.5
    assert [section.orientation for section in document.sections].count(WD_ORIENT.LANDSCAPE) == 3


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ({"body_fnt": "宋体"}, "不认识“body_fnt”"),
        ({"body_size": "大"}, "“body_size”应如 16，现在是 '大'"),
        ({"margins": [1]}, "“margins”应如"),
    ],
)
def test_a_faulty_style_is_told(word: dict[str, object], said: str) -> None:
    with pytest.raises(StyleError, match=said):
        look_of({"word": word})


@pytest.mark.parametrize(
    ("head", "areas"),
    [
        ([["甲", "", "乙"], ["一", "二", ""]], {(0, 0, 1, 2), (0, 2, 2, 3), (1, 0, 2, 1), (1, 1, 2, 2)}),
        ([["甲", "", ""], ["一", "二", ""], ["", "三", "四"]], {(0, 0, 1, 3), (1, 0, 3, 1), (1, 1, 2, 3), (2, 1, 3, 2), (2, 2, 3, 3)}),
        ([["甲", ""], ["", "一"]], {(0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 2, 2)}),
        ([["", "甲"]], {(0, 0, 1, 1), (0, 1, 1, 2)}),
    ],
)  # fmt: skip
def test_merged_heads(head: list[list[str]], areas: set[tuple[int, ...]]) -> None:
    assert set(areas_of(head).values()) == areas


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.sampled_from(["", "甲"]), min_size=n, max_size=n), min_size=1, max_size=4)))  # fmt: skip
def test_the_areas_of_a_head_cover_each_cell_once(head: list[list[str]]) -> None:
    covered = [
        (r, c) for a in areas_of(head).values() for r in range(a.row, a.bottom) for c in range(a.column, a.right)
    ]
    assert sorted(covered) == [(r, c) for r in range(len(head)) for c in range(len(head[0]))]


def test_a_table_is_drawn_smaller_rather_than_broken(report) -> None:
    totals = next(s for s in report.statements if s.id == "final-01")
    large, small = draw(totals, 700, 2000, 10.5), draw(totals, 700, 450, 10.5)
    assert large.size == 10.5
    assert small.size < 10.5
    assert small.height <= 450
    assert small.unbroken
    assert round(sum(large.widths)) == round(sum(small.widths)) == 700
    assert "1,590.67" in table_xml(small)


def test_headings_stay_with_their_text() -> None:
    look = look_of({})
    filled = [Block(0, "字" * 27 * 20), Block(2, "一、"), Block(3, "（一）"), Block(0, "字")]
    assert pages_of(filled, 3, look) == [3, 4, 4, 4]
    assert pages_of([Block(2, "一、"), Block(0, "字")], 3, look) == [3, 3]
