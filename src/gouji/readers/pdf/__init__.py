"""The PDF reader: text layer and ruling lines of a `.pdf` → Document, through pypdfium2.

Pages are laid out as text: one line per paragraph, one line of tab-separated cells per row of a table. The text reader
does the rest; every word and cell keeps its page and box.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from gouji.document import Document
from gouji.readers.errors import UnreadableError
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.pdf.flow import Block, blocks_of, write
from gouji.readers.pdf.fonts import use_square_font
from gouji.readers.pdf.forms import overdrawn
from gouji.readers.pdf.lines import Line, Writer, lines_of
from gouji.readers.pdf.margins import without_margins
from gouji.readers.pdf.page import Page
from gouji.readers.pdf.pages import read_page
from gouji.readers.pdf.tables import Grid, grids
from gouji.readers.pdf.unruled import loose_of, part_rows
from gouji.readers.text import read_text

_COVERED = 0.3
_DRAWN = 100
_FEW = 10
_FEW_CHARACTERS = 200_000
_MOST_RATIO = 10  # characters for a byte; real files have a fifth of one

__all__ = ["read_pdf"]


class _Sheet(NamedTuple):
    """A page with the tables that lines draw on it and the lines outside them."""

    page: Page
    grids: list[Grid]
    lines: list[Line]

    @property
    def is_unread(self) -> bool:
        """Whether what the page shows is a picture or drawn outlines, not text."""
        if self.grids or (len(self.page.glyphs) > _FEW and self.lines):
            return False
        return self.page.picture > _COVERED or self.page.outlines > _DRAWN

    @property
    def is_behind(self) -> bool:
        """Whether the text of the page is not what is seen, but what another program recognised on its picture."""
        return 2 * sum(glyph.score > 0 for glyph in self.page.glyphs) > len(self.page.glyphs)


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a PDF called `name`, within the limits. Raises UnreadableError."""
    sheets = _laid_out(_pages(data, name, limits.pages))
    unread = [sheet.page for sheet in sheets if sheet.is_unread]
    behind = [sheet.page for sheet in sheets if sheet.is_behind and not sheet.is_unread]
    recognised: list[Page] = []
    late: list[Page] = []
    if (unread or behind) and limits.ocr:
        from gouji.readers.ocr.scan import recognise

        wanted = [*unread, *behind]
        tried = recognise(data, name, wanted, limits.ocr)
        late = wanted[len(tried) :]
        recognised = [page for page in tried if page.glyphs]
        by_number = {page.number: page for page in recognised}
        sheets = _laid_out([by_number.get(sheet.page.number, sheet.page) for sheet in sheets])
        unread = [page for page in unread if page.number not in by_number]
        behind = [page for page in behind if page.number not in by_number]
    pages = [sheet.page for sheet in sheets]
    if len(unread) == len(pages) or not any(page.glyphs for page in pages):
        raise UnreadableError(
            f"{name}：这份 PDF 里没有文字，只有图片（多为扫描件），请提供由 Word、WPS 或 Excel 直接导出的 PDF，或加 --ocr 作文字识别。"
        )
    blocks: list[list[Block]] = []
    for page, found, lines in sheets:
        for grid in found:
            part_rows(grid)
        loose, rest = loose_of(page, lines)
        blocks.append(blocks_of(page, rest, [*found, *loose]))
    document = _document(name, write(pages, blocks), pages)
    document.remarks = [*_remarks(unread, recognised, late), *_remarks_behind(behind)]
    return document


def _laid_out(pages: Sequence[Page]) -> list[_Sheet]:
    ruled = [grids(page) for page in pages]
    tops = [found[0].top if found else page.height for page, (found, _) in zip(pages, ruled, strict=True)]
    lines = without_margins(pages, [lines_of(outside) for _, outside in ruled], tops)
    return [_Sheet(page, found, own) for page, (found, _), own in zip(pages, ruled, lines, strict=True)]


def _document(name: str, writer: Writer, pages: Sequence[Page]) -> Document:
    document = read_text(writer.text, name, writer.titles)
    document.anchors, document.recognised = writer.anchors, writer.recognised
    for at, doubt in writer.doubts:
        for _, table in document.tables():
            if table.span.start <= at <= table.span.end and doubt not in table.doubts:
                table.doubts.append(doubt)
    clipped = {page.number for page in pages if any(glyph.text.isdigit() for glyph in page.clipped)}
    for _, table in document.tables():
        if table.gathered and any(anchor.page in clipped for anchor in document.anchors_of(table.span)):
            table.doubts.append("这几页有数字被裁掉，表可能不完整")
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


def _remarks(unread: Sequence[Page], recognised: Sequence[Page], late: Sequence[Page]) -> list[str]:
    remarks = [f"第{page.number}页为图片，没有读取" for page in unread]
    if recognised:
        remarks.append(f"第{_numbers(recognised)}页为图片，文字由机器识别，可能有误，据此发现的问题只作疑点")
    if late:
        remarks.append(f"第{_numbers(late)}页来不及识别，可用 --timeout 给更多的时间")
    return remarks


def _remarks_behind(pages: Sequence[Page]) -> list[str]:
    if not pages:
        return []
    return [f"第{_numbers(pages)}页为扫描的图片，衬在后面的文字是别的程序识别的，据此对不上的数不作为问题报告"]


def _numbers(pages: Sequence[Page]) -> str:
    return "、".join(str(page.number) for page in pages)
