"""What a place of a document looks like on the picture that it was recognised on, cut out, with a frame around it."""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_right
from io import BytesIO
from typing import Any

from gouji.document import Document, Pictured, Span
from gouji.readers.pdf.page import Box

_MOST = 200  # cuts of a document
_MOST_BYTES = 3_000_000  # of all of them
_HIGH = 22  # pixels: a line of text
_ACROSS, _ABOVE = 7.0, 0.8  # lines' heights that are shown around a place
_WIDEST = 620  # pixels
_LINES = 3  # lines' heights
_FRAME = (200, 40, 40)
_QUALITY = 70


class Crops:
    """Cuts out of the pictures of one document, bounded in number and size."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._left, self._bytes = _MOST, _MOST_BYTES
        self._made: dict[Span, str] = {}
        self._open: tuple[Pictured, Any] | None = None

    def of(self, span: Span) -> str:
        """The address (data:) of what is seen at a place; "" where nothing was recognised there, or too much is shown already."""
        if not self._document.pictures or not self._document.is_recognised(span):
            return ""
        if span not in self._made and self._left > 0 and self._bytes > 0:
            data = self._cut(span)
            self._left -= 1
            self._bytes -= len(data)
            self._made[span] = f"data:image/jpeg;base64,{b64encode(data).decode()}" if data else ""
        return self._made.get(span, "")

    def close(self) -> None:
        if self._open is not None and self._open[0].is_pdf:
            self._open[1].close()
        self._open = None

    def _cut(self, span: Span) -> bytes:
        document = self._document
        own = bisect_right(document.pictures, span.start, key=lambda each: each.offset) - 1
        anchors = [anchor for anchor in document.anchors_of(span) if anchor.box]
        if own < 0 or not anchors:
            return b""
        try:
            opened = self._opened(document.pictures[own])
            boxes = [anchor.box for anchor in anchors if anchor.box and anchor.page == anchors[0].page]
            box = _line_of(boxes)
            if anchors[0].page:
                return _framed(*_of_page(opened, anchors[0].page - 1, box))
            return _framed(*_of_picture(opened, box))
        except (ImportError, OSError, ValueError):  # without gouji[ocr], as where only the text behind a scan was read
            return b""

    def _opened(self, pictured: Pictured) -> Any:
        if self._open is None or self._open[0] is not pictured:
            self.close()
            if pictured.is_pdf:
                import pypdfium2

                self._open = (pictured, pypdfium2.PdfDocument(pictured.data))
            else:
                from gouji.readers.ocr.file import picture

                self._open = (pictured, picture(pictured.data))
        return self._open[1]


def _line_of(boxes: list[Box]) -> Box:
    """The box around those in the line of the first."""
    _, top, _, bottom = boxes[0]
    level = [box for box in boxes if min(box[3], bottom) - max(box[1], top) > 0]
    return (
        min(box[0] for box in level),
        min(box[1] for box in level),
        max(box[2] for box in level),
        max(box[3] for box in level),
    )


def _around(box: Box, width: float, height: float) -> tuple[Box, float]:
    """What is shown of a picture of some size: a box and its surroundings; and how high a line is."""
    x0, y0, x1, y1 = box
    line = max(min(y1 - y0, height / _LINES), height / 500)
    left, top = max(x0 - _ACROSS * line, 0), max(y0 - _ABOVE * line, 0)
    right, bottom = min(x1 + _ACROSS * line, width), min(y1 + _ABOVE * line, height)
    widest = _WIDEST / _HIGH * line
    return (left, top, min(right, left + widest), min(bottom, top + (_LINES + 2) * line)), line


def _of_page(document: Any, index: int, box: Box) -> tuple[Any, Box]:
    """A part of a page, and the box in pixels of it."""
    page = document[index]
    try:
        width, height = page.get_size()
        part, line = _around(box, width, height)
        scale = min(_HIGH / line, _WIDEST / (part[2] - part[0]))
        bitmap = page.render(scale=scale, crop=(part[0], height - part[3], width - part[2], part[1]))
        try:
            return bitmap.to_pil().convert("RGB"), _within(box, part, scale)
        finally:
            bitmap.close()
    finally:
        page.close()


def _of_picture(picture: Any, box: Box) -> tuple[Any, Box]:
    """A part of a picture, and the box, given as shares of its width and height, in pixels of it."""
    width, height = picture.size
    box = (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
    part, line = _around(box, width, height)
    scale = min(_HIGH / line, _WIDEST / (part[2] - part[0]))
    cut = picture.crop(tuple(map(round, part)))
    size = (max(round(cut.width * scale), 1), max(round(cut.height * scale), 1))
    return cut.resize(size), _within(box, part, scale)


def _within(box: Box, part: Box, scale: float) -> Box:
    x0, y0, x1, y1 = ((at - start) * scale for at, start in zip(box, (part[0], part[1]) * 2, strict=True))
    return x0, y0, x1, y1


def _framed(cut: Any, box: Box) -> bytes:
    from PIL import ImageDraw

    x0, y0, x1, y1 = box
    ImageDraw.Draw(cut).rectangle((x0 - 3, y0 - 3, x1 + 3, y1 + 3), outline=_FRAME, width=2)
    buffer = BytesIO()
    cut.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
