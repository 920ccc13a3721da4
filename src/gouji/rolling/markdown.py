"""A rolled document as Markdown, whatever it was: headings by their levels, each paragraph a line, without the statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.document import Document, Heading
from gouji.narrative.outline import contents
from gouji.report import Report
from gouji.rolling.edits import Edit
from gouji.rolling.paragraphs import Paragraphs

_STOPS = ("。", "；")


def markdown(report: Report, end: int, edits: Sequence[Edit], left_out: Sequence[tuple[int, int]] = ()) -> str:
    """The headings and paragraphs before `end` with the edits made; what begins in a `left_out` range does not come, nor do tables of
    contents: whoever writes the file makes one."""
    lines, document = [], report.document
    listed = {document.blocks[index].span.start for entries in contents(document, report.lexicon) for index in entries}
    for block in Paragraphs(document, end).blocks:
        if block.span.start in listed or any(start <= block.span.start < stop for start, stop in left_out):
            continue
        text = "".join(_pieces(document, list(block.flow.offsets), edits)).strip()
        if text:
            is_title = isinstance(block, Heading) and not text.endswith(_STOPS)
            lines.append("#" * min(block.level, 6) + " " + text.lstrip("#").strip() if is_title else text)
    return "\n\n".join(lines) + "\n"


def _pieces(document: Document, offsets: list[int], edits: Sequence[Edit]) -> Iterator[str]:
    """The characters of a paragraph, an edit's text where the first of those that it replaces stands."""
    first, last = offsets[0], offsets[-1]
    inside = [
        edit for edit in edits if edit.span.end > first and edit.span.start <= last and edit.span.end > edit.span.start
    ]
    told: set[int] = set()
    for offset in offsets:
        index = next((i for i, e in enumerate(inside) if e.span.start <= offset < e.span.end), None)
        if index is None:
            yield document.source[offset]
        elif index not in told:
            told.add(index)
            yield inside[index].new
