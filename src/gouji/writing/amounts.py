"""Amounts that know where they come from, and the marks by which a number keeps its provenance through a template."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple


class Source(NamedTuple):
    """Where a number was read: the file, the place in it, what it is there, and the text as it stands there."""

    file: str
    place: str
    what: str
    text: str


class Amount(NamedTuple):
    """A value in its base unit (元, or 1 for counts), with where it comes from and, if computed, how."""

    value: Decimal
    sources: tuple[Source, ...]
    formula: str = ""


class Written(NamedTuple):
    """A number of the drafted text: where it stands there, and what it comes from."""

    offset: int
    text: str
    formula: str
    sources: tuple[Source, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "offset": self.offset,
            "length": len(self.text),
            "text": self.text,
            "formula": self.formula or None,
            "sources": [source._asdict() for source in self.sources],
        }


_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}(\\d+){_MIDDLE}(.*?){_CLOSE}", re.S)


class Marks:
    """Marks numbers while a text is written; `lift` takes the marks out again and tells where the numbers stand."""

    def __init__(self) -> None:
        self._noted: list[tuple[str, tuple[Source, ...]]] = []

    def mark(self, text: str, sources: tuple[Source, ...], formula: str = "") -> str:
        self._noted.append((formula, sources))
        return f"{_OPEN}{len(self._noted) - 1}{_MIDDLE}{text}{_CLOSE}"

    def lift(self, marked: str) -> tuple[str, list[Written]]:
        """The text without marks, and every marked number in its order."""
        pieces: list[str] = []
        found: list[Written] = []
        at = last = 0
        for match in _MARK.finditer(marked):
            pieces += (marked[last : match.start()], match[2])
            at += match.start() - last
            formula, sources = self._noted[int(match[1])]
            found.append(Written(at, match[2], formula, sources))
            at += len(match[2])
            last = match.end()
        pieces.append(marked[last:])
        return "".join(pieces), found
