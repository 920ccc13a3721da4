"""What changed, since when, by how much: 与上年相比减少120.36万元，下降9.65%; and what is larger than a budget."""

from __future__ import annotations

from gouji.facts import Fact, Word, key_for
from gouji.lexicon import NOTHING, Dims
from gouji.narrative.claims import Agreement, Change, Claim, Comparison, Stating
from gouji.narrative.frames import BUDGETS, Found
from gouji.narrative.phrases import gathered, year
from gouji.narrative.scene import Scene
from gouji.narrative.state import (
    Base,
    Phrase,
    State,
    compose,
    facts_keys,
    is_budget,
    is_unknown,
    same_subject,
    unknown,
)
from gouji.narrative.values import consumed, is_difference
from gouji.narrative.vocabulary import Kind
from gouji.narrative.ways import adjusting, word_at
from gouji.precompiled import pattern_of

Step = tuple[State, list[Claim]]
_LEAST_UNKNOWN = 3
_RATELESS = pattern_of(r"[vI][^N.,;]*(?:[DG][fO]*N(?!,[DG][fOt]*R)|F)")
"""人均2.50万元，比上年减少0.10万元, 与上年持平: a rate behind it would tell whether it is what all cost that moved."""
_BASE = pattern_of(r"[vI][fO]*[YpmMex][YpmMexEHfO]*V?")

_MOST_PARTS = 60  # of a list whose total says what each of them is compared with


# ── bases ────────────────────────────────────────────────────────────────────────────────────────────────────────


def opening(state: State, scene: Scene, found: Found) -> Step:
    """与年初相比: neither with last year nor with a budget."""
    return _based(state, scene, Dims(measure="opening"), found.start), []


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
            dims = Dims(measure=token.dims.measure, period=token.dims.period).over(dims)
    if dims.period == -1 and dims.measure == scene.measure:
        dims = dims._replace(measure="")  # 比上年预算…, of a budget
    if dims.period == scene.setting.year and dims.measure not in BUDGETS:
        compared = scene.letters[last:].lstrip("fOt")[:1] in ("V", "D", "G", "F", "v", "I")
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
    """比去年（2.80亿元）."""
    index, prior = found.at("at"), scene.facts[found.at("prior")]
    token = scene.tokens[index]
    period = int(token.text) if token.kind is Kind.YEAR else -1
    claims: list[Claim] = [year(state, scene, index, "base")[1]] if token.kind is Kind.YEAR else []
    state = _based(state, scene, Dims(period=period), found.start)
    subject = state.spoken_of._replace(measure=scene.measure, period=period)
    key = key_for(subject, scene.setting.year)
    prior.keys = (key,) if key else ()
    prior.firm = not is_unknown(subject)
    return state._replace(told=state.told._replace(prior=prior), clause=found.end), claims


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
    if period not in (-1, scene.setting.year - 1) or is_unknown(last.dims) or bracketed is not (found.end > index + 1):
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
    if state.phrase.is_head:
        state = state._replace(subject=compose(state, scene))
    elif not state.phrase.is_empty and scene.is_modified(state.clause, state.phrase.first, _LEAST_UNKNOWN):
        state = state._replace(subject=unknown(scene, at), aside=None)
    elif not state.phrase.is_empty:
        state = state._replace(subject=state.phrase.dims.over(state.subject))
    elif scene.is_behind_average(at) and _RATELESS.match(scene.letters, at):
        state = state._replace(aside=unknown(scene, at))
    return state._replace(phrase=Phrase(), base=Base(dims, at))


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def change(state: State, scene: Scene, found: Found) -> Step:
    """减少1.50万元."""
    index = found.at("amount")
    fact, way = scene.facts[index], found.at("way")
    if is_difference(state, scene, index):
        return state._replace(base=None, phrase=Phrase()), []
    word = word_at(scene, way)
    state = state._replace(told=state.told._replace(explained=word))
    if _is_one_of_several(state, scene, way, index) or _is_of_each(state, scene, way):
        return consumed(_settled(state), index), []
    if "noun" in found.slots:
        state = gathered(state, scene, *found.slots["noun"])
    return _amount(state, scene, fact, word, way, index)


