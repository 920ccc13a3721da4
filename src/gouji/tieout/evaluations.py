"""Self-assessments told in the text: each project's summary, the department's own, and the forms that they are about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import NamedTuple

import regex

from gouji.document import Block, Document, Flow, Heading, Paragraph, Span
from gouji.facts import Fact
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import Quantity, number, scan
from gouji.relations import Same, Sum
from gouji.resources import compiled, read_lexicon
from gouji.statements.funds import Number
from gouji.statements.indicators import Indicator
from gouji.statements.performance import SCORE_TABLE, Scores, vocabulary

_ALIKE = 0.6
_LEAST_NAME = 5
_BELOW = 4
_OPENING = 80
_REACH = 24
_WORDS = 40
_NEAR = 12
_LONGEST_TOPIC = 24
_CUT = 3  # characters of a name that the next line may begin with
_STOPS = ";,。("
_BRACKET = pattern_of(r"\([^()]*\)")
_SENTENCE = pattern_of(r"[^。]+")
_MARKER = pattern_of(r"^(?:\(?[\d一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])")


class Said(NamedTuple):
    """A number of the text, behind the word that says what it is."""

    quantity: Quantity
    span: Span


class Summary(NamedTuple):
    """What the text says of an assessment; the name is that of the project, "" for the department's own; `text` is all of
    it up to the next heading, list item or table."""

    name: str
    name_span: Span
    budget: Said | None
    executed: Said | None
    score: Said | None
    text: str


class Pairing(NamedTuple):
    """Summaries with their forms; summaries and forms that found none."""

    pairs: list[tuple[Summary, Scores]]
    summaries: list[Summary]
    forms: list[Scores]


def pairing(document: Document, scores: Sequence[Scores]) -> Pairing:
    """Which summary is about which form: by the project's name, never by the order."""
    told = list(_summaries(document.blocks)) if scores else []
    overall = [form for form in scores if form.is_overall] or _score_tables(scores)
    projects = [form for form in scores if form.project]
    pairs: list[tuple[Summary, Scores]] = []
    left: list[Summary] = []
    for summary in told:
        own = [form for form in projects if is_same_name(summary.name, form.project)] if summary.name else overall
        if len(own) == 1:
            pairs.append((summary, own[0]))
        elif not own and summary.name:
            left.append(summary)
    taken = {form for _, form in pairs}
    return Pairing(pairs, left, [form for form in projects if form not in taken])


def _score_tables(scores: Sequence[Scores]) -> list[Scores]:
    """The score tables that are the department's own by their titles."""
    word = vocabulary()["summary"]["overall_title"]
    return [form for form in scores if form.statement.id == SCORE_TABLE and word in form.statement.title]


def own_words(document: Document, form: Scores) -> Iterator[tuple[Quantity, Span]]:
    """The scores that a form tells in words behind its total (评价结论：自评总分98.6分), in its cells or right below it."""
    end = form.total[-1].span.end if form.total else form.statement.table.span.end
    for row in form.statement.table.rows:
        for cell in row:
            if cell.span.start >= end:
                for quantity, start, stop in _own_scores(plain(cell.text)):
                    exact = len(cell.text) == cell.span.end - cell.span.start == len(plain(cell.text))
                    yield quantity, Span(cell.span.start + start, cell.span.start + stop) if exact else cell.span
    labels = tuple(vocabulary()["summary"]["conclusion"])
    label = False
    for block in document.blocks[form.statement.index + 1 :][:_BELOW]:
        if not isinstance(block, Paragraph):
            break
        if label or block.flow.text.startswith(labels):
            for quantity, start, stop in _own_scores(block.flow.text):
                yield quantity, block.flow.span(start, stop)
        label = block.flow.text.rstrip(":") in labels


