"""The PDF reader: text layer and ruling lines of a `.pdf` → Document, through pypdfium2.

Pages are laid out as text: one line per paragraph, one line of tab-separated cells per row of a table. The text reader
does the rest; every word and cell keeps its page and box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gouji.document import Document, Pictured
from gouji.readers.errors import UnreadableError
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.pdf.fonts import use_square_font
from gouji.readers.pdf.forms import overdrawn
from gouji.readers.pdf.halves import apart
from gouji.readers.pdf.lines import Writer
from gouji.readers.pdf.page import Box, Page
from gouji.readers.pdf.pages import read_page
from gouji.readers.pdf.sheets import laid_out, written
from gouji.readers.pdf.wide import joined
from gouji.readers.text import read_text

if TYPE_CHECKING:
    from gouji.readers.ocr.scan import Recognised

_FEW_CHARACTERS = 200_000
_MOST_RATIO = 10  # characters for a byte; real files have a fifth of one

__all__ = ["read_pdf"]


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a PDF called `name`, within the limits. Raises UnreadableError."""
    sheets = laid_out(apart(_pages(data, name, limits.pages)))
    unread = [sheet.page for sheet in sheets if sheet.is_unread]
    behind = [sheet.page for sheet in sheets if sheet.is_behind and not sheet.is_unread]
    remarks: list[str] = []
    wanted: list[tuple[Page, Box | None]] = []
    if limits.ocr:
        wanted = [(page, None) for page in [*unread, *behind]]
        beside = [sheet for sheet in sheets if not (sheet.is_unread or sheet.is_behind)]
        wanted += [(sheet.page, box) for sheet in beside for box in sheet.pictures()]
    if wanted:
        from gouji.readers.ocr.scan import recognised

        tried = recognised(data, name, wanted, limits)
        sheets = laid_out([tried.pages.get(sheet.page.number, sheet.page) for sheet in sheets])
        remarks = _remarks(tried)
        unread = [page for page in unread if page.number not in tried.pages]
        behind = [page for page in behind if page.number not in tried.pages]
    pages = [sheet.page for sheet in sheets]
    if len(unread) == len(pages) or not any(page.glyphs for page in pages):
        raise UnreadableError(
            f"{name}：这份 PDF 里没有文字，只有图片（多为扫描件），请提供由 Word、WPS 或 Excel 直接导出的 PDF，或用文字识别（命令行加 --ocr）。"
        )
    document = _document(name, written(joined(sheets)), pages)
    if document.recognised.offsets:
        document.pictures = [Pictured(0, data)]
    document.remarks = [*(f"{page.name}为图片，没有读取" for page in unread), *remarks, *_remarks_behind(behind)]
    return document


def _document(name: str, writer: Writer, pages: Sequence[Page]) -> Document:
    document = read_text(writer.text, name, writer.titles)
    document.anchors, document.recognised = writer.anchors, writer.recognised
    writer.doubt(document)
    clipped = {page.displayed for page in pages if any(glyph.text.isdigit() for glyph in page.clipped)}
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


def _remarks(tried: Recognised) -> list[str]:
    told = "文字由机器识别，可能有误，据此发现的问题只作疑点"
    remarks = [f"第{_numbers(pages)}页{what}，{told}" for what, pages in tried.found.items() if pages]
    if tried.late:
        remarks.append(f"第{_numbers(tried.late)}页{tried.why}")
    return remarks


def _remarks_behind(pages: Sequence[Page]) -> list[str]:
    if not pages:
        return []
    numbers = _numbers([page.number for page in pages])
    return [f"第{numbers}页为扫描的图片，衬在后面的文字是别的程序识别的，据此对不上的数不作为问题报告"]


def _numbers(pages: Iterable[int]) -> str:
    return "、".join(map(str, dict.fromkeys(pages)))
