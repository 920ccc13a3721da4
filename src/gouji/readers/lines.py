"""Laying the content of a file out as lines of text, with an anchor for every piece and the headings that the file marks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from gouji.document import Anchor, Document, Pictured
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.text import marker, read_text

if TYPE_CHECKING:
    from gouji.readers.pictures import Drawn

BODY = 9
_LONGEST_TITLE = 60
_LOWEST_LEVEL = 6
_SENTENCE = pattern_of(r"[。;!?]|\d\s*(?:%|[百千万亿]*元)")


class Run(NamedTuple):
    """Text that stands together at one place of the file."""

    text: str
    paragraph: int
    character: int


class Lines:
    """The text so far. Everything is written once, in reading order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._anchors: list[Anchor] = []
        self._titles: list[tuple[int, int, str]] = []
        self._pictures: list[tuple[int, Drawn]] = []
        self._at = 0

    def paragraph(self, runs: list[Run], outline: int = BODY) -> None:
        """A paragraph; a heading of the outline level 0 to 8, if it reads like one."""
        text = "".join(run.text for run in runs)
        if not text.strip():
            return
        title = fold(text).strip()
        if outline < BODY and len(title) <= _LONGEST_TITLE and "\n" not in title and not _SENTENCE.search(title):
            self._titles.append((self._at, outline, title))
        self._add(runs)
        self._write("\n\n")

    def row(self, cells: list[list[Run]]) -> None:
        """A row of a table."""
        texts = sum(any(run.text.strip() for run in cell) for cell in cells)
        if not texts:
            return
        for number, cell in enumerate(cells):
            if number:
                self._write("\t")
            self._add([run._replace(text=run.text.replace("\n", " ").replace("\t", " ")) for run in cell])
        # With one cell filled and less than two tabs, it would not look like a row.
        self._write("\t\n" if texts == 1 and len(cells) == 2 else "\n")

    def gap(self) -> None:
        """What keeps a table apart from what stands before and after it."""
        self._write("\n")

    def picture(self, drawn: Drawn, paragraph: int, character: int) -> None:
        """What was recognised on a picture that stands at a place."""
        self.gap()
        self._pictures.append((self._at, drawn))
        width, height = drawn.size
        for anchor in drawn.text.anchors:
            x0, y0, x1, y1 = anchor.box or (0, 0, 0, 0)
            box = (x0 / width, y0 / height, x1 / width, y1 / height)
            self._anchors.append(Anchor(self._at + anchor.offset, box=box, paragraph=paragraph, character=character))
        self._write(drawn.text.text)
        self.gap()

    def document(self, path: str) -> Document:
        """The document of all that has been written."""
        levels = self._levels()
        for at, drawn in self._pictures:
            levels |= {at + offset: level for offset, level in drawn.text.titles.items()}
        document = read_text("".join(self._pieces), path, levels)
        document.anchors = self._anchors
        for at, drawn in self._pictures:
            document.pictures.append(Pictured(at, drawn.data))
            document.recognised.extend(drawn.text.recognised, at)
            drawn.text.doubt(document, at)
        return document

    def _add(self, runs: list[Run]) -> None:
        for run in runs:
            self._anchors.append(Anchor(self._at, paragraph=run.paragraph, character=run.character))
            self._write(run.text)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._at += len(text)

    def _levels(self) -> dict[int, int]:
        """The level of each marked heading, by offset, where it shows no number: that of the numbered headings of the same
        outline level, else one between those above and below it."""
        found: dict[int, Counter[int]] = {}
        for _, outline, text in self._titles:
            level = marker(text)[0]
            if level:
                found.setdefault(outline, Counter())[level] += 1
        levels = {outline: counts.most_common(1)[0][0] for outline, counts in found.items()}
        return {offset: _level(outline, levels) for offset, outline, _ in self._titles}


def _level(outline: int, levels: dict[int, int]) -> int:
    """The level of an unnumbered heading, when those of numbered ones are known by outline level."""
    if outline in levels:
        return levels[outline]
    below = [levels[each] for each in levels if each > outline]
    if below:
        return max(min(below) - 1, 1)
    above = [levels[each] for each in levels if each < outline]
    return min(max(above) + 1 if above else outline + 1, _LOWEST_LEVEL)
