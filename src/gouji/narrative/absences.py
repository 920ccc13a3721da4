"""What a sentence says that there was none of: 无政府性基金预算收支."""

from __future__ import annotations

from gouji.facts import FUNDS, TOTALS, Absence, FactKey, key_for
from gouji.lexicon import Dims
from gouji.narrative.claims import Claim
from gouji.narrative.scene import Scene
from gouji.narrative.state import Phrase, State, compose
from gouji.narrative.vocabulary import Kind, Token


def absence(state: State, scene: Scene, index: int) -> tuple[State, list[Claim], int]:
    """无政府性基金预算收支: the state, the claims, and the token to go on with."""
    end = scene.end_of_sentence(index + 1, "。;,:")
    ahead = scene.tokens[index + 1 : end]
    if not ahead and state.phrase.dims.item:  # 出国经费未安排，与上年持平
        return state._replace(subject=compose(state, scene), phrase=Phrase()), [], end
    if not _denies(scene, index, end):
        return state, [], index + 1
    claims: list[Claim] = []
    keys = _denied(scene, ahead)
    if keys is None:
        return state, [], index + 1
    if keys:
        claims.append(Absence(keys, scene.span(index, end), scene.text(index, end), scene.sections.section))
    return state._replace(phrase=Phrase()), claims, end


def _denies(scene: Scene, index: int, end: int) -> bool:
    """Whether the words say that there was no such income or expenditure (not 无增减, 无结转)."""
    words, ahead = scene.setting.words, scene.tokens[index + 1 : end]
    if scene.text(index + 1, end).startswith(words.exceptions) or scene.sections.is_performance:
        return False
    if any(token.kind in (Kind.NUMBER, Kind.DIRECTION, Kind.REASON) for token in ahead):
        return False
    term = next((i for i in range(index + 1, end) if scene.tokens[i].kind is Kind.TERM), index + 1)
    if scene.names_unknown(index + 1, term) or _is_of_a_part(scene, index):
        return False
    beyond = scene.lexicon.phrases["absence"]["beyond"]
    return not any(word in token.text for token in ahead for word in (*words.carried, *beyond))


def _is_of_a_part(scene: Scene, index: int) -> bool:
    """项目支出中未安排“三公”经费: whether what there is none of is that of one fund or of one kind of spending."""
    within = scene.text(index - 1, index).endswith(scene.lexicon.phrases["among"]["within"])
    dims = scene.tokens[index - 2].dims if index > 1 else None
    return within and dims is not None and bool(dims.nature or dims.scope)


def _denied(scene: Scene, ahead: tuple[Token, ...]) -> tuple[FactKey, ...] | None:
    """The facts that are said to be nothing; None where the words speak of another measure than the document's."""
    scope, measure, flows, items = "", "", set[str](), list[str]()
    for token in ahead:
        dims = token.dims
        if token.kind is not Kind.TERM or dims is None:
            continue
        scope, measure = dims.scope or scope, dims.measure or measure
        if dims.flow in ("income", "expenditure", "both"):
            flows.update(("income", "expenditure") if dims.flow == "both" else (dims.flow,))
        if dims.item and dims.item not in TOTALS and dims.classification != "N":
            items.append(dims.item)
    if measure and measure not in ("final", scene.measure):
        return None
    if items and scope in FUNDS - {"general"}:
        return None  # 没有使用政府性基金预算安排的“三公”经费
    wanted = [Dims(item=item, measure=scene.measure) for item in items]
    if not items and scope in ("fund", "capital"):
        both = sorted(flows or {"income", "expenditure"})
        wanted = [Dims(scope, flow, "total", "all", scene.measure) for flow in both]
    return tuple(key for dims in wanted if (key := key_for(dims, scene.setting.year)))
