"""Completion: the item names of the document's tables, and the current section as drafted from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from gouji.document import Span
from gouji.drafting import style_of
from gouji.lsp.analysis import Analysis
from gouji.lsp.session import Session
from gouji.narrative.outline import Part
from gouji.writing import StyleError, draft, inputs_in, inputs_of, load_style, read_figures, with_prior
from gouji.writing.inputs import InputsError

_LONGEST_LABEL = 40


def completion(analysis: Analysis, params: types.CompletionParams, session: Session) -> types.CompletionList:
    """What may stand at a position, as plain text."""
    offset = analysis.places.offset(params.position)
    before = Span(analysis.places.line(offset).start, offset)
    items = [*_sentences(analysis, before, session), *_names(analysis, before)]
    return types.CompletionList(is_incomplete=True, items=items)


def drafted_section(analysis: Analysis, position: types.Position, session: Session) -> str:
    """The section at a position as drafted from the document's own tables; "" where no style has it."""
    _, paragraphs = _section(analysis, analysis.places.offset(position), session)
    return (2 * analysis.places.newline).join(paragraphs)


def _names(analysis: Analysis, before: Span) -> Iterator[types.CompletionItem]:
    """The row labels that go on with the most of what was typed last; all of them where nothing does."""
    typed = analysis.source.text[before.start : before.end]
    found: dict[str, tuple[int, str]] = {}
    for statement in analysis.report.statements:
        for row in (row for band in statement.bands for row in band.rows):
            name = row.label.strip()
            known = [fact for fact in row.cells.values() if fact.keys]
            if name and known and name not in found:
                amount = next((fact for fact in known if not fact.blank), known[0])
                found[name] = (_overlap(typed, name), f"{amount.place}：{amount.text}")
    most = max((overlap for name, (overlap, _) in found.items() if overlap < len(name)), default=0)
    begun = {name: each for name, each in found.items() if 0 < most == each[0] < len(name)}
    for name, (overlap, detail) in (begun or found).items():
        replaced = Span(before.end - overlap if begun else before.end, before.end)
        yield _item(analysis, name, name, replaced, types.CompletionItemKind.Field, detail)


def _overlap(typed: str, name: str) -> int:
    """How much of a name stands at the end of what was typed."""
    return next((n for n in range(min(len(typed), len(name)), 0, -1) if typed.endswith(name[:n])), 0)


def _sentences(analysis: Analysis, before: Span, session: Session) -> Iterator[types.CompletionItem]:
    """On an empty line the whole section and each of its paragraphs; else the paragraphs that begin like the line."""
    title, paragraphs = _section(analysis, before.end, session)
    typed = analysis.source.text[before.start : before.end].lstrip()
    replaced = Span(before.end - len(typed), before.end)
    kind = types.CompletionItemKind.Text
    if not typed and len(paragraphs) > 1:
        whole = (2 * analysis.places.newline).join(paragraphs)
        yield _item(analysis, f"全节：{title}", whole, replaced, kind, "由报表写出")
    for paragraph in paragraphs:
        if paragraph.startswith(typed) and paragraph != typed:
            label = paragraph if len(paragraph) <= _LONGEST_LABEL else paragraph[:_LONGEST_LABEL] + "…"
            yield _item(analysis, label, paragraph, replaced, kind, "由报表写出")


def _item(
    analysis: Analysis, label: str, text: str, replaced: Span, kind: types.CompletionItemKind, detail: str
) -> types.CompletionItem:
    return types.CompletionItem(
        label,
        kind=kind,
        detail=detail,
        documentation=text if text != label else None,
        filter_text=text,
        insert_text_format=types.InsertTextFormat.PlainText,
        text_edit=types.TextEdit(analysis.places.range(replaced), text),
    )


def _section(analysis: Analysis, offset: int, session: Session) -> tuple[str, list[str]]:
    """The title of the section at an offset and its paragraphs as drafted; none for a section that no style has."""
    report = analysis.report
    headings = [p for p in report.outline if not p.in_contents and p.heading.span.end <= offset]
    part: Part | None = headings[-1] if headings and analysis.is_own(headings[-1].heading.span) else None
    if part is None or report.profile is None:
        return "", []
    try:
        style = load_style(session.settings.style or style_of(report, Path(report.document.path)))
        figures = read_figures(report)
        known = {section.id: section for section in style.sections}
        while part is not None:
            wanted = report.profile.section_of(part.title)
            if wanted is not None and wanted.id in known and style.kind == figures.kind:
                given = with_prior(inputs_in(report), figures, figures.before()).over(inputs_of(report, figures))
                _, *paragraphs = draft(figures, given, style, wanted.id).text.strip().split("\n\n")
                return part.title, paragraphs
            part = part.parent
    except (StyleError, InputsError):
        return "", []
    return "", []
