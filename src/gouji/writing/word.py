"""A draft as a Word file: title, contents, the sections, and the statements as tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from gouji.document import Paragraph, Span
from gouji.files import packed
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import stated_unit
from gouji.report import Report
from gouji.statements import Statement
from gouji.writing.wordlook import LEVELS, Look, Sheet, add_styles, line_height, look_of, picture_of, set_page, sheet_of
from gouji.writing.wordpages import Block, Picture, first_page, pages_of
from gouji.writing.wordtable import Drawing, column_count, draw, draw_rows, table_xml

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

_HEADING = pattern_of(r"(#{1,6})\s+(.*?)\s*#*")
_OPEN = pattern_of(r"(【[^】]*】)")
_CONTROL = pattern_of(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE = 18.0  # a line over or under a table, in points
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


class _Form(NamedTuple):
    """A statement as it is to stand in the file: on a turned sheet or not, on about so many pages."""

    title: str
    captions: list[str]
    drawing: Drawing
    note: str
    wide: bool
    pages: int


class _Entry(NamedTuple):
    """A heading with the page that it is on."""

    block: Block
    page: int


def write_word(
    markdown: str,
    report: Report | None,
    style: Mapping[str, Any],
    pictures: Mapping[str, Sequence[Picture]] | None = None,
) -> bytes:
    """A draft in Markdown (headings, and each line a paragraph) with the statements of `report`, as the bytes of a .docx;
    the same for the same input.

    `style` is the whole of a style.toml; its `[word]` table overrides `templates/word.toml`. `pictures` stand at the end of the
    sections, by heading. Raises StyleError.
    """
    from docx import Document

    look = look_of(style)
    words = _words(report, style, look)
    blocks = list(_with_pictures(list(_blocks(markdown)), pictures or {}))
    title = words["title"]
    if not title and blocks and blocks[0].level == 1:
        title, blocks = blocks[0].text, blocks[1:]
    if not any(block.level == 1 for block in blocks):
        blocks.insert(0, Block(1, words["narrative"]))
    forms = _forms(report, look) if report else []
    document = Document()
    add_styles(document, look)
    set_page(document.sections[0], look)
    _front(document, [text for text in (_organisation(report, look), title) if text])
    _contents(document, _entries(blocks, forms, words["statements"], look), look)
    headings = _body(document, blocks, look)
    if forms:
        _statements(document, forms, words["statements"], headings, look)
    return _saved(document, title)


def _words(report: Report | None, style: Mapping[str, Any], look: Look) -> dict[str, str]:
    """The words that depend on the year and the kind of document."""
    kind = (report.kind if report else "") or style.get("kind", "final")
    document = report.profile.documents[0] if report and report.profile else look[f"document_{kind}"]
    year = report.year if report else 0
    return {
        "title": look[f"title_{kind}"].format(year=year, document=document) if year else "",
        "narrative": look["narrative"].format(document=document),
        "statements": look["statements"].format(document=document),
    }


def _blocks(markdown: str) -> Iterator[Block]:
    lines = (line.strip() for line in _CONTROL.sub("", markdown).splitlines())
    for is_table, group in groupby(filter(None, lines), key=lambda line: line.startswith("|") and line.endswith("|")):
        if is_table:
            rows = tuple(tuple(cell.strip() for cell in line[1:-1].split("|")) for line in group)
            yield Block(0, "", None, rows)
            continue
        for text in group:
            match = _HEADING.fullmatch(text)
            yield Block(min(len(match[1]), LEVELS), match[2]) if match else Block(0, text)


def _with_pictures(blocks: list[Block], pictures: Mapping[str, Sequence[Picture]]) -> Iterator[Block]:
    """The blocks with the pictures of each section after all of its text, what stands under smaller headings included."""
    waiting: list[tuple[int, Sequence[Picture]]] = []
    for block in [*blocks, None]:
        while waiting and (block is None or 0 < block.level <= waiting[-1][0]):
            yield from (Block(0, picture.title, picture) for picture in waiting.pop()[1])
        if block is not None:
            yield block
            if block.level and block.text in pictures:
                waiting.append((block.level, pictures[block.text]))


# ── title and contents ───────────────────────────────────────────────────────────────────────────────────────────────


def _front(document: WordDocument, lines: list[str]) -> None:
    """The title page, without a page number, and the number on the pages after it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    section = document.sections[0]
    section.different_first_page_header_footer = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _append(footer, _field("PAGE", "1"))
    for number, text in enumerate(lines):
        line = document.add_paragraph(style="Title")
        _runs(line, text)
        if not number:
            line.paragraph_format.space_before = Pt(160)


