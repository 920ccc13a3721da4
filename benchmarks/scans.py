"""Reading scans: pages of PDFs made into pictures as a scanner leaves them, recognised, and compared with their own text layer.

    pip install 'gouji[ocr]'
    python benchmarks/scans.py [--pages 12] [--seed 1] [--dpi 200] [files…]      (default: the PDFs of ../shared/corpus)

A page is drawn, turned by a degree, given grain and pressed as JPEG. Compared with the same page as text: the numbers that
are there exactly, the cells of amounts that are right in their row and column, the statements that are recognised; and
what `gouji lint` finds in the picture that it does not find in the text. Seconds are of the processor; those of the engine
alone are beside them.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
from PIL import Image
from pypdfium2 import raw

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
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
AMOUNT = re.compile(r"-?[\d,]+\.\d+|-?[\d,]{4,}")
FEW = 10  # numbers with decimals that a page must have to be drawn
TRIES = 6  # pages of a file
GRAIN = 6.0
QUALITY = 75


class Sheet(NamedTuple):
    """A page: where it is from, itself as a PDF, and as a PDF of its picture."""

    name: str
    printed: bytes
    scanned: bytes


class Clocked:
    """The engine, and how long it took."""

    def __init__(self) -> None:
        self.engine = scan.installed()
        self.seconds = 0.0

    def lines(self, picture: Any) -> Any:
        begun = time.process_time()
        found = self.engine.lines(picture)
        self.seconds += time.process_time() - begun
        return found


def drawn(files: Sequence[Path], count: int, seed: int, dpi: int) -> Iterator[Sheet]:
    """Pages drawn by lot, one of a file. All are pictures before the first is read: reading replaces fonts."""
    lot = random.Random(seed)
    order = sorted(files)
    lot.shuffle(order)
    for file in order:
        if not count:
            return
        document = pypdfium2.PdfDocument(file)
        tried = lot.sample(range(len(document)), min(TRIES, len(document)))
        index = next((index for index in tried if _is_drawable(document[index])), None)
        if index is not None:
            count -= 1
            yield Sheet(f"{file.name} {index + 1}", _alone(document, index), _scanned(document[index], dpi, lot))


def _is_drawable(page: pypdfium2.PdfPage) -> bool:
    """Whether a page has enough numbers, and all its fonts in the file."""
    text = page.get_textpage().get_text_range()
    if sum("." in number for number in NUMBER.findall(text)) < FEW:
        return False
    fonts = {}
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(item.raw)
        fonts[bool(font) and raw.FPDFFont_GetIsEmbedded(font) == 1] = True
    return False not in fonts


def _alone(document: pypdfium2.PdfDocument, index: int) -> bytes:
    own = pypdfium2.PdfDocument.new()
    own.import_pages(document, [index])
    buffer = BytesIO()
    own.save(buffer)
    return buffer.getvalue()


def _scanned(page: pypdfium2.PdfPage, dpi: int, lot: random.Random) -> bytes:
    picture = page.render(scale=dpi / 72).to_pil().convert("RGB")
    picture = picture.rotate(lot.uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    grain = np.random.default_rng(lot.randrange(1 << 32)).normal(0, GRAIN, (picture.height, picture.width, 1))
    spoilt = Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype(np.uint8))
    pressed, whole = BytesIO(), BytesIO()
    spoilt.save(pressed, "JPEG", quality=QUALITY)
    Image.open(pressed).save(whole, "PDF", resolution=dpi)
    return whole.getvalue()


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
    options = parser.parse_args()
    sheets = list(drawn(options.files or sorted(CORPUS.rglob("*.pdf")), options.pages, options.seed, options.dpi))
    engine = Clocked()
    scan.installed = lambda: engine  # type: ignore[assignment]
    total: Counter[str] = Counter()
    begun = time.process_time()
    for sheet in sheets:
        printed = lint_document(read_pdf(sheet.printed, "印.pdf"), Config())
        try:
            read = lint_document(read_pdf(sheet.scanned, "扫.pdf", Limits(ocr=600)), Config())
        except UnreadableError as error:
            print(sheet.name, error)
            total["unread"] += 1
            continue
        one = measured(printed, read)
        total += one
        print(sheet.name, dict(one))
        for number, count in (numbers(printed.document) - numbers(read.document)).items():
            print("   lost", number, count)
        for finding in read.findings:
            print("  ", finding.severity.label, finding.code, finding.message)
    seconds = (time.process_time() - begun) / max(len(sheets), 1)
    print(f"{len(sheets)} pages, {options.dpi} dpi, {total['unread']} unread")
    for what in ("numbers", "cells", "statements"):
        share = total[f"{what} right"] / max(total[what], 1)
        print(f"{what}: {total[f'{what} right']} / {total[what]} = {share:.2%}")
    print(f"errors {total['errors']}, warnings not in the text {total['warnings']}, misreadings {total['misread']}")
    print(f"seconds a page: {seconds:.1f}, the engine alone {engine.seconds / max(len(sheets), 1):.1f}")


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


if __name__ == "__main__":
    main()
