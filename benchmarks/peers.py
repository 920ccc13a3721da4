"""Processor time, as ratios: one PDF of 40 pages, many texts on one core, a few texts cold; each against a peer in the same run.

    python benchmarks/peers.py                    # needs ../shared/corpus; installs the peers into .bench/
    python benchmarks/peers.py --only pdf --rounds 3 --profile pdf.pstats

pdf    `gouji lint` of one PDF, cold, against a cold Python in which pdfplumber does nothing but extract its tables
many   `gouji lint` of the text corpus twenty times over, one process, against `proselint check` of the same files, in MB a second
texts  `gouji lint` of the texts once, cold, one process, against `proselint check`

Processor time and not wall time: other programs on the machine do not count. `--profile` writes where the time of one lint of the
PDF goes, and says the first lines of it.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from speed import BenchmarkError, compile_bytecode, documents, python_with_both, script

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
PDF = CORPUS / "cities" / "huzhou-transport-2026.pdf"
TIMES = 20
PARTS = ("pdf", "many", "texts")
PLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as document:
    print(sum(len(page.extract_tables()) for page in document.pages))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdf", type=Path, default=PDF)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--profile", type=Path, help="write a profile of one lint of the PDF")
    options = parser.parse_args()
    compile_bytecode()
    if options.profile:
        profile(options.pdf, options.profile)
        return
    python = python_with_both()
    lint = [str(script(python, "gouji")), "lint", "--no-config", "--no-cache", "--no-group", "-j", "1"]
    check = [str(script(python, "proselint")), "check"]
    print(f"processor time, median of {options.rounds} rounds in turn", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if "pdf" in options.only:
            if subprocess.run([str(python), "-c", "import pdfplumber"], capture_output=True).returncode:
                subprocess.run([str(python), "-m", "pip", "install", "--quiet", "pdfplumber"], check=True)
            plumber = [str(python), "-c", PLUMBER, str(options.pdf)]
            show(f"pdf    {options.pdf.name}", *times([*lint, str(options.pdf)], plumber, options.rounds), 0.25)
        if "many" in options.only:
            copies, size = many(Path(folder))
            ours, theirs = times([*lint, *copies], [*check, *copies], max(1, options.rounds // 3))
            show(f"many   {len(copies)} texts, {size / 1e6:.1f} MB", ours, theirs, 0.5)
            print(
                f"       {size / 1e6 / ours:.2f} MB/s against {size / 1e6 / theirs:.2f}: {theirs / ours:.2f} x (aim 2)"
            )
        if "texts" in options.only:
            files = [str(path) for path in documents([])]
            show(f"texts  {len(files)}, cold", *times([*lint, *files], [*check, *files], options.rounds), 0.8)


def many(folder: Path) -> tuple[list[str], int]:
    """Copies of the texts, and their bytes."""
    copies = [(path, folder / f"{number}-{path.name}") for number in range(TIMES) for path in documents([])]
    for path, copy in copies:
        shutil.copyfile(path, copy)
    return [str(copy) for _, copy in copies], sum(copy.stat().st_size for _, copy in copies)


def times(ours: Sequence[str], theirs: Sequence[str], rounds: int) -> tuple[float, float]:
    """The median processor time of each command, after one round that is not counted."""
    found: list[list[float]] = [[], []]
    for _ in range(rounds + 1):
        for own, command in zip(found, (ours, theirs), strict=True):
            own.append(processor(command))
    return median(found[0][1:]), median(found[1][1:])


def processor(command: Sequence[str]) -> float:
    """The processor time of a command that does its work, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
        raise BenchmarkError(f"{command[0]} failed: {done.stderr.decode()[-400:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def show(title: str, ours: float, theirs: float, aim: float) -> None:
    verdict = "met" if ours / theirs <= aim else "MISSED"
    print(f"{title}: {ours:.2f} s against {theirs:.2f} s: {ours / theirs:.2f} (aim {aim}) {verdict}", flush=True)


def profile(pdf: Path, output: Path) -> None:
    """Where the time of a lint goes, once everything is imported and compiled."""
    from gouji import lint

    lint(pdf)
    profiler = cProfile.Profile()
    profiler.runcall(lint, pdf)
    profiler.dump_stats(output)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    try:
        main()
    except BenchmarkError as error:
        sys.exit(str(error))