def _settled(state: State) -> State:
    return state._replace(told=state.told._replace(pending=None))


def _amount(state: State, scene: Scene, fact: Fact, word: Word, way: int, index: int) -> Step:
    phrase, going = state.phrase, state.change
    if _goes_on(state, scene, way):
        going = state.told.changes[-1]
        going.amount = fact  # 比上年下降11.11%。减少1.00万元
        going.words.append(word)
        return consumed(_settled(state), index), [Stating(fact, going.subject, (), state.focus.under)]
    if going is not None and going.amount is None and going.rate is scene.facts.get(way - 2) and _adds(scene, way):
        going.amount = fact  # 比上年增长11.11%，增收10.00万元
        going.words.append(word)
        return consumed(_settled(state), index), [Stating(fact, going.subject, (), state.focus.under)]
    fact.subject = scene.text(phrase.first, phrase.last) if not phrase.is_empty else ""
    named = phrase.is_head or bool(phrase.dims.nature)
    subject = compose(state, scene) if named else phrase.dims.over(state.spoken_of)
    if phrase.is_head and scene.names_unknown(state.clause, phrase.first):
        subject = unknown(scene, index)
    elif phrase.is_generic and _is_of_the_base(state, scene):
        subject = state.subject
    elif phrase.is_empty and state.base is None and scene.unknown_before(state.clause, way):
        return consumed(_settled(state), index), []  # 其中城管经费增加20万元
    if named:
        state = state._replace(subject=subject)
    state, told = begun(state, scene, subject, word, index)
    told.amount = fact
    return consumed(_settled(state), index), [told, Stating(fact, subject, (), state.focus.under)]


def _is_of_the_base(state: State, scene: Scene) -> bool:
    """收入总计与上年相比，今年收入增加5.00万元: of what stands right before the comparison, not of the year's own income."""
    at = state.base.at - 1 if state.base is not None else -1
    before = scene.tokens[at].dims if at >= 0 else None
    same = state.subject.item == "grand" and state.subject.flow == state.phrase.dims.flow
    return same and before is not None and before.item == "grand"


def _goes_on(state: State, scene: Scene, way: int) -> bool:
    """Whether a sentence that begins with a movement tells the amount of the one that the sentence before ended with."""
    last = state.told.changes[-1] if state.told.changes else None
    begins = way > 1 and scene.tokens[way - 1].text == "。" and scene.letters[way + 1 : way + 2] == "N"
    return begins and last is not None and last.amount is None and last.rate is scene.facts.get(way - 2)


def _adds(scene: Scene, way: int) -> bool:
    """Whether a movement stands directly behind a rate and its comma, and its amount directly behind it."""
    return scene.letters[max(0, way - 2) : way] == "R," and scene.letters[way + 1 : way + 2] == "N"


def between(state: State, scene: Scene, found: Found) -> Step | None:
    """比年初预算58.00万元少3.00万元, 比年初预算多3.00万元: a verb that is one only behind the base or the base's amount."""
    way, index = found.at("way"), found.at("amount")
    prior = state.told.prior
    behind = prior is not None and way > 0 and scene.facts.get(way - 1) is prior
    if not behind and not (state.base is not None and _BASE.fullmatch(scene.letters, max(state.base.at, 0), way)):
        return None
    more = scene.lexicon.phrases["direction"]["between_increase"]
    word = word_at(scene, way, 1 if scene.tokens[way].text in more else -1)
    state = state._replace(told=state.told._replace(explained=word))
    return _amount(state, scene, scene.facts[index], word, way, index)


