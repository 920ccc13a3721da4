"""Writes a text document as Word and as a web page, the way units do, so that readers can be compared."""

from collections.abc import Iterator
from html import escape
from io import BytesIO

import regex
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from gouji.quantity import number

_CHINESE = "[一二三四五六七八九十]{1,3}"
LEVELS = [
    (regex.compile(rf"第({_CHINESE})部分 *"), "chineseCounting", "第%1部分"),
    (regex.compile(rf"({_CHINESE})、"), "chineseCountingThousand", "%2、"),
    (regex.compile(rf"（({_CHINESE})）"), "chineseCounting", "（%3）"),
    (regex.compile(r"(\d{1,2})\. ?(?!\d)"), "decimal", "%4."),
]


def blocks(text: str) -> Iterator[tuple[int, str | list[list[str]]]]:
    """Headings (level 1 and on), paragraphs (0) and tables (-1) of a text."""
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line or (line.startswith("|") and line.endswith("|") and len(line) > 1):
            cells = line.split("\t") if "\t" in line else line[1:-1].split("|")
            if set("".join(cells)) - set("-: ") or not line.startswith("|"):
                rows.append([cell.strip() for cell in cells])
            continue
        if rows:
            yield -1, rows
            rows = []
        title = line.lstrip("#")
        if title.strip():
            yield len(line) - len(title), title.strip().removeprefix("- ")


class _Numbering:
    """Replaces the numbers that stand in paragraphs by automatic ones: a new list wherever the count would not come out."""

    def __init__(self, document) -> None:
        self._root = document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for level, (_, shape, text) in enumerate(LEVELS)
        )
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{levels}</w:abstractNum>')
        self._root.insert(0, abstract)
        self._counts: dict[int, int] = {}
        self._list = 900
        self.written = 0
        self._start("")

    def _start(self, override: str) -> None:
        self._list += 1
        num = f'<w:num {nsdecls("w")} w:numId="{self._list}"><w:abstractNumId w:val="900"/>{override}</w:num>'
        self._root.append(parse_xml(num))

    def apply(self, paragraph: Paragraph) -> None:
        for level, (pattern, _, _) in enumerate(LEVELS):
            match = pattern.match(paragraph.text)
            if match is None or match.end() == len(paragraph.text):
                continue
            count = number(match[1])
            if self._counts.get(level, 0) + 1 != count:
                start = f'<w:startOverride w:val="{count}"/>'
                self._start(f'<w:lvlOverride w:ilvl="{level}">{start}</w:lvlOverride>')
            self._counts = {**{each: n for each, n in self._counts.items() if each < level}, level: count}
            paragraph.runs[0].text = paragraph.text[match.end() :]
            numbering = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{self._list}"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(numbering))
            self.written += 1
            return


def to_docx(text: str, numbered: bool = False, ruled: bool = False) -> bytes:
    """`numbered`: with Word's automatic numbers in the place of those in the text; `ruled`: tables with lines."""
    document = Document()
    numbering = _Numbering(document) if numbered else None
    for level, block in blocks(text):
        if isinstance(block, str):
            paragraph = document.add_heading(block, level) if level else document.add_paragraph(block)
            if numbering:
                numbering.apply(paragraph)
            continue
        table = document.add_table(0, max(map(len, block)), "Table Grid" if ruled else None)
        for row in block:
            cells = table.add_row().cells
            for cell, words in zip(cells, row, strict=False):
                cell.text = words
    assert numbering is None or numbering.written > 20
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def to_html(text: str) -> bytes:
    body = []
    for level, block in blocks(text):
        if isinstance(block, str):
            tag = f"h{level}" if level else "p"
            body.append(f"<{tag}>{escape(block)}</{tag}>")
            continue
        rows = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block]
        body.append("<table>" + "\n".join(rows) + "</table>")
    return ('<meta charset="utf-8"><body>' + "\n".join(body)).encode()


def to_docx_and_xlsx(text: str) -> tuple[bytes, bytes]:
    """The narrative as Word, and the statements, each with the lines over it, as sheets of a workbook; nothing for that if there
    are none."""
    from openpyxl import Workbook

    document, book = Document(), Workbook()
    book.remove(book.worksheets[0])
    waiting: list[tuple[int, str]] = []
    for level, block in [*blocks(text), (0, "")]:
        if isinstance(block, str):
            waiting.append((level, block))
            continue
        if not waiting and book.worksheets:  # a table goes on over the page
            for row in block:
                book.worksheets[-1].append(row)
            continue
        captions: list[str] = []
        while waiting and not waiting[-1][1].endswith(("。", "；")) and len(captions) < 5 and len(waiting[-1][1]) < 40:
            captions.insert(0, waiting.pop()[1])
        _write(document, waiting)
        waiting = []
        sheet = book.create_sheet(f"表{len(book.worksheets) + 1}")
        for caption in captions:
            sheet.append([caption])
        for row in block:
            sheet.append(row)
    _write(document, waiting)
    words, sheets = BytesIO(), BytesIO()
    document.save(words)
    if book.worksheets:
        book.save(sheets)
    return words.getvalue(), sheets.getvalue()


def _write(document, lines: list[tuple[int, str]]) -> None:
    for level, text in lines:
        if level:
            document.add_heading(text, level)
        elif text:
            document.add_paragraph(text)
