"""The points of attached evaluation reports: scores, weights and deductions told in the text against the score tables, the
grades' scale, and how many indicators there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from gouji.document import Document, Flow, Heading, Paragraph, Span
from gouji.facts import Fact
from gouji.quantity import Quantity
from gouji.relations import AtMost, Ratio, Relation, Same, Sum
from gouji.statements.funds import Number
from gouji.statements.performance import SCORE_TABLE, Scores, levels_of, vocabulary
from gouji.tieout.evaluations import is_about, is_same_name
from gouji.tieout.group_points import part_points
from gouji.tieout.reports import SENTENCE, Evaluation, amounts_of, before_report, behind, confirmed, mark

_LEAST_WEIGHTS = 3
_HUNDRED = 100
_LONGEST_TOPIC = 24
_LEAST_NAME = 4


def point_relations(
    document: Document, reports: Sequence[Evaluation], facts: Sequence[Fact], scores: Sequence[Scores]
) -> Iterator[Relation]:
    """What the points of the reports must satisfy; `facts` are the numbers of the narrative, `scores` the tables of scores."""
    known = {fact.span: fact for fact in facts}
    yield from _levels(document, known, scores)
    for evaluation in reports:
        yield from _scores(document, evaluation, known, scores, len(reports) == 1)
        yield from _weights(evaluation, known)
        yield from _indicator_scores(evaluation, known, scores)
        yield from _told_points(evaluation, known, scores)
        yield from _scale(evaluation, known, scores)
        yield from _own_form(evaluation, known, scores)
        yield from _surveys(evaluation, known)
        yield from part_points(evaluation, known, scores)


def _scores(
    document: Document, evaluation: Evaluation, known: dict[Span, Fact], scores: Sequence[Scores], only: bool
) -> Iterator[Relation]:
    """The score that the report gives, the one that the text before it gives for the same project, and the total of the score
    table; of several reports (not `only`), each has its own table."""
    own = next((fact for flow in evaluation.flows for fact in _points(flow, "score", known)), None)
    if own is None:
        return
    for flow in before_report(document, evaluation):
        yield from (Same(fact, own) for fact in _points(flow, "told", known))
    totals = [
        _point(form, form.total[-1])
        for form in scores
        if form.statement.id == SCORE_TABLE and len(form.total) == 2 and form.is_proof
    ]
    for total in totals:
        if (only and len({each.quantity.value for each in totals}) == 1) or total.quantity.value == own.quantity.value:
            yield confirmed(Same(own, total))


def _weights(evaluation: Evaluation, known: dict[Span, Fact]) -> Iterator[Relation]:
    """The weights of the first-level indicators, told in one sentence: they make a hundred."""
    for flow in evaluation.flows:
        for sentence in SENTENCE.finditer(flow.text):
            matches = list(mark("weight").finditer(flow.text, *sentence.span()))
            parts = [fact for match in matches if (fact := behind(flow, match.end(), known)) is not None]
            listed = mark("weights").search(flow.text, *sentence.span())
            units = {part.quantity.unit for part in parts}
            if listed and len(parts) == len(matches) >= _LEAST_WEIGHTS and len(units) == 1:
                unit = units.pop()
                whole = Quantity(_HUNDRED * unit.factor, Decimal(0), unit)
                relation = Sum(Fact(whole, parts[-1].span, constant=True), parts, kind="shares")
                relation.groups = (("report", parts[0].span.start),)
                yield relation


def _levels(document: Document, known: dict[Span, Fact], scores: Sequence[Scores]) -> Iterator[Relation]:
    """How many indicators the text says there are, and the tables list. What disagrees is for the rule to say."""
    tables = [(levels, form) for form in scores if (levels := levels_of(form)) is not None]
    begun = {span.start: fact for span, fact in known.items()}
    for block in document.blocks if tables else []:
        if not isinstance(block, Heading | Paragraph):
            continue
        for match in mark("counts").finditer(block.flow.text):
            for level in ("first", "second", "third"):
                fact = begun.get(block.flow.span(*match.span(level)).start)
                if fact is None:
                    continue
                for levels, form in tables:
                    if fact.quantity.value == getattr(levels, level):
                        place = form.statement.title_span or form.statement.table.span
                        listed = Fact(fact.quantity, place, in_table=True, statement=form.statement.index)
                        yield Same(fact, listed)
                        break


def _indicator_scores(evaluation: Evaluation, known: dict[Span, Fact], scores: Sequence[Scores]) -> Iterator[Relation]:
    """The score of an indicator told in the chapter on it, and what was deducted of its weight."""
    topic = ""
    for flow in evaluation.flows:
        opening = flow.text.partition("。")[0]
        if len(opening) <= _LONGEST_TOPIC:
            topic = opening
        for sentence in SENTENCE.finditer(flow.text):
            for fact in _points(flow, "told", known, sentence.span()):
                listed = [
                    (form, indicator)
                    for form in scores
                    for indicator in form.indicators
                    if indicator.score.value == fact.quantity.value
                    and (
                        is_about(topic, indicator)
                        or (len(indicator.name) >= _LEAST_NAME and indicator.name in flow.text)
                    )
                ]
                if not listed:
                    continue
                form, indicator = listed[0]
                yield confirmed(Same(fact, _point(form, indicator.score)))
                for deducted in _points(flow, "deducted", known, sentence.span()):
                    for form, indicator in listed:
                        if indicator.weight is not None:
                            whole = Sum(_point(form, indicator.weight), [fact, deducted])
                            if whole.is_met:
                                yield confirmed(whole)
                                break


def _told_points(evaluation: Evaluation, known: dict[Span, Fact], scores: Sequence[Scores]) -> Iterator[Relation]:
    """The weight and score of an indicator told in one sentence, as the table has both, and the rate that they give."""
    for flow in evaluation.flows:
        for sentence in SENTENCE.finditer(flow.text):
            within = sentence.span()
            told = [list(_points(flow, pattern, known, within)) for pattern in ("points", "scored")]
            if any(len(each) != 1 for each in told):
                continue
            (weight,), (score,) = told
            wanted = (weight.quantity.value, score.quantity.value)
            for form in scores:
                for indicator in form.indicators:
                    if indicator.weight is None:
                        continue
                    if wanted[0] == indicator.weight.value and _names(flow, within, indicator.name):
                        yield confirmed(Same(score, _point(form, indicator.score)))
                    elif wanted == (indicator.weight.value, indicator.score.value):
                        yield confirmed(Same(weight, _point(form, indicator.weight)))
                        yield confirmed(Same(score, _point(form, indicator.score)))
            for match in mark("rate").finditer(flow.text, *within):
                rate = behind(flow, match.end(), known)
                if rate is not None and rate.quantity.unit.dimension == "rate":
                    yield confirmed(Ratio(score, weight, rate, "share"))


def _names(flow: Flow, within: tuple[int, int], name: str) -> bool:
    """Whether an indicator's name stands right before its points."""
    match = mark("points").search(flow.text, *within)
    return match is not None and len(name) >= _LEAST_NAME and flow.text.endswith(name, within[0], match.start())


