"""Blame: which number, put right by one value, makes the failing relations hold.

A wrong number usually breaks several relations. Sites are weighed by the failing relations that one value of theirs would
repair, less the holding relations that value would break. The best site is the cause; the relations it repairs are its
evidence; what is left is weighed again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from gouji.facts import Fact, Site, Word
from gouji.quantity import ZERO, Interval, slips_in
from gouji.relations import Agree, Demand, Outcome, Relation, Same, Sum, accepts
from gouji.tieout.candidates import Candidate, plausibility
from gouji.tieout.components import components
from gouji.tieout.elsewhere import Elsewhere
from gouji.tieout.exchanged import exchanged, holds_with


@dataclass(eq=False, slots=True)
class Cause:
    """A site that is most likely wrong, the failing relations it explains, and the value that would repair them. `note` says
    what else the document shows of it."""

    site: Site
    relations: list[Relation]
    value: Decimal | int | None
    unique: bool
    suspects: list[Site] = field(default_factory=list)
    companions: list[Word] = field(default_factory=list)
    sole: bool = True
    swapped: Fact | None = None
    partner: Cause | None = None
    note: str = ""

    @property
    def main(self) -> Relation:
        """The relation to tell the user first: the most direct one."""
        if len(self.relations) == 1:
            return self.relations[0]
        return min(self.relations, key=lambda relation: _directness(relation, self.site))


_DIRECT = {
    "presence": 0,
    "agree": 1,
    "flat": 2,
    "order": 3,
    "growth": 4,
    "ratio": 4,
    "change": 4,
    "same": 5,
    "between": 6,
    "sum": 7,
    "bound": 8,
}


def _directness(relation: Relation, site: Site) -> tuple[int, int]:
    """For a total, what its own table adds up to; for another number, what it is said to be elsewhere, a table first; for a
    word, the figures it is about. What is only likely to be the sum comes last."""
    if isinstance(relation, Sum) and relation.likely:
        return (len(_DIRECT), len(relation.sites))
    if isinstance(relation, Sum) and relation.total is site and relation.kind in ("column", "cross", "identity"):
        return (-1, len(relation.sites))
    if isinstance(relation, Same) and isinstance(site, Fact):
        return (0, -sum(isinstance(s, Fact) and s.in_table for s in relation.sites))
    return (_DIRECT.get(relation.family, 9), len(relation.sites))


class Blame:
    """What holds of a document bears its numbers out; what fails is explained, and not again while the same relations fail."""

    def __init__(self, relations: Sequence[Relation], outcomes: Sequence[Outcome]) -> None:
        self._relations = relations
        self._holding: dict[Site, list[Relation]] = {}
        for relation, outcome in zip(relations, outcomes, strict=True):
            if _bears_out(relation, outcome):
                for site in relation.sites:
                    self._holding.setdefault(site, []).append(relation)
        self._known: dict[tuple[Relation, ...], list[Cause]] = {}

    @cached_property
    def _elsewhere(self) -> Elsewhere:
        return Elsewhere(each for held in self._holding.values() for each in held)

    def causes(self, outcomes: Sequence[Outcome]) -> list[Cause]:
        """The causes of all failing relations, best explained first."""
        failing = [r for r, o in zip(self._relations, outcomes, strict=True) if o is Outcome.FAILS]
        zero_base = [relation for relation in failing if getattr(relation, "zero_base", False)]
        causes = [Cause(relation.result, [relation], None, False) for relation in zero_base]
        for component in map(tuple, components([relation for relation in failing if relation not in zero_base])):
            if component not in self._known:
                self._known[component] = _explain(component, self._holding, self._elsewhere)
            causes += self._known[component]
        return _without_echoes(causes) if zero_base else causes


_SLACK = 2  # last digits by which displayed parts commonly miss their total
_MANY_PARTS = 3
_LEAST_DIGITS = 4
_FAR = 5  # times as wide as the values that would do: what lies nearer is a slip by chance
_MOST_CAUSES = 40  # of one component; what contradicts itself more often is told plainly


def _explain(component: Sequence[Relation], holding: dict[Site, list[Relation]], elsewhere: Elsewhere) -> list[Cause]:
    causes: list[Cause] = []
    weighing = _Weighing(component, holding, elsewhere)
    while weighing.left:
        candidates = weighing.candidates() if len(causes) < _MOST_CAUSES else []
        if not candidates:
            causes.append(weighing.plain())
            continue
        best = _of_the_text(max(candidates, key=Candidate.rank), candidates)
        rivals = [
            c.site
            for c in candidates
            if c is not best
            and any(relation in best.fixed for relation in c.fixed)
            and len(c.fixed) - c.lost == len(best.fixed) - best.lost
            and c.lost == best.lost
            and c.support <= best.support
            and plausibility(c) >= plausibility(best)
        ]
        companions = _companions(best.site, holding) if isinstance(best.site, Word) else []
        whole = _of_several(best, rivals)
        if whole is not None:
            parts = sorted((best.site, *rivals), key=_is_zero)
            causes.append(Cause(whole, best.fixed, None, False, parts))
            weighing.drop(best.fixed)
            continue
        sole = not any(c is not best and len(c.fixed) - c.lost == len(best.fixed) - best.lost for c in candidates)
        causes.append(Cause(best.site, best.fixed, best.value, best.exact, rivals, companions, sole))
        weighing.drop([*best.fixed, *weighing.at(best.site)])
    causes = _without_echoes(causes)
    pair = exchanged(component, holding) if 1 < len(causes) < _MOST_CAUSES else None
    return causes if pair is None else _of_two(*pair, component)


def _without_echoes(causes: list[Cause]) -> list[Cause]:
    """What holds once the other causes are put right is no cause of its own: it bears them out."""
    values = {cause.site: cause.value for cause in causes if isinstance(cause.value, Decimal)}
    left = list(causes)
    for cause in reversed(causes):
        others = {site: value for site, value in values.items() if site is not cause.site}
        if not others or not all(holds_with(relation, others) for relation in cause.relations):
            continue
        left.remove(cause)
        values.pop(cause.site, None)
        for relation in cause.relations:
            for other in left:
                if other.site in relation.sites and relation not in other.relations:
                    other.relations.append(relation)
    return left


def _of_two(one: Fact, other: Fact, failing: Sequence[Relation]) -> list[Cause]:
    """The cause of what two numbers break that stand in each other's place, and its partner."""
    first, second = (
        Cause(site, [each for each in failing if site in each.sites], meant.quantity.value, True)
        for site, meant in ((one, other), (other, one))
    )
    first.partner, second.partner = second, first
    return [first, second]


