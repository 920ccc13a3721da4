"""What may accuse (design.md): relations hang on hypotheses of ours, and a hypothesis that the document contradicts is dropped.

Relations of one group stand or fall together: those along one statement, those between two statements, those of one
section with the statements. Its failures are counted as causes, after blame: one number or row whose replacement mends
them all counts once. A lone cause among relations that hold is an error of the document. If more than a third fail, by
many causes, we have misunderstood: they go back to unchecked, with one remark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gouji.doubts import Doubt
from gouji.facts import Fact, Site
from gouji.narrative.claims import Narrative
from gouji.quantity import is_slip
from gouji.relations import Group, Outcome, Relation, Same, Sum
from gouji.statements.statement import UNTITLED
from gouji.tieout.blame import Blame, Cause

_MOST_ROUNDS = 6
_MANY = {"section": 4, "told": 4, "pair": 3}
"""How many causes are many, whatever their share, where as many numbers hold as fail."""
_UNKNOWN = Decimal("NaN")
_NEEDS_WITNESS = ("pair", "passage")
"""Groups whose hypothesis (two places measure the same) needs a relation of theirs that holds."""


@dataclass(slots=True)
class _Tally:
    """What the relations of a group say: the numbers that people computed or copied which hold (and tell something), those
    that fail, by which rows or numbers they fail, and whether something else bears the group out: two of these only stand
    shifted against each other, or the parts of the one that is wrong make what the others say."""

    holds: set[Site] = field(default_factory=set)
    fails: set[Site] = field(default_factory=set)
    causes: set[tuple[int, int] | Site] = field(default_factory=set)
    failing: list[Relation] = field(default_factory=list)
    borne_out: bool = False

    def is_trusted(self, group: Group) -> bool:
        if not self.causes:
            return True
        if group[0] in _NEEDS_WITNESS and not (self.holds or self.borne_out):
            return False
        count = len(self.causes)
        few = count == 1 or (count < _MANY.get(str(group[0]), 0) and count <= len(self.holds))
        return few or 3 * count <= len(self.holds | self.fails)


@dataclass(slots=True)
class Verdict:
    """The causes that may accuse, what became of each relation, and the groups that were dropped with what they held."""

    causes: list[Cause]
    outcomes: list[Outcome]
    dropped: dict[Group, list[Relation]]


def grouped(relations: Sequence[Relation], claims: Narrative) -> None:
    """Tells each relation that leaves its own row, column or sentence which hypotheses it hangs on."""
    sections = _sections(claims)
    tied = _tied(relations)
    for relation in relations:
        if relation.groups:
            continue
        facts = [site for site in relation.sites if isinstance(site, Fact) and (site.in_table or not site.constant)]
        if isinstance(relation, Same) and not all(fact.keys for fact in facts):
            if not any(fact.in_table or fact.statement >= 0 for fact in facts):
                relation.groups = (("counts",),)
            continue  # counts and indicators, whose own words say that they are one
        tables = sorted({fact.statement for fact in facts if fact.in_table})
        told = [sections[fact] for fact in facts if fact in sections]
        if not told:
            stated = any(fact.published for fact in facts)
            kind = "pair" if isinstance(relation, Same) and not stated else "derived"
            relation.groups = tuple((kind, tables[0], other) for other in tables[1:])
            if isinstance(relation, Same):
                places = sorted((fact.statement, fact.column) for fact in facts)
                relation.groups += (("columns", *places[0], *places[1]),)
        elif tables:
            relation.groups = (
                *(("told", table) for table in tables),
                *dict.fromkeys(("section", *one) for one in told),
            )
            if isinstance(relation, Same):
                elsewhere = {other for fact in facts for other in tied.get(fact, ()) if other != tables[0]}
                relation.groups += tuple(("pair", *sorted((tables[0], other))) for other in sorted(elsewhere))
        elif isinstance(relation, Same) and len(facts) > 1:
            statements = sorted({statement for fact in facts for statement in tied.get(fact, ())})
            apart = len(set(told)) > 1 and all(section for section, _ in told)
            relation.groups = tuple(("told", one) for one in statements) or (
                (("texts",) if apart else ("passage", *told[0])),
            )


def _tied(relations: Sequence[Relation]) -> dict[Fact, set[int]]:
    """The statements of whose cells each number of the narrative is one: those say what it measures."""
    found: dict[Fact, set[int]] = {}
    for relation in relations:
        if not isinstance(relation, Same) or relation.first.in_table or not relation.second.in_table:
            continue
        if relation.outcome() is not Outcome.FAILS and relation.first.quantity.value != 0:
            found.setdefault(relation.first, set()).add(relation.second.statement)
    return found


def _sections(claims: Narrative) -> dict[Fact, tuple[str, int]]:
    """The section of each number of the narrative: its title, and which of those called so."""
    found: dict[Fact, tuple[str, int]] = {}
    run, title = 0, None
    for mention in sorted(claims.mentions, key=lambda mention: (mention.paragraph, mention.at)):
        if mention.section != title:
            run, title = run + 1, mention.section
        found[mention.fact] = (mention.section, run)
    return found


def judge(relations: Sequence[Relation], outcomes: Sequence[Outcome]) -> Verdict:
    """Blame, and drop the hypotheses that fail by many causes, until what is left is trusted."""
    settled = list(outcomes)
    dropped: dict[Group, list[Relation]] = {}
    blame = Blame(relations, settled)
    causes = blame.causes(settled)
    for _ in range(_MOST_ROUNDS):
        untrusted = {
            group: tally for group, tally in _tallies(relations, settled, causes).items() if not tally.is_trusted(group)
        }
        if not untrusted:
            break
        for group, tally in untrusted.items():
            dropped.setdefault(group, []).extend(tally.failing)
        for index, relation in enumerate(relations):
            if settled[index] is Outcome.FAILS and any(group in untrusted for group in relation.groups):
                settled[index] = Outcome.UNCHECKABLE
        causes = blame.causes(settled)
    misread = {group[1] for group in dropped if group[0] == "table"}
    hanging = [
        index
        for index, relation in enumerate(relations)
        if settled[index] is Outcome.FAILS and any(_hangs_on(group, misread) for group in relation.groups)
    ]
    if hanging:
        for index in hanging:
            settled[index] = Outcome.UNCHECKABLE
        causes = blame.causes(settled)
    return Verdict(causes, settled, dropped)


def _hangs_on(group: Group, misread: set[str | int]) -> bool:
    """Whether a hypothesis is about a statement whose own sums say that it was misread, or is not what it should be."""
    statements = group[1:4:2] if group[0] == "columns" else group[1:]
    return group[0] in ("told", "pair", "derived", "columns") and any(each in misread for each in statements)


def _tallies(
    relations: Sequence[Relation], outcomes: Sequence[Outcome], causes: Sequence[Cause]
) -> dict[Group, _Tally]:
    tallies: dict[Group, _Tally] = {}
    for relation, outcome in zip(relations, outcomes, strict=True):
        for group in relation.groups:
            tally = tallies.setdefault(group, _Tally())
            if outcome is Outcome.FAILS:
                tally.fails.add(relation.result)
                tally.failing.append(relation)
            elif outcome is not Outcome.UNCHECKABLE and _tells(relation):
                tally.holds.add(relation.result)
    swapped = _swapped(causes)
    cut = {cause for cause in causes if all(map(_is_cut, cause.relations))}
    summed = _summed(relations, outcomes)
    blamed: dict[Group, list[Cause]] = {}
    off = {cause: _error(cause) for cause in causes}
    passed = swapped | cut
    for cause in causes:
        if cause in passed:
            continue
        for group in {group for relation in cause.relations for group in relation.groups}:
            blamed.setdefault(group, []).append(cause)
    for group, together in blamed.items():
        tallies[group].causes = {_place(cause.site, group) for cause in together}
        errors = [abs(off[cause]) for cause in together]
        if group[0] in ("table", "section") and not any(error.is_nan() for error in errors) and len(set(errors)) == 1:
            tallies[group].causes = {_place(together[0].site, group)}  # one amount too much, in a part and in its total
        if group[0] in ("pair", "columns") and len(together) == 2 and sum(off[cause] for cause in together) == 0:
            tallies[group].causes.pop()
            tallies[group].borne_out = True
        if len(together) == 1:
            tallies[group].borne_out |= _is_meant(together[0], summed.get(together[0].site, ()))
    return tallies


def _error(cause: Cause) -> Decimal:
    """By how much a number is off. Two places that give one sum to two rows in different shares are off by one amount and
    its opposite: that sum bears out that both measure the same."""
    site, value = cause.site, cause.value
    if value is None and isinstance(cause.main, Sum):
        return cause.main.computed - cause.main.total.quantity.value
    return value - site.quantity.value if isinstance(site, Fact) and isinstance(value, Decimal) else _UNKNOWN


def _is_cut(relation: Relation) -> bool:
    """Whether amounts only differ by digits cut off, which says that they are the same."""
    return isinstance(relation, Same | Sum) and relation.holds_if_cut()


def _is_meant(cause: Cause, sums: Collection[Decimal]) -> bool:
    """Whether a number was meant to be the others': its parts make that, or two statements say it and it is a slip of it."""
    site, value = cause.site, cause.value
    if not isinstance(site, Fact) or not isinstance(value, Decimal):
        return False
    others = {
        relation.second.statement if relation.first is site else relation.first.statement
        for relation in cause.relations
        if isinstance(relation, Same)
    } - {-1, site.statement}
    return value in sums or (len(others) > 1 and is_slip(site.quantity, value))


