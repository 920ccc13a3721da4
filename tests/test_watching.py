"""--watch: what was saved is linted again, whatever the saving looks like from outside."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from test_changed import RIGHT, WRONG
from test_cli import gouji

from gouji.outcomes import Options
from gouji.readers import UnreadableError
from gouji.relinting import relint
from gouji.watching import changes, patiently

PAUSE = 0.03
DEADLINE = 20.0


def _later(*acts: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        for act in acts:
            time.sleep(PAUSE * 5)
            act()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _replace(path: Path, text: str) -> None:
    """Save at one stroke, so that there is one change however slow the machine is."""
    new = path.parent.parent / "新的"
    new.write_text(text, "utf-8")
    os.replace(new, path)


def _told(parts: Iterator[str], word: str) -> list[str]:
    """What is told up to the part with this word."""
    told = []
    end = time.monotonic() + DEADLINE
    for part in parts:
        told.append(part)
        if word in part:
            return told
        assert time.monotonic() < end, told
    raise AssertionError(told)


def test_saved_files_are_told_once_and_the_others_not(tmp_path: Path) -> None:
    folder = tmp_path / "公开"
    folder.mkdir()
    one, two = folder / "一.md", folder / "二.md"
    one.write_text("一")
    rounds = changes(lambda: sorted(folder.iterdir()), PAUSE)
    assert next(rounds) == [one]
    for path, text in ((two, "二"), (one, "一一"), (one, "一一一")):
        thread = _later(partial(_replace, path, text))
        assert next(rounds) == [path]
        thread.join()


def test_a_file_that_is_away_while_it_is_saved_is_told_when_it_is_back(tmp_path: Path) -> None:
    """How Word saves: the old file goes, another takes its name."""
    path, other = tmp_path / "说明.md", tmp_path / "~WRD0001.tmp"
    path.write_text("一")
    rounds = changes(lambda: [path], PAUSE)
    assert next(rounds) == [path]
    thread = _later(lambda: other.write_text("二"), path.unlink, lambda: os.replace(other, path))
    assert next(rounds) == [path]
    assert path.read_text() == "二"
    thread.join()


def test_a_file_being_written_is_told_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "说明.md"
    rounds = changes(lambda: [path], 0.2)
    assert next(rounds) == []

    def write() -> None:
        with path.open("w") as file:
            for _ in range(40):
                file.write("一")
                file.flush()
                time.sleep(0.02)

    thread = _later(write)
    assert next(rounds) == [path]
    assert len(path.read_text()) == 40
    thread.join()


def test_patience_ends() -> None:
    results = iter(range(100))
    assert patiently(lambda: next(results), lambda n: n < 3, 5, 0.001) == 3
    assert patiently(lambda: 1, bool, 0, 0.001) == 1


def test_only_the_changed_file_is_reported_with_the_time(tmp_path: Path) -> None:
    one, two = tmp_path / "一.md", tmp_path / "二.md"
    for path in (one, two):
        path.write_text(RIGHT, "utf-8")
    parts = relint((str(tmp_path),), Options(no_config=True), False, PAUSE)
    assert len(_told(parts, "等待保存")) == 3
    thread = _later(lambda: two.write_text(WRONG, "utf-8"))
    part = next(parts)
    thread.join()
    assert "── " in part
    assert part[3:11].count(":") == 2
    assert "二.md:3" in part
    assert "错误 A103" in part
    assert "共 1 个文件：错误 1" in part
    assert "一.md" not in part


def test_a_locked_file_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "说明.md"
    path.write_text(RIGHT, "utf-8")
    parts = relint((str(path),), Options(no_config=True), False, PAUSE, patience=DEADLINE)
    _told(parts, "等待保存")
    from gouji import checking

    read = checking.read_file
    tries: queue.Queue[int] = queue.Queue()

    def locked(path: Path, limit: object) -> object:
        tries.put(1)
        if tries.qsize() < 4:
            raise UnreadableError(f"{path}：没有读取权限，请关闭占用它的程序或修改权限。")
        return read(path, limit)

    monkeypatch.setattr(checking, "read_file", locked)
    thread = _later(lambda: path.write_text(WRONG, "utf-8"))
    assert "错误 A103" in next(parts)
    assert tries.qsize() == 4
    thread.join()


def test_a_file_that_stays_broken_is_said_to_be_and_the_watch_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(b"PK\x03\x04")
    parts = relint((str(path),), Options(no_config=True), False, PAUSE, patience=0.1)
    assert "说明.docx：" in _told(parts, "等待保存")[0]
    thread = _later(lambda: path.write_bytes(b""))
    assert "空" in next(parts)
    thread.join()


def test_configuration_is_read_again_and_a_faulty_one_is_said(tmp_path: Path) -> None:
    path, config = tmp_path / "说明.md", tmp_path / "gouji.toml"
    path.write_text(WRONG, "utf-8")
    parts = relint((str(path),), Options(), False, PAUSE, patience=0.1)
    assert "错误 A103" in _told(parts, "等待保存")[0]
    config.write_text('ignore = ["A103"]\n', "utf-8")
    thread = _later(lambda: path.write_text(WRONG + "\n", "utf-8"))
    assert "错误 0" in next(parts)
    thread.join()
    config.write_text("没有 =", "utf-8")
    thread = _later(lambda: path.write_text(WRONG, "utf-8"))
    assert "gouji.toml" in next(parts)
    thread.join()


@pytest.mark.skipif(sys.platform == "win32", reason="信号")
@pytest.mark.parametrize("command", [("lint", "--watch"), ("draft", "--watch", "-o", "出.md")], ids=["lint", "draft"])
def test_control_c_ends_it_well(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "说明.md"
    example = Path(__file__).resolve().parents[1] / "examples" / "文旅局-2024-决算.txt"
    path.write_text(example.read_text("utf-8"), "utf-8")
    written = tmp_path / "出.md"
    process = subprocess.Popen(
        [sys.executable, "-m", "gouji", *command, "说明.md"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert process.stdout is not None
    if command[0] == "lint":
        lines = iter(process.stdout.readline, b"")
        assert any("等待保存" in line.decode() for line in lines)
    else:
        end = time.monotonic() + DEADLINE
        while not written.exists() and time.monotonic() < end:
            time.sleep(0.05)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=DEADLINE)
    assert process.returncode == 0
    assert b"Traceback" not in errors


@pytest.mark.parametrize(
    "options",
    [("--format", "json"), ("-o", "报告.txt"), ("--write-baseline", "基线.json"), ("--changed-since", "HEAD")],
)
def test_what_watch_cannot_do_is_one_sentence(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "说明.md").write_text(RIGHT, "utf-8")
    done = gouji("lint", "--watch", "说明.md", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert "--watch" in done.stderr
    assert done.stderr.count("\n") == 1


def test_watching_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert gouji("lint", "--watch", "没有.md", cwd=tmp_path).returncode == 2
    assert gouji("lint", "--watch", "-", cwd=tmp_path).returncode == 2


def test_a_faulty_configuration_of_a_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "说明.md").write_text(RIGHT, "utf-8")
    (tmp_path / "gouji.toml").write_text("没有这一项 = 1\n", "utf-8")
    for options in ((), ("--watch",)):
        done = gouji("lint", ".", *options, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
