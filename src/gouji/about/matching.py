"""Which of several documents is another one's counterpart: of the same unit, as the documents name it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from gouji.about.names import bare

T = TypeVar("T")


def counterparts(names: Sequence[str], others: Sequence[T], names_of: Callable[[T], Sequence[str]]) -> list[T]:
    """Those of others that are of the unit with these names: by the first name of each, else by any of them, else by one
    that leaves out the place before it. More than one where the names do not tell them apart.

    >>> counterparts(["甲市水务局"], ["甲市水务局幼儿园", "水务局", "乙市水务局"], lambda name: [name])
    ['水务局']
    """
    own = [bare(name) for name in names if name]
    told = [(other, [bare(name) for name in names_of(other) if name]) for other in others]
    told = [(other, theirs) for other, theirs in told if theirs]
    if not own:
        return []
    first = [other for other, theirs in told if theirs[0] == own[0]]
    return (
        first
        or [other for other, theirs in told if not set(own).isdisjoint(theirs)]
        or [other for other, theirs in told if theirs[0].endswith(own[0]) or own[0].endswith(theirs[0])]
    )
