"""A page for reviewers: the narrative with every number ticked, the tables beside it, the findings; one file, no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gouji import __version__
from gouji.findings import Finding, Severity
from gouji.report import Report
from gouji.reporters.marks import STATES
from gouji.reporters.reporter import Reporter, Tally
from gouji.reporters.view import view
from gouji.resources import data_folder
from gouji.screen import visible
from gouji.tieout import Coverage


class Piece(NamedTuple):
    """The page of one file, and what the list of files says of it."""

    name: str
    body: str
    subject: str
    counts: dict[Severity, int]
    coverage: Coverage
    error: str = ""


class Html(Reporter):
    """A page for each file, and a list of them if there are several."""

    def __init__(self, colour: bool = False, doubts: bool = False) -> None:
        super().__init__(colour, doubts)
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        self._folder = data_folder("templates") / "report"
        environment = Environment(
            loader=FileSystemLoader(self._folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals |= {"states": STATES, "severities": sorted(Severity, reverse=True)}
        self._page = environment.get_template("page.html.j2")
        self._file = environment.get_template("file.html.j2")

    def piece(self, name: str, report: Report, findings: list[Finding]) -> Piece:
        shown = view(name, report, findings)
        subject = str(report.about)
        coverage = report.tieout.coverage
        body = self._file.render(
            file=shown, subject=subject, known=report.recognised, coverage=coverage, checked=report.tables
        )
        return Piece(name, body, subject, shown.counts, coverage)

    def unreadable(self, name: str, message: str) -> Piece:
        return Piece(name, "", "", dict.fromkeys(Severity, 0), Coverage(0, 0, 0, 0, 0), message)

    def kept(self, piece: Piece) -> list[Any]:
        counts = {severity.label: count for severity, count in piece.counts.items()}
        return [piece.name, piece.body, piece.subject, counts, list(piece.coverage), piece.error]

    def again(self, value: list[Any]) -> Piece:
        name, body, subject, counts, coverage, error = value
        severities = {Severity[label.upper()]: count for label, count in counts.items()}
        return Piece(name, body, subject, severities, Coverage(*coverage), error)

    def whole(self, pieces: Iterable[Piece], tally: Tally) -> Iterator[str | bytes]:
        script = (self._folder / "report.js").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        files = list(pieces)
        page = self._page.generate(
            files=files,
            counts=tally.counts,
            broken=tally.unreadable,
            style=(self._folder / "report.css").read_text("utf-8"),
            script=script,
            digest=digest,
            version=__version__,
        )
        yield from (visible(part, "\n\t\r") for part in page)
