"""gouji style: the style of a document drafts that document back, and another year's figures in its words."""

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji.cli import main
from gouji.config import Config
from gouji.linter import lint_document, lint_file
from gouji.readers.text import read_text
from gouji.styling import take, written
from gouji.styling.likeness import likeness, paragraphs, sentences_of
from gouji.writing import Figures, Given, Inputs, draft, inputs_of, load_style, read_figures, style_names

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LAST, NOW = EXAMPLES / "文旅局-2024-决算.txt", EXAMPLES / "文旅局-2025-报表.txt"


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    assert "Traceback" not in result.output
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("写法") / "文旅局"
    status, said = _run("style", str(LAST), "-o", str(folder))
    assert status == 0, said
    assert "写好 14 节" in said
    return folder


def test_a_style_drafts_its_document_back(folder: Path) -> None:
    same, told = likeness(lint_file(LAST, Config()), folder)
    assert same / told >= 0.9


def test_a_person_can_read_it(folder: Path) -> None:
    assert (folder / "income.md.j2").read_text("utf-8") == (
        "{{ 年度 }}年度本年收入合计{{ '本年收入合计' | 金额 }}{{ '本年收入合计' | 列举('income') }}。\n"
    )
    general = (folder / "general.md.j2").read_text("utf-8")
    assert "{% for 科目 in 项科目 %}" in general
    assert "{{ 科目.path }}。年初预算{{ 科目.code | 预算 }}" in general
    style = (folder / "style.toml").read_text("utf-8")
    assert 'text = "比上年{增减}{amount}，{升降}{rate}，{升降}的主要原因是：{reason}"' in style
    assert 'heading = "第二部分 {年度}年度部门决算情况说明"' in style
    texts = [path.read_text("utf-8") for path in folder.iterdir()]
    assert not any("云岭区" in text or "2024年" in text for text in texts)


def test_another_year_s_figures_have_their_own_directions(folder: Path) -> None:
    status, text = _run("draft", str(NOW), "--prior", str(LAST), "--style", str(folder))
    assert status == 0
    assert "收入总计、支出总计均为1,643.47万元，与上年相比收入总计、支出总计均增加16.39万元，增长1.01%，增长的" in text
    assert "文化创作与保护（项）" in text  # new this year
    assert "支出决算11.25万元，完成预算的92.21%，决算数小于预算数的主要原因是：【待补充" in text
    assert "1,627.08" not in text
    assert "外事接待费【待补充" in text  # that there is none was last year's


@pytest.mark.parametrize("name", [name for name in style_names() if load_style(name).kind == "final"])
def test_the_style_of_a_draft_is_the_style(name: str, tmp_path: Path) -> None:
    """A text drafted from a style that ships gives that style's sentences back."""
    source = lint_file(LAST, Config())
    figures = read_figures(source)
    inputs = inputs_of(source, figures)
    text = draft(figures, inputs, load_style(name)).text
    tables = source.document.source[source.statements[0].captions[0][1].start :]
    report = lint_document(read_text(f"{text}\n\n# 第四部分 决算表\n\n{tables}", "起草.md"), Config())
    taken = take(report, "起草.md")
    assert taken is not None
    for file, content in written(taken).items():
        (tmp_path / file).write_text(content, "utf-8")
    again = draft(figures, inputs, load_style(str(tmp_path))).text
    one, other = sentences_of(paragraphs(text), inputs), sentences_of(paragraphs(again), inputs)
    assert (one & other).total() / one.total() >= 0.9


def test_a_base_of_nothing_has_no_rate(tmp_path: Path) -> None:
    """A document that tells a change by its rate alone; another year it is one from nothing."""
    text = LAST.read_text("utf-8").replace(
        "支出决算比上年增加1.24万元，增长2.06%，增长的主要", "支出决算比上年增长2.06%。主要"
    )
    (tmp_path / "去年.txt").write_text(text, "utf-8")
    assert _run("style", str(tmp_path / "去年.txt"), "-o", str(tmp_path / "写法"))[0] == 0
    style = load_style(str(tmp_path / "写法"))
    assert any("{rate}" in each.text and "{amount}" not in each.text for each in style.changes.values())
    from_nothing = Given(Decimal(20000), prior=Decimal(0), reason="新增")
    inputs = Inputs({"机关运行经费": from_nothing}, "云岭区档案馆")
    assert "支出决算比上年增长2.00万元。" in draft(Figures(2025, "final", {}), inputs, style, "agency").text


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text("mine", "utf-8")
    status, said = _run("style", str(LAST), "-o", str(tmp_path))
    assert status == 2
    assert "文件夹里已有东西" in said
    assert (tmp_path / "style.toml").read_text("utf-8") == "mine"
    assert _run("style", str(LAST), "-o", str(tmp_path), "--force")[0] == 0
    assert load_style(str(tmp_path)).kind == "final"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "今天天气很好。",
        "# 2024年度部门决算\n三、支出决算情况说明\n{{ 年度 }}{% if %}无数字。\n",
        NOW.read_text("utf-8"),
    ],
)
def test_what_has_no_style_is_one_sentence(content: str, tmp_path: Path) -> None:
    path = tmp_path / "去年.txt"
    path.write_text(content, "utf-8")
    status, said = _run("style", str(path), "-o", str(tmp_path / "写法"))
    assert status in (0, 2)
    assert len(said.strip().splitlines()) == 1
    assert _run("style", str(tmp_path / "没有.docx"), "-o", str(tmp_path / "写法"))[0] == 2
    assert _run("style", str(LAST), "-o", str(path))[0] == 2


def test_braces_of_a_document_are_no_template(tmp_path: Path) -> None:
    path = tmp_path / "去年.txt"
    text = LAST.read_text("utf-8").replace("2024年度本年收入合计", "{{ 年度 }}{% raw %}{x}2024年度本年收入合计")
    path.write_text(text, "utf-8")
    assert _run("style", str(path), "-o", str(tmp_path / "写法"))[0] == 0
    status, drafted = _run("draft", str(path), "--style", str(tmp_path / "写法"), "--section", "income", "--force")
    assert status == 0
    assert "{{年度}}{%raw%}{x}2024年度本年收入合计1,609.01万元" in drafted


def test_what_would_take_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def for_ever(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("gouji.styling.take", for_ever)
    (tmp_path / "gouji.toml").write_text("timeout = 3\n", "utf-8")
    (tmp_path / "去年.txt").write_bytes(LAST.read_bytes())
    status, said = _run("style", str(tmp_path / "去年.txt"), "-o", str(tmp_path / "写法"))
    assert status == 2
    assert "3 秒还没有做完" in said
