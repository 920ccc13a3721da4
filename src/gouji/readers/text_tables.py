"""Tables in a text: cells between tabs or between pipes."""

from __future__ import annotations

from gouji.document import Block, Cell, Span, Table
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.text_flow import MARKUP, TAGS, LineKind, SourceLine, flow_of

_PIPE_RULE = pattern_of(r"\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*")
_PIPE = pattern_of(r"(?<!\\)\|")


def read_table(source: str, lines: list[SourceLine], index: int, blocks: list[Block]) -> int:
    kind = lines[index].kind
    split = _split_pipe if kind is LineKind.PIPE else _split_tab
    rows: list[list[Cell]] = []
    while index < len(lines) and lines[index].kind is kind:
        if not (kind is LineKind.PIPE and _PIPE_RULE.fullmatch(lines[index].text)):
            rows.append(split(source, lines[index]))
        index += 1
    rows = [row for row in rows if any(cell.text for cell in row)]
    if not rows:
        return index
    previous = blocks[-1] if blocks else None
    if isinstance(previous, Table) and _is_continuation(previous, rows):
        previous.rows.extend(_without_repeated_head(previous, rows))
    else:
        blocks.append(Table(rows))
    return index


def _labels(row: list[Cell]) -> list[str]:
    return [fold(cell.text).replace(" ", "") for cell in row if cell.text]


def _is_continuation(table: Table, rows: list[list[Cell]]) -> bool:
    """Tables with nothing between them are one, if the second repeats the first's head or has none of its own."""
    heads = [_labels(row) for row in table.rows[:4]]
    if _is_repeated(rows[0], heads):
        return True
    first = _labels(rows[0])
    if not any(map(_has_digit, first)) and any(first[:1] == head[:1] for head in heads):
        return False  # a head of other columns
    widths = {len(row) for row in table.rows}
    return len(rows[0]) in widths or any(label[:1].isdigit() and len(label) >= 3 for label in first[:1])


def _without_repeated_head(table: Table, rows: list[list[Cell]]) -> list[list[Cell]]:
    heads = [_labels(row) for row in table.rows[:4]]
    while rows and _is_repeated(rows[0], heads):
        rows = rows[1:]
    return rows


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _is_repeated(row: list[Cell], heads: list[list[str]]) -> bool:
    labels = _labels(row)
    return labels in heads or (bool(labels) and not any(map(_has_digit, labels)) and set(labels) <= set().union(*heads))


def _cell(source: str, start: int, end: int) -> Cell:
    piece = source[start:end]
    if not MARKUP.search(piece):
        text = piece.strip()
        if len(text) != len(piece) and text:
            start += len(piece) - len(piece.lstrip())
        return Cell(text, Span(start, start + len(text)))
    flow = flow_of(source, [(start, end)])
    if not flow.text:
        return Cell("", Span(start, start))
    span = flow.span(0, len(flow.text))
    return Cell(TAGS.sub("", source[span.start : span.end]).strip(), span)


def _split_tab(source: str, line: SourceLine) -> list[Cell]:
    return _cells(source, line.start, line.text.split("\t"), bool(MARKUP.search(line.text)))


def _cells(source: str, at: int, pieces: list[str], marked_up: bool) -> list[Cell]:
    """Cells of a line, one character apart."""
    cells = []
    for piece in pieces:
        if marked_up:
            cells.append(_cell(source, at, at + len(piece)))
        else:
            text = piece.strip()
            first = at if text == piece or not text else at + len(piece) - len(piece.lstrip())
            cells.append(Cell(text, Span(first, first + len(text))))
        at += len(piece) + 1
    return cells


def _split_pipe(source: str, line: SourceLine) -> list[Cell]:
    text = line.text
    lead = text.index("|") + 1 if text.lstrip().startswith("|") else 0  # 合计 | 9.00 | 7.00 |
    body = text[lead : text.rindex("|")]
    pieces = _PIPE.split(body) if "\\|" in body else body.split("|")
    return _cells(source, line.start + lead, pieces, bool(MARKUP.search(body)))
