"""The command line as its users call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[1]
BAD = ROOT / "examples" / "文旅局-2024-决算-有误.txt"
GOOD = ROOT / "examples" / "文旅局-2024-决算.txt"
SCHEMA = json.loads((ROOT / "src" / "gouji" / "schemas" / "lint.schema.json").read_text("utf-8"))


def gouji(*arguments: str, cwd: Path | None = None, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "gouji", *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_exit_statuses(tmp_path: Path) -> None:
    assert gouji("lint", str(GOOD)).returncode == 0
    assert gouji("lint", str(BAD)).returncode == 1
    assert gouji("lint", str(BAD), "--fail-on", "never").returncode == 0
    assert gouji("lint", str(tmp_path / "没有.txt")).returncode == 2


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readmes_show_what_lint_says(name: str) -> None:
    shown = (ROOT / name).read_text("utf-8").partition("```console\n$ gouji ")[2].partition("```")[0]
    command, _, output = shown.partition("\n")
    said = gouji(*command.split(), "--no-config", cwd=ROOT).stdout
    assert all(line in said.splitlines() for line in output.splitlines() if line != "…")


def test_json_keeps_its_contract() -> None:
    done = gouji("lint", str(BAD), str(GOOD), "--format", "json", "--notes")
    data = json.loads(done.stdout)
    jsonschema.validate(data, SCHEMA)
    assert data["summary"]["errors"] == 12
    assert data["files"][0]["kind"] == "final"
    assert data["files"][0]["year"] == 2024
    source = BAD.read_text("utf-8")
    for finding in data["files"][0]["findings"]:
        place = finding["location"]
        assert source[place["offset"] : place["offset"] + place["length"]] == place["text"]
        assert source.splitlines()[place["line"] - 1][place["column"] - 1 :].startswith(place["text"].split("\n")[0])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"%PDF-1.4\n...", "不完整"),
        (b"PK\x03\x04...", "Office"),
        (b"\x00\x01\x02\x03\xff\xfe" * 50, "二进制"),
        (b"\xff\xff\xff\x81", "编码"),
    ],
)
def test_bad_input_gets_one_sentence_and_the_others_are_linted(tmp_path: Path, content: bytes, words: str) -> None:
    bad = tmp_path / "坏.txt"
    bad.write_bytes(content)
    done = gouji("lint", str(bad), str(GOOD))
    assert done.returncode == 2
    assert words in done.stderr
    assert "坏.txt" in done.stderr
    assert "Traceback" not in done.stderr
    assert "共 2 个文件（1 个无法读取）" in done.stdout


def test_a_blank_sheet_is_passed_over_and_a_blank_workbook_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "空.xlsx")
    for row in (["支出决算表"], ["单位：万元"], ["科目名称", "合计", "基本支出"], ["合计", 5, 5], ["教育支出", 5, 5]):
        book.active.append(row)
    book.create_sheet("Sheet2")
    book.save(tmp_path / "表.xlsx")
    assert gouji("lint", "表.xlsx", cwd=tmp_path).returncode == 0
    blank = gouji("lint", "空.xlsx", cwd=tmp_path)
    assert (blank.returncode, "空.xlsx：文件是空的" in blank.stderr) == (2, True)


def test_what_a_folder_holds_and_nobody_reads_is_said(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_bytes(GOOD.read_bytes())
    for name in ("表.et", "一批.zip"):
        (tmp_path / name).write_bytes(b"PK")
    result = gouji("lint", ".", cwd=tmp_path)
    assert "没有核对 表.et，请用 WPS 另存为 .xlsx" in result.stderr
    assert "没有核对 一批.zip，请先解压" in result.stderr


def test_an_oversized_file_is_refused_and_the_limit_can_be_raised(tmp_path: Path) -> None:
    big = tmp_path / "大.txt"
    big.write_text(("部门决算" * 250 + "。\n\n") * 1200, "utf-8")
    assert gouji("lint", str(big), "--max-size", "1").returncode == 2
    assert gouji("lint", str(big), "--max-size", "10").returncode == 0


def test_folders_standard_input_and_output(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "一.txt").write_bytes(GOOD.read_bytes())
    (tmp_path / "a" / "二.md").write_bytes(BAD.read_bytes())
    report = tmp_path / "报告.json"
    done = gouji("lint", str(tmp_path), "--format", "json", "-o", str(report))
    assert done.returncode == 1
    assert [Path(f["path"]).name for f in json.loads(report.read_text("utf-8"))["files"]] == ["一.txt", "二.md"]
    done = gouji("lint", "-", "--stdin-filename", "稿.txt", "--select", "D", stdin=BAD.read_bytes())
    assert done.stdout.count("稿.txt:") == 3
    assert "【小于】" in done.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "决算.txt"
    path.write_bytes(BAD.read_text("utf-8").encode(encoding))
    assert json.loads(gouji("lint", str(path), "--format", "json").stdout)["summary"]["errors"] == 12


def test_select_and_ignore_take_prefixes() -> None:
    def codes(*options: str) -> set[str]:
        return {
            f["code"]
            for f in json.loads(gouji("lint", str(BAD), "--format", "json", *options).stdout)["files"][0]["findings"]
        }

    assert codes("--select", "D,T102") == {"D101", "D102", "D104", "T102"}
    assert not codes("--ignore", "A,D") & {"A103", "A104", "A108", "D101"}


def test_configuration_is_found_upwards_and_checked(tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text('ignore = ["A", "D", "T", "F"]\n', "utf-8")
    (tmp_path / "子").mkdir()
    path = tmp_path / "子" / "决算.txt"
    path.write_bytes(BAD.read_bytes())
    assert gouji("lint", str(path)).returncode == 0
    (tmp_path / "gouji.toml").write_text('ingore = ["A"]\n', "utf-8")
    done = gouji("lint", str(path))
    assert done.returncode == 2
    assert "ignore" in done.stderr
    (tmp_path / "gouji.toml").unlink()
    (tmp_path / "pyproject.toml").write_text('[tool.gouji.per-file-ignores]\n"*.txt" = ["A", "D", "T", "F"]\n', "utf-8")
    assert gouji("lint", str(path)).returncode == 0


def test_suppression_in_the_text_and_unused_ones(tmp_path: Path) -> None:
    text = BAD.read_text("utf-8")
    lines = text.splitlines()
    lines.insert(194, "<!-- gouji: ignore D102 已与财政局核实 -->")
    lines.insert(0, "<!-- gouji: ignore A101 -->")
    path = tmp_path / "决算.txt"
    path.write_text("\n".join(lines), "utf-8")
    findings = json.loads(gouji("lint", str(path), "--format", "json").stdout)["files"][0]["findings"]
    codes = [finding["code"] for finding in findings]
    assert "D102" not in codes
    assert codes.count("G001") == 1


def test_baseline_by_content_not_by_line(tmp_path: Path) -> None:
    path, accepted = tmp_path / "决算.txt", tmp_path / "基线.json"
    path.write_bytes(BAD.read_bytes())
    assert gouji("lint", str(path), "--write-baseline", str(accepted)).returncode == 0
    path.write_text("说明\n\n" + BAD.read_text("utf-8"), "utf-8")
    assert gouji("lint", str(path), "--baseline", str(accepted)).returncode == 0
    path.write_text(BAD.read_text("utf-8").replace("决算数大于年初预算数", "决算数小于年初预算数", 1), "utf-8")
    assert gouji("lint", str(path), "--baseline", str(accepted)).returncode == 1


def test_extract_gives_statements_and_facts() -> None:
    data = json.loads(gouji("extract", str(GOOD)).stdout)
    assert [s["id"] for s in data["statements"] if s["id"].startswith("final")] == [f"final-0{i}" for i in range(1, 10)]
    assert any(fact["state"] == "tied" for fact in data["facts"])


def test_rules_and_rule_pages() -> None:
    assert "D101" in gouji("rules").stdout
    assert "## 依据" in gouji("rule", "a103").stdout
    done = gouji("rule", "Z999")
    assert done.returncode == 2
    assert "gouji rules" in done.stderr


def test_a_rule_is_found_by_a_word_of_its_title_and_the_unused_comment_has_a_page() -> None:
    assert "A103" in gouji("rule", "完成率").stdout
    assert "没有用上的注释" in gouji("rule", "G001").stdout


def test_usage_errors_are_in_chinese() -> None:
    done = gouji("lint", str(GOOD), "--formt", "json")
    assert done.returncode == 2
    assert "没有选项" in done.stderr
    assert gouji("--version").stdout.startswith("gouji ")
