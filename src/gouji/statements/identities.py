"""Identities among what a statement says: what its facts measure, and which sums and bounds tie them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gouji.facts import BALANCES, Fact, FactKey
from gouji.lexicon import Dims, Identity, Lexicon
from gouji.quantity import ZERO
from gouji.quantity import total as sum_of
from gouji.relations import AtMost, Relation, Sum


class KeyMap(dict[FactKey, list[Fact]]):
    """Facts by key; `torn` are the keys that one statement gives to different amounts, so that they are none of them, `odd`
    the amounts that stand beside others of their key in one row which agree, with one of these."""

    def __init__(self) -> None:
        super().__init__()
        self.torn: set[FactKey] = set()
        self.odd: list[tuple[Fact, Fact]] = []


def key_map(facts: Iterable[Fact], lossy: bool = False) -> KeyMap:
    """Facts by key. An item that stands on several rows of a column (under each unit, or under two classes) is the sum of its
    rows, which only confirms where rows may be lost; any other key that occurs with different amounts in one statement is
    ambiguous and left out."""
    found = KeyMap()
    for fact in facts:
        for key in fact.keys:
            found.setdefault(key, []).append(fact)
    for key, entries in list(found.items()):
        amounts = [fact for fact in entries if not fact.blank]
        if len(amounts) > 1 and any(not amounts[0].interval.meets(other.interval) for other in amounts[1:]):
            if key.item[1:2] == ":" and len({fact.column for fact in amounts}) == 1:
                found[key] = [_sum_of_rows(amounts, not lossy)]
            elif (pair := _odd_one(amounts)) is not None:
                found[key] = [pair[1]]
                found.odd.append(pair)
            else:
                del found[key]
                found.torn.add(key)
        else:
            found[key] = amounts[:1] or entries[:1]
    return found


def _odd_one(facts: list[Fact]) -> tuple[Fact, Fact] | None:
    """The one of a row's amounts of one key (支出总计, by function, by nature, by economic class) that differs from all
    others, and the first of these."""
    if len(facts) < 3 or not facts[0].subject or len({(fact.row, fact.place) for fact in facts}) > 1:
        return None
    for odd in facts:
        first, *others = (fact for fact in facts if fact is not odd)
        if all(first.interval.meets(other.interval) for other in others) and not first.interval.meets(odd.interval):
            return odd, first
    return None


def _sum_of_rows(facts: list[Fact], firm: bool) -> Fact:
    first = facts[0]
    value = sum((fact.quantity.value for fact in facts), ZERO)
    quantity = first.quantity._replace(value=value, quantum=max(fact.quantity.quantum for fact in facts))
    place = f"{first.place}（{len(facts)}行合计）"
    whole = Fact(quantity, first.span, first.keys, place=place, in_table=True, statement=first.statement, firm=firm)
    whole.row, whole.column, whole.subject, whole.constant = first.row, first.column, first.subject, True
    whole.bounded(sum_of([fact.interval for fact in facts]))
    return whole


def part_key(total: FactKey, dims: Dims) -> FactKey:
    """The key that differs from `total` in the given dimensions."""
    scope, flow, item, nature, measure, period = total
    return FactKey(
        dims.scope or scope,
        dims.flow or flow,
        dims.item or item,
        dims.nature or nature,
        dims.measure or measure,
        period,
    )


def whole_key(key: FactKey, dims: Dims) -> FactKey:
    """The key of what bounds a part; a named line (公务接待费) has neither scope nor flow."""
    if dims.item[1:2] == ":" or dims.item in ("", "total", "grand"):
        return part_key(key, dims)
    return FactKey("", "", dims.item, "", dims.measure or key.measure, key.period)


def matches(key: FactKey, dims: Dims) -> bool:
    """Whether a key has all the dimensions that `dims` settles."""
    return (
        (not dims.item or dims.item == key.item)
        and (not dims.flow or dims.flow == key.flow)
        and (not dims.nature or dims.nature == key.nature)
        and (not dims.scope or dims.scope == key.scope)
        and (not dims.measure or dims.measure == key.measure)
    )


def identity_relations(keys: KeyMap, lexicon: Lexicon, statement_id: str = "") -> Iterator[Relation]:
    """The identities of the lexicon among the facts of one statement (blank parts count as nothing)."""
    by_item: dict[str, list[tuple[FactKey, list[Fact]]]] = {"": list(keys.items())}
    for entry in keys.items():
        by_item.setdefault(entry[0].item, []).append(entry)
    others = {
        (key.flow, key.measure)
        for key, facts in keys.items()
        if key.scope in ("fund", "capital") and not facts[0].blank and facts[0].quantity.value != 0
    }
    for identity in lexicon.identities:
        if identity.statements and statement_id not in identity.statements:
            continue
        for key, totals in by_item.get(identity.total.item, ()):
            if totals[0].blank or not matches(key, identity.total) or key.item in identity.not_items:
                continue
            relation = _identity(identity, key, totals[0], keys, (key.flow, key.measure) not in others)
            if relation:
                yield relation
    for bound in lexicon.bounds:
        for key, parts in by_item.get(bound.part.item, ()):
            whole = keys.get(whole_key(key, bound.whole)) if matches(key, bound.part) else None
            if whole and not parts[0].blank and not whole[0].blank:
                yield AtMost(parts[0], whole[0])


def _identity(identity: Identity, key: FactKey, total: Fact, keys: KeyMap, is_all_general: bool) -> Relation | None:
    """`is_all_general`: no money of a fund is there, so that general money may be all."""

    def present(dims: Dims) -> bool:
        return part_key(key, dims) in keys

    if any(identity.needs) and not present(identity.needs):
        return None
    if any(identity.without) and present(identity.without):
        return None
    readings = [identity.parts, *identity.alternatives]
    readings.sort(
        key=lambda dims: not all(part_key(key, part) in keys for part in dims)
    )  # one all of whose parts are told
    for dims in readings:
        if any(part_key(key, part) in keys.torn for part in dims):
            continue
        parts = [keys[part_key(key, part)][0] for part in dims if part_key(key, part) in keys]
        parts = [part for part in parts if part is not total]
        if not parts or all(part.blank for part in parts):
            continue
        if key.flow not in BALANCES and all(each.flow in BALANCES for part in parts for each in part.keys):
            continue  # 总计 is not of what was carried over alone
        if identity.balance:
            return Sum(total, parts[:1], kind="balance")
        first = keys.get(part_key(key, dims[0]), [None])[0]
        if (
            len(parts) < 2
            and identity.total.item not in ("grand",)
            and not (identity.total.scope and parts[0] is first and is_all_general)
        ):
            continue
        same_row = all(part.row == total.row and part.statement == total.statement for part in parts)
        relation = Sum(total, parts, kind="cross" if same_row else "identity")
        relation.partial = any(part_key(key, part) not in keys for part in dims)
        return relation
    return None
