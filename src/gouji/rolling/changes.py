"""Changes and comparisons of last year's narrative as this year's figures have them: amounts, rates, the words of direction, and another
wording where there is now a change, none, or nothing to reckon a rate from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gouji.document import Span
from gouji.facts import Fact, FactKey, Word, key_for
from gouji.narrative.claims import Change, Comparison
from gouji.narrative.vocabulary import Kind
from gouji.rolling import marks
from gouji.rolling.display import Display, as_most
from gouji.rolling.edits import Edit
from gouji.rolling.movements import Movement, Movements
from gouji.rolling.paragraphs import Paragraphs
from gouji.rolling.slots import plain
from gouji.rolling.wording import Told, Words, told_in
from gouji.writing.amounts import Amount, Written
from gouji.writing.figures import rolling_texts, subjects
from gouji.writing.forward import of_last_year
from gouji.writing.inputs import OPEN_MARK
from gouji.writing.lacking import WHAT
from gouji.writing.styles import Style

_LACKING = rolling_texts()["open_mark"]
_FLAT_BASE, _FLAT_EACH = (dict([rolling_texts()[name].split("→")]) for name in ("flat_base", "flat_each"))
_FLAT_WITH = rolling_texts()["flat_with"].split()
_BETWEEN = 8  # so far a rate stands behind its amount: ，同比增长


@dataclass
class Changes:
    """The edits of what is said of movements."""

    movements: Movements
    display: Display
    words: Words
    paragraphs: Paragraphs
    style: Style

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def of_change(self, change: Change) -> Iterator[Edit]:
        """The edits of a change: none where its numbers stand in another sentence's way (a sign before them, a word that is none)."""
        first = change.words[0]
        if first.role == "implied" or (change.amount is None and change.rate is None and first.sign):
            yield from self._only_a_word(change)
            return
        movement = self.movements.of_change(change)
        if movement is None and not first.sign and not change.base.period and not change.base.measure:
            return  # the numbers of the two tables are the same
        if movement is None or any(f.quantity.value < 0 for f in (change.amount, change.rate) if f is not None):
            yield from self._open(change)
            return
        difference = movement.now.value - movement.before.value
        shown = change.amount.quantity if change.amount is not None else None
        sign = 0 if shown and self.display.is_nothing(abs(difference), shown) else _sign(difference)
        told = self._told(first, "changes", change.rate)
        if not sign and change.amount is not None and change.amount.quantity.value == 0:
            for fact in (change.amount, change.rate):
                if fact is not None:  # 增加（减少）0万元
                    yield Edit(fact.span, self._quote(fact.span), "", "", movement.now.sources, is_number=True)
        elif self._keeps_its_form(change, sign, movement):
            yield from self._same_form(change, sign, movement)
        else:
            if change.prior is not None and change.prior.span.end <= first.span.start:
                yield self._number(change.prior, movement.before.value, movement, "")
            if told is not None and (sign or told.style is self.style or told.slots.get("reason")):
                edit = self._reworded(told, first, sign, movement, "reason")
                yield from self._flat_base(first, edit) if not sign else ()
                yield edit
            else:
                yield from self._other_form(change, sign, movement)

    def _only_a_word(self, change: Change) -> Iterator[Edit]:
        """比上年有所增加: the word alone."""
        movement = self.movements.of_change(change)
        word = change.words[0]
        if word.role == "implied":
            return
        if movement is None:
            yield marks.confirm(word.span, self._quote(word.span), marks.NOT_IN_TABLES)
        else:
            yield from self._turned([word], _sign(movement.now.value - movement.before.value))

    def _keeps_its_form(self, change: Change, sign: int, movement: Movement) -> bool:
        """Whether the sentence says as many things of the movement as it does now."""
        before = change.words[0].sign
        if not sign or not before:
            return sign == before
        if change.amount is None:
            return movement.before.value > 0
        if change.rate is None:
            return not (self._was_from_nothing(change) and movement.before.value > 0)
        return movement.before.value > 0

    def _was_from_nothing(self, change: Change) -> bool:
        """Whether a change without a rate was one from nothing, so that none could be told: all that there was, was new."""
        current = self.movements.current(change)
        amount = change.amount
        return (
            current is not None
            and amount is not None
            and change.words[0].sign > 0
            and current.interval.meets(amount.interval)
        )

    def _same_form(self, change: Change, sign: int, movement: Movement) -> Iterator[Edit]:
        difference, before = abs(movement.now.value - movement.before.value), movement.before.value
        formula = f"{plain(movement.now)} − {plain(movement.before)}"
        if change.amount is not None and sign:
            yield self._difference(change.amount, movement)
        if change.rate is not None and sign:
            yield self._number(change.rate, difference / before, movement, f"({formula}) ÷ {plain(movement.before)}")
        if change.prior is not None:
            yield self._number(change.prior, before, movement, "")
        yield from self._turned(self._of_one_movement(change.words), sign)

    def _difference(self, fact: Fact, movement: Movement) -> Edit:
        now, before = movement.now, movement.before
        text = self.display.difference(now.value, before.value, fact.quantity)
        formula = f"{plain(now)} − {plain(before)}"
        return Edit(fact.span, text, "", formula, (*now.sources, *before.sources), is_number=True)

    def _number(self, fact: Fact, value: Decimal, movement: Movement, formula: str) -> Edit:
        sources = (*movement.now.sources, *movement.before.sources)
        return Edit(fact.span, self.display.show(value, fact.quantity), "", formula, sources, is_number=True)

    def _of_one_movement(self, words: Sequence[Word]) -> list[Word]:
        found = dict.fromkeys(words)
        for word in words:
            found |= dict.fromkeys(self.movements.partners(word))
        return list(found)

    def _turned(self, words: Sequence[Word], sign: int) -> Iterator[Edit]:
        for word in words:
            text = self._quote(word.span)
            if word.sign == sign:
                yield Edit(word.span, text)  # borne out as it stands
                continue
            other = self.words.turned(text) if sign and word.sign else None
            if other is None:
                yield marks.update(word.span, text, marks.DIRECTION)
            else:
                yield Edit(word.span, other)

    def _reworded(self, told: Told, word: Word, sign: int, movement: Movement, part: str) -> Edit:
        """The wording of the style in another of its forms."""
        flow = self.paragraphs.of(word.span)
        assert flow is not None
        reason = ""
        if told.slots.get("reason"):
            reason = self._quote(flow.span(told.end - len(told.slots["reason"]), told.end))
        new = self._wording(told, sign, movement, part, reason)
        sources = (*movement.now.sources, *movement.before.sources)
        why = marks.REASONS if OPEN_MARK in new else ""
        return Edit(
            flow.span(told.start, told.end), new, why, f"{plain(movement.now)} − {plain(movement.before)}", sources
        )

    def _wording(self, told: Told, sign: int, movement: Movement, part: str, reason: str) -> str:
        """A wording of a style, its slots filled: last year's reason in its mark, or a place for one."""
        wording, words = told.wording, told.style.words
        before = movement.before.value
        if before > 0:
            text = wording.text if sign else wording.flat
        else:
            text = wording.bare if sign else wording.nothing
        slots = dict(words["up" if sign > 0 else "down" if sign < 0 else "same"])
        difference = abs(movement.now.value - before)
        slots["amount"] = self.display.difference(movement.now.value, before, as_most(told.style.numbers.unit))
        if before > 0:
            slots["rate"] = self.display.rate(
                movement.now.value / before if part == "budget_reason" else difference / before
            )
        lacking = _LACKING.format(what=WHAT[part].format(self._name(movement.key)).removeprefix("“”"))
        slots["reason"] = of_last_year("reason", reason) or lacking
        slots["base"] = told.style.base
        year = self.movements.slots.values.now.year
        return text.format(**slots, purpose=_LACKING.format(what=WHAT["purpose"]), 年度=year, 上年度=year - 1)

    def _name(self, key: FactKey | None) -> str:
        """What people call what a key measures."""
        if key is None:
            return ""
        if key.item[1:2] == ":":
            code = key.item[2:]
            return f"{self.movements.slots.values.name_of(key)}（{code}）"
        year = key.period
        found = (name for name, dims in subjects().items() if key_for(dims._replace(measure=key.measure), year) == key)
        return next(found, "" if key.item.isascii() else key.item)

    def _other_form(self, change: Change, sign: int, movement: Movement) -> Iterator[Edit]:
        """A movement that the sentence has no words for: that there is none now is said in place of it, that there is one now is marked."""
        spans = [f.span for f in (change.amount, change.rate) if f is not None]
        first = change.words[0]
        if not sign and first.sign and spans:
            edit = Edit(Span(first.span.start, self._end(spans)), self.words.flat)
            yield from self._flat_base(first, edit)
            yield edit
            yield from self._turned_away(change)
        elif sign and change.rate is not None and change.amount is not None and movement.before.value <= 0:
            yield from self._same_form_without_rate(change, sign, movement)
        elif not first.sign and sign and (clause := self._clause(first)) is not None:
            yield self._in_words(clause, sign, movement)
        elif sign and change.rate is None and (model := self._model(change)) is not None:
            yield self._like(model, change, sign, movement)
            yield from self._turned([w for w in self._of_one_movement(change.words) if w is not first], sign)
        else:
            span = Span(first.span.start, self._end(spans, first.span.end))
            now, before = (self.display.show(a.value, as_most(self.style.numbers.unit)) for a in movement[:2])
            yield marks.update(span, f"{self._quote(span)}（今年{now}，上年{before}）", marks.DIRECTION)

    def _flat_base(self, first: Word, flat: Edit) -> Iterator[Edit]:
        """比上年减少…, 各减少… become 与上年持平, 均持平: the sign that a comparison begins with, and the one before the word, where they are not
        in what becomes flat."""
        clause = self._clause(first)
        ats = [(first.span.start - 1, _FLAT_EACH)]
        if clause is not None and any(word in flat.new for word in _FLAT_WITH):
            ats.append((clause.start, _FLAT_BASE))
        for at, turned in ats:
            sign = self._quote(Span(at, at + 1))
            if sign in turned and at < flat.span.start:
                yield Edit(Span(at, at + 1), turned[sign])

    def _model(self, change: Change) -> Change | None:
        """A change that the document tells with amount and rate, each behind its word: of the same paragraph if there is one."""
        found = [
            each
            for each in self.movements.slots.values.last.narrative.changes
            if each.amount is not None
            and each.rate is not None
            and each.words[0].sign
            and each.words[0].span.end == each.amount.span.start
            and 0 < each.rate.span.start - each.amount.span.end <= _BETWEEN
        ]
        return min(found, key=lambda each: each.paragraph != change.paragraph, default=None)

    def _like(self, model: Change, change: Change, sign: int, movement: Movement) -> Edit:
        """A movement told as another one is: its word, amount and rate, in the place of a word that told of none, or of a change from nothing."""
        assert model.amount is not None
        assert model.rate is not None
        difference = abs(movement.now.value - movement.before.value)
        shown = self.display.difference(movement.now.value, movement.before.value, model.amount.quantity)
        pieces = [self._signed(model.words[0], sign), shown]
        sources = (*movement.now.sources, *movement.before.sources)
        formula = f"{plain(movement.now)} − {plain(movement.before)}"
        inner = [Written(len(pieces[0]), shown, formula, sources)]
        if movement.before.value > 0:
            between = Span(model.amount.span.end, model.rate.span.start)
            text, start = "", between.start
            for word in (w for w in model.words if between.start <= w.span.start < between.end):
                text += self._quote(Span(start, word.span.start)) + self._signed(word, sign)
                start = word.span.end
            pieces.append(text + self._quote(Span(start, between.end)))
            rate = self.display.show(difference / movement.before.value, model.rate.quantity)
            inner.append(Written(sum(map(len, pieces)), rate, f"({formula}) ÷ {plain(movement.before)}", sources))
            pieces.append(rate)
        end = change.amount.span.end if change.amount is not None else change.words[0].span.end
        return Edit(Span(change.words[0].span.start, end), "".join(pieces), inner=tuple(inner))

    def from_nothing(self, change: Change, now: Amount) -> Edit:
        """A change as it would stand there of what had nothing before: its word and the amount."""
        assert change.amount is not None
        shown = self.display.show(now.value, change.amount.quantity)
        word = self._signed(change.words[0], 1)
        spans = [f.span for f in (change.amount, change.rate) if f is not None]
        inner = (Written(len(word), shown, plain(now), now.sources),)
        return Edit(Span(change.words[0].span.start, self._end(spans)), word + shown, inner=inner)

    def _signed(self, word: Word, sign: int) -> str:
        """The text of a word, or of the one for the other direction."""
        text = self._quote(word.span)
        return text if word.sign == sign else self.words.turned(text) or text

    def _clause(self, word: Word) -> Span | None:
        """与上年…持平: from the word that begins the comparison to the one that ends it."""
        flow = self.paragraphs.of(word.span)
        if flow is None:
            return None
        at = self.paragraphs.at(flow, word.span.start)
        before = [token for token in self.paragraphs.tokens(flow) if token.start < at]
        stop = next((i for i, token in enumerate(reversed(before)) if token.kind is Kind.STOP), len(before))
        base = next((token for token in before[len(before) - stop :] if token.kind is Kind.BASE), None)
        return Span(flow.offsets[base.start], word.span.end) if base is not None else None

    def _in_words(self, clause: Span, sign: int, movement: Movement) -> Edit:
        """A movement where the sentence said that there was none, in the words of the nearest style."""
        told = Told(self.style, self.style.changes["default"], "flat", 0, 0, {})
        text = self._wording(told, sign, movement, "reason", "")
        return Edit(clause, text, marks.REASONS)

    def _turned_away(self, change: Change) -> Iterator[Edit]:
        """The words behind a movement that is none any more (下降的主要原因是)."""
        last = self._end([f.span for f in (change.amount, change.rate) if f is not None])
        for word in self._of_one_movement(change.words):
            if word.span.start >= last:
                yield marks.update(word.span, self._quote(word.span), marks.DIRECTION)

    def _same_form_without_rate(self, change: Change, sign: int, movement: Movement) -> Iterator[Edit]:
        assert change.amount is not None
        assert change.rate is not None
        yield self._difference(change.amount, movement)
        end = self._end([change.rate.span])
        yield Edit(Span(change.amount.span.end, end), "")
        yield from self._turned(
            [w for w in self._of_one_movement(change.words) if not change.amount.span.end <= w.span.start < end], sign
        )

    def _end(self, spans: Sequence[Span], least: int = 0) -> int:
        """Where numbers end, a bracket that closes right behind them included."""
        end = max([least, *(span.end for span in spans)])
        source = self.movements.slots.values.last.document.source
        return end + 1 if source[end : end + 1] in ("）", ")") and self._opens(spans) else end

    def _opens(self, spans: Sequence[Span]) -> bool:
        source = self.movements.slots.values.last.document.source
        return any(source[span.start - 1 : span.start] in ("（", "(") for span in spans)

    def _open(self, change: Change) -> Iterator[Edit]:
        """A movement that cannot be reckoned: its words and numbers in one mark."""
        spans = [f.span for f in (change.amount, change.rate) if f is not None]
        words = [word.span for word in change.words]
        whole = Span(min(s.start for s in (*spans, *words)), self._end([*spans, *words]))
        if change.prior is not None and change.prior.span.end <= whole.start:
            yield marks.update(change.prior.span, self._quote(change.prior.span), marks.NOT_IN_TABLES)
        yield marks.update(whole, self._quote(whole), marks.NOT_IN_TABLES)
        for word in self._of_one_movement(change.words):
            if not whole.start <= word.span.start < whole.end:
                yield marks.confirm(word.span, self._quote(word.span), marks.DIRECTION)

    # ── comparisons ──────────────────────────────────────────────────────────────────────────────────────────────────

    def of_comparison(self, comparison: Comparison) -> Iterator[Edit]:
        """The edits of 决算数大于预算数."""
        word = comparison.word
        movement = self.movements.of_comparison(comparison)
        words = self._of_one_movement([word])
        if movement is None:
            for each in words:
                yield marks.confirm(each.span, self._quote(each.span), marks.NOT_IN_TABLES)
            if comparison.amount is not None:
                yield marks.update(comparison.amount.span, self._quote(comparison.amount.span), marks.NOT_IN_TABLES)
            return
        difference = movement.now.value - movement.before.value
        told = self._told(word, "budgets")
        sign = _sign(difference)
        if (sign and word.sign and (told is None or movement.before.value > 0)) or sign == word.sign:
            if comparison.amount is not None:
                yield self._difference(comparison.amount, movement)
            yield from self._turned(words, sign)
        elif told is not None:
            yield self._reworded(told, word, sign, movement, "budget_reason")
        else:
            yield from self._turned(words, sign)

    def _told(self, word: Word, table: str, last: Fact | None = None) -> Told | None:
        """How a style words what stands around a word; not where that leaves the last number of it behind (增加3.00万元 of …，增长100%)."""
        flow = self.paragraphs.of(word.span)
        if flow is None:
            return None
        told = told_in(flow.text, self.paragraphs.at(flow, word.span.start), self.style, table)
        is_cut = told is not None and last is not None and self.paragraphs.at(flow, last.span.start) >= told.end
        return None if is_cut else told

    def _quote(self, span: Span) -> str:
        return self.movements.slots.values.last.document.quote(span)


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)
