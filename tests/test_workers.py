"""Workers: each item is answered, whatever becomes of the process that does it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji.cli import main
from gouji.readers import telling
from gouji.workers import Crew, Item, Lost


def work(about: str) -> str:
    what, _, path = about.partition(":")
    if what == "die":
        with Path(path).open("a") as file:
            file.write("x")
        os._exit(3)
    if what == "die once":
        if Path(path).exists():
            return "second"
        Path(path).touch()
        os._exit(3)
    if what == "sleep":
        time.sleep(60)
    if what == "pages":
        telling.say(1, 3)
        telling.say(3, 3)
    if what == "meet":
        place, _, name = path.partition("|")
        (Path(place) / name).touch()
        until = time.monotonic() + 20
        while len(list(Path(place).iterdir())) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        return "met" if time.monotonic() < until else "alone"
    if what == "grow":
        return str(len(bytearray(3 << 30)))
    return about.upper()


def lost(about: str, what: Lost) -> str:
    return f"{about.partition(':')[0]}: {'late' if what.late else 'gone'}"


def results(*abouts: str, calm: bool = False, jobs: int = 2, seconds: float = 20) -> Iterator[str]:
    return Crew(work, lost).results([Item(each, 10, seconds, calm) for each in abouts], jobs, 1000)


def test_a_worker_says_how_many_pages_are_read_before_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(telling, "say", lambda done, total: told.append((done, total)))
    assert list(results("pages", "b", jobs=1)) == ["PAGES", "B"]
    assert told == [(1, 3), (3, 3)]


def test_the_results_come_in_the_order_of_the_items(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    found = list(results("a", f"die:{gone}", "b", f"die once:{tmp_path / 'once'}", "c"))
    assert found == ["A", "die: gone", "B", "second", "C"]
    assert gone.read_text() == "xx"  # tried twice, never here


def test_once_nothing_is_left_to_do_here_all_workers_are_at_work(tmp_path: Path) -> None:
    items = [Item(f"meet:{tmp_path}|{number}", 10, 40, False) for number in (1, 2)]
    assert list(Crew(work, lost).results([Item("here", 10, 20, True), *items], 2, 1000)) == ["HERE", "met", "met"]


def test_what_takes_too_long_is_ended_and_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.workers._GRACE", 0.2)
    start = time.monotonic()
    assert list(results("sleep", "a", jobs=1, seconds=2)) == ["sleep: late", "A"]
    assert time.monotonic() - start < 30


def test_calm_work_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.workers.Worker", None)
    assert list(results("a", "b", calm=True)) == ["A", "B"]


@pytest.mark.skipif(os.name == "nt", reason="no limit of address space")
def test_memory_has_a_limit() -> None:
    assert list(results("grow", "a", jobs=1)) == ["grow: gone", "A"]


def test_a_file_that_ends_its_process_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.workers._BOOT", "import sys; sys.exit(1)")
    good, bad = tmp_path / "好.txt", tmp_path / "坏.pdf"
    good.write_text("2024年度部门决算\n", "utf-8")
    bad.write_bytes(b"%PDF-1.4")
    result = CliRunner().invoke(main, ["lint", "--no-config", str(bad), str(good)])
    assert result.exit_code == 2
    assert "坏.pdf：读到一半程序停了" in result.output
    assert "好.txt：2024年决算" in result.output


_AS_ON_WINDOWS = """
import multiprocessing, os, sys
multiprocessing.set_start_method("spawn")
for name in ("fork", "forkpty", "register_at_fork"):
    if hasattr(os, name):
        delattr(os, name)
from gouji.cli import main
main(sys.argv[1:])
"""


def test_nothing_is_inherited_by_a_worker(tmp_path: Path) -> None:
    """Where processes are not forked (Windows), and options, configuration and tables have to be handed over."""
    body = "<p>三、部门人员情况</p><p>截止2024年底，本部门人员编制20人。</p>"
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(f"<html><body><p>2024年度部门决算</p>{body}</body></html>", "utf-8")
    (tmp_path / "表.txt").write_text("2024年度部门决算\n", "utf-8")
    (tmp_path / "gouji.toml").write_text('tables = ["表.txt"]\nexclude = ["表.txt"]\n', "utf-8")
    arguments = ["lint", str(tmp_path), "--format", "json", "--jobs", "3", "--prior", str(tmp_path / "没有.txt")]
    for last, told in ((arguments[:-2], "W101"), (arguments, "没有.txt：文件不存在")):
        run = subprocess.run([sys.executable, "-c", _AS_ON_WINDOWS, *last], capture_output=True, timeout=120)
        report = json.loads(run.stdout)
        assert [Path(file["path"]).name for file in report["files"]] == ["0.html", "1.html", "2.html"], run.stderr
        assert all(told in json.dumps(file, ensure_ascii=False) for file in report["files"])
