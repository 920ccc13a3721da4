"""Linting one document: from the file's bytes to its findings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import regex

from gouji.config import Config
from gouji.document import Document, Heading, Paragraph
from gouji.findings import Finding, Severity
from gouji.lexicon import Lexicon, lexicon
from gouji.narrative.parser import Parser
from gouji.narrative.tokens import Vocabulary
from gouji.readers import read_bytes, read_file
from gouji.report import Report
from gouji.rules import findings_of, notes_of, remarks_of
from gouji.statements import Statement, read_cells, recognise
from gouji.suppress import apply_comments
from gouji.tieout import tie_out

_YEAR = regex.compile(r"(?<!\d)(20\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_TITLE_BLOCKS = 25


def lint_file(path: Path, config: Config) -> Report:
    """Lint a file. Raises UnreadableError."""
    return lint_document(read_file(path, config.max_size * 1048576), config)


def lint_bytes(data: bytes, name: str, config: Config) -> Report:
    """Lint the contents of a file called `name`. Raises UnreadableError."""
    return lint_document(read_bytes(data, name), config)


def lint_document(document: Document, config: Config) -> Report:
    """Lint a document that has been read."""
    report = analyse(document, config)
    tieout = report.tieout
    found = [*findings_of(document, tieout.causes, lexicon()), *remarks_of(report)]
    if config.notes or config.fail_on == "note":
        found += notes_of(document, tieout.relations, tieout.outcomes)
    ignored = config.ignores_for(Path(document.path))
    chosen = [f for f in found if _selected(f.code, config.select) and not _matches(f.code, ignored)]
    report.findings = apply_comments(document, chosen)
    report.findings.sort(key=lambda f: (f.span.start, -f.severity, f.code))
    return report


def analyse(document: Document, config: Config) -> Report:
    """Everything a document states, tied out: the ground on which the rules stand."""
    words = lexicon()
    statements = recognise(document, words)
    year = config.year or guess_year(document)
    kind = config.kind or guess_kind(document, statements, words)
    rows: list[tuple[str, str]] = []
    for statement in statements:
        read_cells(statement, words, year)
        rows += [(row.code, row.label) for band in statement.bands for row in band.rows if row.code and row.label]
    vocabulary = Vocabulary.build(words, rows)
    parser = Parser(document, words, vocabulary, kind, year)
    parser.run()
    return Report(document, kind, year, statements, tie_out(document, statements, parser, words, year), parser)


def _matches(code: str, prefixes: tuple[str, ...]) -> bool:
    return any(code.startswith(prefix.upper()) for prefix in prefixes)


def _selected(code: str, select: tuple[str, ...]) -> bool:
    return not select or code.startswith("G") or _matches(code, select)


def _opening(document: Document) -> list[str]:
    texts = [b.flow.text for b in document.blocks[:_TITLE_BLOCKS] if isinstance(b, Heading | Paragraph)]
    return [text for text in texts if len(text) < 120] or texts[:2]


def guess_year(document: Document) -> int:
    """The fiscal year: the year named most often in the opening lines, the later of equals; 0 if there is none."""
    for texts in (
        _opening(document),
        [b.flow.text for b in document.blocks if isinstance(b, Heading | Paragraph)],
    ):
        years = Counter(int(year) for text in texts for year in _YEAR.findall(text))
        if years:
            best = max(years.values())
            return max(year for year, count in years.items() if count == best)
    return 0


def guess_kind(document: Document, statements: list[Statement], words: Lexicon) -> str:
    """final (决算), budget (预算) or unknown: by the opening lines, else by the tables, else by the text."""
    votes = dict.fromkeys(words.sections["kind"], 0)
    for text in _opening(document):
        for kind, names in words.sections["kind"].items():
            votes[kind] += any(name in text for name in names)
    if votes["final"]:
        return "final"
    if votes["budget"]:
        return "budget"
    kinds = Counter(s.type.kind for s in statements if s.type)
    if kinds:
        return kinds.most_common(1)[0][0]
    counts = {
        kind: sum(document.source.count(name) for name in names) for kind, names in words.sections["kind"].items()
    }
    if counts["final"]:
        return "final"
    return "budget" if counts["budget"] else "unknown"


def worst(findings: list[Finding]) -> Severity | None:
    """The gravest severity among findings, None if there are none."""
    return max((f.severity for f in findings), default=None)
