"""One run of `gouji roll`: last year's document and this year's statements become this year's document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gouji.config import Config, find
from gouji.deadline import within
from gouji.document import Document
from gouji.lexicon import use
from gouji.linter import analyse
from gouji.proofing import statement_blocks
from gouji.readers import read_file
from gouji.readers.several import joined
from gouji.report import Report
from gouji.rolling.edits import Edit, applied, settled
from gouji.rolling.narratives import narrative_edits
from gouji.rolling.values import Values
from gouji.screen import named
from gouji.writing import Figures, Told, read_figures, refuse_prior
from gouji.writing.amounts import Written


class RollError(Exception):
    """What cannot be rolled forward; the message is one Chinese sentence that names the file and the remedy."""


class RollOrder(NamedTuple):
    """Last year's document, the files with this year's statements, and if the document has none, the one with last year's."""

    document: Path
    tables: tuple[Path, ...]
    prior: Path | None = None


class Rolled(NamedTuple):
    """The document as it was, its edits, and the text that they make of it with the places of its numbers."""

    document: Document
    end: int
    edits: list[Edit]
    text: str
    numbers: list[Written]
    now: Report

    @property
    def marks(self) -> list[Edit]:
        """What is left to people."""
        return [edit for edit in self.edits if edit.is_mark]

    def provenance(self) -> str:
        """Where every number of the text comes from, as JSON."""
        whole = {"schema_version": 1, "numbers": [number.as_json() for number in self.numbers]}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def roll(order: RollOrder) -> Rolled:
    """Roll forward, within the time that one file may take. Raises RollError, UnreadableError, ConfigError and LexiconError, each one
    Chinese sentence."""
    seconds = find(order.document).timeout
    late = f"{named(order.document)}：{seconds} 秒还没有写完，已停下，请拆成几个文件，或在配置中提高 timeout。"
    with within(seconds, late):
        return _roll(order)


def _roll(order: RollOrder) -> Rolled:
    config = find(order.document)
    document = read_file(order.document, config.limits)
    now = analyse(joined([read_file(path, config.limits) for path in order.tables]), config)
    end = len(document.source)
    last = analyse(document, config)
    if order.prior is not None:
        last = _with_statements(document, read_file(order.prior, config.limits), config)
    now = _of_one_kind(now, last, config)
    _refuse(order, last, now)
    return rolled(Values(last, now), end)


def rolled(values: Values, end: int) -> Rolled:
    """The document of `values.last`, up to the offset `end`, as this year's figures have it."""
    document = values.last.document
    edits = settled(narrative_edits(values, end))
    text, numbers = applied(document.source[:end], edits)
    return Rolled(document, end, edits, text, numbers, values.now)


def _with_statements(document: Document, prior: Document, config: Config) -> Report:
    """Last year's document beside the statements of another file."""
    other = analyse(prior, config)
    return analyse(joined([document, replace(other.document, blocks=list(statement_blocks(other)))]), config)


def _of_one_kind(now: Report, last: Report, config: Config) -> Report:
    """This year's statements read as those of the document's kind, where they do not say of which they are."""
    if now.kind == last.kind or now.kind in ("budget", "final"):
        return now
    return analyse(now.document, config._replace(kind=last.kind))


def _refuse(order: RollOrder, last: Report, now: Report) -> None:
    """Raises where last year's document is none of the year before, of the unit and kind of the statements."""
    if not any(statement.type is not None for statement in now.statements):
        raise RollError(f"{named(order.tables[0])}：没有认出一张报表，请给今年的报表。")
    for report, path in ((last, order.document), (now, order.tables[0])):
        if not report.year:
            raise RollError(f"{named(path)}：看不出是哪一年度的，不能往前推；请在文件里写明年度。")
    if last.year != now.year:
        refuse_prior(_told(order.document, last), _told(order.tables[0], now), "")


def _told(path: Path, report: Report) -> Told:
    return Told(str(path), report.about.names or (report.about.unit,), _figures(report), report)


def _figures(report: Report) -> Figures:
    return read_figures(report)


def listed(rolled: Rolled) -> Iterator[str]:
    """What is left to people, one line each."""
    for edit in rolled.marks:
        yield f"{edit.new[:60]}：{edit.why}"
