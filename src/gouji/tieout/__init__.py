"""Tie-out (勾稽核对): evaluating every relation of a document, finding causes, and saying what was checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gouji.document import Document, Span
from gouji.doubts import Doubt
from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.narrative.claims import Mention, Narrative
from gouji.relations import AtMost, Outcome, Relation, Same, Sum
from gouji.statements.identities import KeyMap, identity_relations
from gouji.statements.performance import Scores
from gouji.statements.statement import UNTITLED, Statement
from gouji.tieout.blame import Cause
from gouji.tieout.book import NOTHING_BEFORE, Before, Book
from gouji.tieout.counts import repeated_counts
from gouji.tieout.evaluations import agreeing, claimed, reached
from gouji.tieout.graded import graded
from gouji.tieout.hypotheses import explain
from gouji.tieout.indicators import disagreeing_indicators
from gouji.tieout.links import linked
from gouji.tieout.other_totals import without_other_totals
from gouji.tieout.precision import tell_cells, tell_listed, tell_precision, tell_trimmed
from gouji.tieout.readings import open_totals, tell
from gouji.tieout.report_points import point_relations
from gouji.tieout.reports import Evaluation, evaluations, report_relations, set_apart
from gouji.tieout.retold import counted_up, told_again
from gouji.tieout.trust import doubts, grouped, judge
from gouji.tieout.unchecked import Unchecked, why
from gouji.tieout.unsure import without_unsure

__all__ = ["NOTHING_BEFORE", "Before", "Cause", "Coverage", "TieOut", "Unchecked", "tie_out"]


class Coverage(NamedTuple):
    """How many numbers of the narrative there are, and what became of them."""

    numbers: int
    tied: int
    recomputed: int
    failed: int
    unchecked: int


@dataclass(slots=True)
class TieOut:
    """The evaluated relations of a document, the causes of the failing ones, and the state of each narrative number.

    `states`, `ties` and `unchecked` go by the number's fact.
    """

    relations: list[Relation]
    outcomes: list[Outcome]
    causes: list[Cause]
    states: dict[Fact, str]
    coverage: Coverage
    ties: dict[Fact, list[Relation]]
    unchecked: dict[Fact, Unchecked]
    misdated: list[tuple[Mention, Fact]]
    doubts: list[Doubt]

    def fail(self, mentions: Sequence[Mention], wrong: frozenset[Span]) -> None:
        """Numbers that no relation has, and that a rule has found wrong where they stand."""
        for mention in mentions:
            fact = mention.fact
            if self.states[fact] == "unchecked" and fact.span in wrong:
                self.states[fact] = "failed"
                self.unchecked.pop(fact, None)
        self.coverage = _coverage(self.states, [mention.fact for mention in mentions])


def tie_out(
    document: Document,
    statements: list[Statement],
    narrative: Narrative,
    lexicon: Lexicon,
    year: int,
    kind: str,
    scores: Sequence[Scores] = (),
    before: Before = NOTHING_BEFORE,
) -> TieOut:
    """Build and evaluate every relation of a document; `scores` are its self-assessments, `before` is last year's."""
    relations = [relation for statement in statements for relation in statement.relations]
    told = [mention.fact for mention in narrative.mentions]
    reports = evaluations(document, lexicon)
    set_apart(document, reports, told, statements)
    book = Book(statements, narrative.mentions, year, kind == "budget", before)
    open_totals(narrative.groups)
    misdated = tell(book, narrative.mentions)
    tell_precision(narrative.mentions)
    tell_listed(narrative.groups)
    tell_cells(book, narrative.mentions)
    relations += list(_derived(relations, book, lexicon))
    supported = {s for relation in relations if relation.is_met for s in relation.sites if isinstance(s, Fact)}
    relations += linked(book, narrative, lexicon, supported)
    tell_trimmed(relations)
    relations += repeated_counts(document, lexicon, told)
    relations += disagreeing_indicators(statements, lexicon)
    relations += _performance(document, reports, told, scores)
    relations = without_other_totals(without_unsure(relations, statements), narrative.mentions)
    grouped(relations, narrative)
    verdict = judge(relations, [_outcome(relation) for relation in relations])
    outcomes, causes = verdict.outcomes, verdict.causes
    for group in [group for group in verdict.dropped if group[0] == "section"]:
        explained = explain(group, verdict.dropped[group], book, lexicon)
        if explained is not None:
            relations += explained.ties
            outcomes += [relation.outcome() for relation in explained.ties]
            if explained.cause is not None:
                causes.append(explained.cause)
            del verdict.dropped[group]
    _find_swaps(causes, book)
    unsure = _misread(document, relations, outcomes, causes)
    states, ties = _states(narrative, relations, outcomes, causes)
    unchecked = {
        mention.fact: why(mention, book) for mention in narrative.mentions if states[mention.fact] == "unchecked"
    }
    titles = {statement.index: statement.title or UNTITLED for statement in statements}
    said = [*doubts(verdict, titles), *unsure]
    return TieOut(relations, outcomes, causes, states, _coverage(states, told), ties, unchecked, misdated, said)


