"""Moves told with both ends, and differences told by a noun: 由上年的5.20万元降至4.16万元, 较上年的60.20%提高2.15个百分点."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.facts import Fact
from gouji.lexicon import Dims
from gouji.narrative.bases import base_with_its_amount
from gouji.narrative.changes import Step, begun
from gouji.narrative.claims import Agreement, Change, Claim, Each, Grew, Moved, Ratio
from gouji.narrative.frames import Found
from gouji.narrative.phrases import gathered, year
from gouji.narrative.scene import Scene
from gouji.narrative.state import State, is_unknown, unknown
from gouji.narrative.values import consumed, named_before, reach
from gouji.narrative.vocabulary import Kind
from gouji.narrative.ways import adjusting, sign_between, word_at
from gouji.precompiled import pattern_of
from gouji.relations import GrowthFrom

_BOTH = pattern_of(r"(?P<each>m[fO]*N,)+[ex][fO]*(?P<current>N),u?E?$")
_TWO_YEARS = pattern_of(
    r"(?P<before>[Yp])(?P<what>[fOhHnbimMeExu]*)(?P<first>N),(?P<after>[Yp]?)(?P<again>[fOhHnbimMeExu]*)(?P<second>N)$"
)
_RESPECTIVELY = pattern_of(r"r[fO]*N(?:[、v]N)+$")
_PLANNED = pattern_of(r"(?P<plan>[^NRCBP.;,()]+)(?P<planned>N),(?P<what>[^NRCBP.;,()]+)(?P<spent>N)$")
_BUDGETED = pattern_of(
    r"(?:(?P<current>N),[mn][ftOE]*(?P<prior>N),[fO]*|[mMn][ftOE]*(?P<planned>N),[^N.;,()]*[eE][ftO]*(?P<spent>N),[fO]*)"
    r"(?:[mMeE][fO]*X[fO]*[mMeEn][fO]*\()?$"
)

_LONGEST_SENTENCE = 200  # tokens


def from_to(state: State, scene: Scene, found: Found) -> Step | None:
    """由上年的5.20万元降至4.16万元，下降20%: what it was, what it is, the way between, and perhaps its rate; of what nobody knows
    as well."""
    way, rate = found.at("way"), found.at("rate")
    if "subject" in found.slots:
        named = _named_behind(state, scene, found)
        if named is None:
            return None
        state = named
    words = [word_at(scene, each) for each in (way, found.at("again")) if each >= 0]
    based, claims = base_with_its_amount(state, scene, found)
    first = found.start if state.phrase.is_empty else state.phrase.first
    if is_unknown(based.spoken_of) or scene.unknown_before(state.clause, first):
        if rate < 0:
            return None
        current, prior = scene.facts[found.at("amount")], scene.facts[found.at("prior")]
        prior.keys = ()
        moved = Moved(current, prior, scene.facts[rate], words[-1])
        return consumed(state, found.end - 1), [Agreement(words[0], words[-1]), moved]
    reached = reach(based._replace(clause=way), scene, found)
    if reached is None:
        return None
    after, said = reached
    told = after.told._replace(prior=based.told.prior)
    after, change = begun(after._replace(told=told), scene, after.spoken_of, words[0], way)
    change.words += words[1:]
    change.rate = scene.facts.get(rate)
    return consumed(after, found.end - 1), [*claims, *said, change]


def _named_behind(state: State, scene: Scene, found: Found) -> State | None:
    """由上年的5.20万元降至4.16万元，公务接待费下降20%: the subject that a sentence names behind what it was and is."""
    first = next((at for at in range(found.start, 0, -1) if scene.tokens[at - 1].text == "。"), 0)
    if any(letter not in "fOu" for letter in scene.letters[first : found.start]) or not state.phrase.is_empty:
        return None
    return gathered(state, scene, *found.slots["subject"])


def moved(state: State, scene: Scene, found: Found) -> Step | None:
    """培训费从20.00万元增加到23.00万元，增加3.00万元，增长15.00%; 车辆由12辆减少到10辆，减少2辆: two numbers of one thing, whatever it is called."""
    begins, steps = scene.lexicon.phrases["base"]["from"], [("again", "by"), ("more", "rate")]
    told = [(found.at(way), found.at(number)) for way, number in steps if found.at(number) >= 0]
    prior, now = scene.facts[found.at("prior")], scene.facts[found.at("now")]
    if not told or prior.quantity.unit.dimension != now.quantity.unit.dimension:
        return None
    if not any(token.text in begins for token in scene.tokens[state.clause : found.start]):
        return None
    prior.keys, prior.firm, now.keys, now.firm = (), True, (), True
    words = [word_at(scene, way, adjusting(scene, way)) for way in (found.at("way"), *(way for way, _ in told))]
    moves = [Moved(now, prior, scene.facts[at], word) for (_, at), word in zip(told, words[1:], strict=True)]
    state = state._replace(told=state.told._replace(explained=words[-1], pending=None))
    years = [found.start] if scene.tokens[found.start].kind is Kind.YEAR else []
    based = [year(state, scene, at, "base")[1] for at in years]
    same = words[1:] if words[0].sign else ()  # 调整为 goes either way
    return consumed(state, found.end - 1), [*based, *moves, *(Agreement(words[0], word) for word in same)]


def count_moved(state: State, scene: Scene, found: Found) -> Step | None:
    """12辆，比上年减少3辆，下降20%; 46辆，比上年的40辆增加6辆，增长15%: of the count right before."""
    before = found.start - 2
    current = scene.facts.get(before) if scene.letters[max(0, before) : found.start] == "C," else None
    prior, rate = scene.facts.get(found.at("prior")), scene.facts.get(found.at("rate"))
    by, words = scene.facts[found.at("by")], [word_at(scene, at) for at in map(found.at, ("way", "again")) if at >= 0]
    units = {fact.quantity.unit for fact in (current, prior, by) if fact is not None}
    if len(units) > 1 or (current is None and prior is None) or (rate is None and not (current and prior)):
        return None
    if current is not None and _is_beside_others(scene, before):
        return None  # 轿车2辆、越野车1辆，比上年增加1辆，增长50%: perhaps of both
    claims: list[Claim] = [Agreement(words[0], word) for word in words[1:]]
    if prior is not None:
        prior.keys = ()
    if current is not None and prior is not None:
        claims += [Moved(current, prior, each, words[0]) for each in (by, rate) if each is not None]
    elif current is not None and rate is not None:
        claims.append(Grew(current, by, rate, words[0]))
    elif rate is not None:  # of what is told farther before
        at = scene.start(found.start)
        claims.append(Ratio(unknown(scene, found.start), (), rate, "of-prior", scene.paragraph, at, by, prior))
    state = state._replace(told=state.told._replace(explained=words[-1], pending=None))
    return consumed(state, found.end - 1), claims


def _is_beside_others(scene: Scene, index: int) -> bool:
    """Whether a count is one of several of its unit in its sentence."""
    unit = scene.facts[index].quantity.unit
    least = max(0, index - _LONGEST_SENTENCE)
    first = next((at + 1 for at in range(index, least - 1, -1) if scene.tokens[at].text in ("。", ";")), least)
    others = (scene.facts.get(at) for at in range(first, index))
    return any(other is not None and other.quantity.unit == unit for other in others)


def between_two(state: State, scene: Scene, found: Found) -> Step | None:
    """The change between the two amounts directly before it, where no other base is told: of two years (上年支出7.00万元，本年支出6.30万元，
    减少0.70万元，下降10%), or of a budget and what came of it (采购预算5.00万元，成交金额4.50万元，节约率10%)."""
    free = state.base is None or (scene.letters[found.start] == ";" and state.base.dims == Dims(period=-1))
    pair = (_of_two_years(scene, found) or _of_a_budget(scene, found)) if free else None
    if pair is None:
        return None
    current, prior = pair
    ways = [each for each in (found.at("way"), found.at("again")) if each >= 0]
    words = [word_at(scene, each) for each in ways]
    numbers = [scene.facts[each] for each in (found.at("amount"), found.at("rate")) if each >= 0]
    moved = [Moved(current, prior, number, word) for number, word in zip(numbers, words, strict=False)]
    state = state._replace(told=state.told._replace(explained=words[-1], pending=None))
    return consumed(state, found.end - 1), [*moved, *([Agreement(*words)] if len(words) > 1 else [])]


def _of_two_years(scene: Scene, found: Found) -> tuple[Fact, Fact] | None:
    """The later and the earlier of two amounts of the same line, one of the document's year, the other of the year before."""
    told = _TWO_YEARS.search(scene.letters, 0, found.start)
    if told is None:
        return None
    first, second = scene.facts.get(told.start("first")), scene.facts.get(told.start("second"))
    years = _year(scene, told.span("before")), _year(scene, told.span("after"))
    nouns = [_said(scene, *told.span(slot)) for slot in ("what", "again")]
    own, at = scene.setting.year, found.at("at")
    if first is None or second is None or (all(nouns) and nouns[0] != nouns[1]) or sorted(years) != [own - 1, own]:
        return None
    if "u" in told["what"] + told["again"] and nouns[0] != nouns[1]:
        return None
    if at >= 0 and _year(scene, (at, at + 1)) != own - 1:
        return None
    return (second, first) if years[0] < years[1] else (first, second)


