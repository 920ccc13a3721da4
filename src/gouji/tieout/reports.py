"""Attached evaluation reports (绩效评价报告): a scope of their own, in which amounts are those of one project.

Their amounts are set against each other: what is carried over and the initial budget make the full-year budget, and a
budget or a score told again is the same. A report may speak of other projects besides; so an amount told again accuses
only where it comes with the same parts, or is another amount of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import regex

from gouji.document import Document, Flow, Heading, Paragraph, Span
from gouji.facts import Fact
from gouji.quantity import Quantity, scan
from gouji.relations import Ratio, Relation, Same, Sum
from gouji.resources import of_lexicon
from gouji.statements.performance import vocabulary

_LONGEST_TITLE = 60
_SENTENCE = regex.compile(r"[^。]+")
_REACH = 20


class Evaluation(NamedTuple):
    """A report: the project that it is about, its title, and its paragraphs."""

    name: str
    title: Span
    flows: tuple[Flow, ...]


@of_lexicon
def patterns() -> dict[str, Any]:
    """The patterns of `[report]` in `lexicon/performance.toml`, compiled."""
    words = vocabulary()["report"]
    amounts = {role: regex.compile(pattern) for role, pattern in words["amounts"].items()}
    return {name: regex.compile(text) for name, text in words.items() if name != "amounts"} | {"amounts": amounts}


def evaluations(document: Document) -> list[Evaluation]:
    """The reports of a document, each from its title to the next one's."""
    found: list[Evaluation] = []
    flows: list[Flow] = []
    for block in document.blocks:
        if not isinstance(block, Heading | Paragraph):
            continue
        text = block.title if isinstance(block, Heading) else block.flow.text
        match = patterns()["title"].match(text) if len(text) <= _LONGEST_TITLE else None
        if match:
            flows = []
            found.append(Evaluation(match["name"], block.span, ()))
        elif found:
            flows.append(block.flow)
            found[-1] = found[-1]._replace(flows=tuple(flows))
    return found


def set_apart(document: Document, facts: Sequence[Fact]) -> None:
    """What a report says of money is said of its project: no fact of the accounts that the statements know."""
    spans = [flow.span(0, len(flow.text)) for evaluation in evaluations(document) for flow in evaluation.flows]
    if not spans:
        return
    for fact in facts:
        if any(span.start <= fact.span.start < span.end for span in spans):
            fact.keys = fact.alternatives = ()


def report_relations(document: Document, facts: Sequence[Fact]) -> Iterator[Relation]:
    """What the amounts and scores of the reports must satisfy; `facts` are the numbers of the narrative."""
    known = {fact.span: fact for fact in facts}
    for evaluation in evaluations(document):
        sentences = [_told(flow, s, known) for flow in evaluation.flows for s in _SENTENCE.finditer(flow.text)]
        yield from _amounts(sentences)
        yield from _scores(document, evaluation, known)


def _told(flow: Flow, sentence: regex.Match[str], known: dict[Span, Fact]) -> dict[str, Fact]:
    """The amounts of a sentence by what they are; a role told twice is left out."""
    found: dict[str, list[Fact]] = {}
    for role, pattern in patterns()["amounts"].items():
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
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.span.start < evaluation.title.start:
            name = evaluation.name.removesuffix(vocabulary()["summary"]["suffix"])
            if name in block.flow.text:
                yield from (Same(fact, own) for fact in _points(block.flow, "told", known))


def _points(flow: Flow, pattern: str, known: dict[Span, Fact]) -> Iterator[Fact]:
    for match in patterns()[pattern].finditer(flow.text):
        fact = _behind(flow, match.end(), known)
        if fact is not None and _is_points(fact.quantity):
            yield fact


def _is_points(quantity: Quantity) -> bool:
    return quantity.unit.name in vocabulary()["summary"]["points"] and quantity.unit.name != ""
