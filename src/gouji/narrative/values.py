"""Numbers that state an amount or a count of what the words before them name."""

from __future__ import annotations

from gouji.facts import FUNDS, SCOPES, TOTALS, Fact, FactKey, Word, key_for
from gouji.lexicon import Dims
from gouji.narrative.assumed import (
    involves,
    is_assumed,
    is_of_something_else,
    is_of_unknown,
    is_project,
    may_be_of_the_fund,
)
from gouji.narrative.claims import Claim, Each, Stating
from gouji.narrative.counting import count, counted, is_qualified, spent_on
from gouji.narrative.frames import BUDGETS, Found
from gouji.narrative.meant import meant
from gouji.narrative.parts import is_line, is_outside
from gouji.narrative.phrases import gathered
from gouji.narrative.scene import Scene
from gouji.narrative.state import (
    WITHIN,
    Phrase,
    State,
    Stated,
    compose,
    facts_keys,
    is_unknown,
    is_unnamed,
    same_subject,
    unknown,
)
from gouji.narrative.vocabulary import Kind
from gouji.precompiled import pattern_of
from gouji.quantity import NumberKind

_NEAR = 8
_ECONOMIC = "E:"
_MOVED = pattern_of(r"[DG]\([^()NRCBP]*\)$")
_KINDS = FUNDS | {"", "all", "fiscal"}


def consumed(state: State, index: int) -> State:
    """The state behind a number: the phrase is used up, and a clause begins."""
    return state._replace(phrase=Phrase(), clause=index + 1)


def value(state: State, scene: Scene, found: Found) -> tuple[State, list[Claim]]:
    """A number with a noun before it."""
    index = found.start
    fact = scene.facts.get(index)
    number = scene.tokens[index].number
    if fact is None or number is None:
        return state, []
    fact.subject = scene.text(state.phrase.first, state.phrase.last) if not state.phrase.is_empty else ""
    if is_difference(state, scene, index):
        return state._replace(base=None, phrase=Phrase()), []
    if _MOVED.search(scene.letters, max(0, index - _NEAR), index):
        return consumed(state, index), []  # 增加（含调剂）10.00万元
    amount = number.kind is NumberKind.AMOUNT or (fact.quantity.unit.dimension == "money" and fact.quantity.value != 0)
    if state.told.pending is not None and amount:
        return consumed(state, index), []  # 减少某类经费的25.00万元: of the movement, whatever moved
    if amount and _is_between(scene, index):
        return consumed(state, index), []  # 比年初计划少2.40万元: a difference from what nobody knows
    if state.base is not None and state.base.at >= state.clause and amount:
        if _is_behind_unknown(scene, index):
            return consumed(state, index), []
        return _prior(state, scene, fact, index)
    if is_unnamed(state.subject) and _is_headed(state, scene):
        state = state._replace(subject=scene.base)
    after, said = _stated(state, scene, fact, index, number.kind)
    return consumed(after, index), said


def _is_headed(state: State, scene: Scene) -> bool:
    """（二）支出预算2026年年初预算数500.00万元: whether a numbered paragraph begins with its heading and no colon behind it."""
    phrase = state.phrase
    if not phrase.is_generic or scene.tokens[phrase.first].start != scene.marker:
        return False
    return any(token.dims is not None and token.dims.measure for token in scene.tokens[phrase.first + 1 : phrase.last])


def _is_between(scene: Scene, index: int) -> bool:
    """Whether what stands before an amount ends with a word that is a way only between two (计划少)."""
    before, ways = scene.tokens[max(0, index - 1)], scene.lexicon.phrases["direction"]
    return before.kind is Kind.UNKNOWN and before.text.endswith((*ways["between_increase"], *ways["between_decrease"]))


def _is_behind_unknown(scene: Scene, index: int) -> bool:
    """比上年决算数攀升0.70万元: whether nobody knows what the word before an amount says of it."""
    before = next((token for token in reversed(scene.tokens[:index]) if token.kind is not Kind.FILLER), None)
    return before is not None and before.kind in (Kind.UNKNOWN, Kind.COMPARISON)


