"""Pages with the tables that lines draw on them and the lines outside of these, and all of them as lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.readers.pdf.flow import blocks_of, write
from gouji.readers.pdf.lines import Line, Writer, lines_of
from gouji.readers.pdf.margins import without_margins
from gouji.readers.pdf.page import Box, Page
from gouji.readers.pdf.tables import Grid, grids
from gouji.readers.pdf.unruled import Block, loose_of, part_rows

_COVERED = 0.3
_DRAWN = 100
_FEW = 10
_WIDE, _HIGH = 120.0, 30.0  # points: what is smaller is a sign or a seal, no table
_TOUCHING = 2.0


class Sheet(NamedTuple):
    """A page with the tables that lines draw on it and the lines outside them."""

    page: Page
    grids: list[Grid]
    lines: list[Line]

    @property
    def is_unread(self) -> bool:
        """Whether what the page shows is a picture or drawn outlines, not text."""
        if self.grids or (len(self.page.glyphs) > _FEW and self.lines):
            return False
        return self.page.picture > _COVERED or self.page.outlines > _DRAWN

    @property
    def is_behind(self) -> bool:
        """Whether the text of the page is not what is seen, but what another program recognised on its picture."""
        return 2 * sum(glyph.score > 0 for glyph in self.page.glyphs) > len(self.page.glyphs)

    def pictures(self) -> list[Box]:
        """The pictures beside the page's text that a table may be on, those that touch as one: a picture is often cut
        into strips. What has text on it is a background."""
        boxes: list[Box] = []
        for box in sorted(self.page.pictures, key=lambda box: box[1]):
            near = [other for other in boxes if _touch(other, box)]
            boxes = [other for other in boxes if other not in near]
            boxes.append(_around([box, *near]))
        return [
            box
            for box in boxes
            if box[2] - box[0] >= _WIDE
            and box[3] - box[1] >= _HIGH
            and not any(box[0] < g.x0 and g.x1 < box[2] and box[1] < g.middle < box[3] for g in self.page.glyphs)
        ]


def _touch(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > -_TOUCHING and down > -_TOUCHING


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def laid_out(pages: Sequence[Page]) -> list[Sheet]:
    """Pages with their tables and lines, without what repeats at their tops and bottoms."""
    ruled = [grids(page) for page in pages]
    tops = [found[0].top if found else page.height for page, (found, _) in zip(pages, ruled, strict=True)]
    lines = without_margins(pages, [lines_of(outside) for _, outside in ruled], tops)
    return [Sheet(page, found, own) for page, (found, _), own in zip(pages, ruled, lines, strict=True)]


def written(sheets: Sequence[Sheet]) -> Writer:
    """The text of pages."""
    blocks: list[list[Block]] = []
    for page, found, lines in sheets:
        for grid in found:
            part_rows(grid)
        loose, rest = loose_of(page, lines)
        blocks.append(blocks_of(page, rest, [*found, *loose]))
    return write([sheet.page for sheet in sheets], blocks)
