"""A user's own lexicon folder: a synonym, a table title and a 科目, without touching Python."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji.cli import main
from gouji.config import Config
from gouji.lexicon import use
from gouji.linter import lint_file
from gouji.rules.registry import load

RULES = load()

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
    assert "terms.toml 第 1 行：不认识的维度 kind" in result.output


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("terms.toml", '# 注\n\n[[term]]\nnature = "basic"\nwords = "养人钱"\n', "terms.toml 第 3 行：words 应为一组"),
        (
            "terms.toml",
            '[[term]]\nwords = ["甲"]\n[[term]]\nnature = "basic"\n',
            "terms.toml 第 3 行：[term] 缺少 words",
        ),
        ("statements.toml", '[[statement]]\nid = "x"\n', "statements.toml 第 1 行：[statement] 缺少 titles"),
        ("statements.toml", '\n[columns]\ncode = "代号"\n', "statements.toml 第 3 行：“code”的写法与自带词表的不同"),
        ("identities.toml", '[[bound]]\nname = "甲"\npart = {}\n', "identities.toml 第 1 行：[bound] 缺少 whole"),
        ("wording.toml", '[until]\npattern = "("\n', "wording.toml 第 1 行：pattern 不是有效的正则表达式"),
        ("functional-codes.tsv", "代码\t名称\n20x\t甲\n", "functional-codes.tsv 第 2 行：应为“代码<Tab>名称”"),
        (
            "frames.toml",
            '[[frame]]\nname = "x"\nlike = "y"\nclaim = "chnge"\npattern = "amount"\n',
            "frames.toml 第 1 行：claim 只能是",
        ),
        (
            "frames.toml",
            '[[frame]]\nname = "x"\nlike = "y"\nclaim = "base"\npattern = "base"\n',
            "frames.toml 第 1 行：claim = “base”的 pattern 里缺少 at",
        ),
        ("performance.toml", '[report]\ntitle = "("\n', "performance.toml 第 1 行：pattern 不是有效的正则表达式"),
        ("terms.toml", "[[term]\n", "terms.toml：不是有效的 TOML"),
    ],
)
def test_a_faulty_entry_is_named_by_file_and_line(tmp_path: Path, file: str, text: str, message: str) -> None:
    words = tmp_path / "词表"
    words.mkdir()
    (words / file).write_text(text, "utf-8")
    (tmp_path / "gouji.toml").write_text('lexicon = ["词表"]\n', "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["lint", str(tmp_path / "a.txt")])
    assert result.exit_code == 2
    assert message in result.output, result.output


PROFILE = """
extends = "national-final"
title = "部门决算（某市）"
source = "某市要求"
empty_list = true

[[item]]
section = "agency"
words = ["办公用房"]
what = "办公用房面积"
"""


def test_a_profile_of_one_s_own(tmp_path: Path) -> None:
    folder = tmp_path / "词表" / "profiles"
    folder.mkdir(parents=True)
    (folder / "某市.toml").write_text(PROFILE, "utf-8")
    (tmp_path / "gouji.toml").write_text('lexicon = ["词表"]\nprofile = "某市"\n', "utf-8")
    (tmp_path / "a.txt").write_text(RULES["S101"].good, "utf-8")
    output = CliRunner().invoke(main, ["lint", str(tmp_path / "a.txt")]).output
    assert "没有说办公用房面积（部门决算（某市）要求说明）" in output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "甲"\n', "缺少 kind"),
        ('extends = "没有的"\ntitle = "甲"\n', "第 1 行：没有公开要求 没有的"),
        ('extends = "national-final"\nstatements = ["final-77"]\n', "没有报表 final-77"),
        ('extends = "national-final"\norder = ["天气"]\n', "order：没有一节叫 天气"),
        ('extends = "national-final"\n\n[[section]]\nid = "x"\n', "第 3 行：[section] 缺少 titles"),
    ],
)
def test_a_faulty_profile_is_named(tmp_path: Path, text: str, message: str) -> None:
    folder = tmp_path / "词表" / "profiles"
    folder.mkdir(parents=True)
    (folder / "某市.toml").write_text(text, "utf-8")
    (tmp_path / "gouji.toml").write_text('lexicon = ["词表"]\nprofile = "某市"\n', "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["lint", str(tmp_path / "a.txt")])
    assert result.exit_code == 2
    assert "某市.toml" in result.output
    assert message in result.output, result.output


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text('lexicon = ["没有"]\n', "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    result = CliRunner().invoke(main, ["lint", str(tmp_path / "a.txt")])
    assert result.exit_code == 2
    assert "不存在" in result.output


def test_a_report_keeps_the_words_it_was_read_with(tmp_path: Path) -> None:
    words, file = tmp_path / "词表", tmp_path / "a.txt"
    words.mkdir()
    (words / "functional-codes.tsv").write_text("代码\t名称\n2019910\t拓荒事务\n", "utf-8")
    file.write_text(TEXT.replace("合计\t\t", "2019910\t拓荒事务\t330.00\t300.00\t30.00\n合计\t\t"), "utf-8")
    file.write_text(file.read_text("utf-8").replace("支出执行明细总览", "支出决算表"), "utf-8")
    report = lint_file(file, Config(lexicon=(words,)))
    lint_file(file, Config())  # another document, with other words, comes in between
    assert {row["item"] for row in report.facts() if row["item_code"] == "2019910"} == {"拓荒事务"}
