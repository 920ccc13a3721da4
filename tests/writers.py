"""Writes a text document as Word and as a web page, the way units do, so that readers can be compared."""

from collections.abc import Iterator
from html import escape
from io import BytesIO

from docx import Document


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


def to_docx(text: str) -> bytes:
    document = Document()
    for level, block in blocks(text):
        if isinstance(block, str):
            document.add_heading(block, level) if level else document.add_paragraph(block)
            continue
        table = document.add_table(0, max(map(len, block)))
        for row in block:
            cells = table.add_row().cells
            for cell, words in zip(cells, row, strict=False):
                cell.text = words
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
