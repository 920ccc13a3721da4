"""Mutation: plant one error at a time and see what lint makes of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum

from documents import Original, overlap
from kinds import NUMBER, Kind, Plan, number_in

from gouji.document import Span
from gouji.facts import Fact, Word
from gouji.findings import Finding, Fix, Severity
from gouji.quantity import Quantity
from gouji.relations import Outcome, Relation, Sum


class Restores(IntEnum):
    """What a fix makes of a planted error."""

    NO = 0
    ROUNDED = 1
    EXACTLY = 2


class Reach(IntEnum):
    """Whether the document can reveal an error: nothing states the number again; the change is within rounding; yes."""

    NO_REDUNDANCY = 0
    WITHIN_ROUNDING = 1
    DETECTABLE = 2


@dataclass(frozen=True)
class Planted:
    """One planted error and what became of it."""

    plan: Plan
    reach: Reach
    new: tuple[Finding, ...]
    located: bool
    in_proof: bool
    one_error: bool
    fix_offered: bool
    fix: Restores
    unsafe: bool

    @property
    def detectable(self) -> bool:
        return self.reach is Reach.DETECTABLE

    @property
    def missed(self) -> bool:
        return self.detectable and not self.new


def reach(plan: Plan) -> Reach:
    """Whether a relation of the unmutated document occupies the changed place, and breaks by the change."""
    original = plan.original
    if plan.breaks is not None:
        return Reach.DETECTABLE if plan.breaks else Reach.NO_REDUNDANCY
    if not plan.sites:
        return Reach.DETECTABLE
    spans = [site.span for site in plan.sites]
    relations = [
        relation
        for span, found in original.relations_at.items()
        if any(overlap(span, own) for own in spans)
        for relation in found
    ]
    live = [r for r in relations if r.outcome() in (Outcome.HOLDS, Outcome.ROUNDING)]
    if not live:
        return Reach.NO_REDUNDANCY
    with _changed(plan) as known:
        if known and not any(_fails(relation) for relation in live):
            return Reach.WITHIN_ROUNDING
    return Reach.DETECTABLE


def _fails(relation: Relation) -> bool:
    """Whether a relation fails as lint judges it: digits cut off are no failure of a quotient."""
    if relation.outcome() is not Outcome.FAILS:
        return False
    between_cells = all(isinstance(site, Fact) and site.in_table for site in relation.sites)
    return between_cells or isinstance(relation, Sum) or not relation.holds_if_cut()


@contextmanager
def _changed(plan: Plan) -> Iterator[bool]:
    """The plan's sites with their new values, for as long as the block lasts; False if they are not all numbers."""
    values: list[tuple[Fact, Quantity]] = []
    for site, edit in zip(plan.sites, plan.edits, strict=False):
        quantity = _quantity(edit.text, site)
        if quantity is None or isinstance(site, Word):
            yield False
            return
        values.append((site, quantity))
    true = [(fact, fact.quantity) for fact, _ in values]
    for fact, quantity in values:
        fact.revalue(quantity)
    yield bool(values)
    for fact, quantity in true:
        fact.revalue(quantity)


def _quantity(text: str, site: Fact | Word) -> Quantity | None:
    if isinstance(site, Word):
        return None
    squeezed = "".join(text.split())
    try:
        return Quantity.parse(squeezed if not site.in_table else squeezed + site.quantity.unit.name)
    except ValueError:
        return None


