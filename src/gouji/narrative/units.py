"""The unit whose disclosure it is, as the document names it."""

from __future__ import annotations

from gouji.about import unit_names as names_in
from gouji.document import Document
from gouji.lexicon import lexicon


def unit_names(document: Document) -> tuple[str, ...]:
    """What titles and labels of the document call its unit, the first named first."""
    return names_in(document, lexicon())
