"""What pypdfium2 finds on a page: its characters, its ruling lines and its pictures, in one frame of coordinates."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot, pi
from typing import Any, NamedTuple

from gouji.readers.pdf.bare import address, bare
from gouji.readers.pdf.page import Box, Glyph, Page, Rule

Matrix = tuple[float, float, float, float, float, float]

_THIN = 3.0
_MOST_SEGMENTS = 20_000
_SAMPLE = 64
_TOUCHING = 0.3
_HAIR = 0.01
_BEHIND = 0.5
_SLANT = 0.2  # a text that a machine recognised may be askew by a few degrees
_DEEPEST = 4
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


class _Frame(NamedTuple):
    """From the PDF's own coordinates, y upwards, to the upright frame: `turn` quarters clockwise."""

    box: Box
    turn: int

    def of(self, box: Box) -> Box:
        """A box given as left, bottom, right, top."""
        left, bottom, right, top = box
        x0, y0, x1, y1 = self.box
        if self.turn == 0:
            return (left - x0, y1 - top, right - x0, y1 - bottom)
        if self.turn == 1:
            return (bottom - y0, left - x0, top - y0, right - x0)
        if self.turn == 2:
            return (x1 - right, bottom - y0, x1 - left, top - y0)
        return (y1 - top, x1 - right, y1 - bottom, x1 - left)

    @property
    def size(self) -> tuple[float, float]:
        x0, y0, x1, y1 = self.box
        return (y1 - y0, x1 - x0) if self.turn % 2 else (x1 - x0, y1 - y0)


