"""One version of an open document: linted, with places to look things up at."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lsprotocol.types import Location, Position, Range
from pygls.uris import from_fs_path, to_fs_path

from gouji.config import Config, find
from gouji.deadline import within
from gouji.document import Document, Span
from gouji.facts import Fact
from gouji.findings import Finding, bounded
from gouji.linter import Memory, lint_document, with_tables
from gouji.lsp.places import Places
from gouji.readers import Limits, UnreadableError, read_file
from gouji.readers.text import read_text
from gouji.report import Report
from gouji.reporters.marks import Mark, Marks
from gouji.resources import use
from gouji.suppress import fingerprint, read_baseline

_PATIENCE = 30  # seconds: longer, nobody waits for an editor
_UNNAMED = "未保存的文件.md"
_NOWHERE = Range(Position(0, 0), Position(0, 0))


class Source(NamedTuple):
    """A version of an open document as the editor sent it."""

    uri: str
    version: int
    text: str
    encoding: str

    @property
    def path(self) -> Path | None:
        """Its file; None for one that has not been saved."""
        path = to_fs_path(self.uri) if self.uri.startswith("file:") else None
        return Path(path) if path else None


class Tables:
    """The files that configurations name as tables, read again when they have changed; `named` are the editor's."""

    def __init__(self) -> None:
        self.named: tuple[Path, ...] = ()
        self._read: dict[Path, tuple[tuple[int, int], Document]] = {}

    def read(self, path: Path, limits: Limits) -> Document:
        """Raises UnreadableError."""
        try:
            state = path.stat()
        except OSError as error:
            raise UnreadableError(f"{path}：打不开（{error.strerror}），它是配置项“tables”里的文件。") from None
        stamp = (state.st_mtime_ns, state.st_size)
        if path not in self._read or self._read[path][0] != stamp:
            self._read[path] = (stamp, read_file(path, limits))
        return self._read[path][1]


@dataclass
class Analysis:
    """What lint found in a version. Spans beyond the text's own length are of the files named as tables."""

    source: Source
    tables: Tables
    config: Config
    report: Report
    findings: list[Finding]

    @cached_property
    def places(self) -> Places:
        return Places(self.source.text, self.source.encoding)

    @cached_property
    def marks(self) -> Marks:
        return Marks(self.report, self.findings)

    @cached_property
    def numbers(self) -> list[tuple[Fact, Mark]]:
        """The numbers of the narrative."""
        return list(self.marks.numbers.items())

    @cached_property
    def cells(self) -> dict[str, Span]:
        """The cells by their keys."""
        return {key: Span(start, end) for start, end, key in self.marks.places.cells}

    @cached_property
    def amounts(self) -> dict[int, Fact]:
        """The cells that have a meaning, by where they begin."""
        return {fact.span.start: fact for statement in self.report.statements for fact in statement.cells}

    def of(self, text: str) -> Analysis:
        """The analysis of another text in the place of this one."""
        return analyse(self.source._replace(text=text), self.tables)

    def is_own(self, span: Span) -> bool:
        return span.end <= len(self.source.text)

    def number_at(self, offset: int) -> tuple[Fact, Mark] | None:
        """The number of the narrative at an offset."""
        return next((each for each in self.numbers if each[0].span.start <= offset <= each[0].span.end), None)

    def cell_at(self, offset: int) -> str:
        """The key of the cell at an offset, "" if there is none."""
        return self.marks.places.cell(offset)

    def findings_at(self, span: Span) -> list[Finding]:
        """The findings of the text that a span touches."""
        return [
            f for f in self.findings if self.is_own(f.span) and f.span.start <= span.end and span.start <= f.span.end
        ]

    def place(self, offset: int) -> str:
        """Where an offset is, as a reader would find it; a file beside the document by its name."""
        place = self.report.document.place(offset)
        return place.removeprefix(f"{self.source.path.parent}{os.sep}") if self.source.path else place

    def location(self, span: Span) -> Location:
        """A place in its file; the beginning of a file that is no text."""
        if self.is_own(span):
            return Location(self.source.uri, self.places.range(span))
        document = self.report.document
        index = max(i for i, (start, _) in enumerate(document.files) if start <= span.start)
        begins, file = document.files[index]
        uri = from_fs_path(str(Path(file).resolve())) or self.source.uri
        if document.anchors_of(span):
            return Location(uri, _NOWHERE)
        ends = document.files[index + 1][0] - 1 if index + 1 < len(document.files) else len(document.source)
        places = Places(document.source[begins:ends], self.source.encoding)
        return Location(uri, places.range(Span(span.start - begins, span.end - begins)))


def analyse(source: Source, tables: Tables, memory: Memory | None = None) -> Analysis:
    """Lint a version; with the memory of the document's versions before, what is unchanged since is not read again, and
    the analysis before is void. Raises UnreadableError, ConfigError, LexiconError and BaselineError, each one Chinese sentence."""
    path = source.path
    config = find(path) if path else Config()
    config = config._replace(tables=config.tables or tables.named)
    use(config.lexicon)
    name = str(path) if path else _UNNAMED
    if len(source.text) > config.max_size * 1048576:
        raise UnreadableError(f"{name}：超过上限 {config.max_size} MB，没有核对；可在配置中提高 max-size。")
    seconds = min(config.timeout, _PATIENCE)
    with within(
        seconds, f"{name}：{seconds} 秒还没有核对完，已停下，提示没有更新；文件太长时请拆成几个，或用命令行核对。"
    ):
        document = with_tables(read_text(source.text, name), config, tables.read)
        report = lint_document(document, config, memory=memory)
    findings = report.findings
    if config.baseline:
        known = read_baseline(Path(config.baseline))
        findings = [each for each in findings if fingerprint(name, document, each) not in known]
    return Analysis(source, tables, config, report, bounded(findings)[0])
