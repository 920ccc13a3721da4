"""The pages of a PDF that are pictures, recognised one after another."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from gouji.readers.errors import UnreadableError
from gouji.readers.ocr.engine import MissingEngineError, installed
from gouji.readers.ocr.picture import page_of, shot
from gouji.readers.pdf.page import Page


def recognise(data: bytes, name: str, pages: Sequence[Page], seconds: float) -> list[Page]:
    """What is on `pages`, on as many of them as can be begun in some seconds. Raises UnreadableError where there is no engine."""
    import pypdfium2

    try:
        engine = installed()
    except MissingEngineError:
        raise UnreadableError(
            f"{name}：有图片要识别，但没有安装识别文字的部件，请先运行 pip install 'gouji[ocr]'，或去掉 --ocr（配置里的 ocr）。"
        ) from None
    document = pypdfium2.PdfDocument(data)
    end = monotonic() + seconds
    found: list[Page] = []
    try:
        for page in pages:
            if monotonic() > end:
                break
            found.append(page_of(page.number, shot(document, page.number - 1), engine))
    finally:
        document.close()
    return found
