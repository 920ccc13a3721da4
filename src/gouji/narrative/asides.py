"""What ends, interrupts or explains a sentence: stops, brackets and reasons."""

from __future__ import annotations

from gouji.facts import TOTALS
from gouji.lexicon import Dims
from gouji.narrative.changes import Step
from gouji.narrative.claims import Agreement, Change, Claim, Group, Reason
from gouji.narrative.explaining import explaining
from gouji.narrative.frames import BUDGETS
from gouji.narrative.lists import opened_by_colon, opened_in_bracket, opened_within
from gouji.narrative.phrases import is_path
from gouji.narrative.scene import Scene
from gouji.narrative.state import (
    PURPOSE,
    UNKNOWN,
    WITHIN,
    Brackets,
    Phrase,
    State,
    compose,
    is_unnamed,
    same_subject,
    unknown,
    with_topic,
)
from gouji.narrative.vocabulary import Kind, Token
from gouji.precompiled import pattern_of

_PARTS = pattern_of(r"N\((?:[hHnbi][hHnbiftO]*N[,、;])+[hHnbi][hHnbiftO]*N\)")
"""Amounts with their names in the bracket right behind one: 基本支出600.00万元（人员经费500.00万元，公用经费100.00万元）."""
_AGAIN = {
    ";": pattern_of(
        r"[vI][^.;uzN]*[DG][fO]*N|[hHnbi][fO]*[DG][fO]*N(?:,[DG][fOt]*R)?,[DG]?[fO]*z"
        r"|[hHnibeE][hHnibfOmMeExYp]*[vI][^.;uzN]*(?:F,[vI][^.;uzN]*)?[DG][fO]*N,[DG][fOt]*R"
    ),
    ",": pattern_of(r"[vI][^.;,uzN]*[DG][fO]*N,[DG][fOt]*R,[DG][fO]*z|[ex]X[mn][fO]*z"),
}
_ANOTHER = pattern_of(r";[^.;N]*N$")
"""An amount in the last clause of a reason: …，主要原因是人员没有变化；县级配套资金320万元，较上年减少…"""
_WHOLE_CHANGE = pattern_of(r"[vI][^.;,uzN]*[DG][fO]*N,[DG][fOt]*R[.;]")
_GENERIC = frozenset(["", *TOTALS])
_SHARED = pattern_of(r"a[,:]?(?P<name>[hHnbi][hHnbifOt]*)N,[fO]*s[^.;N]*?R")
_COUNTS = pattern_of(r"C\((?:[^NCRBP.;()]+C[,、])+[^NCRBP.;()]+C\)")
"""Counts with their names in the bracket right behind one: 核定编制186名（行政编制46名，事业编制140名）."""
_DEFINED = pattern_of(r"a[,:]?(?:[hHnbi][hHnbifOt]*N[,、;v]?){2,}\.")
_MOVED = pattern_of(r"[NRCBPDGF]")
_AHEAD = 24
_ITEM = pattern_of(r"[Bf]?i")
_LAST_YEAR = Dims(period=-1)
_DEEPEST = 20  # brackets within brackets that are told apart


# ── stops ────────────────────────────────────────────────────────────────────────────────────────────────────────


