"""Counts: what is counted in a list of counts, and beside what it cost (国内公务接待6批次、48人次)."""

from __future__ import annotations

from gouji.facts import Fact, key_for
from gouji.lexicon import Dims
from gouji.narrative.scene import Scene
from gouji.narrative.state import State
from gouji.narrative.vocabulary import Kind


def is_qualified(state: State, scene: Scene) -> bool:
    """参加其他单位组织的团组5个, 报废车辆2辆: not what the name alone stands for."""
    if state.phrase.is_empty or not state.phrase.dims.item:
        return False
    first = state.phrase.first
    while first > 0 and scene.tokens[first - 1].kind is not Kind.STOP:
        first -= 1
    before = scene.unknown_before(first, state.phrase.first)
    return scene.is_modified(first, state.phrase.first) and not before.endswith(scene.setting.units)


def count(state: State, scene: Scene, fact: Fact) -> None:
    """A count in a list of counts (共有车辆3辆，其中：…)."""
    group = state.counting
    if group is None or group.parent_fact is None:
        return
    unit = fact.quantity.unit
    if (
        group.parent_fact.quantity.unit.dimension == unit.dimension
        and unit.name not in scene.lexicon.phrases["fillers"]["points"]
    ):
        group.counts.append(fact)
        group.text = scene.flow.text


def counted(state: State, scene: Scene, dims: Dims | None, fact: Fact, index: int) -> tuple[State, Dims | None]:
    """What a count counts; one beside a cost (国内公务接待6批次、48人次) gets its key, and the talk goes on about the cost."""
    told = state.told
    if dims is not None and dims.item in scene.lexicon.count_items:
        dims = _of_what_is_spoken_of(state, scene, dims, fact)
        cost = scene.lexicon.cost_of.get(dims.item)
        if cost is not None:
            paid = dims._replace(item=cost, classification="")
            state = state._replace(told=told._replace(counted=paid, counted_end=index))
        whole = state.counting.parent_fact if state.counting is not None else None
        if whole is not None and fact.quantity.value < whole.quantity.value:
            own = key_for(dims._replace(measure=scene.measure), scene.setting.year)
            whole.firm = (
                whole.firm and own not in whole.keys
            )  # 年末实有人数96人，其中在职人员57人: of more than those in post
        return state, dims
    if dims is None and told.counted is not None and _stands_behind(scene, index, told.counted_end):
        dims = told.counted  # 13批次98人; 6批次、48人次; 15批次（其中外事接待0批次），105人次; 团组0个，累计0人次
    item = scene.lexicon.counts_of.get((dims.item, fact.quantity.unit.name)) if dims is not None else None
    if dims is not None and item is not None:
        key = key_for(dims._replace(item=item, measure=scene.measure), scene.setting.year)
        whole = state.counting.parent_fact if state.counting is not None else None
        part = whole is not None and key in whole.keys  # 43批次、304人次，其中：上级检查14批次、101人次
        fact.keys = (key,) if key and not part else ()
        told = told._replace(counted=dims, counted_end=index)
        state = state._replace(told=told, subject=dims._replace(measure=""), aside=None)
    return state, None


def _of_what_is_spoken_of(state: State, scene: Scene, dims: Dims, fact: Fact) -> Dims:
    """国（境）外接待费支出0元，接待人次0人: a count whose words do not say of which of two it is, is of that which is spoken of."""
    said = scene.text(state.phrase.first, state.phrase.last)
    own = scene.lexicon.counts_of.get((state.subject.item, fact.quantity.unit.name))
    at_home = [word for word in scene.lexicon.phrases["counting"]["at_home"] if word in dims.item and word not in said]
    return dims._replace(item=own) if own is not None and at_home else dims


def spent_on(state: State, scene: Scene, index: int) -> Dims | None:
    """国内公务接待6批次，48人次，共计支出0.70万元: what the occasions cost that are counted right before."""
    paid, phrase = state.told.counted, state.phrase
    if paid is None or not (phrase.is_empty or (phrase.is_generic and not phrase.dims.measure)):
        return None
    first = index if phrase.is_empty else phrase.first
    if scene.unknown_behind(phrase.last, index) or not _stands_behind(scene, first, state.told.counted_end):
        return None
    return paid._replace(measure=scene.measure)


def _stands_behind(scene: Scene, index: int, end: int) -> bool:
    """Whether a count stands right behind another, or behind a bracket to that, a comma and fillers."""
    at = index - 1
    while at > end and scene.letters[at] in "ft":
        at -= 1
    if scene.tokens[at].text in ("、", ","):
        at -= 1
    if scene.tokens[at].text == ")":
        at = next((each - 1 for each in range(at, end, -1) if scene.tokens[each].text == "("), at)
    return at == end
