"""Blame: which number, put right by one value, makes the failing relations hold.

A wrong number usually breaks several relations. Sites are weighed by the failing relations that one value of theirs would
repair, less the holding relations that value would break. The best site is the cause; the relations it repairs are its
evidence; what is left is weighed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from gouji.facts import Fact, Site, Word
from gouji.quantity.slips import is_one_digit_off, is_power_of_ten
from gouji.relations import Agree, Outcome, Relation, Same, Sum
from gouji.tieout.candidates import Candidate, plausibility
from gouji.tieout.components import components
from gouji.tieout.elsewhere import Elsewhere
from gouji.tieout.exchanged import exchanged, holds_with
from gouji.tieout.weighing import weigh


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
        broken = {
            relation.total: frozenset(relation.parts)
            for relation, outcome in zip(relations, outcomes, strict=True)
            if outcome is Outcome.FAILS and isinstance(relation, Sum)
        }
        for relation, outcome in zip(relations, outcomes, strict=True):
            if _bears_out(relation, outcome) and not _is_within(relation, broken):
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
        if best.slip and not best.shown and _loses_a_digit(best):
            likely = [c.site for c in candidates if c is not best and _is_as_likely(c, best)]
            rivals, best.slip = rivals + [site for site in likely if site not in rivals], not likely
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
                if not (isinstance(site, Fact) and (site.constant or site.published)):
                    self._broken.setdefault(site, {})[relation] = None

    def at(self, site: Site) -> list[Relation]:
        return list(self._broken[site])

    def candidates(self) -> list[Candidate]:
        """The sites that mend something, in the order in which the relations name them."""
        for site, broken in self._broken.items():
            if site not in self._weighed:
                held = self._holding.get(site, [])
                self._weighed[site] = weigh(site, list(broken), held, self._elsewhere)
        found = [site for site, each in self._weighed.items() if each.fixed and (each.shown or not _is_blank(site))]
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


def _is_within(relation: Relation, broken: Mapping[Fact, frozenset[Fact]]) -> bool:
    """4辆，其中：3辆、1辆、2辆: whether some of the parts of a sum that fails happen to make its total."""
    return isinstance(relation, Sum) and set(relation.parts) < broken.get(relation.total, frozenset())


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


def _loses_a_digit(candidate: Candidate) -> bool:
    """Whether a value that mends a number has a digit less or more (29.22 for 9.22)."""
    site, value = candidate.site, candidate.value
    if not isinstance(site, Fact) or not isinstance(value, Decimal) or is_power_of_ten(site.quantity.value, value):
        return False
    return len(site.quantity.digits(value)) != len(site.quantity.digits(site.quantity.value))


def _is_as_likely(candidate: Candidate, best: Candidate) -> bool:
    """Whether another number with one digit otherwise explains as much (67.44 for 47.44): of several, one has the digit that is too
    many by chance."""
    site, value = candidate.site, candidate.value
    same = candidate.fixed == best.fixed and (candidate.lost, candidate.support) == (best.lost, best.support)
    return same and isinstance(site, Fact) and isinstance(value, Decimal) and is_one_digit_off(site.quantity, value)


def _is_blank(site: Site) -> bool:
    """Whether a cell is left blank: to blame only where its 科目 shows elsewhere what is missing."""
    return isinstance(site, Fact) and site.blank


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
