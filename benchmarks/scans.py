"""Reading scans: pages of PDFs made into pictures as a scanner leaves them, recognised, and compared with their own text layer.

    pip install 'gouji[ocr]'
    python benchmarks/scans.py [--pages 12] [--seed 1] [--dpi 200] [--planted] [--keep folder] [files…]
                                                                        (default: the PDFs of ../shared/corpus)

A page is drawn, turned by up to a degree, given grain and pressed as JPEG. Compared with the same page as text: the numbers
that are there exactly, the cells of amounts that are right in their row and column, the statements that are recognised; and
what `gouji lint` finds in the picture that it does not find in the text. Seconds are of the processor; those of the engine
alone are beside them.

With --planted, one amount of each page is changed before it becomes a picture, so that the page as text has an error that it
had not before; what is said of it on the picture: a finding, a doubt, nothing.

What is drawn, and what the engine said, is kept in a folder with --keep: a run that was stopped goes on, and one after a
change of our own code does not wait for the engine.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

from scan_pages import AMOUNT, NUMBER, Kept, Sheet, drawn

from gouji.config import Config
from gouji.document import Document
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.quantity import fold
from gouji.readers import Limits, UnreadableError
from gouji.readers.ocr import scan
from gouji.readers.pdf import read_pdf
from gouji.report import Report

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


def numbers(document: Document) -> Counter[str]:
    return Counter(NUMBER.findall(fold(document.source)))


def rows(document: Document) -> list[tuple[str, ...]]:
    return [
        tuple("".join(fold(cell.text).split()) for cell in row) for _, table in document.tables() for row in table.rows
    ]


def right_cells(printed: Document, read: Document) -> tuple[int, int]:
    """How many of the amounts stand in the same row and column, and how many there are. Rows are found by their amounts."""
    ours, theirs = rows(printed), rows(read)
    every = sum(bool(AMOUNT.fullmatch(cell)) for row in ours for cell in row)
    keys = [[tuple(cell for cell in row if AMOUNT.fullmatch(cell)) for row in each] for each in (ours, theirs)]
    right = 0
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and a1 - a0 == b1 - b0):
            for one, other in zip(ours[a0:a1], theirs[b0:b1], strict=True):
                right += sum(bool(AMOUNT.fullmatch(a)) and a == b for a, b in zip(one, other, strict=False))
    return right, every


def statements(report: Report) -> Counter[str]:
    return Counter(statement.id for statement in report.statements if statement.type)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        run(options, options.keep or Path(folder))


def run(options: argparse.Namespace, folder: Path) -> None:
    files = options.files or sorted(CORPUS.rglob("*.pdf"))
    # All are drawn before the first is read: reading replaces fonts. To plant, pages are read, of which all fonts are embedded.
    sheets = list(drawn(files, options.pages, options.seed, options.dpi, options.planted, folder))
    engine = Kept(scan.installed(), folder / "engine")
    scan.installed = lambda: engine  # type: ignore[assignment]
    total: Counter[str] = Counter()
    seconds = 0.0
    for sheet in sheets:
        printed = lint_document(read_pdf(sheet.printed, "印.pdf"), Config())
        begun = time.process_time() - engine.asked
        try:
            document = read_pdf(sheet.scanned, "扫.pdf", Limits(ocr=600))
        except UnreadableError as error:
            print(sheet.name, error)
            total["unread"] += 1
            continue
        seconds += time.process_time() - engine.asked - begun
        read = lint_document(document, Config())
        one = measured(printed, read)
        total += one
        print(sheet.name, dict(one), flush=True)
        for number, count in (numbers(printed.document) - numbers(read.document)).items():
            print("   lost", number, count)
        for finding in read.findings:
            print("  ", finding.severity.label, finding.code, finding.message)
        if options.planted:
            total += caught(sheet, read)
    tell(options, len(sheets), total, seconds, engine.seconds)


def tell(options: argparse.Namespace, count: int, total: Counter[str], own: float, engine: float) -> None:
    print(f"{count} pages, {options.dpi} dpi, {total['unread']} unread")
    for what in ("numbers", "cells", "statements"):
        share = total[f"{what} right"] / max(total[what], 1)
        print(f"{what}: {total[f'{what} right']} / {total[what]} = {share:.2%}")
    print(f"errors {total['errors']}, warnings not in the text {total['warnings']}, misreadings {total['misread']}")
    each = max(count - total["unread"], 1)
    print(f"seconds a page to read it: {(own + engine) / each:.2f}, the engine alone {engine / each:.2f}")
    if options.planted:
        print({what: number for what, number in sorted(total.items()) if what.startswith("planted")})


def measured(printed: Report, read: Report) -> Counter[str]:
    """What of a page as text is there in the page as picture."""
    ours, theirs = numbers(printed.document), numbers(read.document)
    right, every = right_cells(printed.document, read.document)
    known, seen = statements(printed), statements(read)
    own = Counter(finding.code for finding in printed.findings)
    return Counter(
        {
            "numbers": ours.total(),
            "numbers right": (ours & theirs).total(),
            "cells": every,
            "cells right": right,
            "statements": known.total(),
            "statements right": (known & seen).total(),
            "errors": sum(finding.severity is Severity.ERROR for finding in read.findings),
            "warnings": (Counter(finding.code for finding in read.findings) - own).total(),
            "misread": sum("识别存疑" in doubt.text for doubt in read.doubts),
        }
    )


def caught(sheet: Sheet, read: Report) -> Counter[str]:
    """What is said of the amount that was changed: a finding that is about it or names it, a doubt, nothing."""
    what, _, text = sheet.change
    document = read.document
    spans = [(each.span, "finding") for each in read.findings]
    spans += [(related.span, "finding") for each in read.findings for related in each.related]
    spans += [(doubt.span, "doubt") for doubt in read.doubts if doubt.span is not None and "识别存疑" in doubt.text]
    said = [how for span, how in spans if fold(text) in fold(document.quote(span))]  # it may be a part of the amount
    how = "finding" if "finding" in said else "doubt" if said else "other" if read.findings else "nothing"
    print("   planted", *sheet.change, "→", how)
    return Counter({"planted": 1, f"planted, {how}": 1, f"planted {what}, {how}": 1})


if __name__ == "__main__":
    main()
