"""How much of a file is read: what is more is refused in one sentence."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """The largest file in bytes, the most pages of a PDF, the most cells of a sheet or of a file's tables; and whether
    pages that are pictures are recognised."""

    size: int = 20 * 1048576
    pages: int = 2000
    cells: int = 500_000
    ocr: bool = False


DEFAULT = Limits()
