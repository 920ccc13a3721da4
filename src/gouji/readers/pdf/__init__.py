"""The PDF reader: text layer and ruling lines of a `.pdf` → Document, through pypdfium2.

Pages are laid out as text: one line per paragraph, one line of tab-separated cells per row of a table. The text reader
does the rest; every word and cell keeps its page and box.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gouji.document import Document
from gouji.readers.errors import UnreadableError
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.pdf.flow import Block, blocks_of, write
from gouji.readers.pdf.fonts import use_square_font
from gouji.readers.pdf.forms import overdrawn
from gouji.readers.pdf.lines import lines_of
from gouji.readers.pdf.margins import without_margins
from gouji.readers.pdf.pages import Page, read_page
from gouji.readers.pdf.tables import grids
from gouji.readers.pdf.unruled import loose_of, part_rows
from gouji.readers.text import read_text

_COVERED = 0.3
_DRAWN = 100
_FEW = 10
_FEW_CHARACTERS = 200_000
_MOST_RATIO = 10  # characters for a byte; real files have a fifth of one

__all__ = ["read_pdf"]


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a PDF called `name`, within the limits. Raises UnreadableError."""
    pages = _pages(data, name, limits.pages)
    ruled = [grids(page) for page in pages]
    tops = [found[0].top if found else page.height for page, (found, _) in zip(pages, ruled, strict=True)]
    lines = without_margins(pages, [lines_of(outside) for _, outside in ruled], tops)
    blocks: list[list[Block]] = []
    unread: list[Page] = []
    for page, own, (found, _) in zip(pages, lines, ruled, strict=True):
        if _is_unread(page, own, bool(found)):
            unread.append(page)
        for grid in found:
            part_rows(grid)
        loose, rest = loose_of(page, own)
        blocks.append(blocks_of(page, rest, [*found, *loose]))
    if len(unread) == len(pages) or not any(page.glyphs for page in pages):
        raise UnreadableError(
            f"{name}：这份 PDF 里没有文字，只有图片（多为扫描件），请提供由 Word、WPS 或 Excel 直接导出的 PDF，或先做文字识别。"
        )
    writer = write(pages, blocks)
    document = read_text(writer.text, name, writer.titles)
    document.anchors = writer.anchors
    for at, doubt in writer.doubts:
        for _, table in document.tables():
            if table.span.start <= at <= table.span.end and doubt not in table.doubts:
                table.doubts.append(doubt)
    clipped = {page.number for page in pages if any(glyph.text.isdigit() for glyph in page.clipped)}
    for _, table in document.tables():
        if table.gathered and any(anchor.page in clipped for anchor in document.anchors_of(table.span)):
            table.doubts.append("这几页有数字被裁掉，表可能不完整")
    document.remarks = _remarks(unread)
    return document


def _pages(data: bytes, name: str, most_pages: int) -> list[Page]:
    import pypdfium2

    use_square_font()
    if b"%PDF" not in data[:1024]:
        raise UnreadableError(f"{name}：这不是 PDF 文件（开头没有 %PDF 标记），请确认文件没有改错扩展名。")
    if _is_cut(data):
        raise UnreadableError(f"{name}：这份 PDF 不完整（没有结尾标记），请重新下载或重新导出。")
    if number := overdrawn(data):
        raise UnreadableError(f"{name}：第{number}页的图形层层套用，多得不正常，没有读取，请重新导出。")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise UnreadableError(f"{name}：这份 PDF 有打开密码，请先去掉密码再检查。") from None
        raise UnreadableError(f"{name}：打不开这份 PDF，文件已损坏，请重新下载或重新导出。") from None
    try:
        if len(document) > most_pages:
            raise UnreadableError(
                f"{name}：共 {len(document)} 页，超过上限 {most_pages} 页，请拆分，或用 --max-pages 提高上限。"
            )
        most = max(_FEW_CHARACTERS, _MOST_RATIO * len(data))
        pages: list[Page] = []
        for index in range(len(document)):
            pages.append(_page(document, index, name))
            most -= len(pages[-1].glyphs) + len(pages[-1].clipped)
            if most < 0:
                raise UnreadableError(
                    f"{name}：读到第{index + 1}页，字数已经多得和文件大小不相称，没有核对，请重新导出。"
                )
        return pages
    finally:
        document.close()


def _page(document: Any, index: int, name: str) -> Page:
    import pypdfium2

    try:
        return read_page(document, index)
    except pypdfium2.PdfiumError:
        raise UnreadableError(f"{name}：第{index + 1}页已损坏，请重新下载或重新导出。") from None


def _is_cut(data: bytes) -> bool:
    """Whether the end of the file is missing: objects follow its last end mark, or it has none."""
    end = data.rfind(b"%%EOF")
    return end < 0 or b" obj" in data[end:]


def _is_unread(page: Page, lines: Sequence[object], has_tables: bool) -> bool:
    """Whether what a page shows is a picture or drawn outlines, not text."""
    if has_tables or (len(page.glyphs) > _FEW and lines):
        return False
    return page.picture > _COVERED or page.outlines > _DRAWN


def _remarks(unread: Sequence[Page]) -> list[str]:
    return [f"第{page.number}页为图片，没有读取" for page in unread]
