"""What a narrative says that there is nothing of, or was nothing of the year before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from gouji.document import Flow, Paragraph, Span
from gouji.facts import FactKey
from gouji.lexicon import Phrases
from gouji.narrative.claims import Narrative
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.writing.figures import denied_before_pattern, denied_pattern

_CLAUSE = pattern_of(r"[,;。]")


class Sentences:
    """The text around a place of the paragraphs of a narrative."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs

    def before(self, span: Span) -> str:
        """What stands before a place in its sentence."""
        flow = self._flow(span)
        return "" if flow is None else flow.text[: bisect_right(flow.offsets, span.start) - 1].rpartition("。")[2]

    def clause_behind(self, span: Span) -> str:
        """The clause behind a number."""
        flow = self._flow(span)
        if flow is None:
            return ""
        return str(_CLAUSE.split(flow.text[bisect_left(flow.offsets, span.end) :].lstrip(","), 1)[0])

    def _flow(self, span: Span) -> Flow | None:
        at = bisect_right(self.paragraphs, span.start, key=lambda paragraph: paragraph.span.start) - 1
        return self.paragraphs[at].flow if at >= 0 else None


class Nothing:
    """The absences of a narrative; `own` is the measure of the year's own amounts."""

    def __init__(self, claims: Narrative, sentences: Sentences, own: str, phrases: Phrases) -> None:
        self._claims, self._sentences, self._own = claims, sentences, own
        self._directions = phrases["direction"]

    def is_told(self, key: FactKey, name: str) -> bool:
        """Whether there is nothing of a subject."""
        return key in self._denied or fold(name) in self._by_name

    def was(self, key: FactKey, name: str) -> bool:
        """Whether there was nothing of it the year before either."""
        before = pattern_of(denied_before_pattern())
        return key in self._denied_before or before.search(self._by_name.get(fold(name), "")) is not None

    @cached_property
    def _denied(self) -> frozenset[FactKey]:
        return frozenset(key._replace(measure=self._own) for each in self._claims.absences for key in each.keys)

    @cached_property
    def _denied_before(self) -> frozenset[FactKey]:
        before = pattern_of(denied_before_pattern())
        denied = (
            key._replace(measure=self._own)
            for absence in self._claims.absences
            if before.search(self._sentences.before(absence.span)) or self._did_not_move(absence.span)
            for key in absence.keys
        )
        return frozenset((*denied, *self._still()))

    def _did_not_move(self, span: Span) -> bool:
        """Whether the clause behind an absence says that it was so before (没有…的支出，与上年持平)."""
        return self._sentences.clause_behind(span).endswith(self._directions["flat"])

    def _still(self) -> Iterator[FactKey]:
        """What is nothing and nearly what it was (0万元，与上年基本持平)."""
        almost = self._directions["almost"]
        for mention in self._claims.mentions:
            is_nothing = mention.fact.quantity.value == 0 and not mention.reason
            if is_nothing and self._sentences.clause_behind(mention.fact.span).endswith(almost):
                yield from mention.fact.keys

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The names of which a sentence says that there is nothing, with what stands before that in it."""
        texts = (paragraph.flow.text for paragraph in self._sentences.paragraphs)
        found = ((text, match) for text in texts for match in pattern_of(denied_pattern()).finditer(text))
        return {match[1]: text[: match.start()].rpartition("。")[2] for text, match in found}
