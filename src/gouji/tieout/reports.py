"""Attached evaluation reports (绩效评价报告): a scope of their own, in which amounts are those of one project.

Their amounts are set against each other: what is carried over and the initial budget make the full-year budget, and a
budget or a score told again is the same. A report may speak of other projects besides; so an amount told again accuses
only where it comes with the same parts, or is another amount of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from gouji.document import Document, Flow, Heading, Paragraph, Span
from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.narrative.outline import contents
from gouji.precompiled import pattern_of
from gouji.quantity import scan
from gouji.relations import Ratio, Relation, Same, Sum
from gouji.resources import compiled, of_lexicon
from gouji.statements.performance import vocabulary
from gouji.statements.statement import Statement

_LONGEST_TITLE = 60
_NAME = pattern_of(r"(?:\d{4}年度?)?(?P<name>[^。,;:\d]{4,40})")
SENTENCE = pattern_of(r"[^。]+")
_REACH = 20


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


def evaluations(document: Document, lexicon: Lexicon) -> list[Evaluation]:
    """The reports of a document, each from its title to the next one's or the next part (第六部分); a title in a table of
    contents begins none."""
    listed = {index for entries in contents(document, lexicon) for index in entries}
    found: list[Evaluation] = []
    flows: list[Flow] | None = None
    before = ""
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Heading | Paragraph) or index in listed:
            continue
        text = block.title if isinstance(block, Heading) else block.flow.text
        match = mark("title").match(text) if len(text) <= _LONGEST_TITLE else None
        name = match["name"] if match else ""
        if mark("alone").fullmatch(text) and (above := _NAME.fullmatch(before)):
            name = above["name"]
        before = text
        if name:
            flows = []
            found.append(Evaluation(name, block.span, ()))
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


def report_relations(document: Document, reports: Sequence[Evaluation], facts: Sequence[Fact]) -> Iterator[Relation]:
    """What the amounts of the reports must satisfy; `facts` are the numbers of the narrative."""
    known = {fact.span: fact for fact in facts}
    for evaluation in reports:
        sentences = amounts_of(evaluation, known)
        yield from _amounts(sentences)
        yield from _involved(document, evaluation, sentences, known)


def amounts_of(evaluation: Evaluation, known: dict[Span, Fact]) -> list[dict[str, Fact]]:
    """The amounts of each sentence of a report by what they are; none of one that speaks of a part of the year."""
    sentences = ((flow, each) for flow in evaluation.flows for each in SENTENCE.finditer(flow.text))
    return [_told(flow, each, known) for flow, each in sentences if not mark("interim").search(each[0])]


def _told(flow: Flow, sentence: regex.Match[str], known: dict[Span, Fact]) -> dict[str, Fact]:
    """The amounts of a sentence by what they are; a role told twice is left out."""
    found: dict[str, list[Fact]] = {}
    for role, pattern in _amount_marks().items():
        for match in pattern.finditer(flow.text, *sentence.span()):
            fact = behind(flow, match.end(), known)
            if fact is not None and fact.quantity.unit.dimension == ("rate" if role == "rate" else "money"):
                found.setdefault(role, []).append(fact)
    return {role: facts[0] for role, facts in found.items() if len(facts) == 1}


def behind(flow: Flow, at: int, known: dict[Span, Fact]) -> Fact | None:
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
        yield from _completions(sentences)
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


def _completions(sentences: list[dict[str, Fact]]) -> Iterator[Relation]:
    """A rate told beside the budget (of the whole year, or the initial one) and what was spent; and what was spent of the same
    budget, told again in another chapter."""
    ratios: list[Ratio] = []
    for told in sentences:
        bases = [told[role] for role in ("budget", "initial") if role in told]
        if bases and {"executed", "rate"} <= told.keys():
            readings = [Ratio(told["executed"], base, told["rate"], "completion") for base in bases]
            met = next((each for each in readings if each.is_met), None)
            if met is not None or "budget" in told:  # a rate of the initial budget alone may be of the one for the year
                ratios.append(met or readings[0])
    yield from map(confirmed, ratios)
    sound = next((ratio for ratio in ratios if ratio.is_met), None)
    if sound is None:
        return
    for told in sentences:
        budget, executed, rate = (told.get(role) for role in ("budget", "executed", "rate"))
        if budget is not None and budget.interval.meets(sound.whole.interval):
            if executed is not None and executed is not sound.part:
                yield confirmed(Same(executed, sound.part))
        elif rate is not None and rate is not sound.rate and rate.interval.meets(sound.rate.interval):
            yield confirmed(Same(rate, sound.rate))


def _involved(
    document: Document, evaluation: Evaluation, sentences: list[dict[str, Fact]], known: dict[Span, Fact]
) -> Iterator[Relation]:
    """The funds that the report, or the text before it, says the project has: a budget or what was spent of it."""
    amounts = [told[role] for told in sentences for role in ("budget", "executed") if role in told]
    for flow in (*before_report(document, evaluation), *evaluation.flows):
        for match in mark("funds").finditer(flow.text):
            fact = behind(flow, match.end(), known)
            same = (other for other in amounts if fact is not None and other.quantity.value == fact.quantity.value)
            other = next(same, None)
            if fact is not None and other is not None and other is not fact:
                yield confirmed(Same(fact, other))


def confirmed(relation: Relation) -> Relation:
    """A relation that says nothing of the others."""
    relation.groups = (("report", relation.result.span.start),)
    return relation


def before_report(document: Document, evaluation: Evaluation) -> Iterator[Flow]:
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
