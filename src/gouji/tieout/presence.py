"""Relations of a word that is there or missing: an item listed that has no amount, an absence that has one, a change without
its word."""

from __future__ import annotations

from collections.abc import Iterator, Set

from gouji.facts import Enumeration, Fact, FactKey, ListedItem, Site, Word
from gouji.relations import Demand, Growth, Outcome, Relation
from gouji.tieout.ground import Ground

_LEAF = len("E:30101")


class Presence(Relation):
    """What the narrative lists or denies, against the cells. `kind`: listed, missing or absence. Built only when it fails."""

    family = "presence"

    def __init__(self, word: Word, cells: list[Fact], kind: str) -> None:
        self.word, self.cells, self.kind = word, cells, kind
        self.sites = (word,)
        self.result = word

    def outcome(self) -> Outcome:
        return Outcome.FAILS

    def demand(self, site: Site) -> Demand:
        return frozenset({1 - self.word.sign}) if site is self.word else None

    def formula(self) -> str:
        return "；".join(f"{cell.place} = {cell.text}" for cell in self.cells)


class Unsaid(Relation):
    """An amount that is written as last year's and is the change: the word between (增加) is missing. Built only for that."""

    family = "presence"

    def __init__(self, growth: Growth) -> None:
        amount = growth.amount
        self.growth = growth
        self.word = Word(growth.word.sign, amount.text, amount.span, "unsaid")
        self.sites = (self.word,)
        self.result = self.word

    def outcome(self) -> Outcome:
        return Outcome.FAILS

    def demand(self, site: Site) -> Demand:
        return frozenset({1 - self.word.sign}) if site is self.word else None

    def formula(self) -> str:
        return self.growth.formula()


class Presences(Ground):
    """What the narrative lists or denies."""

    def relations(self, supported: Set[Fact]) -> Iterator[Relation]:
        """Items listed that have no amount, amounts that are not listed, and amounts that are said not to be; `supported`
        are the cells that a sum bears out: a blank cell means nothing only there."""
        for enumeration in self.claims.enumerations:
            yield from self._enumeration(enumeration, supported)
        yield from self._absences()

    def _enumeration(self, enumeration: Enumeration, supported: Set[Fact]) -> Iterator[Relation]:
        owner = self.book.canonical(enumeration.owner)
        classes = self.lexicon.phrases["natures"].get(owner.nature)
        leaves, columns = self._leaves(owner) if classes is not None else ({}, {})
        if classes is None or not leaves:
            return
        listed, unknown = self._listed(enumeration.items, leaves)
        empty = [
            (item, cell)
            for code, item in listed.items()
            if code[2:5] in classes
            and (cell := leaves.get(code)) is not None
            and (cell.blank or not cell.quantity.value)
        ]
        if len(empty) > 1 and 3 * len(empty) > len(listed):
            return  # the whole classification, of which the unit has some
        absent = [(item, cell) for item, cell in empty if not cell.blank or cell in supported]
        if absent:  # one list, one finding
            first = absent[0][0]
            yield Presence(Word(1, first.name, first.span, "enumeration"), [cell for _, cell in absent], "listed")
        missing = [
            fact
            for code, fact in leaves.items()
            if code[2:5] in classes and not fact.blank and fact.quantity.value != 0 and code not in listed
            if owner.nature == "basic" or owner.nature in columns.get(code, {owner.nature})
        ]
        if missing and enumeration.complete and not unknown and len(listed) >= 2:
            yield Presence(Word(0, "", enumeration.items[-1].span, "enumeration"), missing, "missing")

    def _leaves(self, owner: FactKey) -> tuple[dict[str, Fact], dict[str, set[str]]]:
        """The economic items (款) of basic spending in the document's statements, and in which of the other columns each has
        an amount."""
        leaves: dict[str, Fact] = {}
        columns: dict[str, set[str]] = {}
        for statement, keys in self.book.by_statement:
            own = statement.type.key if statement.type is not None else None
            if own is None or own.classification != "E" or own.nature != "basic":
                continue
            for key, facts in keys.items():
                if key.item[:2] != "E:" or len(key.item) != _LEAF or key.measure != owner.measure:
                    continue
                if key.nature == "basic":
                    leaves[key.item] = facts[0]
                elif not facts[0].blank and facts[0].quantity.value != 0:
                    columns.setdefault(key.item, set()).add(key.nature)
        return leaves, columns

    def _listed(self, items: list[ListedItem], leaves: dict[str, Fact]) -> tuple[dict[str, ListedItem], int]:
        """The listed items by their codes, and how many names have none."""
        listed: dict[str, ListedItem] = {}
        unknown = 0
        names = {fact.subject: code for code, fact in leaves.items()}
        for item in items:
            code = names.get(item.name) or self._economic(item.name, leaves)
            if code:
                listed[code] = item
            else:
                unknown += 1
        return listed, unknown

    def _economic(self, name: str, leaves: dict[str, Fact]) -> str:
        codes = [f"E:{code}" for code in self.lexicon.names["E"].get(name, ()) if f"E:{code}" in leaves]
        return codes[0] if len(codes) == 1 else ""

    def _absences(self) -> Iterator[Relation]:
        for absence in self.claims.absences:
            cells = []
            for key in absence.keys:
                cell = self.book.cell(self.book.canonical(key))
                if cell is not None and not cell.blank and cell.quantity.value != 0:
                    cells.append(cell)
            if cells:
                yield Presence(Word(0, absence.text, absence.span, "absence"), cells, "absence")
