"""The cache: unchanged disclosures are not analysed again, and nobody can tell from the output."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_several import NARRATIVE, TITLE

from gouji.cache import Cache
from gouji.cli import main
from gouji.config import Config
from gouji.keys import key_of
from gouji.reporters import FORMATS
from gouji.walking import Task

pytestmark = pytest.mark.usefixtures("folder")
TEXT = TITLE.format(year=2024) + NARRATIVE.format(change="28.00", rate="{rate}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, rate in (("甲", "5.19"), ("乙", "9.99"), ("丙", "5.19")):
        (tmp_path / f"{name}.txt").write_text(TEXT.format(rate=rate), "utf-8")
    (tmp_path / "坏.txt").write_bytes(b"\x00\x01" * 500)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lint", "--jobs", "1", *arguments])


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that were analysed."""
    from gouji import checking

    names: list[str] = []
    real = checking.lint_document

    def lint_document(document, *others):
        names.append(document.path)
        return real(document, *others)

    monkeypatch.setattr(checking, "lint_document", lint_document)
    return names


def _without_seconds(data: bytes, form: str) -> bytes:
    if form not in ("json", "junit"):
        return data
    if form == "json":
        whole = json.loads(data)
        del whole["summary"]["seconds"]
        return json.dumps(whole).encode()
    return b"".join(line for line in data.splitlines(True) if b"time=" not in line)


@pytest.mark.parametrize("form", FORMATS)
def test_the_second_run_gives_the_same_bytes_and_analyses_nothing(analysed: list[str], form: str) -> None:
    where = "=报告/" if form in ("docx", "pdf") else f"=报告.{form}"
    contents, results = [], []
    for _ in range(2):
        results.append(lint(".", "--format", form + where, "--doubts"))
        made = sorted(Path("报告").glob("*") if where == "=报告/" else [Path(f"报告.{form}")])
        contents.append([_without_seconds(path.read_bytes(), form) for path in made])
        for path in made:
            path.unlink()
    if form == "xlsx":  # its own time stands in it
        from io import BytesIO
        from zipfile import ZipFile

        contents = [[ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml") for data in each] for each in contents]
    assert contents[0] == contents[1]
    assert contents[0] or form == "pdf"
    assert results[0].output.partition("用时")[0] == results[1].output.partition("用时")[0]
    assert results[0].exit_code == results[1].exit_code
    assert len(analysed) == (6 if form == "pdf" else 3)  # of a text there is no PDF: a failure is not kept


def test_on_the_screen_too_and_of_one_changed_file_only_that_is_analysed(folder: Path, analysed: list[str]) -> None:
    first = lint(".")
    assert lint(".").output == first.output
    assert len(analysed) == 3
    (folder / "丙.txt").write_text(TEXT.format(rate="7.77"), "utf-8")
    assert lint(".").output.count("A101") == first.output.count("A101") + 1
    assert analysed[3:] == ["丙.txt"]
    lint(".", "--no-cache")
    assert len(analysed) == 7


def test_what_settles_a_result_is_in_its_key(folder: Path, analysed: list[str]) -> None:
    lint(".")
    lint(".", "--ignore", "A101")
    assert len(analysed) == 6
    (folder / "gouji.toml").write_text('fail-on = "never"\n', "utf-8")
    assert lint(".").exit_code == 2  # the damaged one
    assert len(analysed) == 9
    (folder / "上年.md").write_text(TITLE.format(year=2023), "utf-8")
    lint("甲.txt", "乙.txt", "--prior", "上年.md")
    assert len(analysed) == 11
    (folder / "上年.md").write_text(TITLE.format(year=2023) + "\n无。\n", "utf-8")
    lint("甲.txt", "乙.txt", "--prior", "上年.md")
    assert len(analysed) == 13
    assert lint("甲.txt").stdout == lint("甲.txt").stdout
    assert len(analysed) == 13  # one file alone is known from the run on the folder


def test_another_version_has_other_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gouji import keys

    task = Task("甲.txt", (folder / "甲.txt",))
    first = key_of(task, Config())
    assert first == key_of(task, Config())
    assert first != key_of(task._replace(kind="budget"), Config())
    monkeypatch.setattr(keys, "program", lambda: "another")
    assert first != key_of(task, Config())
    assert key_of(Task("-", ()), Config()) is None
    assert key_of(Task("没有", (folder / "没有",)), Config()) is None


@pytest.mark.skipif(os.name == "nt", reason="no such permissions")
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    os.umask(0o022)
    path = tmp_path / "新" / "results.sqlite"
    cache = Cache(path)
    cache.put("k", {"a": 1})
    assert {file.stat().st_mode & 0o077 for file in path.parent.iterdir()} == {0}
    assert path.parent.stat().st_mode & 0o077 == 0
    cache.close()
    path.chmod(0o644)
    assert Cache(path).get("k", ["a"]) is None  # others may have written into it


def test_it_is_bounded_and_the_oldest_goes_first(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    for number in range(4):
        cache = Cache(path, most=1900)
        if number == 3:
            cache.get("0", ["a"])
        cache.put(str(number), {"a": os.urandom(500).hex()})
        cache.close()
    cache = Cache(path, most=1900)
    info = cache.info()
    assert info is not None
    assert info.size <= 1900
    assert [cache.has(str(number), ["a"]) for number in range(4)][-1]
    assert not cache.has("1", ["a"])
    assert cache.has("0", ["a"])  # used last


def test_a_damaged_or_locked_cache_stops_nothing(own_cache: Path) -> None:
    path = own_cache / "results.sqlite"
    first = lint(".").output
    for damage in (b"no base at all" * 999, path.read_bytes()[:5000]):
        path.write_bytes(damage)
        assert lint(".").output == first
    assert lint(".").output == first


def test_several_processes_use_it_at_once() -> None:
    command = [sys.executable, "-m", "gouji", "lint", ".", "--jobs", "1"]
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda _: subprocess.run(command, capture_output=True, check=False), range(3)))
    assert len({run.stdout for run in runs}) == 1
    assert Cache().info().entries == 3  # type: ignore[union-attr]


def test_it_can_be_looked_at_and_cleared() -> None:
    lint(".")
    runner = CliRunner()
    assert "results.sqlite：3 份" in runner.invoke(main, ["cache", "info"]).output
    assert runner.invoke(main, ["cache", "clear"]).output == "已清空 3 份。\n"
    assert "：0 份" in runner.invoke(main, ["cache", "info"]).output


def test_a_result_depends_on_what_is_installed_and_on_pictures_only_where_text_is_recognised(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gouji import keys as own

    page = folder / "页.html"
    page.write_text("<p>2024年</p>", "utf-8")
    saved = folder / "页_files"
    saved.mkdir()

    def keys() -> list[str | None]:
        return [key_of(Task("页.html", (page,)), Config(ocr=ocr)) for ocr in (False, True)]

    before = keys()
    monkeypatch.setattr(own, "_installed", lambda: ["rapidocr-9.9.dist-info"])
    own.program.cache_clear()
    plain, recognising = keys()
    assert (plain == before[0], recognising == before[1]) == (False, False)
    (saved / "表.png").write_bytes(b"picture")
    again = keys()
    assert (again[0] == plain, again[1] == recognising) == (True, False)
    own.program.cache_clear()
