"""The discourse: what is being spoken of at a point of a paragraph, as a value that never changes.

A step takes a state and gives the next one; a bracket keeps the state before it and returns to it.
"""

from __future__ import annotations

from typing import NamedTuple

from gouji.facts import BALANCES, TOTALS, Fact, FactKey, Word
from gouji.lexicon import NOTHING, Dims
from gouji.narrative.claims import Change, Group
from gouji.narrative.frames import BUDGETS
from gouji.narrative.scene import Scene


class Phrase(NamedTuple):
    """The terms gathered since the last number or stop: what they settle, the first token and the one behind the last."""

    dims: Dims = NOTHING
    first: int = -1
    last: int = -1
    items: tuple[str, ...] = ()
    year: int = 0
    names_total: bool = False

    @property
    def is_head(self) -> bool:
        return bool(self.dims.scope or self.dims.flow or self.dims.item)

    @property
    def is_empty(self) -> bool:
        return self.first < 0

    @property
    def is_generic(self) -> bool:
        """A bare 支出, 收入 or 合计, which says nothing of whose it is."""
        dims = self.dims
        return (
            self.is_head and not dims.scope and not dims.nature and dims.item in ("", *TOTALS) and dims.flow != "both"
        )


NO_PHRASE = Phrase()


class Stated(NamedTuple):
    """A number and what it measures."""

    fact: Fact
    dims: Dims


class Base(NamedTuple):
    """What a comparison starts from (比上年), the token that opened it, and what kind of amount its clause names (预算数比上年…)."""

    dims: Dims
    at: int
    measure: str = ""


class Focus(NamedTuple):
    """What a sentence speaks of: its topic, what was named in it, what a colon put in front; `under` which nature of
    spending items are told (人员经费：①…), UNKNOWN if nobody knows; `every` all spending of a nature (所有项目支出…，涉及资金…)."""

    topic: Dims | None = None
    headed: Dims | None = None
    spoken: tuple[Dims, ...] = ()
    leading: Dims | None = None
    fresh: bool = True
    year: int = 0
    natures: frozenset[str] = frozenset()
    under: str = ""
    every: Dims | None = None


class Told(NamedTuple):
    """What was said last, for what may follow it: a reason, a rate, a count; `before` are the changes of the paragraph before."""

    explained: Word | None = None
    pending: Word | None = None
    reached: Word | None = None
    changes: tuple[Change, ...] = ()
    before: tuple[Change, ...] = ()
    prior: Fact | None = None
    counted: Dims | None = None
    counted_end: int = -1


class Brackets(NamedTuple):
    """The states that open brackets keep; whether the one that is open lists parts (含 …); where a reason began (-1: none,
    -2: a purpose)."""

    saved: tuple[State, ...] = ()
    inside: bool = False
    reason: int = -1


class State(NamedTuple):
    """The discourse at a token. `clause` is the token at which the clause began; `reason` the one at which a reason did."""

    subject: Dims
    groups: tuple[Group, ...] = ()
    clause: int = 0
    phrase: Phrase = NO_PHRASE
    last: Stated | None = None
    aside: Dims | None = None
    change: Change | None = None
    base: Base | None = None
    counting: Group | None = None
    focus: Focus = Focus()
    told: Told = Told()
    brackets: Brackets = Brackets()

    @property
    def spoken_of(self) -> Dims:
        return self.aside or self.subject

    @property
    def reason(self) -> int:
        return self.brackets.reason


PURPOSE = -2
WITHIN = "within"
UNKNOWN = "?"
_SIDES = frozenset(("income", "expenditure"))


def parent_of(state: State, scene: Scene) -> Dims:
    """What an open phrase inherits from: the total being broken down, else the headings."""
    for group in reversed(state.groups):
        if group.parent_fact is not None or group.open_ended:
            return group.parent
    return scene.base


