"""Characters to lines: which stand on one baseline, where a line has wide gaps, and what of it is one word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from gouji.document import Anchor, Document, none_recognised
from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.pdf.page import Box, Glyph, Page

_WORD = pattern_of(r"[\d.,]*\d%?|[^\d，。；：、,;:]+[，。；：、,;:]?|.")
_LIST_NUMBER = pattern_of(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
CLAUSE = pattern_of(r"[，。；：,;:]")
FIGURE = pattern_of(r"[-\d.,%]+")
_MANY = 5
_SAME_LINE = 0.45
_TWICE = 0.35
_SPACE = 0.6
_LETTER_SPACE = 0.18
_GAP = 3.5
_SCORE = attrgetter("score")
_FIGURES = frozenset("0123456789.,%-")


class Line(NamedTuple):
    """Characters on one baseline, left to right."""

    glyphs: list[Glyph]
    base: float
    em: float

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def text(self) -> str:
        return "".join([glyph.text for glyph in self.glyphs])


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of some characters, top to bottom. A character printed twice at one place is kept once."""
    lines: list[Line] = []
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=_base):
        if row and glyph.base - row[-1].base > _SAME_LINE * min(glyph.em, row[-1].em):
            lines.append(_line(row))
            row = []
        row.append(glyph)
    if row:
        lines.append(_line(row))
    return lines


def _base(glyph: Glyph) -> float:
    return glyph.base


def _line(row: list[Glyph]) -> Line:
    row.sort(key=lambda glyph: glyph.x0)
    once: list[Glyph] = []
    for glyph in row:
        if once:
            edge = glyph.x0 - _TWICE * (glyph.x1 - glyph.x0)
            if once[-1].x0 > edge and any(other.text == glyph.text and other.x0 > edge for other in once[-3:]):
                continue
        once.append(glyph)
    return Line(once, _median([glyph.base for glyph in once]), _median([glyph.em for glyph in once]))


def _median(values: list[float]) -> float:
    values.sort()
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def split(line: Line, gap: float = _GAP) -> list[Line]:
    """A line cut where it is empty for more than `gap` ems."""
    pieces: list[list[Glyph]] = [[line.glyphs[0]]]
    for glyph in line.glyphs[1:]:
        if glyph.x0 - pieces[-1][-1].x1 > gap * line.em:
            pieces.append([])
        pieces[-1].append(glyph)
    return [Line(piece, line.base, line.em) for piece in pieces]


def is_row(line: Line) -> bool:
    """Whether a line is a row of a table: at its end numbers stand apart, or many words do."""
    pieces = split(line, _SPACE)
    if len(pieces) >= _MANY and not CLAUSE.search(line.text):
        return True
    return len(pieces) > 2 and all(FIGURE.fullmatch(piece.text) for piece in pieces[-2:])


def is_label(text: str) -> bool:
    """Whether a line is one that stands over or under tables: 单位：万元, 公开01表."""
    return bool(lexicon().label_line.fullmatch(fold(text).replace(" ", "")))


def is_title(text: str) -> bool:
    """Whether a line is the title of a known statement."""
    return lexicon().statement_title(lexicon().title_part(plain(text))) is not None


def begins_title(before: Line, line: Line) -> bool:
    """Whether a line is the title of a statement, and no end of one that begins in the line before."""
    return is_title(line.text) and not is_title(before.text + line.text)


def are_two_labels(above: str, below: str) -> bool:
    """Whether two lines are the labels of two rows: each a known one, and no known one both together."""
    first, second = (_LIST_NUMBER.sub("", plain(text)) for text in (above, below))
    terms = lexicon().terms
    return first in terms and second in terms and first + second not in terms


def space(before: Glyph, after: Glyph) -> str:
    """The space between two neighbours of a line: one where the gap is wide, parts two words of letters, or was written;
    between figures, what only looks like one may be a number's own."""
    gap = after.x0 - before.x1
    if gap > _SPACE * max(before.em, after.em):
        return " "
    letters = before.text.isascii() and before.text.isalpha() and after.text.isascii() and after.text.isalpha()
    figures = before.text in _FIGURES - {"%"} and after.text in _FIGURES
    beside = before.text == "%" and after.text in _FIGURES
    written = after.spaced > int(figures)
    return " " if (letters or written or beside) and gap > _LETTER_SPACE * before.em else ""


def box_of(glyphs: Sequence[Glyph]) -> Box:
    """The box around neighbours of one line."""
    em = max([glyph.em for glyph in glyphs])
    base = glyphs[0].base
    return (glyphs[0].x0, base - 0.88 * em, glyphs[-1].x1, base + 0.14 * em)


class Writer:
    """Lays the text out, and remembers where each word of it stands, which lines look like titles (with their level),
    what is doubtful of the table that stands at an offset, and what a machine recognised."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.anchors: list[Anchor] = []
        self.titles: dict[int, int] = {}
        self.doubts: list[tuple[int, str]] = []
        self.recognised = none_recognised()
        self.at = 0

    def add(self, text: str) -> None:
        """Text that stands nowhere: tabs and line ends."""
        self.pieces.append(text)
        self.at += len(text)

    def mark(self, page: Page, box: Box) -> None:
        """What follows stands in this box (of the upright frame)."""
        if self.anchors and self.anchors[-1].offset == self.at:
            self.anchors.pop()
        self.anchors.append(Anchor(self.at, page=page.displayed, box=page.shown(box)))

    def line(self, page: Page, line: Line, spaced: bool = True) -> None:
        """A line, each of its words with its box; `spaced` keeps wide gaps as spaces."""
        text = line.text
        for first, last in _words(text):
            word = line.glyphs[first:last]
            self.mark(page, box_of(word))
            if not spaced and not any(map(_SCORE, word)):
                self.add(text[first:last])
                continue
            for number, glyph in enumerate(word, first):
                if spaced and number and (gap := space(line.glyphs[number - 1], glyph)):
                    self.add(gap)
                if glyph.score:
                    self.recognised.offsets.append(self.at)
                    self.recognised.scores.append(glyph.score)
                self.add(glyph.text)

    def doubt(self, document: Document, at: int = 0) -> None:
        """Tell the tables of a document, in which this text begins at an offset, what is doubtful of them."""
        for offset, doubt in self.doubts:
            for _, table in document.tables():
                if table.span.start <= at + offset <= table.span.end and doubt not in table.doubts:
                    table.doubts.append(doubt)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def _words(text: str) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text):
        yield match.span()
