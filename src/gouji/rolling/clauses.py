"""What the paragraphs of a list say of their items alone: the clauses that no other paragraph has, its name and its numbers apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from gouji.document import Paragraph
from gouji.precompiled import pattern_of
from gouji.quantity import fold

_CLAUSE = pattern_of(r"[^,;。:]+")
_NAME, _OTHER = "$", "#"


class Clause(NamedTuple):
    """A clause of a paragraph, in characters of its text, and its form: the item's names are `$`, and what is edited is `#`."""

    start: int
    end: int
    form: str

    @property
    def is_plain(self) -> bool:
        """Whether nothing of it is edited."""
        return _OTHER not in self.form


def clauses(block: Paragraph, names: Iterable[str], handled: Collection[int]) -> Iterator[Clause]:
    """The clauses of a paragraph about an item with these names; `handled` are the offsets of what is edited."""
    flow = block.flow
    for match in _CLAUSE.finditer(flow.text, block.marker):
        signs = (_OTHER if flow.offsets[at] in handled else flow.text[at] for at in range(*match.span()))
        form = "".join(signs)
        for name in names:
            form = form.replace(fold(name), _NAME) if name else form
        while _OTHER * 2 in form:
            form = form.replace(_OTHER * 2, _OTHER)
        start, end = match.span()
        yield Clause(start, end, form.strip())


def own_words(model: Sequence[Clause], others: Iterable[Sequence[Clause]]) -> list[Clause]:
    """The plain clauses of one paragraph that none of the others has."""
    forms = {clause.form for each in others for clause in each}
    return [clause for clause in model if clause.is_plain and clause.form and clause.form not in forms]
