"""Wholes that are told by their parts alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.facts import Fact, FactKey
from gouji.quantity import ZERO
from gouji.quantity import total as sum_of
from gouji.statements.identities import matches, part_key
from gouji.tieout.ground import Ground


class Made(Ground):
    """What a paragraph tells of the parts of a line."""

    def told_in(self, paragraph: int, key: FactKey) -> Fact | None:
        """The amount of a key that a paragraph tells."""
        told = (m.fact for m in self.book.mentions.get(key, ()) if m.paragraph == paragraph and m.fact.firm)
        return next(told, None)

    def parts_told(self, key: FactKey, paragraph: int) -> Iterator[list[Fact]]:
        """All the parts of a line (“三公”经费) by each of its identities, where a paragraph tells every one."""
        for identity in self.lexicon.identities:
            if identity.is_of_line and matches(key, identity.total):
                wanted = [self.book.canonical(part_key(key, each)) for each in identity.parts]
                found = [self.told_in(paragraph, each) for each in wanted]
                parts = [fact for fact in found if fact is not None]
                if len(parts) == len(wanted):
                    yield parts


def made_of(parts: Sequence[Fact]) -> Fact:
    """The whole that some parts make up."""
    value = sum((part.quantity.value for part in parts), ZERO)
    firm = all(part.firm for part in parts)
    finest = min((part.quantity for part in parts), key=lambda quantity: (not quantity.quantum, quantity.quantum))
    whole = Fact(finest._replace(value=value), parts[0].span, constant=True, firm=firm)
    whole.bounded(sum_of([part.interval for part in parts]))
    return whole
