"""The findings of one file as a table in Word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.files import packed
from gouji.reporters.places import printable
from gouji.reporters.sheet import FILLS, HEAD, TITLE

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_COLUMNS = {
    "位置": 2.0,
    "代码": 1.4,
    "级别": 1.3,
    "问题": 6.6,
    "文中": 2.6,
    "应为": 2.4,
    "算式": 4.0,
    "依据": 5.6,
}  # in cm
_HEAD_FILL = "DDE6F0"
_LATIN, _CHINESE = "Times New Roman", "宋体"
_HEADING, _TEXT = 16, 9


def review_list(name: str, listed: Sequence[Sequence[str]]) -> bytes:
    """A Word file with a row for each finding of the file called `name`."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document = Document()
    _set_page(document)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(TITLE)
    run.bold, run.font.size = True, Pt(_HEADING)
    counts = [f"{level} {count}" for level in FILLS if (count := sum(row[4] == level for row in listed))]
    document.add_paragraph(printable(f"{Path(name).name}：{'，'.join(counts) or '没有发现问题'}"))
    if listed:
        _table(document, listed)
    data = BytesIO()
    document.core_properties.author, document.core_properties.title = "gouji", TITLE
    document.core_properties.comments = ""
    document.save(data)
    return packed(data.getvalue())


def _set_page(document: WordDocument) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.9)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(_TEXT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _CHINESE)
    style.paragraph_format.space_after = Pt(2)


def _table(document: WordDocument, listed: Sequence[Sequence[str]]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(0, len(_COLUMNS), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _COLUMNS.values(), strict=True):
        column.width = Cm(width)
    chosen = [HEAD.index(column) for column in _COLUMNS]
    for number, row in enumerate([HEAD, *listed]):
        line = table.add_row()
        properties: Any = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not number:
            properties.append(OxmlElement("w:tblHeader"))
        _fill(line.cells, [row[index] for index in chosen], bold=not number)
        for cell in line.cells if not number else [line.cells[2]]:
            _shade(cell, FILLS.get(row[4], _HEAD_FILL))


def _fill(cells: Iterable[Any], texts: Sequence[str], bold: bool) -> None:
    from docx.shared import Cm

    for cell, text, width in zip(cells, texts, _COLUMNS.values(), strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(text).bold = bold or None


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade: Any = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)
