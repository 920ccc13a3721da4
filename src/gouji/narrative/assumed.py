"""What of a number's meaning is only assumed, so that it confirms and accuses nothing, or is one of several."""

from __future__ import annotations

from gouji.facts import BALANCES, FUNDS, TOTALS, Fact
from gouji.lexicon import Dims
from gouji.narrative.parts import is_line
from gouji.narrative.scene import HAN, Scene
from gouji.narrative.state import State, is_unknown, is_unnamed
from gouji.narrative.vocabulary import Kind
from gouji.precompiled import pattern_of

_LEAST_WORD = 2
_LEAST_ACT = 4
_ACT = pattern_of(r"C[^NRPC]*(?:_[^NRPC]*N[^NRPC]*)?$")
_EARLIER = pattern_of(r"[^vIN]*p[^vIN]*N")
_BASIC = ("basic", "personnel", "public")
_GRANTS = ("fiscal", "general")


def is_of_something_else(state: State, scene: Scene, fact: Fact, dims: Dims) -> bool:
    """工会账户本年收入5.00万元; 开展慰问活动3次，支出2.10万元: an amount of what nobody knows, of another account, place or part of the year, though
    its own name is one of the accounts'."""
    phrase = state.phrase
    if phrase.is_empty:
        return False
    first = phrase.first
    if scene.defines_nature(first, phrase.last, phrase.dims.nature):
        return False
    begin = scene.begin_of_sentence(first)
    before = scene.unknown_before(state.clause, first)
    if len(HAN.findall(before)) >= _LEAST_WORD and not scene.is_own(before):
        return True
    sentence, units = scene.text(begin, phrase.last), scene.setting.units
    if any(not any(match[0] in unit for unit in units) for match in scene.lexicon.elsewhere.others.finditer(sentence)):
        return True
    if fact.quantity.unit.dimension == "money" and scene.lexicon.elsewhere.part_of_year.search(sentence):
        return True
    if (phrase.dims.nature and dims.flow in BALANCES) or _is_of_another_line(state, scene, dims):
        return True
    if dims.item not in ("", *TOTALS):
        return False
    return _is_of_another_part(state, scene, dims, begin, not fact.quantity.value)


def involves(state: State, scene: Scene, index: int) -> bool:
    """涉及预算资金…: whether a clause tells the money of what was spoken of."""
    return scene.text(state.clause, index).startswith(scene.lexicon.phrases["every"]["involves"])


def _is_of_another_line(state: State, scene: Scene, dims: Dims) -> bool:
    """机关运行经费100万元，含公务接待费3.50万元; 公用经费20.00万元，其中：公务接待费3.50万元: a line within another that it is no part of, or within basic
    spending, which is not all of it."""
    group = state.groups[-1] if state.groups else None
    if group is None or dims.item == group.parent.item or dims.classification == "N":
        return False  # 固定资产…，其中：车辆6台
    if is_line(dims.item) and group.parent.nature in _BASIC and group.parent.item in ("", *TOTALS):
        return group.paragraph == scene.paragraph
    if not is_line(group.parent.item):
        return False
    parts = [
        part.item for each in scene.lexicon.identities if each.total.item == group.parent.item for part in each.parts
    ]
    if parts and (group.kind != "of-which" or not is_line(dims.item)):
        return False
    return dims.item not in parts and (is_line(dims.item) or dims.item[:2] == "F:")


def _is_of_another_part(state: State, scene: Scene, dims: Dims, begin: int, is_nothing: bool) -> bool:
    """Whether a total is of what its sentence has spoken of before: an act that was counted, a fund, another year, or a thing unknown."""
    phrase, told = state.phrase, scene.letters[begin : state.phrase.first]
    if _ACT.search(told) or involves(state, scene, phrase.first):
        return True
    if _EARLIER.match(told) and not phrase.year and not phrase.dims.period:
        return True
    words = scene.tokens[begin : phrase.first]
    bare = phrase.is_generic or (phrase.dims.flow == "both" and not phrase.dims.scope)
    named = {token.dims.scope for token in words if token.dims is not None} & FUNDS - {dims.scope}
    if bare and (named - {"general"} or (named and is_nothing)):
        return True
    last = state.last
    beside = last is not None and scene.letters[phrase.first - 1 : phrase.first] == "、"
    if beside and last is not None and last.dims.measure != dims.measure and not phrase.dims.measure:
        return True  # 年初预算安排基本支出390.00万元、项目支出30.00万元
    bare = phrase.is_generic and not phrase.names_total
    vague = last is not None and "N" in told and not last.fact.firm and not last.fact.alternatives
    if last is not None and vague and (bare or (phrase.dims.nature and is_unknown(last.dims))):
        return True  # 交通补贴81.08万元，日常公用经费109.15万元
    headed = max(begin, scene.letters.rfind(":", begin, phrase.first) + 1)
    words = scene.tokens[headed : phrase.first]
    unknown = sum(len(HAN.findall(token.text)) for token in words if token.kind is Kind.UNKNOWN)
    return unknown >= _LEAST_ACT and not {*"hHnbi"}.intersection(told)


def is_of_unknown(state: State, scene: Scene, dims: Dims) -> bool:
    """7个项目…涉及资金300万元，其中：…，单位资金200万元: of money that nobody knows, the part that one source pays."""
    group = state.groups[-1] if state.groups else None
    if group is None or group.paragraph != scene.paragraph or dims.item not in ("", *TOTALS):
        return False
    parent, phrase = group.parent, state.phrase
    if not phrase.dims.scope or scene.text(phrase.first, phrase.last).endswith(scene.lexicon.phrases["among"]["flows"]):
        return False
    return parent.item.startswith("P:") or not any((parent.scope, parent.flow, parent.item))


def is_assumed(state: State) -> bool:
    """（一）基本支出：本单位基本支出预算数…: that a list's paragraph which names nobody speaks of the whole is a guess."""
    own = state.phrase.dims
    return bool(own.nature) and not state.phrase.is_head and not state.groups and is_unnamed(state.subject)


def may_be_of_the_fund(state: State, dims: Dims) -> bool:
    """财政拨款收支总预算…。收入包括：…、上年结转…: of that fund perhaps, where neither the words nor a heading tell the scope."""
    leading = state.focus.leading
    open_scope = not dims.scope and (dims.flow in BALANCES or dims.item[:2] == "F:")
    return open_scope and leading is not None and leading.scope in _GRANTS


def is_project(state: State, scene: Scene, dims: Dims) -> bool:
    """Whether what sounds like a functional item may be a project of that name: in a list of projects."""
    parents = (scene.base, *(group.parent for group in state.groups))
    return dims.item[:2] == "F:" and any(parent.nature == "project" for parent in parents)
