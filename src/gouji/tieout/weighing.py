"""What a site is worth as the cause of failing relations: the one value of it that would repair the most of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal

from gouji.facts import Fact, Site, Word
from gouji.quantity import ZERO, Interval, slips_in
from gouji.relations import Agree, Demand, Relation, Same, Sum, accepts
from gouji.tieout.candidates import Candidate
from gouji.tieout.elsewhere import Elsewhere

_SLACK = 2  # last digits by which displayed parts commonly miss their total
_MANY_PARTS = 3
_LEAST_DIGITS = 4
_FAR = 5  # times as wide as the values that would do: what lies nearer is a slip by chance


def weigh(site: Site, broken: list[Relation], held: list[Relation], elsewhere: Elsewhere) -> Candidate:
    demands = [(relation, relation.demand(site)) for relation in broken]
    known = [(relation, demand) for relation, demand in demands if demand is not None]
    if isinstance(site, Word):
        for sign in (-site.sign, 0, 1, -1):
            fixed = [r for r, d in known if accepts(d, sign)]
            if fixed and sign != site.sign:
                lost = sum(not accepts(r.demand(site), sign) for r in held if not isinstance(r, Agree))
                twin = any(isinstance(each, Agree) for each in held)
                return Candidate(site, fixed, lost, len(held), sign, lost == 0, twin=twin)
        return Candidate(site, [], 0, len(held), None, False)
    return _weigh_fact(site, known, held, elsewhere)


def _weigh_fact(
    site: Fact, known: Sequence[tuple[Relation, Demand]], held: list[Relation], elsewhere: Elsewhere
) -> Candidate:
    best = _most_met([(r, d) for r, d in known if isinstance(d, Interval) and d.low <= d.high])
    if best is None:
        return Candidate(site, [], 0, len(held), None, False)
    fixed, common = best
    kept = []
    for relation in held:
        wanted = relation.demand(site)
        if not isinstance(wanted, Interval):
            kept.append(relation)
            continue
        narrower = common.intersection(wanted)
        if narrower is not None:
            common = narrower
            kept.append(relation)
    exact = _computed(site, fixed)
    meant = elsewhere.meant(site, common, fixed)
    slips = [meant] if meant is not None else [] if _is_one_of_many(site, fixed) else _slips(site, exact, common)
    value, unique = _value(site, common, exact, slips)
    return Candidate(site, fixed, len(held) - len(kept), len(held), value, unique, bool(slips), meant is not None)


def _most_met(demands: list[tuple[Relation, Interval]]) -> tuple[list[Relation], Interval] | None:
    """The most demands that one value meets, of as many the first, and all values that meet them."""
    if not demands:
        return None
    lows, highs = sorted(d.low for _, d in demands), sorted(d.high for _, d in demands)
    point = max((d.low for _, d in demands), key=lambda low: bisect_right(lows, low) - bisect_left(highs, low))
    met = [(relation, demand) for relation, demand in demands if point in demand]
    common = Interval(max(d.low for _, d in met), min(d.high for _, d in met))
    return [relation for relation, _ in met], common


def _is_one_of_many(site: Fact, fixed: Sequence[Relation]) -> bool:
    """Whether a short number is one of many parts of a column: of so many, one has a slip there by chance."""
    relation = fixed[0]
    if len(fixed) > 1 or not site.in_table or not isinstance(relation, Sum) or relation.total is site:
        return False
    return len(relation.parts) >= _MANY_PARTS and len(site.quantity.figures) < _LEAST_DIGITS


def _slips(site: Fact, exact: Decimal | None, common: Interval) -> list[Decimal]:
    """What one slip of the pen makes of a value that mends it: the very one, or one so far from what stands there that it is in
    reach by no chance. What many rounded parts allow is so wide that one of them has a slip there."""
    about = common
    if exact is not None and exact in common:
        slack = site.quantity.quantum * _SLACK
        about = common.intersection(Interval(exact - slack, exact + slack)) or common
    near = (about.high - about.low) * _FAR if about.is_bounded else ZERO
    stated = site.quantity.value
    return [value for value in slips_in(site.quantity, about) if value == exact or abs(value - stated) >= near]


def _value(site: Fact, common: Interval, exact: Decimal | None, slips: list[Decimal]) -> tuple[Decimal | None, bool]:
    """The repairing value in the site's own precision, and whether it is the only one."""
    quantity = site.quantity
    if not common.is_bounded:
        return None, False
    if quantity.quantum == 0:
        if exact is not None:
            return exact, True
        whole = common.middle.to_integral_value()
        return (whole, common.high - common.low < 1) if whole in common else (None, False)
    candidates = quantity.values_in(common)
    if exact is not None and exact in common:
        return quantity.rounded(exact), len(candidates) <= 1
    if len(candidates) > 1 and len(slips) == 1:
        return slips[0], False
    if not candidates:
        return None, False
    return candidates[0], len(candidates) == 1


def _computed(site: Fact, fixed: list[Relation]) -> Decimal | None:
    """The displayed value of the same fact elsewhere, or what displayed numbers give: nearer than an interval's middle."""
    for relation in fixed:
        if isinstance(relation, Same):
            other = relation.second if relation.first is site else relation.first
            return other.quantity.value
    for relation in fixed:
        if relation.result is site and (result := relation.computed_result()) is not None:
            return result
    for relation in fixed:
        if isinstance(relation, Sum):
            return relation.mending(site)
    return None