def read_page(document: Any, index: int) -> Page:
    """Read a page of an open pypdfium2 document. Raises its PdfiumError where the page cannot be loaded."""
    pdfium = bare()
    page = document[index]
    text = page.get_textpage()
    try:
        letters = address(text.raw)
        turn = _turn(pdfium, letters)
        frame = _Frame(page.get_bbox(), turn)
        rules: list[Rule] = []
        pictures: list[Box] = []
        outlines = 0
        items = list(_items(pdfium, address(page.raw)))
        for kind, box, shape in _drawn(pdfium, items, frame):
            if kind == "image":
                pictures.append(box)
            elif kind == "outline":
                outlines += 1
            else:
                rules.extend(shape)
        width, height = frame.size
        within = {item: matrix for item, _, matrix in items if matrix is not _UNIT}
        glyphs, clipped = _glyphs(pdfium, letters, frame, within)
        turned = (page.get_rotation() // 90 - turn) % 4
        return Page(index + 1, width, height, turned, glyphs, rules, pictures, outlines, clipped)
    finally:
        text.close()
        page.close()


def _turn(pdfium: Any, text: Any) -> int:
    """How many quarters the page must be turned clockwise for most of its text to stand upright."""
    count = pdfium.FPDFText_CountChars(text)
    step = max(count // _SAMPLE, 1)
    angles = Counter(
        -round(pdfium.FPDFText_GetCharAngle(text, i) / (pi / 2)) % 4
        for i in range(0, count, step)
        if pdfium.FPDFText_GetUnicode(text, i) > 32
    )
    return angles.most_common(1)[0][0] if angles else 0


class _Style(NamedTuple):
    """What neighbours in a text share: the address of their font, the font itself if its outlines are not in the file, the
    em square, what a font's widths are multiplied with, the box outside of which they are not shown, how sure it is that they
    are what is seen, if they are not seen themselves (what a scanner recognised and laid behind its picture), and whether
    they lie slanting across the page, as a watermark does."""

    at: int
    foreign: Any
    em: float
    stretch: float
    clip: Box
    score: float = 0.0
    slanting: bool = False


def _glyphs(pdfium: Any, text: Any, frame: _Frame, within: Mapping[Any, Matrix]) -> tuple[list[Glyph], list[Glyph]]:
    """The characters that are shown, in the order of the file, and those of the page's area that are clipped away; `within` are
    the matrices of the objects that stand in forms.

    Where a character stands is what the file says of it. Of a font whose outlines are not in the file, pdfium's boxes are
    those of another font, so the width is the one that the file gives. A text that is shown in part is kept
    whole, at the edge that cuts it: a spreadsheet's cell holds its whole name, however narrow it is.
    """
    rect = pdfium.FS_RECTF()
    x, y, wide = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
    where, at_x, at_y, to_wide = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y), ctypes.byref(wide)
    unicode, loose, origin = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    item_of, font_of, width_of = (
        pdfium.FPDFText_GetTextObject,
        pdfium.FPDFTextObj_GetFont,
        pdfium.FPDFFont_GetGlyphWidth,
    )
    upright, (left, _, _, upper) = frame.turn == 0, frame.box
    width, height = frame.size
    styles = _Styles(pdfium, text, frame, within)
    style = _Style(0, None, 0, 0, (0, 0, 0, 0))
    last, end, line = 0, 0.0, 0.0
    glyphs: list[Glyph] = []
    clipped: list[Glyph] = []
    shown, spaced = False, 0
    before: list[Glyph] = []
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = unicode(text, index)
        if code <= 32 or code in _BLANKS or 0xD800 <= code < 0xE000:
            if code in _SPACES:
                spaced = max(spaced, 1 + bool(item_of(text, index)))
            continue
        item = item_of(text, index)
        if not item:
            continue  # pdfium's own, a hyphen at a line's end
        origin(text, index, at_x, at_y)
        if upright:
            x0, base = x.value - left, upper - y.value
        else:
            x0, _, _, base = frame.of((x.value, y.value, x.value, y.value))
        goes_on = base == line and abs(x0 - end) < _TOUCHING * style.em
        if item != last:
            last = item
            font = font_of(item)
            if not (goes_on and font and font == style.at):
                style = styles.of(item, font, index)
        _, foreign, em, stretch, clip, score, slanting = style
        if slanting:
            continue
        if foreign and width_of(foreign, code, stretch, to_wide) and wide.value:
            x1 = x0 + wide.value
        else:
            loose(text, index, where)
            x0, _, x1, _ = frame.of((rect.left, rect.bottom, rect.right, rect.top))
        end, line = x1, base
        middle, above = (x0 + x1) / 2, base - em / 4
        if goes_on and not clip[0] < middle < clip[2]:
            style = styles.of(item, font_of(item), index)
            clip = style.clip
        glyph, spaced = Glyph(chr(code), x0, x1, base, em, spaced, score), 0
        inside = clip[1] < above < clip[3]
        if inside and clip[0] < middle < clip[2]:
            if before and goes_on:
                glyph = glyph._replace(x0=max(x0, clip[0]) + (middle - max(x0, clip[0])) / 2)
                first = glyph.x0 - len(before) * _HAIR
                glyphs += [own._replace(x0=first + n * _HAIR, x1=first + n * _HAIR) for n, own in enumerate(before)]
                del clipped[-len(before) :]
            glyphs.append(glyph if x1 <= clip[2] else glyph._replace(x1=clip[2]))
            shown, before = True, []
        elif inside and shown and goes_on and middle >= clip[2]:
            edge = glyphs[-1].x0 + _HAIR
            glyphs.append(glyph._replace(x0=edge, x1=edge))
        else:
            shown = False
            if not goes_on:
                before = []
            if 0 < middle < width and 0 < above < height:
                clipped.append(glyph)
                if inside and middle <= clip[0]:
                    before.append(glyph)
    return glyphs, clipped


_BLANKS = frozenset({0xA0, 0x3000, 0xFEFF, 0x200B, 0xFFFE, 0xFFFF})
_SPACES = frozenset({0x20, 0xA0, 0x3000})


class _Styles:
    """The styles of a page's text objects."""

    def __init__(self, pdfium: Any, text: Any, frame: _Frame, within: Mapping[Any, Matrix]) -> None:
        self._pdfium, self._text, self._frame, self._within = pdfium, text, frame, within
        self._embedded: dict[int, bool] = {}
        self._clips: dict[tuple[float, ...], Box] = {}
        self._size, self._matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        self._at_size, self._at_matrix = ctypes.byref(self._size), ctypes.byref(self._matrix)
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._at_x, self._at_y = ctypes.byref(self._x), ctypes.byref(self._y)

    def of(self, item: Any, font: Any, index: int) -> _Style:
        """The style of the text object `item`, of which the character `index` is one."""
        pdfium, matrix = self._pdfium, self._matrix
        pdfium.FPDFTextObj_GetFontSize(item, self._at_size)
        pdfium.FPDFText_GetMatrix(self._text, index, self._at_matrix)
        at = font or 0
        if at not in self._embedded:
            self._embedded[at] = not font or pdfium.FPDFFont_GetIsEmbedded(font) == 1
        size = self._size.value
        em, stretch = size * hypot(matrix.c, matrix.d), size * hypot(matrix.a, matrix.b)
        behind = pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        foreign = None if self._embedded[at] else font
        slope = min(abs(matrix.a), abs(matrix.b)) / (hypot(matrix.a, matrix.b) or 1)
        return _Style(at, foreign, em, stretch, self._clip(item), _BEHIND if behind else 0.0, slope > _SLANT)

    def _clip(self, item: Any) -> Box:
        """The box to which an object is clipped: what a spreadsheet prints beyond its page is in the file, unseen."""
        pdfium = self._pdfium
        path = pdfium.FPDFPageObj_GetClipPath(item)
        count = max(pdfium.FPDFClipPath_CountPaths(path), 0) if path else 0
        # Two corners of the innermost path tell clips apart at a fifth of the price of all corners of all.
        matrix = self._within.get(item, _UNIT)
        key = (count, *self._point(path, count - 1, 0), *self._point(path, count - 1, 2), *matrix) if count else ()
        if key not in self._clips:
            self._clips[key] = self._box(path, count, matrix)
        return self._clips[key]

    def _point(self, path: Any, number: int, segment: int) -> tuple[float, float]:
        found = self._pdfium.FPDFClipPath_GetPathSegment(path, number, segment)
        if not found:
            return (0, 0)
        self._pdfium.FPDFPathSegment_GetPoint(found, self._at_x, self._at_y)
        return (self._x.value, self._y.value)

    def _box(self, path: Any, count: int, matrix: Matrix) -> Box:
        width, height = self._frame.size
        box: Box = (0, 0, width, height)
        for number in range(count):
            segments = self._pdfium.FPDFClipPath_CountPathSegments(path, number)
            if segments > 2:
                xs, ys = zip(*(self._point(path, number, segment) for segment in range(segments)), strict=True)
                part = self._frame.of(_apply(matrix, (min(xs), min(ys), max(xs), max(ys))))
                box = (max(box[0], part[0]), max(box[1], part[1]), min(box[2], part[2]), min(box[3], part[3]))
        return box


def _items(pdfium: Any, owner: Any, matrix: Matrix = _UNIT, depth: int = 0) -> Iterator[tuple[Any, int, Matrix]]:
    """The objects of a page and of the forms within it, each with its kind and the matrix of the form that it stands in."""
    if depth:
        count, get = pdfium.FPDFFormObj_CountObjects(owner), pdfium.FPDFFormObj_GetObject
    else:
        count, get = pdfium.FPDFPage_CountObjects(owner), pdfium.FPDFPage_GetObject
    for number in range(count):
        item = get(owner, number)
        kind = pdfium.FPDFPageObj_GetType(item)
        yield item, kind, matrix
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _items(pdfium, item, _times(_matrix(pdfium, item), matrix), depth + 1)


def _drawn(
    pdfium: Any, items: Sequence[tuple[Any, int, Matrix]], frame: _Frame
) -> Iterator[tuple[str, Box, list[Rule]]]:
    """Images, curves and ruling lines of a page."""
    for item, kind, matrix in items:
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules = list(_rules(pdfium, item, matrix, frame))
            curved = not rules and pdfium.FPDFPath_CountSegments(item) > 8
            yield "outline" if curved else "rules", (0, 0, 0, 0), rules
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield "image", frame.of(_bounds(pdfium, item, matrix)), []


def _bounds(pdfium: Any, item: Any, matrix: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, (left, bottom, right, top)))
    return _apply(matrix, (left.value, bottom.value, right.value, top.value))


