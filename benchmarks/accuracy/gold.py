"""Gold: what is really wrong in the corpus documents, against what lint says of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from documents import CORPUS, Original, overlap

from gouji.document import Span
from gouji.findings import Finding, Severity

OWN = Path(__file__).parent / "gold"
NUMERIC = frozenset(
    {
        "direction", "percent", "sum", "table-internal", "cross-table", "amount-vs-table", "text-text", "count",
        "zero-base", "comparison", "unit", "decimal",
    }
)  # fmt: skip


@dataclass
class Tally:
    """Entries of one kind and severity, and how many of them were found."""

    entries: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)


@dataclass
class Gold:
    """The comparison of lint with the gold lists."""

    certain: dict[tuple[str, str], Tally] = field(default_factory=dict)
    uncertain: dict[tuple[str, str], Tally] = field(default_factory=dict)
    notes: int = 0
    notes_raised: list[str] = field(default_factory=list)
    unlisted: list[tuple[Severity, str]] = field(default_factory=list)

    def numeric(self, severity: str) -> Tally:
        """The certain entries of the numeric kinds."""
        whole = Tally()
        for (level, kind), tally in self.certain.items():
            if level == severity and kind in NUMERIC:
                whole.entries += tally.entries
                whole.found += tally.found
        return whole


def entries(original: Original) -> list[dict[str, object]]:
    """The corpus list of a document and the project's own."""
    found = []
    for folder in (CORPUS / "gold", OWN):
        path = folder / f"{original.path.name.partition('.')[0]}.jsonl"
        if path.is_file():
            found += [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return found


def _place(original: Original, entry: dict[str, object]) -> Span | None:
    """Where the quote of an entry stands."""
    lines = original.report.document.line_starts
    line = entry["line"]
    if not isinstance(line, int) or line > len(lines):
        return None
    quote = str(entry["quote"])
    at = original.source.find(quote, lines[line - 1])
    return Span(at, at + len(quote)) if at >= 0 else None


def _line(original: Original, offset: int) -> int:
    return original.report.document.position(offset).line


def _matches(original: Original, finding: Finding, entry: dict[str, object], place: Span | None) -> bool:
    """Whether a finding is about an entry: it, or a number of its proof, stands in the quote or in its line."""
    spans = [finding.span, *(related.span for related in finding.related)]
    if place is not None and any(overlap(span, place) for span in spans):
        return True
    return any(_line(original, span.start) == entry["line"] for span in spans)


def compare(originals: Sequence[Original]) -> Gold:
    gold = Gold()
    for original in originals:
        listed = entries(original)
        if not listed:
            continue
        findings = [f for f in original.report.findings if f.severity >= Severity.WARNING]
        explained: set[int] = set()
        for entry in sorted(listed, key=lambda entry: entry["severity"] == "note"):
            place = _place(original, entry)
            about = [f for f in findings if _matches(original, f, entry, place)]
            where = f"{original.path.name}:{entry['line']} {entry['why']}"
            if entry["severity"] == "note":
                gold.notes += 1
                raised = [f for f in about if place is not None and overlap(f.span, place) and id(f) not in explained]
                gold.notes_raised += [f"{where} ← {f.code} {f.message}" for f in raised]
                continue
            explained |= {id(f) for f in about}
            tallies = gold.certain if entry["certain"] else gold.uncertain
            tally = tallies.setdefault((str(entry["severity"]), str(entry["kind"])), Tally())
            tally.entries += 1
            tally.found += bool(about)
            if not about:
                tally.missed.append(where)
        gold.unlisted += [
            (f.severity, f"{original.path.name}:{_line(original, f.span.start)} {f.code} {f.message}")
            for f in findings
            if id(f) not in explained
        ]
    return gold
