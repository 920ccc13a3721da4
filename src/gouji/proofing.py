"""Linting a draft before it is written: beside the statements that its figures come from, it must not contradict itself or them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from gouji.config import Config
from gouji.document import Block, Document, Span
from gouji.findings import Finding, Severity
from gouji.linter import Memory, lint_document
from gouji.readers.several import joined
from gouji.readers.text import read_text
from gouji.report import Report
from gouji.writing import Draft, Figures, Lack, Written
from gouji.writing.figures import marks

_NAME = "起草的文字"
_FAMILIES = "DATNRY"  # what a draft says; what it lacks is listed, and its structure is the style's
_SHOWN = 20


class Proof(NamedTuple):
    """The report on a draft and its statements, and what it finds in the draft itself."""

    report: Report
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]


def proofread(
    draft: Draft,
    figures: Figures,
    source: Report | None,
    config: Config,
    prior: Document | None = None,
    memory: Memory | None = None,
) -> Proof:
    """Lint a draft beside the statements of its source, and against last year's document, as the source's configuration has it. With the memory that
    the source was read with its statements are not read again; of the report that this makes only the findings hold then."""
    document = read_text(draft.text, _NAME)
    if source is not None:
        document = joined([document, replace(source.document, blocks=list(statement_blocks(source)))])
    profile = source.profile.name if source is not None and source.profile is not None else ""
    config = config._replace(kind=figures.kind, year=figures.year, profile=profile)
    with lent(source if memory is not None else None):
        report = lint_document(document, config, prior, memory)
    found = [f for f in report.findings if f.code[0] in _FAMILIES and f.span.start < len(draft.text)]
    return Proof(report, [finding for finding in found if finding.severity >= Severity.WARNING])


@contextmanager
def lent(source: Report | None) -> Iterator[None]:
    """While another document takes over the statements of a report, its cells and their relations stand elsewhere; then they are where they were."""
    statements = source.statements if source is not None else []
    cells = [(cell, cell.span, cell.statement, cell.firm) for each in statements for cell in each.cells]
    relations = [(relation, relation.groups) for each in statements for relation in each.relations]
    try:
        yield
    finally:
        for fact, span, statement, firm in cells:
            fact.span, fact.statement, fact.firm = span, statement, firm
        for each, groups in relations:
            each.groups = groups


def statement_blocks(report: Report) -> Iterator[Block]:
    """The statements of a report with the lines over them; the narrative stays behind."""
    known = [statement for statement in report.statements if statement.type is not None]
    captions = {span.start for statement in known for _, span in statement.captions}
    tables = sorted(statement.table.span for statement in known)
    starts = [span.start for span in tables]
    for block in report.document.blocks:
        at = bisect_right(starts, block.span.start) - 1
        if block.span.start in captions or (at >= 0 and block.span.end <= tables[at].end):
            yield block


def without_faulty_rates(draft: Draft, proof: Proof) -> Draft:
    """A draft in which no rate stands that an error is about: it contradicts the amounts beside it."""
    places = [span for finding in proof.errors for span in (finding.span, *(r.span for r in finding.related))]
    faulty = [n for n in draft.numbers if n.text.endswith("%") and any(_overlap(n, span) for span in places)]
    if not faulty:
        return draft
    mark = marks()["rate"]
    pieces: list[str] = []
    numbers: list[Written] = []
    lacking = list(draft.lacking)
    last = moved = 0
    for number in draft.numbers:
        if number not in faulty:
            numbers.append(number._replace(offset=number.offset + moved))
            continue
        pieces += (draft.text[last : number.offset], mark)
        last = number.offset + len(number.text)
        moved += len(mark) - len(number.text)
        before = draft.text[: number.offset].rpartition("\n")[2]
        lacking.append(Lack(before, "rate", f"“…{before[-_SHOWN:]}”后面的百分数：与文中的数不符"))
    return draft._replace(text="".join([*pieces, draft.text[last:]]), numbers=numbers, lacking=lacking)


def _overlap(number: Written, span: Span) -> bool:
    return number.offset < span.end and span.start < number.offset + len(number.text)
