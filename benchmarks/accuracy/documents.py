"""The documents that the benchmark runs on, and what lint says of them before anything is planted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gouji.config import Config
from gouji.document import Span
from gouji.linter import lint_document
from gouji.readers.text import read_text
from gouji.relations import Relation
from gouji.report import Report

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
CORPUS_FILES = ("huyi-2024-final.txt", "huzhu-2024-final.txt", "beilin-2024-budget.txt")
CLEAN = (ROOT / "examples" / "文旅局-2024-决算.txt",)


def overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def lint(source: str, path: Path) -> Report:
    return lint_document(read_text(source, str(path)), Config())


@dataclass(frozen=True)
class Original:
    """A document as it is, and its report."""

    path: Path
    source: str
    report: Report

    @staticmethod
    def read(path: Path) -> Original:
        source = path.read_text("utf-8-sig")
        return Original(path, source, lint(source, path))

    @cached_property
    def relations_at(self) -> dict[Span, list[Relation]]:
        """The relations by the spans of their sites."""
        found: dict[Span, list[Relation]] = {}
        for relation in self.report.tieout.relations:
            for site in relation.sites:
                found.setdefault(site.span, []).append(relation)
        return found


def default_documents() -> list[Path]:
    """The corpus where it is, and the clean examples."""
    return [path for path in (*(CORPUS / name for name in CORPUS_FILES), *CLEAN) if path.is_file()]


def read_all(paths: Sequence[Path]) -> list[Original]:
    return [Original.read(path) for path in paths]
