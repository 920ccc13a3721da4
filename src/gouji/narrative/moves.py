"""Moves told with both ends, and differences told by a noun: 由上年的5.20万元降至4.16万元, 较上年的60.20%提高2.15个百分点."""

from __future__ import annotations

from gouji.narrative.changes import Step, base_with_its_amount, begun, word_at
from gouji.narrative.claims import Agreement, Each, Moved
from gouji.narrative.frames import Found
from gouji.narrative.scene import Scene
from gouji.narrative.state import State, is_unknown
from gouji.narrative.values import consumed, reach
from gouji.precompiled import pattern_of

_BOTH = pattern_of(r"m[fO]*(?P<prior>N),[ex][fO]*(?P<current>N),u?E?$")
_BUDGETED = pattern_of(r"(?P<current>N),[mn][ftOE]*(?P<prior>N),[fO]*$")


def from_to(state: State, scene: Scene, found: Found) -> Step | None:
    """由上年的5.20万元降至4.16万元，下降20%: what it was, what it is, the way between, and perhaps its rate; of what nobody knows
    as well."""
    way, rate = found.at("way"), found.at("rate")
    words = [word_at(scene, each) for each in (way, found.at("again")) if each >= 0]
    based, claims = base_with_its_amount(state, scene, found)
    first = found.start if state.phrase.is_empty else state.phrase.first
    if is_unknown(based.spoken_of) or scene.unknown_before(state.clause, first):
        if rate < 0:
            return None
        current, prior = scene.facts[found.at("amount")], scene.facts[found.at("prior")]
        prior.keys = ()
        moved = Moved(current, prior, scene.facts[rate], words[-1])
        return consumed(state, found.end - 1), [Agreement(words[0], words[-1]), moved]
    reached = reach(based._replace(clause=way), scene, found)
    if reached is None:
        return None
    after, said = reached
    told = after.told._replace(prior=based.told.prior)
    after, change = begun(after._replace(told=told), scene, after.spoken_of, words[0], way)
    change.words += words[1:]
    change.rate = scene.facts.get(rate)
    return consumed(after, found.end - 1), [*claims, *said, change]


def points(state: State, scene: Scene, found: Found) -> Step | None:
    """62.35%，较上年的60.20%提高2.15个百分点: of the rate directly before."""
    prior, way, index = found.at("prior"), found.at("way"), found.at("points")
    before = found.start - 2
    if scene.letters[max(0, before) : found.start] != "R,":
        return None
    word = word_at(scene, way)
    told = Moved(scene.facts[before], scene.facts[prior], scene.facts[index], word)
    state = state._replace(told=state.told._replace(explained=word, pending=None))
    return consumed(state, index), [told]


def difference_rate(state: State, scene: Scene, found: Found) -> Step | None:
    """年初预算数880.00万元，决算数1,013.06万元，预决算差异率15.12%: of the two amounts directly before."""
    told = _BOTH.search(scene.letters[: found.start])
    if told is None:
        return None
    prior, current = scene.facts.get(told.start("prior")), scene.facts.get(told.start("current"))
    if prior is None or current is None:
        return None
    index = found.at("rate")
    rate = scene.facts[index]
    grown = current.quantity.value > prior.quantity.value or rate.quantity.value < 0
    moved = Moved(current, prior, rate, word_at(scene, found.at("word"), 1 if grown else -1))
    return consumed(state, index), [moved]


def difference_amount(state: State, scene: Scene, found: Found) -> Step | None:
    """支出4.10万元，年初预算5.00万元，差值为0.90万元: of the two amounts directly before."""
    told = _BUDGETED.search(scene.letters, 0, found.start)
    current, prior = (scene.facts.get(told.start(slot)) if told else None for slot in ("current", "prior"))
    if current is None or prior is None:
        return None
    index = found.at("amount")
    grown = current.quantity.value > prior.quantity.value
    moved = Moved(current, prior, scene.facts[index], word_at(scene, found.at("word"), 1 if grown else -1))
    return consumed(state._replace(base=None), index), [moved]


def restated(state: State, scene: Scene, found: Found) -> Step | None:
    """1.26万元（12,600.00元）: the amount right before, in another unit."""
    told, again = scene.facts.get(found.start - 1), scene.facts[found.at("amount")]
    if told is None or scene.letters[found.start - 1] != "N" or told.quantity.unit.name == again.quantity.unit.name:
        return None
    return state, [Each(again, scene.text(found.start, found.end), told)]
