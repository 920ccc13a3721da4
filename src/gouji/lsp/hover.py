"""What a number says for itself: what it is tied to, how it was recomputed, or why it is unchecked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from gouji.document import Span
from gouji.lsp.analysis import Analysis
from gouji.lsp.session import Session
from gouji.relations import Same

_MOST_FORMULAS = 4
_MOST_PLACES = 4


def hover(analysis: Analysis, params: types.HoverParams, _session: Session) -> types.Hover | None:
    """The notes of the number or cell at a position, and the messages of the findings there."""
    offset = analysis.places.offset(params.position)
    lines: list[str] = []
    span: Span | None = None
    number = analysis.number_at(offset)
    cell = analysis.cell_at(offset)
    if number is not None:
        span = number[0].span
        lines += [*number[1].note.split("\n"), *_elsewhere(analysis, number[1].links)]
    elif cell:
        span = analysis.cells[cell]
        lines += _of_cell(analysis, cell)
    for finding in analysis.findings_at(Span(offset, offset)):
        told = f"{finding.code} {finding.message}"
        span = span or finding.span
        if told not in lines:
            lines.append(told)
    if span is None or not lines:
        return None
    content = types.MarkupContent(types.MarkupKind.PlainText, "\n".join(lines))
    return types.Hover(content, analysis.places.range(span))


def _elsewhere(analysis: Analysis, links: Iterable[str]) -> Iterator[str]:
    """Where the cells of other files are: an editor seldom shows a workbook."""
    spans = [analysis.cells[key] for key in links if key in analysis.cells]
    for span in [span for span in spans if not analysis.is_own(span)][:_MOST_PLACES]:
        yield f"见 {analysis.place(span.start)}"


def _of_cell(analysis: Analysis, key: str) -> Iterator[str]:
    fact = analysis.amounts.get(analysis.cells[key].start)
    if fact is None:
        return
    yield f"{fact.place}：{fact.text}"
    quoted = len(analysis.marks.quoted.get(key, ()))
    if quoted:
        yield f"正文 {quoted} 处用到这个数"
    tieout = analysis.report.tieout
    formulas = [
        relation.formula()
        for relation, outcome in zip(tieout.relations, tieout.outcomes, strict=True)
        if relation.result is fact and outcome.is_met and not isinstance(relation, Same)
    ]
    yield from list(dict.fromkeys(formulas))[:_MOST_FORMULAS]
