"""Recomputed rates beside those of the text, with two more digits."""

from __future__ import annotations

from lsprotocol import types

from gouji.facts import Fact
from gouji.lsp.analysis import Analysis
from gouji.lsp.session import Session

_FINER = 100


def hints(analysis: Analysis, params: types.InlayHintParams, session: Session) -> list[types.InlayHint]:
    """What the other numbers give for each rate in a range; nothing unless the editor asks for it in its settings."""
    if not session.settings.hints:
        return []
    wanted = analysis.places.span(params.range)
    found: dict[int, types.InlayHint] = {}
    for relation in analysis.report.tieout.relations:
        rate, value = relation.result, relation.computed_result()
        if (
            value is None
            or not isinstance(rate, Fact)
            or rate.quantity.unit.dimension != "rate"
            or not wanted.start <= rate.span.start < wanted.end
            or not analysis.is_own(rate.span)
        ):
            continue
        shown = rate.quantity._replace(quantum=rate.quantity.quantum / _FINER).show(value)
        position = analysis.places.position(rate.span.end)
        hint = types.InlayHint(position, f"≈ {shown}", tooltip=relation.formula(), padding_left=True)
        found.setdefault(rate.span.start, hint)
    return [found[start] for start in sorted(found)]
