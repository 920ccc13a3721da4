"""Where something stands in a document, as a person finds it: 第二部分三、（二）第2段, 表5第7行“行政运行”基本支出."""

from __future__ import annotations

from bisect import bisect_right

from gouji.document import Document, Heading, Paragraph, Table
from gouji.precompiled import pattern_of

_WORDS = pattern_of(r"\p{Han}|\p{L}{2,}")
_AMOUNT = pattern_of(r"-?[\d,]*\d\.\d+")
_LONGEST = 16  # characters of a heading or a cell that are told


class Signposts:
    """The ways to the blocks of a document, worked out once."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._starts = [block.span.start for block in self._blocks]
        self._ways: list[str] = []
        stack: list[tuple[int, str]] = []
        paragraphs = tables = 0
        file = ""
        for block in self._blocks:
            if (at := document.file(block.span.start)) != file:
                file, stack, paragraphs, tables = at, [], 0, 0
            if isinstance(block, Heading):
                while stack and stack[-1][0] >= block.level:
                    stack.pop()
                stack.append((block.level, _sign(document, block)))
                paragraphs = 0
            above = "".join(sign for number, (_, sign) in enumerate(stack, 1) if sign[0] != "“" or number == len(stack))
            if isinstance(block, Table):
                tables += 1
                self._ways.append(f"表{tables}")
            elif isinstance(block, Paragraph):
                paragraphs += 1
                self._ways.append(f"{above}第{paragraphs}段")
            else:
                self._ways.append(f"{above}标题")

    def to(self, offset: int) -> str:
        """The way to an offset, "" for one that is in no block of the document."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset > self._blocks[index].span.end:
            return ""
        block = self._blocks[index]
        return self._ways[index] + (_in_table(block, offset) if isinstance(block, Table) else "")


def _sign(document: Document, heading: Heading) -> str:
    """What a heading is called on the way: its number, or where it has none its title."""
    text = "".join(document.source[offset] for offset in heading.flow.offsets)
    number = text[: max(0, heading.flow.text.find(heading.title))].strip()
    return number if 0 < len(number) < _LONGEST else f"“{_cut(text)}”"


def _in_table(table: Table, offset: int) -> str:
    """The row with its first words, and the words over the cell."""
    row = bisect_right(table.rows, offset, key=lambda cells: cells[0].span.start if cells else 0) - 1
    cells = table.rows[max(row, 0)]
    column = bisect_right(cells, offset, key=lambda cell: cell.span.start) - 1
    words = [cell.text for cell in cells if _WORDS.search(cell.text)]
    first = next((i for i, each in enumerate(table.rows) if any(_AMOUNT.fullmatch(cell.text) for cell in each)), 0)
    over = (above[column].text for above in table.rows[: min(first, row)][::-1] if 0 <= column < len(above))
    head = next((text for text in over if _WORDS.search(text)), "")
    label = f"“{_cut(words[0])}”" if words else ""
    own = 0 <= column < len(cells) and bool(words) and cells[column].text == words[0]
    return f"第{row + 1}行{label}{'' if own else _cut(head)}"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
