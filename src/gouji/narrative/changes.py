"""What changed, since when, by how much: 与上年相比减少120.36万元，下降9.65%."""

from __future__ import annotations

from gouji.facts import Fact, Word
from gouji.lexicon import NOTHING, Dims
from gouji.narrative.claims import Agreement, Change, Claim, Stating
from gouji.narrative.comparisons import compared
from gouji.narrative.frames import BUDGETS, Found
from gouji.narrative.meant import own_total
from gouji.narrative.phrases import gathered
from gouji.narrative.scene import Scene
from gouji.narrative.state import (
    Phrase,
    State,
    compose,
    same_subject,
    unknown,
)
from gouji.narrative.values import consumed, is_difference
from gouji.narrative.vocabulary import Kind
from gouji.narrative.ways import adjusting, word_at
from gouji.precompiled import pattern_of

Step = tuple[State, list[Claim]]
_LEAST_UNKNOWN = 3
_COUNTED = pattern_of(r"[CB][^NRPCB()]*(?:\([^()]*\)[^NRPCB()]*)*$")
"""比上年减少5.00万元，…，在职人员20人（男10人，女10人），均与上年: what is flat is the count."""
_NEAR = 40
_BASE = pattern_of(r"[vI][fO]*[YpmMex][YpmMexEHfO]*V?")

_MOVED_APART = pattern_of(r"r[^NR.;,]*[DG][fOt]*(?:N、[DG]?[fOt]*)*$")
"""A、B分别较上年减少0.29亿元、增加"""
_MOST_PARTS = 60  # of a list whose total says what each of them is compared with


def change(state: State, scene: Scene, found: Found) -> Step:
    """减少1.50万元."""
    index = found.at("amount")
    fact, way = scene.facts[index], found.at("way")
    fact.firm = fact.firm and not scene.sections.is_of_a_unit
    if is_difference(state, scene, index):
        return state._replace(base=None, phrase=Phrase()), []
    word = word_at(scene, way)
    state = state._replace(told=state.told._replace(explained=word))
    if _is_one_of_several(scene, way, index) or _is_of_each(state, scene, way):
        return consumed(_settled(state), index), []
    if "noun" in found.slots:
        state = gathered(state, scene, *found.slots["noun"])
    return _amount(state, scene, fact, word, way, index)


def _settled(state: State) -> State:
    return state._replace(told=state.told._replace(pending=None))


def _amount(state: State, scene: Scene, fact: Fact, word: Word, way: int, index: int) -> Step:
    phrase, going = state.phrase, state.change
    if state.told.changes and (own_total(phrase.dims) or _is_net(state, scene, way)):
        return consumed(_settled(state), index), []  # A减少1.49万元，B减少0.47万元，合计减少1.96万元; 增减相抵后净增加…
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
    if (phrase.is_head and scene.names_unknown(state.clause, phrase.first)) or _is_of_another_unit(state, scene):
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


def _is_of_another_unit(state: State, scene: Scene) -> bool:
    """信息中心2024年“三公”经费预算比上年增加0.50万元: whether a sentence that tells no amount before begins with another unit's name."""
    if state.base is None or "N" in scene.letters[state.clause : state.base.at]:
        return False
    named = range(state.clause, state.base.at)
    first = next((i for i in named if scene.tokens[i].kind in (Kind.YEAR, Kind.TERM, Kind.ITEM)), state.clause)
    return scene.is_of_another_unit(state.clause, first)


def _is_net(state: State, scene: Scene, way: int) -> bool:
    """基本支出减少10.00万元，项目支出增加60.00万元，增减相抵后净增加50.00万元: of what moved before."""
    last = state.told.changes[-1]
    behind = state.clause > 0 and scene.facts.get(state.clause - 1) in (last.amount, last.rate)
    net = scene.lexicon.phrases["direction"]["net"]
    return behind and state.phrase.is_empty and any(word in scene.text(state.clause, way + 1) for word in net)


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
    open_rate = going is not None and going.rate is None
    if (
        going is not None
        and open_rate
        and (_is_of_another_measure(state, scene, way) or _is_of_another_change(state, scene, going, word, way))
    ):
        return consumed(_settled(state), index), []
    if going is not None and going.rate is None and _is_since(state, scene, going):
        going.words.append(word)
    elif state.base is None and phrase.is_empty and state.change is None:
        return consumed(_settled(state), index), []
    else:
        subject = compose(state, scene) if not phrase.is_empty else state.spoken_of
        state, going = begun(state, scene, subject, word, index)
        claims.append(going)
    going.rate = fact
    return consumed(_settled(state), index), claims


def _is_since(state: State, scene: Scene, change: Change) -> bool:
    """与2023年相比，…增加147.34万元，比上年增长9.64%: whether a comparison names no other base than a change's."""
    return state.base is None or scene.dated(state.base.dims) == scene.dated(change.base)


def _is_of_each(state: State, scene: Scene, way: int) -> bool:
    """单车下降0.50万元: whether what one of several costs has changed."""
    return any(token.kind is Kind.PER for token in scene.tokens[state.clause : way])


def _is_of_another_measure(state: State, scene: Scene, way: int) -> bool:
    """增加0.30亿元，同口径增长12%; 剔除政策因素增长12%: whether words of its own stand before a rate, which may be of other amounts."""
    words = scene.tokens[state.clause : way]
    if state.base is not None and state.base.at == state.clause and not any(w.kind is Kind.UNKNOWN for w in words):
        return False  # 增加147.34万元，比上年增长9.64%
    return any(word.kind is Kind.APART for word in words) or (
        scene.tokens[state.clause - 1].text == "," and scene.is_modified(state.clause, way, _LEAST_UNKNOWN)
    )


