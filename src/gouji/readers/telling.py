"""How far the reading of a long file has come: said to whoever listens, in a worker to the process that was started."""

from __future__ import annotations

from collections.abc import Callable


def nobody(done: int, total: int) -> None:
    """So many of so many pages are recognised."""


say: Callable[[int, int], None] = nobody


def listen(to: Callable[[int, int], None]) -> None:
    """Tell of every page from now on."""
    global say
    say = to
