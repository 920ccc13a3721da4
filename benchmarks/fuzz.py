"""Mutated files: each is read or refused in one sentence; none raises, none takes long, none takes much memory.

    python benchmarks/fuzz.py [--kinds text,wording,docx,xlsx,ods,html,pdf] [--files 1000] [--seconds 60] [--seed 1]
                              [--state FILE] [--jobs 2] [--texts FOLDER]

Seeds are the examples, the clean documents and the cases of the tests, and what the library itself writes of them (Word, Excel).
The n-th file of a seed is always the same; with `--state` a run goes on where the one before it ended. A file that does harm
is kept in `--keep`. Exit status 1 if one did. Changes are to bytes, to characters, and to what stands between the tags of a
page or a part of a package, so that the file stays sound and what it says does not; in `wording`, to clauses (`rewording.py`), of the
documents in `--texts` as well.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import AnyStr
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, is_zipfile

import regex
from rewording import reworded

ROOT = Path(__file__).resolve().parents[1]
KINDS = {
    "text": "文.txt",
    "wording": "句.txt",
    "docx": "文.docx",
    "xlsx": "表.xlsx",
    "ods": "表.ods",
    "html": "文.html",
    "pdf": "文.pdf",
}
SECONDS, MEGABYTES = 10, 1024
FIRST, MOST, LINES = 25, 800, 40  # files of a kind in the first batch, which is soon done, and in later ones
SMALL = 300_000  # bytes; what is large or expands to more is slow unchanged
PATIENCE = 600  # seconds of a clock; ten times as long as a busy machine takes for what is slow
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
TEXT_NODE = regex.compile("(?<=>)[^<>]+(?=<)")
PIECES = ["-(123.45)", "①", "9" * 30, "9" * 4400, "750.万元", "\t", "|", "（", "其中：", "<!--", "**", "\u200b", "1.", "．", "％", "年", "万元", "\x00", "\ud7ff", "、", "。\n", "0.00", "-", "1,234,234"]  # fmt: skip
PLACES = ["<", ">", "&lt;", 'w:val="99999999"', "</w:p>", "<w:p>", "<w:tbl>", 'table:number-columns-repeated="9999"', "<v>1e300</v>", "<td rowspan=9>", "/XObject", " Do ", "BT", "0 obj"]  # fmt: skip


def seeds(kind: str, folder: Path | None = None) -> list[bytes]:
    """Sound files of a kind; for the wording, also of the documents of a folder."""
    texts = sorted(
        [
            *(ROOT / "examples").glob("*.txt"),
            *(ROOT / "tests" / "clean").glob("*.txt"),
            *(ROOT / "tests" / "cases").rglob("*.txt"),
        ]
    )
    small = [piece for path in texts for piece in pieces(path.read_text("utf-8"))]
    if kind == "wording":
        small += [piece for text in read_all(folder) for piece in pieces(text)] if folder else []
        return [piece.encode() for piece in small if piece.strip()]
    if kind == "text":
        return [piece.encode() for piece in small]
    if kind == "html":
        return [page(piece).encode() for piece in small]
    hostile = [
        path.read_bytes() for path in sorted((ROOT / "tests" / "hostile").glob(f"*.{kind}")) if unpacked(path) < SMALL
    ]
    return [
        *(
            {"docx": word, "xlsx": sheet, "ods": open_sheet, "pdf": pdf}[kind](piece)
            for piece in small[:: len(small) // 60]
        ),
        *hostile,
    ]


def read_all(folder: Path) -> list[str]:
    """The texts of what can be read of a folder."""
    from gouji.readers import UnreadableError, read_file

    texts = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with suppress(UnreadableError):
            texts.append(read_file(path).source)
    return texts


def unpacked(path: Path) -> int:
    """The bytes of a file, or of what is packed in it."""
    if is_zipfile(path):
        with ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist())
    return path.stat().st_size


def pieces(text: str) -> list[str]:
    """A text by so many lines that many are read in a second."""
    lines = text.splitlines(keepends=True)
    return ["".join(lines[start : start + LINES]) for start in range(0, len(lines), LINES)]


def page(text: str) -> str:
    parts = []
    for line in text.split("\n"):
        cells = line.split("\t")
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        parts.append(f"<table><tr>{row}</tr></table>" if len(cells) > 1 else f"<p>{line}</p>")
    return f"<html><body>{''.join(parts)}</body></html>".replace("</table><table>", "")


def word(text: str) -> bytes:
    from docx import Document

    document = Document()
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) > 1:
            row = document.add_table(1, len(cells)).rows[0]
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        elif line.strip():
            document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def sheet(text: str) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.properties.created = workbook.properties.modified = datetime(2026, 1, 1)
    for line in text.split("\n"):
        workbook.active.append(line.split("\t"))
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def open_sheet(text: str) -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in line.split("\t")
        )
        + "</table:table-row>"
        for line in text.replace("<", "").split("\n")
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>'
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return file.getvalue()


def pdf(text: str) -> bytes:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    file = BytesIO()
    canvas = Canvas(file, pageCompression=0, invariant=1)
    for start in range(0, min(len(text), 3000), 1500):
        canvas.setFont("STSong-Light", 10)
        for number, line in enumerate(text[start : start + 1500].split("\n")[:60]):
            canvas.drawString(40, 800 - 12 * number, line[:60].replace("\t", "   "))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def mutated(sound: list[bytes], kind: str, chance: random.Random) -> bytes:
    """One of the sound files with a few things changed; of a package, within its parts or in the package itself."""
    data = chance.choice(sound)
    if kind == "wording":
        others = [chance.choice(sound).decode() for _ in range(2)]
        return reworded(data.decode(), [line for text in others for line in text.split("\n")], chance).encode()
    if kind in ("docx", "xlsx", "ods") and chance.random() < 0.9:
        return _package(data, chance)
    return _changed(data, kind, chance)


def _package(data: bytes, chance: random.Random) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as new:
        names = old.namelist()
        parts = [name for name in names if name.endswith(".xml")]
        chosen = set(chance.sample(parts, min(len(parts), chance.choice([1, 1, 2]))))
        chosen |= {name for name in parts if chance.random() < 0.5 and regex.search("document|sheet|content", name)}
        for name in names:
            content = old.read(name)
            new.writestr(name, _changed(content, "html", chance) if name in chosen else content)
    return file.getvalue()


def _changed(data: bytes, kind: str, chance: random.Random) -> bytes:
    """Bytes changed, or characters, or what stands between tags."""
    if kind == "pdf" or chance.random() < 0.2:
        return _edited(data, kind, chance)
    text = data.decode("utf-8", "ignore")
    if kind == "html" and chance.random() < 0.7:
        nodes = list(TEXT_NODE.finditer(text))
        for node in sorted(chance.sample(nodes, min(len(nodes), 3)), key=lambda node: -node.start()):
            text = text[: node.start()] + escape(_edited(node[0], "text", chance)) + text[node.end() :]
    else:
        text = _edited(text, kind, chance)
    return text.encode("utf-8", "ignore")


def _edited(whole: AnyStr, kind: str, chance: random.Random) -> AnyStr:
    """A text, or bytes, after a few edits."""
    words = PIECES if kind == "text" else [*PIECES, *PLACES]
    for _ in range(chance.choice([1, 2, 4, 8])):
        at, length = chance.randrange(len(whole) + 1), chance.choice([0, 1, 3, 10, 100])
        what = chance.randrange(5)
        if what == 0:
            end, new = at + length, whole[:0]
        elif what == 1:
            word = chance.choice(words) * chance.choice([1, 1, 2, 50])
            end, new = at + length, word if isinstance(whole, str) else word.encode()
        elif what == 2:
            code = chance.randrange(256)
            end, new = at + 1, chr(code) if isinstance(whole, str) else bytes([code])
        elif what == 3:
            end, new = at, whole[at : at + length] * chance.choice([1, 2, 20])
        else:
            other = chance.randrange(len(whole) + 1)
            end, new = at, whole[other : other + length]
        whole = whole[:at] + new + whole[end:]
    return whole


def lint(about: tuple[str, bytes]) -> str:
    """What is wrong with how a file is treated; "" if nothing is."""
    import resource
    import traceback

    from gouji.config import Config
    from gouji.linter import lint_bytes
    from gouji.readers import UnreadableError

    name, data = about
    start = time.process_time()
    try:
        lint_bytes(data, name, Config(notes=True))
    except UnreadableError as error:
        if "\n" in str(error) or not str(error).endswith("。"):
            return f"sentence: {error}"
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"traceback: {type(error).__name__} {Path(place.filename).name}:{place.lineno}"
    if (took := time.process_time() - start) > SECONDS:
        return f"slow: {took:.1f} s"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"memory: {peak} MB" if peak > MEGABYTES else ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutated files.")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--files", type=int, default=10**9, help="of each kind, at most")
    parser.add_argument("--seconds", type=float, default=60, help="for all, at most (default 60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, help="where the number of files done is kept")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--texts", type=Path, help="a folder of documents whose wording is changed, too")
    parser.add_argument("--keep", type=Path, default=ROOT / ".bench" / "fuzz", help="a folder for files that do harm")
    options = parser.parse_args()
    from gouji.workers import Crew, Item

    kinds = options.kinds.split(",")
    state = f"{options.seed}"
    known = json.loads(options.state.read_text()) if options.state and options.state.exists() else {}
    done: Counter[str] = Counter(known.get(state, {}))
    sound = {kind: seeds(kind, options.texts) for kind in kinds}
    harm = Counter[str]()
    until = time.monotonic() + options.seconds
    crew: Crew[tuple[str, bytes], str] = Crew(lint, lambda _, what: "hang" if what.late else "crash")
    size = FIRST
    while time.monotonic() < until and (left := [kind for kind in kinds if done[kind] < options.files]):
        batch: list[tuple[str, int, bytes]] = []
        for kind in left:
            for number in range(done[kind], min(done[kind] + size, options.files)):
                chance = random.Random(f"{options.seed} {kind} {number}")
                batch.append((kind, number, mutated(sound[kind], kind, chance)))
        items = [Item((KINDS[kind], data), len(data), PATIENCE, False) for kind, _, data in batch]
        for (kind, number, data), wrong in zip(batch, crew.results(items, options.jobs, 10**9), strict=True):
            done[kind] += 1
            if wrong:
                harm[f"{kind} {wrong}"] += 1
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{options.seed}-{number}-{KINDS[kind]}").write_bytes(data)
                print(f"{kind} {number}: {wrong}", flush=True)
        if options.state:
            options.state.write_text(json.dumps({**known, state: done}))
        size = min(2 * size, MOST)
    print(", ".join(f"{done[kind]} {kind}" for kind in kinds), f"files; {sum(harm.values())} did harm")
    sys.exit(1 if harm else 0)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    from fuzz import main as run  # by a name that workers find it by

    run()
