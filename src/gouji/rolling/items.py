"""Lists of items, one a paragraph: one that is gone this year is struck, a new one is written like its neighbour, and the numbers go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import regex

from gouji.document import Paragraph
from gouji.facts import CODED, Fact, FactKey, Word
from gouji.narrative.claims import Mention
from gouji.quantity import fold
from gouji.report import Report
from gouji.rolling import marks
from gouji.rolling.changes import Changes
from gouji.rolling.clauses import Clause, clauses, own_words
from gouji.rolling.display import Display
from gouji.rolling.edits import Edit, settled
from gouji.rolling.likeness import NEW_TEXT, NUMBER, WORD, like
from gouji.rolling.numbering import addition, numbered, numbers_of, renumbered, struck
from gouji.rolling.paragraphs import Paragraphs
from gouji.rolling.parts import Parts
from gouji.rolling.values import Values
from gouji.writing.amounts import Amount
from gouji.writing.figures import BUDGETS, Figures, Item

_LEAST = 2
_CLASS = len("F:201")
_FUNDS = ("general", "fiscal", "all")


class Entry(NamedTuple):
    """A paragraph of a list: what its item measures, and its numbers."""

    block: Paragraph
    key: FactKey
    mentions: list[Mention]


@dataclass
class Items:
    """The lists of a narrative, beside the edits that its numbers get in any case."""

    values: Values
    paragraphs: Paragraphs
    display: Display
    parts: Parts
    changes: Changes

    def edits(self, known: Sequence[Edit]) -> Iterator[Edit]:
        """Paragraphs struck and added, and the numbers of a list that changes."""
        known = settled(known, self.values.last.document)
        for entries in self._lists():
            gone = [entry for entry in entries if self._is_gone(entry)]
            left = [entry for entry in entries if entry not in gone]
            added = dict(self._added(entries, left))
            for entry in gone:
                yield struck(self.values.last.document, entry.block, marks.GONE_ITEM)
            numbers = numbers_of([entry.block for entry in entries])
            for item, place in added.items():
                model = place or (left or entries)[0]
                text = self._like(model, model.key._replace(item=item), known, entries)
                if text is not None:
                    if numbers:
                        before = sum(entry.key.item < item for entry in left) + sum(other < item for other in added)
                        text = numbered(model.block, text, numbers[0] + before)
                    new = addition(model.block, text, marks.NEW_ITEM, behind=place is not None)
                    yield new._replace(keys=tuple(self._keys(model, item)))
            if numbers and (gone or added):
                places = ((e.block, index + sum(item < e.key.item for item in added)) for index, e in enumerate(left))
                yield from renumbered(numbers[0], places)

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _mentions(self) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for mention in self.values.last.narrative.mentions:
            block = self.paragraphs.block(mention.fact.span)
            if block is not None and mention.reason == "":
                found.setdefault(block.span.start, []).append(mention)
        return found

    def _lists(self) -> Iterator[list[Entry]]:
        """Paragraphs one behind another that are numbered alike and each tell one item of a classification."""
        run: list[Entry] = []
        for block in self.paragraphs.blocks:
            entry = self._entry(block) if isinstance(block, Paragraph) and block.marker else None
            if entry is None or (run and not _alike(run[-1], entry)):
                if len(run) >= _LEAST:
                    yield run
                run = []
            if entry is not None:
                run.append(entry)
        if len(run) >= _LEAST:
            yield run

    def _entry(self, block: Paragraph) -> Entry | None:
        mentions = self._mentions.get(block.span.start, [])
        keys = [key for mention in mentions for key in mention.fact.keys if key.item[:2] in CODED]
        items = {key.item for key in keys}
        own = [key for key in keys if key.period == self.values.last.year and key.measure == self._measure]
        return Entry(block, own[0], mentions) if len(items) == 1 and own else None

    @property
    def _measure(self) -> str:
        return "budget" if self.values.last.kind == "budget" else "final"

    # ── what is gone ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _is_gone(self, entry: Entry) -> bool:
        """Whether an item had an amount last year and has none this year, nor a budget."""
        key = self.values.moved(entry.key)
        now = self._items(self.values.now, key)
        planned = (self._items(self.values.now, key._replace(measure=measure)) for measure in BUDGETS)
        return (
            bool(now) and key.item in self._items(self.values.last, entry.key) and key.item not in now.union(*planned)
        )

    # ── what is new ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _added(self, entries: list[Entry], left: list[Entry]) -> Iterator[tuple[str, Entry | None]]:
        """The items that a list which had all of last year's lacks now, each with the entry, of those left, behind which it comes."""
        first = entries[0].key
        listed = {entry.key.item for entry in entries}
        classes = {item[:_CLASS] for item in listed}
        prefix = classes.pop() if len(classes) == 1 else ""
        before = {item for item in self._items(self.values.last, first) if item.startswith(prefix)}
        if not before or not before <= listed:
            return
        now = {item for item in self._items(self.values.now, self.values.moved(first)) if item.startswith(prefix)}
        for item in sorted(now - listed):
            smaller = [entry for entry in left if entry.key.item < item]
            yield item, smaller[-1] if smaller else None

    def _items(self, report: Report, like: FactKey) -> frozenset[str]:
        """The items with an amount that differ from one only in their code, of as many digits; of the funds that may be meant the first
        that has any."""
        told = self._told_now if report is self.values.now else self._told_last
        for scope in (like.scope, *_FUNDS):
            items = told.get(like._replace(item="", scope=scope), ())
            found = {item for item in items if item[:2] == like.item[:2] and len(item) == len(like.item)}
            if found:
                return frozenset(found)
        return frozenset()

    @cached_property
    def _told_now(self) -> dict[FactKey, set[str]]:
        return _with_amounts(self.values.figures_now)

    @cached_property
    def _told_last(self) -> dict[FactKey, set[str]]:
        return _with_amounts(self.values.figures_last)

    def _keys(self, model: Entry, item: str) -> Iterator[FactKey]:
        """What a paragraph like another one tells of a new item."""
        for mention in model.mentions:
            for key in mention.fact.keys:
                yield self.values.moved(key._replace(item=item))

    def _like(self, model: Entry, key: FactKey, known: Sequence[Edit], entries: Sequence[Entry]) -> str | None:
        """A paragraph like another one about another item, its own words left out; None where that one's name is not found in it."""
        block, document = model.block, self.values.last.document
        old, new = self.values.figures_last.item(model.key.item[2:]), self.values.figures_now.item(key.item[2:])
        text = block.flow.text
        names = ((old.path, new.path), (old.below, new.below), (old.name, new.name))
        found = ((folded_at(text, name), name, other) for name, other in names if name)
        at, name, other = next(((at, name, other) for at, name, other in found if at >= 0), (-1, "", ""))
        if at < 0:
            return None
        edits = [Edit(block.flow.span(at, at + len(name)), other)]
        edits += [Edit(block.flow.span(*match.span()), new.code) for match in regex.finditer(old.code, text)]
        edits += self._moved(model, key)
        settled_already = [edit.span for edit in edits]
        for mention in model.mentions:
            if not any(span.start <= mention.fact.span.start < span.end for span in settled_already):
                edits.append(Edit(mention.fact.span, self._number(model, mention, key)))
        edits += self._of_it_alone(model, entries, known, at + len(name), (old, new))
        return like(document, block.span, edits, known).text

    def _moved(self, model: Entry, key: FactKey) -> Iterator[Edit]:
        """What a paragraph says of how its item moved, of one that had nothing: a change from nothing, where its amount is known; else a place."""
        inside = model.block.span
        narrative = self.values.last.narrative
        words: list[Word] = [comparison.word for comparison in narrative.comparisons]
        for change in narrative.changes:
            first = change.words[0]
            if not inside.start <= first.span.start < inside.end:
                continue
            now = self._own_amount(model, key)
            if now is not None and not change.base.measure and first.sign and change.amount is not None:
                yield self.changes.from_nothing(change, now)
            else:
                words += change.words
        for word in dict.fromkeys(words):
            if inside.start <= word.span.start < inside.end:
                yield Edit(word.span, WORD)

    def _of_it_alone(
        self, model: Entry, entries: Sequence[Entry], known: Sequence[Edit], after: int, items: tuple[Item, Item]
    ) -> Iterator[Edit]:
        """Behind the name: the other places where it stands again, and places for what only the neighbour's paragraph says."""
        old, new = items
        told = {entry.block.span.start: list(self._clauses(entry, known)) for entry in entries}
        own = told.pop(model.block.span.start)
        alone = own_words(own, told.values())
        flow = model.block.flow
        for clause in own:
            if clause.start < after:
                continue
            if clause in alone:
                yield Edit(flow.span(clause.start, clause.end), NEW_TEXT.format(name=new.name))
            elif clause.is_plain and (at := flow.text.find(fold(old.name), clause.start, clause.end)) >= 0:
                yield Edit(flow.span(at, at + len(old.name)), new.name)

    def _clauses(self, entry: Entry, known: Sequence[Edit]) -> Iterator[Clause]:
        spans = [*(edit.span for edit in known), *(mention.fact.span for mention in entry.mentions)]
        inside = entry.block.span
        handled = {at for s in spans if inside.start <= s.start < inside.end for at in range(s.start, s.end)}
        item = self.values.figures_last.item(entry.key.item[2:])
        return clauses(entry.block, (item.path, item.below, item.name), handled)

    def _amount(self, fact: Fact, item: str) -> Amount | None:
        """This year's amount of an item, of what a number or the cell that it is tied to measures of another one."""
        keys = (*fact.keys, *(key for cell in self.parts.slots.cells(fact) for key in cell.keys))
        own = (key._replace(item=item) for key in keys if key.period == self.values.last.year and key.item[1:2] == ":")
        return next((found for key in own if (found := self.values.now_of((key,))) is not None), None)

    def _own_amount(self, model: Entry, key: FactKey) -> Amount | None:
        """This year's amount of an item that is told as another one is."""
        return self._amount(next(m.fact for m in model.mentions if model.key in m.fact.keys), key.item)

    def _number(self, model: Entry, mention: Mention, key: FactKey) -> str:
        """This year's amount of a new item where last year's own of the other one stands; for any other number a place."""
        found = self._amount(mention.fact, key.item)
        if found is not None:
            return self.display.show(found.value, mention.fact.quantity)
        amount, whole = self._own_amount(model, key), self.parts.whole_of(mention.fact, _classified)
        if amount is not None and whole is not None and whole.value:
            return self.display.show(amount.value / whole.value, mention.fact.quantity)
        return NUMBER


def _classified(fact: Fact) -> bool:
    return any(key.item[:2] in CODED for key in fact.keys)


def folded_at(text: str, name: str) -> int:
    """Where a name stands in folded text."""
    return text.find(fold(name))


def _with_amounts(figures: Figures) -> dict[FactKey, set[str]]:
    """The items with an amount, by what else their keys say."""
    found: dict[FactKey, set[str]] = {}
    for key, facts in figures.cells.items():
        if not facts[0].blank and facts[0].quantity.value:
            found.setdefault(key._replace(item=""), set()).add(key.item)
    return found


def _alike(one: Entry, other: Entry) -> bool:
    return (
        one.block.level == other.block.level
        and len(one.key.item) == len(other.key.item)
        and one.key._replace(item="") == other.key._replace(item="")
    )
