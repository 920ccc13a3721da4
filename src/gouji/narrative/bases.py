"""What a comparison starts from: 与上年相比, 比年初预算, （上年312.00万元）."""

from __future__ import annotations

from gouji.facts import BALANCES, Word, key_for
from gouji.lexicon import NOTHING, Dims
from gouji.narrative.claims import Claim, Stating, Unfiscal
from gouji.narrative.frames import BUDGETS, Found
from gouji.narrative.phrases import gathered, year
from gouji.narrative.scene import Scene
from gouji.narrative.state import (
    Base,
    Phrase,
    State,
    compose,
    excluding,
    facts_keys,
    is_unknown,
    unknown,
)
from gouji.narrative.values import consumed
from gouji.narrative.vocabulary import Kind
from gouji.precompiled import pattern_of

Step = tuple[State, list[Claim]]
_LEAST_UNKNOWN = 3
_COMPARED = pattern_of(r"[fOto]*(?:[VDGFvI]|N[fOt]*[VDG])")
"""与2023年相比; 与2023年度的100.00万元相比; 比2023年增加: what makes a year the one compared with."""
_MOVES = pattern_of(r"[^,.;:]*[VDGFI]")
"""和2023年预算相比: whether the clause behind a joining word says how something moved."""
_RATELESS = pattern_of(r"[vI][^N.,;]*(?:[DG][fO]*N(?!,[DG][fOt]*R)|F)")
"""人均2.50万元，比上年减少0.10万元, 与上年持平: a rate behind it would tell whether it is what all cost that moved."""


def opening(state: State, scene: Scene, found: Found) -> Step:
    """与年初相比, 较年初（585.21万元）: neither with last year nor with a budget."""
    after, prior = _based(state, scene, Dims(measure="opening"), found.start), scene.facts.get(found.at("prior"))
    if prior is None:
        return after, []
    subject = after.spoken_of
    prior.firm = subject.flow == "closing"
    key = key_for(subject._replace(flow="opening", measure=scene.measure), scene.setting.year) if prior.firm else None
    prior.keys = (key,) if key else ()
    return after._replace(told=after.told._replace(prior=prior), clause=found.end), []


def base(state: State, scene: Scene, found: Found) -> Step:
    """比、与、较 before a year, 上年 or a budget."""
    first, last = found.slots["at"]
    tokens = scene.tokens[first:last]
    if sum(token.kind is Kind.YEAR for token in tokens) > 1:
        return state, []  # 和2017—2019年财政规划: no year to compare with
    dims, claims = NOTHING, list[Claim]()
    for token in tokens:
        if token.kind is Kind.YEAR:
            dims = dims._replace(period=int(token.text))
        elif token.kind is Kind.TERM and token.dims is not None:
            final = _final_of(scene, token.text)
            dims = Dims(measure=token.dims.measure or final, period=token.dims.period).over(dims)
    if dims.period == -1 and dims.measure == scene.measure:
        dims = dims._replace(measure="")  # 比上年预算…, of a budget
    compared = _COMPARED.match(scene.letters, last) is not None
    joins = scene.tokens[found.start].text in scene.lexicon.phrases["base"]["joining"]
    joined = joins and _MOVES.match(scene.letters, last) is None  # 2022年决算和2023年预算情况
    if joined or (dims.period == scene.setting.year and dims.measure not in BUDGETS):
        executed = tokens[-1].text.endswith(tuple(scene.lexicon.phrases["base"]["executed"]))
        role = "base" if compared and not executed else ""
        for index in range(first, last):
            if scene.tokens[index].kind is Kind.YEAR:
                state, told = year(state, scene, index, role)
                claims.append(told)
        return state, claims
    for index in range(first, last):
        if scene.tokens[index].kind is Kind.YEAR:
            claims.append(year(state, scene, index, "base")[1])
    return _based(state, scene, dims, found.start), claims


def _final_of(scene: Scene, text: str) -> str:
    """较上年决算: a budget compared with what was spent."""
    named = scene.measure == "budget" and any(word in text for word in scene.lexicon.sections["kind"]["final"])
    return "final" if named else ""


def several_bases(state: State, scene: Scene, found: Found) -> Step:
    """与上年收入480.00万元、支出470.00万元相比: which of them each of the changes behind is since, nobody says for certain."""
    beyond: list[Claim] = [
        Unfiscal(scene.facts[i], "reason") for i in range(found.start, found.end) if i in scene.facts
    ]
    return excluding(state, found.end - 1), beyond


def base_of_the_same(state: State, scene: Scene, found: Found) -> Step | None:
    """比2023年“三公”经费年初预算: what the sentence speaks of, named again."""
    first, last = found.slots["noun"]
    subject = state.spoken_of
    if found.at("measure") < 0 and state.phrase.is_head and scene.letters[found.end : found.end + 1] in ("D", "G"):
        subject = compose(state, scene)  # 公务接待费支出较2022年公务接待费减少…
        state = state._replace(subject=subject, aside=None, phrase=Phrase())
    elif found.at("measure") < 0:
        return None
    if not state.phrase.is_empty or is_unknown(subject):
        return None
    named = compose(gathered(state._replace(phrase=Phrase()), scene, first, last), scene)
    if named.item != subject.item or (named.flow, named.nature) != (subject.flow, subject.nature):
        return None
    token, told_as = scene.tokens[found.at("at")], found.at("measure")
    own = scene.tokens[told_as].dims if told_as >= 0 else None
    measure = own.measure if own is not None else ""
    if token.kind is not Kind.YEAR:
        return _based(state, scene, Dims(measure=measure, period=-1), found.start), []
    dims = Dims(measure=measure, period=int(token.text))
    told = year(state, scene, found.at("at"), "base")[1]
    return _based(state, scene, dims, found.start), [told]