def _own_form(evaluation: Evaluation, known: dict[Span, Fact], scores: Sequence[Scores]) -> Iterator[Relation]:
    """The amounts of a sentence that are those of the project's own self-assessment; one that is not, where another is."""
    forms = [form for form in scores if form.project and is_same_name(evaluation.name, form.project)]
    row = forms[0].whole if len(forms) == 1 else None
    listed = {"initial": row.initial, "budget": row.budget, "executed": row.executed} if row is not None else {}
    for told in amounts_of(evaluation, known) if listed else []:
        ties = [
            Same(told[role], Fact(forms[0].money(n), n.span, in_table=True, statement=forms[0].statement.index))
            for role, n in listed.items()
            if role in told and n is not None
        ]
        failing = [tie for tie in ties if not tie.is_met]
        yield from (confirmed(tie) for tie in ties if tie.is_met or len(ties) > len(failing) == 1)


def _surveys(evaluation: Evaluation, known: dict[Span, Fact]) -> Iterator[Relation]:
    """Of the questionnaires that were handed out no more come back, and the rate is what came back of them."""
    begun = {span.start: fact for span, fact in known.items()}
    for flow in evaluation.flows:
        for match in mark("survey").finditer(flow.text):
            whole, part = (begun.get(flow.span(*match.span(role)).start) for role in ("whole", "part"))
            rate = begun.get(flow.span(*match.span("rate")).start) if match["rate"] else None
            if whole is not None and part is not None:
                bound = AtMost(part, whole)
                yield confirmed(Ratio(part, whole, rate, "share") if rate is not None and bound.is_met else bound)
                yield from _satisfied(flow, part, whole, begun)


def _satisfied(flow: Flow, back: Fact, sent: Fact, begun: dict[int, Fact]) -> Iterator[Relation]:
    """How many of the questionnaires are of the satisfied, and the rate: of those that came back, or of all."""
    match = mark("satisfied").search(flow.text)
    if match is None or mark("satisfied_by_degrees").search(flow.text):
        return
    part, rate = (begun.get(flow.span(*match.span(role)).start) for role in ("part", "rate"))
    if part is None or rate is None:
        return
    of_back, of_all = Ratio(part, back, rate, "share"), Ratio(part, sent, rate, "share")
    of_back.likely = True  # a rate of satisfaction may be weighted
    yield confirmed(of_all if of_all.is_met else of_back)


def _point(form: Scores, number: Number) -> Fact:
    points = vocabulary()["summary"]["points"][0]
    quantity = Quantity.parse(f"{number.text.removesuffix(points)}{points}")
    return Fact(quantity, number.span, in_table=True, statement=form.statement.index)


def _scale(evaluation: Evaluation, known: dict[Span, Fact], scores: Sequence[Scores]) -> Iterator[Relation]:
    """All the points that there are, told in the text, are those of the table; each grade ends where the one above begins."""
    begun = {span.start: fact for span, fact in known.items()}
    totals = [(form, form.total[0]) for form in scores if len(form.total) == 2]
    for flow in evaluation.flows:
        bands = list(mark("scale").finditer(flow.text))
        tops = [fact for m in bands[:1] if (fact := begun.get(flow.span(*m.span("high")).start)) is not None]
        for fact in (*_points(flow, "full", known), *tops):
            whole = next(((form, n) for form, n in totals if n.value == fact.quantity.value), None)
            if whole is not None:
                yield confirmed(Same(fact, _point(*whole)))
        for above, band in pairwise(bands):
            high = begun.get(flow.span(*band.span("high")).start)
            if high is not None and high.quantity.value == Decimal(above["low"]) * high.quantity.unit.factor:
                yield confirmed(Same(high, Fact(high.quantity, flow.span(*above.span("low")))))


def _points(flow: Flow, pattern: str, known: dict[Span, Fact], within: tuple[int, int] | None = None) -> Iterator[Fact]:
    for match in mark(pattern).finditer(flow.text, *(within or (0, len(flow.text)))):
        fact = behind(flow, match.end(), known)
        if fact is not None and _is_points(fact.quantity):
            yield fact


def _is_points(quantity: Quantity) -> bool:
    return quantity.unit.name in vocabulary()["summary"]["points"] and quantity.unit.name != ""
