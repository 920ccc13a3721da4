"""A page as text and tables are made of it, whether pdfium found its characters or a machine recognised them.

The frame is the page turned so that its text stands upright: x to the right and y down from the top left, in points.
`Page.shown` turns a box into the page as it is displayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin
from typing import NamedTuple

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


class Page(NamedTuple):
    """A page in its upright frame; `picture` is the share of it that images cover, `outlines` counts drawn curves, and
    `clipped` are characters within the page that it does not show. `skew` is by how many degrees, anticlockwise, a picture
    was turned about its middle to lie level, `unread` are the places of it where there is ink that nobody read."""

    number: int
    width: float
    height: float
    turn: int
    glyphs: list[Glyph]
    rules: list[Rule]
    picture: float
    outlines: int
    clipped: list[Glyph]
    skew: float = 0.0
    unread: Sequence[tuple[float, float]] = ()

    def shown(self, box: Box) -> Box:
        """A box of the upright frame in the page as displayed, to a tenth of a point."""
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
