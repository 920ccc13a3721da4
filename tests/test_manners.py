"""The command line's manners: what was mistyped, what a shell completes, the manual page, the demonstration."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gouji.cli import main as command_line
from gouji.rules.codes import codes
from gouji.rules.registry import load

ROOT = Path(__file__).resolve().parents[1]
GOOD = ROOT / "examples" / "文旅局-2024-决算.txt"


def gouji(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src"), **environment}
    command = [sys.executable, "-m", "gouji", *arguments]
    return subprocess.run(command, capture_output=True, cwd=cwd, env=env, check=False, encoding="utf-8")


def test_the_codes_are_those_of_the_rules() -> None:
    known = dict(codes())
    assert known.pop("G001")
    assert known == {rule.code: rule.name for rule in load().values()}


def test_help_is_in_chinese_and_its_columns_are_even() -> None:
    from unicodedata import east_asian_width

    import click

    def listed(command: click.Command, above: click.Context | None, name: str) -> Iterator[str]:
        context = command.make_context(name, [], parent=above, resilient_parsing=True)
        context.terminal_width = 78
        yield command.get_help(context)
        if isinstance(command, click.Group):
            for each in command.list_commands(context):
                found = command.get_command(context, each)
                assert found is not None
                yield from listed(found, context, each)

    texts = list(listed(command_line, None, "gouji"))
    assert len(texts) > 18
    for text in texts:
        assert not {"Usage", "Options", "COMMAND", "OPTIONS", "Show this", "required", "default:"} & set(
            re.findall(r"[A-Z]\w+(?: this)?|\w+:?", text)
        )
        rows = [
            line for line in text.partition("选项：\n")[2].partition("\n\n")[0].splitlines() if line.startswith("  -")
        ]
        starts = {
            sum(2 if east_asian_width(c) in "WF" else 1 for c in found[0])
            for found in map(re.compile(r"  -.*?\S  +(?=\S)").match, rows)
            if found
        }
        assert len(starts) == 1, text
        assert all(sum(2 if east_asian_width(c) in "WF" else 1 for c in line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lnit", "决算.txt"], "是不是 lint；用 gouji --help"),
        ([str(ROOT / "examples")], "是不是 gouji lint"),
        (["lint", "决算.txt", "--formt", "json"], "是不是 --format；用 gouji lint --help"),
        (["lint", "决算.txt", "--format", "jsn"], "没有格式 jsn，是不是 json"),
        (["lint", "决算.txt", "--select", "D999"], "没有规则 D999，D 类的是 D101 至 D1"),
        (["lint", "决算.txt", "--ignore", "D101,xyz"], "没有规则 XYZ，X 类的是"),
        (["lint", "决算.txt", "--ignore", "change-rate"], "是不是 A101"),
        (["lint", "决算.txt", "-j", "0"], "-j 的值不对：应为 1 以上的整数"),
        (["lint", "决算.txt", "-o"], "选项 -o 后面缺少"),
        (["rule", "A101", "A102"], "多写了 A102"),
        (["rule", "D199"], "没有规则 D199"),
        (["completion", "bsh"], "是不是 bash"),
    ],
)
def test_what_was_mistyped_is_told_in_one_sentence(arguments: list[str], told: str) -> None:
    done = gouji(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not done.stdout


@pytest.mark.parametrize(
    "line",
    ['select = ["D", "D999"]', 'ignore = ["xyz"]', '[per-file-ignores]\n"*.txt" = ["A9"]', 'ignore = ["shares"]'],
)
def test_a_configuration_with_an_unknown_rule_is_an_error(line: str, tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text(line + "\n", "utf-8")
    path = tmp_path / "决算.txt"
    path.write_bytes(GOOD.read_bytes())
    done = gouji("lint", str(path))
    assert done.returncode == 2
    assert "gouji.toml：配置项“" in done.stderr
    assert "没有规则" in done.stderr


def test_codes_in_a_configuration_may_be_in_small_letters(tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text('select = ["w"]\n', "utf-8")
    path = tmp_path / "决算.md"
    path.write_text(
        "# 2024年度部门决算\n三、支出\n支出100.00万元，其中：基本支出60.00万元，占61.00%。截止年末。", "utf-8"
    )
    done = gouji("lint", str(path))
    assert "W101" in done.stdout
    assert "A104" not in done.stdout


def test_a_superfluous_comment_can_be_ignored(tmp_path: Path) -> None:
    path = tmp_path / "决算.md"
    path.write_text("<!-- gouji: ignore A101 -->\n" + GOOD.read_text("utf-8"), "utf-8")
    assert "G001" in gouji("lint", str(path)).stdout
    assert "G001" not in gouji("lint", str(path), "--ignore", "G001").stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("gouji li", "plain,lint"),
        ("gouji lint --bas", "plain,--baseline"),
        ("gouji lint --select D,a10", "plain,D,A103"),
        ("gouji lint --format js", "plain,json"),
        ("gouji lint --profile shaanxi-f", "plain,shaanxi-final"),
        ("gouji draft x --style nat", "plain,national"),
        ("gouji rule t1", "plain,T101"),
        ("gouji lint exam", "file,exam"),
        ("gouji extract exam", "file,exam"),
    ],
)
def test_bash_is_offered_what_fits(typed: str, offered: str) -> None:
    count = str(len(typed.split()) - 1)
    done = gouji(COMP_WORDS=typed, COMP_CWORD=count, _GOUJI_COMPLETE="bash_complete")
    assert offered in done.stdout.splitlines()


def test_powershell_is_offered_values_with_their_meaning_and_finds_files_itself() -> None:
    def said(words: str, word: str) -> str:
        return gouji(COMP_WORDS=words, COMP_WORD=word, _GOUJI_COMPLETE="powershell_complete").stdout

    assert "lint\t核对文件或文件夹" in said("gouji li", "li").splitlines()
    assert "lint\t核对文件或文件夹" in said("gouji", "").splitlines()
    assert not said("gouji lint exam", "exam").strip()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_of_each_shell_asks_gouji(shell: str) -> None:
    done = gouji("completion", shell)
    assert done.returncode == 0
    assert "_GOUJI_COMPLETE" in done.stdout
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=done.stdout.encode(), check=True)


def test_the_manual_page_has_every_command_and_option() -> None:
    page = gouji("man").stdout
    shown = page.replace("\\-", "-")
    for part in (
        ".SS gouji lint",
        ".SS gouji extract",
        "--changed-since",
        "--unsafe-fixes",
        ".SH 退出状态",
        "GOUJI_CONFIG",
    ):
        assert part in shown
    assert not [line for line in page.splitlines() if line.startswith("'")]


def test_the_demonstration_leaves_what_was_changed_alone(tmp_path: Path) -> None:
    done = gouji("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "错误 12" in done.stdout
    assert "占74.50%" in done.stdout
    folder = tmp_path / "demo"
    assert (folder / "说明.docx").stat().st_size > 10_000
    assert "核对报告" in (folder / "核对报告.html").read_text("utf-8")
    mine = folder / "文旅局-2024-决算-有误.txt"
    mine.write_text(mine.read_text("utf-8").replace("占75.41%", "占74.50%"), "utf-8")
    assert "错误 11" in gouji("demo", "-o", "demo", cwd=tmp_path).stdout
