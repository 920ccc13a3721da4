"""A long run seen by whoever waits for it: progress on a terminal, a summary at the end, Ctrl+C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_several import NARRATIVE, TITLE

from gouji.cli import main

ROOT = Path(__file__).resolve().parents[1]
TEXT = TITLE.format(year=2024) + NARRATIVE.format(change="28.00", rate="9.99")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "COLUMNS": "100"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in "甲乙丙":
        (tmp_path / f"{name}.txt").write_text(TEXT, "utf-8")
    return tmp_path


def _on_terminal(arguments: list[str], folder: Path, program: tuple[str, ...] = ("-m", "gouji")) -> tuple[str, str]:
    """What a run writes to standard output, a pipe, and to the terminal that its standard error is."""
    import pty

    own, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *program, *arguments],
        stdout=subprocess.PIPE,
        stderr=its,
        cwd=folder,
        env=ENVIRONMENT,
    )
    os.close(its)
    shown = b""
    while True:
        try:
            part = os.read(own, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    out, _ = process.communicate()
    os.close(own)
    return out.decode(), shown.decode()


@pytest.mark.skipif(os.name == "nt", reason="no such terminals")
def test_a_terminal_shows_how_many_pages_of_a_scan_are_read(folder: Path) -> None:
    told = "from gouji.progress import OnTerminal; from gouji.readers import telling; bar = OnTerminal('核对', '错误')"
    one = f"{told}; bar.begin(1); telling.say(2, 7); bar.step(0, False); bar.end(); telling.say(3, 7)"
    many = f"{told}; bar.begin(2); bar.step(0, False); telling.say(3, 9); bar.end()"
    assert "2/7" in _on_terminal([], folder, ("-c", one))[1]
    assert "识别 3/9 页" in _on_terminal([], folder, ("-c", many))[1]


@pytest.mark.skipif(os.name == "nt", reason="no such terminals")
def test_a_terminal_shows_how_far_it_is_and_a_pipe_nothing(folder: Path) -> None:
    out, shown = _on_terminal(["lint", ".", "--no-cache"], folder)
    assert "3/3" in shown
    assert "错误 3" in shown
    assert "\x1b" not in out
    assert "共 3 个文件：错误 3，疑点 0。" in out
    done = subprocess.run(
        [sys.executable, "-m", "gouji", "lint", ".", "--no-cache"], cwd=folder, env=ENVIRONMENT, capture_output=True
    )
    assert done.stdout.decode() == out
    assert done.stderr == b""
    _, shown = _on_terminal(["lint", "甲.txt"], folder)
    assert shown == ""


def test_a_report_in_a_file_has_a_summary_on_the_screen(folder: Path) -> None:
    from click.testing import CliRunner

    for remembered in ("", "，其中 3 个没有变过"):
        result = CliRunner().invoke(main, ["lint", str(folder), "--format", "json", "-o", str(folder / "结果.json")])
        assert result.output.startswith("共 3 个文件：错误 3，疑点 0。用时 ")
        assert result.output.endswith(f" 秒{remembered}。\n")


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_ctrl_c_ends_with_what_is_done(folder: Path) -> None:
    """The second document keeps its worker; what came before it is reported, and no process is left."""
    (folder / "乙.html").write_text("<html><body><p>2024年度部门决算</p></body></html>", "utf-8")
    slow = folder / "sitecustomize.py"
    slow.write_text(
        "import os, sys, time\n"
        "if sys.argv[0] == '-c':\n"
        f"    open({str(folder / '进程')!r}, 'a').write(f'{{os.getpid()}}\\n')\n"
        "    time.sleep(60)\n",
        "utf-8",
    )
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gouji",
            "lint",
            "丙.txt",
            "乙.html",
            "甲.txt",
            "--no-cache",
            "--format",
            "json",
            "-o",
            "结果.json",
            "--format",
            "html=页/",
        ],
        cwd=folder,
        env={**ENVIRONMENT, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT / 'src'}"},
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 60
    while not (folder / "进程").exists() and time.monotonic() < end:
        time.sleep(0.1)
    _wait_until_idle(process.pid, end)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert "已中断：核对了 1 份，还有 2 份没有核对。" in said.decode()
    assert process.returncode == 130
    assert "丙.txt" in (folder / "结果.json").read_text("utf-8")
    assert "已中断，还有 2 个没有核对" in (folder / "页" / "index.html").read_text("utf-8")
    for number in (folder / "进程").read_text().split():
        with pytest.raises(ProcessLookupError):
            os.kill(int(number), 0)


def _wait_until_idle(pid: int, end: float) -> None:
    """Wait until a process does nothing any more but wait itself."""
    used = [-2, -1]
    while used[-1] != used[-2] and time.monotonic() < end:
        time.sleep(5)
        stat = Path(f"/proc/{pid}/stat")
        times = stat.read_text("utf-8").rpartition(")")[2].split()[11:13] if stat.exists() else []
        used.append(sum(map(int, times)))