def reach(state: State, scene: Scene, found: Found) -> tuple[State, list[Claim]] | None:
    """下降为3.00万元: an amount, with the way that led to it (not 增加数为3.00万元)."""
    if scene.letters[found.at("way") + 1] != "t":
        return None
    way, index = scene.tokens[found.at("way")], found.at("amount")
    if state.phrase.is_empty and not is_unknown(state.spoken_of):
        dims = state.spoken_of._replace(measure=scene.measure, period=0)
        after, said = _state(state, scene, scene.facts[index], dims)
        after = consumed(after, index)
    else:
        after, said = value(state, scene, found._replace(start=index))
    word = Word(way.sign, way.text, scene.flow.span(way.start, way.end))
    return after._replace(told=after.told._replace(reached=word, explained=word)), said


def respectively(state: State, scene: Scene, found: Found) -> tuple[State, list[Claim]]:
    """收入总计、支出总计分别为100.00万元、90.00万元: each name has its amount, or nobody knows whose they are."""
    first, last = found.slots["amounts"]
    facts = [scene.facts[index] for index in range(first, last) if scene.letters[index] == "N"]
    claims: list[Claim] = []
    subjects = named_before(state, scene, found.start)
    if len(subjects) == len(facts):
        for fact, dims in zip(facts, subjects, strict=True):
            state, said = _state(state, scene, fact, dims)
            claims += said
    return consumed(state, last - 1), claims


def named_before(state: State, scene: Scene, index: int) -> list[Dims]:
    """The subjects that stand side by side in front of 分别."""
    first = index
    while first > 0 and (scene.tokens[first - 1].kind is not Kind.STOP or scene.tokens[first - 1].text == "、"):
        first -= 1
    if "u" in scene.letters[first:index]:
        return []
    alone = state._replace(phrase=Phrase())
    names = (at for at in range(first, index) if scene.letters[at] in "hHnbi")
    return [each for at in names for each in facts_keys(compose(gathered(alone, scene, at, at + 1), scene))]


def is_difference(state: State, scene: Scene, index: int) -> bool:
    """决算数与预算数的差异为…: an amount that is neither."""
    first = max(state.base.at, state.clause) if state.base is not None else state.clause
    return any(token.kind is Kind.DIFFERENCE for token in scene.tokens[first:index])


def _prior(state: State, scene: Scene, fact: Fact, index: int) -> tuple[State, list[Claim]]:
    """比2023年预算1,688.74万元减少…: the base's own amount."""
    assert state.base is not None
    base = state.base.dims
    if any(word in scene.text(state.base.at, index) for word in scene.lexicon.phrases["base"]["varied"]):
        return consumed(state, index), []  # 较上年变动的50.00万元中
    subject = compose(state, scene) if state.phrase.is_head else state.spoken_of
    if _is_of_an_average(state, scene, index):
        subject = unknown(scene, index)
        state = state._replace(aside=subject)
    elif state.phrase.is_head:
        state = state._replace(subject=subject._replace(period=0))
    period = base.period or (0 if base.measure in BUDGETS else -1)
    dims = subject._replace(measure=base.measure or scene.measure, period=period)
    year = scene.setting.year
    fact.keys = tuple(key for each in facts_keys(dims) if (key := key_for(each, year)))
    if _is_without_carried(state, scene, index):
        fact.keys = ()
    if is_unknown(dims):
        fact.firm = False
    return consumed(state._replace(told=state.told._replace(prior=fact)), index), []


def _is_without_carried(state: State, scene: Scene, index: int) -> bool:
    """1160.00万元（不含上年结转），较上年的1180.00万元减少…; 1100.00万元，较上年当年拨款1080.00万元增加…: whether what was last year is said to be less
    than all."""
    words, at = scene.lexicon.phrases, state.base.at if state.base is not None else 0
    begin = max(scene.letters.rfind("N", 0, at), 0)
    less = any(word in scene.text(begin, at) for word in (*words["base"]["excluding"], *words["base"]["without"]))
    return less or any(word in scene.text(at, index) for word in words["years"]["granted"])


