"""The outline of a document: its sections, and its statements in them."""

from __future__ import annotations

from lsprotocol import types

from gouji.document import Span
from gouji.lsp.analysis import Analysis
from gouji.lsp.session import Session
from gouji.narrative.outline import Part
from gouji.statements import UNTITLED


def symbols(analysis: Analysis, _params: types.DocumentSymbolParams, _session: Session) -> list[types.DocumentSymbol]:
    """The headings by level, the contents aside, each with the statements under it."""
    parts = [part for part in analysis.report.outline if not part.in_contents and analysis.is_own(part.heading.span)]
    found: list[types.DocumentSymbol] = []
    open_parts: list[tuple[Part, Span, types.DocumentSymbol]] = []
    statements = _statements(analysis)
    for index, part in enumerate(parts):
        heading = part.heading.span
        after = next((other.heading.span.start for other in parts[index + 1 :] if other.level <= part.level), None)
        whole = Span(heading.start, max(heading.end, len(analysis.source.text) if after is None else after))
        name = " ".join(analysis.source.text[heading.start : heading.end].split())
        symbol = _symbol(analysis, name, types.SymbolKind.Module, whole, heading)
        while open_parts and open_parts[-1][1].end <= heading.start:
            open_parts.pop()
        (open_parts[-1][2].children if open_parts else found).append(symbol)  # type: ignore[union-attr]
        open_parts.append((part, whole, symbol))
        following = parts[index + 1].heading.span.start if index + 1 < len(parts) else len(analysis.source.text)
        symbol.children = [own for start, own in statements if heading.start <= start < following]
    before = parts[0].heading.span.start if parts else len(analysis.source.text)
    return [*(own for start, own in statements if start < before), *found]


def _statements(analysis: Analysis) -> list[tuple[int, types.DocumentSymbol]]:
    found = []
    for statement in analysis.report.statements:
        table = statement.table.span
        if analysis.is_own(table):
            title = statement.title_span or statement.table.rows[0][0].span
            whole = Span(min(table.start, title.start), max(table.end, title.end))
            name = statement.title.strip() or UNTITLED
            found.append((table.start, _symbol(analysis, name, types.SymbolKind.Struct, whole, title)))
    return found


def _symbol(analysis: Analysis, name: str, kind: types.SymbolKind, whole: Span, head: Span) -> types.DocumentSymbol:
    places = analysis.places
    return types.DocumentSymbol(name, kind, places.range(whole), places.range(head), children=[])
