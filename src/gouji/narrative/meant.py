"""What a number measures by the words before it, where they are certain."""

from __future__ import annotations

from gouji.facts import TOTALS
from gouji.lexicon import Dims
from gouji.narrative.parts import is_line, is_nested, whole_of
from gouji.narrative.phrases import gathered, is_path
from gouji.narrative.scene import HAN, Scene
from gouji.narrative.state import Phrase, State, compose, unknown
from gouji.narrative.vocabulary import Kind
from gouji.precompiled import pattern_of

_LEAST_UNKNOWN = 3
_ABREAST = pattern_of(r"N(?:[、v][hHnbifteEmMuO]*N)+,[HftO]*$")
"""两个科目支出分别为20.00万元、30.00万元，合计"""
_RESPECTIVE = pattern_of(r"r[^N.;]*N(?:[、v][^N.;]*N)+,[HftO]*$")
"""三类分别为20.00万元、30.00万元，合计: of those three."""
_SEVERAL = pattern_of(r"[两二三四五六七八九十\d]$")


def _is_modified(state: State, scene: Scene) -> bool:
    """Whether words that nobody knows stand before what tells no more than a source or a nature (国有资本经营收益财政拨款)."""
    phrase, own = state.phrase, state.phrase.dims
    words = scene.tokens[phrase.first : phrase.last]
    other = any(token.dims is not None and token.dims.scope not in ("", own.scope) for token in words)
    if other and any(token.kind is Kind.UNKNOWN for token in words):
        return True
    if scene.defines_nature(phrase.first, phrase.last, own.nature):
        return False
    return not phrase.is_head and scene.is_modified(state.clause, phrase.first, _LEAST_UNKNOWN)


def meant(state: State, scene: Scene, index: int) -> tuple[State, Dims | None]:
    """What a number measures by the phrase before it; None if that is not certain."""
    phrase = state.phrase
    if phrase.is_empty:
        speaks = scene.is_clear(state.clause, index) and state.last is None
        subject = state.subject
        led = state.clause > 0 and scene.tokens[state.clause - 1].text == ":"
        if not subject.measure and (led or subject.item in TOTALS):
            subject = subject._replace(
                measure=scene.measure
            )  # 收、支总计（含结转和结余）6,640.25万元; 支出：6,640.25万元
        return state, subject if speaks else None
    behind = range(phrase.last, index)
    if scene.unknown_behind(phrase.last, index) or any(scene.tokens[i].kind is Kind.DIFFERENCE for i in behind):
        return state, None
    if _follows_examples(state, scene):
        phrase = gathered(state._replace(phrase=Phrase()), scene, phrase.last - 1, phrase.last).phrase
        state = state._replace(phrase=phrase)
    elif _is_modified(state, scene):
        state = state._replace(subject=unknown(scene, index))
        measure = phrase.dims.measure or scene.measure
        return state, phrase.dims.over(state.subject)._replace(measure=measure)
    every = whole_of(phrase.items, scene.lexicon)
    if every:
        phrase = phrase._replace(dims=phrase.dims._replace(item=every), items=(every,))
        state = state._replace(phrase=phrase)
    dims = compose(state, scene)
    doubtful = (
        _is_of_several(state, scene)
        or _is_of_another_item(state, scene)
        or (
            own_total(phrase.dims)
            and _RESPECTIVE.search(scene.letters, scene.begin_of_sentence(index), index) is not None
        )
        or _joins_several(state, scene)
        or (dims.flow == "both" and own_total(phrase.dims) and stands_abreast(scene, index))
        or (phrase.is_head and scene.names_unknown(state.clause, phrase.first))
        or _begins_a_longer_name(state, scene)
        or (not phrase.items and phrase.first > 0 and scene.tokens[phrase.first - 1].kind is Kind.CODE)
        or _is_with_what_was_carried(state, scene)
        or (phrase.is_generic and _is_of_others(state, scene))
        or (phrase.dims.item == "total" and not phrase.names_total and bool(state.focus.spoken))
        or (len(set(phrase.items)) > 1 and not is_nested(phrase.items, scene.lexicon))
        or (dims.item and not phrase.items and (phrase.dims.scope or phrase.dims.nature) and is_line(dims.item))
    )
    return state, None if doubtful else dims