def _is_of_an_average(state: State, scene: Scene, index: int) -> bool:
    """公用经费240.00万元，人均2.50万元，比上年2.40万元增长4.17%; 比上年人均2.40万元增长…: whether a comparison is of what one of several costs."""
    at = max(state.base.at, 0) if state.base is not None else 0
    return scene.is_behind_average(at) or any(token.kind is Kind.PER for token in scene.tokens[at:index])


def _stated(state: State, scene: Scene, fact: Fact, index: int, kind: NumberKind) -> tuple[State, list[Claim]]:
    if _is_per(state, scene, index):
        return state, _each(scene, fact, index)
    if _follows_amount(scene, index):
        return state, []
    if kind is NumberKind.AMOUNT and _is_for_those_counted(state, scene):
        aside = _state_aside(state, scene, fact, index)
        return aside, [Stating(fact, aside.spoken_of)]
    if kind is NumberKind.AMOUNT and involves(state, scene, index):
        # 对7个项目开展绩效自评，涉及资金…: perhaps all that projects cost
        state = state._replace(focus=state.focus._replace(natures=state.focus.natures | {"project"}))
    every = _of_every(state, scene, index) if kind is NumberKind.AMOUNT else None
    if every is not None:
        return _state_every(state, scene, fact, every)
    paid = spent_on(state, scene, index) if kind is NumberKind.AMOUNT else None
    state, dims = (state, paid) if paid is not None else meant(state, scene, index)
    dims = _as_item(state, scene, dims)
    if kind is NumberKind.COUNT:
        count(state, scene, fact)
        if state.brackets.inside or is_qualified(state, scene):
            dims = None
        else:
            state, dims = counted(state, scene, dims, fact, index)
        if dims is None:
            return state, []
        after, said = _state(state, scene, fact, dims)
        if not is_unknown(state.subject):
            after = after._replace(subject=state.subject)  # the talk is of the money still
        return after, said
    if dims is not None and dims.item in scene.lexicon.count_items:
        dims = None
    elif dims is not None and state.brackets.inside and same_subject(dims, state.subject):
        dims = None  # 项目支出484.00万元（含上年结转安排的支出100.00万元）
    if dims is not None and dims.scope and not dims.flow and not dims.item and not dims.nature:
        return _state_of_source(state, scene, fact, dims, index)
    if dims is not None:
        told = _state(state._replace(aside=None), scene, fact, dims)
        if dims.measure in BUDGETS and dims.measure != scene.measure and involves(state, scene, index):
            fact.alternatives = tuple(key._replace(measure=scene.measure) for key in fact.keys)  # 涉及预算资金…
        return told
    if kind is NumberKind.BARE:
        return state, []
    aside = _state_aside(state, scene, fact, index)
    return aside, [Stating(fact, aside.spoken_of, tuple(sorted(state.focus.natures)))]


def _as_item(state: State, scene: Scene, dims: Dims | None) -> Dims | None:
    """商品和服务支出100.00万元，主要包括办公费40.00万元、会议费5.62万元: a line that is named in a list of 科目 is the one of its name."""
    group = state.groups[-1] if state.groups and dims is not None and is_line(dims.item) else None
    if dims is None or group is None or group.paragraph != scene.paragraph:
        return dims
    parent = group.parent
    classes: tuple[str, ...] = (parent.item[2:],) if parent.item[:2] == _ECONOMIC else ()
    if parent.item in ("", *TOTALS):
        classes = scene.lexicon.phrases["natures"].get(parent.nature, ())
    name = scene.text(state.phrase.first, state.phrase.last)
    code = scene.lexicon.code_of(_ECONOMIC[0], name, scene.setting.year)
    within = code.startswith(tuple(classes)) and any(each.item[:2] == _ECONOMIC for each, _ in group.children)
    return parent._replace(item=_ECONOMIC + code, measure=dims.measure) if within else dims


