"""What is larger than a budget, or less: 决算数大于年初预算数."""

from __future__ import annotations

from gouji.facts import Word
from gouji.lexicon import Dims
from gouji.narrative.claims import Claim, Comparison
from gouji.narrative.frames import BUDGETS, Found
from gouji.narrative.scene import Scene
from gouji.narrative.state import Phrase, State, compose, is_budget
from gouji.narrative.ways import word_at

Step = tuple[State, list[Claim]]


def comparison(state: State, scene: Scene, found: Found) -> Step:
    """决算数大于年初预算数."""
    left = compose(state, scene) if not state.phrase.is_empty else state.subject._replace(measure=scene.measure)
    right = scene.tokens[found.at("measure")].dims
    assert right is not None
    state = state._replace(phrase=Phrase())
    counted = scene.letters[found.end :].lstrip("fO")[:1] == "C"  # 决算数小于年初预算数的4个: of some items
    if right.period or not is_budget(right) or counted:
        return state, []
    after, told = compared(state, scene, left, right.measure, word_at(scene, found.at("word")))
    told.amount = scene.facts.get(found.at("amount"))
    return after, [told]


def compared(state: State, scene: Scene, left: Dims, right: str, word: Word) -> tuple[State, Comparison]:
    """Something against a budget of its own."""
    measure = left.measure if left.measure not in BUDGETS else scene.measure
    left = left._replace(measure=measure or scene.measure, period=0)
    order = {"budget": ("budget", "full", "initial")}.get(right, (right,))
    word.role = "comparison"
    told = Comparison(
        left, tuple(left._replace(measure=m) for m in order), word, scene.paragraph, scene.start(state.clause)
    )
    return state._replace(told=state.told._replace(explained=word)), told