def _own_scores(text: str) -> Iterator[tuple[Quantity, int, int]]:
    mark = compiled("performance.toml", "summary", vocabulary()["summary"]["own"])
    for match in mark.finditer(text):
        found = next(iter(scan(text[match.end() :])), None)
        quantity = found.quantity if found is not None and found.start == 0 else None
        if found is not None and quantity is not None and quantity.unit.name == vocabulary()["summary"]["points"][0]:
            yield quantity, match.end(), match.end() + found.end


def agreeing(document: Document, scores: Sequence[Scores], facts: Sequence[Fact]) -> Iterator[Same]:
    """The numbers of summaries that are those of their forms. What disagrees is for the rule to say."""
    at = {fact.span: fact for fact in facts}
    for summary, form in pairing(document, scores).pairs:
        for said, listed in compared(summary, form):
            fact = at.get(said.span)
            if fact is not None and said.quantity.interval.meets(listed[0].interval):
                yield Same(fact, Fact(listed[0], listed[1].span, in_table=True, statement=form.statement.index))


def claimed(document: Document, scores: Sequence[Scores], facts: Sequence[Fact]) -> Iterator[Sum | Same]:
    """How many projects' self-assessments are told of, where there are as many forms, and the amount that they are said to be
    of, where it is the sum of these. What disagrees is for the rule to say."""
    at = {fact.span: fact for fact in facts}
    begun = {fact.span.start: fact for fact in facts}
    pattern = compiled("wording.toml", "projects-amount", read_lexicon("wording.toml")["projects-amount"]["pattern"])
    forms = [form for form in scores if form.project]
    for block in document.blocks if forms else []:
        if not isinstance(block, Heading | Paragraph):
            continue
        for match in pattern.finditer(block.flow.text):
            fact = at.get(block.flow.span(*match.span("amount")))
            if number(match["count"]) != len(forms):
                continue
            told = begun.get(block.flow.span(*match.span("count")).start)
            if told is not None:
                yield Same(told, Fact(told.quantity, forms[0].statement.table.span, in_table=True))
            if fact is None:
                continue
            for measure in ("budget", "initial", "executed"):
                amounts = [
                    Fact(form.money(amount), amount.span, in_table=True, statement=form.statement.index)
                    for form in forms
                    if form.whole is not None and (amount := form.whole.amounts.get((measure, "total"))) is not None
                ]
                relation = Sum(fact, amounts)
                relation.groups = (("indicator", fact.span.start),)
                if len(amounts) == len(forms) and relation.is_met:
                    yield relation
                    break


def reached(document: Document, scores: Sequence[Scores], facts: Sequence[Fact]) -> Iterator[Same]:
    """Numbers of the text that a form gives as the actual value of an indicator whose name the words before them share."""
    actual: dict[tuple[str, Decimal], list[tuple[Indicator, Quantity, Span, Scores]]] = {}
    for form in scores:
        for indicator in form.indicators:
            cell = indicator.actual
            if cell is not None and (quantity := _leading_quantity(plain(cell.text))) is not None:
                actual.setdefault((quantity.unit.name, quantity.value), []).append(
                    (indicator, quantity, cell.span, form)
                )
    if not actual:
        return
    tables = [form.statement.table.span for form in scores]
    begun, topics = _topics(document)
    for fact in facts:
        fits = actual.get((fact.quantity.unit.name, fact.quantity.value), ())
        if not fits or fact.keys or fact.in_table:
            continue
        if any(span.start <= fact.span.start < span.end for span in tables):
            continue
        before = plain("".join(document.source[max(fact.span.start - _WORDS, 0) : fact.span.start].split()))[-_REACH:]
        under = bisect_right(begun, fact.span.start) - 1
        topic = topics[under] if under >= 0 else ""
        for indicator, quantity, span, form in fits:
            if _shares_words(before, indicator.name) or is_about(topic, indicator):
                relation = Same(fact, Fact(quantity, span, in_table=True, statement=form.statement.index))
                relation.groups = (("indicator", fact.span.start),)
                yield relation
                break