def _is_for_those_counted(state: State, scene: Scene) -> bool:
    """计算机15台，预算21.84万元: whether an amount that names no more than a budget stands behind the count of what nobody knows."""
    phrase = state.phrase
    counted = (
        scene.facts.get(phrase.first - 2) if scene.letters[max(phrase.first - 2, 0) : phrase.first] == "C," else None
    )
    bare = not phrase.is_empty and not phrase.is_head and not phrase.dims.nature
    points = scene.lexicon.phrases["fillers"]["points"]
    return bare and counted is not None and not counted.keys and counted.quantity.unit.name not in points


def _of_every(state: State, scene: Scene, index: int) -> Dims | None:
    """所有项目支出纳入绩效管理，涉及预算资金…: all spending of the nature that the sentence speaks of, or as much as one fund pays for; of
    whatever there is, each fund's. Of final accounts, it may be what was budgeted or what was spent."""
    own, every = state.phrase.dims, state.focus.every
    if every is None or own.flow or own.item or own.nature:
        return None
    if not involves(state, scene, index) and (every.nature or not own.scope):
        return None
    if "u" in scene.letters[state.clause : index] or {own.measure, scene.measure} - {"", "budget"}:
        return None
    return every._replace(scope=own.scope, measure=scene.measure)


def _state_every(state: State, scene: Scene, fact: Fact, dims: Dims) -> tuple[State, list[Claim]]:
    """An amount of all spending of a nature, of which fund may be open; a section about performance says so as well."""
    after, said = _state(state._replace(aside=None), scene, fact, dims)
    fact.firm = not scene.sections.is_of_a_unit and not scene.is_of_another_unit(state.clause, state.phrase.first)
    if not dims.scope:
        fact.alternatives = tuple(
            key._replace(scope=scope) for key in fact.keys for scope in SCOPES if scope != key.scope
        )
    elif not dims.nature:
        fact.alternatives = tuple(key._replace(flow="income") for key in fact.keys)  # without what was carried over
    return after, said


def _follows_amount(scene: Scene, index: int) -> bool:
    """Whether an amount stands directly behind another, so that the word between them is lost."""
    before = scene.tokens[index - 1].number if index else None
    return before is not None and before.kind is NumberKind.AMOUNT


def _is_per(state: State, scene: Scene, index: int) -> bool:
    """人均、单价、标准: an amount of another kind than the subject's."""
    if scene.flow.text.startswith("/", scene.tokens[index].end):
        return True
    near = scene.tokens[state.phrase.first].start - _NEAR if not state.phrase.is_empty else 0
    return any(t.kind is Kind.PER and t.end > near for t in scene.tokens[state.clause : index])


def _each(scene: Scene, fact: Fact, index: int) -> list[Claim]:
    """What one of several is (车均运行维护费1.85万元), or an amount in another unit (52.50万元（即525000元）; 525000元，即52.50万元)."""
    first = next((i for i in range(index - 1, -1, -1) if scene.tokens[i].kind in (Kind.PER, Kind.STOP)), 0)
    if scene.tokens[first].kind is not Kind.PER:
        return []
    again = scene.tokens[first].text in scene.lexicon.phrases["restated"]["words"]
    behind = scene.tokens[first - 1].text == "(" or (scene.tokens[first - 1].text == "," and index == first + 1)
    told = scene.facts.get(first - 2) if again and behind else None
    same = told is not None and told.quantity.unit.dimension == fact.quantity.unit.dimension
    ends = scene.letters[index + 1 : index + 2] == "."
    return [Each(fact, scene.text(first, index), told, ends)] if same or not again else []


def _state_aside(state: State, scene: Scene, fact: Fact, index: int) -> State:
    """An amount of something unknown: what follows about its share or change is about it, not about the subject."""
    aside = unknown(scene, index)._replace(measure=scene.measure)
    key = key_for(aside, scene.setting.year)
    fact.keys = (key,) if key else ()
    fact.firm = False
    for group in state.groups:
        group.children.append((aside, fact))
    return state._replace(aside=aside, last=Stated(fact, aside), change=None)


