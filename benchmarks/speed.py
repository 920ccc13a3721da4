"""Speed, as ratios: cold processes of gouji, proselint and zhlint, run in turn on this machine.

    python benchmarks/speed.py [files…]

A  `gouji lint` of some documents in one command, with nothing kept from earlier runs and in one process, against `proselint check` and
   zhlint on the same files
B  `gouji --version` against `python -c pass`
C  one text of 3 KB, gouji (nothing kept) against proselint
D  A and C again, unchanged since the last run: gouji finds its results in the cache

What is missing (proselint, zhlint) is installed into `.bench/`, which git does not see.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".bench"
CORPUS = ROOT.parent / "shared" / "corpus"
CORPUS_FILES = ("huyi-2024-final.txt", "huzhu-2024-final.txt", "beilin-2024-budget.txt")
ROUNDS = 7
SMALL_BYTES = 3000


class BenchmarkError(Exception):
    """The benchmark cannot run as it should."""


@dataclass
class Contender:
    """A command that is timed; `accepts` says whether its exit code and output show that it did its work."""

    name: str
    command: list[str]
    accepts: Callable[[int, str], bool]
    target: Decimal | None = None
    times: list[int] = field(default_factory=list)


def cache() -> Path:
    """The cache folder; its own .gitignore hides it from git."""
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n", "utf-8")
    return CACHE


def script(python: Path, name: str) -> Path:
    return python.parent / (f"{name}.exe" if os.name == "nt" else name)


def python_with_both() -> Path:
    """A Python that has the console scripts of gouji and proselint: this one, else one in the cache."""
    own = Path(sys.executable)
    if all(script(own, name).exists() for name in ("gouji", "proselint")):
        return own
    folder = cache() / "venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not all(script(python, name).exists() for name in ("gouji", "proselint")):
        print("installing gouji and proselint into .bench/venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "-e", str(ROOT), "proselint"]
        subprocess.run(command, check=True)
    return python


def zhlint() -> list[str] | None:
    """The command of zhlint, installed into the cache if need be; None where npm or node is missing."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print("zhlint skipped: npm or node is not available")
        return None
    folder = cache() / "zhlint"
    entry = folder / "node_modules" / "zhlint" / "bin" / "index.js"
    if not entry.exists():
        print("installing zhlint into .bench/zhlint …", flush=True)
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n', "utf-8")
        done = subprocess.run(
            [npm, "install", "zhlint", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True
        )
        if done.returncode or not entry.exists():
            print(f"zhlint skipped: npm install failed: {done.stderr.strip()[-200:]}")
            return None
    return [node, str(entry)]


def small_text() -> str:
    """A narrative of about 3 KB whose figures agree."""
    lines = ["某某局2024年度部门决算情况说明", ""]
    last = 1
    while len("\n".join(lines).encode()) < SMALL_BYTES:
        this, before = Decimal(100 + 3 * last), Decimal(100)
        rate = (this - before) / before * 100
        lines.append(
            f"{last}. 第{last}项支出2024年度决算数为{this:.2f}万元，与2023年度的{before:.2f}万元相比，"
            f"增加{this - before:.2f}万元，增长{rate:.2f}%。主要原因是工作任务增加。"
        )
        last += 1
    return "\n".join(lines) + "\n"


def measure(contenders: Sequence[Contender], folder: Path, rounds: int) -> None:
    """Run every contender once unmeasured, to check it and to warm the disk, then `rounds` times in turn."""
    for contender in contenders:
        done = subprocess.run(contender.command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
        output = done.stdout + done.stderr
        if not contender.accepts(done.returncode, output):
            raise BenchmarkError(f"{contender.name} failed with exit code {done.returncode}:\n{output[-600:]}")
    for turn in range(rounds):
        shift = turn % len(contenders)
        for contender in (*contenders[shift:], *contenders[:shift]):
            start = time.perf_counter_ns()
            subprocess.run(
                contender.command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )
            contender.times.append(time.perf_counter_ns() - start)


def milliseconds(nanoseconds: Decimal) -> str:
    return f"{nanoseconds / 1_000_000:.0f}"


def show(title: str, contenders: Sequence[Contender]) -> None:
    """Print the ratios of the first contender to each other one."""
    ours = contenders[0]
    best, middle = Decimal(min(ours.times)), Decimal(median(ours.times))
    print(f"\n{title}")
    print(f"  {'':24}{'best':>8}{'median':>8}{'target':>8}        {'ms best/median':>16}")
    print(f"  {ours.name:24}{'':32}{milliseconds(best) + ' / ' + milliseconds(middle):>16}")
    for other in contenders[1:]:
        other_best, other_middle = Decimal(min(other.times)), Decimal(median(other.times))
        ratios = best / other_best, middle / other_middle
        target, verdict = "", ""
        if other.target is not None:
            target = f"≤ {other.target}"
            verdict = "met" if ratios[1] <= other.target else "MISSED"
        raw = f"{milliseconds(other_best)} / {milliseconds(other_middle)}"
        print(f"  {'÷ ' + other.name:24}{ratios[0]:8.2f}{ratios[1]:8.2f}{target:>8}  {verdict:6}{raw:>16}")


def documents(given: Sequence[Path]) -> list[Path]:
    if given:
        return list(given)
    corpus = [CORPUS / name for name in CORPUS_FILES]
    return corpus if all(path.is_file() for path in corpus) else sorted((ROOT / "examples").glob("*.txt"))


def run(files: list[Path], rounds: int) -> None:
    python = python_with_both()
    gouji, proselint = str(script(python, "gouji")), str(script(python, "proselint"))
    node = zhlint()
    cold = ["--no-cache", "--jobs", "1"]

    def linted(code: int, output: str) -> bool:
        return code in (0, 1) and "Traceback" not in output

    with tempfile.TemporaryDirectory() as name:
        # zhlint takes one pattern, below its own folder only: every tool gets the same copies.
        folder = Path(name)
        names = [f"document{index}.txt" for index in range(len(files))]
        for path, copy in zip(files, names, strict=True):
            shutil.copyfile(path, folder / copy)
        (folder / "small.txt").write_text(small_text(), "utf-8")

        def zhlinted(_code: int, output: str) -> bool:
            return output.count("[start] ") == len(files) and "at ModuleJob" not in output

        batch = [
            Contender("gouji lint", [gouji, "lint", *cold, *names], linted),
            Contender("proselint check", [proselint, "check", *names], linted, Decimal("1.0")),
        ]
        if node:
            batch.append(Contender("zhlint", [*node, "document*.txt"], zhlinted, Decimal("0.5")))
        start = [
            Contender("gouji --version", [gouji, "--version"], lambda code, _: code == 0),
            Contender("python -c pass", [str(python), "-c", "pass"], lambda code, _: code == 0, Decimal(4)),
        ]
        small = [
            Contender("gouji lint", [gouji, "lint", *cold, "small.txt"], linted),
            Contender("proselint check", [proselint, "check", "small.txt"], linted, Decimal("1.5")),
        ]
        again = [
            Contender("gouji lint", [gouji, "lint", *names], linted),
            Contender("proselint check", [proselint, "check", *names], linted, Decimal("0.8")),
        ]
        small_again = [
            Contender("gouji lint", [gouji, "lint", "small.txt"], linted),
            Contender("proselint check", [proselint, "check", "small.txt"], linted, Decimal("0.8")),
        ]
        size = sum(path.stat().st_size for path in files)
        small_size = (folder / "small.txt").stat().st_size
        print(f"ratios of cold processes, {rounds} rounds in turn; below 1 gouji is the faster (verdict: median)")
        for title, contenders in (
            (f"A  {len(files)} documents, {size // 1000} KB, one command", batch),
            ("B  start", start),
            (f"C  one text of {Decimal(small_size) / 1000:.1f} KB", small),
            ("D  the documents of A, unchanged", again),
            ("D  the text of C, unchanged", small_again),
        ):
            measure(contenders, folder, rounds)
            show(title, contenders)


def compile_bytecode() -> None:
    """Give gouji what pip gives every installed package, also in a clone where PYTHONDONTWRITEBYTECODE is set."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "src" / "gouji")], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed ratios of gouji to proselint, zhlint and bare Python.")
    parser.add_argument("files", nargs="*", type=Path, help="documents for A (default: the corpus, else examples/)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"measured rounds (default {ROUNDS})")
    options = parser.parse_args()
    compile_bytecode()
    try:
        run(documents(options.files), max(1, options.rounds))
    except BenchmarkError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
