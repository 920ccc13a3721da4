"""Lists of parts that have names, one a paragraph (1.一般公共预算财政拨款收入…，为…): one that is nothing this year is struck, of a new one the
amount is told and the rest left open, since every paragraph explains its own; the numbers go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from gouji.document import Heading, Paragraph
from gouji.rolling import marks
from gouji.rolling.edits import Edit
from gouji.rolling.groups import Group
from gouji.rolling.likeness import NEW_TEXT
from gouji.rolling.numbering import addition, numbered, numbers_of, renumbered, struck
from gouji.rolling.parts import Parts
from gouji.writing.figures import PartEntry

_LEAST = 2


class _Entry(NamedTuple):
    """A paragraph of a list, and the part that its first amount is."""

    block: Paragraph
    part: PartEntry


@dataclass
class ListedParts:
    """The lists of a narrative, beside the edits that their numbers get in any case."""

    parts: Parts

    def edits(self) -> Iterator[Edit]:
        """Paragraphs struck and added, and the numbers of a list that changes."""
        for group, entries in self._lists():
            tells_nothing = any(self.parts.tells_nothing(entry.block, group) for entry in entries)
            left = [entry for entry in entries if tells_nothing or not self._is_gone(entry.part)]
            new = [part for part in group if self._is_new(part, entries)]
            if len(left) == len(entries) and not new:
                continue
            for entry in entries:
                if entry not in left:
                    note = marks.GONE_PART.format(name=entry.part.name)
                    yield struck(self.parts.slots.values.last.document, entry.block, note)
            yield from self._numbered(group, entries, left, new)

    def _numbered(
        self, group: Group, entries: list[_Entry], left: list[_Entry], new: list[PartEntry]
    ) -> Iterator[Edit]:
        """The new paragraphs at their places, and the numbers of all."""
        order = {part: index for index, part in enumerate(group)}
        now = sorted([*(entry.part for entry in left), *new], key=order.__getitem__)
        numbers = numbers_of([entry.block for entry in entries])
        for part in new:
            before = [entry for entry in left if order[entry.part] < order[part]]
            model = (before or left or entries)[-1 if before else 0]
            text = self._told(model, part)
            if numbers:
                text = numbered(model.block, text, numbers[0] + now.index(part))
            yield addition(model.block, text, marks.NEW_ITEM, behind=bool(before))
        if numbers:
            yield from renumbered(numbers[0], ((entry.block, now.index(entry.part)) for entry in left))

    def _told(self, model: _Entry, part: PartEntry) -> str:
        """The number of the model's paragraph, the part's name and amount, and a mark for what is to be said of it."""
        amount = self.parts.amount(part)
        fact = self.parts.mentions(model.block)[0].fact
        shown = self.parts.display.show(amount.value, fact.quantity) if amount is not None else ""
        mark = NEW_TEXT.format(name=part.name)
        return f"{model.block.flow.text[: model.block.marker]}{part.name}{shown}，{mark}。"

    def _lists(self) -> Iterator[tuple[Group, list[_Entry]]]:
        """The longest lists, each paragraph in one."""
        taken: set[int] = set()
        for group, entries in sorted(self._runs(), key=lambda run: -len(run[1])):
            starts = {entry.block.span.start for entry in entries}
            if not taken & starts:
                taken |= starts
                yield group, entries

    def _runs(self) -> Iterator[tuple[Group, list[_Entry]]]:
        """Numbered paragraphs one behind another that each begin with the amount of a part, in the order of the statements."""
        for group in self.parts.groups:
            run: list[_Entry] = []
            for block in [*self.parts.paragraphs.blocks, None]:
                entry = self._entry(block, group)
                if entry is not None and (not run or group.index(run[-1].part) < group.index(entry.part)):
                    run.append(entry)
                    continue
                if len(run) >= _LEAST:
                    yield group, run
                run = [entry] if entry is not None else []

    def _entry(self, block: Heading | Paragraph | None, group: Group) -> _Entry | None:
        if not isinstance(block, Paragraph) or not block.marker:
            return None
        mentions = self.parts.mentions(block)
        part = self.parts.begun(block, mentions[0].fact, group) if mentions else None
        return _Entry(block, part) if part is not None else None

    def _is_gone(self, part: PartEntry) -> bool:
        return not self.parts.has_now(part) and self.parts.slots.values.figures_now.is_none(part.subject)

    def _is_new(self, part: PartEntry, entries: list[_Entry]) -> bool:
        listed = [entry.part for entry in entries]
        return (
            self.parts.has_now(part)
            and not self.parts.had(part)
            and part not in listed
            and part.subject not in self._begun((*listed, part))
        )

    def _begun(self, group: Group) -> set[str]:
        """The parts that numbered paragraphs tell first, in whatever words."""
        blocks = (block for block in self.parts.paragraphs.blocks if isinstance(block, Paragraph) and block.marker)
        return self.parts.told((mention for block in blocks for mention in self.parts.mentions(block)[:1]), group)