def base_with_its_amount(state: State, scene: Scene, found: Found) -> Step:
    """比去年（2.80亿元）; 比全年预算（11.71万元）."""
    index, prior = found.at("at"), scene.facts[found.at("prior")]
    token = scene.tokens[index]
    planned = token.dims.measure if token.dims is not None and token.dims.measure in BUDGETS else ""
    period = int(token.text) if token.kind is Kind.YEAR else 0 if planned else -1
    claims: list[Claim] = [year(state, scene, index, "base")[1]] if token.kind is Kind.YEAR else []
    state = _based(state, scene, Dims(measure=planned, period=period), found.start)
    subject = state.spoken_of._replace(measure=planned or scene.measure, period=period)
    key = key_for(subject, scene.setting.year)
    prior.keys = (key,) if key else ()
    prior.firm = not is_unknown(subject)
    return state._replace(told=state.told._replace(prior=prior), clause=found.end), claims


def base_with_its_balance(state: State, scene: Scene, found: Found) -> Step | None:
    """上年结转24.08万元，较上年结转45.62万元减少…: the balance that was spoken of, a year before."""
    left, flow = scene.tokens[found.at("at")].dims, state.spoken_of.flow
    moves = scene.letters[found.end : found.end + 1] in ("D", "G")
    told = moves and left is not None and left.flow == flow in BALANCES
    return base_with_its_amount(state, scene, found) if told else None


def prior_behind(state: State, scene: Scene, found: Found) -> Step | None:
    """46.00万元，上年312.00万元 or （上年312.00万元）: last year's amount of what was just told; what the reason behind it
    explains is their difference."""
    index, last = found.at("prior"), state.last
    current, prior = scene.facts.get(found.start - 1), scene.facts.get(index)
    token = scene.tokens[found.at("at")]
    period = int(token.text) if token.kind is Kind.YEAR else -1
    if last is None or prior is None or current is not last.fact or last.dims.period:
        return None
    bracketed = scene.letters[found.start] == "("
    named = not is_unknown(last.dims) or (last.dims.flow and last.dims.scope)  # 事业收入…，上年…
    if period not in (-1, scene.setting.year - 1) or not named or bracketed is not (found.end > index + 1):
        return None
    difference = current.quantity.value - prior.quantity.value
    span = scene.span(found.start - 1, found.end)
    text = scene.text(found.start - 1, found.end)
    word = Word((difference > 0) - (difference < 0), text, span, "implied")
    dims = last.dims._replace(period=-1)
    keys = (key_for(each, scene.setting.year) for each in facts_keys(dims))
    prior.keys, prior.firm = tuple(key for key in keys if key), last.fact.firm
    told = state.told._replace(explained=word, prior=prior)
    after = consumed(state, found.end - 1)._replace(told=told, base=Base(Dims(period=-1), found.start))
    return after, [Stating(prior, dims)]


def implied_base(state: State, _scene: Scene, _found: Found) -> Step:
    """同比增加: since last year."""
    return state._replace(base=Base(Dims(period=-1), -1)), []


def _based(state: State, scene: Scene, dims: Dims, at: int) -> State:
    measure = ""
    changed = {change.amount for change in state.told.changes[-1:]}
    if state.phrase.is_head:
        state = state._replace(subject=compose(state, scene), aside=None)
    elif not state.phrase.is_empty and scene.is_modified(state.clause, state.phrase.first, _LEAST_UNKNOWN):
        state = state._replace(subject=unknown(scene, at), aside=None)
    elif not state.phrase.is_empty:
        measure = state.phrase.dims.measure
        state = state._replace(subject=state.phrase.dims.over(state.subject))
    elif _names_an_item(state, scene, at):
        state = state._replace(subject=unknown(scene, at), aside=None)
    elif scene.is_behind_average(at) and scene.facts.get(at - 2) not in changed and _RATELESS.match(scene.letters, at):
        state = state._replace(aside=unknown(scene, at))
    return state._replace(phrase=Phrase(), base=Base(dims, at, measure))


def _names_an_item(state: State, scene: Scene, at: int) -> bool:
    """城乡社区环境卫生较上年（…）增加…; 增幅最大的是一般行政管理事务，比年初预算增加…: whether an item stands before a comparison of which nobody knows
    which of those called so it is."""
    apart = at > 0 and scene.tokens[at - 1].text == ","
    before = at - 1 - apart
    named = before >= 0 and scene.tokens[before].kind is Kind.ITEM
    return named and not (apart and state.subject.item[1:2] == ":")
