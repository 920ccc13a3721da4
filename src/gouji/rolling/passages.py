"""Years that move on, and what only people know: sentences about last year, counts, dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import regex

from gouji.document import Heading, Paragraph, Span, Table
from gouji.facts import Word
from gouji.lexicon import Lexicon
from gouji.narrative.claims import Mention
from gouji.narrative.outline import contents
from gouji.narrative.vocabulary import Kind
from gouji.precompiled import pattern_of
from gouji.quantity import Number, NumberKind, fold, scan
from gouji.rolling import marks
from gouji.rolling.edits import Edit
from gouji.rolling.paragraphs import Paragraphs
from gouji.rolling.values import Values
from gouji.writing.figures import purpose_pattern, rolling_texts
from gouji.writing.inputs import OPEN_MARK

_SENTENCE = pattern_of(r"[^。;!?]+[。;!?]*")
_TITLE = pattern_of(r"《[^《》]*》")
_LAST_DAY = pattern_of(r"(?:19|20)\d\d年(?:度?(?:12月(?:31日|底|末)?)?|[末底])")
_DATED = pattern_of(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?")
_RANGE = pattern_of(r"(?:19|20)\d\d年?[-~—–至]+(?:19|20)\d\d年?")
_SIGNED = frozenset([Kind.DIRECTION, Kind.COMPARISON, Kind.ALMOST])
_MEASURING = frozenset([NumberKind.AMOUNT, NumberKind.RATE, NumberKind.POINTS, NumberKind.COUNT])
_LABELS = rolling_texts()["labels"]
_LISTED_YEAR = pattern_of(r"\d{1,2}\.((?:19|20)\d\d)")
PERFORMANCE = frozenset(["performance", "tasks"])
"""The sections, by their id in a profile, in which nothing stands that statements give."""


@dataclass
class Passages:
    """The sentences of last year's document."""

    values: Values
    paragraphs: Paragraphs
    explained: Collection[Word]

    @cached_property
    def _mentions(self) -> dict[int, Mention]:
        return {mention.fact.span.start: mention for mention in self.values.last.narrative.mentions}

    @cached_property
    def _of_contents(self) -> frozenset[int]:
        """Where the entries of tables of contents begin: the numbers behind them are pages."""
        document, lexicon = self.values.last.document, self.values.last.lexicon
        return frozenset(document.blocks[at].span.start for entries in contents(document, lexicon) for at in entries)

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

    def _of_a_year(self, known: set[int]) -> frozenset[int]:
        """Where the blocks of sections begin whose title says of which year they tell, and that no figure bears out."""
        found: set[int] = set()
        for part in self.values.last.outline:
            text = part.heading.flow.text
            dated = any(self._is_of_these_years(number) for number in _numbers(text, 0, len(text)))
            blocks = part.all_blocks()
            if not dated or part.in_contents or any(isinstance(block, Table) for block in blocks):
                continue
            texts = [block for block in blocks if isinstance(block, Paragraph)]
            if not any(block.flow.offsets[at] in known for block in texts for at in range(len(block.flow.text))):
                found |= {block.span.start for block in texts}
        return frozenset(found)

    def edits(self, known: Iterable[Edit], borne: Iterable[Span]) -> Iterator[Edit]:
        """What moves on or is marked beside the edits that the figures give; `borne` is what they bear out as it stands."""
        starts = {*(edit.span.start for edit in known), *(span.start for span in borne)}
        of_a_year = self._of_a_year(starts)
        for block in self.paragraphs.blocks:
            if isinstance(block, Heading) or block.span.start in self._of_contents:
                yield from self._years(block, 0, len(block.flow.text))
            elif block.span.start in of_a_year and _is_sentence(block.flow.text):
                yield self._whole(block, block.marker, len(block.flow.text))
            elif block.span.start in self._of_performance:
                yield from self._performance(block)
            else:
                yield from self._purposes(block)
                yield from self._paragraph(block, starts)

    def _performance(self, block: Paragraph) -> Iterator[Edit]:
        """A paragraph that tells of last year; one that tells no number and no year is as true as it was."""
        text = block.flow.text
        if any(number.kind is not NumberKind.OTHER for number in scan(text[block.marker :])):
            if _is_sentence(text):
                yield self._whole(block, block.marker, len(text))
            else:
                yield from self._years(block, 0, len(text))

    def _paragraph(self, block: Paragraph, known: set[int]) -> Iterator[Edit]:
        """Sentence by sentence; what follows a reason without a figure, and without a place that a draft left open, goes on with it."""
        explaining = False
        fiscal = self._tells(block, 0, len(block.flow.text), known)
        for match in _SENTENCE.finditer(block.flow.text):
            start, end = match.span()
            at = self._explanation(block, start, end) if fiscal else -1
            opens = match[0].rstrip().endswith(":")
            is_left_open = OPEN_MARK in self.paragraphs.document.quote(block.flow.span(start, end))
            if explaining and at < 0 and not (opens or is_left_open or self._tells(block, start, end, known)):
                yield self._marked_reason(block, start, end)
                continue
            explaining = at >= 0
            if explaining and at < end - 1:
                yield self._marked_reason(block, at, end)
            yield from self._sentence(block, start, end, known)

    def _tells(self, block: Paragraph, start: int, end: int, known: set[int]) -> bool:
        """Whether a sentence tells figures or has edits of its own."""
        offsets = block.flow.offsets[start:end]
        return any(self._is_figure(offset) or offset in known or offset in self._handled for offset in offsets)

    def _is_figure(self, offset: int) -> bool:
        """Whether a number that measures something stands at an offset."""
        mention = self._mentions.get(offset)
        return mention is not None and mention.reason == ""

    def _marked_reason(self, block: Paragraph, start: int, end: int) -> Edit:
        span = _bare(block, start, end)
        return marks.reason(span, _in_one_line(self.paragraphs.document.quote(span)))

    def _purposes(self, block: Paragraph) -> Iterator[Edit]:
        """What an item was spent on."""
        for match in regex.finditer(purpose_pattern(), block.flow.text):
            span = block.flow.span(*match.span(1))
            if any(self._is_figure(offset) for offset in block.flow.offsets[match.start(1) : match.end(1)]):
                continue  # 主要用于以下方面：…
            yield marks.purpose(span, _in_one_line(self.paragraphs.document.quote(span)))

    def _sentence(self, block: Paragraph, start: int, end: int, known: set[int]) -> Iterator[Edit]:
        flow = block.flow
        numbers = _numbers(flow.text, start, end)
        told = [m for n in numbers if (m := self._mentions.get(flow.offsets[n.start])) is not None]
        unread = [n for n in numbers if self._is_unread(block, n)]
        given = any(flow.offsets[at] in known for at in range(start, end))
        fiscal = given or any(mention.reason != "not fiscal" for mention in told)
        if fiscal:
            yield from self._words(block, start, end)
        elif _is_sentence(flow.text) and OPEN_MARK not in self.paragraphs.document.quote(flow.span(start, end)):
            if told or unread or any(n.kind is NumberKind.DATE or self._is_of_these_years(n) for n in numbers):
                yield self._whole(block, max(start, block.marker), end)
            return
        for mention in told:
            span = mention.fact.span
            if span.start not in known:
                state = self.values.last.tieout.states[mention.fact]
                why = marks.WHY.get(state, marks.NOT_IN_TABLES)
                yield marks.update(span, self.paragraphs.document.quote(span), why)
        for number in unread:
            span = flow.span(number.start, number.end)
            yield marks.update(span, self.paragraphs.document.quote(span), marks.UNTIED)
        yield from self._years(block, start, end)

    def _is_unread(self, block: Paragraph, number: Number) -> bool:
        """Whether a number measures something that the narrative was not read for."""
        if not measures(number, block, self.values.now.lexicon):
            return False
        return block.flow.offsets[number.start] not in self._mentions

    def _words(self, block: Paragraph, start: int, end: int) -> Iterator[Edit]:
        """Words of direction that no claim of the narrative explains."""
        for token in self.paragraphs.tokens(block.flow):
            if start <= token.start < end and token.kind in _SIGNED:
                span = block.flow.span(token.start, token.end)
                if span.start not in self._handled:
                    yield marks.confirm(span, self.paragraphs.document.quote(span), marks.DIRECTION_OPEN)

    @cached_property
    def _handled(self) -> frozenset[int]:
        """Where the words stand that claims explain."""
        return frozenset(word.span.start for word in self.explained)

    def _explanation(self, block: Paragraph, start: int, end: int) -> int:
        """Where in a sentence a reason begins; -1 if none does."""
        linking = (":", ",", " ", *self.values.now.lexicon.phrases["reason"]["linking"])
        for token in self.paragraphs.tokens(block.flow):
            if start <= token.start < end and token.kind is Kind.REASON:
                at = token.end
                while at < end and block.flow.text[at] in linking:
                    at += 1
                return at
        return -1

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
        """A sentence in a mark."""
        span = _bare(block, start, end)
        return marks.update(span, _in_one_line(self.paragraphs.document.quote(span)), marks.PASSAGES)


