"""Survey: what lint says of every document of the corpus, in several processes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import gold
from documents import city
from places import Key, Pages, key_of

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_file
from gouji.readers import UnreadableError
from gouji.report import Report
from gouji.reporters.json import file_object


class Found(NamedTuple):
    """A finding as a person judges it."""

    key: Key
    severity: Severity
    message: str
    formula: str
    text: str


class Part(NamedTuple):
    """So many of a whole."""

    part: int
    whole: int


class Surveyed(NamedTuple):
    """A document and what lint says of it; `forms` are its performance forms and score tables; `tables` is None where the
    program does not say how far it understood them."""

    name: str
    city: str
    unreadable: str = ""
    recognised: int = 0
    unrecognised: int = 0
    forms: int = 0
    numbers: Part = Part(0, 0)
    tables: Part | None = None
    findings: tuple[Found, ...] = ()
    gold: gold.Gold = gold.Gold()


def survey(paths: Sequence[Path]) -> list[Surveyed]:
    """Every document linted, errors and warnings."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(_survey, paths))


def _survey(path: Path) -> Surveyed:
    name = path.stem
    try:
        report = lint_file(path, Config())
    except UnreadableError as error:
        return Surveyed(name, city(path), str(error))
    pages = Pages(report.document)
    known = sum(statement.type is not None for statement in report.statements)
    coverage = report.tieout.coverage
    return Surveyed(
        name,
        city(path),
        "",
        known,
        len(report.statements) - known,
        sum(statement.type is not None and statement.type.rows == "performance" for statement in report.statements),
        Part(coverage.numbers - coverage.unchecked, coverage.numbers),
        table_coverage(report),
        tuple(
            Found(key_of(pages, f, name), f.severity, f.message, f.formula, report.document.quote(f.span))
            for f in report.findings
            if f.severity >= Severity.WARNING
        ),
        gold.compare(report, name),
    )


def table_coverage(report: Report) -> Part | None:
    """How many of its statements' columns and rows of totals the program evaluated, as `coverage.tables` of the JSON says; None
    if it says nothing of it."""
    tables = file_object(report.document.path, report, [])["coverage"].get("tables")
    if not tables:
        return None
    return Part(tables["columns_evaluated"] + tables["totals_evaluated"], tables["columns"] + tables["totals"])
