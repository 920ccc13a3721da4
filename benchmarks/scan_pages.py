"""Pages for `scans.py`: drawn by lot from PDFs, made into pictures, and kept in a folder with what the engine said of them."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
from PIL import Image
from pypdfium2 import raw

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.ocr.engine import Engine, Sign
from gouji.readers.pdf import read_pdf

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
AMOUNT = re.compile(r"-?[\d,]+\.\d+|-?[\d,]{4,}")
FEW = 10  # numbers with decimals that a page must have to be drawn
TRIES = 6  # pages of a file that are looked at in a round, amounts that are changed
GRAIN = 6.0
QUALITY = 75


class Sheet(NamedTuple):
    """A page: where it is from, itself as a PDF, as a PDF of its picture, and what was changed on it (what, from, to)."""

    name: str
    printed: bytes
    scanned: bytes
    change: tuple[str, str, str] = ("", "", "")


class Kept:
    """An engine, how long it took, and in a folder what it said before."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.seconds = self.asked = 0.0
        folder.mkdir(parents=True, exist_ok=True)

    def lines(self, picture: Any) -> list[list[Sign]]:
        own = sha256(f"{picture.shape}".encode() + picture.tobytes()).hexdigest()[:32]
        path = self.folder / f"{own}.json"
        if not path.exists():
            begun = time.process_time()
            said = self.engine.lines(picture)
            seconds = time.process_time() - begun
            self.asked += seconds
            part = path.with_suffix(".part")
            part.write_text(json.dumps([seconds, [[list(sign) for sign in line] for line in said]]), "utf-8")
            part.replace(path)
        seconds, lines = json.loads(path.read_text("utf-8"))
        self.seconds += seconds
        return [[Sign(*sign) for sign in line] for line in lines]


def drawn(files: Sequence[Path], count: int, seed: int, dpi: int, planted: bool, folder: Path) -> Iterator[Sheet]:
    """Pages drawn by lot, one of a file a round, a longer draw beginning with a shorter one. They are drawn by a process of
    their own, for reading a page replaces fonts; those that are in the folder are taken from there."""
    own = folder / f"seed {seed}, {dpi} dpi{', planted' * planted}"
    own.mkdir(parents=True, exist_ok=True)
    for number, (file, index) in enumerate(_places(files, count, seed, folder)):
        path = own / f"{number:03}.json"
        if not path.exists():
            lot = random.Random(f"{seed} {file.name} {index}")
            with pypdfium2.PdfDocument(file) as document:
                page = _planted(document, index, lot) if planted else (_alone(document, index), ("", "", ""))
            if page is not None:
                (own / f"{number:03} printed.pdf").write_bytes(page[0])
                (own / f"{number:03} scanned.pdf").write_bytes(_scanned(page[0], dpi, lot))
            path.write_text(json.dumps(page and page[1]), "utf-8")
        change = json.loads(path.read_text("utf-8"))
        if change is not None:
            pdfs = [(own / f"{number:03} {kind}.pdf").read_bytes() for kind in ("printed", "scanned")]
            yield Sheet(f"{number:03} {file.name} {index + 1}", pdfs[0], pdfs[1], (change[0], change[1], change[2]))


def _places(files: Sequence[Path], count: int, seed: int, folder: Path) -> list[tuple[Path, int]]:
    """Files and pages of them, in the order in which they are drawn."""
    path = folder / f"seed {seed}, {count} pages.json"
    if not path.exists():
        lot = random.Random(seed)
        order = sorted(files)
        lot.shuffle(order)
        pages: dict[Path, list[int]] = {}
        places: list[tuple[str, int]] = []
        while order and len(places) < count:
            for file in list(order):
                with pypdfium2.PdfDocument(file) as document:
                    if file not in pages:
                        pages[file] = random.Random(f"{seed} {file.name}").sample(range(len(document)), len(document))
                    looked, pages[file] = pages[file][:TRIES], pages[file][TRIES:]
                    index = next((each for each in looked if _is_drawable(document[each])), None)
                if index is None:
                    order.remove(file)
                    continue
                pages[file] = looked[looked.index(index) + 1 :] + pages[file]
                places.append((str(file), index))
        path.write_text(json.dumps(places[:count]), "utf-8")
    return [(Path(file), index) for file, index in json.loads(path.read_text("utf-8"))]


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


