"""Kills gouji at random moments while it writes, and looks at what is left (POSIX only).

    python benchmarks/kills.py --kills 400 --seed 1

For each kind of writing: every file is the old one or the new one, whole (one with several links may be in between until
the next run); after the next run it is the new one, with its mode and links, and nothing else is left.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

TEXT = f"# 2024年度部门决算\n三、部门人员情况\n截止2024年底，本部门人员编制20人。\n<!-- {'批注' * 2_000} -->\n"
FIGURES = '{"year": 2024, "kind": "final", "statements": []}'


TABLES = ("数-documents.csv", "数-findings.csv")


class Kind(NamedTuple):
    """A way of writing: the command, the file that it writes in the folder, what stands there before (None: nothing), and
    whether it has a second name."""

    name: str
    command: Callable[[Path], list[str]]
    target: str
    before: bytes | None = None
    linked: bool = False


def _lint(*options: str) -> Callable[[Path], list[str]]:
    return lambda folder: ["lint", str(folder / "说明.txt"), "--no-config", *(o.format(folder) for o in options)]


def _draft(folder: Path) -> list[str]:
    return [
        "draft",
        str(folder / "数据.json"),
        "--style",
        "national",
        "--section",
        "一",
        "-o",
        str(folder / "说明.docx"),
    ]


KINDS = (
    Kind("fix", _lint("--fix", "--format", "csv"), "说明.txt", TEXT.encode()),
    Kind("fix with links", _lint("--fix", "--format", "csv"), "说明.txt", TEXT.encode(), linked=True),
    Kind("report", _lint("--format", "html={}/报告.html"), "报告.html", b"old"),
    Kind("baseline", _lint("--write-baseline", "{}/基线.json"), "基线.json"),
    Kind("draft", _draft, "说明.docx", b"old"),
    Kind(
        "tables", lambda folder: ["extract", str(folder / "说明.txt"), "-o", str(folder / "数.csv")], "数.csv", b"old"
    ),
)


def prepare(kind: Kind, folder: Path) -> Path:
    """An empty folder with the file as it is before; the file."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "说明.txt").write_text(TEXT, "utf-8")
    (folder / "数据.json").write_text(FIGURES, "utf-8")
    target = folder / kind.target
    if kind.before is not None:
        target.write_bytes(kind.before)
        target.chmod(0o600)
    if kind.linked:
        os.link(target, folder / "另一个名字")
    return target


def ready() -> None:
    """Load what every run needs, so that the copies have it: run each kind once."""
    from click.testing import CliRunner

    from gouji.cli import main

    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            prepare(kind, Path(folder) / "ready")
            CliRunner().invoke(main, kind.command(Path(folder) / "ready"))


def start(arguments: list[str]) -> tuple[int, int]:
    """Start the command in a copy of this process; its number, and a pipe that says when it begins to write."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        os.close(reading)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        from gouji import files
        from gouji.cli import main

        def announced(write: Callable[..., None]) -> Callable[..., None]:
            def announcing(*about: object) -> None:
                os.write(writing, b"w")
                write(*about)

            return announcing

        files._write = announced(files._write)
        files._settle = announced(files._settle)
        main(arguments)
    finally:
        os._exit(0)


def run(arguments: list[str]) -> float:
    """Let the command come to its end; the seconds from the moment at which it began to write."""
    child, pipe = start(arguments)
    os.read(pipe, 1)
    began = time.perf_counter()
    os.waitpid(child, 0)
    os.close(pipe)
    return time.perf_counter() - began


def kill(arguments: list[str], moment: float, whole: bool) -> None:
    """Kill the command so many seconds after it began to write, or if `whole` after it began."""
    child, pipe = start(arguments)
    if not whole:
        os.read(pipe, 1)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(pipe)


def campaign(kind: Kind, kills: int, chance: random.Random, folder: Path) -> tuple[int, int]:
    """Kill a way of writing; how often the new file was there and how often something was left to clear away.

    Raises AssertionError if a file is lost or something stays.
    """
    target = prepare(kind, folder)
    began = time.perf_counter()
    seconds = run(kind.command(folder))
    total = time.perf_counter() - began
    after = target.read_bytes()
    written = left = 0
    for number in range(kills):
        target = prepare(kind, folder)
        whole = number % 4 == 0
        kill(kind.command(folder), chance.uniform(0, (total if whole else seconds) * 1.1), whole)
        now = target.read_bytes() if target.exists() else None
        assert kind.linked or now in (kind.before, after), f"{kind.name}: half a file"
        written += now == after
        left += any(each.name.startswith(".gouji-") for each in folder.iterdir())
        run(kind.command(folder))
        assert target.read_bytes() == after, f"{kind.name}: the next run gives another file"
        assert kind.before is None or target.stat().st_mode & 0o777 == 0o600, f"{kind.name}: another mode"
        assert not kind.linked or target.stat().st_nlink == 2, f"{kind.name}: a link lost"
        extra = {each.name for each in folder.iterdir()} - {kind.target, "另一个名字", "说明.txt", "数据.json", *TABLES}
        assert not extra, f"{kind.name}: {extra} left behind"
    return written, left


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=400, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="the kinds whose names begin so")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    ready()
    with tempfile.TemporaryDirectory() as folder:
        for kind in (kind for kind in KINDS if kind.name.startswith(arguments.only)):
            written, left = campaign(kind, arguments.kills, chance, Path(folder) / "kill")
            print(
                f"{kind.name}: {arguments.kills} kills, {written} after the file was written, {left} with leftovers",
                flush=True,
            )


if __name__ == "__main__":
    main()