def compose(state: State, scene: Scene) -> Dims:
    """What the phrase measures: its own words over what is spoken of, broken down, or settled by the headings."""
    phrase, own = state.phrase, state.phrase.dims
    if phrase.is_head and _is_of_the_subject(state, scene):
        dims = state.subject._replace(measure=own.measure)
    elif phrase.is_head:
        dims = _head(state, scene)
    elif own.nature:
        source = state.groups[-1].parent if state.groups else state.subject
        if source.item.startswith("P:") and (scene.base.nature == "basic" or is_unnamed(source)):
            source = scene.base  # 基本支出一节里的“（一）人员经费…”
        dims = own.over(source._replace(nature="", item="total" if source.item == "grand" else source.item))
    elif state.spoken_of.flow in BALANCES and _begins_with_budget(state, scene):
        dims = own.over(scene.base.over(state.spoken_of)._replace(flow="expenditure"))
    else:
        dims = own.over(state.spoken_of)
        if not (dims.scope or dims.flow or dims.item):
            dims = dims.over(unknown(scene, 0))  # 决算…，较年初预算数…增加…: of what, nobody says
    if phrase.is_head and scene.is_of_another_unit(state.clause, phrase.first):
        dims = unknown(scene, phrase.first)
    if own.nature and dims.flow == "both":
        dims = dims._replace(flow="expenditure")  # 收支总体情况: 基本支出…
    if own.flow in BALANCES and not own.item and _is_within_another(state, scene):
        dims = unknown(scene, phrase.first)
    elif own.flow in BALANCES and not own.item:
        # 住房保障支出…、结转下年…: not what is left of the 科目 before
        dims = dims._replace(flow=own.flow, item="", nature="")
    if own.scope == "fiscal" and scene.base.scope == "general" and dims.scope == "fiscal":
        dims = dims._replace(scope="general")  # 一般公共预算一节里的“财政拨款支出”
    named = phrase.is_head or bool(own.nature)
    measure = own.measure or (_measure_of_list(state, scene) if state.groups and named else "")
    period = phrase.year or own.period or state.focus.year
    if measure in ("initial", "full") and scene.measure == "budget" and period in (0, scene.setting.year):
        measure = scene.measure  # 2026年年初预算数, 2026年度预算, of the budget of 2026
    return dims._replace(
        measure=measure or scene.measure,
        period=0 if period == scene.setting.year else period,
        classification=own.classification or dims.classification,
    )


def _is_within_another(state: State, scene: Scene) -> bool:
    """行政运行（项）…，比年初预算减少…，其中：年末结转…: whether a balance is that of the 科目 that this paragraph breaks down; 年末结转和结余…，其中：
    财政拨款结转和结余…: or a part of another one, where the words do not say of which day it is."""
    group, phrase, words = state.groups[-1] if state.groups else None, state.phrase, scene.lexicon.phrases["base"]
    if group is None:
        return False
    dated = any(word in scene.text(phrase.first, phrase.last) for word in (*words["opening"], *words["last"]))
    part = group.parent.flow in BALANCES and phrase.dims.flow == "opening" and not dated
    return part or (group.paragraph == scene.paragraph and group.parent.item[1:2] == ":")


def _measure_of_list(state: State, scene: Scene) -> str:
    """What kind of amounts a list tells: “三公”经费预算中，…, of final accounts, tells budgets."""
    within = state.groups[-1].kind == WITHIN and state.groups[-1].parent.measure
    return within or parent_of(state, scene).measure


def _begins_with_budget(state: State, scene: Scene) -> bool:
    """…，年末结转和结余90万元。支出年初预算为…: a budget with which a sentence begins is of no balance told before it."""
    phrase = state.phrase
    begins = phrase.first > 0 and scene.tokens[phrase.first - 1].text == "。"
    return begins and phrase.dims.measure in BUDGETS


def _is_of_the_subject(state: State, scene: Scene) -> bool:
    """Whether a bare 支出 is that of the item spoken of, unless the sentence says that it is the whole unit's."""
    phrase = state.phrase
    if state.subject.item in ("", *TOTALS) or not phrase.is_generic or phrase.names_total:
        return False
    before = scene.tokens[state.clause : phrase.first]
    return not any(token.text in scene.setting.words.whole for token in before) and not _is_behind_list(state, scene)


def _is_behind_list(state: State, scene: Scene) -> bool:
    """支出预算100万元，其中：教育支出60万元，…，住房保障支出40万元；支出比上年增加…: whether the only semicolon of a sentence parts a bare 支出
    from a list, which is of the whole again."""
    group, first = state.groups[-1] if state.groups else None, state.phrase.first
    listed = group is not None and group.paragraph == scene.paragraph and len(group.children) > 1
    if not listed or scene.letters[first - 1 : first] != ";":
        return False
    return scene.letters.count(";", scene.begin_of_sentence(first), first) == 1


