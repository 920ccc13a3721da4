"""Claims: what a clause asserts about facts, before the facts are looked up."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import NamedTuple

from gouji.document import Span
from gouji.facts import Fact, Word
from gouji.lexicon import Dims


@dataclass(eq=False, slots=True)
class Change:
    """与上年相比减少120.36万元，下降9.65%: a movement of `subject` against `base`.

    `whole` is the total that the subject was named a part of: a change after a list may be the total's.
    """

    subject: Dims
    base: Dims
    paragraph: int
    at: int
    words: list[Word] = field(default_factory=list)
    amount: Fact | None = None
    rate: Fact | None = None
    prior: Fact | None = None
    whole: Dims | None = None


@dataclass(eq=False, slots=True)
class Ratio:
    """占…的61.80%, 完成年初预算的73.28%: `rate` of `part` in `whole`. `part_fact` where the clause names it."""

    part: Dims
    whole: tuple[Dims, ...]
    rate: Fact
    kind: str
    paragraph: int
    at: int
    part_fact: Fact | None = None
    whole_fact: Fact | None = None


@dataclass(eq=False, slots=True)
class Comparison:
    """决算数大于年初预算数: the sign of `left` minus `right`."""

    left: Dims
    right: tuple[Dims, ...]
    word: Word
    paragraph: int
    at: int


@dataclass(eq=False, slots=True)
class Group:
    """其中：…: the parts that follow a total; `numbered` if they follow as a numbered list, `of_which` if they stand in
    brackets behind the total (0.40万元（含…0.10万元）)."""

    parent: Dims
    parent_fact: Fact | None
    paragraph: int
    level: int
    open_ended: bool
    complete: bool
    numbered: bool = False
    of_which: bool = False
    children: list[tuple[Dims, Fact]] = field(default_factory=list)
    rates: list[Fact] = field(default_factory=list)
    counts: list[Fact] = field(default_factory=list)
    text: str = ""


@dataclass(eq=False, slots=True)
class Mention:
    """A number of the narrative: its fact, its section, and why it may stay unchecked. `natures` are those of which its
    paragraph has spoken before (公用经费：…): an item that names none may be meant under one of them."""

    fact: Fact
    section: str
    paragraph: int
    at: int
    reason: str = ""
    dims: Dims | None = None
    natures: tuple[str, ...] = ()


class YearMention(NamedTuple):
    """A year in a sentence that states figures. `role`: own (2024年度支出), base (与2023年相比) or as-of (截至2024年底)."""

    year: int
    span: Span
    role: str
    paragraph: int
    at: int
    section: str


class Reason(NamedTuple):
    """What is given as the reason for a change or a difference: the word it explains, the folded text, and the text of
    the sentence before it."""

    word: Word
    text: str
    before: str
    span: Span
    paragraph: int
    section: str


@dataclass(slots=True)
class Claims:
    """Everything the narrative asserts."""

    mentions: list[Mention] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    years: list[YearMention] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    agreements: list[tuple[Word, Word]] = field(default_factory=list)

    def extend(self, others: Claims) -> None:
        """Add what another part of the narrative asserts."""
        for each in fields(self):
            getattr(self, each.name).extend(getattr(others, each.name))