def _entries(blocks: list[Block], forms: list[_Form], part: str, look: Look) -> list[_Entry]:
    """The headings, those of the statements included, and about where they stand."""
    count = sum(block.level > 0 for block in blocks) + (len(forms) + 1 if forms else 0)
    pages = pages_of(blocks, first_page(count, look), look)
    found = [_Entry(block, page) for block, page in zip(blocks, pages, strict=True) if block.level]
    page = pages[-1] + 1
    if forms:
        found.append(_Entry(Block(1, part), page))
    for form in forms:
        found.append(_Entry(Block(2, form.title), page))
        page += form.pages
    return found


def _contents(document: WordDocument, entries: list[_Entry], look: Look) -> None:
    """A table of contents that Word brings up to date on opening; its entries are there already for other programs."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml import parse_xml
    from docx.shared import Pt

    document.add_paragraph(look["contents"], "Contents Title")
    for number, (block, page) in enumerate(entries):
        line = document.add_paragraph(style=f"toc {block.level}")
        line.paragraph_format.tab_stops.add_tab_stop(
            Pt(sheet_of(look).width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        if not number:
            _append(line, _begin(f'TOC \\o "1-{LEVELS}" \\h \\z \\u'))
        text = f'<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{escape(block.text)}</w:t>'
        shown = _field(f"PAGEREF {_mark(number)} \\h", str(page))
        link = f'<w:hyperlink w:anchor="{_mark(number)}" w:history="1">'
        _append(line, f"{link}<w:r>{text}</w:r><w:r><w:tab/></w:r>{shown}</w:hyperlink>")
        if number == len(entries) - 1:
            _append(line, _END)
    before = document.settings.element.xpath("w:hdrShapeDefaults | w:footnotePr | w:endnotePr | w:compat")
    before[0].addprevious(parse_xml(f'<w:updateFields {_W} w:val="true"/>'))


def _begin(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _field(code: str, shown: str) -> str:
    return _begin(code) + f"<w:r><w:t>{shown}</w:t></w:r>" + _END


def _append(paragraph: WordParagraph, xml: str) -> None:
    from docx.oxml import parse_xml

    for element in list(parse_xml(f"<w:p {_W}>{xml}</w:p>")):
        paragraph._p.append(element)


def _mark(number: int) -> str:
    return f"_Toc{number + 1:06}"


# ── sections ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _body(document: WordDocument, blocks: list[Block], look: Look) -> int:
    """Write the sections; how many headings there were."""
    number = 0
    for block in blocks:
        if block.level:
            _heading(document, block, number, new_page=not number)
            number += 1
        elif block.picture:
            _picture(document, block.picture, look)
        elif block.rows:
            _table(document, block.rows, look)
        else:
            _runs(document.add_paragraph(style="Body Text"), block.text)
    return number


def _table(document: WordDocument, rows: Sequence[Sequence[str]], look: Look) -> None:
    """A table of the text."""
    from docx.oxml import parse_xml

    drawing = draw_rows(rows, sheet_of(look).width, look["table_size"])
    document.element.body.insert(-1, parse_xml(table_xml(drawing)))
    document.add_paragraph(style="Table Text")


def _picture(document: WordDocument, picture: Picture, look: Look) -> None:
    """A picture with its caption, on one page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    line = document.add_paragraph(style="Table Text")
    line.alignment, line.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shape = line.add_run().add_picture(BytesIO(picture.png), Pt(picture_of(look).width))
    shape._inline.docPr.set("title", picture.title)
    shape._inline.docPr.set("descr", picture.alt)
    _runs(document.add_paragraph(style="Caption"), picture.title)


def _heading(document: WordDocument, block: Block, number: int, new_page: bool) -> WordParagraph:
    """A heading with the bookmark of its entry in the contents."""
    heading = document.add_paragraph(style=f"Heading {block.level}")
    heading.paragraph_format.page_break_before = new_page or None
    _append(heading, f'<w:bookmarkStart w:id="{number}" w:name="{_mark(number)}"/>')
    _runs(heading, block.text)
    _append(heading, f'<w:bookmarkEnd w:id="{number}"/>')
    return heading