def stop(state: State, scene: Scene, index: int, mark: str) -> Step:
    """A mark at which a clause or a sentence ends; `index` is its token (the one behind the last at the paragraph's end)."""
    if mark == "(":
        return _open(state, scene, index)
    if mark == ")":
        return _closed(state, scene, index), []
    if mark == "、":
        joins = state.phrase.is_head and not _joins_next(scene, index)
        return (with_topic(state, scene) if joins else state), []
    claims: list[Claim] = []
    if state.reason != -1:
        goes_on = mark == ";" and _resumes(scene, index + 1)
        again = _compares_again(scene, index, mark) or (mark == "," and _changes_again(state, scene, index))
        if mark not in "。!?" and not goes_on and not again:
            return state, []
        another = mark == "," and _ANOTHER.search(scene.letters, state.reason, index) is not None
        state, claims = explained(state, scene, index)
        if another:
            state = state._replace(aside=unknown(scene, index), change=None)
    under = _under(state, scene, index) if mark == ":" else state.focus.under
    within = mark in ",:" and scene.tokens[index - 1].text in scene.lexicon.phrases["among"]["within"]
    told = state.last is not None and scene.facts.get(index - 2) is state.last.fact
    if within and (state.phrase.is_head or state.phrase.dims.nature or told):
        state, claims = opened_within(state, scene)
    elif mark == ":":
        state, claims = opened_by_colon(state, scene, index)
    if mark in ":。" and _heads(state, scene):
        state = state._replace(subject=scene.base)
    if mark == "," and state.phrase.dims == _LAST_YEAR and scene.letters[: state.phrase.first][-1:] in ("", "."):
        state = state._replace(focus=state.focus._replace(year=scene.setting.year - 1))  # 去年，公务接待费支出…
    state = with_topic(state, scene)
    every = _every(state, scene, index) or state.focus.every
    headed = state.subject if mark == ":" and state.subject.item[1:2] == ":" else None
    state = state._replace(
        clause=index + 1,
        focus=state.focus._replace(headed=headed, under=under, every=every),
        told=state.told._replace(pending=None),
    )
    if mark in "。;!?":
        state = state._replace(
            base=None,
            counting=state.counting if mark == ";" and _counts_on(state, scene) else None,
            change=None if mark != ";" else state.change,
            told=state.told._replace(prior=None, reached=None),
        )
    return (_ended(state, scene, index) if mark in "。!?" else state), claims


def _counts_on(state: State, scene: Scene) -> bool:
    """Whether a list of counts goes on to the end of its sentence (车辆中，…1台，14.98万元；…3台，62.40万元; 实有72人，其中在职60人；退休12人)."""
    counting, staff = state.counting, scene.lexicon.phrases["exhaustive"]["staff"]
    return counting is not None and (counting.kind == WITHIN or counting.parent.item in staff)


def _heads(state: State, scene: Scene) -> bool:
    """Whether a bare 支出预算： or 支出预算。 is the heading of its own numbered paragraph, which has named nobody yet."""
    first = not state.clause or scene.tokens[state.clause - 1].end <= scene.marker
    return first and is_unnamed(state.subject) and _is_bare(state, scene)


def _is_bare(state: State, scene: Scene) -> bool:
    """Whether a clause names but a total (支出预算：), which its list is of as a whole."""
    return state.phrase.is_generic and scene.is_clear(state.clause, state.phrase.first)


def _under(state: State, scene: Scene, index: int) -> str:
    """Under what a colon puts the items that follow: a nature of spending, or another list's heading."""
    dims = state.phrase.dims
    if dims.nature and not dims.item:
        return dims.nature
    if dims.item[1:2] == ":" and state.phrase.is_head:
        return state.focus.under  # …（项）：支出决算为91.35万元
    opens = (bool(state.focus.under) or is_unnamed(state.subject)) and not _is_bare(state, scene)
    return UNKNOWN if opens and scene.is_modified(state.clause, index) else state.focus.under


def _every(state: State, scene: Scene, index: int) -> Dims | None:
    """All spending of a nature, if a clause speaks of it (所有项目支出…; 项目支出均…), or whatever there is (绩效目标管理全覆盖)."""
    words, covers = scene.lexicon.phrases["every"]["words"], scene.lexicon.phrases["every"]["covers"]
    if scene.text(state.clause, index).endswith(covers):
        return Dims(flow="expenditure", item="total")
    for at in range(state.clause, index):
        dims = scene.tokens[at].dims
        if dims is not None and dims.nature and not dims.item:
            before, behind = scene.text(state.clause, at), scene.text(at + 1, index)
            if before.endswith(words) or behind.startswith(words):
                return Dims(flow="expenditure", item="total", nature=dims.nature)
            return None
    return None


