"""The JSON that other programs read (`gouji schema lint`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gouji import __version__
from gouji.about import About
from gouji.coverage import TableCoverage
from gouji.document import Document, Span
from gouji.findings import Finding, Severity
from gouji.report import Report
from gouji.reporters.reporter import Reporter, Tally
from gouji.screen import COMMANDS
from gouji.suppress import fingerprint


def location(document: Document, span: Span) -> dict[str, Any]:
    """A place in the source: 1-based lines and columns, 0-based offset, and the text as it stands there; of a file that is
    no text, the cell, the page with its box, or the paragraph."""
    text = document.quote(span)
    anchors = document.anchors_of(span)
    file = document.file(span.start)
    other = {} if file == document.path else {"path": file}
    if not anchors:
        start, end = document.position(span.start), document.position(span.end)
        return {
            **other,
            "line": start.line,
            "column": start.column,
            "end_line": end.line,
            "end_column": end.column,
            "offset": span.start,
            "length": span.end - span.start,
            "text": text,
        }
    found: dict[str, Any] = dict.fromkeys(("line", "column", "end_line", "end_column", "offset", "length"))
    first = anchors[0]
    if first.cell:
        found["cell"] = first.cell
    if first.paragraph:
        found["paragraph"] = first.paragraph
        if way := document.way(span.start):
            found["place"] = way
    if first.page:
        found["page"] = first.page
    boxes = [anchor.box for anchor in anchors if anchor.box and first.page == anchor.page > 0]
    if boxes:
        left, top, right, bottom = zip(*boxes, strict=True)
        found["bbox"] = [min(left), min(top), max(right), max(bottom)]
    return {**other, **found, "text": text}


def finding_object(document: Document, finding: Finding) -> dict[str, Any]:
    """One finding as the contract has it."""
    fix = None if document.anchors else finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.label,
        "message": finding.message,
        "location": location(document, finding.span),
        "related": [{"message": r.message, "location": location(document, r.span)} for r in finding.related],
        "formula": finding.formula or None,
        "stated": finding.stated or None,
        "expected": finding.expected or None,
        "fix": None
        if fix is None
        else {
            "description": fix.description,
            "safe": fix.safe,
            "edits": [{"offset": e.span.start, "length": e.span.end - e.span.start, "text": e.text} for e in fix.edits],
        },
    }


def file_object(path: str, report: Report, findings: list[Finding]) -> dict[str, Any]:
    """One file as the contract has it."""
    coverage = report.tieout.coverage
    document = report.document
    statements = []
    for statement in report.statements:
        entry: dict[str, Any] = {
            "id": statement.id,
            "title": statement.title,
            "unit": statement.unit.name if statement.unit else None,
            "rows": statement.row_count,
        }
        first = next((cell.span for row in statement.table.rows for cell in row if cell.text), None)
        if (span := statement.title_span or first) is not None:
            entry["location"] = location(document, span)
        statements.append(entry)
    return {
        "path": path,
        "kind": report.kind,
        "year": report.year or None,
        "about": report.about.told(lambda span: location(document, span)),
        "statements": statements,
        "coverage": {
            "numbers": coverage.numbers,
            "tied": coverage.tied,
            "recomputed": coverage.recomputed,
            "failed": coverage.failed,
            "unchecked": coverage.unchecked,
            "tables": report.tables._asdict(),
        },
        "doubts": [
            {"text": doubt.text, "kind": doubt.kind}
            | ({"location": location(document, doubt.span)} if doubt.span else {})
            for doubt in report.doubts
        ],
        "findings": [
            {**finding_object(document, finding), "fingerprint": fingerprint(path, document, finding)}
            for finding in findings
        ],
        "left_out": report.left_out,
        "error": None,
    }


def unreadable_object(path: str, message: str, unit: str = "") -> dict[str, Any]:
    """A file that could not be read."""
    nothing = {"numbers": 0, "tied": 0, "recomputed": 0, "failed": 0, "unchecked": 0}
    tables = TableCoverage()._asdict()
    return {
        "path": path,
        "kind": "unknown",
        "year": None,
        "about": About(unit).told(lambda _: {}),
        "statements": [],
        "coverage": nothing | {"tables": tables},
        "doubts": [],
        "findings": [],
        "left_out": {},
        "error": message,
    }


class Json(Reporter):
    """The contract's JSON; also the ground of the formats that say the same in another form."""

    def piece(self, name: str, report: Report, findings: list[Finding]) -> dict[str, Any]:
        return file_object(name, report, findings)

    def unreadable(self, name: str, message: str, unit: str = "") -> dict[str, Any]:
        return unreadable_object(name, message, unit)

    def whole(self, pieces: Iterable[dict[str, Any]], tally: Tally) -> Iterator[str | bytes]:
        files = list(pieces)
        yield dump(
            {
                "schema_version": 1,
                "tool": {"name": "gouji", "version": __version__},
                "files": files,
                "summary": {
                    "files": len(files),
                    "errors": tally.counts[Severity.ERROR],
                    "warnings": tally.counts[Severity.WARNING],
                    "notes": tally.counts[Severity.NOTE],
                    "seconds": round(tally.seconds, 3),
                },
            }
        )


def dump(whole: Any) -> str:
    """JSON as people can read it too, and so that none of its characters commands a terminal."""
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    return COMMANDS.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)
