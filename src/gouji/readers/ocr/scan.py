"""The pages of a PDF that are pictures, recognised one after another."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.readers.errors import UnreadableError
from gouji.readers.ocr.engine import MissingEngineError, installed
from gouji.readers.ocr.picture import page_of, shot
from gouji.readers.pdf.page import Page


def recognise(data: bytes, name: str, pages: Sequence[Page]) -> list[Page]:
    """Those of `pages` on which there is text. Raises UnreadableError where there is no engine."""
    import pypdfium2

    try:
        engine = installed()
    except MissingEngineError:
        raise UnreadableError(
            f"{name}：有图片要识别，但没有安装识别文字的部件，请先运行 pip install 'gouji[ocr]'，或去掉 --ocr（配置里的 ocr）。"
        ) from None
    document = pypdfium2.PdfDocument(data)
    try:
        found = [page_of(page.number, shot(document, page.number - 1), engine) for page in pages]
    finally:
        document.close()
    return [page for page in found if page.glyphs]
