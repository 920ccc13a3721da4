"""The documents that the benchmark runs on, and what lint says of them before anything is planted."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from gouji.config import Config
from gouji.document import Cell, Document, Span, Table
from gouji.findings import Edit
from gouji.linter import lint_document
from gouji.readers import is_readable, read_file
from gouji.readers.text import read_text
from gouji.relations import Relation
from gouji.report import Report

ROOT = Path(__file__).resolve().parent.parent.parent
BESIDE = [folder / "shared" / "corpus" for folder in ROOT.parents]
CORPUS = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
CORPUS_FILES = ("huyi-2024-final.txt", "huzhu-2024-final.txt", "beilin-2024-budget.txt")
CLEAN = (ROOT / "examples" / "文旅局-2024-决算.txt",)
_FLATTENED = ".pdftotext.txt"


def overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


@dataclass(frozen=True)
class Original:
    """A document as it is, and its report."""

    path: Path
    report: Report

    @staticmethod
    def read(path: Path) -> Original:
        return Original(path, lint_document(_read(path), Config()))

    @property
    def source(self) -> str:
        return self.report.document.source

    @cached_property
    def relations_at(self) -> dict[Span, list[Relation]]:
        """The relations by the spans of their sites."""
        found: dict[Span, list[Relation]] = {}
        for relation in self.report.tieout.relations:
            for site in relation.sites:
                found.setdefault(site.span, []).append(relation)
        return found

    def linted_with(self, edits: Sequence[Edit]) -> Report:
        """What lint says of the document with these edits: a text is read again, of any other file the cells are changed
        after reading, each by as many characters."""
        source = self.source
        for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
            source = source[: edit.span.start] + edit.text + source[edit.span.end :]
        if not self.report.document.anchors:
            return lint_document(read_text(source, str(self.path)), Config())
        return lint_document(_with_cells(self.report.document, source, edits), Config())


def _read(path: Path) -> Document:
    if path.suffix == ".txt":
        return read_text(path.read_text("utf-8-sig"), str(path))
    return read_file(path, Config().limits)


def _with_cells(document: Document, source: str, edits: Sequence[Edit]) -> Document:
    """A document whose source has changed inside cells of its tables, without becoming longer or shorter."""
    assert len(source) == len(document.source)

    def changed(cell: Cell) -> Cell:
        if not any(overlap(cell.span, edit.span) for edit in edits):
            return cell
        digits = (c for c in source[cell.span.start : cell.span.end] if c.isdigit())
        return cell._replace(text="".join(next(digits, c) if c.isdigit() else c for c in cell.text))

    blocks = [
        Table([[changed(cell) for cell in row] for row in block.rows]) if isinstance(block, Table) else block
        for block in document.blocks
    ]
    return replace(document, source=source, blocks=blocks)


def default_documents() -> list[Path]:
    """The corpus texts whose tables are whole, where they are, and the clean examples."""
    return [path for path in (*(CORPUS / name for name in CORPUS_FILES), *CLEAN) if path.is_file()]


def corpus_documents(unopened: Collection[str] = ()) -> list[Path]:
    """Every document of the corpus except those of the cities that are still to stay unopened."""
    return [
        path
        for path in sorted(CORPUS.rglob("*"))
        if is_readable(path)
        and "gold" not in path.relative_to(CORPUS).parts
        and path.name != "README.md"
        and not path.name.endswith(_FLATTENED)
        and city(path) not in unopened
    ]


def city(path: Path) -> str:
    """The first part of a document's name."""
    return path.stem.partition("-")[0]


def draw(paths: Sequence[Path], number: int, seed: int) -> list[Path]:
    """So many of the documents, drawn by seed."""
    return sorted(random.Random(seed).sample(sorted(paths), min(number, len(paths))))


def draw_cities(paths: Sequence[Path], number: int, seed: int) -> list[str]:
    """So many of the cities, drawn by seed."""
    cities = sorted({city(path) for path in paths})
    return sorted(random.Random(seed).sample(cities, min(number, len(cities))))


def read_all(paths: Sequence[Path]) -> list[Original]:
    return [Original.read(path) for path in paths]
