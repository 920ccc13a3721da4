"""Rates: the share of a part in its whole, and how much of a budget was spent."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.facts import TOTALS, Fact, key_for
from gouji.lexicon import Dims
from gouji.narrative.changes import Step
from gouji.narrative.claims import Claim, Each, Group, Ratio
from gouji.narrative.frames import BUDGETS, Found
from gouji.narrative.meant import own_total, stands_abreast
from gouji.narrative.phrases import gathered
from gouji.narrative.scene import Scene
from gouji.narrative.state import (
    Phrase,
    State,
    Stated,
    compose,
    is_unknown,
    same_subject,
    unknown,
)
from gouji.narrative.values import consumed, is_difference, named_before
from gouji.narrative.vocabulary import Kind
from gouji.precompiled import pattern_of

_NEAR = 5
_LEAST_OTHER = 4  # Han characters of a name
_SPENT = pattern_of(r"[mM][ftOK]*N,[^N,]*[eEx][ftOK]*N,$")
_LISTED = pattern_of(r"N(?:[、v,][hHnbifteEmMuO]*N)+(?:,(?:C[hHnbifu]*|[hHnbifu]+(?=r)))?,?[rf]*$")


def fulfilled(state: State, scene: Scene, found: Found) -> Step:
    """完成年初预算数5.00万元的55.2%: the amount is the budget, not what was spent."""
    budget, index = found.at("whole"), found.at("rate")
    plan = scene.tokens[found.slots["measure"][1] - 1].dims
    assert plan is not None
    named = state.phrase.is_head and not scene.names_unknown(state.clause, state.phrase.first)
    subject = compose(state, scene) if named else state.spoken_of
    fact = scene.facts[budget]
    key = key_for(subject._replace(measure=plan.measure, period=0), scene.setting.year)
    fact.keys = (key,) if key and key.measure != scene.measure else ()
    fact.firm = not is_unknown(subject)
    part = subject._replace(measure=scene.measure, period=0)
    part_fact = state.last.fact if state.last is not None and not named else None
    claim = Ratio(part, (), scene.facts[index], "completion", scene.paragraph, scene.start(budget + 1), part_fact, fact)
    return consumed(_unexplained(state), index), [claim]


def _unexplained(state: State) -> State:
    return state._replace(told=state.told._replace(explained=None, pending=None))


def completion(state: State, scene: Scene, found: Found) -> Step:
    """完成年初预算的98.20%; 预算完成率98.20%."""
    index = found.at("rate")
    if _was(scene, found.start, index):
        return consumed(_unexplained(state), index), []
    at = scene.start(state.clause)
    state = gathered(state, scene, found.start, index)
    measure = state.phrase.dims.measure
    before = scene.facts.get(scene.letters.rfind("N", max(found.start - _NEAR, 0), found.start))
    beside = state.aside if state.last is not None and before is state.last.fact else None  # 转移支付…，完成预算的98.9%
    subject = compose(state, scene) if state.phrase.is_head else beside or state.subject
    if state.phrase.is_head:
        state = state._replace(subject=subject, aside=None)
    part = subject._replace(measure="final", period=0)
    order = BUDGETS if measure == "completion" else {"budget": ("budget", "full", "initial")}.get(measure, (measure,))
    whole = tuple(subject._replace(measure=m, period=0) for m in order)
    rate = scene.facts[index]
    rate.firm = not _begins_with_another(state, scene, found.start)
    claim = Ratio(part, whole, rate, "completion", scene.paragraph, at)
    return consumed(_unexplained(state), index), [claim]


def _begins_with_another(state: State, scene: Scene, index: int) -> bool:
    """应急资金280万元，执行数70万元。任务完成率100%; 安排5个，完成5个，完成率100%: whether a clause without an amount begins with what nobody
    knows, or stands behind a count."""
    first = state.clause
    told = any(letter in "NCR" for letter in scene.letters[first:index])
    counted = scene.letters[max(0, index - 2) : index] == "C,"
    task = scene.text(first, index).endswith(scene.lexicon.phrases["of_plan"]["tasks"])
    return counted or task or (state.last is not None and not told and scene.is_modified(first, index, _LEAST_OTHER))


def completed(state: State, scene: Scene, found: Found) -> Step | None:
    """年初预算800.00万元，决算840.00万元，完成105.00%: of the budget right before."""
    if _SPENT.search(scene.letters, 0, found.start) is None:
        return None
    index, subject = found.at("rate"), state.subject._replace(period=0)
    whole = tuple(subject._replace(measure=measure) for measure in BUDGETS)
    part = subject._replace(measure=scene.measure)
    claim = Ratio(part, whole, scene.facts[index], "completion", scene.paragraph, scene.start(state.clause))
    return consumed(_unexplained(state), index), [claim]


def times(state: State, scene: Scene, found: Found) -> Step | None:
    """184.00万元，为上年执行数的102.96%; 184.00万元，是上年的1.50倍，上年为122.30万元; 184.00万元，上年122.30万元，是上年的1.50倍: what the amount
    right before was last year."""
    token, last, before = scene.tokens[found.at("at")], state.last, scene.facts.get(found.start - 2)
    period = int(token.text) if token.kind is Kind.YEAR else -1
    told = last is not None and before in (last.fact, state.told.prior)
    if last is None or not told or period not in (-1, scene.setting.year - 1) or last.dims.period:
        return None
    prior = scene.facts.get(found.at("prior")) or (before if before is not last.fact else None)
    named = [
        dims.measure for each in scene.tokens[found.start : found.at("rate")] if (dims := each.dims) and dims.measure
    ]
    since = last.dims._replace(period=-1, measure=named[-1] if named else last.dims.measure)  # 为上年预算的105%
    if prior is not None:
        key = key_for(since, scene.setting.year)
        prior.keys, prior.firm = ((key,) if key else ()), last.fact.firm
    at, fact = scene.start(found.start), scene.facts[found.at("rate")]
    claim = Ratio(last.dims, (since,), fact, "of-prior", scene.paragraph, at, last.fact, prior)
    return consumed(_unexplained(state), found.end - 1), [claim]


def rate(state: State, scene: Scene, found: Found) -> Step:
    """A rate of which nothing is known but perhaps its name (资产负债率)."""
    fact, name = scene.facts.get(found.start), scene.text(state.clause, found.start)
    known = (word for words in scene.lexicon.phrases["quotients"].values() for word in words)
    claims: list[Claim] = [Each(fact, name, None)] if fact is not None and any(w in name for w in known) else []
    return consumed(state._replace(told=state.told._replace(pending=None)), found.end - 1), claims


# ── shares ───────────────────────────────────────────────────────────────────────────────────────────────────────


def share(state: State, scene: Scene, found: Found) -> Step:
    """占本年支出合计的61.80%."""
    first, last, index = found.start + 1, found.slots["rate"][0], found.at("rate")
    if is_difference(state, scene, index):
        return state._replace(base=None, phrase=Phrase()), []
    if _was(scene, first, index):
        return consumed(_unexplained(state), index), []
    named = state.phrase.is_head or bool(state.phrase.dims.nature)
    if _is_of_a_sum(scene, first, index):
        return consumed(_unexplained(state), index), []
    if (not named and _is_of_something_else(state, scene, found.start)) or _is_of_several(state, scene, found.start):
        return consumed(_unexplained(state), index), []
    counted = _count_before(scene, found.start)
    target = gathered(state._replace(phrase=Phrase()), scene, first, last)
    if counted is not None and not named and (_says_nothing(scene, first, index) or target.phrase.is_empty):
        counts = unknown(scene, index)
        of_count = Ratio(counts, (), scene.facts[index], "share", scene.paragraph, scene.start(state.clause), counted)
        return consumed(_unexplained(state), index), [of_count]
    if counted is not None and not named:
        return consumed(_unexplained(state), index), []  # 基本工资、津贴补贴两项占人员经费的56.14%
    part = compose(state, scene) if named else None
    if part is not None:
        state = state._replace(subject=part, aside=None)  # 公务接待费占“三公”经费的12.96%，较上年减少…
    claim = _of_whole(target, scene, found, part) if not target.phrase.is_empty else _bare(state, scene, found, part)
    if (claim is None or claim.kind == "share") and _is_of_a_plan(target, scene, first, index):
        return consumed(_unexplained(state), index), []
    if claim is None and state.last is not None and part is None:
        claim = _of_anything(state, scene, index)
        claim.name = scene.text(first, index).removesuffix(scene.lexicon.phrases["fillers"]["of"][0])
    state = state._replace(focus=target.focus, told=state.told._replace(pending=None))
    return consumed(state, index), [claim] if claim is not None else []


def _is_of_a_plan(target: State, scene: Scene, first: int, index: int) -> bool:
    """占调整预算的105%, 占上年同期的105%, 占全年目标的105%: of what it may well be more than."""
    own, words = target.phrase.dims, scene.lexicon.phrases["share"]["beyond"]
    planned = (own.measure in BUDGETS or bool(own.period)) and not (target.phrase.is_head or own.nature)
    return planned or any(word in scene.text(first, index) for word in words)


def _is_of_a_sum(scene: Scene, first: int, index: int) -> bool:
    """占项目支出和公用经费之和的10%; 占公务接待费和公务用车费合计数的55.14%."""
    closing, text = scene.lexicon.phrases["exhaustive"], scene.text(first, index)
    joined = any(token.text in closing["joins"] for token in scene.tokens[first:index])
    return any(word in text for word in closing["together"]) or (
        joined and any(word in text for word in closing["sums"])
    )


def _was(scene: Scene, first: int, index: int) -> bool:
    """占总支出比重由57.5%升至60%, 执行率较上年的40%提高…: whether a rate is what another one moved from."""
    words = scene.lexicon.phrases["base"]
    told = {token.text for token in scene.tokens[first:index]}
    moves = scene.letters[index + 1 : index + 2] in ("D", "G")
    return not told.isdisjoint(words["from"]) or (moves and not told.isdisjoint(words["words"]))


def _is_of_something_else(state: State, scene: Scene, index: int) -> bool:
    """医疗收入300万元；药占比30%: whether the clause names, right before 占, what nobody knows, and tells no number of it."""
    told = any(letter in "NCRBP" for letter in scene.letters[state.clause : index])
    return not told and index > state.clause and scene.tokens[index - 1].kind is Kind.UNKNOWN


def _is_of_several(state: State, scene: Scene, index: int) -> bool:
    """其中：A 79.52万元、B 69.77万元，占本年支出合计的98%; A 49.96万元、B 44.80万元，合计占…: whether a share may be that of all the amounts that stand side
    by side before it."""
    return (state.phrase.is_empty or own_total(state.phrase.dims)) and stands_abreast(scene, index)


def _count_before(scene: Scene, index: int) -> Fact | None:
    """The count right before a share (优秀项目4个，占57%)."""
    before = index - 1 - (scene.tokens[index - 1].text == ",")
    return scene.facts.get(before) if before >= 0 and scene.letters[before] == "C" else None


def shares(state: State, scene: Scene, found: Found) -> Step:
    """A、B分别为40.00万元、60.00万元，占…的40.00%、60.00%: each amount of the list right before has its rate; of any other
    numbers of them, nobody knows which."""
    rates = [index for index in range(*found.slots["rates"]) if scene.letters[index] == "R"]
    target = gathered(state._replace(phrase=Phrase()), scene, found.start + 1, rates[0])
    listed = _listed(scene, found.start, len(rates))
    claims: list[Claim] = [] if listed else _named_shares(state, scene, found, target, rates)
    for fact, index in zip(listed, rates, strict=False):
        each = target._replace(last=Stated(fact, state.subject))
        one = found._replace(slots=found.slots | {"rate": (index, index + 1)})
        named = None if target.phrase.is_empty else _of_whole(each, scene, one, None)
        claims.append(named or _of_anything(each, scene, index))
    state = state._replace(told=state.told._replace(pending=None))
    return consumed(state, rates[-1]), claims


def _named_shares(state: State, scene: Scene, found: Found, target: State, rates: Sequence[int]) -> list[Claim]:
    """基本支出、项目支出分别占本年支出的68.50%、31.50%: each name has its rate."""
    if scene.letters[max(0, found.start - 1)] != "r":
        return []
    parts = [dims._replace(period=0) for dims in named_before(state, scene, found.start - 1)]
    if len(parts) != len(rates):
        return []
    claims: list[Claim] = []
    for part, index in zip(parts, rates, strict=True):
        one = found._replace(slots=found.slots | {"rate": (index, index + 1)})
        group = state.groups[-1] if state.groups else None
        wholes = tuple(each._replace(measure=part.measure) for each in _wholes(state, scene, part, group))
        bare = Ratio(part, wholes, scene.facts[index], "share", scene.paragraph, scene.start(state.clause))
        claim = bare if target.phrase.is_empty else _of_whole(target, scene, one, part)
        claims += [claim] if claim is not None else []
    return claims


def share_of_an_amount(state: State, scene: Scene, found: Found) -> Step | None:
    """占本年支出合计800.00万元的75%; 占…800.00万元的75%、25%: the whole stands there itself."""
    named = state.phrase.is_head or bool(state.phrase.dims.nature)
    if is_difference(state, scene, found.at("amount")) or not (named or scene.is_clear(state.clause, found.start)):
        return None
    rates = [index for index in range(*found.slots["rates"]) if scene.letters[index] == "R"]
    whole = _told_whole(state, scene, found)
    part = compose(state, scene) if named else _part(state, None)
    last = state.last.fact if state.last is not None and not named else None
    if scene.letters[found.at("amount")] == "C" and not named:
        last = _count_before(scene, found.start)  # 调解1,500件，占纠纷4,000件的37.50%
    parts = [last] if len(rates) == 1 else _listed(scene, found.start, len(rates))
    at = scene.start(state.clause)
    claims: list[Claim] = [
        Ratio(part, (), scene.facts[index], "share", scene.paragraph, at, fact, whole)
        for fact, index in zip(parts, rates, strict=False)
        if fact is not None or named
    ]
    return consumed(_unexplained(state), rates[-1]), claims


def _told_whole(state: State, scene: Scene, found: Found) -> Fact:
    """The amount of the whole, with what it measures where its words say so."""
    index, first = found.at("amount"), found.start + 1
    fact = scene.facts[index]
    target = gathered(state._replace(phrase=Phrase()), scene, first, index)
    phrase, fact.firm = target.phrase, False
    if phrase.is_head and not scene.names_unknown(first, phrase.first) and not scene.unknown_behind(phrase.last, index):
        dims, own = compose(target, scene), phrase.dims
        if own.flow and not own.scope and not own.nature and (not own.item or own.item in TOTALS):
            dims = dims._replace(scope="all")  # 一般公共预算财政拨款支出…，占本年支出合计…: of more than its own scope
        if own.flow and not own.item and not own.nature and dims.item[1:2] == ":":
            dims = dims._replace(item="total")  # 教育经费…，占一般公共预算支出…: of more than the item of the heading
        key = key_for(dims, scene.setting.year)
        fact.keys = (key,) if key else ()
        fact.firm = not (phrase.is_generic and scene.is_modified(first, phrase.first))
    return fact


def _listed(scene: Scene, index: int, count: int) -> list[Fact]:
    """The amounts that stand side by side right before a clause, if they are so many."""
    told = _LISTED.search(scene.letters, 0, index)
    at = [told.start() + n for n, letter in enumerate(told[0]) if letter == "N"] if told is not None else []
    sums = scene.lexicon.phrases["exhaustive"]["sums"]
    if len(at) == count + 1 and any(word in scene.text(at[-2] + 1, at[-1]) for word in sums):
        at = at[:-1]  # 20.00万元、30.00万元，合计50.00万元，分别占…
    return [scene.facts[each] for each in at] if len(at) == count else []


def _of_anything(state: State, scene: Scene, index: int) -> Ratio:
    """占固定资产总额的87.84%: of a whole that nobody knows, which may be any amount told before."""
    assert state.last is not None
    at = scene.start(state.clause)
    return Ratio(state.last.dims, (), scene.facts[index], "share", scene.paragraph, at, state.last.fact)


def _part(state: State, named: Dims | None) -> Dims:
    if named is not None:
        return named
    return state.last.dims if state.last is not None else state.subject


def _bare(state: State, scene: Scene, found: Found, named: Dims | None) -> Ratio | None:
    """占61.80%: of the total being broken down, else of what the part belongs to."""
    index = found.at("rate")
    if not _says_nothing(scene, found.start + 1, index):
        return None
    part, fact = _part(state, named), scene.facts[index]
    part_fact = state.last.fact if named is None and state.last is not None else None
    group = state.groups[-1] if state.groups else None
    wholes = _wholes(state, scene, part, group)
    measure = part.measure or scene.measure
    coded = part.item[1:2] == ":"  # of both sides, 科目 are those of the spending
    flows = ("expenditure" if coded and each.flow == "both" else each.flow for each in wholes)
    whole = tuple(each._replace(measure=measure, flow=flow) for each, flow in zip(wholes, flows, strict=True))
    whole_fact = None
    if group is not None:
        group.rates.append(fact)
        if group.parent_fact is not None and whole and same_subject(whole[0], group.parent):
            whole_fact = group.parent_fact if group.parent.measure in ("", part.measure) else None
    if not whole and whole_fact is None:
        return None
    at = scene.start(state.clause)
    return Ratio(part, whole, fact, "share", scene.paragraph, at, part_fact, whole_fact, named=False)


def _says_nothing(scene: Scene, first: int, last: int) -> bool:
    """Whether 占 and its rate have nothing between them that names a whole (占比重为…)."""
    while first < last and scene.tokens[first].kind is Kind.SHARE:
        first += 1
    return scene.is_clear(first, last)


def _of_whole(target: State, scene: Scene, found: Found, named: Dims | None) -> Ratio | None:
    phrase = target.phrase
    first, index = found.start + 1, found.at("rate")
    if scene.names_unknown(first, phrase.first) or (phrase.is_generic and scene.is_modified(first, phrase.first)):
        return None
    part = _part(target, named)
    dims = phrase.dims
    if not any((dims.scope, dims.flow, dims.item, dims.nature)) and scene.unknown_before(first, phrase.first):
        return None  # 占采购预算的70%: of no budget of the part itself
    is_plan = dims.measure in BUDGETS and not phrase.is_head and scene.measure == "final"
    group = target.groups[-1] if target.groups else None
    broken_down = group is not None and dims.nature and not phrase.is_head
    whole_fact = group.parent_fact if group and broken_down and group.parent.nature == dims.nature else None
    return Ratio(
        part,
        _targets(dims, part, scene),
        scene.facts[index],
        "completion" if is_plan else "share",
        scene.paragraph,
        scene.start(target.clause),
        target.last.fact if named is None and target.last is not None else None,
        whole_fact,
    )


def _targets(target: Dims, part: Dims, scene: Scene) -> tuple[Dims, ...]:
    """The wholes that a share's target can mean: a bare 本年支出合计 is the unit's, else the section's."""
    measure = target.measure or part.measure or scene.measure
    if target.item and target.item not in TOTALS:
        return tuple(target._replace(measure=m) for m in dict.fromkeys((measure, scene.measure)))
    if not target.flow and not target.nature and not target.scope and target.measure:
        return (part._replace(measure=measure),)
    flow = target.flow or ("" if target.scope or target.nature else part.flow) or part.flow
    item = target.item or "total"
    open_scopes = [
        "all",
        part.scope or "all",
        "fiscal",
        *(["general"] if part.scope not in ("fund", "capital") else []),
    ]
    scopes = [target.scope] if target.scope else list(dict.fromkeys(open_scopes))
    natures = [target.nature] if target.nature else ["all"]
    items = [item] if target.item else ["total", "grand"]
    return tuple(
        Dims(scope, flow, each, nature, measure, "", 0) for scope in scopes for nature in natures for each in items
    )


def _wholes(state: State, scene: Scene, part: Dims, group: Group | None) -> list[Dims]:
    """What a bare 占 can be a share of: the total that an identity knows the part to belong to, if it is being broken
    down or was spoken of, else the total being broken down."""
    known = [
        part._replace(**{name: value for name, value in identity.total._asdict().items() if value})
        for identity in scene.lexicon.identities
        if not identity.tables_only and not identity.balance
        for parts in (identity.parts, *identity.alternatives)
        for each in parts
        if any(each) and all(not value or value == getattr(part, name) for name, value in each._asdict().items())
    ]
    if part.item[1:2] == ":":
        known.append(part._replace(item="total"))
    if group is not None:
        matching = [whole for whole in known if same_subject(whole, group.parent)]
        return matching or [group.parent]
    topic = state.focus.topic
    return sorted(known, key=lambda whole: topic is None or not same_subject(whole, topic))
