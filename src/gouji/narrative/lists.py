"""Lists: what follows 其中 or 包括 — the parts of a total, or names without amounts."""

from __future__ import annotations

from typing import NamedTuple

from gouji.facts import Enumeration, Fact, ListedItem, key_for
from gouji.lexicon import NOTHING, Dims
from gouji.narrative.changes import Step
from gouji.narrative.claims import Claim, Group
from gouji.narrative.scene import HAN, Scene
from gouji.narrative.state import PURPOSE, WITHIN, Phrase, State, compose, with_topic
from gouji.narrative.vocabulary import Kind, Token
from gouji.quantity import NumberKind

LISTED = "listed"
_DEEPEST = 8
_FARTHEST = 200  # tokens: no sentence goes on for longer before it names something


class _Ahead(NamedTuple):
    """What follows a list's first word: whether there is an amount in its sentence, and a name before it, whether names
    stand side by side first, and whether the paragraph ends there."""

    amounts: bool
    names: bool
    names_first: bool
    ends: bool


def among(state: State, scene: Scene, index: int) -> tuple[State, list[Claim], int]:
    """其中, 包括: the state, the claims, and the token to go on with."""
    token = scene.tokens[index]
    complete = token.text in scene.setting.words.complete
    end = _end(scene, index + 1)
    ahead = _ahead(scene, index + 1, end)
    named = ahead.ends and any(each.kind is Kind.UNKNOWN for each in scene.tokens[index + 1 :])
    if token.kind is Kind.INCLUDES and not complete and (named or not ahead.ends):  # 主要用于城市公园提升改造。
        if state.last is None and state.phrase.is_empty and ahead.amounts:
            return state, [], index + 1  # 用于保障局机关、下属单位等机构正常运转的日常支出800.00万元
        if not ahead.amounts or ahead.names_first:
            if ahead.names and state.last is not None:
                return _enumerated(state, scene, index, end)
            return (*purpose(state, scene), index + 1)
        if state.last is None:
            return state, [], index + 1
    return (*_opened(state, scene, index, complete, ahead.ends), index + 1)


def _end(scene: Scene, first: int) -> int:
    """The token with which a list ends: its sentence's end, or the comma before a comparison (…等支出，比上年增加…)."""
    return min(scene.end_of_sentence(first), scene.comparison(first))


def _ahead(scene: Scene, first: int, end: int) -> _Ahead:
    amount = scene.next_of(first, Kind.NUMBER)
    until = min(amount, end)
    names = any(
        token.kind is Kind.ITEM or (token.kind is Kind.TERM and token.dims and token.dims.item)
        for token in scene.tokens[first : min(until, first + _FARTHEST)]
    )
    ends = all(token.kind is Kind.STOP for token in scene.known(first))
    return _Ahead(amount < end, names, scene.next_mark(first, "、") < until, ends)


def _opened(state: State, scene: Scene, index: int, complete: bool, ends: bool) -> Step:
    """A total whose parts follow."""
    if state.phrase.is_head and (ends or state.last is None or state.phrase.is_generic):
        state = state._replace(subject=compose(state, scene), aside=None)
    parent = _spent(state, scene, index) or state.spoken_of
    groups = state.groups
    listed = groups[-1] if groups and groups[-1].kind == LISTED and scene.tokens[index - 1].text == ";" else None
    if listed is not None:
        parent, groups = listed.parent, groups[:-1]  # …820万元：货物…、工程…、服务…；其中
    if groups and groups[-1].open_ended and ends:
        groups = ()
    # “三公”经费预算安排情况：支出总额1000.00万元。其中：…, of the one amount that the paragraph tells
    alone = state.last is not None and state.last.dims == parent and scene.letters.count("N", 0, index) == 1
    if state.focus.fresh and state.aside is None and not alone:
        parent = parent._replace(measure=scene.measure)
    named = _named_within(scene, index + 1)
    fact = _counted_before(state, scene, named) if named else _counted_parent(scene, index)
    if fact is None and listed is not None:
        fact = listed.parent_fact
    elif fact is None and state.last is not None and state.last.dims == parent:
        fact = state.last.fact
    main = scene.tokens[index].text in scene.lexicon.phrases["includes"]["main"]
    kind = "complete" if complete else "main" if main else ""
    group = Group(parent, fact, scene.paragraph, scene.sections.level, ends, kind, row=scene.level)
    after = state._replace(
        groups=(*groups, group)[-_DEEPEST:],
        counting=group,
        phrase=Phrase(),
        base=None,
        change=None,
        told=state.told._replace(pending=None),
    )
    return after, [group]