def _summed(relations: Sequence[Relation], outcomes: Sequence[Outcome]) -> dict[Site, set[Decimal]]:
    """What the parts of each total make, where not all of them were read: no proof, but where another place says the same,
    that place bears it out."""
    found: dict[Site, set[Decimal]] = {}
    for relation, outcome in zip(relations, outcomes, strict=True):
        if outcome is Outcome.UNCHECKABLE and isinstance(relation, Sum) and relation.is_telling:
            found.setdefault(relation.total, set()).add(relation.computed)
    return found


def _swapped(causes: Sequence[Cause]) -> set[Cause]:
    """Of two numbers that stand in each other's place, the second: the two are one cause."""
    facts = [(cause, cause.site) for cause in causes if isinstance(cause.site, Fact)]
    wanted: dict[tuple[object, object], int] = {
        (cause.value, fact.quantity.value): index for index, (cause, fact) in enumerate(facts)
    }
    return {
        cause
        for index, (cause, fact) in enumerate(facts)
        if wanted.get((fact.quantity.value, cause.value), index) < index
    }


def _place(site: Site, group: Group) -> tuple[int, int] | Site:
    """A number, or among the sums of one table the row that it stands in."""
    if group[0] == "table" and isinstance(site, Fact) and site.in_table:
        return (site.statement, site.row)
    return site


