"""Segmenting text into lexicon words with jieba, on our own dictionary only."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

_UNUSED = ("pkg_resources", "hashlib", "tempfile", "jieba.finalseg")


@cache
def _jieba() -> Any:
    """jieba without what it imports only for its own dictionary and for guessing unknown words.

    That is most of its start-up. The module is private to gouji: who imports jieba elsewhere gets it whole.
    """
    saved = {name: module for name, module in sys.modules.items() if name.startswith("jieba")}
    for name in saved:
        del sys.modules[name]
    masked = [name for name in _UNUSED if name not in sys.modules]
    for name in masked:
        sys.modules[name] = _Unused(name)
    try:
        import jieba
    finally:
        for name in [*masked, *(name for name in sys.modules if name.startswith("jieba"))]:
            sys.modules.pop(name, None)
        sys.modules.update(saved)
    jieba.default_logger.setLevel(logging.ERROR)
    return jieba


class _Unused(ModuleType):
    """Stands for a module of which nothing is ever called."""

    def __getattr__(self, name: str) -> None:
        return None


class Segmenter:
    """Cuts text into the fewest known words and single unknown characters; of equals, the longer word first."""

    def __init__(self, words: Iterable[str]) -> None:
        self._tokenizer = _jieba().Tokenizer()
        frequencies: dict[str, int] = {}
        for word in words:
            frequencies[word] = 1
        for word in list(frequencies):
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        self._tokenizer.FREQ = frequencies
        self._tokenizer.initialized = True

    def with_words(self, words: Iterable[str]) -> Segmenter:
        """A segmenter that knows these words as well."""
        extended = object.__new__(Segmenter)
        extended._tokenizer = _jieba().Tokenizer()
        frequencies = dict(self._tokenizer.FREQ)
        for word in words:
            frequencies[word] = 1
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        extended._tokenizer.FREQ = frequencies
        extended._tokenizer.initialized = True
        return extended

    def words(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The known words of more than zero frequency in `text[start:end]`, as (start, end) pairs in order."""
        piece = text[start:end]
        if not piece:
            return
        tokenizer = self._tokenizer
        graph = tokenizer.get_DAG(piece)
        pieces = [0] * (len(piece) + 1)
        stops = [0] * len(piece)
        for at in range(len(piece) - 1, -1, -1):
            fewest = len(piece) + 1
            for last in graph[at]:
                count = pieces[last + 1]
                if count <= fewest:
                    fewest, stops[at] = count, last + 1
            pieces[at] = fewest + 1
        frequencies = tokenizer.FREQ
        at = 0
        while at < len(piece):
            stop = stops[at]
            if frequencies.get(piece[at:stop]):
                yield start + at, start + stop
            at = stop
