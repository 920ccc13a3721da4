"""Lists within a sentence whose last words close them: 其他…, which is all the rest, or their sum (…，合计111.70万元)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.narrative.claims import Amount, Row
from gouji.relations import Relation, Sum
from gouji.tieout.complete import inner
from gouji.tieout.ground import Ground
from gouji.tieout.lists import is_like

_LEAST_NAME = 2
_LEAST_PARTS = 3


class Closed(Ground):
    """The relations of lists that are closed by their last words."""

    def relations(self) -> Iterator[Relation]:
        for row in self.claims.rows:
            yield from self._of(row)

    def _of(self, row: Row) -> Iterator[Relation]:
        closing = self.lexicon.phrases["exhaustive"]
        for total, parts in inner(row.amounts):
            plain = len(parts) > 1 and not any(part.opens or part.sign for part in parts[:-1])
            if plain and any(_is_the_rest(parts, total, word) for word in closing["rest"]):
                yield Sum(total.fact, [part.fact for part in parts], kind="parts")
        for index, amount in enumerate(row.amounts):
            if amount.name in closing["sums"] and not amount.sign:
                parts = _before(row.amounts[:index], amount)
                if len(parts) >= _LEAST_PARTS:
                    yield Sum(amount.fact, [part.fact for part in parts], kind="parts")


def _before(amounts: Sequence[Amount], total: Amount) -> list[Amount]:
    """The amounts of a list directly before its sum."""
    parts: list[Amount] = []
    for amount in reversed(amounts):
        if amount.opens or amount.ends or amount.sign or not is_like(amount, total):
            break
        parts.append(amount)
    return parts[::-1]


def _is_the_rest(parts: Sequence[Amount], total: Amount, word: str) -> bool:
    """Whether the last part is all that is left of the total (政府购买服务…：…、其他服务)."""
    rest = parts[-1].name.removeprefix(word)
    unknown = parts[-1].noun == parts[-1].name  # no 其他收入, which is a line of its own
    named = unknown and parts[-1].name.startswith(word) and len(rest) >= _LEAST_NAME
    return named and rest in total.name and sum(part.name.startswith(word) for part in parts) == 1
