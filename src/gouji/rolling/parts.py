"""Lists of parts that have names (财政拨款收入, 其他收入), in one sentence: one that is nothing this year is struck, a new one is told as its
neighbours are, at its place.

A list is one only where it tells all that there was last year and nothing else, each in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from gouji.document import Paragraph, Span
from gouji.facts import Fact, FactKey
from gouji.narrative.claims import Mention
from gouji.precompiled import pattern_of
from gouji.quantity import COUNTING, fold, numeral
from gouji.quantity import number as number_in
from gouji.relations import Ratio
from gouji.rolling import marks
from gouji.rolling.clauses import NAME, OTHER, form_of
from gouji.rolling.display import Display
from gouji.rolling.edits import Edit, settled
from gouji.rolling.groups import Group, coded_groups, named_groups
from gouji.rolling.likeness import NUMBER, like
from gouji.rolling.paragraphs import Paragraphs
from gouji.rolling.slots import Slots, plain
from gouji.writing.amounts import Amount, Written
from gouji.writing.figures import Figures, PartEntry, always_told
from gouji.writing.inputs import OPEN_MARK

_SEPARATORS, _STOPS = ",;、", ",;。"
_MARKER = pattern_of(rf"[(]?(\d{{1,2}}|[{COUNTING}]{{1,2}})[).、]")


class Told(NamedTuple):
    """A part as a list tells it: its amount, and where its name and the whole clause stand, in characters of the paragraph."""

    part: PartEntry
    fact: Fact
    start: int
    name: int
    named: int
    end: int


@dataclass
class Parts:
    """The lists of parts of a narrative, beside the edits that their numbers get in any case."""

    slots: Slots
    paragraphs: Paragraphs
    display: Display
    between: str
    _indexes: dict[Group, dict[FactKey, PartEntry]] = field(default_factory=dict)

    def edits(self, known: Sequence[Edit]) -> Iterator[Edit]:
        """Clauses struck and added."""
        document = self.slots.values.last.document
        known = settled(known, document)
        for block, group, entries in self._lists():
            now = {part.subject for part in group if self._has(self.slots.values.figures_now, part)}
            listed = {entry.part.subject for entry in entries}
            now -= self.told(self.mentions(block), group) - listed
            if self.tells_nothing(block, group):
                now |= listed
            if now == listed or not self._is_known(group):
                continue
            told = self._bounded(block, entries, known)
            if told:
                yield from _Change(self, block, told, known).edits([part for part in group if part.subject in now])

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _lists(self) -> Iterator[tuple[Paragraph, Group, list[Told]]]:
        """The amounts of parts one behind another, where they are all that there was last year."""
        every = (*self.groups, *coded_groups(self.slots.values))
        for block, mentions in self._mentions.values():
            runs = (run for group in every for run in self._runs(block, mentions, group))
            found = sorted(runs, key=lambda each: -len(each[1]))
            taken: set[Fact] = set()
            for group, entries in found:
                if not taken & {entry.fact for entry in entries}:
                    taken |= {entry.fact for entry in entries}
                    yield block, group, entries

    @cached_property
    def _mentions(self) -> dict[int, tuple[Paragraph, list[Mention]]]:
        found: dict[int, tuple[Paragraph, list[Mention]]] = {}
        for mention in self.slots.values.last.narrative.mentions:
            block = self.paragraphs.block(mention.fact.span)
            if (
                isinstance(block, Paragraph)
                and mention.reason == ""
                and mention.fact.quantity.unit.dimension == "money"
            ):
                found.setdefault(block.span.start, (block, []))[1].append(mention)
        return found

    @cached_property
    def groups(self) -> list[Group]:
        """The parts that have names."""
        return named_groups()

    def tells_nothing(self, block: Paragraph, group: Group) -> bool:
        """Whether a paragraph tells also of a part of which there was nothing, or has to: it does not leave out those of which there is none."""
        if always_told().issuperset(part.subject for part in group):
            return True
        index = self._index(group)
        facts = (mention.fact for mention in self.mentions(block))
        return any(not fact.quantity.value and any(key in index for key in fact.keys) for fact in facts)

    def told(self, mentions: Iterable[Mention], group: Group) -> set[str]:
        """The parts of a group that numbers measure, nothing among them, in whatever words."""
        index = self._index(group)
        return {index[key].subject for mention in mentions for key in mention.fact.keys if key in index}

    def _is_known(self, group: Group) -> bool:
        """Whether this year's statements tell any of the parts: what nobody tells is not gone."""
        figures = self.slots.values.figures_now
        return any(figures.amount(part.subject) is not None for part in group)

    def _runs(self, block: Paragraph, mentions: list[Mention], group: Group) -> Iterator[tuple[Group, list[Told]]]:
        run: list[Told] = []
        before: Fact | None = None
        for mention in [*mentions, None]:
            entry = self._entry(block, mention.fact, group, run[-1:]) if mention is not None else None
            if entry is not None:
                run.append(entry)
                continue
            if run and self._is_whole(run, group, before):
                yield group, run
            run, before = [], mention.fact if mention is not None else None

    def _is_whole(self, run: list[Told], group: Group, before: Fact | None) -> bool:
        """Whether a list tells all that there was last year: as the statements have it, or where there are none, because it adds up to the amount
        before it."""
        figures = self.slots.values.figures_last
        if any(figures.amount(part.subject) is not None for part in group):
            wanted = [part.subject for part in group if self._has(figures, part)]
            return sorted(each.part.subject for each in run) == sorted(wanted)
        facts = [each.fact for each in run]
        if before is None or any(not fact.quantity.value for fact in facts):
            return False
        rest = before.quantity.value - sum(fact.quantity.value for fact in facts)
        return abs(rest) <= sum(fact.quantity.quantum for fact in facts) / 2

    def _entry(self, block: Paragraph, fact: Fact, group: Group, before: list[Told]) -> Told | None:
        """A number as that of a part whose name stands before it."""
        flow = block.flow
        stop = self.paragraphs.at(flow, fact.span.start)
        start = self.paragraphs.at(flow, before[0].fact.span.end) if before else block.marker
        index = self._index(group)
        for part in dict.fromkeys(index[key] for key in fact.keys if key in index):
            for name in _names(part):
                at = flow.text.rfind(name, start, stop)
                if at >= 0:
                    return Told(part, fact, at, at, at + len(name), stop)
        return None

    def _index(self, group: Group) -> dict[FactKey, PartEntry]:
        """The parts of a group by what last year's document calls them."""
        if group not in self._indexes:
            keys = ((self.slots.values.figures_last.key(part.subject), part) for part in group)
            self._indexes[group] = {key: part for key, part in keys if key is not None}
        return self._indexes[group]

    def _has(self, figures: Figures, part: PartEntry) -> bool:
        amount = figures.amount(part.subject)
        return amount is not None and amount.value != 0

    # ── clauses ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _bounded(self, block: Paragraph, entries: list[Told], known: Sequence[Edit]) -> list[Told]:
        """The entries with the extents of their clauses; none where they are not worded alike."""
        text = block.flow.text
        starts = [self._marked(text, entry.name) for entry in entries]
        ends = []
        for start in starts[1:]:
            if start == 0 or text[start - 1] not in _SEPARATORS:
                return []
            ends.append(start - 1)
        told = [e._replace(start=s, end=stop) for e, s, stop in zip(entries, starts, [*ends, 0], strict=True)]
        last = told[-1]
        for stop in (at for at in range(last.named, len(text)) if text[at] in _STOPS):
            told[-1] = last._replace(end=stop)
            forms = {self._form(block, entry, known) for entry in told}
            if len(forms) == 1 and (len(told) > 1 or text[stop] != ","):
                return told if all(self._is_plain(block, entry) for entry in told) else []
        return []

    def _marked(self, text: str, name: int) -> int:
        """Where a clause begins whose name stands at an offset: with the number before it, if there is one."""
        marker = next((m for m in _MARKER.finditer(text, max(0, name - 5), name) if m.end() == name), None)
        return marker.start() if marker is not None else name

    def _form(self, block: Paragraph, entry: Told, known: Sequence[Edit]) -> str:
        """What a clause says besides its name, its numbers and what is edited."""
        flow = block.flow
        spans = [edit.span for edit in known if block.span.start <= edit.span.start < block.span.end]
        handled = {offset for span in spans for offset in range(span.start, span.end)}
        form = form_of(flow, entry.named, entry.end, handled)
        return (NAME if entry.start == entry.name else OTHER + NAME) + form

    def _is_plain(self, block: Paragraph, entry: Told) -> bool:
        """Whether a clause tells no other amount."""
        inside = block.flow.span(entry.start, entry.end)
        mentions = self.mentions(block)
        return sum(inside.start <= mention.fact.span.start < inside.end for mention in mentions) == 1

    def mentions(self, block: Paragraph) -> list[Mention]:
        """The amounts that a paragraph tells."""
        return self._mentions.get(block.span.start, (block, []))[1]

    def begun(self, block: Paragraph, fact: Fact, group: Group) -> PartEntry | None:
        """The part with whose name and amount a paragraph begins."""
        told = self._entry(block, fact, group, [])
        return told.part if told is not None and told.name == block.marker else None

    def has_now(self, part: PartEntry) -> bool:
        """Whether there is something of a part this year."""
        return self._has(self.slots.values.figures_now, part)

    def had(self, part: PartEntry) -> bool:
        """Whether there was something of a part last year."""
        return self._has(self.slots.values.figures_last, part)

    def amount(self, part: PartEntry) -> Amount | None:
        """This year's amount of a part."""
        return self.slots.values.figures_now.amount(part.subject)

    def whole_of(self, rate: Fact, is_part: Callable[[Fact], bool]) -> Amount | None:
        """This year's amount of the whole in which a rate is the share of a number that is such a part."""
        ratios = (each for each in self.slots.held(rate) if isinstance(each, Ratio) and each.kind == "share")
        wholes = (self.slots.amount(each.whole) for each in ratios if each.rate is rate and is_part(each.part))
        return next(wholes, None)

    def rates(self, block: Paragraph) -> list[Fact]:
        """The rates that a paragraph tells."""
        facts = (mention.fact for mention in self.slots.values.last.narrative.mentions)
        return [
            fact
            for fact in facts
            if fact.quantity.unit.dimension == "rate" and block.span.start <= fact.span.start < block.span.end
        ]