def _runs(paragraph: WordParagraph, text: str) -> None:
    """The text, with what is still to be filled in (【…】) highlighted; quotation marks are Chinese characters here."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml.ns import qn

    for part in filter(None, _OPEN.split(text)):
        run = paragraph.add_run(part)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        if _OPEN.fullmatch(part):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


# ── statements ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _forms(report: Report, look: Look) -> list[_Form]:
    """The statements, cut to their pages; tables of performance belong to the text and are left to it."""
    found: list[_Form] = []
    for statement in report.statements:
        if statement.type is None or statement.type.rows == "performance":
            continue
        captions = _captions(report, statement, look)
        over = line_height(look) * (3 if not found else 1) + (len(captions) + 2) * _LINE
        wide = column_count(statement) > look["landscape_over"]
        drawing, sheet = _drawn(statement, wide, over, look)
        if not wide and not drawing.unbroken:
            wide = True
            drawing, sheet = _drawn(statement, wide, over, look)
        pages = math.ceil((drawing.height + over) / sheet.height)
        title = _quoted(report, statement.title_span) if statement.title_span is not None else statement.title
        found.append(_Form(title, captions, drawing, _note(report, statement), wide, pages))
    return found


def _drawn(statement: Statement, wide: bool, over: float, look: Look) -> tuple[Drawing, Sheet]:
    sheet = sheet_of(look, wide)
    return draw(statement, sheet.width, sheet.height - over, look["table_size"]), sheet


def _statements(document: WordDocument, forms: list[_Form], part: str, number: int, look: Look) -> None:
    """Each statement on a page of its own, the sheet turned for the wide ones; `number` headings come before."""
    from docx.enum.section import WD_SECTION
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml

    wide = False
    for at, form in enumerate(forms):
        new_page = form.wide == wide
        if form.wide != wide:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            section.different_first_page_header_footer = False
            set_page(section, look, form.wide)
            _close_section(document)
            wide = form.wide
        if not at:
            _heading(document, Block(1, part), number, new_page)
            new_page = False
        title = _heading(document, Block(2, form.title), number + 1 + at, new_page)
        title.alignment, title.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, 0
        for text in form.captions:
            line = document.add_paragraph(style="Table Text")
            _runs(line, text)
            line.alignment = WD_ALIGN_PARAGRAPH.LEFT if _is_organisation(text, look) else WD_ALIGN_PARAGRAPH.RIGHT
        document.element.body.insert(-1, parse_xml(table_xml(form.drawing)))
        _runs(document.add_paragraph(style="Table Text"), form.note)


def _close_section(document: WordDocument) -> None:
    """Let the section end with its last paragraph: one of its own might go over to an empty page."""
    end = document.element.body[-2]
    end.getprevious().get_or_add_pPr().append(end.pPr.sectPr)
    document.element.body.remove(end)


def _captions(report: Report, statement: Statement, look: Look) -> list[str]:
    """The lines between a statement's title and its table (公开01表, 编制部门, 单位), the unit in any case."""
    found: list[str] = []
    start = statement.title_span.end if statement.title_span is not None else len(report.document.source)
    for block in report.document.blocks:
        if block.span.start >= start:
            if not isinstance(block, Paragraph):
                break
            found.append(_quoted(report, block.span))
    if statement.unit is not None and not any(stated_unit(plain(text)) for text in found):
        found.append(look["unit"].format(unit=statement.unit.name))
    return found


def _note(report: Report, statement: Statement) -> str:
    """The note under a statement's table (注：…); empty if there is none."""
    for block in report.document.blocks[statement.index + 1 : statement.index + 2]:
        if isinstance(block, Paragraph) and block.flow.text.startswith(tuple(report.lexicon.labels["note"])):
            return _quoted(report, block.span)
    return ""


def _organisation(report: Report | None, look: Look) -> str:
    """The department's name as it stands over a statement; empty if it does not."""
    if report is None:
        return ""
    for block in report.document.blocks:
        if isinstance(block, Paragraph) and _is_organisation(block.flow.text, look):
            after = report.document.quote(block.span).replace("：", ":").partition(":")[2]
            return after.split()[0]  # the unit of the table may stand on the same line
    return ""


def _is_organisation(text: str, look: Look) -> bool:
    before, _, after = plain(text).partition(":")
    return bool(after) and before in map(plain, look["organisation"])


def _quoted(report: Report, span: Span) -> str:
    """A line of the document as it stands there, without spaces."""
    return "".join(_CONTROL.sub("", report.document.quote(span)).split())


def _saved(document: WordDocument, title: str) -> bytes:
    """The document's bytes, without the time of writing and the picture of python-docx's template."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "gouji", "gouji", ""
    core.created = core.modified = datetime(2000, 1, 1)
    core.language = "zh-CN"
    data = BytesIO()
    document.save(data)
    return packed(data.getvalue())