def _tells(relation: Relation) -> bool:
    """Whether a relation that holds bears anything out: not of zeros alone."""
    return any(isinstance(site, Fact) and not site.blank and site.quantity.value != 0 for site in relation.sites)


def doubts(verdict: Verdict, titles: dict[int, str]) -> Iterator[Doubt]:
    """One remark for each hypothesis that was dropped."""
    for group, relations in verdict.dropped.items():
        if not relations:
            continue
        spans = [
            site.span
            for relation in relations
            for site in relation.sites
            if not isinstance(site, Fact) or not site.blank
        ]
        span = min(spans, default=None)
        yield Doubt(_words(group, titles, len(relations)), span, "hypothesis")


def _words(group: Group, titles: dict[int, str], count: int) -> str:
    kind, *rest = group
    if kind == "columns":
        rest = [rest[0], rest[2]]
    names = [f"《{titles.get(each, UNTITLED)}》" for each in rest if isinstance(each, int)]
    if kind == "table":
        return f"{names[0]}有{count}处按现在的读法加不起来，可能读错了表的结构，未作核对"
    if kind in ("pair", "columns", "derived"):
        return f"{names[0]}与{names[-1]}口径可能不同，有{count}处未作比对"
    if kind == "told":
        return f"{names[0]}与正文有{count}处口径可能不同，未作比对"
    title = next((str(each) for each in rest if isinstance(each, str) and each), "正文")
    return f"“{title}”有{count}处与别处口径可能不同，未作比对"
