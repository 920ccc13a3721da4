"""Changes and completions of a document's narrative as wordings: the clause that tells them, its amounts, rates, words and reason as slots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from gouji.document import Flow, Paragraph, Span
from gouji.facts import Fact, FactKey, Word, key_for
from gouji.narrative.claims import Change, Comparison, Mention, Reason
from gouji.narrative.vocabulary import Kind
from gouji.precompiled import pattern_of
from gouji.quantity import NumberKind, scan
from gouji.relations import Change as ChangeRelation
from gouji.relations import Growth, GrowthFrom
from gouji.rolling.paragraphs import Paragraphs
from gouji.styling.subjects import Subjects
from gouji.styling.wordings import CHANGES, COMPLETIONS, Wordings
from gouji.writing.figures import BUDGETS, purpose_pattern

_OPENING, _CLOSING = ("(", "（"), ")）"


class Piece(NamedTuple):
    """What stands in a template in the place of a span; `general` what does in a loop over items, if that is something else."""

    span: Span
    text: str
    general: str = ""


@dataclass
class Movements:
    """The movements of a narrative."""

    subjects: Subjects
    paragraphs: Paragraphs
    wordings: Wordings
    open_text: str

    def pieces(self, section: str, block: Paragraph) -> Iterator[Piece]:
        """The clauses of a paragraph that tell movements."""
        narrative = self.subjects.report.narrative
        for change in narrative.changes:
            if self._is_in(block, change.words[0].span):
                yield from self._change(section, block, change)
        done: set[Comparison] = set()
        for mention in self.mentions(block):
            name = self.subjects.completion(mention.fact)
            if name:
                comparison = self._comparison_behind(block, mention.fact)
                done |= {comparison} if comparison is not None else set()
                yield from self._completion(section, block, name, mention.fact, comparison)
        for comparison in narrative.comparisons:
            if comparison not in done and self._is_in(block, comparison.word.span):
                yield from self._compared(section, block, comparison)

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _change(self, section: str, block: Paragraph, change: Change) -> Iterator[Piece]:
        first = change.words[0]
        numbers = [fact for fact in (change.amount, change.rate) if fact is not None]
        against_budget = change.base.measure in BUDGETS and self.subjects.figures.own != "budget"
        name = "" if against_budget or first.role == "implied" else self._moved(change)
        words = self._all_words(change.words)
        reason = self._reason(words)
        start = self._clause_start(block, first, numbers)
        ends = [first.span.end, *(fact.span.end for fact in numbers)]
        end = max([*ends, reason.span.end if reason is not None else 0])
        end = self._closed(end, [fact.span for fact in numbers])
        sign = first.sign if not name or self._difference(name) else 0
        turned = words if sign else []
        still = () if sign else numbers
        text = self._worded(block, start, end, change.amount, change.rate, turned, reason, still) if name else None
        if text is None:
            yield from self._open(block, numbers, words if first.sign else [])
            return
        reference = self.wordings.use(CHANGES, section, self._form(name, sign, change.rate), text)
        yield Piece(Span(start, end), f"{{{{ '{name}' | 变动('{reference}') }}}}")

    def _open(self, block: Paragraph, numbers: Sequence[Fact], words: Sequence[Word]) -> Iterator[Piece]:
        """A movement that nothing gives: its words and numbers in one mark."""
        spans = sorted(
            [*(fact.span for fact in numbers), *(word.span for word in words if self._is_in(block, word.span))]
        )
        if not spans:
            return
        whole = Span(spans[0].start, max(span.end for span in spans))
        others = [m.fact.span for m in self.mentions(block) if not any(m.fact is fact for fact in numbers)]
        if any(whole.start <= span.start < whole.end for span in others):
            yield from (Piece(span, self.open_text) for span in spans)
        else:
            yield Piece(whole, self.open_text)

    def _form(self, name: str, sign: int, rate: Fact | None) -> str:
        prior = self.subjects.inputs.amount(name, "prior")
        from_something = prior.value > 0 if prior is not None else not sign or rate is not None
        return ("text" if sign else "flat") if from_something else ("bare" if sign else "nothing")

    def _moved(self, change: Change) -> str:
        """The subject that changed: one whose amounts give the change; else, where there is none, one that has both."""
        found = [name for name in self.subjects.named(self._keys_of(change)) if self._difference(name) is not None]
        for name in found:
            difference = self._difference(name)
            assert difference is not None
            amount, sign = change.amount, change.words[0].sign
            if amount is not None and amount.quantity.value == 0:
                if difference == 0:  # 增加0万元
                    return name
            elif amount is not None:
                if sign * difference > 0 and abs(difference) in amount.interval:
                    return name
            elif (difference > 0) - (difference < 0) == sign:
                return name
        wrong = any(
            self.subjects.report.tieout.states.get(fact) == "failed"
            for fact in (change.amount, change.rate)
            if fact is not None
        )
        return found[0] if found and wrong else ""

    def _difference(self, name: str) -> Decimal | None:
        now, before = self.subjects.known.amount(name), self.subjects.inputs.amount(name, "prior")
        return None if now is None or before is None else now.value - before.value

    def _keys_of(self, change: Change) -> Iterator[FactKey]:
        for word in change.words:
            for fact in self._movers.get(word, ()):
                yield from self.subjects.keys(fact)
        if change.amount is not None:
            yield from change.amount.keys
        own, year = self.subjects.figures.own, self.subjects.report.year
        for dims in (each for each in (change.subject, change.whole) if each is not None):
            flows = ("income", "expenditure") if dims.flow == "both" else (dims.flow,)
            for flow in flows if dims.nature in ("", "all") else ("expenditure",):
                for item in (dims.item,) if dims.item else ("", "grand"):
                    key = key_for(dims._replace(measure=own, period=0, flow=flow, item=item), year)
                    if key is not None:
                        yield key

    @cached_property
    def _movers(self) -> dict[Word, list[Fact]]:
        """The numbers that moved, by the word that says so."""
        found: dict[Word, list[Fact]] = {}
        for relation in self.subjects.report.tieout.relations:
            if isinstance(relation, Growth | GrowthFrom | ChangeRelation):
                found.setdefault(relation.word, []).append(relation.current)
        return found

    # ── completions ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _completion(
        self, section: str, block: Paragraph, name: str, rate: Fact, comparison: Comparison | None
    ) -> Iterator[Piece]:
        """，完成年初预算的105.26%，决算数大于年初预算数的主要原因是：…: from behind the number before it."""
        before = [m.fact.span.end for m in self.mentions(block) if m.fact.span.end <= rate.span.start]
        start = max([block.span.start, *before, self._sentence_start(block, rate.span)])
        words = self._all_words([comparison.word]) if comparison is not None else []
        reason = self._reason(words)
        end = self._end(block, rate, words, reason)
        amount = comparison.amount if comparison is not None else None
        text = self._worded(block, start, end, amount, rate, words, reason) if before else None
        if text is None:
            yield Piece(rate.span, f"{{{{ '{name}' | 完成率 }}}}")
            return
        spent, planned = self.subjects.known.amount(name), self.subjects.known.budget(name)
        differs = spent is not None and planned is not None and spent.value != planned.value
        reference = self.wordings.use(COMPLETIONS, section, "text" if differs else "flat", text)
        yield Piece(Span(start, end), f"{{{{ '{name}' | 完成('{reference}') }}}}")

    def _compared(self, section: str, block: Paragraph, comparison: Comparison) -> Iterator[Piece]:
        """决算数大于预算数的主要原因是：…, where no rate of completion is told."""
        own, year = self.subjects.figures.own, self.subjects.report.year
        key = key_for(comparison.left._replace(measure=own, period=0), year)
        names = self.subjects.named([key]) if key is not None else []
        name = next((n for n in names if self.subjects.known.budget(n) is not None), "")
        words = self._all_words([comparison.word])
        reason = self._reason(words)
        before = [m.fact.span.end for m in self.mentions(block) if m.fact.span.end <= comparison.word.span.start]
        if not name or not before or own == "budget":
            for word in words if comparison.word.sign else ():
                yield Piece(word.span, self.open_text)
            return
        start = max(before)
        end = self._end(block, None, words, reason)
        text = self._worded(block, start, end, comparison.amount, None, words, reason)
        planned = self.subjects.known.budget(name)
        form = "text" if planned is not None and planned.value else "bare"
        if text is not None and comparison.word.sign:
            reference = self.wordings.use(COMPLETIONS, section, form, text)
            yield Piece(Span(start, end), f"{{{{ '{name}' | 完成('{reference}') }}}}")

    def _end(self, block: Paragraph, rate: Fact | None, words: Sequence[Word], reason: Reason | None) -> int:
        """Where a comparison ends: with its reason, or with what is compared (决算数等于年初预算数)."""
        if reason is not None:
            return reason.span.end
        last = max([0 if rate is None else rate.span.end, *(word.span.end for word in words)])
        if not words:
            return last
        flow = block.flow
        at = self.paragraphs.at(flow, last)
        stop = next((index for index in range(at, len(flow.text)) if flow.text[index] in ",;。"), len(flow.text))
        end = flow.offsets[stop - 1] + 1
        return last if any(last <= m.fact.span.start < end for m in self.mentions(block)) else end

    def _comparison_behind(self, block: Paragraph, rate: Fact) -> Comparison | None:
        """The comparison that goes on with a rate, before any other number of its paragraph."""
        behind = [m.fact.span.start for m in self.mentions(block) if m.fact.span.start >= rate.span.end]
        limit = min([block.span.end, *behind])
        for comparison in self.subjects.report.narrative.comparisons:
            if rate.span.end <= comparison.word.span.start < limit:
                return comparison
        return None

    # ── clauses ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _worded(
        self,
        block: Paragraph,
        start: int,
        end: int,
        amount: Fact | None,
        rate: Fact | None,
        words: Sequence[Word],
        reason: Reason | None,
        still: Sequence[Fact] = (),
    ) -> str | None:
        """A clause with its slots; None where another number stands in it, or a word that cannot be turned. `still` are numbers that stay as they are:
        nothing moved (增加0万元)."""
        slots = [(fact.span, self._quote(fact.span)) for fact in still]
        if amount is not None and amount not in still:
            slots.append((amount.span, "{amount}"))
        if rate is not None and rate not in still:
            slots.append((rate.span, "{rate}"))
        if reason is not None:
            slots.append((reason.span, "{reason}"))
        for word in words:
            slot = self.wordings.slot(self._quote(word.span), word.sign) if word.sign else ""
            if slot is None:
                return None
            if slot:
                slots.append((word.span, f"{{{slot}}}"))
        slots = [(span, text) for span, text in slots if start <= span.start and span.end <= end]
        purposes = pattern_of(purpose_pattern()).finditer(block.flow.text)
        slots += [(block.flow.span(*purpose.span(1)), "{purpose}") for purpose in purposes]
        slots = [(span, text) for span, text in slots if start <= span.start and span.end <= end]
        slots += [each for each in self._years(block, start, end) if not _inside(each[0], [s for s, _ in slots])]
        for mention in self.mentions(block):
            span = mention.fact.span
            if start <= span.start < end and not _inside(span, [s for s, _ in slots]):
                return None
        return filled(self.subjects.report.document.source, Span(start, end), slots, _escaped)

    def _years(self, block: Paragraph, start: int, end: int) -> Iterator[tuple[Span, str]]:
        for span, name in years(block.flow, self.subjects.report.year):
            if start <= span.start < end:
                yield span, f"{{{name}}}"

    def _clause_start(self, block: Paragraph, word: Word, numbers: Sequence[Fact]) -> int:
        """Where a clause begins that tells a change: the word that begins the comparison, if nothing else is told between; a sentence may
        have put it behind other numbers."""
        at = self.paragraphs.at(block.flow, word.span.start)
        limit = self._sentence_start(block, word.span)
        own = {fact.span for fact in numbers}
        told = [m.fact.span.end for m in self.mentions(block) if m.fact.span.end <= word.span.start]
        limit = max([limit, *(end for end in told if end not in {s.end for s in own})])
        bases = [
            block.flow.offsets[token.start]
            for token in self.paragraphs.tokens(block.flow)
            if token.kind is Kind.BASE and token.start < at and block.flow.offsets[token.start] >= limit
        ]
        return bases[-1] if bases else word.span.start

    def _sentence_start(self, block: Paragraph, span: Span) -> int:
        at = self.paragraphs.at(block.flow, span.start)
        stops = [index for index in range(at) if block.flow.text[index] in "。;"]
        return block.flow.offsets[stops[-1] + 1] if stops else block.span.start

    def _closed(self, end: int, spans: Iterable[Span]) -> int:
        """An end with the bracket that closes right behind it, if a number opened one."""
        source = self.subjects.report.document.source
        opens = any(source[span.start - 1 : span.start] in _OPENING for span in spans)
        return end + 1 if opens and source[end : end + 1] and source[end] in _CLOSING else end

    def _all_words(self, words: Sequence[Word]) -> list[Word]:
        found = dict.fromkeys(words)
        for first, second in self.subjects.report.narrative.agreements:
            if first in found or second in found:
                found |= dict.fromkeys((first, second))
        return list(found)

    def _reason(self, words: Iterable[Word]) -> Reason | None:
        wanted = set(words)
        reasons = self.subjects.report.narrative.reasons
        return next((reason for reason in reasons if reason.word in wanted), None)

    def mentions(self, block: Paragraph) -> list[Mention]:
        """The fiscal numbers of a paragraph."""
        return self._by_block.get(block.span.start, [])

    @cached_property
    def _by_block(self) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for mention in self.subjects.report.narrative.mentions:
            block = self.paragraphs.block(mention.fact.span)
            if block is not None and not mention.reason:
                found.setdefault(block.span.start, []).append(mention)
        return found

    def _is_in(self, block: Paragraph, span: Span) -> bool:
        return block.span.start <= span.start < block.span.end

    def _quote(self, span: Span) -> str:
        return self.subjects.report.document.quote(span)


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def filled(source: str, span: Span, slots: Iterable[tuple[Span, str]], write: Callable[[str], str]) -> str:
    """A text with other texts in the place of some spans, without line breaks; `write` says how the rest is written."""
    parts: list[str] = []
    at = span.start
    for place, text in sorted(slots, key=lambda each: each[0].start):
        if place.start >= at:
            parts += (write("".join(source[at : place.start].split())), text)
            at = place.end
    parts.append(write("".join(source[at : span.end].split())))
    return "".join(parts)


def years(flow: Flow, year: int) -> Iterator[tuple[Span, str]]:
    """The years of a text that are the document's and the one before, by the names that templates have for them."""
    known = {str(year): "年度", str(year - 1): "上年度"}
    for number in scan(flow.text):
        if number.kind is NumberKind.YEAR and number.digits in known:
            yield flow.span(number.start, number.end), known[number.digits]


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
