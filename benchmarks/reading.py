"""Reading PDFs: processor time per page of gouji's reader, of pypdfium2's bare text and of pdfplumber's tables, in the same run.

    pip install pdfplumber
    python benchmarks/reading.py [files.pdf…]      (default: the PDFs of ../shared/corpus)

Also compares what was read: the decimal amounts of pypdfium2's text that gouji's layout has too, page by page, and the
rows of pdfplumber's tables that are rows of gouji's (without spaces and empty cells).
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median

import pypdfium2

from gouji.document import Document
from gouji.readers.pdf import read_pdf

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
ROUNDS = 5
AMOUNT = re.compile(r"\d[\d,]*\.\d+")


def bare(data: bytes) -> list[str]:
    """The plain text of every page."""
    document = pypdfium2.PdfDocument(data)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return texts


def plumber(data: bytes) -> list[list[tuple[str, ...]]]:
    """The rows of all tables of every page, as pdfplumber finds them."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        return [
            [filled(cell or "" for cell in row) for table in page.extract_tables() for row in table]
            for page in document.pages
        ]


def filled(cells) -> tuple[str, ...]:
    return tuple(text for cell in cells if (text := "".join(cell.split())))


def timed(run: Callable[[], object], rounds: int) -> float:
    """Median milliseconds of processor time of `rounds` runs, after one that is not counted."""
    run()
    times = []
    for _ in range(rounds):
        start = time.process_time_ns()
        run()
        times.append((time.process_time_ns() - start) / 1e6)
    return median(times)


def by_page(document: Document, pages: int) -> tuple[list[str], list[Counter[tuple[str, ...]]]]:
    """Text and rows of a document, page by page."""
    texts = [""] * pages
    anchors = document.anchors
    for anchor, end in zip(anchors, [*(a.offset for a in anchors[1:]), len(document.source)], strict=True):
        texts[anchor.page - 1] += document.source[anchor.offset : end]
    rows: list[Counter[tuple[str, ...]]] = [Counter() for _ in range(pages)]
    for _, table in document.tables():
        for row in table.rows:
            first = next(cell for cell in row if cell.text)
            rows[document.anchor(first.span.start).page - 1][filled(cell.text for cell in row)] += 1
    return texts, rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Time per page and fidelity of reading PDFs.")
    parser.add_argument("files", nargs="*", type=Path, help="PDFs (default: the corpus)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"measured rounds (default {ROUNDS})")
    options = parser.parse_args()
    files = options.files or sorted(CORPUS.glob("*.pdf"))
    if not files:
        sys.exit("no PDFs: name some, or put a corpus at ../shared/corpus")
    print(
        f"milliseconds of processor time per page, median of {options.rounds} runs; amounts and rows: found / in the reference"
    )
    print(f"{'':36}{'pages':>6}{'gouji':>8}{'text':>8}{'plumber':>9}{'amounts':>14}{'rows':>12}")
    for path in files:
        data = path.read_bytes()
        reference, tables = bare(data), plumber(data)
        pages = len(reference)
        texts, rows = by_page(read_pdf(data, path.name), pages)
        amounts = [Counter(AMOUNT.findall(text)) for text in reference]
        found = sum(
            (wanted & Counter(AMOUNT.findall(text))).total() for wanted, text in zip(amounts, texts, strict=True)
        )
        wanted_rows = [Counter(row for row in page if len(row) > 1) for page in tables]
        found_rows = sum((wanted & own).total() for wanted, own in zip(wanted_rows, rows, strict=True))
        ours = timed(lambda data=data: read_pdf(data, "x.pdf"), options.rounds) / pages
        plain = timed(lambda data=data: bare(data), options.rounds) / pages
        other = timed(lambda data=data: plumber(data), 1) / pages
        print(
            f"{path.name[:35]:36}{pages:6}{ours:8.1f}{plain:8.1f}{other:9.1f}"
            f"{f'{found}/{sum(a.total() for a in amounts)}':>14}"
            f"{f'{found_rows}/{sum(a.total() for a in wanted_rows)}':>12}"
        )


if __name__ == "__main__":
    main()