def measures(number: Number, block: Paragraph, lexicon: Lexicon) -> bool:
    """Whether a number of a paragraph tells how much or how many, though nothing may say of what (分为4类): no code, no date, no limit (单价100万元
    以上), no number of a table (公开01表) or of a list."""
    text = block.flow.text
    if number.kind is not NumberKind.BARE:
        limits = tuple(map(fold, lexicon.phrases["fillers"]["thresholds"]))
        return number.kind in _MEASURING and not text.startswith(limits, number.end)
    labelled = text[: number.start].endswith(tuple(_LABELS)) or text.startswith(tuple(_LABELS), number.end)
    return number.start >= block.marker and not labelled and number.digits[:2].rstrip("123456789") != "0"


def _bare(block: Paragraph, start: int, end: int) -> Span:
    """Where a sentence stands, without its full stop and the blanks around it."""
    text = block.flow.text
    while end > start + 1 and text[end - 1] in "。;!? ":
        end -= 1
    while start < end - 1 and text[start] == " ":
        start += 1
    return block.flow.span(start, end)


def _numbers(text: str, start: int, end: int) -> list[Number]:
    """The numbers of a sentence, at their place in its paragraph; a year behind the number of a list (1.2023年) is one."""
    found = []
    for number in scan(text[start:end]):
        listed = _LISTED_YEAR.fullmatch(number.digits) if number.kind is NumberKind.BARE else None
        if listed is not None and text.startswith("年", start + number.end):
            number = Number(number.end - 4, number.end, NumberKind.YEAR, None, listed[1])
        found.append(number._replace(start=number.start + start, end=number.end + start))
    return found


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