def _coverage(states: dict[Fact, str], told: Sequence[Fact]) -> Coverage:
    tally = {
        state: sum(states[fact] == state for fact in told) for state in ("tied", "recomputed", "failed", "unchecked")
    }
    return Coverage(len(told), **tally)


def _misread(
    document: Document, relations: list[Relation], outcomes: list[Outcome], causes: list[Cause]
) -> list[Doubt]:
    """Take out what a machine that reads pictures may have made itself, and say so."""
    if not document.recognised.offsets:
        return []
    from gouji.tieout.recognised import settle

    return settle(document, relations, outcomes, causes)


def _performance(
    document: Document, reports: Sequence[Evaluation], told: Sequence[Fact], scores: Sequence[Scores]
) -> Iterator[Relation]:
    """What self-assessments and attached reports tell in the text, in forms and again."""
    yield from agreeing(document, scores, told)
    yield from claimed(document, scores, told)
    yield from reached(document, scores, told)
    yield from report_relations(document, reports, told)
    yield from point_relations(document, reports, told, scores)
    yield from told_again(document, told)
    yield from counted_up(document, told)
    yield from graded(document, told)


def _derived(relations: Sequence[Relation], book: Book, lexicon: Lexicon) -> Iterator[Relation]:
    """The identities that hold between statements, where no statement of its own says what a total is the sum of."""
    cross = KeyMap()
    cross.update((key, [fact]) for key, facts in book.cells.items() if (fact := _agreed(facts)) is not None)
    cross.torn = ({book.canonical(key) for key in book.torn} | book.cells.keys()) - cross.keys()
    own = {frozenset(r.sites) for r in relations}
    covered = {r.total for r in relations if isinstance(r, Sum) and r.kind != "column"}
    footed = {
        r.total for r in relations if isinstance(r, Sum) and r.kind == "column" and r.outcome() is not Outcome.FAILS
    }
    for relation in identity_relations(cross, lexicon):
        if relation.outcome() is Outcome.FAILS and not all(s.firm for s in relation.sites if isinstance(s, Fact)):
            continue
        statements_of = {s.statement for s in relation.sites if isinstance(s, Fact)}
        if isinstance(relation, AtMost) and len(statements_of) > 1:
            yield relation
        elif (
            isinstance(relation, Sum)
            and relation.total not in covered
            and frozenset(relation.sites) not in own
            and len(statements_of) > 1
        ):
            income = any(key.flow == "income" for key in relation.total.keys)
            is_failing = relation.outcome() is Outcome.FAILS
            if is_failing and income and relation.total in footed:
                continue  # its own statement says what it is the sum of (上级补助收入 below 本年收入合计)
            if is_failing and book.is_out_of_carried(relation.total, relation.parts):
                continue
            relation.kind = "derived"
            relation.unread = relation.partial  # a statement of the rest may be among what was not recognised
            yield relation