def _spent(state: State, scene: Scene, index: int) -> Dims | None:
    """财政拨款收入600.00万元、支出600.00万元，比上年减少…。其中：基本支出…: the spending that was told last, of which alone that is a part."""
    last = state.last.dims if state.last is not None else NOTHING
    named = scene.next_of(index, Kind.TERM)
    part = scene.tokens[named].dims if named < len(scene.tokens) else None
    spends = part is not None and part.nature and part.flow != "income"
    return (
        last if spends and state.spoken_of.flow == "income" and last.flow == "expenditure" and not last.item else None
    )


def opened_in_bracket(state: State, scene: Scene, index: int, kind: str) -> tuple[State, list[Claim]]:
    """What stands in this bracket (含…; 人员经费…，公用经费…) is part of the number before it, and of nothing else."""
    state = state._replace(groups=(), counting=None, brackets=state.brackets._replace(inside=True))
    last = state.last
    if last is None or scene.facts.get(index - 1) is not last.fact:
        return state, []
    group = Group(last.dims, last.fact, scene.paragraph, scene.sections.level, False, kind)
    return state._replace(groups=(group,)), [group]


def opened_by_colon(state: State, scene: Scene, index: int) -> tuple[State, list[Claim]]:
    """政府采购预算总额820.00万元：…: what follows an amount's colon is part of it."""
    last = state.last
    if last is None or scene.facts.get(index - 1) is not last.fact:
        return state, []
    group = Group(last.dims, last.fact, scene.paragraph, scene.sections.level, False, LISTED, row=scene.level)
    return state._replace(groups=(*state.groups, group)[-_DEEPEST:]), [group]


def opened_within(state: State, scene: Scene) -> tuple[State, list[Claim]]:
    """“三公”经费支出决算中，…; 人员经费2,800.58万元中，…: what follows are parts of it."""
    if state.phrase.is_empty and state.last is not None:
        told = Group(state.last.dims, state.last.fact, scene.paragraph, scene.sections.level, False, WITHIN)
        return state._replace(groups=(*state.groups, told)[-_DEEPEST:]), [told]
    parent = compose(state, scene)
    counted = _counted_before(state, scene, parent.item)
    group = Group(parent, counted, scene.paragraph, scene.sections.level, False, WITHIN)
    counting = group if counted is not None else state.counting
    return state._replace(groups=(*state.groups, group)[-_DEEPEST:], counting=counting), [group]


def _named_within(scene: Scene, index: int) -> str:
    """其中在职人员中行政人员50人: what is counted of which the parts follow."""
    term, within = scene.tokens[index : index + 2] if index + 1 < len(scene.tokens) else (None, None)
    inside = within is not None and within.text in scene.lexicon.phrases["among"]["within"]
    item = term.dims.item if term is not None and term.dims is not None else ""
    return item if inside and item in scene.lexicon.count_items else ""


def _counted_before(state: State, scene: Scene, item: str) -> Fact | None:
    """The count that the paragraph tells of what is broken down now (在职职工47人，离退休人员29人。在职职工中，…)."""
    if item not in scene.lexicon.count_items:
        return None
    for index in range(state.clause - 1, 0, -1):
        fact, before = scene.facts.get(index), scene.tokens[index - 1]
        if fact is not None and before.dims is not None and before.dims.item == item:
            return fact if fact.firm and fact.quantity.unit.is_count else None
    return None


