"""What others have made (configurations, names of files, templates, figures, documents) ends in one sentence, stays inside its
folder, commands no terminal, and never stops the other files."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from test_cli import SCHEMA
from writers import to_docx

from gouji import faults
from gouji.cli import main
from gouji.config import GIVEN, ConfigError, find
from gouji.linter import lint_document
from gouji.readers import UnreadableError, read_bytes
from gouji.reporters import FORMATS

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = ROOT / "tests" / "hostile"
TEXT = "# 2024年度部门决算\n三、部门人员情况\n截止2024年底，本部门人员编制20人。\n"
WRONG = "# 2024年度部门决算\n十、机关运行经费支出情况说明\n2024年度机关运行经费支出60.00万元，比上年增加10.00万元，增长50.00%。\n"
FIGURES = '{"year": 2024, "kind": "final", "statements": []}'
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "说明.txt").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(GIVEN, "")
    monkeypatch.setattr(faults, "_log", None)
    return tmp_path


def run(*arguments: str):
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def gouji(folder: Path, *arguments: str, shell: str = "") -> subprocess.CompletedProcess[str]:
    line = " ".join(f"'{each}'" for each in (sys.executable, "-m", "gouji", *arguments))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    return subprocess.run(
        ["bash", "-c", f"{line} {shell}"], cwd=folder, env=environment, capture_output=True, check=False, text=True
    )


def one_sentence(message: str) -> bool:
    return message.count("\n") == 1 and message.rstrip().endswith("。") and "Traceback" not in message


def test_every_key_is_taken(folder: Path) -> None:
    (folder / "词表").mkdir()
    (folder / "gouji.toml").write_text(
        """