def _agreed(cells: list[Fact]) -> Fact | None:
    """The cell that most of the statements of one fact agree with; None if they are at odds evenly."""
    amounts = [cell for cell in cells if not cell.blank]
    if len(amounts) < 2:
        return (amounts or cells)[0]
    votes = [sum(cell.interval.meets(other.interval) for other in amounts) for cell in amounts]
    best = max(votes)
    return amounts[votes.index(best)] if best * 2 > len(amounts) else None


def _outcome(relation: Relation) -> Outcome:
    """A failure that cut-off digits explain is 尾差, except between two cells, where it shows a cell that lost digits."""
    outcome = relation.outcome()
    between_cells = all(isinstance(s, Fact) and s.in_table for s in relation.sites)
    may_be_cut = not isinstance(relation, Sum) or _is_coarser(relation)
    if outcome is Outcome.FAILS and not between_cells and may_be_cut and relation.holds_if_cut():
        return Outcome.ROUNDING
    return outcome


def _is_coarser(relation: Sum) -> bool:
    """Whether a total is told in fewer decimals than any of its parts (328,661万元 of amounts to the hundredth)."""
    told = [part.quantity.quantum for part in relation.parts if part.quantity.value != 0]
    return bool(told) and relation.total.quantity.quantum > max(told)


_LEAST_DIGITS = 3


def _find_swaps(causes: list[Cause], book: Book) -> None:
    """Accused narrative numbers that are the number of another row or column of the same statement."""
    for cause in causes:
        site = cause.site
        if not isinstance(site, Fact) or site.in_table:
            continue
        for relation in cause.relations:
            other = next((s for s in relation.sites if s is not site), None)
            if isinstance(relation, Same) and isinstance(other, Fact) and other.in_table:
                cause.swapped = next((c for c in _neighbours(book, other) if c.interval.meets(site.interval)), None)
                if cause.swapped is not None:
                    break
    swapped = [cause for cause in causes if cause.swapped is not None]
    for first in swapped:
        for second in swapped:
            if first is not second and _stands_for(first, second) and _stands_for(second, first):
                first.partner = second
    for cause in swapped:
        site = cause.site
        if (
            cause.partner is None
            and isinstance(site, Fact)
            and len(site.quantity.digits(site.quantity.value).strip("0.")) < _LEAST_DIGITS
        ):
            cause.swapped = None


def _stands_for(first: Cause, second: Cause) -> bool:
    return first.swapped is not None and any(first.swapped is site for r in second.relations for site in r.sites)


def _neighbours(book: Book, cell: Fact) -> Iterator[Fact]:
    for statement, keys in book.by_statement:
        if statement.index == cell.statement:
            for facts in keys.values():
                for fact in facts:
                    if fact is not cell and not fact.blank and (fact.column == cell.column or fact.row == cell.row):
                        yield fact


def _states(
    narrative: Narrative, relations: list[Relation], outcomes: list[Outcome], causes: list[Cause]
) -> tuple[dict[Fact, str], dict[Fact, list[Relation]]]:
    """tied to a cell, recomputed by a formula, failed, or unchecked; and the relations behind each."""
    states = {mention.fact: "unchecked" for mention in narrative.mentions}
    ties: dict[Fact, list[Relation]] = {}
    for relation, outcome in zip(relations, outcomes, strict=True):
        if not outcome.is_met or isinstance(relation, AtMost):
            continue  # a mere bound recomputes nothing
        tied = isinstance(relation, Same) and any(isinstance(s, Fact) and s.in_table for s in relation.sites)
        for site in relation.sites:
            if site in states:
                ties.setdefault(site, []).append(relation)
                if tied:
                    states[site] = "tied"
                elif states[site] == "unchecked":
                    states[site] = "recomputed"
    for cause in causes:
        for relation in cause.relations:
            for site in relation.sites:
                if site in states and (site is cause.site or states[site] == "unchecked"):
                    states[site] = "failed"
    return states, ties