def _of_a_budget(scene: Scene, found: Found) -> tuple[Fact, Fact] | None:
    """What was spent, and the budget of it told right before."""
    words = scene.lexicon.phrases["of_budget"]
    told = (
        _PLANNED.search(scene.letters, 0, found.start) if scene.tokens[found.at("way")].text in words["ways"] else None
    )
    if told is None:
        return None
    planned, spent = scene.facts.get(told.start("planned")), scene.facts.get(told.start("spent"))
    named = (scene.text(*told.span("plan")), scene.text(*told.span("what")))
    told_so = (any(word in name for word in words[key]) for name, key in zip(named, ("planned", "spent"), strict=True))
    return (spent, planned) if planned is not None and spent is not None and all(told_so) else None


def each_changed(state: State, scene: Scene, found: Found) -> Step | None:
    """分别为5.00万元、2.00万元，分别比上年增加0.50万元、0.20万元，分别增长11.11%、11.11%: a change of each of the amounts directly before, in
    their order."""
    told = _RESPECTIVELY.search(scene.letters, 0, found.start)
    subjects = named_before(state, scene, told.start()) if told else []
    numbers = [_facts_in(scene, found, "amounts", "N"), _facts_in(scene, found, "rates", "R")]
    each = numbers[0] or numbers[1]
    if told is None or any(len(some) not in (0, len(subjects)) for some in numbers) or told[0].count("N") != len(each):
        return None
    at = scene.tokens[found.at("at")] if found.at("at") >= 0 else None
    base = Dims(period=int(at.text) if at is not None and at.kind is Kind.YEAR else -1)
    return _changed(state, scene, found, subjects, base)


