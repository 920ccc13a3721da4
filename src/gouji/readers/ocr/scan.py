"""The pages and pictures of a file, recognised one after another, as many as there are time and room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

from gouji.cache import Cache
from gouji.readers import telling
from gouji.readers.errors import UnreadableError
from gouji.readers.limits import Limits
from gouji.readers.ocr.engine import Engine, MissingEngineError, installed
from gouji.readers.ocr.kept import Kept
from gouji.readers.ocr.picture import Shot, page_of, shot
from gouji.readers.pdf.page import Box, Glyph, Inset, Page, Rule

MOST = 500
"""How many pages and pictures of a file are recognised."""

_FEW = 10  # characters: a picture with less is no table
_PAGES, _PICTURES = "为图片", "有图片"

Wanted = tuple[Page, Box | None]
"""A page that is a picture, or a page and the box of a picture on it."""


class Machine:
    """An engine, and how long it may still be asked. `why` it is not asked any more, else ""."""

    def __init__(self, name: str, limits: Limits) -> None:
        """Raises UnreadableError where there is no engine."""
        try:
            self._engine: Engine = installed()
        except MissingEngineError:
            raise UnreadableError(
                f"{name}：有图片要识别，但没有安装识别文字的部件，请先运行 pip install 'gouji[ocr]'，或去掉 --ocr（配置里的 ocr）。"
            ) from None
        if limits.keep:
            self._engine = Kept(self._engine, Cache())
        self._end = monotonic() + limits.ocr
        self._asked = 0
        self.why = ""

    def read(self, number: int, take: Callable[[], Shot], total: int) -> Page | None:
        """What is on a picture; None if there is no time for it, or too many were before it."""
        if not self.why and self._asked >= MOST:
            self.why = f"没有识别（一份文件最多识别{MOST}页图片），请拆成几份"
        if not self.why and monotonic() > self._end:
            self.why = "来不及识别，可用 --timeout 给更多的时间"
        if self.why:
            return None
        telling.say(self._asked, total)
        self._asked += 1
        page = page_of(number, take(), self._engine)
        telling.say(self._asked, total)
        return page

    def close(self) -> None:
        if isinstance(self._engine, Kept):
            self._engine.close()


class Recognised(NamedTuple):
    """Pages of a file with what was recognised on them, by number; which of them are pictures and which have some; and for
    which there was no time, and why."""

    pages: dict[int, Page]
    found: dict[str, list[int]]
    late: list[int]
    why: str


def recognised(data: bytes, name: str, wanted: Sequence[Wanted], limits: Limits) -> Recognised:
    """What is on pages of a PDF, on as many of them as can be begun in time. Raises UnreadableError."""
    import pypdfium2

    machine = Machine(name, limits)
    document = pypdfium2.PdfDocument(data)
    pages: dict[int, Page] = {}
    found: dict[str, list[int]] = {_PAGES: [], _PICTURES: []}
    late: list[int] = []
    try:
        for page, box in wanted:
            number = page.number
            own = machine.read(number, lambda page=page, box=box: shot(document, page, box), len(wanted))  # type: ignore[misc]
            if own is None:
                late.append(number)
            elif box is None and own.glyphs:
                pages[number] = own._replace(sheet=page.sheet)
                found[_PAGES].append(number)
            elif box is not None and len(own.glyphs) >= _FEW:
                pages[number] = _with(pages.get(number, page), own, box)
                found[_PICTURES].append(number)
    finally:
        document.close()
        machine.close()
    return Recognised(pages, found, late, machine.why)


def _with(page: Page, own: Page, box: Box) -> Page:
    """A page with what was read on a picture of it, which is made smaller where it lay on its side."""
    left, top, right, bottom = box
    scale = min((right - left) / own.width, (bottom - top) / own.height, 1.0)
    glyphs = [_moved(glyph, left, top, scale) for glyph in own.glyphs]
    rules = [Rule(left + r.x0 * scale, top + r.y0 * scale, left + r.x1 * scale, top + r.y1 * scale) for r in own.rules]
    unread = [(left + x * scale, top + y * scale) for x, y in own.unread]
    return page._replace(
        glyphs=page.glyphs + glyphs,
        rules=page.rules + rules,
        unread=[*page.unread, *unread],
        insets=[*page.insets, Inset(box, scale, own)],
    )


def _moved(glyph: Glyph, left: float, top: float, scale: float) -> Glyph:
    return glyph._replace(
        x0=left + glyph.x0 * scale, x1=left + glyph.x1 * scale, base=top + glyph.base * scale, em=glyph.em * scale
    )