class Result(NamedTuple):
    """A rate of the text told of an indicator by its full name, and what the only form with that name gives."""

    fact: Fact
    indicator: Indicator
    reached: Quantity


def other_results(document: Document, scores: Sequence[Scores], facts: Sequence[Fact]) -> Iterator[Result]:
    """Rates told of an indicator by its full name that are neither what its form says was reached nor what it aimed at."""
    named: dict[str, list[Indicator]] = {}
    for form in scores:
        for indicator in form.indicators:
            named.setdefault(indicator.name, []).append(indicator)
    only = {name: listed[0] for name, listed in named.items() if len(listed) == 1 and len(name) >= _LEAST_NAME}
    tables = [form.statement.table.span for form in scores]
    for fact in facts if only else []:
        place = fact.span.start
        if fact.quantity.unit.dimension != "rate" or any(span.start <= place < span.end for span in tables):
            continue
        before = plain("".join(document.source[max(place - _WORDS, 0) : place].split()))
        before = before.rstrip(vocabulary()["summary"]["result"])
        for name in (name for name in only if before.endswith(name)):
            indicator = only[name]
            told = _leading_quantity(plain(indicator.actual.text)) if indicator.actual is not None else None
            if told is not None and told.unit.name == fact.quantity.unit.name:
                aims = {each.quantity.value for each in scan(indicator.target) if each.quantity is not None}
                if not fact.interval.meets(told.interval) and fact.quantity.value not in aims:
                    yield Result(fact, indicator, told)


def _topics(document: Document) -> tuple[list[int], list[str]]:
    """What each text of a document is about, by where it begins: its heading, or the short sentence that it opens with."""
    begun: list[int] = []
    topics: list[str] = []
    heading = ""
    for block in document.blocks:
        if not isinstance(block, Heading | Paragraph) or not block.flow.text:
            continue
        if isinstance(block, Heading):
            heading = block.title
        opening, stop, _ = block.flow.text.partition("。")
        begun.append(block.span.start)
        topics.append(opening if stop and len(opening) <= _LONGEST_TOPIC else heading)
    return begun, topics


def is_about(topic: str, indicator: Indicator) -> bool:
    """Whether a heading names an indicator, or the only kind that it is of: 全省检查覆盖率, 服务对象满意度."""
    said = _BRACKET.sub("", _MARKER.sub("", plain(topic))).rstrip("。:")
    names = (_BRACKET.sub("", name) for name in (indicator.name, indicator.second))
    return len(said) >= _LEAST_NAME and any(
        len(name) >= _LEAST_NAME and (name in said or said in name) for name in names
    )


def _leading_quantity(text: str) -> Quantity | None:
    """The number with its unit that a text is, or begins with before a remark."""
    numbers = scan(text)
    fits = bool(numbers) and numbers[0].start == 0 and (numbers[0].end == len(text) or text[numbers[0].end] in _STOPS)
    return numbers[0].quantity if fits and numbers[0].quantity and numbers[0].quantity.unit.name else None


def _shares_words(before: str, name: str) -> bool:
    return any(name[at : at + _LEAST_NAME] in before for at in range(len(name) - _LEAST_NAME + 1))


def compared(summary: Summary, form: Scores) -> Iterator[tuple[Said, tuple[Quantity, Number]]]:
    """Each number of a summary with the one of the form that it must be."""
    points = vocabulary()["summary"]["points"]
    if summary.score is not None and form.total and summary.score.quantity.unit.name in points:
        yield summary.score, (form.total[-1].quantity, form.total[-1])
    row = form.whole
    if row is not None:
        for said, amount in ((summary.budget, row.budget), (summary.executed, row.executed)):
            if said is not None and amount is not None and said.quantity.unit.dimension == "money":
                yield said, (form.money(amount), amount)


