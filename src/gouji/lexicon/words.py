"""Segmenting text into lexicon words with jieba, on our own dictionary only."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from typing import Any


def _import_jieba() -> Any:
    """jieba without pkg_resources, which it imports only to find its own dictionary and which costs most of its start-up."""
    missing = object()
    saved = sys.modules.get("pkg_resources", missing)
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        if saved is missing:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = saved  # type: ignore[assignment]
    jieba.default_logger.setLevel(logging.ERROR)
    return jieba


class Segmenter:
    """Cuts text into the longest likely sequence of known words; what is unknown comes out character by character."""

    def __init__(self, words: Iterable[str]) -> None:
        self._tokenizer = _import_jieba().Tokenizer()
        frequencies: dict[str, int] = {}
        for word in words:
            frequencies[word] = 1
        for word in list(frequencies):
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        self._tokenizer.FREQ = frequencies
        self._tokenizer.total = 2 * max(1, len(frequencies))
        self._tokenizer.initialized = True

    def with_words(self, words: Iterable[str]) -> Segmenter:
        """A segmenter that knows these words as well."""
        extended = object.__new__(Segmenter)
        extended._tokenizer = _import_jieba().Tokenizer()
        frequencies = dict(self._tokenizer.FREQ)
        for word in words:
            frequencies[word] = 1
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        extended._tokenizer.FREQ = frequencies
        extended._tokenizer.total = self._tokenizer.total
        extended._tokenizer.initialized = True
        return extended

    def words(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The known words of more than zero frequency in `text[start:end]`, as (start, end) pairs in order."""
        piece = text[start:end]
        if not piece:
            return
        tokenizer = self._tokenizer
        graph = tokenizer.get_DAG(piece)
        route: dict[int, tuple[float, int]] = {}
        tokenizer.calc(piece, graph, route)
        frequencies = tokenizer.FREQ
        at = 0
        while at < len(piece):
            stop = route[at][1] + 1
            if frequencies.get(piece[at:stop]):
                yield start + at, start + stop
            at = stop
