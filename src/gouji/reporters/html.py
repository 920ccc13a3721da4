"""A page for reviewers: the narrative with every number ticked, the tables beside it, the findings; one file, no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji import __version__
from gouji.findings import Finding, Severity
from gouji.folders import data_folder
from gouji.report import Report
from gouji.reporters.marks import STATES as MARKS
from gouji.reporters.overview import STATES, Row, count, ranked, row_of, unread
from gouji.reporters.reporter import Reporter, Tally
from gouji.reporters.view import view
from gouji.screen import visible
from gouji.tieout import Coverage

if TYPE_CHECKING:
    from jinja2 import Environment


class Piece(NamedTuple):
    """The page of one file, and what the list of files says of it."""

    name: str
    body: str
    subject: str
    counts: dict[Severity, int]
    coverage: Coverage
    row: Row
    error: str = ""


class Html(Reporter):
    """A page for each file, and a list of them if there are several; into a folder, each in a file of its own."""

    pages = ".html"

    def __getstate__(self) -> dict[str, Any]:
        return {
            name: value for name, value in vars(self).items() if name != "_templates"
        }  # another process loads its own

    @property
    def _folder(self) -> Path:
        return data_folder("templates") / "report"

    @cached_property
    def _templates(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader(self._folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals |= {"states": MARKS, "index": "", "severities": sorted(Severity, reverse=True)}
        return environment

    def piece(self, name: str, report: Report, findings: list[Finding]) -> Piece:
        shown = view(name, report, findings)
        subject = str(report.about)
        coverage = report.tieout.coverage
        body = self._templates.get_template("file.html.j2").render(
            file=shown, subject=subject, known=report.recognised, coverage=coverage, checked=report.tables
        )
        return Piece(name, body, subject, shown.counts, coverage, row_of(name, report, shown.counts))

    def unreadable(self, name: str, message: str, unit: str = "") -> Piece:
        row = unread(name, message, unit)
        return Piece(name, "", "", dict.fromkeys(Severity, 0), Coverage(0, 0, 0, 0, 0), row, message)

    def kept(self, piece: Piece) -> list[Any]:
        counts = {severity.label: count for severity, count in piece.counts.items()}
        return [piece.name, piece.body, piece.subject, counts, list(piece.coverage), list(piece.row), piece.error]

    def again(self, value: list[Any]) -> Piece:
        name, body, subject, counts, coverage, row, error = value
        severities = {Severity[label.upper()]: count for label, count in counts.items()}
        return Piece(name, body, subject, severities, Coverage(*coverage), Row(*row), error)

    def whole(self, pieces: Iterable[Piece], tally: Tally) -> Iterator[str | bytes]:
        yield from self._told("page", "report", files=list(pieces), counts=tally.counts, broken=tally.unreadable)

    def page(self, piece: Piece, index: str) -> Iterator[str | bytes]:
        yield from self._told("page", "report", files=[piece], counts=piece.counts, broken=0, index=index)

    def index(self, pieces: Iterable[tuple[Row, str]], tally: Tally) -> Iterator[str | bytes]:
        rows = ranked(row if row.error else row._replace(page=page) for row, page in pieces)
        yield from self._told("index", "index", rows=rows, tally=f"{tally}。", states=count(rows), titles=STATES)

    def _told(self, name: str, look: str, **values: Any) -> Iterator[str | bytes]:
        """A page with the style and the script of a name."""
        script = (self._folder / f"{look}.js").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        style = (self._folder / f"{look}.css").read_text("utf-8")
        page = self._templates.get_template(f"{name}.html.j2").generate(
            style=style, script=script, digest=digest, version=__version__, **values
        )
        yield from (visible(part, "\n\t\r") for part in page)
