"""Findings (问题): what is wrong, where, with the proof and where possible the fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import NamedTuple

from gouji.document import Span


class Severity(IntEnum):
    """error: a proof. warning: very likely wrong, a person decides. note: harmless, hidden by default."""

    NOTE = 0
    WARNING = 1
    ERROR = 2

    @property
    def label(self) -> str:
        return self.name.lower()

    @property
    def chinese(self) -> str:
        return {Severity.ERROR: "错误", Severity.WARNING: "疑点", Severity.NOTE: "提示"}[self]


class Edit(NamedTuple):
    """Replace a span of the source by a text."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that repair a finding; safe if the repairing value is the only one and computed from the document."""

    description: str
    safe: bool
    edits: tuple[Edit, ...]

    @property
    def advice(self) -> str:
        """The description, with a request to check it where the fix is not safe."""
        return advice(self.description, self.safe)


def advice(description: str, safe: bool) -> str:
    """What a fix advises in words: 改为“减少”（请人工确认）."""
    return description + ("" if safe else "（请人工确认）")


class Related(NamedTuple):
    """Another place that the proof rests on."""

    message: str
    span: Span


@dataclass(slots=True)
class Finding:
    """One thing that is wrong, reported once."""

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    formula: str = ""
    stated: str = ""
    expected: str = ""
    related: list[Related] = field(default_factory=list)
    fix: Fix | None = None


MOST_OF_A_RULE = 100


def bounded(findings: Sequence[Finding]) -> tuple[list[Finding], dict[str, int]]:
    """The findings of one file, of each rule no more than so many, the last of which says how many there are besides; and
    how many are left out, by code."""
    every = Counter(finding.code for finding in findings)
    left_out = {code: count - MOST_OF_A_RULE for code, count in every.items() if count > MOST_OF_A_RULE}
    if not left_out:
        return list(findings), {}
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] == MOST_OF_A_RULE and finding.code in left_out:
            kept.append(
                replace(finding, message=f"{finding.message}（另有 {left_out[finding.code]} 处相同，没有列出）")
            )
        elif seen[finding.code] <= MOST_OF_A_RULE:
            kept.append(finding)
    return kept, left_out