def adjusted(state: State, scene: Scene, found: Found) -> Step | None:
    """年初预算176.88万元，年中调增36.28万元，调整后预算213.16万元: what the initial budget became."""
    last, way, index = state.last, found.at("way"), found.at("amount")
    following = next((token.dims for token in scene.tokens[index + 1 : index + 3] if token.dims is not None), NOTHING)
    if last is None or (last.dims.measure, following.measure) != ("initial", "full"):
        return None
    word = word_at(scene, way, adjusting(scene, way))
    fact, subject = scene.facts[index], last.dims._replace(measure="full")
    told = Change(subject, Dims(measure="initial"), scene.paragraph, scene.start(index), [word], fact, prior=last.fact)
    return consumed(state, index), [told, Stating(fact, subject)]


def uncounted(state: State, scene: Scene, found: Found) -> Step:
    """增加3人, 提高2个百分点: a change that is checked against nothing."""
    word = word_at(scene, found.at("way"))
    state = state._replace(told=state.told._replace(explained=word, pending=None))
    return consumed(state, found.end - 1), []


def change_rate(state: State, scene: Scene, found: Found) -> Step:
    """下降9.65%."""
    way, index = found.at("way"), found.at("rate")
    fact, word = scene.facts[index], word_at(scene, way)
    state = state._replace(told=state.told._replace(explained=word))
    if "noun" in found.slots:
        state = gathered(state, scene, *found.slots["noun"])
    phrase, going = state.phrase, state.change
    claims: list[Claim] = []
    if phrase.is_head or phrase.dims.nature:
        subject = compose(state, scene)
        if going is None or not same_subject(going.subject, subject):
            state, going = state._replace(subject=subject), None
    if _is_of_each(state, scene, way):
        return consumed(_settled(state), index), []
    if going is not None and going.rate is None and _is_of_another_measure(state, scene, way):
        return consumed(_settled(state), index), []
    if going is not None and going.rate is None:
        going.words.append(word)
    elif state.base is None and phrase.is_empty and state.change is None:
        return consumed(_settled(state), index), []
    else:
        subject = compose(state, scene) if not phrase.is_empty else state.spoken_of
        state, going = begun(state, scene, subject, word, index)
        claims.append(going)
    going.rate = fact
    return consumed(_settled(state), index), claims


def _is_of_each(state: State, scene: Scene, way: int) -> bool:
    """单车下降0.50万元: whether what one of several costs has changed."""
    return any(token.kind is Kind.PER for token in scene.tokens[state.clause : way])


def _is_of_another_measure(state: State, scene: Scene, way: int) -> bool:
    """增加0.30亿元，同口径增长12%; 剔除政策因素增长12%: whether words of its own stand before a rate, which may be of other amounts."""
    apart = any(token.kind is Kind.APART for token in scene.tokens[state.clause : way])
    return apart or (
        scene.tokens[state.clause - 1].text == "," and scene.is_modified(state.clause, way, _LEAST_UNKNOWN)
    )


def bracketed_rate(state: State, scene: Scene, found: Found) -> Step | None:
    """减少1.50万元（42.86%）: the rate of the change directly before it."""
    going = state.change
    if going is None or going.rate is not None or going.amount is None:
        return None
    if scene.facts.get(found.start - 1) is not going.amount:
        return None
    going.rate = scene.facts[found.at("rate")]
    return consumed(_settled(state), found.end - 1), []


def bracketed_way(state: State, scene: Scene, found: Found) -> Step | None:
    """比上年（减少）1.50万元: the word that a form left to choose, if it is the only one (not 增加（减少）1.50万元)."""
    if found.start and scene.letters[found.start - 1] in "DG":
        return None
    return change(state, scene, found)


