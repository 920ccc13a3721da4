"""What hangs on text that a machine recognised accuses less than print."""

from __future__ import annotations

from dataclasses import replace

from gouji.document import Document
from gouji.findings import Finding, Fix, Severity
from gouji.tieout.recognised import SURE

_SAID = "（据识别的文字）"


def by_figures(document: Document, finding: Finding) -> Finding:
    """A finding that figures prove: a warning, where one of them was recognised."""
    return _milder(finding, min(finding.severity, Severity.WARNING)) if _hangs(document, finding) else finding


def by_words(document: Document, finding: Finding) -> Finding:
    """What a check says of words, characters and order: one step milder where they were recognised, and a note where the
    machine was not sure of what it is said of."""
    if not _hangs(document, finding):
        return finding
    unsure = any(score < SURE for _, score in document.recognised.within(finding.span))
    return _milder(finding, Severity.NOTE if unsure else Severity(max(finding.severity - 1, 0)))


def _hangs(document: Document, finding: Finding) -> bool:
    spans = (finding.span, *(related.span for related in finding.related))
    return any(map(document.is_recognised, spans))


def _milder(finding: Finding, severity: Severity) -> Finding:
    fix = finding.fix and Fix(finding.fix.description, False, finding.fix.edits)
    return replace(finding, severity=severity, message=finding.message.rstrip("。") + _SAID, fix=fix)
