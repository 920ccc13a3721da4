"""One font for all that a PDF names but does not hold, so that what is read is the same on every machine.

pdfium measures such characters in whatever font the machine has, and leaves out words whose characters it finds to be
empty, as all Chinese ones are on a bare server. Every character of this font is the same square.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

# Their widths need not be in a file, for they are in pdfium.
_BUILT_IN = (b"Helvetica", b"Times", b"Courier", b"Symbol", b"ZapfDingbats", b"Arial")
_EM = 1000


@cache
def use_square_font() -> None:
    """Have pdfium take the font of squares in this process, unless someone has set up fonts of his own."""
    from pypdfium2 import PdfSysfontBase

    if PdfSysfontBase.SINGLETON is not None:
        return
    font = _square_font()

    def data(_: Any, __: Any, ___: Any, table: int, buffer: Any, size: int) -> int:
        if buffer and size >= len(font) and not table:
            ctypes.memmove(buffer, font, len(font))
        return 0 if table else len(font)

    fonts = {
        "EnumFonts": lambda *_: None,
        "MapFont": _find,
        "GetFont": lambda *_: 0,
        "GetFontData": data,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 1,
        "DeleteFont": lambda *_: None,
    }
    type("SquareFont", (PdfSysfontBase,), fonts)().setup()


def _find(*request: Any) -> int:
    """Whether the squares stand for the font that pdfium requests: its name is the last but one of what it passes."""
    name = ctypes.cast(request[-2], ctypes.c_char_p).value or b""
    return 0 if name.startswith(_BUILT_IN) else 1


def _square_font() -> bytes:
    """A TrueType font in which every character is a square of most of the em."""
    low, high = -_EM // 10, _EM * 9 // 10
    square = struct.pack(">5hH H", 1, 0, low, _EM, high, 3, 0) + bytes([1] * 4)
    square += struct.pack(">4h 4h", 0, _EM, 0, -_EM, low, 0, high - low, 0)
    square += bytes(-len(square) % 4)
    tables = {
        b"cmap": struct.pack(">HH HHL HHLLL LLL", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 1),
        b"glyf": square * 2,
        b"head": struct.pack(
            ">LLLL HH QQ 4h HH hhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0, 0, low, _EM, high, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(
            ">L hhh H hhh hhh hhhh h H", 0x10000, high, low, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 1
        ),
        b"hmtx": struct.pack(">Hhh", _EM, 0, 0),
        b"loca": struct.pack(">LLL", 0, len(square), 2 * len(square)),
        b"maxp": struct.pack(">L 14H", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    at = 12 + 16 * len(tables)
    directory, body = struct.pack(">L 4H", 0x10000, len(tables), 64, 2, 48), b""
    for name, data in tables.items():
        directory += struct.pack(">4s LLL", name, 0, at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return directory + body
