"""Of a picture of a page: what is ink, how far the page is askew, and where its ruling lines are. Sizes are in pixels."""

from __future__ import annotations

from math import radians, tan
from typing import Any, NamedTuple

_PALER = 24  # how much darker than its surroundings ink is, of 255
_AROUND = 0.12  # of an inch: the surroundings
_STEEP = 5.0  # degrees; a page further askew is read as it is
_POINTS = 200_000
_LONG = 0.25  # of an inch: what is shorter is a stroke of a character
_THICK = 0.08
_SOLID = 0.9
_APART = 2


class Run(NamedTuple):
    """A stretch of a ruling line: the row (or column) that it lies in, where it begins and where it ends."""

    at: float
    start: float
    end: float


def ink(grey: Any, dpi: float) -> Any:
    """Which pixels of a grey picture (rows of bytes) are darker than what surrounds them, whatever the background."""
    import numpy as np
    from PIL import Image, ImageFilter

    around = Image.fromarray(grey).filter(ImageFilter.BoxBlur(max(round(_AROUND * dpi), 2)))
    return grey.astype(np.int16) < np.asarray(around, np.int16) - _PALER


def skew(dark: Any) -> float:
    """By how many degrees, anticlockwise, a page of lines must be turned to lie level: where its rows are most unlike."""
    import numpy as np

    ys: Any
    xs: Any
    ys, xs = np.nonzero(dark)
    if len(ys) < dark.shape[1]:
        return 0.0
    step = max(len(ys) // _POINTS, 1)
    ys, xs = ys[::step].astype(np.float32), xs[::step] - np.float32(dark.shape[1] / 2)

    def unlike(angle: float, row: int) -> float:
        at = ((ys - xs * np.float32(tan(radians(angle)))) / row).astype(np.int32)
        counts = np.bincount(at - at.min()).astype(np.float64)
        return float((counts * counts).sum()) * row

    best = 0.0
    for row, width, count in ((6, _STEEP / 20, 20), (3, 0.05, 6), (1, 0.01, 6)):
        angles = [best + width * number for number in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (unlike(angle, row), -abs(angle)))
    return best if abs(best) < _STEEP else 0.0


def runs(dark: Any, dpi: float) -> tuple[list[Run], list[Run]]:
    """The level and the upright ruling lines in the ink of a page that lies level."""
    return _level(dark, dpi), _level(dark.T, dpi)


def _level(dark: Any, dpi: float) -> list[Run]:
    """The long dark stretches along the rows; those that touch one another are one line, unless it is too thick for one."""
    import numpy as np

    rows = np.ascontiguousarray(dark)
    near = rows.copy()  # a line that is not quite level goes on in the next row
    near[1:] |= rows[:-1]
    near[:-1] |= rows[1:]
    length = round(_LONG * dpi)
    if near.shape[1] <= length:
        return []
    sums = np.cumsum(near, axis=1, dtype=np.int32)
    solid = (sums[:, length:] - sums[:, :-length]) >= _SOLID * length
    edges = np.diff(np.pad(solid, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    at, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    over = round((1 - _SOLID) * length)  # by how much a stretch seems to reach beyond its ends
    starts, ends = starts + over, ends + length - over
    found: list[list[tuple[int, int, int]]] = []
    open_: list[list[tuple[int, int, int]]] = []
    for y, start, end in zip(at.tolist(), starts.tolist(), ends.tolist(), strict=True):
        open_ = [line for line in open_ if line[-1][0] >= y - _APART]
        own = next((line for line in open_ if any(_touch(run, y, start, end) for run in line[-4:])), None)
        if own is None:
            own = []
            found.append(own)
            open_.append(own)
        own.append((y, start, end))
    return [_line(line) for line in found if line[-1][0] - line[0][0] <= _THICK * dpi]


def _touch(run: tuple[int, int, int], y: int, start: int, end: int) -> bool:
    return y - run[0] <= _APART and start <= run[2] and run[1] <= end


def _line(stretches: list[tuple[int, int, int]]) -> Run:
    weight = sum(end - start for _, start, end in stretches)
    at = sum(y * (end - start) for y, start, end in stretches) / weight
    return Run(at, min(start for _, start, _ in stretches), max(end for _, _, end in stretches))
