"""A user's own lexicon folder: a synonym, a table title and a 科目, without touching Python."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji.cli import main
from gouji.lexicon import use

TEXT = """# 2024年度部门决算
支出执行明细总览
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t330.00\t300.00\t30.00
三、支出决算情况说明
2024年度本年支出合计330.00万元，其中：养人钱301.00万元，项目支出30.00万元。
"""


@pytest.fixture(autouse=True)
def _own_words_again():
    yield
    use(())


def _run(folder: Path) -> str:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["lint", str(folder / "a.txt")])
    return result.output


def test_a_synonym_and_a_title_need_no_python(tmp_path: Path) -> None:
    assert "T101" not in _run(tmp_path)
    words = tmp_path / "词表"
    words.mkdir()
    (words / "terms.toml").write_text('[[term]]\nnature = "basic"\nwords = ["养人钱"]\n', "utf-8")
    (words / "statements.toml").write_text('[[statement]]\nid = "final-03"\ntitles = ["支出执行明细总览"]\n', "utf-8")
    (tmp_path / "gouji.toml").write_text('lexicon = ["词表"]\n', "utf-8")
    output = _run(tmp_path)
    assert "301.00万元" in output
    assert "T101" in output


def test_a_faulty_folder_is_named(tmp_path: Path) -> None:
    words = tmp_path / "词表"
    words.mkdir()
    (words / "terms.toml").write_text('[[term]]\nkind = "basic"\nwords = ["养人钱"]\n', "utf-8")
    (tmp_path / "gouji.toml").write_text('lexicon = ["词表"]\n', "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["lint", str(tmp_path / "a.txt")])
    assert result.exit_code == 2
    assert "terms.toml" in result.output
    assert "不认识的维度 kind" in result.output


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text('lexicon = ["没有"]\n', "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["lint", str(tmp_path / "a.txt")])
    assert result.exit_code == 2
    assert "不存在" in result.output