def _names(part: PartEntry) -> Iterator[str]:
    """What a list may call a part."""
    yield from dict.fromkeys(fold(name) for name in part if not name[-1:].isdecimal())


@dataclass
class _Change:
    """One list, and what becomes of it."""

    parts: Parts
    block: Paragraph
    told: list[Told]
    known: Sequence[Edit]

    def edits(self, now: list[PartEntry]) -> Iterator[Edit]:
        """What is struck and what is added so that the list tells the parts of now."""
        wanted = {part.subject for part in now}
        left = [entry for entry in self.told if entry.part.subject in wanted]
        listed = {entry.part.subject for entry in self.told}
        order = [part.subject for part in now]
        added: dict[int, list[PartEntry]] = {}
        for part in now:
            if part.subject not in listed:
                at = order.index(part.subject)
                before = [i for i, e in enumerate(self.told) if e in left and order.index(e.part.subject) < at]
                added.setdefault(before[-1] if before else -1, []).append(part)
        if left:
            yield from self._struck(left, added)
            yield from self._added(left, added)
            yield from self._renumbered(left, added)
        elif now:
            span = self.block.flow.span(self.told[0].start, self.told[-1].end)
            texts = [self._like(self.told[0], part, place) for place, part in enumerate(now)]
            yield self._edit(span, [each for text in texts for each in ((self._between, ()), text)][1:], now)
        else:
            yield from self._all_struck()

    def _all_struck(self) -> Iterator[Edit]:
        """A list of which nothing is left, with what leads to it from the number before it."""
        flow = self.block.flow
        before = [m.fact.span.end for m in self.parts.mentions(self.block) if m.fact.span < self.told[0].fact.span]
        if before:
            span = flow.span(self.parts.paragraphs.at(flow, before[-1]), self.told[-1].end)
            yield Edit(span, "", note=self._gone(self.told))

    @cached_property
    def _between(self) -> str:
        if len(self.told) == 1:
            return self.parts.between
        return self.parts.paragraphs.document.quote(self.block.flow.span(self.told[0].end, self.told[0].end + 1))

    def _struck(self, left: list[Told], added: dict[int, list[PartEntry]]) -> Iterator[Edit]:
        """A clause that is gone goes with what stands behind it; the last ones with what stands before them."""
        last = self.told.index(left[-1])
        for index, entry in enumerate(self.told[:last]):
            if entry not in left:
                span = self.block.flow.span(entry.start, self.told[index + 1].start)
                yield Edit(span, "", note=marks.GONE_PART.format(name=entry.part.name))
        if last < len(self.told) - 1 and last not in added:
            span = self.block.flow.span(left[-1].end, self.told[-1].end)
            yield Edit(span, "", note=self._gone(self.told[last + 1 :]))

    @staticmethod
    def _gone(entries: Sequence[Told]) -> str:
        return marks.GONE_PART.format(name="、".join(entry.part.name for entry in entries))

    def _added(self, left: list[Told], added: dict[int, list[PartEntry]]) -> Iterator[Edit]:
        """New clauses behind the one that they follow: together with the sign behind that, so that there is something to replace."""
        flow, last = self.block.flow, self.told.index(left[-1])
        for index, parts in added.items():
            model = self.told[max(index, 0)]
            before = sum(len(added.get(i, ())) + (i >= 0 and self.told[i] in left) for i in range(-1, index))
            before += index >= 0
            texts = [self._like(model, part, before + place) for place, part in enumerate(parts)]
            if index < 0:
                sign = flow.span(self.told[0].start - 1, self.told[0].start)
                pieces = [(self._quote(sign), ()), *(each for text in texts for each in (text, (self._between, ())))]
            else:
                gone = self.told[index + 1 :] if index == last else []
                sign = flow.span(model.end, (gone[-1].end if gone else model.end) + 1)
                stop = self._quote(flow.span(sign_end := (gone[-1].end if gone else model.end), sign_end + 1))
                pieces = [*(each for text in texts for each in ((self._between, ()), text)), (stop, ())]
            yield self._edit(sign, pieces, parts)

    def _edit(self, span: Span, pieces: Sequence[tuple[str, tuple[Written, ...]]], parts: list[PartEntry]) -> Edit:
        text, numbers = "", []
        for piece, told in pieces:
            numbers += [number._replace(offset=number.offset + len(text)) for number in told]
            text += piece
        names = "、".join(part.name for part in parts)
        is_open = OPEN_MARK in text
        figures = self.parts.slots.values.figures_now
        keys = tuple(key for part in parts if (key := figures.key(part.subject)) is not None)
        return Edit(
            span,
            text,
            marks.NEW_ITEM if is_open else "",
            note="" if is_open else marks.NEW_PART.format(name=names),
            inner=tuple(numbers),
            keys=keys,
        )

    def _like(self, model: Told, part: PartEntry, place: int) -> tuple[str, tuple[Written, ...]]:
        """A clause like another one about another part, which is the one at a place of the list (from 0)."""
        flow, parts = self.block.flow, self.parts
        span = flow.span(model.start, model.end)
        amount = parts.amount(part)
        assert amount is not None
        name = part.name if flow.text[model.name : model.named] == fold(model.part.name) else part.subject
        shown = parts.display.show(amount.value, model.fact.quantity)
        own = [
            Edit(flow.span(model.name, model.named), name),
            Edit(model.fact.span, shown, "", amount.formula, amount.sources, is_number=True),
        ]
        for rate in parts.rates(self.block):
            if span.start <= rate.span.start < span.end:
                own.append(self._share(rate, model.fact, amount, part))
        own += self._numbered(model, place)
        return like(parts.paragraphs.document, span, own, self.known)

    def _numbered(self, entry: Told, place: int) -> list[Edit]:
        """The number of a clause, where the list has numbers, as that of one at a place."""
        marker = _MARKER.match(self.block.flow.text, entry.start) if entry.start < entry.name else None
        first = _MARKER.match(self.block.flow.text, self.told[0].start)
        if marker is None or first is None:
            return []
        number = number_in(first[1]) + place
        if number_in(marker[1]) == number:
            return []
        text = str(number) if marker[1].isdecimal() else numeral(number)
        return [Edit(self.block.flow.span(*marker.span(1)), text)]

    def _share(self, rate: Fact, fact: Fact, amount: Amount, part: PartEntry) -> Edit:
        whole = self.parts.whole_of(rate, lambda each: each is fact)
        if whole is None or not whole.value:
            return Edit(rate.span, NUMBER)
        text = self.parts.display.show(amount.value / whole.value, rate.quantity)
        formula = f"{part.name}：{plain(amount)} ÷ {plain(whole)}"
        return Edit(rate.span, text, "", formula, (*amount.sources, *whole.sources), is_number=True)

    def _renumbered(self, left: list[Told], added: dict[int, list[PartEntry]]) -> Iterator[Edit]:
        """The numbers of the clauses that are left, one behind another."""
        place = len(added.get(-1, []))
        for index, entry in enumerate(self.told):
            if entry in left:
                yield from self._numbered(entry, place)
                place += 1 + len(added.get(index, []))

    def _quote(self, span: Span) -> str:
        return self.parts.paragraphs.document.quote(span)
