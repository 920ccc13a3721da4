"""Offsets of a text to the protocol's positions and back, in the encoding that was agreed on."""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

from gouji.document import Span
from gouji.precompiled import pattern_of

_LINE_END = pattern_of(r"\r\n|\n|\r")
_UTF8, _UTF16, _UTF32 = PositionEncodingKind.Utf8, PositionEncodingKind.Utf16, PositionEncodingKind.Utf32


class Places:
    """Lines end as the protocol has it (LF, CRLF, CR); columns are counted in units of the encoding.

    >>> Places("一😀二").position(2)
    0:3
    """

    def __init__(self, text: str, encoding: str = _UTF16) -> None:
        self.text, self.encoding = text, encoding
        ends = list(_LINE_END.finditer(text))
        self._starts: list[int] = [0, *(end.end() for end in ends)]
        self._ends: list[int] = [*(end.start() for end in ends), len(text)]

    def position(self, offset: int) -> Position:
        """The position of an offset; one beyond the text is the text's end."""
        offset = min(offset, len(self.text))
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._units(self.text[self._starts[line] : min(offset, self._ends[line])]))

    def offset(self, position: Position) -> int:
        """The offset of a position; one beyond its line is the line's end."""
        if position.line >= len(self._starts):
            return len(self.text)
        at, end = self._starts[position.line], self._ends[position.line]
        left: int = position.character
        while at < end:
            left -= self._units(self.text[at])
            if left < 0:
                break
            at += 1
        return at

    def range(self, span: Span) -> Range:
        return Range(self.position(span.start), self.position(span.end))

    def span(self, place: Range) -> Span:
        return Span(self.offset(place.start), self.offset(place.end))

    def line(self, offset: int) -> Span:
        """The line that an offset is in, without its end."""
        line = bisect_right(self._starts, offset) - 1
        return Span(self._starts[line], self._ends[line])

    @property
    def newline(self) -> str:
        """How the text ends its first line."""
        return self.text[self._ends[0] : self._starts[1]] if len(self._starts) > 1 else "\n"

    def _units(self, text: str) -> int:
        if self.encoding == _UTF32 or text.isascii():
            return len(text)
        if self.encoding == _UTF8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
