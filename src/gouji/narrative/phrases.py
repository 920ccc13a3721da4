"""Noun phrases: how terms, items and years gather into what a number measures."""

from __future__ import annotations

from gouji.facts import BALANCES, TOTALS
from gouji.lexicon import Dims
from gouji.lexicon.lexicon import code_class
from gouji.narrative.claims import YearMention
from gouji.narrative.parts import is_line
from gouji.narrative.scene import Scene
from gouji.narrative.state import Phrase, State
from gouji.narrative.vocabulary import Kind, Token

_JOINERS = frozenset(["", "、", "和", "及", "与", "以及"])


def gathered(state: State, scene: Scene, first: int, last: int) -> State:
    """The state after the words of some tokens have joined the phrase."""
    for index in range(first, last):
        token = scene.tokens[index]
        if token.kind is Kind.TERM:
            state = term(state, scene, index)
        elif token.kind is Kind.ITEM:
            state = item(state, scene, index)
        elif token.kind is Kind.YEAR:
            state = _dated(state, scene, index)
    return state


def term(state: State, scene: Scene, index: int) -> State:
    dims = scene.tokens[index].dims
    assert dims is not None
    if dims.nature:
        state = state._replace(focus=state.focus._replace(natures=state.focus.natures | {dims.nature}))
    return _gather(state, scene, dims, index)


def _gather(state: State, scene: Scene, dims: Dims, index: int) -> State:
    phrase = state.phrase
    between = scene.text(phrase.last, index) if phrase.last >= 0 else ""
    flow, before = dims.flow, phrase.dims.flow
    if flow and before and {flow, before} == {"income", "expenditure"} and between in _JOINERS:
        flow = "both"
    items = phrase.items
    if dims.item and dims.item not in TOTALS:
        items = (*items, dims.item)
    if before in BALANCES and flow in ("income", "expenditure"):
        flow = before  # 上年结转的一般公共预算收入
    merged = dims._replace(flow=flow).over(phrase.dims)
    names_total = bool(dims.flow and dims.item in TOTALS)
    if names_total and is_line(phrase.dims.item) and "、" not in between:
        merged, names_total = merged._replace(item=phrase.dims.item), False  # “三公”经费财政拨款支出合计
    names_total = phrase.names_total or names_total
    first = phrase.first if phrase.first >= 0 else index
    return state._replace(phrase=Phrase(merged, first, index + 1, items, phrase.year, names_total))


def item(state: State, scene: Scene, index: int) -> State:
    token, lexicon = scene.tokens[index], scene.lexicon
    context = state.phrase.dims.over(state.groups[-1].parent if state.groups else scene.base)
    path = is_path(token, scene)
    if not path and not token.text.endswith(")") and state.phrase.is_empty and _is_glued(state, scene, index):
        return state
    if path and not context.item:
        context = context._replace(item=scene.sections.dims.item)  # （3）医疗保障管理事务（款） over ①行政运行（项）
    code = scene.setting.items.resolve(token, context)
    if code:
        return _gather(state, scene, Dims(item=f"{code_class(code)}:{code}"), index)
    if path and lexicon.levels:
        return _gather(state, scene, Dims(item="N:" + "/".join(token.names)), index)
    return state


def is_path(token: Token, scene: Scene) -> bool:
    """Whether an item is written by level: X（类）Y（款）."""
    return bool(token.names) and len(token.names[0]) > 1 and token.names[0][0] in scene.lexicon.levels


def _is_glued(state: State, scene: Scene, index: int) -> bool:
    """A 科目 name that is only the tail of a longer name (离休干部医疗费) is not that 科目."""
    first = index
    while first > state.clause and scene.tokens[first - 1].kind in (Kind.FILLER, Kind.UNKNOWN, Kind.OF):
        first -= 1
    return bool(scene.unknown_before(first, index))


def year(state: State, scene: Scene, index: int, role: str = "") -> tuple[State, YearMention]:
    """A year that is told: the sentence's own, or that of a moment (截至2024年底)."""
    token = scene.tokens[index]
    as_of = index > 0 and scene.tokens[index - 1].text in scene.setting.words.as_of
    role = role or ("as-of" if as_of else "own")
    told = YearMention(
        int(token.text),
        scene.flow.span(token.start, token.end),
        role,
        scene.paragraph,
        token.start,
        scene.sections.section,
    )
    if role != "base":
        state = _dated(state, scene, index)
        if not as_of and not _is_of_a_day(scene, index):
            state = state._replace(focus=state.focus._replace(year=told.year))
    return state, told


def _dated(state: State, scene: Scene, index: int) -> State:
    return state._replace(phrase=state.phrase._replace(year=int(scene.tokens[index].text)))


def _is_of_a_day(scene: Scene, index: int) -> bool:
    """Whether a year is that of a date (2024年12月31日)."""
    following = next((t for t in scene.tokens[index + 1 :] if t.kind is not Kind.FILLER), None)
    return following is not None and following.kind is Kind.DATE
