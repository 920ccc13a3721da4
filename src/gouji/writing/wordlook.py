"""How a Word file looks: `templates/word.toml`, changed by the `[word]` table of a style, made into styles and pages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.folders import data_folder
from gouji.writing.styles import StyleError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section
    from docx.styles.style import ParagraphStyle

LEVELS = 3
CAPTION_GAP = 10  # points under the caption of a picture
Look = Mapping[str, Any]

_MULTIPLE_BELOW = 5  # a line spacing from here on is in points
_POINT = 12700  # in Word's unit of length


class Sheet(NamedTuple):
    """The size of the text on a page, or of a picture, in points."""

    width: float
    height: float


def look_of(style: Mapping[str, Any]) -> Look:
    """The look of a style. Raises StyleError."""
    look: dict[str, Any] = tomllib.loads((data_folder("templates") / "word.toml").read_text("utf-8"))
    for key, value in style.get("word", {}).items():
        if key not in look:
            raise StyleError(f"style.toml 的 [word]：不认识“{key}”，可用的有 {'、'.join(look)}。")
        known = look[key]
        alike = isinstance(value, int | float) if isinstance(known, int | float) else type(value) is type(known)
        if not alike or (isinstance(known, list) and isinstance(known[0], int) and len(value) != len(known)):
            raise StyleError(f"style.toml 的 [word]：“{key}”应如 {known!r}，现在是 {value!r}。")
        look[key] = value
    return look


def line_height(look: Look) -> float:
    """The height of a line of the body, in points."""
    spacing: float = look["line_spacing"]
    return spacing * look["body_size"] * 1.3 if spacing < _MULTIPLE_BELOW else spacing


def add_styles(document: WordDocument, look: Look) -> None:
    """Set the styles of Word's template, and add those for tables and contents."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    styles = document.styles
    for language in styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")
    _font(styles["Normal"], look["body_font"], look["body_size"], look)
    styles["Normal"].paragraph_format.space_after = Pt(0)
    _font(styles["Body Text"], look["body_font"], look["body_size"], look)
    _spaced(styles["Body Text"], look, indent=look["indent"])
    styles["Body Text"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for level, size in enumerate(look["heading_sizes"], 1):
        heading = styles[f"Heading {level}"]
        _font(heading, look["heading_font"], size, look, bold=level == LEVELS)
        _spaced(heading, look, indent=look["indent"] if level > 1 else 0)
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0 if level > 1 else 14)
        heading.paragraph_format.keep_with_next = True
    styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = styles["Title"]
    _font(title, look["title_font"], look["title_size"], look)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(24)
    for border in title.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
    table = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    _font(table, look["table_font"], look["table_size"], look)
    table.paragraph_format.line_spacing = 1.0
    table.paragraph_format.space_before = table.paragraph_format.space_after = Pt(1)
    caption = styles["Caption"]
    _font(caption, look["table_font"], look["table_size"], look)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.line_spacing = 1.0
    caption.paragraph_format.space_after = Pt(CAPTION_GAP)
    contents = styles.add_style("Contents Title", WD_STYLE_TYPE.PARAGRAPH)
    _font(contents, look["heading_font"], look["heading_sizes"][0], look)
    contents.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    contents.paragraph_format.page_break_before = True
    contents.paragraph_format.space_after = Pt(14)
    for level in range(1, LEVELS + 1):
        entry = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        _font(entry, look["body_font"], look["contents_size"], look)
        entry.paragraph_format.line_spacing = Pt(look["contents_spacing"])
        entry.paragraph_format.space_after = Pt(0)
        entry.paragraph_format.left_indent = Pt(look["contents_size"] * (level - 1))


def _font(style: ParagraphStyle, name: str, size: float, look: Look, bold: bool = False) -> None:
    """One font for Chinese text and one for the rest, in black; the theme of Word's template would override both."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), look["latin_font"])
    fonts.set(qn("w:eastAsia"), name)


def _spaced(style: ParagraphStyle, look: Look, indent: int = 0) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    spacing, layout = look["line_spacing"], style.paragraph_format
    layout.line_spacing = float(spacing) if spacing < _MULTIPLE_BELOW else Pt(spacing)
    layout.space_after = Pt(0)
    if indent:
        layout.first_line_indent = Pt(look["body_size"] * indent)
        style.element.pPr.ind.set(qn("w:firstLineChars"), str(indent * 100))


def set_page(section: Section, look: Look, wide: bool = False) -> None:
    """A4 with the margins of the look, upright or turned."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    top, right, bottom, left = _margins(look, wide)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)


def sheet_of(look: Look, wide: bool = False) -> Sheet:
    """The size of the text on a page."""
    top, right, bottom, left = _margins(look, wide)
    width, height = (297, 210) if wide else (210, 297)
    return Sheet((width - left - right) / 25.4 * 72, (height - top - bottom) / 25.4 * 72)


def picture_of(look: Look) -> Sheet:
    """The size of a picture: somewhat narrower than the text."""
    width = sheet_of(look).width * 0.9
    return Sheet(width, width * 0.45)


def _margins(look: Look, wide: bool) -> list[float]:
    """Top, right, bottom, left; a turned sheet takes its margins with it."""
    top, right, bottom, left = look["margins"]
    return [left, top, right, bottom] if wide else [top, right, bottom, left]
