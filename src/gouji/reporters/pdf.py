"""A copy of a PDF with its findings: a highlight with a note at every place. The copy is the file with an update behind it, so
that nothing of it is written anew."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.document import Anchor, Document, Span
from gouji.findings import Finding
from gouji.report import Report
from gouji.reporters.notes import AUTHOR, COLOURS, is_own, note
from gouji.reporters.reporter import CopyError, Reporter, original

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

Box = tuple[float, float, float, float]
_APART = 12.0  # in points: boxes of one line that are not further apart are highlighted as one
_HIGHEST = 4.0  # of a line, in halves of its characters' width
_NOTE = (260.0, 140.0)
_NOWHERE: dict[int, list[Box]] = {1: [(12.0, 12.0, 36.0, 24.0)]}  # the corner of the first page, for what is not on any


class Pdf(Reporter):
    """Only a PDF can be handed back as one."""

    binary = True
    suffix = ".pdf"
    gathers = False

    def copy(self, name: str, path: Path | None, report: Report, findings: list[Finding]) -> bytes:
        data = original(name, path)
        if b"%PDF" not in data[:1024]:
            raise CopyError(
                f"{name}：不是 PDF，--format pdf 只能在 PDF 上加批注；要打印的报告，请用 --format html，在浏览器里打印。"
            )
        return annotated(data, report.document, findings) if findings else data


def annotated(data: bytes, document: Document, findings: list[Finding]) -> bytes:
    """The PDF with its findings. Raises CopyError."""
    from pypdf import PdfWriter

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it remarks on is not for the user
    places: dict[Span, list[Finding]] = {}
    for finding in findings:
        places.setdefault(finding.span, []).append(finding)
    try:
        writer = PdfWriter(BytesIO(data), incremental=True)
        for span, here in places.items():
            boxes_of = _boxes(document, span) if is_own(document, here[0]) else {}
            for page, boxes in (boxes_of or _NOWHERE).items():
                _annotate(writer, page - 1, list(_joined(boxes)), document, here)
        made = BytesIO()
        writer.write(made)
    except Exception:  # pypdf has no one error for a file that is broken
        raise CopyError(
            f"{document.path}：这份 PDF 加不上批注（多因限制了修改），请另存为没有限制的 PDF，或用 --format html。"
        ) from None
    return made.getvalue()


def _boxes(document: Document, span: Span) -> dict[int, list[Box]]:
    """The boxes of a span by page."""
    pages: dict[int, list[Box]] = {}
    anchors = document.anchors_of(span)
    ends = [*(anchor.offset for anchor in anchors[1:]), span.end][: len(anchors)]
    for anchor, end in zip(anchors, ends, strict=True):
        if anchor.box:
            begin = max(span.start - anchor.offset, 0)
            pages.setdefault(anchor.page, []).append(
                _part(anchor.box, _word(document, anchor), begin, end - anchor.offset)
            )
    return pages


def _word(document: Document, anchor: Anchor) -> str:
    """The text that stands in the box of an anchor."""
    index = bisect_right(document.anchors, anchor.offset, key=lambda each: each.offset)
    end = document.anchors[index].offset if index < len(document.anchors) else len(document.source)
    return document.source[anchor.offset : end].rstrip()


def _part(box: Box, word: str, begin: int, end: int) -> Box:
    """The part of a word's box in which the characters from `begin` to `end` stand; the whole box if it is no level line."""
    x0, top, x1, bottom = box
    widths = [2 if character > "\u2e80" else 1 for character in word]
    scale = (x1 - x0) / (sum(widths) or 1)
    if end <= begin or bottom - top > _HIGHEST * scale:
        return box
    return (x0 + scale * sum(widths[:begin]), top, x0 + scale * sum(widths[:end]), bottom)


def _joined(boxes: Iterable[Box]) -> Iterator[Box]:
    """Boxes that stand next to each other in a line as one."""
    open_box: Box | None = None
    for box in boxes:
        if open_box is None:
            open_box = box
        elif _in_one_line(open_box, box):
            x0, top, x1, bottom = zip(open_box, box, strict=True)
            open_box = (min(x0), min(top), max(x1), max(bottom))
        else:
            yield open_box
            open_box = box
    if open_box is not None:
        yield open_box


def _in_one_line(first: Box, second: Box) -> bool:
    common = min(first[3], second[3]) - max(first[1], second[1])
    lowest = min(first[3] - first[1], second[3] - second[1])
    return common > lowest / 2 and max(second[0] - first[2], first[0] - second[2]) < _APART


def _annotate(writer: PdfWriter, index: int, boxes: list[Box], document: Document, findings: list[Finding]) -> None:
    """Highlight boxes of a page, and put a note there that says what has been found."""
    from pypdf.annotations import Highlight, Popup
    from pypdf.generic import ArrayObject, FloatObject

    page = writer.pages[index]
    points = [point for box in boxes for point in _quad(page, box)]
    highlight = Highlight(
        rect=_around(points),
        quad_points=ArrayObject(FloatObject(value) for point in points for value in point),
        highlight_color=COLOURS[max(finding.severity for finding in findings)],
        printing=True,
        title_bar=AUTHOR,
    )
    highlight.update(_text("/Contents", "\n\n".join("\n".join(note(document, finding)) for finding in findings)))
    highlight.update(_text("/Subj", "、".join(dict.fromkeys(finding.code for finding in findings))))
    parent = writer.add_annotation(index, highlight)
    _, top, right, _ = boxes[0]
    place = (right, top, right + _NOTE[0], top + _NOTE[1])
    writer.add_annotation(index, Popup(rect=_around(_quad(page, place)), parent=parent, open=False))


def _text(key: str, text: str) -> dict[Any, Any]:
    from pypdf.generic import NameObject, TextStringObject

    return {NameObject(key): TextStringObject(text)}


def _around(points: Iterable[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _quad(page: PageObject, box: Box) -> list[tuple[float, float]]:
    """The corners of a box of the displayed page in the page's own coordinates: those at its top, then those at its bottom."""
    left, top, right, bottom = box
    return [_point(page, x, y) for x, y in ((left, top), (right, top), (left, bottom), (right, bottom))]


def _point(page: PageObject, x: float, y: float) -> tuple[float, float]:
    """A point of the displayed page (cropped, turned, y downwards) in the page's own coordinates."""
    media, crop = _around(_corners(page.mediabox)), _around(_corners(page.cropbox))
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    turn = page.rotation // 90 % 4
    if turn == 0:
        return x0 + x, y1 - y
    if turn == 1:
        return x0 + y, y0 + x
    if turn == 2:
        return x1 - x, y0 + y
    return x1 - y, y1 - x


def _corners(box: Any) -> list[tuple[float, float]]:
    left, bottom, right, top = (float(value) for value in box)
    return [(left, bottom), (right, top)]
