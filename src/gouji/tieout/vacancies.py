"""Posts, those who hold them, and how many are vacant (编制48名，实有45人，空编3名) or held beyond them (超编2人)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.narrative.claims import Amount
from gouji.relations import Relation, Sum
from gouji.tieout.ground import Ground


class Vacancies(Ground):
    """What is vacant is the difference of posts and people; of several of either, any may be meant."""

    def relations(self) -> Iterator[Relation]:
        words = self.lexicon.phrases["vacancies"]
        for row in self.claims.rows:
            counts = [each for each in row.amounts if each.fact.quantity.unit.is_count and not each.sign]
            for index, each in enumerate(counts):
                for kind in ("vacant", "over"):
                    if any(word in each.name for word in words[kind]):
                        yield from self._of(counts[:index], each, kind)

    def _of(self, before: Sequence[Amount], vacant: Amount, kind: str) -> Iterator[Relation]:
        words, kind_of = self.lexicon.phrases["vacancies"], vacant.fact.quantity.unit.dimension
        told = [each for each in before if each.fact.quantity.unit.dimension == kind_of]
        posts = [each for each in told if _last(each, words["posts"]) > _last(each, words["filled"])]
        filled = [each for each in told if _last(each, words["filled"]) > _last(each, words["posts"])]
        pairs = [(post, one) for post in reversed(posts) for one in reversed(filled)]
        sums = [_sum(post, one, vacant, kind) for post, one in pairs]
        held = next((relation for relation in sums if relation.is_met), None)
        if held is not None:
            yield held
        elif len(told) == len(posts) + len(filled) and (whole := _wholes(posts, filled)) is not None:
            yield _sum(*whole, vacant, kind)


def _wholes(posts: Sequence[Amount], filled: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """The posts and the people, each told once or with all kinds of them behind (编制86名，其中行政编制34名、事业编制52名)."""
    for told in (posts, filled):
        if not told or (len(told) > 1 and told[0].fact.quantity.value != sum(a.fact.quantity.value for a in told[1:])):
            return None
    return posts[0], filled[0]


def _last(each: Amount, words: Sequence[str]) -> int:
    """Where the last of some words stands before a count (现有编制 are posts, 编制内实有 are people)."""
    return max(each.name.rfind(word) for word in words)


def _sum(post: Amount, filled: Amount, vacant: Amount, kind: str) -> Sum:
    whole, part = (post, filled) if kind == "vacant" else (filled, post)
    return Sum(whole.fact, [part.fact, vacant.fact], kind="count")