def _state_of_source(state: State, scene: Scene, fact: Fact, dims: Dims, index: int) -> tuple[State, list[Claim]]:
    """一般公共预算当年拨款…: a source of money that comes in and goes out; what follows is about this amount. In the section on
    what that source pays for, one of them it must be."""
    year = scene.setting.year
    both = [dims._replace(flow=flow, item="total") for flow in ("expenditure", "income")]
    if scene.base.scope == dims.scope and state.phrase.is_head and not state.groups:
        state, said = _state(state._replace(aside=None), scene, fact, both[0])
        grand = [each._replace(item="grand") for each in both]
        fact.alternatives = tuple(key for each in (both[1], *grand) if (key := key_for(each, year)))
        return state, said
    state = _state_aside(state, scene, fact, index)
    fact.alternatives = tuple(key for each in both if (key := key_for(each, year)))
    return state, [Stating(fact, dims)]


def _of_its_fund(scene: Scene, dims: Dims, keys: tuple[FactKey, ...]) -> tuple[FactKey, ...]:
    """国有资本经营预算支出: of the class of that name, or of all that this fund pays for."""
    funds = scene.lexicon.phrases["fund_classes"].items()
    scope = next((scope for scope, items in funds if dims.item in items and scope != dims.scope), "")
    return tuple(key._replace(scope=scope, flow="expenditure", item="total") for key in keys) if scope else ()


def _state(state: State, scene: Scene, fact: Fact, dims: Dims) -> tuple[State, list[Claim]]:
    keys = tuple(key for each in facts_keys(dims) if (key := key_for(each, scene.setting.year)))
    fact.keys = keys
    if (
        scene.sections.is_performance
        or scene.sections.is_of_a_unit
        or dims.item.startswith("P:")
        or is_of_unknown(state, scene, dims)
        or is_of_something_else(state, scene, fact, dims)
        or (dims.scope not in _KINDS and scene.base.scope in FUNDS)  # 政府性基金: …上级补助收入…: of that fund
        or is_project(state, scene, dims)
        or (
            is_line(dims.item)
            and any(each.item == dims.item and each.measure == dims.measure for each in state.focus.spoken)
        )
        or scene.is_of_another_unit(state.clause, state.phrase.first)
    ):
        fact.firm = False
    elif is_assumed(state) or may_be_of_the_fund(state, dims):
        fact.alternatives = tuple(key._replace(scope=scope) for key in keys for scope in SCOPES if scope != key.scope)
    elif (
        dims.flow in ("income", "expenditure", "both")
        and dims.nature in ("", "all")
        and (not dims.item or (dims.item == "total" and dims.measure == "budget"))
        and not (state.groups and state.groups[-1].kind == WITHIN and state.groups[-1].parent.item == "grand")
    ):  # but not 收入总计中，当年财政拨款收入…
        fact.alternatives = tuple(key._replace(item="grand") for key in keys)
    elif dims.item == "grand" and dims.measure == "budget" and dims.scope not in ("", "all"):
        fact.alternatives = tuple(key._replace(item="total") for key in keys)  # 财政拨款收入预算总计: of one source
    fact.alternatives += _of_its_fund(scene, dims, keys)
    if dims.period and dims.item in ("", *TOTALS) and involves(state, scene, state.phrase.first):
        fact.keys = ()  # 2023年度对3个项目开展绩效自评，涉及预算资金…: of a year of which that is not all
    own = state.phrase.dims
    if dims.flow == "both" and len(keys) > 1 and own.flow != "both" and own.scope:
        fact.keys, fact.alternatives = keys[:1], keys[1:]  # 收支总预算…：一般公共预算拨款… is either side's
    groups = tuple(group for group in state.groups if not is_outside(dims, group.parent, scene.lexicon))
    for group in reversed(groups):
        if not same_subject(group.parent, dims):
            group.children.append((dims, fact))
    focus = state.focus
    spoken = focus.spoken
    if not any(same_subject(dims, each) for each in spoken):
        spoken = (*spoken, dims)
    focus = focus._replace(fresh=False, leading=focus.leading or dims, spoken=spoken)
    after = state._replace(groups=groups, subject=dims, last=Stated(fact, dims), change=None, focus=focus)
    return after, [Stating(fact, dims, tuple(sorted(focus.natures)), focus.under)]