def plant(plan: Plan) -> Planted:
    """Plant an error and lint."""
    original = plan.original
    report = original.linted_with(plan.edits)
    shifts = [(edit.span, len(edit.text) - (edit.span.end - edit.span.start)) for edit in plan.edits]

    def moved(offset: int) -> int:
        return (
            offset
            + sum(by for span, by in shifts if offset >= span.end and span.end > span.start)
            + sum(by for span, by in shifts if span.end == span.start and offset >= span.end)
        )

    known = {(finding.code, moved(finding.span.start)) for finding in original.report.findings}
    new = tuple(
        finding
        for finding in report.findings
        if finding.severity >= Severity.WARNING and (finding.code, finding.span.start) not in known
    )
    places = [Span(_start(span, shifts), moved(span.end) + (span.start == span.end)) for span in plan.at]
    located = any(overlap(finding.span, place) for finding in new for place in places)
    fixes = [finding.fix for finding in new if finding.fix is not None]
    good = [_restores(fix, report.document.source, places, plan) for fix in fixes]
    return Planted(
        plan,
        reach(plan),
        new,
        located,
        not located and any(overlap(r.span, place) for f in new for r in f.related for place in places),
        _is_one(new),
        bool(fixes) and bool(plan.truths),
        max(good, default=Restores.NO),
        any(fix.safe and restores is Restores.NO for fix, restores in zip(fixes, good, strict=True)),
    )


def _is_one(new: Sequence[Finding]) -> bool:
    """Whether an error is reported once: one error, or, of what only a person can decide, one warning."""
    errors = sum(finding.severity == Severity.ERROR for finding in new)
    return errors == 1 or (errors == 0 and len(new) == 1)


def _start(span: Span, shifts: list[tuple[Span, int]]) -> int:
    return span.start + sum(by for other, by in shifts if other.end <= span.start and other != span)


def _restores(fix: Fix, source: str, places: Sequence[Span], plan: Plan) -> Restores:
    """Whether a fix gives back the original text, or at the planted place the original value."""
    fixed = source
    for edit in sorted(fix.edits, key=lambda e: e.span, reverse=True):
        fixed = fixed[: edit.span.start] + edit.text + fixed[edit.span.end :]
    if "".join(fixed.split()) == "".join(plan.original.source.split()):
        return Restores.EXACTLY
    if len(fix.edits) != 1 or not any(overlap(fix.edits[0].span, place) for place in places):
        return Restores.NO
    return max((_compare(fix.edits[0].text, true) for true in plan.truths), default=Restores.NO)


def _compare(text: str, original: str) -> Restores:
    value = number_in(text)
    if value is not None and value == number_in(original) and _unit(text) == _unit(original):
        return Restores.EXACTLY
    try:
        meets = Quantity.parse(text).interval.meets(Quantity.parse(original).interval)
    except ValueError:
        return Restores.NO
    return Restores.ROUNDED if meets else Restores.NO


def _unit(text: str) -> str:
    return NUMBER.sub("", "".join(text.split()), count=1)


def run(
    originals: Sequence[Original], kinds: Sequence[Kind], seed: int, each: int, most: int | None = None
) -> Iterator[tuple[Kind, int, list[Planted]]]:
    """Per kind: how many places there are, and `each` of them, chosen by `seed`, planted one at a time; at most so many of one
    document, where a long one would outweigh the others."""
    for kind in kinds:
        rng = random.Random(f"{seed} {kind.name}")
        places: list[tuple[Original, object]] = []
        for original in originals:
            taken = [finding.span for finding in original.report.findings]
            own = [
                (original, place)
                for place in kind.places(original)
                if (plan := kind.make(original, place, random.Random(0)))
                and not any(overlap(at, other) for at in plan.at for other in taken)
            ]
            places += own if most is None else rng.sample(own, min(most, len(own)))
        planted = []
        for original, place in rng.sample(places, min(each, len(places))):
            plan = kind.make(original, place, rng)
            if plan is not None:
                planted.append(plant(plan))
        yield kind, len(places), planted


def describe(result: Planted) -> str:
    plan = result.plan
    original = plan.original
    parts = []
    for edit in plan.edits:
        span = edit.span
        line = original.report.document.position(span.start).line
        source = original.source
        before = " ".join(source[max(0, span.start - 30) : span.start].split())
        after = " ".join(source[span.end : span.end + 20].split())
        old = " ".join(source[span.start : span.end].split())
        parts.append(f"{original.path.name}:{line}: …{before}[{old[:60]} → {edit.text[:60]}]{after}…")
    return " & ".join(parts)