def _head(state: State, scene: Scene) -> Dims:
    own, parent, headed = state.phrase.dims, parent_of(state, scene), state.focus.headed
    dims = own.over(parent)
    if state.phrase.is_generic and parent.scope == "fiscal":
        dims = dims._replace(scope=_scope_of_sentence(state, scene) or dims.scope)
    of_group = bool(state.groups) and parent is state.groups[-1].parent
    if own.item == "total" and headed is not None and not own.scope:
        dims = dims._replace(item=headed.item)  # 普通教育（款）：2024年预算支出合计…
    elif own.item in TOTALS and own.flow:
        dims = dims._replace(item=own.item)
    elif not own.item and parent.item == "grand" and of_group and (own.scope or parent.flow != "both"):
        dims = dims._replace(item="total")  # 总计…，其中：财政拨款收入…
    elif not own.item and parent.item and parent.item[1:2] != ":" and parent is scene.base:
        dims = dims._replace(item=parent.item if not own.flow or parent.item not in TOTALS else "")
    if own.item and own.item[1:2] != ":" and own.item not in TOTALS:
        dims = dims._replace(nature=own.nature)
    if own.scope and own.flow and not own.item and _begins_apart(state, scene, parent):
        dims = dims._replace(item="")
    if (own.flow or own.scope) and not own.nature and parent is scene.base and not own.item:
        dims = dims._replace(nature="")
    return dims


def _begins_apart(state: State, scene: Scene, parent: Dims) -> bool:
    """2.住房保障支出（类）20.00万元，其中：（1）…⏎一般公共预算财政拨款支出中，基本支出…: whether a paragraph that is none of a list begins with what is more
    than the item of the list before it."""
    listed = parent.item[1:2] == ":" and bool(state.groups) and state.groups[-1].paragraph != scene.paragraph
    return listed and not scene.marker and next(iter(scene.facts), len(scene.tokens)) > state.phrase.first


def _scope_of_sentence(state: State, scene: Scene) -> str:
    """一般公共预算财政拨款本年收入…；本年支出…: of 财政拨款, the fund that the sentence began with, whose other side a bare 支出 is."""
    own, subject = state.phrase.dims.flow, state.subject
    if not own or subject.flow not in (_SIDES | BALANCES) - {own} or subject.item not in ("", *TOTALS):
        return ""
    if any(group.paragraph == scene.paragraph for group in state.groups):
        return ""
    before = scene.tokens[: state.phrase.first]
    first = next((i + 1 for i in range(len(before) - 1, -1, -1) if before[i].text == "。"), 0)
    named = (token.dims.scope for token in before[first:] if token.dims is not None and token.dims.scope)
    return subject.scope if next(named, "") == subject.scope else ""


def _tells_a_source(state: State, scene: Scene) -> bool:
    """上年结转20.00万元，均为一般公共预算拨款结转，比上年增加…: whether a clause says no more than of what the amount before it is."""
    last, words = state.last, scene.lexicon.phrases["exhaustive"]["consists"]
    told = last is not None and scene.facts.get(state.clause - 2) is last.fact
    return told and scene.text(state.clause, state.phrase.first).startswith(words)


def with_topic(state: State, scene: Scene) -> State:
    """A phrase that no number consumed becomes what is spoken of."""
    if not state.phrase.is_head or _tells_a_source(state, scene):
        return state._replace(phrase=Phrase())
    subject = compose(state, scene)._replace(measure="")
    focus = state.focus._replace(topic=subject)
    return state._replace(phrase=Phrase(), subject=subject, aside=None, focus=focus)


def excluding(state: State, index: int) -> State:
    """剔除这一因素，“三公”经费减少200.00万元，下降16.67%: to the end of the sentence, numbers are of something that no other place tells."""
    told = state.told._replace(pending=None, explained=None)
    return state._replace(told=told, brackets=state.brackets._replace(reason=index + 1), phrase=Phrase())


def is_unnamed(dims: Dims | FactKey) -> bool:
    """Whether this is the subject of a list's paragraph that has named nobody yet."""
    return dims.item.startswith("P:") and dims.item.endswith(".0")


def unknown(scene: Scene, index: int) -> Dims:
    """A subject that nobody knows, named by its place."""
    return Dims(item=f"P:{scene.paragraph}.{index}", flow="expenditure")


def is_unknown(dims: Dims) -> bool:
    return dims.item.startswith("P:") or not dims.item


def same_subject(first: Dims, second: Dims) -> bool:
    """Whether two subjects differ in no more than measure and period."""
    keep = ("scope", "flow", "item", "nature")
    blank = {"scope": "all", "item": "total", "nature": "all", "flow": ""}
    return all((getattr(first, k) or blank[k]) == (getattr(second, k) or blank[k]) for k in keep)


def facts_keys(dims: Dims) -> tuple[Dims, ...]:
    """The single facts that a subject means: 收支各… are two."""
    if dims.flow == "both" and dims.item[1:2] == ":":
        return (dims._replace(flow="expenditure"),)
    if dims.flow == "both":
        return (dims._replace(flow="income"), dims._replace(flow="expenditure"))
    return (dims,)


def is_budget(dims: Dims) -> bool:
    return dims.measure in BUDGETS
