"""Rows: the amounts of a paragraph in their order, as a list or a sum would have them, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gouji.narrative.claims import Amount, Row
from gouji.narrative.scene import HAN, Scene
from gouji.narrative.vocabulary import Kind

_BASE = regex.compile(r"[vI][YpmMeExknbhHiftO]*$")
_WAY = regex.compile(r"[DG][ftOKrMEH]*$")
_OPENS = regex.compile(r"[alzq:(]|[hnmMeE][ft]+,")
_LEAST_NAME = 2


def row(scene: Scene) -> Row:
    """The amounts and counts of a paragraph; what a comparison starts from (比2023年…万元) is none of them."""
    return Row(scene.paragraph, scene.level, tuple(_amounts(scene)))


def _amounts(scene: Scene) -> Iterator[Amount]:
    at = [index for index, letter in enumerate(scene.letters) if letter in "NC" and index in scene.facts]
    before = 0
    for index, following in zip(at, [*at[1:], len(scene.letters)], strict=False):
        lead = scene.letters[before:index]
        if not _BASE.search(lead):
            way = _WAY.search(lead)
            sign = scene.tokens[before + way.start()].sign if way else 0
            opens = bool(_OPENS.search(scene.letters[index + 1 : following]))
            yield Amount(scene.facts[index], sign, _noun(scene, before, index), opens)
        before = index + 1


def _noun(scene: Scene, first: int, last: int) -> str:
    """The words directly before an amount, where some of them are nobody's but its own."""
    start = last
    while start > first and scene.tokens[start - 1].kind not in (Kind.STOP, Kind.AMONG, Kind.INCLUDES):
        start -= 1
    unknown = "".join(t.text for t in scene.tokens[start:last] if t.kind is Kind.UNKNOWN)
    return "".join(scene.text(start, last).split()) if len(HAN.findall(unknown)) >= _LEAST_NAME else ""