def _is_of_another_change(state: State, scene: Scene, going: Change, word: Word, way: int) -> bool:
    """比上年增加10万元，其中：…，项目支出减少5万元；增长2.33%: a rate the other way, behind a semicolon; 分别增长2.33%、下降4.35%: the first of
    those of several changes."""
    apart = scene.tokens[state.clause - 1].text == ";" and going.words[0].sign != word.sign
    return apart or scene.tokens[way - 1].kind is Kind.RESPECTIVELY


def bracketed_rate(state: State, scene: Scene, found: Found) -> Step | None:
    """减少1.50万元（42.86%）: the rate of the change directly before it."""
    going = state.change
    if going is None or going.rate is not None or going.amount is None:
        return None
    if scene.facts.get(found.start - 1) is not going.amount:
        return None
    going.rate = scene.facts[found.at("rate")]
    return consumed(_settled(state), found.end - 1), []


def bracketed_amount(state: State, scene: Scene, found: Found) -> Step | None:
    """增加9.55%（增20.00万元）: the amount of the change whose rate stands directly before it."""
    going, way = state.change, found.at("way")
    if going is None or going.amount is not None or going.rate is None:
        return None
    if scene.facts.get(found.start - 1) is not going.rate:
        return None
    going.amount = scene.facts[found.at("amount")]
    if way >= 0:
        going.words.append(word_at(scene, way))
    return consumed(_settled(state), found.end - 1), []


def bracketed_change(state: State, scene: Scene, found: Found) -> Step:
    """增加（20.00万元，80.0%）: a change with its rate."""
    after, claims = change(state, scene, found)
    going = after.change
    if going is not None and going.amount is scene.facts[found.at("amount")] and going.rate is None:
        going.rate = scene.facts[found.at("rate")]
    return consumed(after, found.end - 1), claims


def bracketed_way(state: State, scene: Scene, found: Found) -> Step | None:
    """比上年（减少）1.50万元: the word that a form left to choose, if it is the only one (not 增加（减少）1.50万元)."""
    if found.start and scene.letters[found.start - 1] in "DG":
        return None
    return change(state, scene, found)


def flat(state: State, scene: Scene, found: Found) -> Step:
    """与上年持平; 与年初预算一致; perhaps neither (持平或下降)."""
    index = found.start
    if scene.text(index + 1, index + 2).startswith(scene.lexicon.phrases["direction"]["or"]):
        return consumed(state, index), []
    word, pending = word_at(scene, index), state.told.pending
    claims: list[Claim] = []
    state = state._replace(told=state.told._replace(explained=word))
    if pending is not None and scene.tokens[index - 1].kind is Kind.DIRECTION:
        claims.append(Agreement(pending, word))
    elif state.told.reached is not None and state.base is not None and state.base.dims.measure not in BUDGETS:
        claims.append(Agreement(state.told.reached, word))
    since = state.base.dims if state.base is not None else None
    phrase = state.phrase
    if phrase.is_empty and (
        _COUNTED.search(scene.letters, max(0, index - _NEAR), index)
        or any(word in scene.text(state.clause, index) for word in scene.lexicon.phrases["direction"]["rest"])
    ):
        return consumed(state, index), claims
    subject = compose(state, scene) if not phrase.is_empty else state.spoken_of
    if since is not None and since.measure in BUDGETS and not since.period:
        state, told = compared(state, scene, subject._replace(measure=scene.measure), since.measure, word)
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
    measure = state.phrase.dims.measure or (state.base.measure if state.base is not None else "") or measure
    prior = state.told.prior
    if state.phrase.is_empty and _is_of_the_plan_before(state, scene, index):
        measure = subject.measure  # 全年预算8.32万元，较上年决算6.85万元增加…
    if state.base is None and subject.period in (-1, scene.setting.year - 1):
        measure, prior = scene.measure, prior or (state.last.fact if state.last else None)  # 2024年…为0万元，增加…
    subject = subject._replace(measure=measure or scene.measure, period=0)
    told = Change(subject, _since(state), scene.paragraph, scene.start(index), [word], prior=prior)
    if state.phrase.is_empty and state.groups and not same_subject(state.groups[-1].parent, subject):
        told.whole = state.groups[-1].parent._replace(measure=subject.measure, period=0)
    return state._replace(change=told, told=state.told._replace(prior=None, changes=(*state.told.changes, told))), told


def _is_of_the_plan_before(state: State, scene: Scene, index: int) -> bool:
    """Whether a comparison with what was spent stands directly behind a budget."""
    base, last = state.base, state.last
    if (
        base is None
        or last is None
        or last.dims.measure not in BUDGETS
        or scene.facts.get(base.at - 2) is not last.fact
    ):
        return False
    compared = scene.tokens[base.at : index]
    spent = scene.lexicon.sections["kind"]["final"]
    return scene.letters[base.at - 1] == "," and any(word in token.text for token in compared for word in spent)


def _since(state: State) -> Dims:
    """What a change is compared with: as the sentence says, as the total's change does whose parts are told, else last year."""
    if state.base is not None:
        return state.base.dims
    for change in reversed(state.told.changes[-_MOST_PARTS:] if state.groups else ()):
        if same_subject(change.subject, state.groups[-1].parent):
            return change.base
    return Dims(period=-1)


def _is_one_of_several(scene: Scene, way: int, index: int) -> bool:
    """分别减少0.29亿元、0.33亿元: the first of the changes of several subjects."""
    following = scene.tokens[index + 1].text if index + 1 < len(scene.tokens) else ""
    beside = "、" in (following, scene.text(way - 1, way))
    return beside and _MOVED_APART.search(scene.letters, scene.begin_of_sentence(index), index) is not None
