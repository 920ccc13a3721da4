"""Ruling lines to grids, and the characters within them to rows of cells."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gouji.precompiled import pattern_of
from gouji.readers.pdf.frames import without_frames
from gouji.readers.pdf.lines import Line, lines_of
from gouji.readers.pdf.page import Box, Glyph, Page, Rule

_NEAR = 3.0
_OPEN = 8.0
_CUT = 0.2
_TOUCHING = 0.3
_EDGE = 0.1  # points from the edge of the paper
_MOST_CROSSINGS = 250_000
_FIGURE = pattern_of(r"[-\d.,%]+")


class Cell(NamedTuple):
    """A cell: its box in the upright frame, the lines of text in it, and the page where that is not its table's."""

    box: Box
    lines: list[Line]
    page: Page | None = None

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(slots=True)
class Grid:
    """A table on a page: the left edges of its columns and the right edge of the last, its rows of cells, what of it is
    doubtful, and where lines part its rows."""

    page: Page
    edges: list[float]
    rows: list[list[Cell]]
    top: float
    bottom: float
    doubts: list[str] = dataclasses.field(default_factory=list)
    heights: list[float] = dataclasses.field(default_factory=list)


def grids(page: Page) -> tuple[list[Grid], list[Glyph]]:
    """The tables of a page that ruling lines draw, and the characters outside them."""
    regions = _regions(_joined(without_frames(page.rules)))
    inside: list[list[Glyph]] = [[] for _ in regions]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        for number, region in enumerate(regions):
            if region.is_around(glyph):
                inside[number].append(glyph)
                break
        else:
            outside.append(glyph)
    found = [region.fill(page, glyphs) for region, glyphs in zip(regions, inside, strict=True) if glyphs]
    if any(glyph.score for glyph in page.glyphs):
        for grid in found:
            _leave_out_blank_columns(grid)
    return sorted(found, key=lambda grid: grid.top), outside


def _leave_out_blank_columns(grid: Grid) -> None:
    """Of a picture, where strokes of characters one below the other look like a line: columns without any text."""
    columns = range(len(grid.edges) - 1)
    filled = [column for column in columns if any(row[column].lines for row in grid.rows)]
    if 0 < len(filled) < len(columns):
        grid.edges = [*(grid.edges[column] for column in filled), grid.edges[filled[-1] + 1]]
        grid.rows = [[row[column] for column in filled] for row in grid.rows]


def strip(page: Page) -> Grid | None:
    """The one column that ruling lines draw on a page without tables: the last of one that is too wide for the pages before."""
    regions = [region for rules in _joined(page.rules) if (region := _region(rules, 1)) and len(region.xs) == 2]
    if len(regions) != 1:
        return None
    (region,) = regions
    return region.fill(page, [glyph for glyph in page.glyphs if region.is_around(glyph)])


def _merged(rules: Iterable[Rule], level: bool) -> list[Rule]:
    """Ruling lines of one direction, pieces of the same line joined."""
    key = (lambda r: (r.y0, r.x0)) if level else (lambda r: (r.x0, r.y0))
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=key):
        at = rule.y0 if level else rule.x0
        if lines and at - (lines[-1][0].y0 if level else lines[-1][0].x0) <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged: list[Rule] = []
    for line in lines:
        at = sum(r.y0 if level else r.x0 for r in line) / len(line)
        spans: list[list[float]] = []
        for start, end in sorted((r.x0, r.x1) if level else (r.y0, r.y1) for r in line):
            if spans and start <= spans[-1][1] + _NEAR:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([start, end])
        merged += [Rule(a, at, b, at) if level else Rule(at, a, at, b) for a, b in spans]
    return merged


