"""Gold: what is really wrong in the corpus documents, against what lint says of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from documents import CORPUS, overlap
from places import Pages, squeezed

from gouji.document import Span
from gouji.findings import Finding, Severity
from gouji.report import Report

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

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.entries + other.entries, self.found + other.found, self.missed + other.missed)


@dataclass
class Gold:
    """The comparison of lint with the gold lists; `unplaced` are entries whose quote is not where they say."""

    certain: dict[tuple[str, str], Tally] = field(default_factory=dict)
    uncertain: dict[tuple[str, str], Tally] = field(default_factory=dict)
    notes: int = 0
    notes_raised: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    unlisted: list[tuple[Severity, str]] = field(default_factory=list)

    def __add__(self, other: Gold) -> Gold:
        return Gold(
            _added(self.certain, other.certain),
            _added(self.uncertain, other.uncertain),
            self.notes + other.notes,
            self.notes_raised + other.notes_raised,
            self.unplaced + other.unplaced,
            self.unlisted + other.unlisted,
        )

    def of(self, severity: str, kinds: frozenset[str] | None = None) -> Tally:
        """The certain entries of a severity, of these kinds."""
        chosen = (t for (level, kind), t in self.certain.items() if level == severity and (not kinds or kind in kinds))
        return sum(chosen, Tally())


def _added(a: dict[tuple[str, str], Tally], b: dict[tuple[str, str], Tally]) -> dict[tuple[str, str], Tally]:
    return {key: a.get(key, Tally()) + b.get(key, Tally()) for key in (*a, *(key for key in b if key not in a))}


def entries(name: str) -> list[dict[str, Any]]:
    """The corpus list of a document; nothing if it has none."""
    path = CORPUS / "gold" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()] if path.is_file() else []


class _Places:
    """Where the quotes of a document's entries stand."""

    def __init__(self, report: Report) -> None:
        self._pages = Pages(report.document)
        self._paged = bool(report.document.anchors)
        self._whole = self._pages.whole()

    def quote(self, entry: dict[str, Any]) -> list[Span]:
        """The quote on its page, or beginning on its line. Where a page lays its cells out otherwise than the list, the numbers of
        the quote, if each stands there once."""
        text = squeezed(str(entry["quote"]))
        if not self._paged:
            lines = self._pages.document.line_starts
            line = entry.get("line") or 1
            start = lines[min(line, len(lines)) - 1]
            return [span for span in self._whole.find(text) if span.start >= start][:1]
        page = int(entry.get("page") or 1)
        found = list(self._pages.folded(str(page)).find(text))
        if not found:
            found = [s for s in self._whole.find(text) if self._pages.where(s.start) in (str(page - 1), str(page))]
        return found or self._numbers(str(page), str(entry["quote"]))

    def _numbers(self, page: str, quote: str) -> list[Span]:
        folded = self._pages.folded(page)
        found = [list(folded.find(squeezed(p))) for p in quote.split() if sum(c.isdigit() for c in p) > 1]
        return [spans[0] for spans in found if len(spans) == 1] if all(len(spans) == 1 for spans in found) else []

    def against(self, entry: dict[str, Any]) -> list[Span]:
        """Every place of what contradicts the quote; its parts are set off by strokes."""
        parts = str(entry.get("against") or "").split(" / ")
        return [span for part in parts if len(part) > 1 for span in self._whole.find(squeezed(part))]


def _finds(finding: Finding, quote: list[Span], against: list[Span]) -> bool:
    """Whether a finding stands at the quote, or where the quote is contradicted with the quote in its proof."""

    def meets(span: Span, places: list[Span]) -> bool:
        return any(overlap(span, place) for place in places)

    proof = any(meets(related.span, quote) for related in finding.related)
    return meets(finding.span, quote) or (meets(finding.span, against) and proof)


def compare(report: Report, name: str) -> Gold:
    """What lint says of a document against its lists; nothing if it has none."""
    gold = Gold()
    listed = entries(name)
    if not listed:
        return gold
    places = _Places(report)
    findings = [f for f in report.findings if f.severity >= Severity.WARNING]
    explained: set[int] = set()
    for entry in sorted(listed, key=lambda entry: entry["severity"] == "note"):
        quote = places.quote(entry)
        where = f"{name} {entry.get('page') or entry.get('line')} {entry['kind']}：{entry['why']}"
        if not quote:
            gold.unplaced.append(where)
        about = {at: f for at, f in enumerate(findings) if _finds(f, quote, places.against(entry))}
        if entry["severity"] == "note":
            gold.notes += 1
            raised = [f for at, f in about.items() if at not in explained]
            gold.notes_raised += [f"{where} ← {f.code} {f.message}" for f in raised]
            continue
        explained |= about.keys()
        tallies = gold.certain if entry["certain"] else gold.uncertain
        tally = tallies.setdefault((str(entry["severity"]), str(entry["kind"])), Tally())
        tally.entries += 1
        tally.found += bool(about)
        if not about:
            tally.missed.append(where)
    pages = Pages(report.document)
    gold.unlisted += [
        (f.severity, f"{name} {pages.where(f.span.start)} {f.code} {f.message}")
        for at, f in enumerate(findings)
        if at not in explained
    ]
    return gold
