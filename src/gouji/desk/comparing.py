"""What of one unit's report is held against those of other units: its findings without what is the unit's own, and a few amounts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache

from gouji.document import Document
from gouji.findings import Finding
from gouji.folders import data_folder
from gouji.report import Report
from gouji.writing import Figures, inputs_of, read_figures

_NUMBER = re.compile(r"\d[\d,.]*%?")
_END = re.compile(r"[。；;]")
_BEFORE, _AFTER, _READ = 30, 16, 120


@cache
def compared_subjects() -> tuple[str, ...]:
    """The subjects that are shown beside those of other units, the whole first."""
    return tuple(tomllib.loads((data_folder("templates") / "subjects.toml").read_text("utf-8"))["compared"]["subjects"])


def wordings(report: Report, findings: Sequence[Finding]) -> list[str]:
    """The words around each finding, without numbers and the unit's name: who wrote by the same template has the same."""
    names = sorted({*report.about.names, report.about.unit} - {""}, key=len, reverse=True)
    return [_wording(report.document, finding, names) for finding in findings]


def _wording(document: Document, finding: Finding, names: Sequence[str]) -> str:
    start, end = finding.span
    before = _plain(document.source[max(0, start - _READ) : start], names)
    own = _plain(document.source[start : min(end, start + _READ)], names)
    after = _plain(document.source[end : end + _READ], names)
    return f"{_END.split(before)[-1][-_BEFORE:]}{own}{_END.split(after)[0][:_AFTER]}"


def _plain(text: str, names: Sequence[str]) -> str:
    text = "".join(text.split())
    for name in names:
        text = text.replace(name, "○○")
    return _NUMBER.sub("#", text)


def amounts(report: Report, last: Callable[[], Report] | None) -> dict[str, tuple[str, str | None, bool]]:
    """The compared subjects in 元: this year's amount, last year's (None where nobody tells it), and whether only the text says that of last year, by
    what it changed. Before it come the statements, and the report on last year's document, if there is one."""
    figures = read_figures(report)
    now = {name: amount.value for name in compared_subjects() if (amount := figures.amount(name)) is not None}
    before = _told(figures.before(), now)
    if last is not None and len(before) < len(now):
        before = _told(read_figures(last()), now) | before
    said: dict[str, Decimal] = {}
    if len(before) < len(now):
        given = inputs_of(report, figures)
        said = {name: prior for name in now if (prior := given.of(name).prior) is not None}
    return {
        name: (f"{value:f}", _text(before.get(name, said.get(name))), name not in before) for name, value in now.items()
    }


def _told(figures: Figures, names: Iterable[str]) -> dict[str, Decimal]:
    return {name: amount.value for name in names if (amount := figures.amount(name)) is not None}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