def each_named_changed(state: State, scene: Scene, found: Found) -> Step | None:
    """与2023年相比，收入总计、支出总计分别减少12.00万元、12.00万元，分别下降2.00%、2.00%: a change of each of the names directly before."""
    subjects = named_before(state, scene, found.start)
    numbers = [_facts_in(scene, found, "amounts", "N"), _facts_in(scene, found, "rates", "R")]
    if len(subjects) < len(numbers) or any(len(some) not in (0, len(subjects)) for some in numbers):
        return None
    base = state.base.dims if state.base is not None else Dims(period=-1)
    return _changed(state, scene, found, subjects, base)


def _changed(state: State, scene: Scene, found: Found, subjects: Sequence[Dims], base: Dims) -> Step:
    """A change of each subject, in the order of the amounts and rates."""
    numbers = [_facts_in(scene, found, "amounts", "N"), _facts_in(scene, found, "rates", "R")]
    ways = [word_at(scene, way) for way in (found.at("way"), found.at("again")) if way >= 0]
    amounts, rates = ([*some] or [None] * len(subjects) for some in numbers)
    changes = [
        Change(dims._replace(period=0), base, scene.paragraph, scene.start(found.at("way")), ways, amount, rate)
        for dims, amount, rate in zip(subjects, amounts, rates, strict=True)
    ]
    state = state._replace(told=state.told._replace(explained=ways[-1], pending=None))
    return consumed(state, found.end - 1), list(changes)


def _facts_in(scene: Scene, found: Found, slot: str, letter: str) -> list[Fact | None]:
    first, last = found.slots.get(slot, (0, 0))
    return [scene.facts[index] for index in range(first, last) if scene.letters[index] == letter]


def points(state: State, scene: Scene, found: Found) -> Step | None:
    """62.35%，较上年的60.20%提高2.15个百分点: of the rate directly before; 由上年的60.20%提高到62.35%，提高2.15个百分点: of the two told."""
    prior, way, index, reached = (found.at(slot) for slot in ("prior", "way", "points", "rate"))
    before = found.start - 2
    if reached < 0 and scene.letters[max(0, before) : found.start] != "R,":
        return None
    word = word_at(scene, way, sign_between(scene, way))
    told = Moved(scene.facts[before if reached < 0 else reached], scene.facts[prior], scene.facts[index], word)
    state = state._replace(told=state.told._replace(explained=word, pending=None))
    again = found.at("again")
    return consumed(state, index), [told, *([Agreement(word_at(scene, again), word)] if again >= 0 else [])]