def _matrix(pdfium: Any, item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, box: Box) -> Box:
    if matrix is _UNIT:
        return box
    a, b, c, d, e, f = matrix
    xs = [a * box[i] + c * box[j] + e for i, j in ((0, 1), (2, 3))]
    ys = [b * box[i] + d * box[j] + f for i, j in ((0, 1), (2, 3))]
    return (min(xs), min(ys), max(xs), max(ys))


def _rules(pdfium: Any, item: Any, matrix: Matrix, frame: _Frame) -> Iterator[Rule]:
    """The ruling lines that a path draws: thin boxes, and the level and upright strokes of others."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    if not (fill.value or stroke.value):
        return
    if fill.value and not stroke.value and _is_white(pdfium, item):
        return
    box = frame.of(_bounds(pdfium, item, matrix))
    count = pdfium.FPDFPath_CountSegments(item)
    if count <= 5 and (rule := _thin(box)):
        yield rule
        return
    if count > _MOST_SEGMENTS:
        return
    for part in _parts(pdfium, item, _times(_matrix(pdfium, item), matrix), count):
        whole = frame.of(
            (min(x for x, _ in part), min(y for _, y in part), max(x for x, _ in part), max(y for _, y in part))
        )
        if len(part) > 2 and (rule := _thin(whole)):
            yield rule
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(part):
                if rule := _thin(frame.of((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))):
                    yield rule


def _is_white(pdfium: Any, item: Any) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, colour))
    return all(value.value > 250 for value in colour[:3])


def _parts(pdfium: Any, item: Any, matrix: Matrix, count: int) -> Iterator[list[tuple[float, float]]]:
    """The straight subpaths of a path; a path with a curve has none."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    parts: list[list[tuple[float, float]]] = []
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        pdfium.FPDFPathSegment_GetPoint(segment, at_x, at_y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([point])
        else:
            parts[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    yield from parts


def _thin(box: Box) -> Rule | None:
    """The line through a box that is thin one way and long the other."""
    x0, y0, x1, y1 = box
    if y1 - y0 <= _THIN < x1 - x0:
        return Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    if x1 - x0 <= _THIN < y1 - y0:
        return Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    return None