def _summaries(blocks: Sequence[Block]) -> Iterator[Summary]:
    """A heading or paragraph that opens a summary, with the paragraph behind it."""
    words = vocabulary()["summary"]
    for index, block in enumerate(blocks):
        if not isinstance(block, Heading | Paragraph):
            continue
        flow = block.flow
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        open_end = isinstance(block, Heading) or flow.text.rstrip().endswith(":")
        if open_end and isinstance(following, Paragraph):
            flow = flow + following.flow  # the line of the heading may end within its words
        overall = next((at for word in words["overall"] if (at := flow.text.find(word)) >= 0), -1)
        mark = next((at for word in words["heading"] if 0 < (at := flow.text.find(word)) < _OPENING), -1)
        if 0 <= overall < len(block.flow.text):
            yield _summary("", flow, overall, overall + 1, flow.text)
        elif (told := _overall_told(block.flow)) is not None:
            yield told
        elif 0 < mark <= len(block.flow.text) + (_CUT if open_end else 0):
            start = block.marker if isinstance(block, Paragraph) else block.flow.text.find(block.title)
            name = flow.text[min(max(start, 0), mark) : mark].strip(" \"'")
            if name:
                yield _summary(
                    name, flow, min(max(start, 0), mark), mark, block.flow.text + _behind(blocks[index + 1 :])
                )


def _overall_told(flow: Flow) -> Summary | None:
    """What one sentence says of the department's own assessment: 组织对整体支出开展绩效自评，…，自评得分97.2分."""
    for sentence in _SENTENCE.finditer(flow.text):
        at = next((at for word in vocabulary()["summary"]["overall_told"] if (at := sentence[0].find(word)) >= 0), -1)
        if at >= 0:
            start = sentence.start() + at
            return _summary("", flow, start, start + 1, sentence[0], (start, sentence.end()))
    return None


def _behind(blocks: Sequence[Block]) -> str:
    """The paragraphs up to the next heading, list item or table."""
    texts = []
    for block in blocks:
        if not isinstance(block, Paragraph) or block.marker:
            break
        texts.append(block.flow.text)
    return "".join(texts)


def _summary(name: str, flow: Flow, start: int, end: int, text: str, within: tuple[int, int] | None = None) -> Summary:
    words = vocabulary()["summary"]
    span = within or (0, len(flow.text))
    budget, executed, score = (_after(flow, words[role], span) for role in ("budget", "executed", "score"))
    return Summary(name, flow.span(start, end), budget, executed, score, text)


def _after(flow: Flow, words: list[str], within: tuple[int, int]) -> Said | None:
    """The number directly behind one of these words, at its first place that is not of the execution alone (执行率为98%，得分9.8分)."""
    summary = vocabulary()["summary"]
    for word in words:
        at = flow.text.find(word, *within)
        while at >= 0 and summary["execution"] in flow.text[max(at - _NEAR, 0) : at] and word in summary["score"]:
            at = flow.text.find(word, at + 1, within[1])
        if at < 0:
            continue
        begin = at + len(word)
        for found in scan(flow.text[begin : begin + _REACH]):
            if found.quantity is not None and not flow.text[begin : begin + found.start].strip(summary["link"]):
                return Said(found.quantity, flow.span(begin + found.start, begin + found.end))
            break
    return None


def is_same_name(said: str, listed: str) -> bool:
    """Whether one name contains the other, or what stands in or before their brackets is the same."""
    suffix = vocabulary()["summary"]["suffix"]
    first, second = said.removesuffix(suffix), listed.removesuffix(suffix)
    if not first or not second:
        return False
    parts = [{part for part in regex.split(r"[()]", name) if len(part) >= _LEAST_NAME} for name in (first, second)]
    return first in second or second in first or bool(parts[0] & parts[1])


def is_like(said: str, listed: str) -> bool:
    """Whether two names differ little."""
    return SequenceMatcher(None, said, listed, autojunk=False).ratio() >= _ALIKE
