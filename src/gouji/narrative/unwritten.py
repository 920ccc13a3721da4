"""What a draft lists behind its text for people to do: no part of what the document says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from gouji.document import Block, Document, Paragraph, Table
from gouji.lexicon import Lexicon
from gouji.precompiled import pattern_of

_SECTION_LEVEL = 2


def without_lists(document: Document, lexicon: Lexicon) -> Document:
    """A document without what stands below the headings of such lists, up to what is no item of one; the headings stay, for
    people to see that they are still there."""
    kept = list(_kept(document, lexicon))
    return document if len(kept) == len(document.blocks) else replace(document, blocks=kept)


def list_title(lexicon: Lexicon) -> regex.Pattern[str]:
    """The heading of such a list: 待补充（补齐后删去）."""
    words = lexicon.phrases["unwritten"]
    named, ends = ("|".join(map(regex.escape, words[role])) for role in ("lists", "ends"))
    return pattern_of(rf"(?:{named})\((?:{ends})\)")


def _kept(document: Document, lexicon: Lexicon) -> Iterator[Block]:
    title = list_title(lexicon)
    within = ""
    for block in document.blocks:
        if not isinstance(block, Table) and title.fullmatch(block.flow.text.strip()):
            within = document.file(block.span.start)
            yield block
        elif not within or _ends_list(block) or document.file(block.span.start) != within:
            within = ""
            yield block


def _ends_list(block: Block) -> bool:
    """Whether a block is none of a list's items, each of which begins with its number."""
    if isinstance(block, Paragraph):
        return not block.flow.text[:1].isdigit()
    return isinstance(block, Table) or block.level <= _SECTION_LEVEL