def _ended(state: State, scene: Scene, index: int) -> State:
    """The end of a sentence."""
    focus = state.focus
    groups = tuple(g for g in state.groups if g.open_ended or g.paragraph != scene.paragraph)
    subject = focus.leading if len(focus.spoken) > 1 and focus.leading is not None else state.subject
    if len(groups) < len(state.groups):
        listed = next(g for g in state.groups if g not in groups)
        if not focus.spoken or any(dims == subject for dims, _ in listed.children):
            # 比上年减少0.60万元，其中，公务接待费减少0.40万元，…。比预算减少…; 按功能分类：教育支出…，…。其中…: of what the list was of
            subject = listed.parent
    if state.last is not None and state.told.counted is not None and same_subject(subject, state.told.counted):
        subject = state.last.dims  # 公务接待费支出0.70万元，国内公务接待6批次。较上年减少…: of the money
    return state._replace(
        subject=subject,
        aside=None,
        groups=groups,
        brackets=state.brackets if scene.closes(index + 1) else state.brackets._replace(saved=()),
        focus=focus._replace(spoken=(), fresh=True, every=None),
    )


def _joins_next(scene: Scene, index: int) -> bool:
    """Whether the phrase goes on after 、 (收入总计、支出总计均为 …)."""
    following = scene.tokens[index + 1] if index + 1 < len(scene.tokens) else None
    return following is not None and following.kind in (Kind.TERM, Kind.ITEM)


def _resumes(scene: Scene, first: int) -> bool:
    """Whether the text after a reason's semicolon states figures again: a term directly before an amount, or an item by its levels."""
    if _ITEM.match(scene.letters, first) and is_path(scene.tokens[scene.letters.index("i", first)], scene):
        return True  # …行政运行（项）300.00万元，主要用于机关运转；207…图书馆（项）120.00万元
    previous: Token | None = None
    for token in scene.known(first, first + _AHEAD):
        if token.kind in (Kind.ORDINAL, Kind.REASON) or (token.kind is Kind.STOP and token.text in "。;"):
            return False
        if token.kind is Kind.NUMBER:
            return previous is not None and previous.kind in (Kind.TERM, Kind.ITEM)
        if token.kind is Kind.STOP and previous is not None and previous.kind is Kind.DIRECTION:
            return False
        previous = token
    return False


def _compares_again(scene: Scene, index: int, mark: str) -> bool:
    """Whether behind a reason's mark figures are compared again: …；与上年相比，减少…; …；公务接待费减少0.10万元，下降20%，主要原因是…; …；公务接待费与
    预算持平，比上年增加0.50万元，增长50.00%; behind a comma only where that has a reason of its own (…，与上年相比减少1.06万元，下降16.36%，减少的
    主要原因是…; …，决算数大于预算数的主要原因是…)."""
    pattern = _AGAIN.get(mark)
    return pattern is not None and pattern.match(scene.letters, index + 1) is not None


def _changes_again(state: State, scene: Scene, index: int) -> bool:
    """…，主要原因是厉行节约，与上年相比减少0.75万元，下降42.86%。: whether a change with its rate ends the sentence of a reason that names nothing that
    could have changed."""
    if state.reason < 0 or not _WHOLE_CHANGE.match(scene.letters, index + 1):
        return False
    if scene.tokens[state.reason - 1].kind is Kind.APART:
        return False  # 剔除这一因素，…
    words = scene.tokens[state.reason : index]
    named = (each.dims for each in words if each.dims is not None)
    return all(not (dims.scope or dims.nature) and dims.item in _GENERIC for dims in named) and not any(
        each.kind is Kind.ITEM for each in words
    )