def _counted_parent(scene: Scene, index: int) -> Fact | None:
    """The count directly before 其中 (共有车辆3辆，其中：…), or before what its things are worth (车辆4辆，价值48.60万元，其中：…3辆、…1辆)."""
    worth, behind = False, index
    for before in range(index - 1, -1, -1):
        token = scene.tokens[before]
        if token.kind is Kind.NUMBER and before < behind:
            behind = _aside(scene, before)  # 在职59人，缺编5名，其中行政人员52人…; 车辆10辆，较上年增加2辆，其中…
        if before >= behind and behind < index:
            continue
        if token.kind is Kind.NUMBER:
            fact = _count_at(scene, before)
            if fact is None and not worth and scene.letters[before] == "N":
                worth = True
                continue
            following = _count_at(scene, scene.next_of(index, Kind.NUMBER)) if worth else fact
            if fact is not None and not fact.quantity.value and _is_one_of_several(scene, before, index):
                return None  # 在职5人，离退休0人。其中，…2人: of another of them
            same = fact is not None and following is not None and fact.quantity.unit == following.quantity.unit
            return fact if fact is not None and fact.firm and same else None
        if (token.kind is Kind.STOP and token.text in "。;") if worth else HAN.search(token.text):
            return None
    return None


def _aside(scene: Scene, index: int) -> int:
    """Where the clause of a count begins that is none of what is there: of posts without people, or of a change; else behind it."""
    words, before = scene.lexicon.phrases["vacancies"], scene.tokens[max(index - 1, 0)]
    vacant = before.text.startswith((*words["vacant"], *words["over"]))
    moved = before.kind is Kind.DIRECTION and scene.letters[index] == "C"
    if not vacant and not moved:
        return index + 1
    return next((at + 1 for at in range(index, -1, -1) if scene.tokens[at].kind is Kind.STOP), 0)


def _is_one_of_several(scene: Scene, before: int, index: int) -> bool:
    """Whether a count ends a sentence, behind others of its kind."""
    last = scene.facts[before]
    first = next((i + 1 for i in range(before, -1, -1) if scene.tokens[i].text == "。"), 0)
    others = (_count_at(scene, each) for each in range(first, before))
    ends = any(scene.tokens[each].text == "。" for each in range(before, index))
    return ends and any(other is not None and other.quantity.unit == last.quantity.unit for other in others)


def _count_at(scene: Scene, index: int) -> Fact | None:
    number = scene.tokens[index].number if index < len(scene.tokens) else None
    return scene.facts.get(index) if number is not None and number.kind is NumberKind.COUNT else None


def purpose(state: State, scene: Scene) -> tuple[State, list[Claim]]:
    """What follows is what the money is for, to the end of the sentence."""
    state = with_topic(state, scene)
    return state._replace(brackets=state.brackets._replace(reason=PURPOSE)), []


# ── names without amounts ────────────────────────────────────────────────────────────────────────────────────────


def _enumerated(state: State, scene: Scene, index: int, end: int) -> tuple[State, list[Claim], int]:
    """主要包括：办公费、印刷费…: what the amount before consists of."""
    assert state.last is not None
    items, complete = _items(scene, index + 1, end)
    owner = key_for(state.last.dims, scene.setting.year)
    claims: list[Claim] = []
    if owner is not None and items and owner.item == "total" and owner.nature != "all" and state.last.fact.firm:
        claims.append(Enumeration(owner, items, scene.span(index, end), complete))
    return state._replace(phrase=Phrase()), claims, end


def _items(scene: Scene, first: int, end: int) -> tuple[list[ListedItem], bool]:
    """The names of a list, and whether none are left out (等)."""
    items: list[ListedItem] = []
    complete, names = True, scene.setting.items.vocabulary.names
    for start, stop in _pieces(scene.tokens, first, end):
        raw = scene.text(start, stop)
        name = raw.strip(" \"'")
        for word in scene.lexicon.phrases["includes"]["open"]:
            if name.endswith(word) and name not in names:
                complete, name = False, name.removesuffix(word)
        if name:
            at = scene.tokens[start].start + raw.find(name)
            items.append(ListedItem(name, scene.flow.span(at, at + len(name))))
    return items, complete


def _pieces(tokens: tuple[Token, ...], first: int, end: int) -> list[tuple[int, int]]:
    pieces, start = [], first
    for index in range(first, end + 1):
        if index == end or (tokens[index].kind is Kind.STOP and tokens[index].text in "、,:"):
            if start < index:
                pieces.append((start, index))
            start = index + 1
    return pieces