class _Weighing:
    """The failing relations of a component that no cause explains yet, and what each of their sites is worth; a site is
    weighed again only when one of its relations is explained."""

    def __init__(
        self, component: Sequence[Relation], holding: dict[Site, list[Relation]], elsewhere: Elsewhere
    ) -> None:
        self.left = {relation: number for number, relation in enumerate(component)}
        self._holding = holding
        self._elsewhere = elsewhere
        self._broken: dict[Site, dict[Relation, None]] = {}
        self._weighed: dict[Site, Candidate] = {}
        self._places: dict[Relation, dict[Site, int]] = {}
        for relation in component:
            for site in relation.sites:
                if not (isinstance(site, Fact) and (site.blank or site.constant or site.published)):
                    self._broken.setdefault(site, {})[relation] = None

    def at(self, site: Site) -> list[Relation]:
        return list(self._broken[site])

    def candidates(self) -> list[Candidate]:
        """The sites that mend something, in the order in which the relations name them."""
        for site, broken in self._broken.items():
            if site not in self._weighed:
                held = self._holding.get(site, [])
                self._weighed[site] = _weigh(site, list(broken), held, self._elsewhere)
        found = [site for site, candidate in self._weighed.items() if candidate.fixed]
        return [self._weighed[site] for site in sorted(found, key=self._place)]

    def _place(self, site: Site) -> tuple[int, int]:
        first = next(iter(self._broken[site]))
        if first not in self._places:
            self._places[first] = {each: place for place, each in reversed(list(enumerate(first.sites)))}
        return self.left[first], self._places[first][site]

    def plain(self) -> Cause:
        """Nothing mends the first relation: its result is to blame for it, where it is one of a great many for all."""
        relation = next(iter(self.left))
        told = [relation]
        if len(self.left) > _MOST_CAUSES:
            told = [each for each in self.left if each.result is relation.result]
        self.drop(told)
        return Cause(relation.result, told, None, False)

    def drop(self, explained: list[Relation]) -> None:
        for relation in explained:
            if self.left.pop(relation, None) is None:
                continue
            for site in relation.sites:
                if (broken := self._broken.get(site)) is not None:
                    broken.pop(relation, None)
                    self._weighed.pop(site, None)
                    if not broken:
                        del self._broken[site]


def _bears_out(relation: Relation, outcome: Outcome) -> bool:
    """Whether a relation holds by more than zeros or by digits that were cut off."""
    cut = outcome is Outcome.ROUNDING and not relation.is_met
    return outcome.is_met and not cut and not relation.is_echo and not _is_of_nothing(relation)


def _is_of_nothing(relation: Relation) -> bool:
    """Whether a sum has nothing but zeros, which bears none of them out."""
    return isinstance(relation, Sum) and all(fact.quantity.value == 0 for fact in (relation.total, *relation.parts))


def _of_several(best: Candidate, rivals: Sequence[Site]) -> Site | None:
    """The total of a table's column or row in which several parts are equally suspect: there people look first."""
    if len(best.fixed) != 1 or best.slip or not rivals:
        return None
    relation = best.fixed[0]
    if not isinstance(relation, Sum) or not relation.total.in_table or best.site is relation.total:
        return None
    return relation.total if all(any(site is part for part in relation.parts) for site in rivals) else None


def _of_the_text(best: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """The number of the text that cells of several statements contradict with one voice, rather than each of them for itself."""
    relation = best.fixed[0]
    if len(best.fixed) > 1 or not isinstance(relation, Same) or relation.first.in_table or best.site is relation.first:
        return best
    told = next((each for each in candidates if each.site is relation.first), best)
    voices = {each.second.statement for each in told.fixed if isinstance(each, Same) and each.second.in_table}
    return told if len(voices) > 1 and relation in told.fixed else best


def _is_zero(site: Site) -> bool:
    return isinstance(site, Fact) and site.quantity.value == 0


def _companions(word: Word, holding: dict[Site, list[Relation]]) -> list[Word]:
    """The other words that say the same direction of the same change: wrong together with the accused."""
    found: list[Word] = []
    queue = [word]
    while queue:
        for relation in holding.get(queue.pop(), []):
            if isinstance(relation, Agree):
                for other in (relation.first, relation.second):
                    if other is not word and other not in found:
                        found.append(other)
                        queue.append(other)
    return found


def _weigh(site: Site, broken: list[Relation], held: list[Relation], elsewhere: Elsewhere) -> Candidate:
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
    meant = elsewhere.meant(site, common)
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
