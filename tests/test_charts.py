"""Charts in a draft's Word file: where they stand, what they say, and what is said when they cannot be drawn."""

import io
import sys
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn

from gouji.cli import main
from gouji.config import Config
from gouji.drafting import Order, run
from gouji.linter import lint_document, lint_file
from gouji.readers.text import read_text
from gouji.writing import Given, Inputs, StyleError, draft, load_style, read_figures
from gouji.writing.charts import SLICES, Column, Comparison, Structure, draw, plan
from gouji.writing.wordlook import look_of
from gouji.writing.wordpages import Block, Picture, pages_of

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
EXAMPLE, GIVEN = EXAMPLES / "文旅局-2024-决算.txt", EXAMPLES / "文旅局-2024-情况.yaml"
TOTALS = "收入、支出决算总计对比图（单位：万元）"
CAPTIONS = {
    "一、收入支出决算总体情况说明": TOTALS,
    "二、收入决算情况说明": "收入结构图",
    "三、支出决算情况说明": "支出结构图",
    "四、财政拨款收入支出决算总体情况说明": "财政拨款收入、支出总计对比图（单位：万元）",
    "五、一般公共预算财政拨款支出决算情况说明": "财政拨款支出对比图（单位：万元）",
}
LOOK = look_of({"word": {"chart_fonts": ["DejaVu Sans"]}})  # comes with matplotlib, though without Chinese
INCOME = """# 2024年度部门决算
收入决算表
公开02表
单位：万元
项目\t\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
科目编码\t科目名称\t\t\t\t\t\t
合计\t\t{whole}\t50.00\t20.00\t10.00\t10.00\t5.00\t{last}
"""
pytestmark = pytest.mark.filterwarnings("ignore:Glyph")


