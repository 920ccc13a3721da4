"""A page that is a picture → a `Page`: turned upright and level, its characters and ruling lines in points."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import median
from typing import Any, NamedTuple

from gouji.precompiled import pattern_of
from gouji.readers.ocr.engine import Engine, Sign
from gouji.readers.ocr.ruling import Run, ink, runs, skew
from gouji.readers.pdf.page import Box, Glyph, Page, Rule

_DPI = 200
MOST_PIXELS = 12_000_000  # a page of A3 at 200 dpi has 8 million
_POINTS = 72
_LEVEL = 0.04  # degrees: what is less askew is left
_SURE = 0.8
_TALL = 1.5
_WIDE = pattern_of(r"\p{Han}")
_HAN, _FIGURE = 0.92, 0.72  # how high their ink is, of an em
_BELOW = 0.08  # of an em: how far the ink of 汉字 reaches below the baseline
_FAINT = 0.15
_PATCH = 0.08  # of an inch
_INKED = 0.2
_STANDARD = 0.75  # of a line's box, where its ink says nothing of the em
_ALIKE = 0.12
_RED = 60  # how much redder than anything else, of 255
_SEAL = 0.0005  # of a page
_COMMON = 0.2
_USUAL = 10.0  # points
_LEAST_SCALE = 0.5
_BARS = frozenset("|｜丨/\\lI")
_NEAR = 3.0


class Shot(NamedTuple):
    """A picture of a page as it is displayed (height × width × 3), and its pixels to a point; `guessed` where nothing says how
    large it is meant to be."""

    pixels: Any
    scale: float
    guessed: bool = False


def shot(document: Any, page: Page, box: Box | None = None) -> Shot:
    """Draw a page of an open pypdfium2 document, or what is in a box of its upright frame, no larger than can be read in
    bounded time."""
    import numpy as np

    drawn = document[page.displayed - 1]
    try:
        width, height = drawn.get_size()
        x0, y0, x1, y1 = page.shown(box) if box else (0, 0, width, height)
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
        scale = min(_DPI / _POINTS, sqrt(MOST_PIXELS / max((x1 - x0) * (y1 - y0), 1)))
        bitmap = drawn.render(scale=scale, crop=(x0, height - y1, width - x1, y0), rev_byteorder=True)
        try:
            pixels = bitmap.to_numpy()[:, :, :3].copy()
            return Shot(np.rot90(pixels, page.turn) if box else pixels, scale)
        finally:
            bitmap.close()
    finally:
        drawn.close()


def page_of(number: int, taken: Shot, engine: Engine) -> Page:
    """What is recognised on the picture of a page."""
    turn, pixels, angle, lines = _upright(taken.pixels, taken.scale * _POINTS, engine)
    scale = _scale(lines) or taken.scale if taken.guessed else taken.scale
    dpi = scale * _POINTS
    dark = ink(_unsealed(pixels), dpi)
    level, upright = runs(dark, dpi)
    upright = [run for run in upright if not any(_is_stroke(run, line) for line in lines)]
    _erase(dark, level, upright, dpi)
    sizes = _alike([_size(line, dark) for line in lines])
    rules = [Rule(run.start / scale, run.at / scale, run.end / scale, run.at / scale) for run in level]
    rules += [Rule(run.at / scale, run.start / scale, run.at / scale, run.end / scale) for run in upright]
    glyphs = [
        Glyph(sign.text, sign.x0 / scale, sign.x1 / scale, base / scale, em / scale, 0, max(sign.score, 0.01))
        for line, (em, base) in zip(lines, sizes, strict=True)
        for sign in line
        if not (sign.text in _BARS and _is_on(sign, upright, scale))
    ]
    height, width = pixels.shape[:2]
    unread = [(x / scale, y / scale) for x, y in _unread(dark, lines, dpi)]
    return Page(number, width / scale, height / scale, -turn % 4, glyphs, rules, [], 0, [], angle, unread)


def _scale(lines: Sequence[Sequence[Sign]]) -> float:
    """How many pixels of a picture are a point, if its text is of the usual size; 0 where it has none."""
    heights = [sign.y1 - sign.y0 for line in lines for sign in line]
    return max(_STANDARD * median(heights) / _USUAL, _LEAST_SCALE) if heights else 0.0


def _upright(pixels: Any, dpi: float, engine: Engine) -> tuple[int, Any, float, list[list[Sign]]]:
    """The picture turned by quarters (clockwise) and by a few degrees (anticlockwise) so that its text is level, and the
    text. Only where what is read as it stands is doubtful is it turned."""
    best = _read(pixels, 0, dpi, engine)
    turns = (1, 3) if _stands(best[3]) else (2,) if _doubtful(best[3]) else ()
    for turn in turns:
        other = _read(pixels, turn, dpi, engine)
        best = max(best, other, key=lambda found: _worth(found[3]))
        if not _doubtful(best[3]) and best[0]:
            break
    return best


def _read(pixels: Any, turn: int, dpi: float, engine: Engine) -> tuple[int, Any, float, list[list[Sign]]]:
    import numpy as np
    from PIL import Image

    turned = np.rot90(pixels, -turn)
    angle = skew(ink(_unsealed(turned)[::2, ::2], dpi / 2))
    if abs(angle) < _LEVEL:
        angle = 0.0
    else:
        picture = Image.fromarray(np.ascontiguousarray(turned))
        turned = np.asarray(picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)))
    return turn, turned, angle, _lines(np.ascontiguousarray(turned), engine)


def _lines(pixels: Any, engine: Engine) -> list[list[Sign]]:
    """The text of a picture. Where much of it is red, what a seal lies over is read without the red, and what is red itself,
    such as the head of a letter, with it."""
    import numpy as np

    lines = engine.lines(pixels)
    red = pixels[:, :, 0].astype(np.int16) - pixels[:, :, 1:].max(axis=2) > _RED
    if red.mean() < _SEAL:
        return lines
    plain = engine.lines(np.repeat(pixels[:, :, :1], 3, axis=2))
    return plain + [line for line in lines if not any(_overlap(line, other) for other in plain)]


def _overlap(line: Sequence[Sign], other: Sequence[Sign]) -> bool:
    x0, y0, x1, y1 = _box(line)
    a0, b0, a1, b1 = _box(other)
    across, down = min(x1, a1) - max(x0, a0), min(y1, b1) - max(y0, b0)
    return across > 0 and down > 0 and across * down > _COMMON * min((x1 - x0) * (y1 - y0), (a1 - a0) * (b1 - b0))


def _box(line: Sequence[Sign]) -> Box:
    return (
        min(sign.x0 for sign in line),
        min(sign.y0 for sign in line),
        max(sign.x1 for sign in line),
        max(sign.y1 for sign in line),
    )


def _unsealed(pixels: Any) -> Any:
    """The picture in grey, without what is red on it: a seal is no ruling line."""
    import numpy as np

    return np.ascontiguousarray(pixels[:, :, 0])


def _stands(lines: Sequence[Sequence[Sign]]) -> bool:
    """Whether most of the text runs up or down."""
    long = [line for line in lines if len(line) > 2]
    tall = [line for line in long if _height(line) > _TALL * (max(s.x1 for s in line) - min(s.x0 for s in line))]
    return 2 * len(tall) > len(long)


def _height(line: Sequence[Sign]) -> float:
    return max(sign.y1 for sign in line) - min(sign.y0 for sign in line)


def _doubtful(lines: Sequence[Sequence[Sign]]) -> bool:
    scores = [sign.score for line in lines for sign in line]
    return bool(scores) and (sum(scores) / len(scores) < _SURE or _stands(lines))


def _worth(lines: Sequence[Sequence[Sign]]) -> float:
    """How much is read for sure; what runs up or down is read by chance."""
    return 0.0 if _stands(lines) else sum(sign.score - 0.5 for line in lines for sign in line)


def _is_stroke(run: Run, line: Sequence[Sign]) -> bool:
    """Whether an upright is within the height of a line of text: a stroke of large type."""
    return (
        line[0].x0 <= run.at <= line[-1].x1
        and min(sign.y0 for sign in line) <= run.start
        and run.end <= max(sign.y1 for sign in line)
    )


def _is_on(sign: Sign, upright: Sequence[Run], scale: float) -> bool:
    """Whether a character is a ruling line that the engine took for one."""
    x, y = (sign.x0 + sign.x1) / 2, (sign.y0 + sign.y1) / 2
    return any(abs(run.at - x) < _NEAR * scale and run.start <= y <= run.end for run in upright)


def _erase(dark: Any, level: Sequence[Run], upright: Sequence[Run], dpi: float) -> None:
    """Take the ruling lines out of the ink."""
    thick = max(round(dpi / 60), 1)
    for run in level:
        dark[max(int(run.at) - thick, 0) : int(run.at) + thick + 1, int(run.start) : int(run.end)] = False
    for run in upright:
        dark[int(run.start) : int(run.end), max(int(run.at) - thick, 0) : int(run.at) + thick + 1] = False


def _unread(dark: Any, lines: Sequence[Sequence[Sign]], dpi: float) -> list[tuple[float, float]]:
    """The places, in pixels, of ink that is in no line of text and in no ruling line: patches as large as a small digit."""
    import numpy as np
    from PIL import Image

    for line in lines:
        pad = _height(line) / 4
        x0, x1 = min(sign.x0 for sign in line) - pad, max(sign.x1 for sign in line) + pad
        y0, y1 = min(sign.y0 for sign in line) - pad, max(sign.y1 for sign in line) + pad
        dark[max(int(y0), 0) : int(y1) + 1, max(int(x0), 0) : int(x1) + 1] = False
    tile = max(round(_PATCH * dpi), 1)
    share = np.asarray(Image.fromarray(dark.astype(np.uint8) * 255).reduce(tile))
    ys, xs = np.nonzero(share > _INKED * 255)
    return [((x + 0.5) * tile, (y + 0.5) * tile) for y, x in zip(ys.tolist(), xs.tolist(), strict=True)]


def _size(line: Sequence[Sign], dark: Any) -> tuple[float, float]:
    """The em of a line and its baseline, by how high its ink is; a figure has its feet on the line, 汉字 a little below."""
    y0, y1 = median(sign.y0 for sign in line), median(sign.y1 for sign in line)
    rows = dark[max(int(y0), 0) : int(y1) + 1, max(int(line[0].x0), 0) : int(line[-1].x1) + 1].sum(axis=1)
    text = "".join(sign.text for sign in line)
    has_han, has_figure = bool(_WIDE.search(text)), any(map(str.isalnum, text))
    inked = [number for number, count in enumerate(rows.tolist()) if count > _FAINT * rows.max()] if rows.size else []
    if not has_figure or len(inked) < 4:
        em = _STANDARD * (y1 - y0)
        return em, (y0 + y1) / 2 + 0.35 * em
    top, bottom = int(y0) + inked[0], int(y0) + inked[-1] + 1
    em = (bottom - top) / (_HAN if has_han else _FIGURE)
    return em, bottom - (_BELOW * em if has_han else 0)


def _alike(sizes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Lines of nearly the same size are of one size: the middle one of theirs."""
    order = sorted(range(len(sizes)), key=lambda number: sizes[number][0])
    groups: list[list[int]] = []
    for number in order:
        if not groups or sizes[number][0] > (1 + _ALIKE) * sizes[groups[-1][0]][0]:
            groups.append([])
        groups[-1].append(number)
    ems = {number: sizes[group[len(group) // 2]][0] for group in groups for number in group}
    return [(ems[number], base) for number, (_, base) in enumerate(sizes)]
