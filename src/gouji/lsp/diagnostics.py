"""Findings as the editor's diagnostics."""

from __future__ import annotations

from lsprotocol import types

from gouji.document import Span
from gouji.findings import Finding, Severity
from gouji.lsp.analysis import Analysis
from gouji.lsp.session import Session

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_UNUSED = "G001"


def diagnostics(analysis: Analysis, session: Session) -> list[types.Diagnostic]:
    """Every finding; one that stands in a file of tables goes to the top of the text, with its place."""
    return [diagnostic(finding, analysis, session) for finding in analysis.findings]


def diagnostic(finding: Finding, analysis: Analysis, session: Session) -> types.Diagnostic:
    own = analysis.is_own(finding.span)
    place = "" if own else f"{analysis.place(finding.span.start)}："
    page = session.rule_page(finding.code)
    return types.Diagnostic(
        range=analysis.places.range(finding.span if own else Span(0, 0)),
        message=place + finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(page) if page else None,
        source="gouji",
        tags=[types.DiagnosticTag.Unnecessary] if finding.code == _UNUSED else None,
        related_information=[
            types.DiagnosticRelatedInformation(
                analysis.location(related.span), _told(related.span, related.message, analysis)
            )
            for related in finding.related
        ],
    )


def _told(span: Span, message: str, analysis: Analysis) -> str:
    """What a place says; with the place itself where the editor cannot show it."""
    return f"{message}（{analysis.place(span.start)}）" if analysis.report.document.anchors_of(span) else message
