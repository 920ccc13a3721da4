"""What was spent on occasions and how often there was one: 因公出国（境）费0万元，团组0个，累计0人次."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.relations import Nothing, Relation
from gouji.tieout.ground import Ground


class Occasions(Ground):
    """Where a section tells that neither was, each bears the other out; N105 asks where only one was."""

    def relations(self) -> Iterator[Relation]:
        for occasion in self.lexicon.occasions:
            for key, mentions in self.book.mentions.items():
                if key.item not in occasion.costs:
                    continue
                for mention in mentions:
                    for item in occasion.counts:
                        count = self.told_once(mention.section, key._replace(item=item))
                        if count is not None and mention.fact.firm and count.firm:
                            relation = Nothing(mention.fact, count)
                            if relation.is_met:
                                yield relation
