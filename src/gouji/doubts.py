"""Doubts: what was not understood and therefore not checked. They are no findings; they say what silence does not mean."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.document import Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """One plain Chinese sentence, where it is about (None: the whole document), and what kind of thing was not understood:
    row, column, table, hypothesis or reader."""

    text: str
    span: Span | None
    kind: str