# ── brackets ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _open(state: State, scene: Scene, index: int) -> Step:
    """What stands in brackets is said aside: after it, the talk is of what it was before."""
    phrase, state = state.phrase, with_topic(state, scene)
    saved = state._replace(brackets=state.brackets._replace(saved=()), phrase=phrase)
    state = state._replace(
        clause=index + 1,
        brackets=state.brackets._replace(saved=(*state.brackets.saved, saved)[-_DEEPEST:]),
        told=state.told._replace(pending=None),
        counting=None if index - 1 in scene.facts else state.counting,  # …用车7辆（救护车6辆…）: of the 7, not of all
    )
    base, last = state.base, scene.setting.year - 1
    if base is not None and base.dims.period in (-1, last) and not _MOVED.search(scene.letters, max(base.at, 0), index):
        state = state._replace(focus=state.focus._replace(year=last))  # 较上年（支出900.00万元，占95.74%）
    following = scene.tokens[index + 1].text if index + 1 < len(scene.tokens) else ""
    if following.startswith(scene.setting.words.of_which):
        return opened_in_bracket(state, scene, index, "of-which")
    if index and _PARTS.match(scene.letters, index - 1):
        return opened_in_bracket(state, scene, index, "")
    counted = scene.facts.get(index - 1) if index and _COUNTS.match(scene.letters, index - 1) else None
    if counted is not None:
        group = Group(state.subject, counted, scene.paragraph, scene.sections.level, False)
        return state._replace(counting=group), [group]
    return state, []


def _closed(state: State, scene: Scene, index: int) -> State:
    told = state.told._replace(pending=None)
    if not state.brackets.saved:
        return state._replace(clause=index + 1, told=told)
    before = state.brackets.saved[-1]
    state = state if _names_all(state, before, scene) else with_topic(state, scene)
    brackets = Brackets(state.brackets.saved[:-1], before.brackets.inside, before.brackets.reason)
    phrase = before.phrase._replace(last=index + 1) if _is_amid(before, scene, index) else state.phrase
    focus = state.focus._replace(year=before.focus.year)
    return before._replace(clause=index + 1, phrase=phrase, focus=focus, told=told, brackets=brackets)


def _is_amid(before: State, scene: Scene, index: int) -> bool:
    """支出总计（含结转和结余）2,599.87万元: whether a bracket that says what is within stands between the name of an amount and it."""
    opened = scene.letters.rfind("(", 0, index)
    if not scene.text(opened + 1, index).startswith(scene.setting.words.of_which):
        return False
    bare = not {*"NRC"}.intersection(scene.letters[opened:index])
    amount = scene.letters[index + 1 : index + 2] == "N"
    return amount and bare and not before.phrase.is_empty and before.phrase.last == opened


def _names_all(state: State, before: State, scene: Scene) -> bool:
    """因公出国（境）费、公务接待费和公务用车购置及运行费（“三公”经费）决算总额…: whether a bracket is the name of what was listed before it."""
    whole, part = state.phrase.dims.item, before.subject.item
    return state.phrase.items == (whole,) and any(
        part in {each.item for each in parts}
        for identity in scene.lexicon.identities
        if identity.is_of_line and identity.total.item == whole
        for parts in (identity.parts, *identity.alternatives)
    )


# ── reasons ──────────────────────────────────────────────────────────────────────────────────────────────────────


def reason(state: State, scene: Scene, index: int) -> Step:
    """主要原因是…: to the end of the sentence, numbers speak of other things."""
    claims: list[Claim] = []
    pending = state.told.pending
    explained = next((each for each in reversed(state.told.changes) if _is_of(state, scene, each)), None)
    explained = explained or (_told_before(state, scene) if pending is not None else None)
    others = {
        word.sign
        for each in _to_explain(state, scene, index)
        if each is not explained and _is_of(state, scene, each)
        for word in each.words
    }
    if pending is not None and explained is not None and _is_since(state, scene, explained):
        word = explained.words[0]
        if pending.sign == word.sign or pending.sign not in others:  # 增加的原因, where one of two changes is a rise
            claims.append(Agreement(word, pending))
    claims += explaining(state._replace(phrase=Phrase()), scene, index + 1)
    told = state.told._replace(pending=None)
    brackets = state.brackets._replace(reason=index + 1)
    return state._replace(told=told, brackets=brackets, phrase=Phrase()), claims


