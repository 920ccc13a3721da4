"""What recognises text: a picture → lines of characters, each with its box and how sure the machine is of it.

RapidOCR (PP-OCR models in its wheel, no network) stands behind `Engine`; another one takes its place in `installed`.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, Protocol

_RATHER = 0.5  # a line below it is noise: the grain of a picture, a seal, a signature
_SMALL = 32  # pixels: less is no page


class MissingEngineError(Exception):
    """No engine is installed."""


class Sign(NamedTuple):
    """A character: its box in pixels of the picture, from its top left, and a score from 0 to 1."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    score: float


class Engine(Protocol):
    """Recognises the text of a picture (height × width × 3, RGB): its lines, each left to right."""

    def lines(self, picture: Any) -> list[list[Sign]]: ...


@cache
def installed() -> Engine:
    """The engine of this installation, loaded once. Raises MissingEngineError."""
    try:
        import onnxruntime
        import rapidocr
    except ImportError:
        raise MissingEngineError from None
    onnxruntime.set_default_logger_severity(4)
    return _Rapid(rapidocr)


class _Rapid:
    """RapidOCR on one thread: documents are what gouji does at the same time, not parts of a page."""

    def __init__(self, rapidocr: Any) -> None:
        threads = {f"EngineConfig.onnxruntime.{way}_op_num_threads": 1 for way in ("intra", "inter")}
        own = {"Global.log_level": "critical", "Global.use_cls": False, "Global.max_side_len": 1 << 15}
        self._engine = rapidocr.RapidOCR(params={**own, **threads})

    def lines(self, picture: Any) -> list[list[Sign]]:
        if min(picture.shape[:2]) < _SMALL:
            return []
        import numpy as np

        # Each cut out of a picture that is not contiguous copies the whole of it.
        blue_first = np.ascontiguousarray(picture[:, :, ::-1])
        found = self._engine(blue_first, return_word_box=True, return_single_char_box=True)
        if not len(found):
            return []
        lines = []
        for text, mean, words in zip(found.txts, found.scores, found.word_results, strict=True):
            if mean >= _RATHER:
                lines.append(_signs(text, mean, words))
        return [line for line in lines if line]


def _signs(text: str, mean: float, words: Any) -> list[Sign]:
    """A line's characters. Where it has spaces, the scores of RapidOCR are not those of the characters beside them, and
    the last ones are lost: the least that any of them can have is then taken for all."""
    scores = [score for _, score, _ in words]
    lost = len(text) - len(words)
    if lost:
        rest = mean * len(text) - sum(scores) - (lost - 1)
        scores = [max(min(*scores, rest), 0.01)] * len(scores)
    signs = []
    for (char, _, quad), score in zip(words, scores, strict=True):
        xs, ys = [x for x, _ in quad], [y for _, y in quad]
        signs.append(Sign(char, min(xs), min(ys), max(xs), max(ys), float(score)))
    return signs
