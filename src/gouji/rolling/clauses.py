"""What the paragraphs of a list say of their items alone: the clauses that no other paragraph has, its name and its numbers apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from gouji.document import Flow, Paragraph
from gouji.precompiled import pattern_of
from gouji.quantity import fold

_CLAUSE = pattern_of(r"[^,;。:]+")
NAME, OTHER = "$", "#"


class Clause(NamedTuple):
    """A clause of a paragraph, in characters of its text, and its form: the item's names are `$`, and what is edited is `#`."""

    start: int
    end: int
    form: str

    @property
    def is_plain(self) -> bool:
        """Whether nothing of it is edited."""
        return OTHER not in self.form


def form_of(flow: Flow, start: int, end: int, handled: Collection[int]) -> str:
    """The characters of a text, those at the offsets `handled`, which are edited, as one sign."""
    form = "".join(OTHER if flow.offsets[at] in handled else flow.text[at] for at in range(start, end))
    while OTHER * 2 in form:
        form = form.replace(OTHER * 2, OTHER)
    return form


def clauses(block: Paragraph, names: Iterable[str], handled: Collection[int]) -> Iterator[Clause]:
    """The clauses of a paragraph about an item with these names; `handled` are the offsets of what is edited."""
    flow = block.flow
    for match in _CLAUSE.finditer(flow.text, block.marker):
        start, end = match.span()
        form = form_of(flow, start, end, handled)
        for name in names:
            form = form.replace(fold(name), NAME) if name else form
        yield Clause(start, end, form.strip())


def own_words(model: Sequence[Clause], others: Iterable[Sequence[Clause]]) -> list[Clause]:
    """The plain clauses of one paragraph that none of the others has."""
    forms = {clause.form for each in others for clause in each}
    return [clause for clause in model if clause.is_plain and clause.form and clause.form not in forms]
