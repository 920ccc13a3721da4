"""A folder of a thousand real documents: two processes against one, the parent's memory, the cache, and what may go wrong (Linux).

    python benchmarks/province.py                                  # 1,000 documents; needs ../shared/corpus
    python benchmarks/province.py --documents 200 --largest 300 --rounds 1
    python benchmarks/province.py --documents 60 --only cache trouble

Texts are copied with changed numbers, PDFs with a comment behind their end, so that no two documents are the same file.
`--largest` leaves out documents of more KB, where time is short.

processes  wall time with one core and one worker against two of each, in turn, and the processors that the two had meanwhile:
           where that is not nearly 2, other programs had them, and the ratio of processor time a document tells more; before
           and behind them what two loops that share nothing gain on this machine at that time: no work can gain more
memory     of the process that was started, while it goes on
cache      the second run, its output byte for byte, and the run after one file was changed
trouble    workers killed with -9, a document that takes too long, one of 2,000 pages, one that is damaged: the others are the same
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
PARTS = ("processes", "memory", "cache", "trouble")
PAGES = 2000
_SETTLED = 10  # half seconds after which every worker has begun


class Run(NamedTuple):
    """One command: its exit status, output, wall and processor time, and the memory of its process in MB as time went on."""

    status: int
    output: bytes
    said: str
    seconds: float
    processor: float
    memory: list[int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--largest", type=int, default=1 << 20, metavar="KB")
    parser.add_argument("--rounds", type=int, default=2, help="of one and two processes in turn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--timeout", type=int, default=60, help="seconds for a document; more where the machine is busy"
    )
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        os.environ["GOUJI_CACHE"] = str(Path(folder) / "cache")
        copies(documents, options.documents, options.largest << 10, random.Random(options.seed))
        for part in options.only:
            globals()[part](documents, options)


def copies(folder: Path, count: int, largest: int, chance: random.Random) -> None:
    """Copies of the corpus, each another file."""
    folder.mkdir()
    originals = sorted([*CORPUS.rglob("*.pdf"), *CORPUS.glob("*.txt")])
    originals = [
        path for path in originals if not path.name.endswith(".pdftotext.txt") and path.stat().st_size <= largest
    ]
    chance.shuffle(originals)
    for number in range(count):
        path = originals[number % len(originals)]
        copy = folder / f"{number:05}{path.suffix}"
        if path.suffix == ".pdf":
            copy.write_bytes(path.read_bytes() + f"\n%{number}\n".encode())
        else:
            copy.write_text(_changed(path.read_text("utf-8"), chance), "utf-8")


def _changed(text: str, chance: random.Random) -> str:
    """A text of which a few amounts have another last digit."""
    places = [match.end() - 1 for match in re.finditer(r"\d\.\d\d(?!\d)", text)]
    letters = list(text)
    for place in chance.sample(places, min(5, len(places))):
        letters[place] = chance.choice("0123456789")
    return "".join(letters)


def run(folder: Path, *options: str, cores: int = 2, kills: int = 0) -> Run:
    """Lint a folder on some cores; of its workers, end so many while it goes on."""
    command = [sys.executable, "-m", "gouji", "lint", str(folder), "--no-config", "--no-group", *options]
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores]),
    )
    memory: list[int] = []
    took: dict[int, float] = {}
    watcher = threading.Thread(target=_watch, args=(process, memory, took, kills), daemon=True)
    watcher.start()
    output, said = process.communicate()
    seconds = time.perf_counter() - start
    watcher.join()
    return Run(process.returncode, output, said.decode(), seconds, sum(took.values()), memory)


def _watch(process: subprocess.Popen[bytes], memory: list[int], took: dict[int, float], kills: int) -> None:
    """The memory of a process, twice a second, and the processor time of it and its workers; every few seconds one of its workers
    is ended, until enough are, but none that came after one: it does the same document for the last time."""
    first: set[int] = set()
    for tick in range(10**9):
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            return
        found = re.search(r"VmRSS:\s*(\d+)", status)
        if found is None or process.poll() is not None:
            return
        memory.append(int(found[1]) // 1024)
        workers = set(_children(process.pid))
        for each in (process.pid, *workers):
            with suppress(OSError):
                fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
                took[each] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        if tick <= _SETTLED:
            first = workers
        if kills and tick % 10 == 9 and tick > _SETTLED and (alive := sorted(workers & first)):
            os.kill(alive[0], signal.SIGKILL)
            kills -= 1
        time.sleep(0.5)


def _children(parent: int) -> Iterator[int]:
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):  # a thread that has ended meanwhile
            yield from map(int, task.read_text().split())


def processes(folder: Path, options: argparse.Namespace) -> None:
    one, two, gains = [], [], [_gain()]
    for _ in range(options.rounds):
        one.append(run(folder, "--no-cache", "--jobs", "1", cores=1))
        two.append(run(folder, "--no-cache", "--jobs", "2", cores=2))
    gains.append(_gain())
    assert {each.output for each in one} == {each.output for each in two}
    best, both = min(each.seconds for each in one), min(each.seconds for each in two)
    had = max(each.processor / each.seconds for each in two)
    alone = max(each.processor / each.seconds for each in one)
    more = min(each.processor for each in two) / min(each.processor for each in one)
    print(
        f"processes: one {best:.1f} s, two {both:.1f} s: {best / both:.2f} x; one had {alone:.2f} processors, two had {had:.2f}; "
        f"two took {more:.2f} x the processor time of one, so that two whole processors would be {2 / more:.2f} x as fast; "
        f"two loops gain {min(gains):.2f} to {max(gains):.2f} x",
        flush=True,
    )


def _gain() -> float:
    """How much faster two loops are in two processes than one after the other."""

    def seconds(count: int) -> float:
        start = time.perf_counter()
        loops = [subprocess.Popen([sys.executable, "-c", "for _ in range(60_000_000): pass"]) for _ in range(count)]
        for loop in loops:
            loop.wait()
        return time.perf_counter() - start

    return 2 * seconds(1) / seconds(2)


def memory(folder: Path, options: argparse.Namespace) -> None:  # noqa: ARG001
    seen = run(folder, "--no-cache").memory
    tenth = len(seen) // 10
    parts = [max(seen[part * tenth : (part + 1) * tenth] or [0]) for part in range(10)]
    print(f"memory of the parent, MB, by tenths of the run: {' '.join(map(str, parts))}", flush=True)


def cache(folder: Path, options: argparse.Namespace) -> None:  # noqa: ARG001
    first = run(folder)
    second = run(folder)
    assert (second.output, second.said, second.status) == (first.output, first.said, first.status), "another output"
    text = min(folder.glob("*.txt"))
    text.write_text(_changed(text.read_text("utf-8"), random.Random(2)), "utf-8")
    third = run(folder, "--format", "text", "-o", str(folder.parent / "report.txt"))
    kept = re.search(r"其中 (\d+) 个没有变过", third.said)
    count = len(list(folder.iterdir()))
    unread = sum("：" in line for line in first.said.splitlines())
    print(
        f"cache: first {first.seconds:.1f} s, second {second.seconds:.2f} s: {first.seconds / second.seconds:.0f} x, the same bytes; "
        f"after one change {third.seconds:.2f} s, {kept[1] if kept else 0} of {count} from the cache ({unread} cannot be read)",
        flush=True,
    )


def trouble(folder: Path, options: argparse.Namespace) -> None:
    plain = _files(run(folder, "--no-cache", "--format", "json"))
    bad = folder.parent / "trouble"
    shutil.copytree(folder, bad)
    _troubles(bad)
    found = run(
        bad,
        "--no-cache",
        "--format",
        "json",
        "--timeout",
        str(options.timeout),
        "--max-pages",
        str(PAGES),
        "--jobs",
        "4",
        kills=3,
    )
    after = _files(found)
    others = {name: file for name, file in after.items() if not name.startswith("x-")}
    other = [name for name, file in plain.items() if others[name] != file]
    told = {name: (after[name]["error"] or "read") for name in after if name.startswith("x-")}
    print(
        f"trouble: {len(plain) - len(other)} of {len(plain)} others the same, exit status {found.status}, {found.seconds:.1f} s",
        flush=True,
    )
    for name, what in told.items():
        print(f"  {name}: {what}")
    for name in other:
        print(f"  not the same: {name}: {others[name]['error']}")


def _files(done: Run) -> dict[str, Any]:
    """The files of a report by name, without their folder."""
    files: Sequence[dict[str, Any]] = json.loads(done.output)["files"]
    return {Path(file["path"]).name: {**file, "path": ""} for file in files}


def _troubles(folder: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(folder / "x-pages.pdf"))
    for number in range(PAGES):
        canvas.drawString(72, 720, f"{number} 12.00 34.00 46.00")
        canvas.showPage()
    canvas.save()
    whole = min(CORPUS.rglob("*.pdf")).read_bytes()
    (folder / "x-damaged.pdf").write_bytes(whole[: len(whole) // 2])
    narrative = (CORPUS / "huyi-2024-final.txt").read_text("utf-8")
    (folder / "x-slow.txt").write_text(narrative * (15_000_000 // len(narrative.encode())), "utf-8")


if __name__ == "__main__":
    main()