select = ["A", "T101"]
ignore = ["W"]
fail-on = "warning,unchecked"
notes = true
max-size = 5
max-pages = 5
max-cells = 500
timeout = 60
kind = "final"
year = 2024
profile = "national"
lexicon = ["词表"]
tables = ["报表.txt"]
baseline = "基线.json"
exclude = ["*草稿*"]
per-file-ignores = { "*.txt" = ["A103"] }
""",
        "utf-8",
    )
    config = find(folder / "说明.txt")
    assert config.notes is True
    assert config.fails_on == {"warning", "unchecked"}
    assert config.ignores_for(Path("说明.txt")) == ("W", "A103")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("timeout = -1", "timeout"),
        ("timeout = true", "timeout"),
        ("max-size = 99999999999999999999", "max-size"),
        ("max-pages = 2.5", "max-pages"),
        ("max-cells = '9'", "max-cells"),
        ("year = 0", "year"),
        ("notes = 1", "notes"),
        ("ocr = 'yes'", "ocr"),
        ("kind = []", "kind"),
        ("fail-on = ''", "fail-on"),
        ("profile = 5", "profile"),
        ("baseline = ['a']", "baseline"),
        ("select = 'A103'", "select"),
        ("select = ['']", "select"),
        ("ignore = [1]", "ignore"),
        ("lexicon = 'x'", "lexicon"),
        ('tables = ["a\\u0000b"]', "tables"),
        ("exclude = ['']", "exclude"),
        ("exclude = ['.']", "exclude"),
        ("per-file-ignores = 5", "per-file-ignores"),
        ('[per-file-ignores]\n"*.txt" = "A103"', '如 ["A103"]'),
        ('[per-file-ignores]\n"*.txt" = [1]', "*.txt"),
        ('[per-file-ignores]\n"" = ["A"]', "per-file-ignores"),
        ("a = " + "[" * 5000, "不是有效的 TOML"),
        ("a = " + "9" * 5000, "不是有效的 TOML"),
    ],
)
def test_every_key_of_a_configuration_is_checked(folder: Path, text: str, said: str) -> None:
    (folder / "gouji.toml").write_text(text, "utf-8")
    result = run("lint", "说明.txt")
    assert result.exit_code == 2
    assert said in result.stderr
    assert one_sentence(result.stderr)


@pytest.mark.parametrize("text", ["notes = true", "ocr = false"])
def test_a_switch_of_a_configuration(folder: Path, text: str) -> None:
    (folder / "gouji.toml").write_text(text, "utf-8")
    assert run("lint", "说明.txt").exit_code == 0


@pytest.mark.parametrize("text", ["tool = 5", "[tool]\ngouji = 5", "tool = []"])
def test_a_project_file_of_another_shape(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text, "utf-8")
    result = run("lint", "说明.txt")
    assert (
        (result.exit_code, one_sentence(result.stderr)) == (2, True) if "gouji" in text or "5" in text else (0, False)
    )


def test_a_configuration_with_a_byte_order_mark_is_read_and_one_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "gouji.toml").write_text('ignore = ["W"]\n', "utf-8-sig")
    assert find(folder).ignore == ("W",)
    (folder / "gouji.toml").write_bytes('exclude = ["草稿"]'.encode("gb18030"))
    with pytest.raises(ConfigError, match="第 13 个字节"):
        find(folder)


@pytest.mark.parametrize(
    "entry", ['tables = ["{}/表.txt"]', 'tables = ["../外/表.txt"]', 'lexicon = ["{}"]', 'baseline = "../外/基线.json"']
)
def test_a_configuration_that_is_found_names_nothing_outside_its_folder(folder: Path, entry: str) -> None:
    inside, outside = folder / "内", folder / "外"
    for each in (inside, outside):
        each.mkdir()
    (outside / "表.txt").write_text("秘密\n" + TEXT, "utf-8")
    (outside / "基线.json").write_text('{"accepted": []}', "utf-8")
    (inside / "说明.txt").write_text(TEXT, "utf-8")
    config = inside / "gouji.toml"
    config.write_text(entry.format(outside), "utf-8")
    result = run("lint", "内")
    assert result.exit_code == 2
    assert "文件夹之外" in result.stderr
    assert "--config" in result.stderr
    assert run("lint", "内", "--config", str(config)).exit_code == 0
    os.environ[GIVEN] = ""
    config.write_text('tables = ["链接.txt"]', "utf-8")
    (inside / "链接.txt").symlink_to(outside / "表.txt")
    assert run("lint", "内/说明.txt").exit_code == 2


@pytest.mark.parametrize("entry", ['tables = ["管道.txt"]', 'baseline = "管道.txt"', 'lexicon = ["词表"]'])
def test_a_configuration_that_is_found_names_no_pipe_that_would_be_waited_for(folder: Path, entry: str) -> None:
    (folder / "词表").mkdir()
    for pipe in ("管道.txt", "词表/terms.toml"):
        os.mkfifo(folder / pipe)
    (folder / "gouji.toml").write_text(entry, "utf-8")
    result = run("lint", "说明.txt")
    assert result.exit_code == 2
    assert "是管道或设备" in result.output


def test_the_lexicon_of_a_configuration_that_is_found_does_not_lead_out_of_its_folder(folder: Path) -> None:
    (folder / "内" / "词表").mkdir(parents=True)
    (folder / "terms.toml").touch()
    (folder / "内" / "词表" / "terms.toml").symlink_to(folder / "terms.toml")
    (folder / "内" / "gouji.toml").write_text('lexicon = ["词表"]', "utf-8")
    (folder / "内" / "说明.txt").write_text(TEXT, "utf-8")
    result = run("lint", "内/说明.txt")
    assert result.exit_code == 2
    assert "文件夹之外" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("lint", "说明.txt", "--baseline"),
        ("lint", "说明.txt", "--config"),
        ("lint", "--manifest"),
        ("draft", "数据.json", "--inputs"),
    ],
)
def test_a_list_without_end_is_not_read_to_its_end(
    folder: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "数据.json").write_text(FIGURES, "utf-8")
    monkeypatch.setattr("gouji.files._LARGE", 1000)
    result = run(*arguments, "/dev/zero")
    assert result.exit_code == 2
    assert one_sentence(result.stderr.replace("共 1 个文件（1 个无法读取）：错误 0，疑点 0。\n", ""))


def test_links_out_of_a_folder_are_not_followed(folder: Path) -> None:
    (folder / "公开").mkdir()
    (folder / "公开" / "一.txt").write_text(TEXT, "utf-8")
    (folder / "公开" / "二.txt").symlink_to("一.txt")
    (folder / "公开" / "三.txt").symlink_to(folder / "说明.txt")
    result = run("lint", "公开", "--format", "json")
    assert [Path(each["path"]).name for each in json.loads(result.stdout)["files"]] == ["一.txt", "二.txt"]
    assert "三.txt：是指向文件夹以外的链接，没有核对" in result.stderr
    assert run("lint", "公开/三.txt").exit_code == 0  # named by the user


def test_a_file_with_one_bad_byte_names_it() -> None:
    with pytest.raises(UnreadableError, match=r"第 138 个字节 0xEF（第 7 行）不是有效的 UTF-8"):
        read_bytes((HOSTILE / "utf8-one-bad-byte.txt").read_bytes(), "文.txt")
    mixed = WRONG.encode() * 3 + WRONG.encode("gb18030")
    with pytest.raises(UnreadableError, match="不是有效的 UTF-8"):
        read_bytes(mixed, "文.txt")


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_in_the_bytes_of_another_system(form: str) -> None:
    """What unpacking an archive made on Windows gives."""
    path = Path(os.fsdecode("决算公开.txt".encode("gb18030")))
    path.write_text(WRONG, "utf-8")
    done = CliRunner().invoke(main, ["lint", str(path), "--no-config", "--format", form, "-o", "报告"])
    if form == "pdf":
        assert one_sentence(done.output)
        assert "决算公开.txt：不是 PDF" in done.output
        return
    assert (done.exit_code, done.output) == (1, "")
    if form not in ("docx", "xlsx"):
        text = Path("报告").read_text("utf-8")
        assert "决算公开.txt" in text or "%E5%86%B3%E7%AE%97" in text


ESCAPE = "\x1b[2J\x1b]0;x\x07\x9b31m\u202e\u2028\x85\r"


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("docx", "xlsx", "pdf")])
def test_nothing_of_a_document_or_a_name_commands_a_terminal(form: str) -> None:
    name = "说\x1b[31m\n明.txt"
    Path(name).write_text(
        WRONG.replace("比上年", f"{ESCAPE}比上年").replace("60.00", f"60.00{ESCAPE}")
        + TEXT.replace("截止", f"截止{ESCAPE}"),
        "utf-8",
        newline="",
    )
    result = run("lint", name, "没有\x1b[31m.txt", "--format", form, "--no-config")
    assert result.exit_code == 2
    assert not COMMANDS.search(result.stdout)
    assert not COMMANDS.search(result.stderr)
    assert result.stderr.count("\n") == 1
    if form in ("text", "json"):
        assert "\\x1b[31m" in result.stderr
        assert "\\x1b" in result.stdout or "\\u001b" in result.stdout


def test_a_diff_and_a_draft_command_no_terminal_either(folder: Path) -> None:
    Path("说\x1b明.txt").write_text(TEXT.replace("编制", f"编制{ESCAPE}").replace("\n", "\r\n"), "utf-8", newline="")
    result = run("lint", "说\x1b明.txt", "--diff", "--no-config")
    assert "+截至2024年底，本部门人员编制\\x1b[2J" in result.stdout
    assert not COMMANDS.search(result.output)
    (folder / "情况.yaml").write_text('单位名称: "甲\\x1b[2J局"\n文字:\n  名词解释: "甲\\x1b[2J局"\n', "utf-8")
    (folder / "数据.json").write_text(FIGURES, "utf-8")
    result = run("draft", "数据.json", "--inputs", "情况.yaml")
    assert "甲\\x1b[2J局" in result.stdout
    assert not COMMANDS.search(result.output)


def test_findings_of_one_rule_are_bounded_and_counted() -> None:
    Path("逗号.txt").write_text(WRONG + "本部门，，负责。\n" * 150, "utf-8")
    result = run("lint", "逗号.txt", "--format", "json", "--no-config")
    report = json.loads(result.stdout)
    jsonschema.validate(report, SCHEMA)
    (file,) = report["files"]
    found = [each for each in file["findings"] if each["code"] == "W105"]
    assert len(found) == 100
    assert file["left_out"] == {"W105": 50}
    assert report["summary"]["warnings"] >= 150
    assert "A101" in {each["code"] for each in file["findings"]}
    assert "另有 50 处相同" in found[-1]["message"]
    assert "另有 50 处相同" not in found[-2]["message"]
    assert "疑点 15" in run("lint", "逗号.txt", "--no-config").stdout
    run("lint", "逗号.txt", "--no-config", "--write-baseline", "基线.json")
    assert len(json.loads(Path("基线.json").read_text("utf-8"))["accepted"]) > 150


@pytest.mark.parametrize("error", [KeyError("甲"), MemoryError(), RecursionError(), OSError(5, "坏了")])
def test_an_error_that_nobody_foresaw_stops_no_other_file(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(document, *about):
        if document.path.endswith("坏.txt"):
            raise error
        return lint_document(document, *about)

    monkeypatch.setattr("gouji.checking.lint_document", broken)
    Path("坏.txt").write_text(TEXT, "utf-8")
    log = Path("日志.txt")
    result = run(
        "lint",
        "坏.txt",
        "说明.txt",
        "--jobs",
        "1",
        "--debug",
        str(log),
        "--format",
        "json=报告.json",
        "--format",
        "text",
    )
    assert result.exit_code == 2
    assert one_sentence(result.stderr)
    assert result.stderr.startswith("坏.txt：")
    assert "1 个无法读取" in result.stdout
    bad, good = json.loads(Path("报告.json").read_text("utf-8"))["files"]
    assert bad["error"]
    assert [each["code"] for each in good["findings"]] == ["W101"]
    (line,) = log.read_text("utf-8").splitlines()
    assert f"{type(error).__name__}" in line
    assert "test_untrusted.py" in line


def test_an_error_that_nobody_foresaw_in_a_command_for_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.linter.analyse", lambda *_: {}["甲"])
    monkeypatch.setattr("gouji.drafting.lint_document", lambda *_: {}["甲"])
    for command in (["extract", "说明.txt"], ["draft", "说明.txt"], ["new", "--reasons", "说明.txt", "-o", "新.yaml"]):
        result = run(*command, "--debug", "日志.txt")
        assert result.exit_code == 2
        assert one_sentence(result.stderr)
        assert "没有料到的错（KeyError）" in result.stderr
    assert len(Path("日志.txt").read_text("utf-8").splitlines()) == 3


@pytest.mark.parametrize("command", ["lint", "extract", "draft"])
def test_a_full_disk_behind_standard_output(folder: Path, command: str) -> None:
    Path("数据.json").write_text(FIGURES, "utf-8")
    extra = ("--format", "text", "--format", "json=报告.json") if command == "lint" else ()
    done = gouji(folder, command, "数据.json" if command == "draft" else "说明.txt", *extra, shell="> /dev/full")
    assert done.returncode == 2
    assert "标准输出写不进去" in done.stderr
    assert one_sentence(done.stderr)
    assert command != "lint" or Path("报告.json").is_file()


def test_a_reader_of_standard_output_who_has_gone(folder: Path) -> None:
    done = gouji(
        folder,
        "lint",
        "说明.txt",
        "--format",
        "text",
        "--format",
        "json=报告.json",
        shell="| true; echo ${PIPESTATUS[0]}",
    )
    assert (done.stdout, done.stderr) == ("0\n", "")
    assert Path("报告.json").is_file()


def _with_a_bad_picture(data: bytes) -> bytes:
    """The package with a picture in it whose checksum is wrong."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/image1.png", b"PICTURE-OF-A-SEAL")
    return file.getvalue().replace(b"PICTURE-OF-A-SEAL", b"PICTURE-OF-A-SEAM", 1)


