"""Claims: what a clause asserts about facts, before the facts are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import chain
from typing import Any, NamedTuple

from gouji.document import Span
from gouji.facts import Absence, Enumeration, Fact, Word
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

    def since(self, year: int) -> tuple[str, int]:
        """What kind of amount of which year the change is against, in a document of `year`."""
        own = {self.subject.measure, "initial" if self.subject.measure == "budget" else ""}
        measure = "" if self.base.measure in own else self.base.measure  # 比上年预算, of a budget
        return measure, year - 1 if self.base.period == -1 else self.base.period


@dataclass(eq=False, slots=True)
class Ratio:
    """占…的61.80%, 完成年初预算的73.28%: `rate` of `part` in `whole`. `part_fact` where the clause names it; `name` are the words for a
    whole that nobody knows; `named` whether the words say of what at all (占61.80%)."""

    part: Dims
    whole: tuple[Dims, ...]
    rate: Fact
    kind: str
    paragraph: int
    at: int
    part_fact: Fact | None = None
    whole_fact: Fact | None = None
    name: str = ""
    named: bool = True


@dataclass(eq=False, slots=True)
class Comparison:
    """决算数大于年初预算数: the sign of `left` minus `right`; `amount` where it says by how much."""

    left: Dims
    right: tuple[Dims, ...]
    word: Word
    paragraph: int
    at: int
    amount: Fact | None = None

    @property
    def as_change(self) -> Change | None:
        """与年初预算持平: no movement, against one budget."""
        if self.word.sign or not self.right:
            return None
        base = Dims(measure=self.right[0].measure, period=self.right[0].period)
        return Change(self.left, base, self.paragraph, self.at, [self.word])


@dataclass(eq=False, slots=True)
class Group:
    """其中：…: the parts that follow a total; `numbered` if they follow as a numbered list, `row` is the level of the list
    that the total itself stands in. `kind` is what the words say of the parts: complete (用于以下方面), main (主要内容如下: there may be
    more), of-which (in brackets behind the total, 0.40万元（含…0.10万元）), listed (behind its colon), within (车辆中，…), or nothing."""

    parent: Dims
    parent_fact: Fact | None
    paragraph: int
    level: int
    open_ended: bool
    kind: str = ""
    numbered: bool = False
    row: int = 0
    children: list[tuple[Dims, Fact]] = field(default_factory=list)
    rates: list[Fact] = field(default_factory=list)
    counts: list[Fact] = field(default_factory=list)
    text: str = ""


@dataclass(eq=False, slots=True)
class Mention:
    """A number of the narrative: its fact, its section, and why it may stay unchecked. `natures` are those of which its
    paragraph has spoken before (公用经费：…): an item that names none may be meant under one of them; `under` is the one that
    a colon puts it under ("?" a heading that nobody knows)."""

    fact: Fact
    section: str
    paragraph: int
    at: int
    reason: str = ""
    dims: Dims | None = None
    natures: tuple[str, ...] = ()
    under: str = ""


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

    @property
    def is_open(self) -> bool:
        """Whether it is still to be written: 【请确认：…】."""
        return self.text.startswith("[")


class Agreement(NamedTuple):
    """Two words that speak of one movement."""

    first: Word
    second: Word


class Explained(NamedTuple):
    """比上年减少40.23万元，主要原因是基本支出减少6.08万元，项目支出减少34.15万元: the movements that make up a change, as its reason says."""

    change: Change
    parts: tuple[tuple[Dims, Fact, Word], ...]


class Stating(NamedTuple):
    """What a number was read as measuring."""

    fact: Fact
    dims: Dims
    natures: tuple[str, ...] = ()
    under: str = ""


class Unfiscal(NamedTuple):
    """A number inside a reason, or in a text that is not about money."""

    fact: Fact
    reason: str


SOME, ALL = "some", "all"  # of its parts a list may name


class Amount(NamedTuple):
    """An amount or count of a row: the word of the change that it is (None: it is an amount), the words directly before it (`noun`
    only where some of them are nobody's but its own), whether a word, a colon or a bracket behind it opens a list of parts (ALL:
    one that divides all of it, 按资金来源划分), whether its sentence ends before the next one, whether nothing but its name stands before it in its row, and nothing but the
    opening word behind it; whether 其中 follows it, whether 等 says that there is more than what was listed up to it; in how
    many brackets it stands; and whether a semicolon follows before the next one."""

    fact: Fact
    word: Word | None
    name: str
    noun: str
    opens: str
    ends: bool
    leads: bool
    heads: bool
    among: bool
    more: bool
    depth: int
    breaks: bool

    @property
    def is_divided(self) -> bool:
        return self.opens == ALL

    @property
    def sign(self) -> int:
        """Of the change that it is; 0 for an amount."""
        return self.word.sign if self.word is not None else 0


class Row(NamedTuple):
    """The amounts of a paragraph, its list number and the level of that (0: it has none)."""

    paragraph: int
    level: int
    number: str
    amounts: tuple[Amount, ...]


class Each(NamedTuple):
    """车均运行维护费1.85万元: what one of several is; or `told` in another unit (52.50万元（即525000元）). `ends` where its sentence does."""

    fact: Fact
    text: str
    told: Fact | None
    ends: bool = False


class Moved(NamedTuple):
    """62.35%，较上年的60.20%提高2.15个百分点: a rate, what it was, and the points between; two amounts and the rate between."""

    current: Fact
    prior: Fact
    amount: Fact
    word: Word


class Grew(NamedTuple):
    """车辆12辆，比上年减少3辆，下降20%: a count, by how many it changed, and at what rate."""

    current: Fact
    amount: Fact
    rate: Fact
    word: Word


Claim = (
    Row
    | Change
    | Ratio
    | Comparison
    | Group
    | YearMention
    | Reason
    | Agreement
    | Enumeration
    | Absence
    | Stating
    | Unfiscal
    | Each
    | Moved
    | Grew
    | Explained
)


@dataclass(frozen=True, slots=True)
class Narrative:
    """Everything that the narrative of a document asserts, in reading order."""

    mentions: tuple[Mention, ...] = ()
    changes: tuple[Change, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    groups: tuple[Group, ...] = ()
    years: tuple[YearMention, ...] = ()
    reasons: tuple[Reason, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    absences: tuple[Absence, ...] = ()
    rows: tuple[Row, ...] = ()
    related: tuple[Each | Moved | Grew | Explained, ...] = ()

    @staticmethod
    def of(mentions: Iterable[Mention], claims: Iterable[Claim]) -> Narrative:
        """The claims of paragraphs by their kinds."""
        found: dict[type, list[Any]] = {}
        for claim in claims:
            found.setdefault(type(claim), []).append(claim)
        kinds = (Change, Ratio, Comparison, Group, YearMention, Reason, Agreement, Enumeration, Absence, Row)
        related = tuple(claim for each in (Each, Moved, Grew, Explained) for claim in found.get(each, ()))
        told: list[tuple[Any, ...]] = [*(tuple(found.get(kind, ())) for kind in kinds), related]
        return Narrative(tuple(mentions), *told)

    def words(self) -> Iterator[Word]:
        """Every word that claims a sign; some come twice."""
        for change in self.changes:
            yield from change.words
        for comparison in self.comparisons:
            yield comparison.word
        for agreement in self.agreements:
            yield from agreement
        for reason in self.reasons:
            yield reason.word
        for each in self.related:
            if isinstance(each, Moved | Grew):
                yield each.word
            if isinstance(each, Explained):
                yield from (word for _, _, word in each.parts)

    @staticmethod
    def joined(parts: Iterable[Narrative]) -> Narrative:
        """The narratives of sections as that of a document."""
        told = list(parts)
        return Narrative(*(tuple(chain.from_iterable(getattr(p, f.name) for p in told)) for f in fields(Narrative)))
