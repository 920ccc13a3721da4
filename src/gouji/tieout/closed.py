"""Lists within a sentence whose last words close them: 其他…, which is all the rest, or their sum (…，合计111.70万元)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.narrative.claims import Amount, Row
from gouji.relations import Relation, Same, Sum
from gouji.tieout.complete import inner
from gouji.tieout.ground import Ground

_LEAST_NAME = 2


class Closed(Ground):
    """The relations of lists that are closed by their last words."""

    def relations(self) -> Iterator[Relation]:
        for row in self.claims.rows:
            yield from self._of(row)

    def _of(self, row: Row) -> Iterator[Relation]:
        closing = self.lexicon.phrases["exhaustive"]
        for total, parts in inner(row.amounts):
            if len(parts) < 2 or any(part.opens or part.sign for part in parts[:-1]):
                continue
            if parts[-1].name in closing["sums"]:
                yield Sum(parts[-1].fact, [part.fact for part in parts[:-1]], kind="parts")
                yield Same(parts[-1].fact, total.fact)
            elif _is_the_rest(parts, total, closing["rest"][0]):
                yield Sum(total.fact, [part.fact for part in parts], kind="parts")


def _is_the_rest(parts: Sequence[Amount], total: Amount, word: str) -> bool:
    """Whether the last part is all that is left of the total (政府购买服务…：…、其他服务)."""
    rest = parts[-1].name.removeprefix(word)
    named = parts[-1].name.startswith(word) and len(rest) >= _LEAST_NAME
    return named and rest in total.name and sum(part.name.startswith(word) for part in parts) == 1
