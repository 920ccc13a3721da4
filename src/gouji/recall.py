"""What was made of a piece of a document, for when the document comes again with little changed, as in an editor."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Recall(Generic[_T]):
    """Values by what they were made of. A value is given away once; what a round does not ask for is forgotten.

    >>> recall = Recall[int]()
    >>> recall.keep("a", 1)
    >>> recall.turn()
    >>> recall.take("a"), recall.take("a")
    (1, None)
    """

    def __init__(self) -> None:
        self._before: dict[Hashable, _T] = {}
        self._now: dict[Hashable, _T] = {}

    def turn(self) -> None:
        """The document comes again."""
        self._before, self._now = self._now, {}

    def take(self, key: Hashable) -> _T | None:
        return self._before.pop(key, None)

    def keep(self, key: Hashable, value: _T) -> None:
        self._now[key] = value