def flat(state: State, scene: Scene, found: Found) -> Step:
    """与上年持平; 与年初预算一致."""
    index = found.start
    word, pending = word_at(scene, index), state.told.pending
    claims: list[Claim] = []
    state = state._replace(told=state.told._replace(explained=word))
    if pending is not None and scene.tokens[index - 1].kind is Kind.DIRECTION:
        claims.append(Agreement(pending, word))
    elif state.told.reached is not None and state.base is not None and state.base.dims.measure not in BUDGETS:
        claims.append(Agreement(state.told.reached, word))
    since = state.base.dims if state.base is not None else None
    phrase = state.phrase
    subject = compose(state, scene) if not phrase.is_empty else state.spoken_of
    if since is not None and since.measure in BUDGETS and not since.period:
        state, told = _compared(state, scene, subject._replace(measure=scene.measure), since.measure, word)
        claims.append(told)
    elif since is not None or phrase.is_head:
        if phrase.is_head:
            state = state._replace(subject=subject)
        state, moved = begun(state, scene, subject, word, index)
        claims.append(moved)
    return consumed(state, index), claims


def begun(state: State, scene: Scene, subject: Dims, word: Word, index: int) -> tuple[State, Change]:
    """A change of a subject, since what the sentence compares with."""
    measure = subject.measure if subject.measure not in BUDGETS or scene.measure == "budget" else scene.measure
    measure = state.phrase.dims.measure or measure
    prior = state.told.prior
    if state.base is None and subject.period in (-1, scene.setting.year - 1):
        measure, prior = scene.measure, prior or (state.last.fact if state.last else None)  # 2024年…为0万元，增加…
    subject = subject._replace(measure=measure or scene.measure, period=0)
    told = Change(subject, _since(state), scene.paragraph, scene.start(index), [word], prior=prior)
    if state.phrase.is_empty and state.groups and not same_subject(state.groups[-1].parent, subject):
        told.whole = state.groups[-1].parent._replace(measure=subject.measure, period=0)
    return state._replace(change=told, told=state.told._replace(prior=None, changes=(*state.told.changes, told))), told


def _since(state: State) -> Dims:
    """What a change is compared with: as the sentence says, as the total's change does whose parts are told, else last year."""
    if state.base is not None:
        return state.base.dims
    for change in reversed(state.told.changes[-_MOST_PARTS:] if state.groups else ()):
        if same_subject(change.subject, state.groups[-1].parent):
            return change.base
    return Dims(period=-1)


def _is_one_of_several(state: State, scene: Scene, way: int, index: int) -> bool:
    """分别减少0.29亿元、0.33亿元: the first of the changes of several subjects."""
    head = scene.tokens[max(state.clause, way - 2) : index]
    following = scene.tokens[index + 1].text if index + 1 < len(scene.tokens) else ""
    return following == "、" and any(token.kind is Kind.RESPECTIVELY for token in head)


# ── comparisons ──────────────────────────────────────────────────────────────────────────────────────────────────


def comparison(state: State, scene: Scene, found: Found) -> Step:
    """决算数大于年初预算数."""
    left = compose(state, scene) if not state.phrase.is_empty else state.subject._replace(measure=scene.measure)
    right = scene.tokens[found.at("measure")].dims
    assert right is not None
    state = state._replace(phrase=Phrase())
    if right.period or not is_budget(right):
        return state, []
    after, told = _compared(state, scene, left, right.measure, word_at(scene, found.at("word")))
    told.amount = scene.facts.get(found.at("amount"))
    return after, [told]


def _compared(state: State, scene: Scene, left: Dims, right: str, word: Word) -> tuple[State, Comparison]:
    measure = left.measure if left.measure not in BUDGETS else scene.measure
    left = left._replace(measure=measure or scene.measure, period=0)
    order = {"budget": ("budget", "full", "initial")}.get(right, (right,))
    word.role = "comparison"
    told = Comparison(left, tuple(left._replace(measure=m) for m in order), word, scene.paragraph, _from(state, scene))
    return state._replace(told=state.told._replace(explained=word)), told


def _from(state: State, scene: Scene) -> int:
    """Where the clause begins."""
    return scene.start(state.clause)