def _joined(rules: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Level and upright lines in groups that touch one another; none of a page that is a drawing."""
    levels = _merged((r for r in rules if r.y0 == r.y1), True)
    uprights = _merged((r for r in rules if r.x0 == r.x1 and r.y0 != r.y1), False)
    if len(levels) * len(uprights) > _MOST_CROSSINGS:
        return []
    group = list(range(len(levels) + len(uprights)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for i, level in enumerate(levels):
        for j, upright in enumerate(uprights, len(levels)):
            if (
                level.x0 - _NEAR <= upright.x0 <= level.x1 + _NEAR
                and upright.y0 - _NEAR <= level.y0 <= upright.y1 + _NEAR
            ):
                group[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, level in enumerate(levels):
        groups.setdefault(root(i), ([], []))[0].append(level)
    for j, upright in enumerate(uprights, len(levels)):
        groups.setdefault(root(j), ([], []))[1].append(upright)
    found = [both for both in groups.values() if both[0] and both[1]]
    for _, alone in groups.values():
        for upright in alone if len(alone) == 1 else []:
            found = [(own, [*others, upright]) if _runs_along(upright, own) else (own, others) for own, others in found]
    return found


def _runs_along(upright: Rule, levels: Sequence[Rule]) -> bool:
    """Whether an upright line that no level one touches is of their table: its cells go on from the page before to the page
    after, as long as the table is high."""
    ends = abs(upright.y0 - levels[0].y0), abs(upright.y1 - levels[-1].y0)
    within = levels[0].x0 - _NEAR <= upright.x0 <= levels[0].x1 + _NEAR
    return not within and max(ends) <= _NEAR


@dataclass(slots=True)
class _Region:
    """The lines of one table: where its columns and rows part, and which walls stand between its fields."""

    xs: list[float]
    ys: list[float]
    levels: list[Rule]
    uprights: list[Rule]

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def is_around(self, glyph: Glyph) -> bool:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1

    def holds(self, xs: Iterable[float], ys: Iterable[float]) -> bool:
        """Whether edges of columns and rows are all edges of this table, too."""
        return all(_is_among(self.xs, x) for x in xs) and all(_is_among(self.ys, y) for y in ys)

    def take(self, levels: Iterable[Rule], uprights: Iterable[Rule]) -> None:
        """Further walls."""
        self.levels += levels
        self.uprights += uprights

    def fill(self, page: Page, glyphs: list[Glyph]) -> Grid:
        """Put characters into cells; a merged cell's text stands in its first field."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        owner = self._owners(rows, columns)
        held: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            column = _slot(self.xs, (glyph.x0 + glyph.x1) / 2)
            row = _slot(self.ys, glyph.middle)
            held.setdefault(owner[row * columns + column], []).append(glyph)
        boxes: dict[int, Box] = {}
        for field, first in enumerate(owner):
            row, column = divmod(field, columns)
            box = (self.xs[column], self.ys[row], self.xs[column + 1], self.ys[row + 1])
            old = boxes.get(first, box)
            boxes[first] = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
        _mend(held, boxes, columns, owner)
        table: list[list[Cell]] = []
        for row in range(rows):
            cells = []
            for column in range(columns):
                field = row * columns + column
                box = (self.xs[column], self.ys[row], self.xs[column + 1], self.ys[row + 1])
                lines = lines_of(held[field]) if held.get(field) else []
                cells.append(Cell(boxes[field] if lines else box, lines))
            table.append(cells)
        return Grid(page, self.xs, table, self.ys[0], self.ys[-1], self._doubts(page), self.ys)

    def _doubts(self, page: Page) -> list[str]:
        """Of what is clipped away, digits may be of an amount; the end of a name is nothing to doubt the amounts for."""
        lost = [
            glyph.text
            for glyph in page.clipped
            if self.xs[0] < (glyph.x0 + glyph.x1) / 2 < self.xs[-1] and self.ys[0] < glyph.middle < self.ys[-1]
        ]
        unread = sum(self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1] for x, y in page.unread)
        doubts = [f"{page.name}的表里有{unread}处笔迹没有认出来，表可能不完整"] if unread else []
        if any(map(str.isdigit, lost)):
            doubts.append(f"{page.name}有{len(lost)}个字被裁掉，表可能不完整")
        if self.xs[-1] >= page.width - _EDGE:
            doubts.append(f"{page.name}的表一直到纸边，右边的栏可能没有印出来")
        return doubts

    def _owners(self, rows: int, columns: int) -> list[int]:
        """For each field the first field of the cell that it belongs to."""
        owner = list(range(rows * columns))
        upright = [[(r.y0, r.y1) for r in self.uprights if abs(r.x0 - x) <= _NEAR] for x in self.xs]
        level = [[(r.x0, r.x1) for r in self.levels if abs(r.y0 - y) <= _NEAR] for y in self.ys]
        for row in range(rows):
            middle = (self.ys[row] + self.ys[row + 1]) / 2
            for column in range(columns):
                field = row * columns + column
                if column and not _wall(upright[column], middle):
                    owner[field] = owner[field - 1]
                elif row and not _wall(level[row], (self.xs[column] + self.xs[column + 1]) / 2):
                    owner[field] = owner[field - columns]
        return owner