@pytest.fixture(scope="module")
def style(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A style that is drawn wherever matplotlib is."""
    folder = tmp_path_factory.mktemp("style")
    (folder / "style.toml").write_text('extends = "shaanxi-final"\n[word]\nchart_fonts = ["DejaVu Sans"]\n', "utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def written(style: str) -> bytes:
    return run(Order(EXAMPLE, GIVEN, style=style, charts=True)).word()


def _planned(text: str, inputs: Inputs, name: str = "national"):
    style = load_style(name)
    figures = read_figures(lint_document(read_text(text, "例.txt"), Config()))
    return plan(figures, inputs, style, draft(figures, inputs, style).headings, look_of({}))


def test_each_picture_stands_at_the_end_of_its_section_with_its_caption(written: bytes) -> None:
    found, heading = {}, ""
    paragraphs = docx.Document(io.BytesIO(written)).paragraphs
    for number, paragraph in enumerate(paragraphs):
        if paragraph.style.name == "Heading 2":
            heading = paragraph.text
        if paragraph.style.name == "Caption":
            assert len(list(paragraphs[number - 1]._p.iter(qn("pic:pic")))) == 1
            assert paragraphs[number - 1].paragraph_format.keep_with_next
            assert paragraphs[number + 1].style.name.startswith("Heading")
            found[heading] = paragraph.text
    assert found == CAPTIONS


def test_the_words_for_who_cannot_see_it_have_the_text_s_numbers(written: bytes) -> None:
    body = docx.Document(io.BytesIO(written)).element.body
    said = [shape.get("descr") for shape in body.iter(qn("wp:docPr"))]
    assert said[0] == f"{TOTALS}：2023年收入支出总计1,697.07；2024年收入支出总计1,627.08。"
    assert said[1] == "收入结构图：财政拨款收入1,590.67万元，98.86%；其他收入18.34万元，1.14%。"


def test_the_same_draft_gives_the_same_bytes(written: bytes, style: str) -> None:
    assert run(Order(EXAMPLE, GIVEN, style=style, charts=True)).word() == written
    images = [part.blob for part in docx.Document(io.BytesIO(written)).part.package.image_parts]
    assert len(images) == len(CAPTIONS)
    assert not any(word in image for image in images for word in (b"tEXt", b"tIME", b"atplotlib"))


def test_the_captions_give_no_findings(written: bytes, style: str, tmp_path: Path) -> None:
    (tmp_path / "图.docx").write_bytes(written)
    (tmp_path / "无图.docx").write_bytes(run(Order(EXAMPLE, GIVEN, style=style)).word())
    found = [lint_file(tmp_path / name, Config()).findings for name in ("图.docx", "无图.docx")]
    assert [finding.code for finding in found[0]] == [finding.code for finding in found[1]]


def test_one_section_has_its_own_charts_only(style: str) -> None:
    made = run(Order(EXAMPLE, GIVEN, style=style, section="income", charts=True))
    assert [(heading, [c.title for c in each]) for heading, each in (made.charts or {}).items()] == [
        ("二、收入决算情况说明", ["收入结构图"])
    ]
    assert run(Order(EXAMPLE, GIVEN, style=style)).charts is None


def test_without_last_year_there_is_no_comparison_and_it_is_said(style: str, tmp_path: Path) -> None:
    made = run(Order(EXAMPLE, style=style, charts=True))
    said = [lack.what for lack in made.draft.lacking]
    assert f"图“{TOTALS}”（缺“收入支出总计”的上年数）" in said
    assert [chart.title for each in (made.charts or {}).values() for chart in each] == ["收入结构图", "支出结构图"]
    assert f"图“{TOTALS}”" in made.text
    order = ["draft", str(EXAMPLE), "--style", style, "--charts", "--strict", "-o", str(tmp_path / "说明.docx")]
    done = CliRunner().invoke(main, order)
    assert done.exit_code == 1
    assert f"缺 图“{TOTALS}”" in done.output


def test_a_new_unit_lacks_no_comparison() -> None:
    made, lacking = _planned(INCOME.format(whole="100.00", last="5.00"), Inputs(first_year=True))
    assert [chart.title for each in made.values() for chart in each] == ["收入结构图"]
    assert not any("对比图" in lack.what for lack in lacking)


def test_the_smallest_of_many_parts_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = INCOME.format(whole="100.00", last="5.00")
    (chart,) = _planned(whole, Inputs())[0]["二、收入决算情况说明"]
    assert len(chart.slices) == SLICES
    monkeypatch.setattr("gouji.writing.charts.SLICES", 4)
    (chart,) = _planned(whole, Inputs())[0]["二、收入决算情况说明"]
    assert [piece.label for piece in chart.slices] == [
        "财政拨款收入\n50.00万元，50.00%",
        "上级补助收入\n20.00万元，20.00%",
        "事业收入\n10.00万元，10.00%",
        "其他\n20.00万元，20.00%",
    ]


@pytest.mark.parametrize(
    ("whole", "last", "why"),
    [("120.00", "5.00", "各项之和不是“本年收入合计”"), ("93.00", "-2.00", "有一项是负数")],
)
def test_parts_that_make_no_whole_are_not_drawn(whole: str, last: str, why: str) -> None:
    made, lacking = _planned(INCOME.format(whole=whole, last=last), Inputs())
    assert "二、收入决算情况说明" not in made
    assert f"图“收入结构图”（{why}）" in [lack.what for lack in lacking]


def test_parts_rounded_apart_from_their_whole_are_drawn() -> None:
    assert "二、收入决算情况说明" in _planned(INCOME.format(whole="100.02", last="5.00"), Inputs())[0]


def test_amounts_are_rounded_as_the_text_rounds_them() -> None:
    inputs = Inputs({"收入支出总计": Given(amount=Decimal("10000050"), prior=Decimal(0))})
    (chart,) = _planned("# 2024年度部门决算\n", inputs)[0]["一、收入支出决算总体情况说明"]
    assert [column.label for columns in chart.years.values() for column in columns] == ["0", "1,000.01"]
    nothing = Inputs({"收入支出总计": Given(amount=Decimal(0), prior=Decimal(0))})
    assert _planned("# 2024年度部门决算\n", nothing)[0] == {}


@pytest.mark.parametrize(
    "chart",
    [
        Structure("t", (Column(Decimal(7), "all"),)),
        Structure("t", tuple(Column(Decimal(v), f"{v}\n%") for v in (995, 1, 1, 1, 1, 1))),
        Comparison("t", ("a", "b"), {"y": (Column(Decimal(-1), "-1"), Column(Decimal(0), "0"))}),
    ],
)
def test_odd_shares_and_amounts_can_be_drawn(chart: Structure | Comparison) -> None:
    (picture,) = draw({"h": [chart]}, LOOK)["h"]
    assert picture.png.startswith(b"\x89PNG")


def test_pictures_count_for_the_pages_of_the_contents() -> None:
    picture = Block(0, "图", Picture("图", b"", ""))
    assert pages_of([picture, picture, picture, picture], 3, LOOK) == [3, 3, 4, 4]


def _refused(*options: str) -> str:
    done = CliRunner().invoke(main, ["draft", str(EXAMPLE), "--inputs", str(GIVEN), "--charts", *options])
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    return done.output


def test_charts_are_for_word_files(tmp_path: Path) -> None:
    assert "-o 说明.docx" in _refused()
    assert "-o 说明.docx" in _refused("-o", str(tmp_path / "说明.md"))


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert 'pip install "gouji[charts]"' in _refused("-o", str(tmp_path / "说明.docx"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[word]\nchart_fonts = ["没有的字体"]', "没有找到 没有的字体 中的任何一种"),
        ('[word]\nchart_colors = ["红"]', "“chart_colors”应如"),
        ('[[chart]]\nsection = "totals"\nkind = "pie"\ntitle = "图"', "kind 应是 comparison、structure 之一"),
        ('[[chart]]\nsection = "totals"\nkind = "comparison"\ntitle = "图"', "缺少 subjects"),
        ('[[chart]]\nsection = "totals"\nkind = "comparison"\ntitle = "图"\nsubjects = ["某"]', "没有“某”这个指标"),
        (
            '[[chart]]\nsection = "totals"\nkind = "comparison"\ntitle = "{甲}"\nsubjects = []',
            "里只能用 {unit} 与 {年度}",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told(more: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text(f'extends = "national"\n{more}\n', "utf-8")
    assert said in _refused("--style", str(tmp_path), "-o", str(tmp_path / "说明.docx"))


def test_the_parts_of_an_unknown_flow_are_told(tmp_path: Path) -> None:
    entry = '[[chart]]\nsection = "totals"\nkind = "structure"\ntitle = "图"\nof = "x"\nwhole = "本年收入合计"\n'
    (tmp_path / "style.toml").write_text(f'extends = "national"\n{entry}', "utf-8")
    with pytest.raises(StyleError, match="of 应是"):
        load_style(str(tmp_path))
