"""The edits of last year's narrative: every number, word and year of it that this year's figures give, and marks for all others."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.facts import Fact, Word
from gouji.linter import vocabulary_of
from gouji.rolling import marks
from gouji.rolling.changes import Changes
from gouji.rolling.display import Display
from gouji.rolling.edits import Edit
from gouji.rolling.items import Items
from gouji.rolling.listed_parts import ListedParts
from gouji.rolling.movements import Movements
from gouji.rolling.paragraphs import Paragraphs
from gouji.rolling.parts import Parts
from gouji.rolling.passages import Passages
from gouji.rolling.presence import Presence, told_before
from gouji.rolling.slots import Slots
from gouji.rolling.values import Values
from gouji.rolling.wording import Words, style_for

CLOSE_MARK = "】"


def narrative_edits(values: Values, end: int) -> list[Edit]:
    """The edits of the narrative that stands before the offset `end` of last year's document."""
    return list(_of_another_year(values, end) if values.distance else _of_the_same_year(values, end))


def _of_the_same_year(values: Values, end: int) -> Iterator[Edit]:
    """A document beside its own tables says what they say; what it does not is what lint reports of it."""
    slots = Slots(values)
    display = Display.of((mention.fact for mention in values.last.narrative.mentions), style_for(values.last))
    for fact in _facts(values, end):
        found = slots.amount(fact) if slots.state(fact) == "failed" else None
        text = display.show(found.value, fact.quantity) if found is not None else ""
        if found is not None and text != fact.text:
            yield Edit(fact.span, text, "", found.formula, found.sources, is_number=True)


def _of_another_year(values: Values, end: int) -> Iterator[Edit]:
    narrative = values.last.narrative
    slots = Slots(values)
    movements = Movements(slots)
    style = style_for(values.last)
    display = Display.of((mention.fact for mention in narrative.mentions), style)
    paragraphs = Paragraphs(values.last.document, end, vocabulary_of(values.last))
    changes = Changes(movements, display, Words(narrative.words(), values.now.lexicon), paragraphs, style)
    found: list[Edit] = []
    for change in narrative.changes:
        if change.words[0].span.start < end:
            found += changes.of_change(change)
    for comparison in narrative.comparisons:
        if comparison.word.span.start < end:
            found += changes.of_comparison(comparison)
    quote = values.last.document.quote
    for reason in narrative.reasons:
        if reason.span.start < end:
            span = _open_part(reason.span, quote(reason.span)) if reason.is_open else reason.span
            linked = values.last.lexicon.phrases["reason"]["linking"]
            at = next((len(word) for word in linked if quote(span).startswith(word)), 0)
            span = Span(span.start + at, span.end) if at < span.end - span.start else span
            found.append(marks.reason(span, "".join(quote(span).split())))
    borne: list[Span] = []
    for span, edit in told_before(values, end):
        if edit is None:
            borne.append(span)
        else:
            found.append(edit)
    read = [enumeration.span for enumeration in narrative.enumerations]
    found += Presence(values).unread(paragraphs.blocks, read)
    covered = sorted((edit.span.start, edit.span.end) for edit in found)
    for fact in _facts(values, end):
        if any(start <= fact.span.start < stop for start, stop in covered):
            continue
        amount = slots.amount(fact)
        if amount is None:
            continue
        text = display.show(amount.value, fact.quantity)
        found.append(Edit(fact.span, text, "", amount.formula, amount.sources, True))
    yield from found
    others = list(Passages(values, paragraphs, _explained(values)).edits(found, borne))
    yield from others
    known = [*found, *others]
    parts = Parts(slots, paragraphs, display, style.breakdown["between"])
    yield from Items(values, paragraphs, display, parts, changes).edits(known)
    yield from parts.edits(known)
    yield from ListedParts(parts).edits()


def _explained(values: Values) -> list[Word]:
    """The words whose direction the claims of the narrative settle."""
    narrative = values.last.narrative
    settled = [word for change in narrative.changes for word in change.words]
    settled += [comparison.word for comparison in narrative.comparisons]
    known = set(settled)
    partners = [pair for pair in narrative.agreements if not known.isdisjoint(pair)]
    return [*settled, *(word for pair in partners for word in pair)]


def _open_part(span: Span, text: str) -> Span:
    """The mark at the beginning of a reason that is still to be written: what stands behind it is none."""
    return Span(span.start, span.start + text.find(CLOSE_MARK) + 1) if CLOSE_MARK in text else span


def _facts(values: Values, end: int) -> Iterator[Fact]:
    for mention in values.last.narrative.mentions:
        if mention.fact.span.start < end and mention.reason == "":
            yield mention.fact
