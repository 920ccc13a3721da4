"""One step of the discourse: a frame, or a word that stands alone, takes the state to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gouji.narrative import bases, changes, moves, reckoned, shares
from gouji.narrative.absences import absence
from gouji.narrative.asides import breaks_down, explained, reason, stop
from gouji.narrative.claims import Claim, Unfiscal
from gouji.narrative.comparisons import comparison
from gouji.narrative.frames import Found, Frames
from gouji.narrative.lists import among, purpose
from gouji.narrative.phrases import item, term, year
from gouji.narrative.scene import Scene
from gouji.narrative.state import PURPOSE, Phrase, State, excluding, unknown
from gouji.narrative.values import reach, respectively, value
from gouji.narrative.vocabulary import Kind
from gouji.narrative.ways import word_at


class Step(NamedTuple):
    """Where the discourse is after a step, what the step claims, and the token to go on with."""

    state: State
    claims: list[Claim]
    end: int


FRAMES: dict[str, Callable[[State, Scene, Found], tuple[State, list[Claim]] | None]] = {
    "opening": bases.opening,
    "base": bases.base,
    "several-bases": bases.several_bases,
    "base-of-the-same": bases.base_of_the_same,
    "base-with-its-amount": bases.base_with_its_amount,
    "base-with-its-balance": bases.base_with_its_balance,
    "prior-behind": bases.prior_behind,
    "from-to": moves.from_to,
    "implied-base": bases.implied_base,
    "fulfilled": shares.fulfilled,
    "between": changes.between,
    "adjusted": changes.adjusted,
    "each-changed": moves.each_changed,
    "each-named-changed": moves.each_named_changed,
    "between-two": moves.between_two,
    "change": changes.change,
    "uncounted": changes.uncounted,
    "change-rate": changes.change_rate,
    "bracketed-amount": changes.bracketed_amount,
    "bracketed-change": changes.bracketed_change,
    "bracketed-rate": changes.bracketed_rate,
    "bracketed-way": changes.bracketed_way,
    "restated": moves.restated,
    "moved": moves.moved,
    "count-moved": moves.count_moved,
    "times": shares.times,
    "signed-rate": moves.signed_rate,
    "difference-rate": moves.difference_rate,
    "difference-amount": moves.difference_amount,
    "points": moves.points,
    "flat": changes.flat,
    "comparison": comparison,
    "share": shares.share,
    "shares": shares.shares,
    "share-of-an-amount": shares.share_of_an_amount,
    "completion": shares.completion,
    "completed": shares.completed,
    "worked-out": reckoned.worked_out,
    "fulfilled-count": reckoned.fulfilled_count,
    "completed-pair": reckoned.completed_pair,
    "rate": shares.rate,
    "respectively": respectively,
    "reach": reach,
    "value": value,
}


def read(state: State, scene: Scene, frames: Frames) -> tuple[State, list[Claim]]:
    """Every token of a paragraph, and its end."""
    claims: list[Claim] = []
    index = next((i for i, token in enumerate(scene.tokens) if token.start >= scene.marker), len(scene.tokens))
    state = state._replace(clause=index)
    while index < len(scene.tokens):
        state, said, index = step(state, scene, index, frames)
        claims += said
    state, said = stop(state, scene, index, "。")
    return state, claims + said


def step(state: State, scene: Scene, index: int, frames: Frames) -> Step:
    """The frame that begins at a token, else the token alone."""
    if state.reason == PURPOSE and _resumes(scene, index, frames):
        state = state._replace(clause=index, brackets=state.brackets._replace(reason=-1))
    if state.reason != -1:
        return _in_reason(state, scene, index)
    for found in frames.at(scene.letters, index):
        said = FRAMES[found.claim](state, scene, found)
        if said is not None:
            return Step(*said, found.end)
    return _alone(state, scene, index)


def _excludes(scene: Scene, index: int) -> bool:
    """Whether the numbers behind are of less or other than what was told (剔除这一因素，…; 按可比口径，…)."""
    text, words = scene.tokens[index].text, scene.lexicon.phrases["base"]
    return text in words["excluding"] or (text in words["comparable"] and scene.letters[index + 1 : index + 2] == ",")


def _defines(scene: Scene, index: int) -> bool:
    """Whether a clause tells what the amount before it is (…万元，为当年取得的资金，比上年增加…)."""
    if (
        scene.letters[max(0, index - 2) : index] != "N,"
        or scene.tokens[index].text not in scene.setting.words.definition
    ):
        return False
    return "R" not in scene.letters[index : scene.end_of_sentence(index, "。;,")]


def _resumes(scene: Scene, index: int, frames: Frames) -> bool:
    """Whether, behind what the money is for, a comparison speaks of the amount again (反映…的支出，比上年增加…)."""
    if scene.letters[index] not in "vI" or index == 0 or scene.tokens[index - 1].text != ",":
        return False
    base = next((found for found in frames.at(scene.letters, index) if found.claim == "base"), None)
    return base is not None and scene.letters[base.end : base.end + 1] in ("D", "G")


def _in_reason(state: State, scene: Scene, index: int) -> Step:
    """Inside a reason, numbers measure other things than the accounts."""
    token = scene.tokens[index]
    if token.kind is Kind.STOP:
        return Step(*stop(state, scene, index, token.text), index + 1)
    if token.kind is Kind.AMONG and breaks_down(state, scene, index):
        state, claims = explained(state, scene, index)
        state, said, end = among(state, scene, index)
        return Step(state, claims + said, end)
    fact = scene.facts.get(index)
    if fact is None:
        return Step(state, [], index + 1)
    fact.firm = False
    return Step(state, [Unfiscal(fact, "reason")], index + 1)


def _alone(state: State, scene: Scene, index: int) -> Step:
    token, claims = scene.tokens[index], list[Claim]()
    match token.kind:
        case Kind.STOP:
            state, claims = stop(state, scene, index, token.text)
        case Kind.TERM:
            state = term(state, scene, index)
        case Kind.ITEM:
            state = item(state, scene, index)
        case Kind.YEAR:
            state, told = year(state, scene, index)
            claims = [told]
        case Kind.DIRECTION:
            word = word_at(scene, index)
            state = state._replace(told=state.told._replace(explained=word, pending=word))
        case Kind.COMPARISON:
            state = state._replace(phrase=Phrase())
        case Kind.AMONG | Kind.INCLUDES:
            return Step(*among(state, scene, index))
        case Kind.REASON:
            state, claims = reason(state, scene, index)
        case Kind.PURPOSE:
            state, claims = purpose(state, scene)
        case Kind.ABSENCE:
            return Step(*absence(state, scene, index))
        case Kind.APART if _excludes(scene, index):
            state = excluding(state, index)
        case Kind.APART:
            state = state._replace(subject=unknown(scene, index), aside=None, phrase=Phrase(), base=None)
        case Kind.FILLER if _defines(scene, index):
            state, claims = purpose(state, scene)
        case Kind.ALMOST:
            state = state._replace(phrase=Phrase(), base=None)
        case _:
            pass
    return Step(state, claims, index + 1)
