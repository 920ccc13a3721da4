"""The unit whose disclosure it is, as the document names it."""

from __future__ import annotations

import regex

from gouji.document import Document, Heading, Paragraph
from gouji.resources import read_lexicon

_LONGEST = 60


def unit_names(document: Document) -> list[str]:
    """What titles and labels of the document call its unit, the first named first."""
    short = [
        block.flow.text
        for block in document.blocks
        if isinstance(block, Heading | Paragraph) and len(block.flow.text) < _LONGEST
    ]
    found: dict[str, None] = {}
    for name in ("unit-title", "unit-label"):
        pattern = regex.compile(read_lexicon("wording.toml")[name]["pattern"])
        found |= {match[1]: None for text in short if (match := pattern.match(text))}
    return list(found)
