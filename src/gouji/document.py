"""A document: headings, paragraphs and tables in reading order, every character traceable to the source."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gouji.signposts import Signposts


class Span(NamedTuple):
    """Where something stands in the source text: 0-based code point offsets, end exclusive."""

    start: int
    end: int

    def moved(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


class Position(NamedTuple):
    """1-based line and column of an offset."""

    line: int
    column: int


class Flow:
    """Re-flowed text: `text` is what a reader reads (folded, without line breaks and stray spaces),
    and each of its characters keeps its offset in the source."""

    __slots__ = ("offsets", "text")

    def __init__(self, text: str, offsets: array[int]) -> None:
        self.text = text
        self.offsets = offsets

    @staticmethod
    def of(source: str, start: int, end: int) -> Flow:
        """The characters of `source[start:end]` one to one, folded."""
        from gouji.quantity import fold  # with the numbers, which who only names a place does not need

        return Flow(fold(source[start:end]), array("L", range(start, end)))

    def __add__(self, other: Flow) -> Flow:
        """This text and one that goes on with it."""
        return Flow(self.text + other.text, self.offsets + other.offsets)

    def span(self, start: int, end: int) -> Span:
        """The source span of `text[start:end]`, which must not be empty."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(eq=False, slots=True)
class Heading:
    """A heading. `level` orders numbering styles: 第一部分 1, 一、 2, （一） 3, 1. 4, (1) 5, ① 6."""

    flow: Flow
    level: int
    title: str

    @property
    def span(self) -> Span:
        return self.flow.span(0, len(self.flow.text))


@dataclass(eq=False, slots=True)
class Paragraph:
    """A paragraph. `marker` is the length of its list number in `flow.text`, `level` that number's level (else 0)."""

    flow: Flow
    marker: int = 0
    level: int = 0

    @property
    def span(self) -> Span:
        return self.flow.span(0, len(self.flow.text))


class Cell(NamedTuple):
    """A table cell: its text (trimmed, inner line breaks and tags removed, not folded) and where it stands."""

    text: str
    span: Span


@dataclass(eq=False, slots=True)
class Table:
    """A table as rows of cells; rows may differ in length. `doubts` are the reader's: what of the table it may have lost.
    `gathered` is one that was put together from lines of text, of which each word has its place in it. `unsure` is one of
    which a number may be of another column: it only confirms."""

    rows: list[list[Cell]]
    doubts: list[str] = field(default_factory=list)
    gathered: bool = False
    unsure: bool = False

    @property
    def span(self) -> Span:
        return Span(self.rows[0][0].span.start, self.rows[-1][-1].span.end)


Block = Heading | Paragraph | Table


def shifted(block: Block, by: int) -> Block:
    """A block of a document that is read behind others: its spans `by` later."""
    if isinstance(block, Table):
        return Table(
            [[Cell(c.text, c.span.moved(by)) for c in row] for row in block.rows],
            block.doubts,
            block.gathered,
            block.unsure,
        )
    flow = Flow(block.flow.text, array("L", (offset + by for offset in block.flow.offsets)))
    return replace(block, flow=flow)


class Anchor(NamedTuple):
    """From `offset` on, until the next anchor, the source's text stands at this place of the file.

    `cell` is a workbook's (公开03表!C7), `page` and `box` are a PDF's (1-based; x0, top, x1, bottom in points from the page's
    top left), `paragraph` is Word's (1-based, in the order of the body) with `character` (0-based) where in it. Of a picture in
    a Word file, `box` is within it, as shares of its width and height.
    """

    offset: int
    cell: str = ""
    page: int = 0
    box: tuple[float, float, float, float] | None = None
    paragraph: int = 0
    character: int = 0

    def __str__(self) -> str:
        return self.cell or (f"第{self.page}页" if self.page else f"第{self.paragraph}段")


class Recognised(NamedTuple):
    """Characters that a machine has read from a picture: their offsets in the source, in order, and for each how sure it was,
    from 0 to 1."""

    offsets: array[int]
    scores: array[float]

    def within(self, span: Span) -> list[tuple[int, float]]:
        """Those of a span, each with its score."""
        first, last = bisect_left(self.offsets, span.start), bisect_left(self.offsets, span.end)
        return list(zip(self.offsets[first:last], self.scores[first:last], strict=True))

    def extend(self, other: Recognised, by: int) -> None:
        """Those of a source that was put behind this one, `by` later."""
        self.offsets.extend(offset + by for offset in other.offsets)
        self.scores.extend(other.scores)


def none_recognised() -> Recognised:
    """What a machine has read of a document that is text."""
    return Recognised(array("L"), array("d"))