def _wall(spans: list[tuple[float, float]], middle: float) -> bool:
    """Whether one of the lines that stand between two fields reaches to their middle."""
    return any(start - 1 <= middle <= end + 1 for start, end in spans)


def _region(rules: tuple[list[Rule], list[Rule]], columns: int = 2) -> _Region | None:
    """The table that some ruling lines draw, if it has so many columns. Its sides may be open."""
    levels, uprights = rules
    xs = _edges([r.x0 for r in uprights], min(r.x0 for r in levels), max(r.x1 for r in levels))
    ys = _edges([r.y0 for r in levels], min(r.y0 for r in uprights), max(r.y1 for r in uprights))
    if len(xs) <= columns or len(ys) < 2:
        return None
    uprights = [*uprights, *(Rule(x, ys[0], x, ys[-1]) for x in (xs[0], xs[-1]))]
    return _Region(xs, ys, levels, uprights)


def _regions(groups: Sequence[tuple[list[Rule], list[Rule]]]) -> list[_Region]:
    """The tables of a page, the smallest first. Where only cells with text are framed, some touch no other: they are of the
    table that they stand in if its columns and rows are theirs."""
    made = [(_region(rules), rules) for rules in groups]
    regions = sorted((region for region, _ in made if region is not None), key=lambda region: region.area)
    apart: list[_Region] = []
    for number, region in enumerate(regions):
        whole = next((other for other in regions[number + 1 :] if other.holds(region.xs, region.ys)), None)
        if whole is None:
            apart.append(region)
        else:
            whole.take(region.levels, region.uprights)
    for framed, (levels, uprights) in made:
        if framed is None:
            xs, ys = [rule.x0 for rule in uprights], [rule.y0 for rule in levels]
            if whole := next((other for other in apart if other.holds(xs, ys)), None):
                whole.take(levels, uprights)
    return apart


def _edges(at: list[float], first: float, last: float) -> list[float]:
    edges: list[float] = []
    for value in sorted(at):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    if edges[0] - first > _OPEN:
        edges.insert(0, first)
    if last - edges[-1] > _OPEN:
        edges.append(last)
    return edges


def _is_among(edges: list[float], at: float) -> bool:
    near = bisect_right(edges, at + _NEAR)
    return near > 0 and edges[near - 1] >= at - _NEAR


def _slot(edges: list[float], at: float) -> int:
    return bisect_right(edges, at, 1, len(edges) - 1) - 1


def _mend(held: dict[int, list[Glyph]], boxes: dict[int, Box], columns: int, owner: list[int]) -> None:
    """Give text that runs over its cell's side, so that the side cuts a character, back to the cell of its larger part."""
    for field in sorted(held):
        right = boxes[field][2]
        start = field - field % columns
        beyond = next((o for o in owner[field + 1 : start + columns] if o != field), None)
        if beyond is None or not held[field] or not held.get(beyond):
            continue
        both = [*held[field], *held[beyond]]
        cut = next((g for g in both if _is_cut(g, right)), None)
        if cut is None:
            continue
        left_run = _run([g for g in held[field] if g is not cut], cut, -1)
        right_run = _run([g for g in held[beyond] if g is not cut], cut, 1)
        if "." in _text(left_run) and "." in _text(right_run):
            continue  # two amounts that touch
        if not cut.text.isascii() and _FIGURE.fullmatch(_text(right_run)):
            right_run = []  # a name that reaches to the amount beside it
        if len(left_run) >= len(right_run):
            moved, source, target = [cut, *right_run], beyond, field
        else:
            moved, source, target = [cut, *left_run], field, beyond
        held[source] = [g for g in held[source] if g not in moved]
        held[target] = [g for g in held[target] if g is not cut] + moved


def _is_cut(glyph: Glyph, side: float) -> bool:
    margin = _CUT * (glyph.x1 - glyph.x0)
    return glyph.x0 + margin < side < glyph.x1 - margin


def _run(glyphs: list[Glyph], cut: Glyph, way: int) -> list[Glyph]:
    """The characters that follow `cut` on its line without a gap, to the left (-1) or right (1)."""
    line = [g for g in glyphs if abs(g.base - cut.base) < _TOUCHING * g.em]
    line.sort(key=lambda g: g.x0 * way)
    run: list[Glyph] = []
    edge = cut.x1 if way > 0 else cut.x0
    for glyph in line:
        near = glyph.x0 if way > 0 else glyph.x1
        if (near - edge) * way > _TOUCHING * glyph.em:
            break
        run.append(glyph)
        edge = glyph.x1 if way > 0 else glyph.x0
    return run


def _text(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)
