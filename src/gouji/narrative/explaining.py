"""Reasons that are movements themselves: 比上年减少40.23万元，主要原因是基本支出减少6.08万元，项目支出减少34.15万元."""

from __future__ import annotations

from gouji.narrative.claims import Explained
from gouji.narrative.phrases import gathered
from gouji.narrative.scene import Scene
from gouji.narrative.state import Phrase, State, compose
from gouji.narrative.ways import word_at
from gouji.precompiled import pattern_of

_MOVEMENT = pattern_of(r"[:fuO_]*(?P<name>[hHnbi][hHnbifOtmM]*)(?P<way>D)[fO]*(?P<amount>N)[,、;]?")
_LEAST = 2


def explaining(state: State, scene: Scene, index: int) -> list[Explained]:
    """What the reason that begins at a token says that a change is made up of, if it is a list of named movements and tells no
    other amount."""
    change = state.told.changes[-1] if state.told.changes else None
    if change is None or change.amount is None or not change.words[0].sign:
        return []
    end = min(scene.end_of_sentence(index, "。"), scene.next_mark(index, "("))
    parts, at = [], index
    while (told := _MOVEMENT.match(scene.letters, at, end)) is not None:
        first, way = told.start("name"), told.start("way")
        named = gathered(state._replace(phrase=Phrase()), scene, first, told.end("name"))
        if scene.names_unknown(at, first) or scene.is_modified(at, first):
            return []
        parts.append((compose(named, scene), scene.facts[told.start("amount")], word_at(scene, way)))
        at = told.end()
    rest = scene.letters[at:end]
    return [Explained(change, tuple(parts))] if len(parts) >= _LEAST and _ends(rest) else []


def _ends(rest: str) -> bool:
    """Whether behind the movements nothing else is told, or a list of something else."""
    return "N" not in rest.partition("a")[0]
