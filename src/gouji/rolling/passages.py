"""Years that move on, and what only people know: sentences about last year, counts, dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import regex

from gouji.document import Heading, Paragraph, Span
from gouji.narrative.claims import Mention
from gouji.quantity import Number, NumberKind, scan
from gouji.rolling import marks
from gouji.rolling.edits import Edit
from gouji.rolling.paragraphs import Paragraphs
from gouji.rolling.values import Values
from gouji.writing.figures import purpose_pattern

_SENTENCE = regex.compile(r"[^。;!?]+[。;!?]*")
_TITLE = regex.compile(r"《[^《》]*》")
_LAST_DAY = regex.compile(r"(?:19|20)\d\d年(?:度?(?:12月(?:31日|底|末)?)?|[末底])")
_DATED = regex.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?")
_RANGE = regex.compile(r"(?:19|20)\d\d年?[-~—–至]+(?:19|20)\d\d年?")
_COUNTED = frozenset([NumberKind.AMOUNT, NumberKind.RATE, NumberKind.POINTS, NumberKind.COUNT])
PERFORMANCE = frozenset(["performance", "tasks"])
"""The sections, by their id in a profile, in which nothing stands that statements give."""


@dataclass
class Passages:
    """The sentences of last year's document."""

    values: Values
    paragraphs: Paragraphs

    @cached_property
    def _mentions(self) -> dict[int, Mention]:
        return {mention.fact.span.start: mention for mention in self.values.last.narrative.mentions}

    @cached_property
    def _of_performance(self) -> frozenset[int]:
        """Where the blocks of sections begin that tell what was done and reached."""
        report = self.values.last
        found: set[int] = set()
        for part in report.outline:
            section = None if part.in_contents or report.profile is None else report.profile.section_of(part.title)
            if section is not None and section.id in PERFORMANCE and part.level <= 2:
                found |= {block.span.start for block in part.all_blocks()}
        return frozenset(found)

    def edits(self, known: Iterable[Edit], borne: Iterable[Span]) -> Iterator[Edit]:
        """What moves on or is marked beside the edits that the figures give; `borne` is what they bear out as it stands."""
        starts = {*(edit.span.start for edit in known), *(span.start for span in borne)}
        for block in self.paragraphs.blocks:
            if isinstance(block, Heading):
                yield from self._years(block, 0, len(block.flow.text))
            elif block.span.start in self._of_performance:
                yield from self._performance(block)
            else:
                yield from self._purposes(block)
                for match in _SENTENCE.finditer(block.flow.text):
                    yield from self._sentence(block, match.start(), match.end(), starts)

    def _performance(self, block: Paragraph) -> Iterator[Edit]:
        """A paragraph that tells of last year; one that tells no number and no year is as true as it was."""
        text = block.flow.text
        if any(number.kind is not NumberKind.OTHER for number in scan(text[block.marker :])):
            if _is_sentence(text):
                yield self._whole(block, block.marker, len(text))
            else:
                yield from self._years(block, 0, len(text))

    def _purposes(self, block: Paragraph) -> Iterator[Edit]:
        """What an item was spent on."""
        for match in regex.finditer(purpose_pattern(), block.flow.text):
            span = block.flow.span(*match.span(1))
            yield marks.purpose(span, _in_one_line(self.paragraphs.document.quote(span)))

    def _sentence(self, block: Paragraph, start: int, end: int, known: set[int]) -> Iterator[Edit]:
        flow = block.flow
        numbers = [number for number in _numbers(flow.text, start, end)]
        if not numbers:
            return
        told = [m for n in numbers if (m := self._mentions.get(flow.offsets[n.start])) is not None]
        given = any(flow.offsets[at] in known for at in range(start, end))
        fiscal = given or any(mention.reason != "not fiscal" for mention in told)
        years = [number for number in numbers if self._is_of_these_years(number)]
        dated = any(number.kind is NumberKind.DATE for number in numbers)
        if not fiscal and (told or dated or (years and _is_sentence(flow.text))) and _is_sentence(flow.text):
            if told or years or dated:
                yield self._whole(block, max(start, block.marker), end)
            return
        for mention in told:
            span = mention.fact.span
            if span.start not in known:
                state = self.values.last.tieout.states[id(mention.fact)]
                why = marks.WHY.get(state, marks.NOT_IN_TABLES)
                yield marks.update(span, self.paragraphs.document.quote(span), why)
        yield from self._years(block, start, end)

    def _years(self, block: Heading | Paragraph, start: int, end: int) -> Iterator[Edit]:
        """The years of a sentence or heading: this document's and the one before it move on, others a person looks at."""
        flow, distance = block.flow, self.values.distance
        titles = [match.span() for match in _TITLE.finditer(flow.text, start, end)]
        dates = [match.span() for match in _dates(flow.text, start, end)]
        for first, last in dates:
            span = flow.span(first, last)
            yield marks.update(span, self.paragraphs.document.quote(span), marks.YEARS)
        for number in _numbers(flow.text, start, end):
            if number.kind is not NumberKind.YEAR or any(a <= number.start < b for a, b in dates):
                continue
            span = flow.span(number.start, number.end)
            if any(a <= number.start < b for a, b in titles) or not self._is_of_these_years(number):
                yield marks.confirm(span, self.paragraphs.document.quote(span), marks.YEARS)
            else:
                yield Edit(span, str(int(number.digits) + distance))

    def _is_of_these_years(self, number: Number) -> bool:
        year = self.values.last.year
        return number.kind is NumberKind.YEAR and number.digits in (str(year), str(year - 1))

    def _whole(self, block: Paragraph, start: int, end: int) -> Edit:
        """A sentence in a mark, its full stop and the blanks around it outside."""
        text = block.flow.text
        while end > start and text[end - 1] in "。;!? ":
            end -= 1
        while start < end - 1 and text[start] == " ":
            start += 1
        span = block.flow.span(start, end)
        return marks.update(span, _in_one_line(self.paragraphs.document.quote(span)), marks.PASSAGES)


def _numbers(text: str, start: int, end: int) -> list[Number]:
    """The numbers of a sentence, at their place in its paragraph."""
    return [n._replace(start=n.start + start, end=n.end + start) for n in scan(text[start:end])]


def _dates(text: str, start: int, end: int) -> Iterator[regex.Match[str]]:
    """The dates of a sentence but for the last days of a year, and spans of years."""
    for match in _DATED.finditer(text, start, end):
        if not _LAST_DAY.fullmatch(match[0]):
            yield match
    yield from _RANGE.finditer(text, start, end)


def _is_sentence(text: str) -> bool:
    return "。" in text or ";" in text


def _in_one_line(text: str) -> str:
    return "".join(text.split())