def stands_abreast(scene: Scene, index: int) -> bool:
    """Whether amounts stand side by side right before a place."""
    return _ABREAST.search(scene.letters, scene.begin_of_sentence(index), index) is not None


def own_total(dims: Dims) -> bool:
    """Whether words are no more than 合计."""
    return dims.item in TOTALS and not (dims.flow or dims.scope or dims.nature)


def _is_of_several(state: State, scene: Scene) -> bool:
    """会议费…；培训费…。两项合计10.71万元: what several things make up is not the total of what the headings speak of."""
    before = scene.flow.text[: scene.start(state.phrase.first)]
    counted = next((word for word in scene.lexicon.phrases["exhaustive"]["counted"] if before.endswith(word)), "")
    return state.phrase.dims.item in TOTALS and bool(counted and _SEVERAL.search(before.removesuffix(counted)))


def _is_of_another_item(state: State, scene: Scene) -> bool:
    """占比最高的是节能环保支出，支出1,342.50万元: whether right before a bare 支出 stands an item that is not what was spoken of."""
    phrase, subject = state.phrase, state.subject.item
    before = scene.tokens[phrase.first - 2] if scene.letters[max(phrase.first - 1, 0) : phrase.first] == "," else None
    if before is None or before.kind is not Kind.ITEM or not phrase.is_generic:
        return False
    name = scene.lexicon.name_of(subject[0], subject[2:], scene.setting.year) if subject[1:2] == ":" else ""
    return not name or (name not in before.text and before.text not in name)


def _is_with_what_was_carried(state: State, scene: Scene) -> bool:
    """含上年结转后支出3,498.73万元: of whatever was spoken of, and no total of the unit."""
    said = scene.text(state.phrase.first, state.phrase.last)
    return any(word in said for word in scene.lexicon.phrases["base"]["carried_in"])


def _joins_several(state: State, scene: Scene) -> bool:
    """事业收入与其他收入合计50.00万元: of both."""
    phrase, closing = state.phrase, scene.lexicon.phrases["exhaustive"]
    words = [token.text for token in scene.tokens[phrase.first : phrase.last] if token.dims is None]
    ends = scene.text(phrase.first, phrase.last).endswith(closing["sums"])
    return ends and phrase.dims.flow != "both" and any(word in closing["joins"] for word in words)


def _begins_a_longer_name(state: State, scene: Scene) -> bool:
    """体育彩票公益金…支出: whether the 科目 that a phrase begins with is but the beginning of the name of something else."""
    token, behind = scene.tokens[state.phrase.first], scene.tokens[state.phrase.first + 1 : state.phrase.last]
    longer = bool(behind) and behind[0].kind is Kind.UNKNOWN and len(HAN.findall(behind[0].text)) >= _LEAST_UNKNOWN
    return token.kind is Kind.ITEM and longer and not is_path(token, scene)


def _follows_examples(state: State, scene: Scene) -> bool:
    """基本工资、津贴补贴等人员经费支出…: of all that the nature means, of which some is named first."""
    last = state.phrase.last - 1
    dims, before = scene.tokens[last].dims, scene.text(state.clause, last)
    named = before.endswith(tuple(scene.lexicon.phrases["includes"]["open"])) and "、" in before
    return named and dims is not None and (is_line(dims.item) or (bool(dims.nature) and not dims.item))


def _is_of_others(state: State, scene: Scene) -> bool:
    """Whether the words before a bare 支出 say whose it is, and do not name the document's own unit in short."""
    first, last = _behind_year(state, scene), state.phrase.first
    own = bool(scene.setting.units) and scene.is_own(scene.unknown_before(first, last))
    return scene.is_modified(first, last) and not own


def _behind_year(state: State, scene: Scene) -> int:
    """Where the words before a phrase begin, behind a year."""
    first = state.clause
    for index in range(state.clause, state.phrase.first):
        if scene.tokens[index].kind is Kind.YEAR:
            first = index + 1
    return first
