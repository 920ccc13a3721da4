"""Every format, read back by a parser of that format: how many findings, where, and that no content becomes syntax."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from test_cli import BAD, GOOD, ROOT, gouji

from gouji.cli import main
from gouji.config import Config
from gouji.linter import lint_document, lint_file
from gouji.readers import read_bytes
from gouji.readers.text import read_text
from gouji.reporters import named
from gouji.reporters.reporter import Tally
from gouji.reporters.text import lines

SOURCE = BAD.read_text("utf-8")
LINES = SOURCE.splitlines()
FOUND = 12
# The published schema as Microsoft's SARIF SDK ships it (npm @microsoft/sarif-multitool-linux 5.7.0).
SARIF = Draft202012Validator(json.loads((ROOT / "tests" / "sarif-2.1.0.schema.json").read_text("utf-8")))

HOSTILE = """# 2024年度部门决算
十、机关运行经费支出情况说明
<script>alert("1")</script><img src=x onerror='alert(2)'>2024年度机关运行经费支出60.00万元，支出决算比上年增加10.00万元，增长50.00%，=cmd|' /C calc'!A0 {{ 7*7 }} ]]> %0A::error::x。
"""


def report(form: str, *paths: Path, status: int = 1, options: tuple[str, ...] = ()) -> str:
    done = gouji("lint", *map(str, paths), "--format", form, *options)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def sarif_run(text: str) -> dict:
    """The only run of a report that the published schema accepts."""
    whole = json.loads(text)
    SARIF.validate(whole)
    (run,) = whole["runs"]
    return run


def at(line: int, column: int) -> str:
    return LINES[line - 1][column - 1 :]


@pytest.fixture(scope="module")
def stated() -> list[dict]:
    """The findings of the faulty example as the contract has them."""
    return json.loads(report("json", BAD))["files"][0]["findings"]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "=1+1,<b>'\"&说明.txt"
    path.write_text(HOSTILE, "utf-8")
    return path


def test_sarif(stated: list[dict]) -> None:
    run = sarif_run(report("sarif", BAD, GOOD))
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "gouji"
    for rule in driver["rules"]:
        assert rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    assert len(run["results"]) == FOUND
    for result, finding in zip(run["results"], stated, strict=True):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding["code"]
        assert result["level"] == finding["severity"]
        assert result["message"]["text"].startswith(finding["message"])
        assert result["partialFingerprints"] == {"gouji/v1": finding["fingerprint"]}
        physical = result["locations"][0]["physicalLocation"]
        region = physical["region"]
        start, text = region["charOffset"], region["snippet"]["text"]
        assert SOURCE[start : start + region["charLength"]] == text
        assert at(region["startLine"], region["startColumn"]).startswith(text)
        assert run["artifacts"][physical["artifactLocation"]["index"]]["location"]["uri"].startswith("file:///")
        assert len(result.get("relatedLocations", [])) == len(finding["related"])
        if finding["fix"]:
            (change,) = result["fixes"][0]["artifactChanges"]
            assert [r["insertedContent"]["text"] for r in change["replacements"]] == [
                edit["text"] for edit in finding["fix"]["edits"]
            ]
    assert run["invocations"][0]["executionSuccessful"] is True


def test_sarif_of_a_relative_path_and_of_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "决算 一.txt").write_bytes(BAD.read_bytes())
    (tmp_path / "空.txt").write_bytes(b"")
    done = gouji("lint", "决算 一.txt", "空.txt", "--format", "sarif", cwd=tmp_path)
    assert done.returncode == 2
    run = sarif_run(done.stdout)
    assert run["artifacts"][0]["location"]["uri"] == "%E5%86%B3%E7%AE%97%20%E4%B8%80.txt"
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "空" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_github(stated: list[dict], hostile: Path) -> None:
    commands = report("github", BAD).splitlines()
    assert len(commands) == FOUND
    for command, finding in zip(commands, stated, strict=True):
        place = finding["location"]
        assert command.startswith(f"::{finding['severity']} file=")
        assert f",line={place['line']},endLine={place['end_line']},col={place['column']}," in command
        message = command.split("::", 2)[2]
        assert message.replace("%25", "%") == finding["message"]
        assert "%" not in message.replace("%25", "")
    (command,) = report("github", hostile).splitlines()
    properties = command.removeprefix("::error ").split("::")[0]
    assert len(properties.split(",")) == 6


def test_gitlab(stated: list[dict], tmp_path: Path) -> None:
    issues = json.loads(report("gitlab", BAD))
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [f["location"]["line"] for f in stated]
    assert {issue["severity"] for issue in issues} == {"major"}
    moved = tmp_path / "移动" / BAD.name
    moved.parent.mkdir()
    moved.write_text("封面\n\n" + SOURCE, "utf-8")
    again = json.loads(report("gitlab", moved))
    assert [issue["fingerprint"] for issue in again] == [issue["fingerprint"] for issue in issues]
    both = json.loads(report("gitlab", BAD, moved))
    assert len({issue["fingerprint"] for issue in both}) == 2 * FOUND


def test_rdjson_counts_bytes(stated: list[dict]) -> None:
    diagnostics = json.loads(report("rdjson", BAD))["diagnostics"]
    assert len(diagnostics) == FOUND
    for diagnostic, finding in zip(diagnostics, stated, strict=True):
        start = diagnostic["location"]["range"]["start"]
        line = LINES[start["line"] - 1].encode()
        assert line[start["column"] - 1 :].startswith(finding["location"]["text"].encode())
        assert diagnostic["severity"] == "ERROR"
        assert diagnostic["code"]["value"] == finding["code"]
        assert bool(diagnostic.get("suggestions")) == bool(finding["fix"])


def test_junit(stated: list[dict], hostile: Path, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    root = ElementTree.fromstring(report("junit", BAD, GOOD, tmp_path / "空.txt", hostile, status=2))
    bad, good, broken, odd = root.findall("testsuite")
    assert [case.get("line") for case in bad.findall("testcase")] == [str(f["location"]["line"]) for f in stated]
    assert [failure.get("message") for failure in bad.iter("failure")] == [f["message"] for f in stated]
    assert len(good.findall("testcase")) == 1
    assert good.find("testcase/failure") is None
    assert "空" in broken.find("testcase/error").get("message", "")
    assert odd.get("name") == str(hostile)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("15", str(FOUND + 1), "1")


def test_csv(stated: list[dict], hostile: Path) -> None:
    text = report("csv", BAD)
    assert text.startswith("\ufeff文件,位置,代码,规则,级别,问题,文中,应为,算式,依据,建议\n")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["问题"] for row in rows] == [finding["message"] for finding in stated]
    assert [row["位置"] for row in rows] == [
        f"{finding['location']['line']}:{finding['location']['column']}" for finding in stated
    ]
    done = gouji("lint", hostile.name, "--format", "csv", cwd=hostile.parent)
    (row,) = csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff")))
    assert row["文件"] == f"'{hostile.name}"
    assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_xlsx(stated: list[dict], hostile: Path, tmp_path: Path) -> None:
    target = tmp_path / "问题.xlsx"
    done = gouji("lint", str(BAD), hostile.name, "--format", "xlsx", "-o", str(target), cwd=hostile.parent)
    assert done.returncode == 1
    sheet = openpyxl.load_workbook(target)["问题清单"]  # behind the list of the files
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == ("文件", "位置", "代码", "规则", "级别", "问题", "文中", "应为", "算式", "依据", "建议")
    assert [row[5] for row in rows[:FOUND]] == [finding["message"] for finding in stated]
    assert rows[FOUND][0] == hostile.name
    assert sheet.cell(FOUND + 2, 1).data_type == "s"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:K{FOUND + 2}"


VOID = {"meta", "input", "link", "br", "img"}


class Page(HTMLParser):
    """A page as its elements, in order, each with its attributes and the text in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs}, [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, _, text in self.open:
            text.append(data)

    def of(self, kind: str) -> list[tuple[dict[str, str], str]]:
        """The elements of a class, as attributes and text."""
        return [
            (attributes, "".join(text))
            for _, attributes, text in self.elements
            if kind in attributes.get("class", "").split()
        ]


def test_html(stated: list[dict]) -> None:
    page = Page(report("html", BAD))
    listed = page.of("finding")
    assert len(listed) == FOUND
    for (attributes, text), finding in zip(listed, stated, strict=True):
        assert attributes["data-code"] == finding["code"]
        assert f"{finding['location']['line']}:{finding['location']['column']}" in text
        assert finding["message"] in text
        assert all(related["message"] in text for related in finding["related"])
    numbers = page.of("n")
    coverage = json.loads(report("json", BAD))["files"][0]["coverage"]
    assert {
        state: len(page.of(state)) for state in ("tied", "recomputed", "failed", "unchecked")
    }.keys() < coverage.keys()
    for state in ("tied", "recomputed", "failed", "unchecked"):
        assert sum(state in attributes["class"].split() for attributes, _ in numbers) == coverage[state]
    tied = next(attributes for attributes, text in numbers if text == "1,627.08万元")
    assert "《收入支出决算总表》" in tied["data-t"]
    assert "c" in tied["data-l"]
    text = "".join(page.elements[0][2])
    assert "咨询费" in text


CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*-20*.txt"))


@pytest.mark.parametrize("path", [BAD, *CORPUS], ids=lambda path: path.stem)
def test_every_link_of_a_page_leads_somewhere_and_cells_lead_back(path: Path) -> None:
    page = Page(report("html", path, options=("--fail-on", "never"), status=0))
    links: dict[str, set[str]] = {}
    for _, attributes, _ in page.elements:
        for key in attributes.get("data-k", "").split():
            links.setdefault(key, set()).update(attributes.get("data-l", "").split())
    for _, attributes, _ in page.elements:
        assert set(attributes.get("data-l", "").split()) <= links.keys()
    for key, others in links.items():
        if key[0] == "n":
            assert all(key in links[other] for other in others if other[0] == "c")


def test_a_page_needs_no_network_and_runs_nothing_from_the_document(hostile: Path) -> None:
    text = report("html", hostile, BAD)
    page = Page(text)
    tags = [tag for tag, _, _ in page.elements]
    assert tags.count("script") == 1
    assert not {"img", "link", "iframe"} & set(tags)
    for _, attributes, _ in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")
        assert "src" not in attributes
    assert "http://" not in text
    assert "https://" not in text
    assert "default-src 'none'" in text
    shown = "".join("".join(words) for tag, _, words in page.elements if tag == "p")
    assert '<script>alert("1")</script>' in shown
    assert "{{7*7}}" in shown
    assert hostile.name in "".join("".join(words) for tag, _, words in page.elements if tag == "h1")


def test_a_page_of_several_files_begins_with_a_list(tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    page = Page(report("html", BAD, tmp_path / "空.txt", GOOD, status=2, options=("-j", "2")))
    assert [
        text.split("/")[-1]
        for attributes, text in ((a, "".join(t)) for n, a, t in page.elements if n == "a")
        if attributes["href"] != "#start"
    ] == [BAD.name, GOOD.name]
    assert len(page.of("file")) == 2
    assert "空" in page.of("broken")[0][1]
    assert "共 3 个文件（1 个无法读取）：错误 12，疑点 0" in page.of("sum")[0][1]
    assert "没有发现问题" in page.of("file")[1][1]
    assert Page(report("html", tmp_path / "空.txt", status=2)).of("broken")


def test_a_page_says_what_was_not_read_of_a_file() -> None:
    document = read_bytes(GOOD.read_bytes(), GOOD.name)
    document.remarks.append("第14页为图片，没有读取<b>")
    made = named("html")()
    piece = made.piece(GOOD.name, lint_document(document, Config()), [])
    page = Page("".join(map(str, made.whole([piece], Tally()))))
    assert [text for _, text in page.of("remark")] == ["第14页为图片，没有读取<b>"]


def test_a_workbook_is_pointed_at_by_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "公开03表"
    rows = [["支出决算表"], ["单位：万元"], ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    rows += [["", "合计", 30.5, 20.25, 10.25], ["201", "一般公共服务支出", 30.5, 20.25, 11.25]]
    for row in rows:
        sheet.append(row)
    path = tmp_path / "2024年部门决算公开表.xlsx"
    book.save(path)
    run = sarif_run(report("sarif", path))
    result = run["results"][0]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].startswith("公开03表!")
    assert result["message"]["text"].startswith("公开03表!")
    assert "：" in json.loads(report("gitlab", path))[0]["description"]
    assert "line=" not in report("github", path)
    assert "range" not in json.loads(report("rdjson", path))["diagnostics"][0]["location"]


def test_several_formats_at_once(tmp_path: Path) -> None:
    sarif, table = tmp_path / "结果.sarif", tmp_path / "问题.xlsx"
    done = gouji(
        "lint", str(BAD), str(GOOD), "--format", f"sarif={sarif}", "--format", "json", "--format", f"xlsx={table}"
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["errors"] == FOUND
    assert len(sarif_run(sarif.read_text("utf-8"))["results"]) == FOUND
    book = openpyxl.load_workbook(table)
    assert book["汇总"].max_row == 1 + 2
    assert book["问题清单"].max_row == FOUND + 1
    done = gouji("lint", str(BAD), "--format", f"sarif={sarif}", "--format", "text")
    assert f"错误 {FOUND}" in done.stdout
    assert not done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "odt"), "没有格式 odt"),
        (("--format", "json", "--format", "csv"), "只有一种"),
        (("--format", "json=a", "--format", "csv=./a"), "同一个文件"),
        (("--format", "json=a", "-o", "b"), "-o"),
        (("--format", "xlsx"), "-o"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_read(
    options: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    done = gouji("lint", str(BAD), *options, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert not done.stdout
    assert not list(tmp_path.iterdir())


def test_a_report_that_cannot_be_written_does_not_stop_the_others(tmp_path: Path) -> None:
    good = tmp_path / "好.json"
    done = gouji("lint", str(BAD), "--format", f"csv={tmp_path}/没有/a.csv", "--format", f"json={good}")
    assert done.returncode == 2
    assert "写不进去" in done.stderr
    assert json.loads(good.read_text("utf-8"))["summary"]["errors"] == FOUND


@pytest.mark.parametrize("form", ["text", "github", "csv"])
def test_what_is_read_line_by_line_comes_as_files_are_done(form: str) -> None:
    made = named(form)()
    done = []

    def pieces() -> Iterator[object]:
        for path in (BAD, GOOD):
            linted = lint_file(path, Config())
            done.append(path)
            yield made.piece(str(path), linted, linted.findings)

    parts = made.whole(pieces(), Tally())
    while BAD.name not in str(next(parts)):
        pass
    assert done == [BAD]


COUNTS: dict[str, Callable[[str], int]] = {
    "text": lambda text: text.count(": 错误 "),
    "json": lambda text: sum(len(file["findings"]) for file in json.loads(text)["files"]),
    "sarif": lambda text: len(sarif_run(text)["results"]),
    "html": lambda text: len(Page(text).of("finding")),
    "github": lambda text: text.count("::error ") - text.count("title=无法读取"),
    "gitlab": lambda text: sum(issue["severity"] == "major" for issue in json.loads(text)),
    "rdjson": lambda text: sum("code" in found for found in json.loads(text)["diagnostics"]),
    "junit": lambda text: len(list(ElementTree.fromstring(text).iter("failure"))),
    "csv": lambda text: sum(row["级别"] == "错误" for row in csv.DictReader(io.StringIO(text))),
}


@pytest.mark.parametrize("form", COUNTS)
def test_folders_baselines_and_statuses_are_the_same_for_every_format(form: str, tmp_path: Path) -> None:
    folder, baseline = tmp_path / "公开", tmp_path / "基线.json"
    folder.mkdir()
    for name, content in (("1.txt", BAD.read_bytes()), ("2.txt", b""), ("3.txt", GOOD.read_bytes())):
        (folder / name).write_bytes(content)

    def run(*options: str) -> Result:
        return CliRunner().invoke(main, ["lint", str(folder), "--format", form, *options])

    count = COUNTS[form]
    done = run("-j", "2")
    assert done.exit_code == 2
    assert "2.txt" in done.stderr
    assert count(done.stdout) == FOUND
    (folder / "2.txt").write_bytes(BAD.read_bytes())
    assert run().exit_code == 1
    assert count(run("-j", "3").stdout) == 2 * FOUND
    assert run("--fail-on", "never").exit_code == 0
    assert count(run("--select", "F").stdout) == 2
    assert run("--write-baseline", str(baseline)).exit_code == 0
    done = run("--baseline", str(baseline))
    assert done.exit_code == 0
    assert count(done.stdout) == 0


def test_a_mark_is_shown_in_its_own_brackets() -> None:
    text = "云岭区档案馆2024年度部门决算\n\n2024年度收入总计3.00万元，主要原因是：【请确认：去年的原因】。\n"
    report = lint_document(read_text(text, "说明.txt"), Config())
    told = "\n".join(lines("说明.txt", report, report.findings, colour=False))
    assert "：【请确认：去年的原因】。" in told
    assert "【【" not in told
