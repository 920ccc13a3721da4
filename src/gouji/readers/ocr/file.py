"""A picture in a file (PNG, JPEG, TIFF …) → a `Shot`, or nothing where it is too small for a table, too large, or no picture."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from gouji.readers.ocr.picture import MOST_PIXELS, Shot

_LEAST = (240, 60)  # pixels
_LARGEST = 64_000_000  # pixels that are unpacked
_WIDTH = 480.0  # points: of the text of a page, which tables go across


def is_large(data: bytes) -> bool:
    """Whether a file is a picture that a table may be on, as its first bytes tell."""
    from PIL import Image

    try:
        width, height = Image.open(BytesIO(data)).size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return width >= _LEAST[0] and height >= _LEAST[1] and width * height <= _LARGEST


def picture(data: bytes) -> Any:
    """The picture, upright as its camera held it, on white; None if it is none that a table may be on."""
    from PIL import Image, ImageOps

    if not is_large(data):
        return None
    try:
        upright = ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGBA")
    except (OSError, ValueError, SyntaxError):
        return None
    white = Image.new("RGBA", upright.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, upright).convert("RGB")


def shot_of(found: Any) -> Shot:
    """A picture, no larger than can be read in bounded time."""
    import numpy as np

    width, height = found.size
    factor = (MOST_PIXELS / (width * height)) ** 0.5
    if factor < 1:
        found = found.resize((round(width * factor), round(height * factor)))
    return Shot(np.asarray(found), max(found.size[0] / _WIDTH, 1.0), guessed=True)