class Pictured(NamedTuple):
    """From `offset` on, until the next one, what was recognised stands on this picture, or on the pages of this PDF."""

    offset: int
    data: bytes

    @property
    def is_pdf(self) -> bool:
        return b"%PDF" in self.data[:1024]


@dataclass(slots=True)
class Document:
    """What a reader makes of a file: the source text and its blocks in reading order.

    Of a file that is no text, `source` is its text as the reader laid it out, and `anchors`, by offset, tell where in the
    file it stands; `remarks` are what the reader has to say of the file (“第14页为图片，没有读取”). Of several files read as
    one, `files` tell at which offset each begins. Of a workbook, `formulas` are the offsets of cells that a formula makes, `texts` of those that
    hold a number in a text where the others are numbers. Of pages that are pictures, `recognised` are the characters that a
    machine has read, and `pictures` what they stand on.
    """

    path: str
    source: str
    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    files: list[tuple[int, str]] = field(default_factory=list)
    formulas: frozenset[int] = frozenset()
    texts: frozenset[int] = frozenset()
    recognised: Recognised = field(default_factory=none_recognised)
    pictures: list[Pictured] = field(default_factory=list)
    _lines: array[int] | None = None
    _signposts: Signposts | None = None

    @property
    def line_starts(self) -> array[int]:
        """The offset at which each line begins."""
        if self._lines is None:
            starts = array("L", [0])
            at = self.source.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.source.find("\n", at + 1)
            self._lines = starts
        return self._lines

    def forget_lines(self) -> None:
        """The source has grown."""
        self._lines = self._signposts = None

    def position(self, offset: int) -> Position:
        """The line and column of a source offset, in its own file."""
        line = bisect_right(self.line_starts, offset)
        first = bisect_right(self.line_starts, self._file(offset)[0])
        return Position(line - first + 1, offset - self.line_starts[line - 1] + 1)

    def _file(self, offset: int) -> tuple[int, str]:
        index = bisect_right(self.files, offset, key=lambda file: file[0]) - 1
        return self.files[index] if index >= 0 else (0, self.path)

    def file(self, offset: int) -> str:
        """The file that an offset stands in: the document's own, unless several are read as one."""
        return self._file(offset)[1]

    def anchor(self, offset: int) -> Anchor | None:
        """Where in the file an offset stands; None for a text."""
        return next(iter(self.anchors_of(Span(offset, offset))), None)

    def is_paged(self, span: Span) -> bool:
        """Whether a place is on a page (of a PDF) or a picture, of which characters can be lost."""
        anchor = self.anchor(span.start)
        return anchor is not None and anchor.box is not None

    def is_recognised(self, span: Span) -> bool:
        """Whether a machine has read something of a place, or what stands before it, where it is empty."""
        offsets = self.recognised.offsets
        first = bisect_left(offsets, span.start)
        if first < len(offsets) and offsets[first] < span.end:
            return True
        before = offsets[first - 1] if first else -1
        return before >= 0 and not self.source[before + 1 : span.end].strip()

    def anchors_of(self, span: Span) -> list[Anchor]:
        """Every place of the file that a span covers."""
        first = max(bisect_right(self.anchors, span.start, key=lambda anchor: anchor.offset) - 1, 0)
        last = bisect_left(self.anchors, max(span.end, span.start + 1), key=lambda anchor: anchor.offset)
        begins = self._file(span.start)[0]
        return [anchor for anchor in self.anchors[first:last] if anchor.offset >= begins]

    def place(self, offset: int) -> str:
        """Where an offset is, as a reader would find it: cell, page, or in Word headings and paragraph, else line and column;
        in another file than the document's own, that file first."""
        anchor, position, file = self.anchor(offset), self.position(offset), self.file(offset)
        place = f"{position.line}:{position.column}" if anchor is None else self.way(offset) or str(anchor)
        return place if file == self.path else f"{file}:{place}"

    def way(self, offset: int) -> str:
        """Of a Word file, the headings that lead to an offset and the paragraph or cell; else ""."""
        anchor = self.anchor(offset)
        if anchor is None or not anchor.paragraph:
            return ""
        if self._signposts is None:
            from gouji.signposts import Signposts

            self._signposts = Signposts(self)
        return self._signposts.to(offset)

    def quote(self, span: Span) -> str:
        """The source text of a span, as it stands there."""
        return self.source[span.start : span.end]

    def tables(self) -> Iterator[tuple[int, Table]]:
        """Each table with its index among the blocks."""
        for index, block in enumerate(self.blocks):
            if isinstance(block, Table):
                yield index, block
