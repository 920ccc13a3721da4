"""What last year's narrative lists or denies, against this year's figures: 主要包括：办公费、印刷费…; 无…收支."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

import regex

from gouji.document import Heading, Paragraph, Span
from gouji.facts import Absence, Enumeration, FactKey
from gouji.lexicon.lexicon import plain
from gouji.quantity import fold
from gouji.rolling import marks
from gouji.rolling.edits import Edit
from gouji.rolling.values import Values
from gouji.writing.figures import Figures, wide

_LEAF = len("E:30101")
_LEAST = 2
_WORD = r"\p{Han}"


class Presence:
    """The lists and denials of a narrative."""

    def __init__(self, values: Values) -> None:
        self.values = values

    # ── 无…收支 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def of_absence(self, absence: Absence) -> Edit | None:
        """A mark where there is something now, or nobody knows; None where there is nothing this year either."""
        text = self.values.last.document.quote(absence.span)
        known = [self._amount(key) for key in absence.keys]
        if known and all(value == 0 for value in known):
            return None
        if any(known):
            return marks.update(absence.span, text, marks.ABSENCES)
        return marks.confirm(absence.span, text, marks.NOT_IN_TABLES)

    def _amount(self, key: FactKey) -> int | None:
        """0 or 1: whether there is nothing or something of a key this year; None if no statement tells."""
        found = self.values.now_of((key,))
        if found is not None:
            return int(found.value != 0)
        empty = any(
            statement.type is not None
            and statement.type.key.scope == key.scope in ("fund", "capital")
            and not statement.amounts
            for statement in self.values.now.statements
        )
        return 0 if empty else None

    # ── 主要包括：… ──────────────────────────────────────────────────────────────────────────────────────────────────

    def of_enumeration(self, enumeration: Enumeration) -> Edit | None:
        """This year's list in the place of last year's complete one; a mark where the two cannot be told from each other."""
        owner, items = enumeration.owner, enumeration.items
        if len(items) < _LEAST:
            return None
        span = Span(items[0].span.start, items[-1].span.end)
        text = self.values.last.document.quote(span)
        before, now = self._names(self.values.figures_last, owner), self._names(self.values.figures_now, owner)
        listed = [plain(item.name) for item in items]
        if not before or not now or {plain(name) for name in before} != set(listed):
            same = bool(before) and before == now
            return None if same else marks.confirm(span, "".join(text.split()), marks.LISTS)
        if before == now:
            return None
        if [plain(name) for name in before] != listed:  # in the order of the document, what is new behind it
            by_name = {plain(name): name for name in now}
            now = [by_name.pop(name) for name in listed if name in by_name] + list(by_name.values())
        return Edit(span, "、".join(now))

    def _names(self, figures: Figures, owner: FactKey) -> list[str]:
        classes = self.values.now.lexicon.phrases["natures"].get(owner.nature, ())
        return [name for name, _ in leaves(figures, classes).values()]

    def unread(self, blocks: Iterable[Heading | Paragraph], read: Collection[Span]) -> Iterator[Edit]:
        """What becomes of lists of economic items that no claim read: of a complete one of last year this year's, of any other a mark where one of
        them is gone."""
        natures = self.values.now.lexicon.phrases["natures"].values()
        before, now = (
            [[name for name, _ in leaves(figures, classes).values()] for classes in natures]
            for figures in (self.values.figures_last, self.values.figures_now)
        )
        told = {name for names in before for name in names}
        if not told or not any(now):
            return
        name = "|".join(map(regex.escape, sorted(map(fold, told), key=len, reverse=True)))
        pattern = regex.compile(rf"(?:{name})(?:、(?:{name})){{{_LEAST},}}(?!{_WORD})")
        gone = {plain(each) for each in told} - {plain(each) for names in now for each in names}
        for block in (block for block in blocks if isinstance(block, Paragraph)):
            for match in pattern.finditer(block.flow.text):
                span = block.flow.span(*match.span())
                listed = {plain(each) for each in match[0].split("、")}
                if any(each.start < span.end and span.start < each.end for each in read):
                    continue
                at = next((i for i, names in enumerate(before) if listed == {plain(each) for each in names}), -1)
                goes_on = "、" in (block.flow.text[match.end() :][:1], block.flow.text[: match.start()][-1:])
                if at >= 0 and before[at] != now[at] and now[at] and not goes_on:
                    yield Edit(span, "、".join(now[at]))
                elif listed & gone:
                    yield marks.confirm(span, "".join(self.values.last.document.quote(span).split()), marks.LISTS)


def leaves(figures: Figures, classes: Collection[str]) -> dict[str, tuple[str, Decimal]]:
    """The economic items (款) of basic spending in some classes that have an amount, by code, with their names and amounts."""
    found = {
        key.item: (wide(facts[0].subject), facts[0].quantity.value)
        for key, facts in figures.cells.items()
        if key.item[:2] == "E:" and len(key.item) == _LEAF and key.nature == "basic" and key.item[2:5] in classes
        if not facts[0].blank and facts[0].quantity.value
    }
    return {item: found[item] for item in sorted(found)}


def told_before(values: Values, end: int) -> Iterator[tuple[Span, Edit | None]]:
    """What becomes of each list and denial before the offset `end`; None where it stays as it is."""
    presence = Presence(values)
    narrative = values.last.narrative
    for absence in narrative.absences:
        if absence.span.start < end:
            yield absence.span, presence.of_absence(absence)
    for enumeration in narrative.enumerations:
        if enumeration.span.start < end:
            yield enumeration.span, presence.of_enumeration(enumeration)
