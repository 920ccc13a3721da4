"""Rates told with the numbers that they are of: 控制率89.38%（实际28.60万元/预算32.00万元×100%）, 改造86台，完成计划80台的107.50%."""

from __future__ import annotations

from gouji.facts import Fact
from gouji.narrative.changes import Step
from gouji.narrative.claims import Ratio
from gouji.narrative.frames import Found
from gouji.narrative.scene import Scene
from gouji.narrative.state import State, unknown
from gouji.narrative.values import consumed
from gouji.precompiled import pattern_of

_PLANNED = pattern_of(r"(?P<plan>[^NRCBP.;,()]+)(?P<whole>[NC]),(?P<what>[^NRCBP.;,()YphHnbi]*)(?P<part>[NC]),?$")


def worked_out(state: State, scene: Scene, found: Found) -> Step | None:
    """89.38%（实际支出28.60万元/预算安排32.00万元×100%）: the formula itself; its numbers are told for nothing else."""
    part, whole, rate = (scene.facts[found.at(slot)] for slot in ("part", "whole", "rate"))
    return _told(state, scene, found, "share", part, whole, rate)


def fulfilled_count(state: State, scene: Scene, found: Found) -> Step | None:
    """86台，完成计划80台的107.50%: the count right before, of the one that was planned."""
    part, index = scene.facts.get(found.start - 1), found.at("whole")
    planned = scene.text(found.start + 1, index)
    words = scene.lexicon.phrases["of_plan"]["planned"]
    if part is None or scene.letters[found.start - 1] != "C" or not any(word in planned for word in words):
        return None
    return _told(state, scene, found, "completion", part, scene.facts[index], scene.facts[found.at("rate")])


def completed_pair(state: State, scene: Scene, found: Found) -> Step | None:
    """计划培训200人，实际培训180人，完成率90%; 基本支出预算420万元，执行420万元，执行率100%: of the two right before; of two amounts that the book
    knows, a completion says so itself."""
    end = found.start if scene.letters[found.start] == "k" else state.clause
    rates = scene.lexicon.phrases["of_plan"]["rates"]
    if end != found.start and not scene.text(end, found.at("rate")).endswith(rates):
        return None
    told = _PLANNED.search(scene.letters, 0, end)
    part, whole = (scene.facts.get(told.start(slot)) if told else None for slot in ("part", "whole"))
    if told is None or part is None or whole is None or not all(key.item[:2] == "P:" for key in part.keys):
        return None
    group = "of_budget" if scene.letters[told.start("part")] == "N" else "of_plan"
    plan, done = (scene.text(*told.span(slot)) for slot in ("plan", "what"))
    words = scene.lexicon.phrases[group]
    if not any(word in plan for word in words["planned"]) or not any(word in done for word in words["spent"]):
        return None
    part.keys, part.firm = (), True
    return _told(state, scene, found, "completion", part, whole, scene.facts[found.at("rate")])


def _told(state: State, scene: Scene, found: Found, kind: str, part: Fact, whole: Fact, rate: Fact) -> Step | None:
    """The claim, where both numbers are of one unit; nothing else is spoken of then than before."""
    if part.quantity.unit.dimension != whole.quantity.unit.dimension:
        return None
    at = scene.start(found.start)
    claim = Ratio(unknown(scene, found.start), (), rate, kind, scene.paragraph, at, part, whole)
    return consumed(state, found.end - 1), [claim]
