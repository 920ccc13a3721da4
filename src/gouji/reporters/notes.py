"""A finding as a note beside the place that it is about."""

from __future__ import annotations

from gouji.document import Document
from gouji.findings import Finding, Severity
from gouji.reporters.places import printable

AUTHOR, INITIALS = "gouji", "勾"
COLOURS = {Severity.ERROR: "FFB3B3", Severity.WARNING: "FFE08A", Severity.NOTE: "BBDDF5"}
_MOST_RELATED = 8


def note(document: Document, finding: Finding) -> list[str]:
    """The lines of a note: level, code and message, after the place if it is in another file; then whatever the message does
    not say: formula, suggestion, proof."""
    place = "" if is_own(document, finding) else f"{document.place(finding.span.start)}："
    lines = [f"{place}{finding.severity.chinese} {finding.code}：{finding.message}"]
    if finding.formula and finding.formula not in finding.message:
        lines.append(f"算式：{finding.formula}")
    if finding.expected:
        lines.append(f"应为：{finding.expected}")
    if finding.fix:
        lines.append(f"建议：{finding.fix.advice}")
    proofs = [f"{document.place(each.span.start)} {each.message}" for each in finding.related]
    if proofs:
        more = f"\n等 {len(proofs)} 处" if len(proofs) > _MOST_RELATED else ""
        lines.append("依据：" + "；".join(proofs[:_MOST_RELATED]) + more)
    return [printable(line) for part in lines for line in part.split("\n")]


def is_own(document: Document, finding: Finding) -> bool:
    """Whether a finding is in the document's own file, where others are read with it."""
    return document.file(finding.span.start) == document.path
