"""Totals and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gouji.facts import Fact, Site, Word
from gouji.quantity import Interval
from gouji.quantity import total as sum_of
from gouji.relations.relation import Demand, Outcome, Relation, are_in_several_units, figure, shown

_MOST_LOOSE = 8


class Sum(Relation):
    """total = Σ ± parts. `kind` names where it comes from: column, cross, identity, parts, shares, change.

    `loose` are amounts beside the parts of which nothing says whether they belong to them. They are tried as parts and as
    none: what they could mend is not checkable. `unread`: something beside the parts could not be read at all. `partial`:
    nothing is told of some of the parts that an identity has. `likely`: that these are the parts is very likely, not certain.
    """

    family = "sum"
    likely = False
    partial = False

    def __init__(self, total: Fact, parts: list[Fact], signs: list[int] | None = None, kind: str = "parts") -> None:
        self.total, self.parts, self.kind = total, parts, kind
        self.signs = signs or [1] * len(parts)
        self.sites = (total, *parts)
        self.result = total
        self.loose: tuple[Fact, ...] = ()
        self.unread = False
        self._whole: Interval | None = None
        self._computed: Decimal | None = None
        self._places: dict[Site, int] = {}

    def _sum(self) -> Interval:
        if self._whole is None:
            low = high = Decimal(0)
            for part, sign in zip(self.parts, self.signs, strict=True):
                interval = part.interval if sign > 0 else -part.interval
                low += interval.low
                high += interval.high
            self._whole = Interval(low, high)
        return self._whole

    @property
    def computed(self) -> Decimal:
        if self._computed is None:
            values = (part.quantity.value for part in self.parts)
            self._computed = sum((v if s > 0 else -v for v, s in zip(values, self.signs, strict=True)), Decimal(0))
        return self._computed

    def mending(self, site: Fact) -> Decimal:
        """What the total, or a part, must be for the displayed values to add up."""
        if site is self.total:
            return self.computed
        sign = self.sign_of(site)
        return sign * (self.total.quantity.value - (self.computed - sign * site.quantity.value))

    def adds_up_with(self, values: Mapping[Site, Decimal]) -> bool:
        """Whether the displayed numbers add up exactly if some are replaced by others."""
        parts = (values.get(part, part.quantity.value) for part in self.parts)
        return values.get(self.total, self.total.quantity.value) == sum(
            (sign * value for value, sign in zip(parts, self.signs, strict=True)), Decimal(0)
        )

    def sign_of(self, part: Fact) -> int:
        """1 for a part that is added, -1 for one that is taken away, 0 for what is none."""
        index = self._place(part)
        return 0 if index is None else self.signs[index]

    def _place(self, site: Site) -> int | None:
        if not self._places:
            self._places = {part: at for at, part in enumerate(self.parts)}
        return self._places.get(site)

    @property
    def is_telling(self) -> bool:
        """Whether it is one of several amounts, so that where it holds, it bears out what they are parts of."""
        return sum(not part.blank and part.quantity.value != 0 for part in self.parts) > 1

    def outcome(self) -> Outcome:
        outcome = self._meet(self.total, self._sum(), self.computed)
        if outcome is Outcome.ROUNDING and self._is_of_one():
            outcome = Outcome.FAILS
        return Outcome.UNCHECKABLE if outcome is Outcome.FAILS and self._is_mended() else outcome

    def _is_of_one(self) -> bool:
        """采购预算8万元，其中：货物0万元、服务7万元: whether a text tells but one part that is something, as precisely as the total: nothing was
        rounded between the two."""
        told = [part for part in self.parts if part.quantity.value != 0]
        if len(told) != 1 or len(self.parts) == 1 or self.total.in_table:
            return False
        whole, part = self.total.quantity, told[0].quantity
        exact = not whole.approximate and not part.approximate and whole.quantum == part.quantum
        return exact and all(each.quantity.quantum == 0 for each in self.parts if each is not told[0])

    def _is_mended(self) -> bool:
        """Whether some of the loose amounts, as further parts, would make it hold; of many, whether they are enough."""
        if not (self.loose or self.unread):
            return False
        gap = self.total.interval - self._sum()
        if self.unread and gap.high > 0:
            return True
        reach = [Interval.exactly(0)]
        for fact in self.loose[:_MOST_LOOSE]:
            reach += [each + fact.interval for each in reach]
        if any(each.meets(gap) for each in reach):
            return True
        rest = self.loose[_MOST_LOOSE:]
        return bool(rest) and gap.high > 0 and sum_of([fact.interval for fact in self.loose]).high >= gap.low

    def demand(self, site: Site) -> Demand:
        if site is self.total:
            return self._sum()
        index = self._place(site)
        if index is None:
            return None
        own = self.parts[index].interval if self.signs[index] > 0 else -self.parts[index].interval
        whole = self._sum()
        rest = self.total.interval - Interval(whole.low - own.low, whole.high - own.high)
        return rest if self.signs[index] > 0 else -rest

    def holds_if_cut(self) -> bool:
        """Whether the coarsest of numbers shown to different precisions lost digits."""
        facts = [fact for fact in (self.total, *self.parts) if not fact.blank]
        coarsest = max(fact.quantity.quantum for fact in facts)
        if all(fact.quantity.quantum == coarsest for fact in facts):
            return False

        def widened(fact: Fact) -> Interval:
            return fact.quantity.lenient if fact.quantity.quantum == coarsest and not fact.blank else fact.interval

        parts = [widened(p) if s > 0 else -widened(p) for p, s in zip(self.parts, self.signs, strict=True)]
        return widened(self.total).meets(sum_of(parts))

    def formula(self) -> str:
        some = [
            (p, s) for p, s in zip(self.parts, self.signs, strict=True) if not p.blank and p.quantity.value != 0
        ] or list(zip(self.parts[:1], self.signs[:1], strict=True))
        in_units = are_in_several_units((self.total, *self.parts))
        told = shown if in_units else figure
        text = "".join((" + " if s > 0 else " − ") + told(p) for p, s in some)
        text = text[3:] if text.startswith(" + ") else "−" + text[3:]
        finest = min(
            (f for f in (*(() if in_units else (self.total,)), *self.parts) if not f.blank),
            key=lambda f: (f.quantity.value == 0, not f.quantity.quantum, f.quantity.quantum),
        )
        result = finest.quantity.digits(self.computed)
        if in_units or self.total.quantity.unit.dimension == "rate":
            result = finest.quantity.show(self.computed)
        if self.outcome() is Outcome.HOLDS:
            return f"{text} = {result}"
        made = text if text == result else f"{text} = {result}"
        return f"{made} ≠ {told(self.total)}"


class ChangeSum(Sum):
    """The change of a whole = Σ the changes of its parts, each with the word that says its direction."""

    def __init__(self, total: Fact, word: Word, parts: list[Fact], words: list[Word]) -> None:
        super().__init__(total, parts, [each.sign * word.sign for each in words], kind="change")
        self.words = (word, *words)
        self.sites = (total, *parts, *self.words)

    def demand(self, site: Site) -> Demand:
        if not isinstance(site, Word):
            return super().demand(site)
        flipped = [
            -s if each is site or site is self.words[0] else s
            for each, s in zip(self.words[1:], self.signs, strict=True)
        ]
        other = Sum(self.total, self.parts, flipped, kind="change")
        return frozenset({-site.sign}) if other.is_met else frozenset()