def test_a_bad_picture_and_bad_properties_only_cost_the_copy() -> None:
    Path("说明.docx").write_bytes(_with_a_bad_picture(to_docx(TEXT)))
    shutil.copy(HOSTILE / "xlsx-truncated-core-properties.xlsx", "表.xlsx")
    assert run("lint", "说明.docx", "--no-config").exit_code == 0
    for name, form in (("说明.docx", "docx"), ("表.xlsx", "xlsx")):
        result = run("lint", name, "--no-config", "--format", form, "-o", "副本")
        assert result.exit_code == 2
        assert one_sentence(result.stderr)
        assert "做不出副本" in result.stderr
        assert not Path("副本").exists()
    result = run("lint", "说明.docx", "--no-config", "--fix")
    assert "word/media/image1.png 已损坏，改不了" in result.stderr


@pytest.mark.parametrize(
    "figures",
    [
        (HOSTILE / "kind-list.json").read_text("utf-8"),
        (HOSTILE / "year-text.json").read_text("utf-8"),
        '{"year": true, "kind": "final", "statements": []}',
        '{"year": 2024, "kind": "final", "statements": 5}',
        '{"year": 2024, "kind": "final", "statements": [5]}',
        '{"year": 2024, "kind": "final", "statements": [{"title": "表", "rows": [{"label": "合计", "cells": [{"column": "甲", "keys": [{"item": []}], "text": "1.00"}]}]}]}',
        '{"year": 2024, "kind": "final"}',
        '{"year": 2024, "kind": "其他", "statements": []}',
        "[]",
        "5",
        "",
        "[" * 400,
        "!!python/object/apply:os.system [ls]",
    ],
)
def test_figures_of_another_shape(figures: str) -> None:
    Path("数据.json").write_text(figures, "utf-8")
    result = run("draft", "数据.json")
    assert result.exit_code == 2
    assert one_sentence(result.stderr)


