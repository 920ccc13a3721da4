"""Which of many titles stand in a text: thousands of them cost no more than a few."""

from __future__ import annotations

from collections.abc import Iterable


class Titles:
    """A set of titles to be looked for."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._known = frozenset(titles)
        self._first = frozenset(title[0] for title in self._known)
        self._last = frozenset(title[-1] for title in self._known)
        self._longest = max(map(len, self._known), default=0)

    def within(self, text: str) -> list[tuple[int, int]]:
        """For each place in a text where a title begins, first to last, that and where the longest one ends."""
        ends = [end for end, character in enumerate(text, 1) if character in self._last][::-1]
        starts = [at for at, character in enumerate(text) if character in self._first] if ends else []
        found = []
        for at in starts:
            end = next((e for e in ends if at < e <= at + self._longest and text[at:e] in self._known), 0)
            if end:
                found.append((at, end))
        return found
