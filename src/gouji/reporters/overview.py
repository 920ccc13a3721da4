"""Every disclosure of a run in one line: whose it is, what was found, how much of it was checked; the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.findings import Severity

if TYPE_CHECKING:
    from gouji.report import Report

STATES = {
    "error": "有错误",
    "unreadable": "读不了",
    "warning": "有疑点",
    "blank": "没有认出",
    "partial": "部分没有核对",
    "clean": "没有发现问题",
}


class Row(NamedTuple):
    """One disclosure: its name, the unit that it names, and what came of it; `page` is where its own page is."""

    name: str
    unit: str
    subject: str
    errors: int
    warnings: int
    notes: int
    numbers: int
    checked: int
    statements: int
    state: str
    error: str = ""
    page: str = ""

    @property
    def label(self) -> str:
        """The unit, or where none is named what its files are called."""
        return self.unit or Path(self.name).stem

    @property
    def share(self) -> str:
        """How many of its numbers were checked."""
        return f"{self.checked * 100 // self.numbers}%" if self.numbers else ""


def row_of(name: str, report: Report, counts: Mapping[Severity, int]) -> Row:
    """The line of a report."""
    coverage = report.tieout.coverage
    return Row(
        name,
        report.about.unit,
        str(report.about),
        counts.get(Severity.ERROR, 0),
        counts.get(Severity.WARNING, 0),
        counts.get(Severity.NOTE, 0),
        coverage.numbers,
        report.checked,
        report.recognised,
        _state(counts, report.is_blank, bool(report.doubts)),
    )


def row_of_object(file: dict[str, Any]) -> Row:
    """The line of a file as the JSON contract has it."""
    from gouji.about import About

    if file["error"]:
        return unread(file["path"], file["error"], file["about"]["unit"] or "")
    counts = dict.fromkeys(Severity, 0)
    of_code = {}
    for finding in file["findings"]:
        severity = of_code[finding["code"]] = Severity[finding["severity"].upper()]
        counts[severity] += 1
    for code, number in file["left_out"].items():
        counts[of_code[code]] += number
    coverage = file["coverage"]
    checked = coverage["numbers"] - coverage["unchecked"]
    known = sum(statement["id"] != "unknown" for statement in file["statements"])
    return Row(
        file["path"],
        file["about"]["unit"] or "",
        str(About(kind=file["kind"], year=file["year"] or 0)),
        counts[Severity.ERROR],
        counts[Severity.WARNING],
        counts[Severity.NOTE],
        coverage["numbers"],
        checked,
        known,
        _state(counts, not checked and not known, bool(file["doubts"])),
    )


def unread(name: str, message: str, unit: str = "") -> Row:
    """The line of what could not be read."""
    return Row(name, unit, "", 0, 0, 0, 0, 0, 0, "unreadable", message)


def ranked(rows: Iterable[Row]) -> list[Row]:
    """The gravest first, in the order of the run where they are equal."""
    grave = list(STATES)
    return sorted(rows, key=lambda row: (grave.index(row.state), -row.errors, -row.warnings))


def count(rows: Sequence[Row]) -> dict[str, int]:
    """How many are in each state, the gravest first."""
    found = {state: sum(row.state == state for row in rows) for state in STATES}
    return {state: number for state, number in found.items() if number}


def _state(counts: Mapping[Severity, int], is_blank: bool, doubtful: bool) -> str:
    if counts.get(Severity.ERROR):
        return "error"
    if counts.get(Severity.WARNING):
        return "warning"
    return "blank" if is_blank else "partial" if doubtful else "clean"
