"""A passage of a disclosure, read as a document of its own: what is said of it, and what nothing was compared with."""

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text
from gouji.report import Report

ITEMS = [
    ("205", "教育支出", "863.05", "800.00", "63.05"),
    ("20502", "普通教育", "863.05", "800.00", "63.05"),
    ("2050204", "高中教育", "863.05", "800.00", "63.05"),
    ("221", "住房保障支出", "1,100.00", "1,100.00", ""),
    ("22102", "住房改革支出", "1,100.00", "1,100.00", ""),
    ("2210201", "住房公积金", "1,100.00", "1,100.00", ""),
]
FINAL, BUDGET = "# 2024年度部门决算\n", "# 2024年部门预算\n"


def lint(text: str) -> Report:
    return lint_document(read_text(text.strip("\n"), "例.txt"), Config())


def said(text: str) -> list[tuple[str, str]]:
    """The errors and warnings, each with the text at which it stands."""
    report = lint(text)
    severe = [f for f in report.findings if f.severity >= Severity.WARNING]
    return [(f.code, report.document.source[f.span.start : f.span.end]) for f in severe]


def shown(text: str) -> list[str]:
    """Like `said`, each in one line with its severity."""
    report = lint(text)
    severe = [f for f in report.findings if f.severity >= Severity.WARNING]
    return [f"{f.code} {f.severity.name} {report.document.source[f.span.start : f.span.end]}" for f in severe]


def unchecked(text: str) -> list[str]:
    """The numbers that nothing was compared with."""
    report = lint(text)
    states = report.tieout.states
    facts = [mention.fact for mention in report.narrative.mentions if states[mention.fact] == "unchecked"]
    return [report.document.source[fact.span.start : fact.span.end] for fact in facts]
