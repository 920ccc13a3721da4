"""Frames around tables: a web page lays its content out in boxes, and printed these run around its titles, texts and tables alike."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from gouji.readers.pdf.page import Rule

_SAME = 0.8  # points within which two lines meet
_MARGIN = 12.0  # less than a column is wide
_FEWEST = 2
_DEEPEST = 6  # frames, one in another


def without_frames(rules: Sequence[Rule]) -> list[Rule]:
    """The ruling lines of a page without those of boxes that only stand around others."""
    inner = list(rules)
    for _ in range(_DEEPEST):
        frame = _outermost(inner)
        if not frame:
            break
        inner = [rule for rule in inner if rule not in frame]
    return inner


def _outermost(rules: Sequence[Rule]) -> set[Rule]:
    """The lines of the box around all tables. Those of a table meet one another, and where they only nearly do, there are no
    others close beside them at which its lines end."""
    uprights = [rule for rule in rules if rule.x0 == rule.x1 and rule.y0 != rule.y1]
    if len(uprights) <= _FEWEST:
        return set()
    left, right = min(rule.x0 for rule in uprights), max(rule.x0 for rule in uprights)
    sides = [[rule for rule in uprights if _meet(rule.x0, side)] for side in (left, right)]
    within = sorted({rule.x0 for rule in uprights if not _meet(rule.x0, left) and not _meet(rule.x0, right)})
    levels = [rule for rule in rules if rule.y0 == rule.y1]
    ends = [rule for rule in levels if _meet(rule.x0, left)], [rule for rule in levels if _meet(rule.x1, right)]
    inner = [rule for rule in levels if left + _SAME < rule.x0 and rule.x1 < right - _SAME]
    if len(within) < _FEWEST or len(inner) < _FEWEST:
        return set()
    first, last = min(rule.x0 for rule in inner), max(rule.x1 for rule in inner)
    closed = (
        first - left < _MARGIN and _is_among(within, first),
        right - last < _MARGIN and _is_among(within, last),
    )
    alone = [side for side, own, is_closed in zip(sides, ends, closed, strict=True) if is_closed and not own]
    if alone:
        return {rule for side in alone for rule in side}
    own = {*ends[0], *ends[1]}
    if not all(closed) or not all(_meet(rule.x0, left) and _meet(rule.x1, right) for rule in own):
        return set()
    heights = sorted(rule.y0 for rule in own)
    inside = [rule for rule in uprights if not _meet(rule.x0, left) and not _meet(rule.x0, right)]
    if any(_is_among(heights, end) for rule in inside for end in (rule.y0, rule.y1)):
        return set()
    return {*sides[0], *sides[1], *own}


def _is_among(places: list[float], at: float) -> bool:
    """Whether one of some places, which are sorted, meets this one."""
    near = bisect_left(places, at - _SAME)
    return near < len(places) and places[near] <= at + _SAME


def _meet(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME
