"""Lines of a source text, and what they say put together."""

from __future__ import annotations

from array import array
from enum import Enum
from typing import NamedTuple

from gouji.document import Flow
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.forms import PLAIN_NUMBER

_COMMENT = r"<!--(?>[^<-]+|-(?!->)|<(?!!--))*+-->"
_SKIP = pattern_of(_COMMENT + r"|</?(?:b|i|u|em|strong|br|p|span|font|sup|sub|div)\b[^<>]*>|\*\*|[\s\ufeff\u200b\xa0]+")
_NUMBER_END = pattern_of(r"(?<![\d.,])\d[\d,]*(?:\.\d*)?$")
_NUMBER_START = pattern_of(r"(?:\d[\d,]*)?(?:\.\d+)?(?=\s*[\p{Han}%‰])")
MARKUP = pattern_of(r"[<*\u200b\ufeff]")
TAGS = pattern_of(_COMMENT + r"|</?(?:b|i|u|em|strong|br|p|span|font|sup|sub|div)\b[^<>]*>|\*\*|[\ufeff\u200b]")
UNIT_END = pattern_of(r"\d\s*[百千万亿]+$")


class LineKind(Enum):
    BLANK = 0
    TEXT = 1
    TAB = 2
    PIPE = 3
    STRAY = 4
    FORM = 5
    LEFT = 6


class SourceLine(NamedTuple):
    start: int
    end: int
    text: str
    kind: LineKind
    title: int


def flow_of(source: str, ranges: list[tuple[int, int]]) -> Flow:
    """Join source ranges into one re-flowed text."""
    pieces: list[str] = []
    offsets = array("L")
    pending_space = False

    def keep(start: int, end: int) -> None:
        nonlocal pending_space
        piece = source[start:end]
        if pending_space and offsets and is_word(pieces[-1][-1]) and is_word(piece[0]):
            pieces.append(" ")
            offsets.append(start - 1)
        pending_space = False
        pieces.append(piece)
        offsets.extend(range(start, end))

    before = ""
    for start, end in ranges:
        at = start
        pending_space = bool(before) and not is_number_torn(before, source[start:end])
        before = source[start:end]
        for skip in _SKIP.finditer(source, start, end):
            if skip.start() > at:
                keep(at, skip.start())
            pending_space = pending_space or source[skip.start()].isspace()
            at = skip.end()
        if at < end:
            keep(at, end)
    return Flow(fold("".join(pieces)), offsets)


def is_number_torn(before: str, after: str) -> bool:
    """Whether one number with a unit goes over the end of a line: 1,2 | 34.56万元."""
    tail, head = _NUMBER_END.search(fold(before.rstrip())), _NUMBER_START.match(fold(after.lstrip()))
    return tail is not None and head is not None and PLAIN_NUMBER.fullmatch(tail[0] + head[0]) is not None


def is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