def signed_rate(state: State, scene: Scene, found: Found) -> Step | None:
    """80.00万元，上年100.00万元，同比-20.00%; 上年支出100.00万元，本年支出80.00万元，同比-20.00%: a rate whose sign is the way."""
    index = found.at("rate")
    pair = _this_and_last(state, scene, found)
    if pair is None or scene.facts[index].quantity.value >= 0:
        return None
    return consumed(state._replace(base=None), index), [_moved(scene, index, *pair, scene.facts[index])]


def _this_and_last(state: State, scene: Scene, found: Found) -> tuple[Fact, Fact] | None:
    """This year's and last year's amount, told directly before a clause."""
    prior = state.told.prior
    if prior is not None and state.last is not None and scene.facts.get(found.start - 2) is prior:
        return state.last.fact, prior
    return (
        _of_two_years(scene, found._replace(start=found.start - 1)) if scene.letters[found.start - 1] == "," else None
    )


def difference_rate(state: State, scene: Scene, found: Found) -> Step | None:
    """年初预算数880.00万元，决算数1,013.06万元，预决算差异率15.12%: of the two amounts directly before; 增加16.00万元，变动率25.00%: of the
    change directly before."""
    going, index = state.change, found.at("rate")
    by = going.amount if going is not None and going.rate is None else None
    if going is not None and by is not None and scene.facts.get(found.start - 2) is by:
        going.rate = scene.facts[index]
        return consumed(state, index), []
    pair = _this_and_last(state, scene, found)
    if pair is not None:
        return consumed(state._replace(base=None), index), [_moved(scene, found.at("word"), *pair, scene.facts[index])]
    told = _BOTH.search(scene.letters[: found.start])
    if told is None:
        return None
    current = scene.facts.get(told.start("current"))
    budgets = [fact for at in told.spans("each") if (fact := scene.facts.get(at[1] - 2)) is not None]
    if not budgets or current is None:
        return None
    rate = scene.facts[index]
    moves = [_moved(scene, found.at("word"), current, prior, rate) for prior in budgets]
    known = [moved for moved in moves if GrowthFrom(*moved).is_met]
    if len(budgets) > 1 and not known:
        return None  # of the year's beginning, or of all of it
    moved = known[0] if known else moves[0]
    # what a reason behind it explains is the difference, not the movement told before
    return consumed(state._replace(told=state.told._replace(explained=None, pending=None)), index), [moved]


def _moved(scene: Scene, word: int, current: Fact, prior: Fact, rate: Fact) -> Moved:
    grown = current.quantity.value > prior.quantity.value or rate.quantity.value < 0
    return Moved(current, prior, rate, word_at(scene, word, 1 if grown else -1))


def difference_amount(state: State, scene: Scene, found: Found) -> Step | None:
    """支出4.10万元，年初预算5.00万元，差值为0.90万元: of the two amounts directly before."""
    told = _BUDGETED.search(scene.letters, 0, found.start)
    slots = ("current", "prior") if told is not None and told["current"] else ("spent", "planned")
    current, prior = (scene.facts.get(told.start(slot)) if told else None for slot in slots)
    if current is None or prior is None:
        return None
    index = found.at("amount")
    grown = current.quantity.value > prior.quantity.value
    moved = Moved(current, prior, scene.facts[index], word_at(scene, found.at("word"), 1 if grown else -1))
    return consumed(state._replace(base=None), index), [moved]


def restated(state: State, scene: Scene, found: Found) -> Step | None:
    """1.26万元（12,600.00元）: the amount right before, in another unit."""
    told, again = scene.facts.get(found.start - 1), scene.facts[found.at("amount")]
    if told is None or scene.letters[found.start - 1] != "N" or told.quantity.unit.name == again.quantity.unit.name:
        return None
    return state, [Each(again, scene.text(found.start, found.end), told)]


def _year(scene: Scene, span: tuple[int, int]) -> int:
    """The year that a token tells, 上年 being the one before the document's; of none, the document's own, where 本年 says so, else 0."""
    token = scene.tokens[span[0]]
    if span[0] == span[1]:
        own = scene.lexicon.phrases["years"]["own"]
        return scene.setting.year if token.text in own else 0
    return int(token.text) if token.text.isdecimal() else scene.setting.year - 1


def _said(scene: Scene, start: int, end: int) -> str:
    """The words of some tokens without those that change nothing."""
    return "".join(token.text for token in scene.tokens[start:end] if token.kind not in (Kind.FILLER, Kind.OF))
