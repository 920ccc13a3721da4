"""How fast rows become tables, and that memory stays flat: the records of one example, again and again.

python benchmarks/exporting.py [--documents 1000] [--ending .parquet]
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import gouji
from gouji.exporting import ENDINGS, export
from gouji.reporters.records import Records, Rows

EXAMPLE = Path(__file__).parents[1] / "examples" / "文旅局-2024-决算-有误.txt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--ending", choices=ENDINGS, default=".parquet")
    given = parser.parse_args()
    report = gouji.lint(EXAMPLE)
    piece = Records().piece("", report, report.findings)
    peaks = []

    def pieces() -> Iterator[Rows]:
        for number in range(given.documents):
            if number % (given.documents // 4) == 0:
                peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
            yield piece

    with TemporaryDirectory() as folder:
        started, clock = time.process_time(), time.perf_counter()
        counts = export(pieces(), Path(folder, f"facts{given.ending}"))
        used, took = time.process_time() - started, time.perf_counter() - clock
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print(f"{counts['facts']:,} rows of {given.documents} documents, {size / given.documents / 1024:.1f} KB for each")
    print(f"{used * 1000 / given.documents:.1f} ms of the processor for each document, {took:.1f} s in all")
    print(f"peak memory after each quarter, MB: {peaks}")


if __name__ == "__main__":
    main()
