"""How much of a file is read: what is more is refused in one sentence."""

from __future__ import annotations

from typing import NamedTuple

RECOGNISING = ("numpy", "onnxruntime", "opencv-python", "opencv-python-headless", "pillow", "rapidocr")
"""The packages of which the versions settle what is recognised on a picture."""


class Limits(NamedTuple):
    """The largest file in bytes, the most pages of a PDF, the most cells of a sheet or of a file's tables, and the
    seconds in which pages that are pictures are recognised: none unless that is asked for; and whether what was recognised is
    kept for the next run."""

    size: int = 20 * 1048576
    pages: int = 2000
    cells: int = 500_000
    ocr: float = 0
    keep: bool = False


DEFAULT = Limits()
