"""reviewdog's diagnostic format, whose columns count bytes of UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gouji.document import Document, Span
from gouji.findings import Finding, Severity
from gouji.report import Report
from gouji.reporters.reporter import Reporter, Tally

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


class Rdjson(Reporter):
    """A diagnostic for each finding, with the fix as a suggestion."""

    def piece(self, name: str, report: Report, findings: list[Finding]) -> list[dict[str, Any]]:
        return [_diagnostic(name, report.document, finding) for finding in findings]

    def unreadable(self, name: str, message: str, unit: str = "") -> list[dict[str, Any]]:  # noqa: ARG002
        return [{"message": message, "location": {"path": name}, "severity": "ERROR"}]

    def whole(self, pieces: Iterable[list[dict[str, Any]]], tally: Tally) -> Iterator[str | bytes]:  # noqa: ARG002
        from gouji.reporters.json import dump

        yield dump({"source": {"name": "gouji"}, "diagnostics": [each for piece in pieces for each in piece]})


def _diagnostic(name: str, document: Document, finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "message": _placed(document, finding.span, finding.message),
        "location": _location(name, document, finding.span),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    if finding.related:
        found["related_locations"] = [
            {"message": _placed(document, each.span, each.message), "location": _location(name, document, each.span)}
            for each in finding.related
        ]
    if finding.fix and not document.anchors:
        found["suggestions"] = [{"range": _range(document, e.span), "text": e.text} for e in finding.fix.edits]
    return found


def _placed(document: Document, span: Span, text: str) -> str:
    return f"{document.place(span.start)}：{text}" if document.anchors else text


def _location(name: str, document: Document, span: Span) -> dict[str, Any]:
    return {"path": name} if document.anchors else {"path": name, "range": _range(document, span)}


def _range(document: Document, span: Span) -> dict[str, Any]:
    return {"start": _position(document, span.start), "end": _position(document, span.end)}


def _position(document: Document, offset: int) -> dict[str, int]:
    line = document.position(offset).line
    before = document.source[document.line_starts[line - 1] : offset]
    return {"line": line, "column": len(before.encode()) + 1}