def _scanned(printed: bytes, dpi: int, lot: random.Random) -> bytes:
    with pypdfium2.PdfDocument(printed) as document:
        picture = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    picture = picture.rotate(lot.uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    grain = np.random.default_rng(lot.randrange(1 << 32)).normal(0, GRAIN, (picture.height, picture.width, 1))
    spoilt = Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype(np.uint8))
    pressed, whole = BytesIO(), BytesIO()
    spoilt.save(pressed, "JPEG", quality=QUALITY)
    Image.open(pressed).save(whole, "PDF", resolution=dpi)
    return whole.getvalue()


def _planted(
    document: pypdfium2.PdfDocument, index: int, lot: random.Random
) -> tuple[bytes, tuple[str, str, str]] | None:
    """A page with one amount changed so that the page as text has an error that it had not; None if none of a few has."""
    before = _errors(_alone(document, index))
    page = document[index]
    amounts = _amounts(page)
    lot.shuffle(amounts)
    every = [text for _, text in amounts]
    for items, text in amounts[: 2 * TRIES]:
        what, other = _changed(text, every, lot)
        if other == text or (len(items) > 1 and len(other) != len(text)):
            continue
        _write(items, other)
        page.gen_content()
        changed = _alone(document, index)
        with pypdfium2.PdfDocument(changed) as again:
            is_there = other in again[0].get_textpage().get_text_range()
        if is_there and _errors(changed) > before:
            return changed, (what, text, other)
        _write(items, text)
    return None


def _amounts(page: pypdfium2.PdfPage) -> list[tuple[list[pypdfium2.PdfObject], str]]:
    """The amounts of a page, each an object of its own or made of one for every character."""
    texts = page.get_textpage()
    runs: list[tuple[list[pypdfium2.PdfObject], str]] = []
    last = (0.0, 0.0, 0.0, 0.0)
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        text, box = _text(item, texts), item.get_bounds()
        goes_on = abs(box[1] - last[1]) < 3 and -1 < box[0] - last[2] < 3
        if len(text) == 1 and runs and goes_on and len(runs[-1][0]) == len(runs[-1][1]):
            runs[-1] = ([*runs[-1][0], item], runs[-1][1] + text)
        else:
            runs.append(([item], text.strip()))
        last = box
    return [(items, text) for items, text in runs if AMOUNT.fullmatch(text)]


def _errors(printed: bytes) -> int:
    findings = lint_document(read_pdf(printed, "印.pdf"), Config()).findings
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _text(item: pypdfium2.PdfObject, texts: pypdfium2.PdfTextPage) -> str:
    size = raw.FPDFTextObj_GetText(item.raw, texts.raw, None, 0)
    buffer = (raw.FPDF_WCHAR * size)()
    raw.FPDFTextObj_GetText(item.raw, texts.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def _write(items: Sequence[pypdfium2.PdfObject], text: str) -> None:
    for item, own in zip(items, [text] if len(items) == 1 else text, strict=True):
        data = (own + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(item.raw, (raw.FPDF_WCHAR * (len(data) // 2)).from_buffer_copy(data))


def _changed(text: str, every: Sequence[str], lot: random.Random) -> tuple[str, str]:
    """A number as somebody mistypes it."""
    places = [at for at, char in enumerate(text) if char.isdigit()]
    what = lot.choice(["a digit", "two digits swapped", "a digit lost", "a digit twice", "another number"])
    at = lot.choice(places)
    if what == "another number":
        return what, lot.choice(every)
    if what == "a digit":
        return what, text[:at] + lot.choice([each for each in "0123456789" if each != text[at]]) + text[at + 1 :]
    if what == "two digits swapped":
        pairs = [p for p in places if text[p + 1 : p + 2].isdigit() and text[p] != text[p + 1]]
        at = lot.choice(pairs) if pairs else -1
        return what, text if at < 0 else text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return what, text[:at] + text[at + 1 :] if what == "a digit lost" else text[:at] + text[at] + text[at:]
