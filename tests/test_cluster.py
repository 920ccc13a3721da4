"""A cluster of real processes on this machine: a scheduler and two workers, one of which is killed in mid-run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli import BAD, GOOD, ROOT, gouji

from gouji.cluster import checked
from gouji.outcomes import HandsError

COUNT = 10


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://10.0.0.1:8786", "没有加密不能出本机"),
        ("tcp://budget.example:8786", "没有加密不能出本机"),
        ("127.0.0.1", "不是调度程序的地址"),
        ("ws://127.0.0.1:8786", "不是调度程序的地址"),
        ("tcp://127.0.0.1:八", "不是调度程序的地址"),
    ],
)
def test_an_address_that_others_can_reach_is_refused(address: str, words: str) -> None:
    with pytest.raises(HandsError, match=words):
        checked(address)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:8786", "tcp://[::1]:8786", "tcp://localhost:8786", "tls://10.0.0.1:8786"]
)
def test_this_machine_and_tls_are_spoken_to(address: str) -> None:
    assert checked(address) == address
    assert checked(address.removeprefix("tcp://")) == address


def test_what_cannot_be_done_is_one_sentence() -> None:
    for more, words in (
        (["--cluster", "tcp://10.0.0.1:8786"], "tls://"),
        (["--cluster", "tcp://127.0.0.1:1", "--fix"], "只用来核对"),
    ):
        done = gouji("lint", str(GOOD), *more)
        assert done.returncode == 2
        assert words in done.stderr
        assert done.stderr.count("\n") == 1
    code = "import sys; sys.modules['distributed'] = None; from gouji.start import main; main()"
    command = [sys.executable, "-c", code, "lint", str(GOOD), "--cluster", "tcp://127.0.0.1:1"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert "pip install 'gouji[cluster]'" in done.stderr


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and two workers started in a folder of their own."""
    pytest.importorskip("distributed", reason="没有 distributed：pip install 'gouji[cluster]'")
    told = tmp_path / "scheduler.json"
    away = tmp_path / "worker"
    away.mkdir()
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src")}

    def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--scheduler-file", str(told), "--no-dashboard"]
        return subprocess.Popen(
            [*command, *arguments], cwd=away, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
    workers = [start("dask_worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1") for _ in range(2)]
    try:
        from distributed import Client

        until = time.monotonic() + 120
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.1)
        with Client(scheduler_file=str(told), timeout=120, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
            address = client.scheduler.address
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Disclosures with their configuration and a table in another file; one file cannot be read."""
    folder = tmp_path / "home"
    (folder / "公开").mkdir(parents=True)
    text = BAD.read_text("utf-8")
    for number in range(COUNT):
        changed = text.replace("占75.41%", f"占75.{number:02}%")
        (folder / "公开" / f"{number}.txt").write_text(changed, "utf-8")
    (folder / "公开" / "坏.pdf").write_bytes(b"%PDF-1.4\n")
    (folder / "gouji.toml").write_text('ignore = ["T105"]\n', "utf-8")
    return folder


def _lint(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return gouji("lint", "公开", "--no-cache", "--format", "csv", "--format", "html=页.html", *more, cwd=folder)


def test_a_worker_that_is_killed_costs_nothing(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], documents: Path
) -> None:
    address, workers = cluster
    local = _lint(documents)
    page = (documents / "页.html").read_bytes()
    command = [
        sys.executable,
        "-m",
        "gouji",
        "lint",
        "公开",
        "--no-cache",
        "--format",
        "csv",
        "--format",
        "html=页.html",
    ]
    env = {**os.environ, "PYTHONUTF8": "1"}
    started = subprocess.Popen(
        [*command, "--cluster", address], cwd=documents, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert started.stdout is not None
    head = b"".join(started.stdout.readline() for _ in range(2))  # the first document is done
    workers[0].send_signal(signal.SIGKILL)
    assert started.stderr is not None
    rest, said = started.stdout.read(), started.stderr.read()
    started.wait(300)
    assert (head + rest).decode() == local.stdout
    assert said.decode() == local.stderr
    assert started.returncode == local.returncode == 2
    assert (documents / "页.html").read_bytes() == page


def test_files_that_the_workers_do_not_see_are_sent(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], documents: Path
) -> None:
    address, _ = cluster
    absolute = str(documents / "公开" / "1.txt")
    local = gouji("lint", "公开/0.txt", absolute, "--no-cache", "--format", "csv", cwd=documents)
    # The times of the files on this side are not those that the workers see.
    code = "import gouji.cluster as c; seen = c._Seen; c._Seen = lambda p, s, t: seen(p, s, t + 1); from gouji.start import main; main()"
    command = [
        sys.executable,
        "-c",
        code,
        "lint",
        "公开/0.txt",
        absolute,
        "--no-cache",
        "--format",
        "csv",
        "--cluster",
        address,
    ]
    done = subprocess.run(
        command, cwd=documents, capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert done.stdout.decode() == local.stdout
    assert done.stderr.decode() == local.stderr
    assert "T105" not in local.stdout  # their configuration went with them
    assert local.stdout.count("A104") == 2