@pytest.mark.parametrize(
    "inputs",
    [
        "5",
        "收入支出总计: 5",
        "收入支出总计: {原因: [甲]}",
        "收入支出总计: {上年: [1]}",
        "文字: {甲: {乙: 丙}}",
        "单位名称: [甲]",
        "甲: &a [1]\n乙: *b",
        "? [甲]\n: 乙",
        "a: &a [x, x]\n"
        + "".join(
            f"{b}: &{b} [*{a}, *{a}]\n"
            for a, b in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True)
        )
        + "单位名称: *z",
    ],
)
def test_inputs_of_another_shape(inputs: str) -> None:
    Path("数据.json").write_text(FIGURES, "utf-8")
    Path("情况.yaml").write_text(inputs, "utf-8")
    result = run("draft", "数据.json", "--inputs", "情况.yaml")
    assert result.exit_code == 2
    assert one_sentence(result.stderr)


STYLE = 'extends = "national"\ntitle = "自己的"\n[[section]]\nid = "totals"\ntitle = "总体"\n'


@pytest.mark.parametrize(
    ("style", "template", "said"),
    [
        (STYLE, "{{ 1/0 }}", "totals.md.j2 第 1 行"),
        (STYLE, "甲\n{{ 'a'*10**10 }}", "totals.md.j2 第 2 行"),
        (STYLE, "{{ 10**(10**10) }}", "太大"),
        (STYLE, "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "没有尽头"),
        (STYLE, "{% include 'totals.md.j2' %}", "没有尽头"),
        (STYLE, "{{ 年度.__class__.__base__.__subclasses__() }}", "totals.md.j2 第 1 行"),
        (STYLE, "{{ '收入支出总计' | 金额(1, 2) }}", "totals.md.j2 第 1 行"),
        (STYLE.replace("[[", 'heading = "{nope}"\n[[', 1), "甲", "“{nope}”里只能有"),
        (STYLE.replace("[[", 'heading = "{0.x}"\n[[', 1), "甲", "只能有"),
        (STYLE.replace("[[", 'heading = "{"\n[[', 1), "甲", "只能有"),
        (STYLE.replace('"national"', "5"), "甲", "extends 应是"),
        (STYLE.replace("national", "/etc"), "甲", "旁边的文件夹"),
        (STYLE.replace("national", "../../.."), "甲", "旁边的文件夹"),
        (STYLE.replace("[[section]]", "[section]"), "甲", "style.toml"),
        (STYLE.replace("title", "numbers = 5\ntitle", 1), "甲", "style.toml"),
    ],
)
def test_templates_that_do_harm(style: str, template: str, said: str) -> None:
    Path("写法").mkdir()
    Path("写法/style.toml").write_text(style, "utf-8")
    Path("写法/totals.md.j2").write_text(template, "utf-8")
    Path("数据.json").write_text(FIGURES, "utf-8")
    result = run("draft", "数据.json", "--style", "写法")
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert one_sentence(result.stderr)


def test_a_template_that_is_a_link_out_of_its_folder_is_not_read(folder: Path) -> None:
    Path("写法").mkdir()
    Path("写法/style.toml").write_text(STYLE, "utf-8")
    Path("写法/totals.md.j2").symlink_to(folder / "说明.txt")
    Path("数据.json").write_text(FIGURES, "utf-8")
    result = run("draft", "数据.json", "--style", "写法")
    assert result.exit_code == 2
    assert "是指向文件夹以外的链接，没有读取" in result.stderr


def test_a_table_of_codes_in_another_encoding_is_named_with_its_byte() -> None:
    Path("词表").mkdir()
    Path("词表/functional-codes.tsv").write_bytes("代码\t名称\n2999901\t其他\n".encode("gb18030"))
    Path("gouji.toml").write_text('lexicon = ["词表"]', "utf-8")
    result = run("lint", "说明.txt")
    assert result.exit_code == 2
    assert one_sentence(result.stderr)
    assert "functional-codes.tsv：不是 UTF-8 编码（第 1 个字节）" in result.stderr
    run("lint", "说明.txt", "--no-config")


def test_paths_that_no_system_has() -> None:
    os.symlink("圈", "圈")
    for path in ("长" * 2000, "圈", "圈/说明.txt"):
        result = run("lint", path)
        assert result.exit_code == 2
        assert one_sentence(result.stderr)
        result = run("lint", "说明.txt", "-o", path)
        assert result.exit_code == 2
        assert one_sentence(result.stderr)
