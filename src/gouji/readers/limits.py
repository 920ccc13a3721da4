"""How much of a file is read: what is more is refused in one sentence."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """The largest file in bytes, the most pages of a PDF, the most cells of a sheet or of a file's tables, and the
    seconds in which pages that are pictures are recognised: none unless that is asked for."""

    size: int = 20 * 1048576
    pages: int = 2000
    cells: int = 500_000
    ocr: float = 0


DEFAULT = Limits()
