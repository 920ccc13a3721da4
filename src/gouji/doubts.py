"""What was not understood, and so not checked: said beside the findings, never one of them."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.document import Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """One plain Chinese sentence without its full stop, and where it is about, if it is about a place.

    kind    row, column or table (not read), hypothesis (a belief that the document contradicts), reader (what the file
            hides from us: pages that are pictures)
    """

    text: str
    span: Span | None
    kind: str
