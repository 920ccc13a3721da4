"""What hangs on digits that a machine recognised accuses only where the machine was sure of each of them, and where no
single character read wrongly in one of the numbers explains it all. A digit that it was not sure of is the one with which the
table adds up, if only one does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from gouji.document import Document
from gouji.doubts import Doubt
from gouji.facts import Fact, Site
from gouji.precompiled import pattern_of
from gouji.quantity import Interval, fold
from gouji.relations import Demand, Outcome, Relation
from gouji.tieout.blame import Cause

SURE = 0.95
"""How sure of a character the machine must be."""

_NUMBER = pattern_of(r"\d[\d,. ]*\d|\d")
_ALIKE = ("068", "17", "38", "56", "27")
_MISTAKEN = {digit: "".join(set("".join(g for g in _ALIKE if digit in g)) - {digit}) for digit in "0123456789"}


def settle(document: Document, relations: list[Relation], outcomes: list[Outcome], causes: list[Cause]) -> list[Doubt]:
    """Read unsure digits as the tables have them, and take out the causes that the machine may have made itself; their
    relations count as not checked. What is said of both."""
    doubts = _read_by_sums(document, relations, outcomes, causes)
    places = {relation: index for index, relation in enumerate(relations)}
    for cause in list(causes):
        site = _doubtful(document, cause)
        if site is None and cause.partner is not None:
            site = _doubtful(document, cause.partner)
        if site is None:
            continue
        causes.remove(cause)
        for relation in cause.relations:
            if relation in places:
                outcomes[places[relation]] = Outcome.UNCHECKABLE
        quote = " ".join(document.quote(site.span).split())
        text = f"“{quote}”识别存疑（{cause.main.formula()}），请对照原件，没有作为问题报告"
        doubts.setdefault(site.span, Doubt(text, site.span, "reader"))
    return list(doubts.values())


def _read_by_sums(
    document: Document, relations: list[Relation], outcomes: list[Outcome], causes: list[Cause]
) -> dict[tuple[int, int], Doubt]:
    """Where one digit that the machine was not sure of, read otherwise, makes all relations of its table hold, and only that
    one: it is read so."""
    within: dict[Site, list[int]] = {}
    for index, relation in enumerate(relations):
        if all(isinstance(site, Fact) and site.in_table for site in relation.sites):
            for site in relation.sites:
                within.setdefault(site, []).append(index)
    doubts: dict[tuple[int, int], Doubt] = {}
    for cause in list(causes):
        facts = dict.fromkeys(s for r in cause.relations for s in r.sites if isinstance(s, Fact) and s.in_table)
        broken = set(cause.relations)
        shared = [
            fact
            for fact in facts
            if all(_has(relation, fact) for relation in cause.relations)
            and any(relations[index] in broken for index in within.get(fact, ()))
        ]
        readings = [
            (fact, text, value)
            for fact in shared
            for text, value in _unsure(document, fact)
            if all(_meets(relations[index].demand(fact), value) for index in within.get(fact, ()))
        ]
        if len(readings) == 1:
            fact, text, value = readings[0]
            quote = document.quote(fact.span).strip()
            fact.revalue(fact.quantity._replace(value=(value.low + value.high) / 2))
            for index, relation in enumerate(relations):
                if _has(relation, fact) and outcomes[index] is not Outcome.UNCHECKABLE:
                    outcomes[index] = relation.outcome()
            said = f"“{quote}”识别存疑，按表内的勾稽关系读作“{text}”（{cause.main.formula()}），请对照原件"
            doubts[fact.span] = Doubt(said, fact.span, "reader")
            causes[:] = [c for c in causes if not all(_has(r, fact) and r.is_met for r in c.relations)]
    return doubts


def _has(relation: Relation, fact: Fact) -> bool:
    return any(site is fact for site in relation.sites)


def _unsure(document: Document, fact: Fact) -> Iterator[tuple[str, Interval]]:
    """A number with its one digit of which the machine was not sure read as each other one, and its values."""
    quote = document.quote(fact.span)
    scores = dict(document.recognised.within(fact.span))
    unsure = [at for at in range(len(quote)) if scores.get(fact.span.start + at, 1.0) < SURE]
    if fact.blank or len(unsure) != 1 or not quote[unsure[0]].isdigit():
        return
    at = unsure[0]
    for digit in "0123456789":
        text = f"{quote[:at]}{digit}{quote[at + 1 :]}"
        found = _NUMBER.search(fold(text))
        if digit != fold(quote[at]) and found is not None and (value := _stands_for(document, fact, found[0])):
            yield text.strip(), value


def _doubtful(document: Document, cause: Cause) -> Site | None:
    """The number or word of a cause that the machine may have read wrongly, if there is one."""
    seen = dict.fromkeys([*(site for relation in cause.relations for site in relation.sites), cause.site])
    read = [(site, found) for site in seen if (found := document.recognised.within(site.span))]
    unsure = [(min(score for _, score in found), site) for site, found in read]
    least = min(unsure, key=lambda each: each[0], default=None)
    if least is not None and least[0] < SURE:
        return least[1]
    return next(
        (site for site, _ in read if isinstance(site, Fact) and _explains(document, site, cause.relations)), None
    )


def _explains(document: Document, fact: Fact, relations: Iterable[Relation]) -> bool:
    """Whether every relation would hold if one character of a number were another."""
    demands: list[Demand] = []
    for relation in relations:
        if not any(site is fact for site in relation.sites):
            return False
        demands.append(relation.demand(fact))
    return any(all(_meets(demand, value) for demand in demands) for value in _meant(document, fact))


def _meets(demand: Demand, value: Interval) -> bool:
    if demand is None:
        return True
    return value.meets(demand) if isinstance(demand, Interval) else False


def _meant(document: Document, fact: Fact) -> Iterator[Interval]:
    """What a number stands for if one of its characters was read wrongly."""
    found = _NUMBER.search(fold(document.quote(fact.span)))
    if found is None:
        return
    for text in misreadings(found[0]):
        if (value := _stands_for(document, fact, text)) is not None:
            yield value
    yield -fact.interval


def _stands_for(document: Document, fact: Fact, text: str) -> Interval | None:
    """The values of a fact if `text` is its number."""
    found = _NUMBER.search(fold(document.quote(fact.span)))
    if found is None:
        return None
    stated = _decimal(found[0])
    quantity = fact.quantity
    factor = quantity.value / stated if stated else quantity.unit.factor
    value, half = _decimal(text), Decimal(1).scaleb(-len(text.partition(".")[2])) / 2
    ends = ((value - half) * factor, (value + half) * factor)
    return Interval(min(ends), max(ends))


def _decimal(text: str) -> Decimal:
    """A number as it is written; of several points, the last one is meant."""
    whole, _, rest = text.replace(",", "").replace(" ", "").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}.{rest}" if whole or "." in text else rest)


def misreadings(text: str) -> Iterator[str]:
    """The numbers, without separators, that a machine may have read as `text`: a digit for one that looks like it, one of two
    alike lost or seen twice, a point lost, seen for a comma or seen where there is none.

    >>> sorted(misreadings("11"))
    ['.11', '1', '1', '1.1', '111', '111', '17', '71']
    """
    digits = text.replace(",", "").replace(" ", "")
    for at, char in enumerate(digits):
        for other in _MISTAKEN.get(char, ""):
            yield digits[:at] + other + digits[at + 1 :]
        if char.isdigit():
            yield digits[:at] + char + digits[at:]
            if char in (digits[at - 1 : at], digits[at + 1 : at + 2]):
                yield digits[:at] + digits[at + 1 :]
    bare = digits.replace(".", "")
    if "." in digits:
        yield bare
    for at in range(len(bare)):
        moved = f"{bare[:at]}.{bare[at:]}"
        if "." not in digits or text.count(",") + text.count(".") > 1:
            yield moved
