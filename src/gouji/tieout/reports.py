"""Attached evaluation reports (绩效评价报告): a scope of their own, in which amounts are those of one project.

Their amounts are set against each other: what is carried over and the initial budget make the full-year budget, and a
budget or a score told again is the same. A report may speak of other projects besides; so an amount told again accuses
only where it comes with the same parts, or is another amount of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import regex

from gouji.document import Document, Flow, Heading, Paragraph, Span
from gouji.facts import Fact
from gouji.narrative.outline import contents
from gouji.quantity import Quantity, scan
from gouji.relations import Ratio, Relation, Same, Sum
from gouji.resources import compiled, of_lexicon
from gouji.statements.funds import Number
from gouji.statements.performance import Levels, Scores, levels_of, vocabulary
from gouji.statements.statement import Statement
from gouji.tieout.evaluations import is_about

_LONGEST_TITLE = 60
SENTENCE = regex.compile(r"[^。]+")
_REACH = 20
_LEAST_WEIGHTS = 3
_HUNDRED = 100
_LONGEST_TOPIC = 24
_LEAST_NAME = 4


class Evaluation(NamedTuple):
    """A report: the project that it is about, its title, and its paragraphs."""

    name: str
    title: Span
    flows: tuple[Flow, ...]


@of_lexicon
def mark(name: str) -> regex.Pattern[str]:
    """A pattern of `[report]` in `lexicon/performance.toml`. Raises LexiconError if it is faulty."""
    return compiled("performance.toml", "report", vocabulary()["report"][name])


@of_lexicon
def _amount_marks() -> dict[str, regex.Pattern[str]]:
    amounts: dict[str, str] = vocabulary()["report"]["amounts"]
    return {role: compiled("performance.toml", "report.amounts", pattern) for role, pattern in amounts.items()}


def evaluations(document: Document) -> list[Evaluation]:
    """The reports of a document, each from its title to the next one's or the next part (第六部分); a title in a table of
    contents begins none."""
    listed = {index for entries in contents(document) for index in entries}
    found: list[Evaluation] = []
    flows: list[Flow] | None = None
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Heading | Paragraph) or index in listed:
            continue
        text = block.title if isinstance(block, Heading) else block.flow.text
        match = mark("title").match(text) if len(text) <= _LONGEST_TITLE else None
        if match:
            flows = []
            found.append(Evaluation(match["name"], block.span, ()))
        elif isinstance(block, Heading) and block.level == 1:
            flows = None
        elif flows is not None:
            flows.append(block.flow)
            found[-1] = found[-1]._replace(flows=tuple(flows))
    return found


def set_apart(
    document: Document, reports: Sequence[Evaluation], facts: Sequence[Fact], statements: Sequence[Statement]
) -> None:
    """What a report says of money is said of its project: no fact of the accounts that the statements know. A report behind
    which statements follow was only listed."""
    last: dict[str, int] = {}
    for statement in statements:
        if statement.type is not None and statement.type.rows != "performance":
            last[document.file(statement.table.span.start)] = statement.table.span.start
    own = [e for e in reports if e.title.start > last.get(document.file(e.title.start), -1)]
    spans = [flow.span(0, len(flow.text)) for evaluation in own for flow in evaluation.flows]
    if not spans:
        return
    for fact in facts:
        if any(span.start <= fact.span.start < span.end for span in spans):
            fact.keys = tuple(key for key in fact.keys if key.item.startswith("P:"))
            fact.alternatives = ()


def report_relations(
    document: Document, reports: Sequence[Evaluation], facts: Sequence[Fact], scores: Sequence[Scores]
) -> Iterator[Relation]:
    """What the amounts and scores of the reports must satisfy; `facts` are the numbers of the narrative, `scores` the tables
    of scores."""
    known = {fact.span: fact for fact in facts}
    yield from _levels(document, known, scores)
    for evaluation in reports:
        sentences = [_told(flow, s, known) for flow in evaluation.flows for s in SENTENCE.finditer(flow.text)]
        yield from _amounts(sentences)
        yield from _involved(document, evaluation, sentences, known)
        yield from _scores(document, evaluation, known)
        yield from _weights(evaluation, known)
        yield from _indicator_scores(evaluation, known, scores)
        yield from _scale(evaluation, known, scores)


def _told(flow: Flow, sentence: regex.Match[str], known: dict[Span, Fact]) -> dict[str, Fact]:
    """The amounts of a sentence by what they are; a role told twice is left out."""
    found: dict[str, list[Fact]] = {}
    for role, pattern in _amount_marks().items():
        for match in pattern.finditer(flow.text, *sentence.span()):
            fact = _behind(flow, match.end(), known)
            if fact is not None and fact.quantity.unit.dimension == ("rate" if role == "rate" else "money"):
                found.setdefault(role, []).append(fact)
    return {role: facts[0] for role, facts in found.items() if len(facts) == 1}


def _behind(flow: Flow, at: int, known: dict[Span, Fact]) -> Fact | None:
    """The number directly behind a word."""
    for number in scan(flow.text[at : at + _REACH]):
        if number.quantity is None or flow.text[at : at + number.start].strip():
            return None
        span = flow.span(at + number.start, at + number.end)
        return known.get(span) or Fact(number.quantity, span)
    return None


def _amounts(sentences: list[dict[str, Fact]]) -> Iterator[Relation]:
    sums = [
        Sum(told["budget"], [told["initial"], told["carried"]])
        for told in sentences
        if {"budget", "initial", "carried"} <= told.keys()
    ]
    yield from sums
    sound = next((relation for relation in sums if relation.is_met), None)
    if sound is None:
        return
    executed = [told["executed"] for told in sentences if "executed" in told]
    for told in sentences:
        budget = told.get("budget")
        if budget is None or budget is sound.total:
            continue
        same_parts = any(
            role in told and told[role].interval.meets(part.interval)
            for role, part in zip(("initial", "carried"), sound.parts, strict=True)
        )
        is_other = any(budget.interval.meets(fact.interval) for fact in executed)
        relation = Same(sound.total, budget)
        relation.groups = (("report", budget.span.start),)  # its own words say what it is
        if relation.is_met or same_parts or is_other:
            yield relation
    yield from _executed(sentences, sound.total)


def _involved(
    document: Document, evaluation: Evaluation, sentences: list[dict[str, Fact]], known: dict[Span, Fact]
) -> Iterator[Relation]:
    """The funds that the report, or the text before it, says the project has: a budget or what was spent of it."""
    amounts = [told[role] for told in sentences for role in ("budget", "executed") if role in told]
    for flow in (*_before(document, evaluation), *evaluation.flows):
        for match in mark("funds").finditer(flow.text):
            fact = _behind(flow, match.end(), known)
            same = (other for other in amounts if fact is not None and other.quantity.value == fact.quantity.value)
            other = next(same, None)
            if fact is not None and other is not None and other is not fact:
                yield _confirmed(Same(fact, other))


def _confirmed(relation: Relation) -> Relation:
    """A relation that says nothing of the others."""
    relation.groups = (("report", relation.result.span.start),)
    return relation


def _before(document: Document, evaluation: Evaluation) -> Iterator[Flow]:
    """The paragraphs before a report that name its project."""
    name = evaluation.name.removesuffix(vocabulary()["summary"]["suffix"])
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.span.start < evaluation.title.start and name in block.flow.text:
            yield block.flow


def _executed(sentences: list[dict[str, Fact]], budget: Fact) -> Iterator[Relation]:
    """What was spent, told again, and the rate that it is of the budget."""
    spent = [told["executed"] for told in sentences if "executed" in told]
    if not spent or not all(fact.interval.meets(spent[0].interval) for fact in spent):
        return  # the report tells of more than one project
    yield from (Same(fact, spent[0]) for fact in spent[1:])
    for told in sentences:
        own = told.get("budget", budget)
        if "rate" in told and ("executed" in told or "budget" in told) and own.interval.meets(budget.interval):
            ratio = Ratio(spent[0], budget, told["rate"], "completion")
            ratio.groups = (("report", told["rate"].span.start),)
            yield ratio


def _scores(document: Document, evaluation: Evaluation, known: dict[Span, Fact]) -> Iterator[Relation]:
    """The score that the report gives, and the one that the text before it gives for the same project."""
    own = next((fact for flow in evaluation.flows for fact in _points(flow, "score", known)), None)
    if own is None:
        return
    for flow in _before(document, evaluation):
        yield from (Same(fact, own) for fact in _points(flow, "told", known))


def _indicator_scores(evaluation: Evaluation, known: dict[Span, Fact], scores: Sequence[Scores]) -> Iterator[Relation]:
    """The score of an indicator told in the chapter on it, and what was deducted of its weight."""
    topic = ""
    for flow in evaluation.flows:
        opening, stop, rest = flow.text.partition("。")
        if len(opening) <= _LONGEST_TOPIC and (stop or not rest):
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
                yield _confirmed(Same(fact, _point(form, indicator.score)))
                for deducted in _points(flow, "deducted", known, sentence.span()):
                    for form, indicator in listed:
                        if indicator.weight is not None:
                            whole = Sum(_point(form, indicator.weight), [fact, deducted])
                            if whole.is_met:
                                yield _confirmed(whole)
                                break


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
                yield _confirmed(Same(fact, _point(*whole)))
        for above, band in pairwise(bands):
            high = begun.get(flow.span(*band.span("high")).start)
            if high is not None and high.quantity.value == Decimal(above["low"]) * high.quantity.unit.factor:
                yield _confirmed(Same(high, Fact(high.quantity, flow.span(*above.span("low")))))


def _weights(evaluation: Evaluation, known: dict[Span, Fact]) -> Iterator[Relation]:
    """The weights of the first-level indicators, told in one sentence: they make a hundred."""
    for flow in evaluation.flows:
        for sentence in SENTENCE.finditer(flow.text):
            matches = list(mark("weight").finditer(flow.text, *sentence.span()))
            parts = [fact for match in matches if (fact := _behind(flow, match.end(), known)) is not None]
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
            for level in Levels._fields:
                fact = begun.get(block.flow.span(*match.span(level)).start)
                if fact is None:
                    continue
                for levels, form in tables:
                    if fact.quantity.value == getattr(levels, level):
                        place = form.statement.title_span or form.statement.table.span
                        listed = Fact(fact.quantity, place, in_table=True, statement=form.statement.index)
                        yield Same(fact, listed)
                        break


def _points(flow: Flow, pattern: str, known: dict[Span, Fact], within: tuple[int, int] | None = None) -> Iterator[Fact]:
    for match in mark(pattern).finditer(flow.text, *(within or (0, len(flow.text)))):
        fact = _behind(flow, match.end(), known)
        if fact is not None and _is_points(fact.quantity):
            yield fact


def _is_points(quantity: Quantity) -> bool:
    return quantity.unit.name in vocabulary()["summary"]["points"] and quantity.unit.name != ""
