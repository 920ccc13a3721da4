"""Which statement a table's captions name: a title is anchored, only known words stand before and behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gouji.document import Document, Heading, Paragraph, Span, Table
from gouji.lexicon import Lexicon, StatementType
from gouji.lexicon.lexicon import plain

_LOOK_BACK = 9
_LONGEST = 70

Caption = tuple[str, Span]


class Title(NamedTuple):
    """The title that a table has: its text, the statement that it names (None for one that is not known), its place."""

    text: str
    type: StatementType | None
    span: Span | None
    named: bool


UNNAMED = Title("", None, None, False)


def captions(document: Document, index: int, lexicon: Lexicon) -> Iterator[Caption]:
    """The short lines directly over a table in its own file, nearest first."""
    file = document.file(document.blocks[index].span.start)
    for block in reversed(document.blocks[max(0, index - _LOOK_BACK) : index]):
        if document.file(block.span.start) != file:
            return
        if isinstance(block, Table):
            if not is_of_labels(block, lexicon):
                return
            yield from ((cell.text, cell.span) for row in reversed(block.rows) for cell in reversed(row) if cell.text)
            continue
        text = block.title if isinstance(block, Heading) else block.flow.text
        if isinstance(block, Paragraph) and not lexicon.label_line.fullmatch(text) and _is_sentence(text, lexicon):
            return
        yield text, block.span


def is_of_labels(table: Table, lexicon: Lexicon) -> bool:
    """Whether a table only sets out the lines over another one: 编制单位：… and 单位：万元 side by side."""
    texts = [plain(cell.text) for row in table.rows for cell in row if cell.text]
    return bool(texts) and all(map(lexicon.label_line.fullmatch, texts))


def _is_sentence(text: str, lexicon: Lexicon) -> bool:
    if lexicon.statement_title(lexicon.title_part(plain(text))) is not None:
        return False  # 备注：…。表八 2026年财政拨款“三公”经费支出情况表, run together
    return len(text) > _LONGEST or text.endswith("。")


def captions_in(table: Table, lexicon: Lexicon) -> list[Caption]:
    """The lines that stand in the first rows of a table, alone in their row; 2025年比2024年 is a header."""
    lines = []
    for row in table.rows[:3]:
        cells = [cell for cell in row if cell.text]
        if len(cells) == 1 and len(cells[0].text) > 4 and not lexicon.years_apart.match(plain(cells[0].text)):
            lines.append((plain(cells[0].text), cells[0].span))
    return lines


def title_of(over: Sequence[Caption], inside: Sequence[Caption], lexicon: Lexicon) -> Title:
    """The title among a table's captions: the nearest line that names a statement or is a table's title by its form."""
    for text, span in inside:
        kind = lexicon.statement_title(plain(text))
        if kind is not None:
            return Title(text, kind, span, True)
    for number, (text, span) in enumerate(over):
        bare = lexicon.title_part(plain(text))
        kind = lexicon.statement_title(bare)
        if kind is None and number + 1 < len(over):
            upper = plain(over[number + 1][0])
            if lexicon.statement_title(upper) is None:
                kind = lexicon.statement_title(lexicon.title_part(upper + bare))  # folded over two lines
            if kind is not None:
                return Title(upper + text, kind, over[number + 1][1], True)
        if kind is not None or lexicon.is_title(bare):
            return Title(bare or text, kind, span, True)
    other = next((one for one in over if not lexicon.label_line.fullmatch(plain(one[0]))), None)
    return Title(other[0], None, None, False) if other else UNNAMED
