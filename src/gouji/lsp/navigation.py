"""From a number of the narrative to the cell it is tied to, and back."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from gouji.lsp.analysis import Analysis
from gouji.lsp.session import Session


def definition(analysis: Analysis, params: types.DefinitionParams, _session: Session) -> list[types.Location]:
    """The cells that the number at a position was checked against; the other numbers where there was no cell."""
    found = analysis.number_at(analysis.places.offset(params.position))
    if found is None:
        return []
    links = found[1].links
    return _located(analysis, [key for key in links if key in analysis.cells] or links)


def references(analysis: Analysis, params: types.ReferenceParams, _session: Session) -> list[types.Location]:
    """The numbers of the narrative that were checked against a cell, or against the cells of a number."""
    offset = analysis.places.offset(params.position)
    found = analysis.number_at(offset)
    cells = [key for key in found[1].links if key in analysis.cells] if found else [analysis.cell_at(offset)]
    keys = [number for cell in cells for number in analysis.marks.quoted.get(cell, ())]
    if found and not keys:
        keys = [found[1].key]
    return _located(analysis, [*(cells if params.context.include_declaration else ()), *keys])


def _located(analysis: Analysis, keys: Iterable[str]) -> list[types.Location]:
    spans = analysis.cells | {mark.key: fact.span for fact, mark in analysis.numbers}
    return [analysis.location(spans[key]) for key in dict.fromkeys(keys) if key in spans]
