"""What every room that builds relations of the narrative stands on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from gouji.facts import TOTALS, Fact, FactKey
from gouji.lexicon import Dims, Lexicon
from gouji.narrative.claims import Amount, Group, Mention, Narrative
from gouji.tieout.book import Book


@dataclass(frozen=True)
class Ground:
    """The facts of a document, what its narrative claims, and the lexicon."""

    book: Book
    claims: Narrative
    lexicon: Lexicon

    @cached_property
    def mentions(self) -> dict[Fact, Mention]:
        """The mention of each number of the narrative."""
        return {mention.fact: mention for mention in self.claims.mentions}

    @cached_property
    def names(self) -> dict[Fact, str]:
        """The words before each amount or count of the narrative."""
        return {fact: amount.name for fact, amount in self.amounts.items()}

    def are_named_apart(self, first: Fact, second: Fact) -> bool:
        """Whether two amounts stand behind different words of the lexicon."""
        names = {self.names.get(fact, "") for fact in (first, second)}
        return len(names) > 1 and all(name in self.lexicon.terms for name in names)

    @cached_property
    def amounts(self) -> dict[Fact, Amount]:
        """What stands around each amount or count of the narrative."""
        return {amount.fact: amount for row in self.claims.rows for amount in row.amounts}

    @cached_property
    def sections(self) -> dict[int, str]:
        """The section of each paragraph that tells numbers."""
        return {mention.paragraph: mention.section for mention in self.claims.mentions}

    @cached_property
    def depths(self) -> dict[Fact, int]:
        """In how many brackets each amount or count of the narrative stands."""
        return {fact: amount.depth for fact, amount in self.amounts.items()}

    def unnamed_among(self, total: Fact, parts: Sequence[Fact]) -> tuple[Fact, ...]:
        """The numbers of the parts' kind that stand among them and are of something unknown: perhaps further parts."""
        told = [(m.paragraph, m.at) for part in parts if (m := self.mentions.get(part)) is not None]
        if not told:
            return ()
        places, mentions = self._in_order
        own = set(parts)
        return tuple(
            mention.fact
            for mention in mentions[bisect_right(places, min(told)) : bisect_left(places, max(told))]
            if mention.fact not in own
            and not mention.fact.keys
            and mention.fact.quantity.unit == total.quantity.unit
            and not (total.quantity.unit.is_count and self.depths.get(mention.fact, 0) > self.depths.get(parts[0], 0))
        )

    def before(self, paragraph: int, at: int, most: int) -> list[Fact]:
        """The last numbers that a paragraph tells before a place in it, the nearest first."""
        places, mentions = self._in_order
        end = bisect_left(places, (paragraph, at))
        return [m.fact for m in mentions[max(end - most, 0) : end] if m.paragraph == paragraph][::-1]

    @cached_property
    def _in_order(self) -> tuple[list[tuple[int, int]], list[Mention]]:
        """The places of the mentions, first to last, and these."""
        mentions = sorted(self.claims.mentions, key=lambda mention: (mention.paragraph, mention.at))
        return [(mention.paragraph, mention.at) for mention in mentions], mentions

    def is_of_all(self, group: Group) -> bool:
        """基本支出…；项目支出…。其中：…类…，占支出总预算…%: what all spending is broken down into, as its shares say, not what was told last."""
        return group.parent.nature not in ("", "all") and self.are_of_all({fact for _, fact in group.children})

    def are_of_all(self, facts: Set[Fact]) -> bool:
        """Whether amounts are shares of all income or all spending, of whatever nature."""
        wholes = [dims for fact in facts for dims in self._shares.get(fact, ())]
        return bool(wholes) and all(dims.nature in ("", "all") and dims.item in TOTALS for dims in wholes)

    @cached_property
    def _shares(self) -> dict[Fact, tuple[Dims, ...]]:
        """Of what an amount is said to be a share."""
        return {ratio.part_fact: ratio.whole for ratio in self.claims.ratios if ratio.part_fact is not None}

    def told_alike(self, section: str, key: FactKey) -> Fact | None:
        """The amount of a key that a section tells, in one way only and surely of it."""
        told = [m.fact for m in self.book.mentions.get(key, ()) if m.section == section]
        sure = bool(told) and all(fact.firm and fact.interval.meets(told[0].interval) for fact in told)
        return told[0] if sure else None

    def told_once(self, section: str, key: FactKey) -> Fact | None:
        """The first amount of a key that a section tells."""
        return self._first_told.get((section, key))

    @cached_property
    def _first_told(self) -> dict[tuple[str, FactKey], Fact]:
        return {(m.section, key): m.fact for key, found in self.book.mentions.items() for m in reversed(found)}

    def holds_carried(self, section: str, cell: Fact) -> bool:
        """Whether an item of a section on what was granted this year is more in a statement of both sides, which has what was carried over
        within."""
        if cell.statement not in self._of_both_sides or not any(key.item.startswith("F:") for key in cell.keys):
            return False
        return any(word in section for word in self.lexicon.phrases["years"]["granted"])

    @cached_property
    def _of_both_sides(self) -> set[int]:
        """The statements of income and expenditure."""
        sides: dict[int, set[str]] = {}
        for statement, keys in self.book.by_statement:
            sides.setdefault(statement.index, set()).update(key.flow for key in keys)
        return {index for index, flows in sides.items() if {"income", "expenditure"} <= flows}

    def paragraph(self, fact: Fact) -> int | None:
        """The paragraph that tells a fact; None for a cell."""
        mention = self.mentions.get(fact)
        return mention.paragraph if mention is not None else None