def _to_explain(state: State, scene: Scene, index: int) -> tuple[Change, ...]:
    """The changes that a reason may explain: those told since the reason before it, or all of them where none was."""
    before = scene.letters.rfind("z", 0, index)
    changes = state.told.changes
    if before < 0:
        return changes
    since = (each for each in changes if each.paragraph == scene.paragraph and each.at > scene.start(before))
    return tuple(since) or changes


def _told_before(state: State, scene: Scene) -> Change | None:
    """财政拨款支出…比上年减少20.00万元。⏎财政拨款支出增加的主要原因是…: the change of the paragraph before that the words name; of 收入支出, where both
    moved one way."""
    if not state.phrase.is_head or state.told.changes:
        return None
    subject = compose(state, scene)
    flows = ("income", "expenditure") if subject.flow == "both" else (subject.flow,)
    found = [
        change
        for change in state.told.before
        if change.subject.flow in flows and same_subject(change.subject, subject._replace(flow=change.subject.flow))
    ]
    signs = {word.sign for change in found for word in change.words}
    return found[-1] if len(signs) == 1 and 0 not in signs else None


def _is_since(state: State, scene: Scene, change: Change) -> bool:
    """…比上年增加0.19万元。比年初预算减少的主要原因是…: whether the words before a reason name no other base than the change's."""
    if state.base is None or state.base.at < state.clause:
        return True
    one, other = scene.dated(state.base.dims), scene.dated(change.base)
    return one.period == other.period and (one.measure in BUDGETS) == (other.measure in BUDGETS)


def _is_of(state: State, scene: Scene, change: Change) -> bool:
    """Whether the words before a reason (…增长的主要原因) name no other subject than the change's."""
    named = state.phrase.is_head or bool(state.phrase.dims.nature)  # 基本支出减少的原因是…
    return not named or same_subject(compose(state, scene), change.subject)


def explained(state: State, scene: Scene, index: int) -> tuple[State, list[Claim]]:
    """A reason at its end: what it says, and the word that it explains."""
    first, word = state.reason, state.told.explained
    state = state._replace(brackets=state.brackets._replace(reason=-1))
    if first == PURPOSE or word is None:
        return state, []
    claims: list[Claim] = []
    text = scene.text(first, index)
    again = text.find(scene.setting.words.again)
    cut = text.rfind(";", 0, again) if again >= 0 else -1
    body = (text[:cut] if cut >= 0 else text).strip(" :,;")
    if body:
        start = scene.tokens[first].start + text.index(body)
        span = scene.flow.span(start, start + len(body))
        before = _sentence_before(scene, first, start)
        claims.append(Reason(word, body, before, span, scene.paragraph, scene.sections.title))
    return state._replace(told=state.told._replace(explained=None)), claims


def breaks_down(state: State, scene: Scene, index: int) -> bool:
    """Whether 其中 in a reason goes back to the total: …，主要原因是项目支出减少34.15万元其中：基本支出2,174.32万元，占85.48%. What is more
    than every amount of the reason is no part of them."""
    if state.reason < 0:
        return False
    if state.told.explained is None and not {*"NRDG"}.intersection(scene.letters[state.reason : index]):
        # 基本支出900万元，主要是为保障机构正常运转而发生的各项支出，其中：人员经费…，公用经费…: no reason, but what the amount is
        return _DEFINED.match(scene.letters, index) is not None
    part = _SHARED.match(scene.letters, index)
    if part is None:
        return False
    told = [fact for at in range(state.reason, index) if (fact := scene.facts.get(at)) and scene.letters[at] == "N"]
    first = scene.facts[part.end("name")].quantity.value
    return all(fact.quantity.value < first for fact in told)


def _sentence_before(scene: Scene, first: int, start: int) -> str:
    """The sentence in front of a reason; the whole text in front where the sentence has no movement of its own."""
    begin = next(
        (i + 1 for i in range(first - 1, -1, -1) if scene.tokens[i].kind is Kind.STOP and scene.tokens[i].text == "。"),
        0,
    )
    own = any(token.kind in (Kind.DIRECTION, Kind.COMPARISON) for token in scene.tokens[begin:first])
    return scene.flow.text[scene.start(begin) if own else 0 : start]
