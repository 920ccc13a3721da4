"""About which page each heading comes to stand on: shown in the contents until Word counts the pages itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import regex

from gouji.precompiled import pattern_of
from gouji.writing.wordlook import CAPTION_GAP, Look, line_height, picture_of, sheet_of
from gouji.writing.wordtable import breadth

_SEAM = pattern_of(r"(?<=\p{Han})(?=[\w--\p{Han}])|(?<=[\w--\p{Han}])(?=\p{Han})", regex.V1)
_CONTENTS_TITLE = 50.0  # points


class Picture(NamedTuple):
    """A picture: the caption under it, its PNG bytes, and what it shows, for who cannot see it."""

    title: str
    png: bytes
    alt: str


class Block(NamedTuple):
    """A heading (level 1 to 3) or a paragraph (level 0), of which some are pictures or tables."""

    level: int
    text: str
    picture: Picture | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def first_page(entries: int, look: Look) -> int:
    """The page after the title page and a contents of so many entries."""
    height: float = entries * look["contents_spacing"] + _CONTENTS_TITLE
    return 2 + math.ceil(height / sheet_of(look).height)


def pages_of(blocks: Sequence[Block], page: int, look: Look) -> list[int]:
    """The page of each block where the first stands at the top of `page`."""
    rows = int(sheet_of(look).height // line_height(look))
    found, row = [], 0
    for number, block in enumerate(blocks):
        if row + _together(blocks[number:], look) > rows:
            page, row = page + 1, 0
        found.append(page)
        row += _lines(block, look)
        while row > rows:
            page, row = page + 1, row - rows
    return found


def _together(blocks: Sequence[Block], look: Look) -> int:
    """The lines that stay on one page: headings with what follows them, of a paragraph the first two lines."""
    lines = 0
    for block in blocks:
        if not block.level:
            return lines + (_lines(block, look) if block.picture else min(_lines(block, look), 2))
        lines += _lines(block, look)
    return lines


def _lines(block: Block, look: Look) -> int:
    if block.level:
        return 2 if block.level == 1 else 1
    if block.picture:
        height: float = picture_of(look).height + look["table_size"] * 1.3 + CAPTION_GAP
        return math.ceil(height / line_height(look))
    if block.rows:
        return len(block.rows) + 1
    gaps = len(_SEAM.findall(block.text)) / 2  # Word sets digits and letters a little apart from Chinese
    columns: float = sheet_of(look).width // look["body_size"] * 2
    whole: float = look["indent"] * 2 + breadth(block.text) + gaps
    return math.ceil(whole / columns)
