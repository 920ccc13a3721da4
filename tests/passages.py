"""A passage of a disclosure, read as a document of its own: what is said of it, and what nothing was compared with."""

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text
from gouji.report import Report

FINAL, BUDGET = "# 2024年度部门决算\n", "# 2024年部门预算\n"


def lint(text: str) -> Report:
    return lint_document(read_text(text.strip("\n"), "例.txt"), Config())


def said(text: str) -> list[tuple[str, str]]:
    """The errors and warnings, each with the text at which it stands."""
    report = lint(text)
    severe = [f for f in report.findings if f.severity >= Severity.WARNING]
    return [(f.code, report.document.source[f.span.start : f.span.end]) for f in severe]


def unchecked(text: str) -> list[str]:
    """The numbers that nothing was compared with."""
    report = lint(text)
    states = report.tieout.states
    facts = [mention.fact for mention in report.narrative.mentions if states[mention.fact] == "unchecked"]
    return [report.document.source[fact.span.start : fact.span.end] for fact in facts]
