"""A rolled document as Markdown, whatever it was: headings by their levels, each paragraph a line, and the tables that are no statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gouji.document import Document, Heading, Paragraph, Table
from gouji.narrative.outline import contents
from gouji.report import Report
from gouji.rolling.edits import Edit
from gouji.rolling.paragraphs import Paragraphs

_STOPS = ("。", "；")


def markdown(report: Report, end: int, edits: Sequence[Edit], left_out: Sequence[tuple[int, int]] = ()) -> str:
    """The headings, paragraphs and tables before `end` with the edits made; what begins in a `left_out` range does not come, nor do
    tables of contents: whoever writes the file makes one."""
    parts, document = [], report.document
    listed = {document.blocks[index].span.start for entries in contents(document, report.lexicon) for index in entries}
    blocks = _in_order(document, end)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        start = block.span.start
        if start in listed or any(first <= start < stop for first, stop in left_out):
            continue
        if isinstance(block, Table):
            parts.append("\n".join(_rows(document, block, edits)))
            continue
        until = following.span.start if following is not None else end
        text = "".join(_pieces(document, block.flow.offsets, edits, until)).strip()
        if text:
            is_title = isinstance(block, Heading) and not text.endswith(_STOPS)
            parts.append("#" * min(block.level, 6) + " " + text.lstrip("#").strip() if is_title else text)
    return "\n\n".join(parts) + "\n"


def _in_order(document: Document, end: int) -> list[Heading | Paragraph | Table]:
    tables = (table for _, table in document.tables() if table.span.start < end)
    return sorted([*Paragraphs(document, end).blocks, *tables], key=lambda block: block.span.start)


def _rows(document: Document, table: Table, edits: Sequence[Edit]) -> Iterator[str]:
    """A table in Markdown; what is written over it comes first."""
    yield from (edit.new.strip() + "\n" for edit in edits if edit.span.start == edit.span.end == table.span.start)
    for row in table.rows:
        cells = ("".join(_pieces(document, range(c.span.start, c.span.end), edits)) if c.text else "" for c in row)
        yield f"| {' | '.join(' '.join(text.split()).replace('|', '｜') for text in cells)} |"


def _pieces(document: Document, offsets: Iterable[int], edits: Sequence[Edit], until: int = 0) -> Iterator[str]:
    """The characters of a paragraph, an edit's text where the first of those that it replaces stands, or where it is put in; what is put
    in behind it, before `until`, follows."""
    places = list(offsets)
    if not places:
        return
    first, last = places[0], places[-1]
    inside = [edit for edit in edits if edit.span.end >= first and edit.span.start <= max(last, until - 1)]
    put_in = [edit for edit in inside if edit.span.start == edit.span.end]
    replaced = [edit for edit in inside if edit.span.start < edit.span.end]
    told: set[int] = set()
    for offset in places:
        yield from (edit.new for edit in put_in if edit.span.start == offset)
        index = next((i for i, e in enumerate(replaced) if e.span.start <= offset < e.span.end), None)
        if index is None:
            yield document.source[offset]
        elif index not in told:
            told.add(index)
            yield replaced[index].new
    yield from (edit.new for edit in put_in if last < edit.span.start < until)
