"""What the entries of the lexicon's tables are."""

from __future__ import annotations

from typing import NamedTuple

import regex


class Dims(NamedTuple):
    """The dimensions of a fact that a word settles; "" or 0 leaves a dimension open."""

    scope: str = ""
    flow: str = ""
    item: str = ""
    nature: str = ""
    measure: str = ""
    classification: str = ""
    period: int = 0

    def over(self, base: Dims) -> Dims:
        """These dimensions, and `base`'s where these leave them open. A bare total keeps the item it totals."""
        item = self.item or base.item
        if self.item in ("total", "grand") and base.item and base.item not in ("total", "grand"):
            item = base.item
        return Dims(
            self.scope or base.scope,
            self.flow or base.flow,
            item,
            self.nature or base.nature,
            self.measure or base.measure,
            self.classification or base.classification,
            self.period or base.period,
        )


NOTHING = Dims()

Phrases = dict[str, dict[str, tuple[str, ...]]]
"""The words of `phrases.toml` by group and role."""


class StatementType(NamedTuple):
    """A statement that the lexicon knows; `labels` are its own names of rows that other places call otherwise."""

    id: str
    kind: str
    titles: tuple[str, ...]
    key: Dims
    rows: str
    columns: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


class Identity(NamedTuple):
    """total = Σ parts, each given by the dimensions in which it differs from the others."""

    name: str
    total: Dims
    parts: tuple[Dims, ...]
    alternatives: tuple[tuple[Dims, ...], ...]
    balance: bool
    tables_only: bool
    statements: tuple[str, ...]
    not_items: tuple[str, ...]
    needs: Dims
    without: Dims
    open_parts: bool
    told_apart: bool

    @property
    def is_of_line(self) -> bool:
        """Whether it is about a named line (三公经费, 政府采购), not about a dimension of the accounts."""
        return self.total.item not in ("", "total", "grand")


class Elsewhere(NamedTuple):
    """Words by which an amount is not the document's own for its year (`others`, `part_of_year`), and those before an amount that
    leave it so: the unit's `place`, what is left `aside`, and its `own` kinds of units; `office` is what a unit is without those below it, `several` are
    some units together."""

    others: regex.Pattern[str]
    part_of_year: regex.Pattern[str]
    place: regex.Pattern[str]
    aside: regex.Pattern[str]
    office: regex.Pattern[str]
    several: regex.Pattern[str]
    own: frozenset[str]


class Bound(NamedTuple):
    """part ≤ whole."""

    name: str
    part: Dims
    whole: Dims


class CodeName(NamedTuple):
    """A name of a 科目 code and the fiscal years in which it was in use; 0 where no limit is known."""

    code: str
    name: str
    first: int
    last: int

    def holds(self, year: int) -> bool:
        """Whether the name was in use in a year; in an unknown year (0), whether it still is."""
        return self.first <= year and (not self.last or year <= self.last) if year else not self.last


class Occasion(NamedTuple):
    """What is spent on an occasion and how often there was one: the items of the cost, and each count's with its units.
    `required`: a final account must tell the counts."""

    costs: tuple[str, ...]
    counts: dict[str, tuple[str, ...]]
    required: bool
