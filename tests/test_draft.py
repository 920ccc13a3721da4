"""Drafting: the example's own figures, drafted again, and every variant of a change and a completion."""

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gouji.cli import main
from gouji.config import Config
from gouji.draft import Inputs, draft, inputs_of, read_figures, read_inputs, with_prior, write_inputs
from gouji.draft.figures import Figures
from gouji.draft.inputs import Given
from gouji.findings import Severity
from gouji.linter import lint_document, lint_file
from gouji.readers.text import read_text

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "文旅局-2024-决算.txt"
TABLES = "# 2024年度部门决算\n{income}\n第二部分 2024年度部门决算情况说明\n"


@pytest.fixture(scope="module")
def example():
    report = lint_file(EXAMPLE, Config())
    figures = read_figures(report)
    return report, figures, inputs_of(report, figures)


def _tables() -> str:
    source = EXAMPLE.read_text("utf-8")
    return source[source.rindex("# 第", 0, source.rindex("公开01表")) :]


def test_a_drafted_narrative_has_nothing_to_report(example) -> None:
    """Apart from the places to fill in (W104), and the sections that no statement gives (S101)."""
    _, figures, inputs = example
    text, _ = draft(figures, inputs)
    whole = f"# 2024年度部门决算\n\n# 第二部分 2024年度部门决算情况说明\n\n{text}\n{_tables()}"
    report = lint_document(read_text(whole, "起草.md"), Config())
    said = [f.message for f in report.findings if f.severity >= Severity.WARNING and f.code not in ("W104", "S101")]
    assert said == []
    assert report.tieout.coverage.unchecked * 10 <= report.tieout.coverage.numbers


def test_what_is_lacking_is_said_and_marked(example) -> None:
    _, figures, _ = example
    text, lacking = draft(figures, {"收入支出总计": Given(prior=Decimal("17000000"))})
    assert "【请填写原因】" in text
    assert "“收入支出总计”没有写原因" in lacking
    assert any("本年收入" not in each and "上年数" in each for each in lacking)


def test_inputs_survive_the_file(example, tmp_path: Path) -> None:
    _, _, inputs = example
    path = tmp_path / "情况.yaml"
    path.write_text(write_inputs(inputs), "utf-8")
    assert read_inputs(path) == inputs


def _change(now: Decimal, before: Decimal) -> str:
    table = f"""收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
本年收入合计\t{now}\t本年支出合计\t{now}
总计\t{now}\t总计\t{now}
"""
    figures = read_figures(lint_document(read_text(TABLES.format(income=table), "例.txt"), Config()))
    inputs: Inputs = {"收入支出总计": Given(prior=before * 10000, reason="项目调整")}
    return draft(figures, inputs)[0].split("\n\n")[1]


def test_every_variant_of_a_change() -> None:
    now = Decimal("500.00")
    assert "增加20.00万元，增长4.17%，增长的主要原因是项目调整" in _change(now, Decimal("480.00"))
    assert "减少20.00万元，下降3.85%，下降的主要原因是项目调整" in _change(now, Decimal("520.00"))
    assert _change(now, now).endswith("，与上年持平。")
    assert "增加500.00万元（上年为0）" in _change(now, Decimal(0))
    assert "%" not in _change(now, Decimal(0))


@given(st.integers(0, 10**8), st.integers(1, 10**8))
def test_a_drafted_change_never_fails_lint(now: int, before: int) -> None:
    amounts = Decimal(now).scaleb(-2), Decimal(before).scaleb(-2)
    sentence = _change(*amounts)
    text = f"# 2024年度部门决算\n一、收入支出决算总体情况说明\n{sentence}\n"
    report = lint_document(read_text(text, "例.txt"), Config())
    assert [f.message for f in report.findings if f.code[0] in "DAN"] == []


def test_last_year_s_tables_give_last_year_s_amounts(example) -> None:
    _, figures, _ = example
    before = Figures(figures.year - 1, {k._replace(period=k.period - 1): v for k, v in figures.cells.items()})
    assert with_prior({}, figures, before)["收入支出总计"].prior == figures.value("收入支出总计")


def test_the_command_line_drafts_and_names_what_is_wrong(tmp_path: Path) -> None:
    runner = CliRunner()
    yaml, out = tmp_path / "情况.yaml", tmp_path / "说明.md"
    assert runner.invoke(main, ["extract", str(EXAMPLE), "--inputs", "-o", str(yaml)]).exit_code == 0
    assert runner.invoke(main, ["draft", str(EXAMPLE), "--inputs", str(yaml), "-o", str(out)]).exit_code == 0
    assert out.read_text("utf-8").startswith("## 一、收入支出决算总体情况说明")
    yaml.write_text("收入支出总计:\n  上年: 很多\n", "utf-8")
    result = runner.invoke(main, ["draft", str(EXAMPLE), "--inputs", str(yaml)])
    assert result.exit_code == 2
    assert "上年" in result.output
    result = runner.invoke(main, ["draft", str(EXAMPLE), "--style", "没有"])
    assert result.exit_code == 2
    assert "national" in result.output
