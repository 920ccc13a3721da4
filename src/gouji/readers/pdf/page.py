"""A page as text and tables are made of it, whether pdfium found its characters or a machine recognised them.

The frame is the page turned so that its text stands upright: x to the right and y down from the top left, in points.
`Page.shown` turns a box into the page as it is displayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin
from typing import Any, NamedTuple

Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """A character: left and right edge, baseline, and the size of its font's em square, in points. `spaced` is 1 if pdfium
    sees a space before it, 2 if the file has one. `score` is how sure a machine is that read it from a picture, else 0."""

    text: str
    x0: float
    x1: float
    base: float
    em: float
    spaced: int = 0
    score: float = 0.0

    @property
    def middle(self) -> float:
        """Half the height of a digit above the baseline."""
        return self.base - 0.35 * self.em


class Rule(NamedTuple):
    """A ruling line, level or upright: one of its two extents is nothing."""

    x0: float
    y0: float
    x1: float
    y1: float


class Inset(NamedTuple):
    """A picture on a page: its box, how much smaller what was read on it stands in there, and what was read, which is a
    page of its own."""

    box: Box
    scale: float
    page: Any

    def holds(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]

    def placed(self, box: Box) -> Box:
        """A box of what was read where it is on the picture."""
        left, top = self.box[:2]
        x0, y0, x1, y1 = box
        own = ((x0 - left) / self.scale, (y0 - top) / self.scale, (x1 - left) / self.scale, (y1 - top) / self.scale)
        x0, y0, x1, y1 = self.page.shown(own)
        return (x0 + left, y0 + top, x1 + left, y1 + top)


class Page(NamedTuple):
    """A page in its upright frame; `pictures` are the boxes of its images, `outlines` counts drawn curves, and
    `clipped` are characters within the page that it does not show. `skew` is by how many degrees, anticlockwise, a picture
    was turned about its middle to lie level, `unread` are the places of it where there is ink that nobody read. `insets`
    are pictures beside its text that were read. Of two pages on one sheet, `sheet` is the number of that, and `left` how far
    from its left edge the page begins."""

    number: int
    width: float
    height: float
    turn: int
    glyphs: list[Glyph]
    rules: list[Rule]
    pictures: Sequence[Box]
    outlines: int
    clipped: list[Glyph]
    skew: float = 0.0
    unread: Sequence[tuple[float, float]] = ()
    insets: Sequence[Inset] = ()
    sheet: int = 0
    left: float = 0.0

    @property
    def displayed(self) -> int:
        """The number by which a program that shows the file counts the page."""
        return self.sheet or self.number

    @property
    def name(self) -> str:
        """What a reader calls the page: of a file without pages, each picture is one, numbered downwards from -1."""
        return f"第{self.displayed}页" if self.number > 0 else f"第{-self.number}张图片"

    @property
    def picture(self) -> float:
        """The share of the page that images cover."""
        return sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in self.pictures) / max(self.width * self.height, 1)

    def shown(self, box: Box) -> Box:
        """A box of the upright frame in the page as displayed, to a tenth of a point."""
        inset = next((inset for inset in self.insets if inset.holds(box)), None)
        box = inset.placed(box) if inset else (box[0] + self.left, box[1], box[2] + self.left, box[3])
        x0, y0, x1, y1 = box = self._askew(box) if self.skew else box
        if self.turn == 1:
            box = (self.height - y1, x0, self.height - y0, x1)
        elif self.turn == 2:
            box = (self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        elif self.turn == 3:
            box = (y0, self.width - x1, y1, self.width - x0)
        return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))

    def _askew(self, box: Box) -> Box:
        """Where a box stood before the picture was turned level."""
        x0, y0, x1, y1 = box
        across, down = (x0 + x1 - self.width) / 2, (y0 + y1 - self.height) / 2
        sine, cosine = sin(radians(self.skew)), cos(radians(self.skew))
        x = cosine * across - sine * down - across
        y = sine * across + cosine * down - down
        return (x0 + x, y0 + y, x1 + x, y1 + y)
