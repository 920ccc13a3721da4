"""Directions that other movements contradict: those of the parts of one (主要是A增加…，B增加…), and those of the same amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, takewhile

from gouji.facts import Fact, Site, Word
from gouji.narrative.claims import Amount, Change
from gouji.quantity import is_slip
from gouji.relations import Agree, ChangeSum, Demand, Relation, Same, Sum
from gouji.tieout.ground import Ground
from gouji.tieout.lists import MOST_PARTS, is_like
from gouji.tieout.polarity import polarity

_LEAST_PARTS = 2
_LEAST_WORDS = 2
_LEAST_UNITS = 1000
_CERTAIN_UNITS = 100_000  # of so many last digits, parts that were rounded make it by no chance
_MOST_ALIKE = 8
_LEAST_ALIKE = 2
_CODED = "FEG"
_MANY_DIGITS = 6
_LEAST_DIGITS = {"change": 3, "amount": 4}


class Moves(Sum):
    """The change of a whole = Σ the changes of its parts, of which only the word of the whole may be wrong."""

    def __init__(self, total: Fact, word: Word, parts: Sequence[Fact], signs: Sequence[int]) -> None:
        super().__init__(total, list(parts), [sign * word.sign for sign in signs], kind="change")
        self.word = word
        self.sites = (total, *parts, word)

    def demand(self, site: Site) -> Demand:
        if site is not self.word:
            return super().demand(site)
        other = Sum(self.total, self.parts, [-sign for sign in self.signs], kind="change")
        return frozenset({-self.word.sign}) if other.is_met else frozenset()


class Movements(Ground):
    """The relations of directions told in different places."""

    def relations(self) -> Iterator[Relation]:
        moved = {change.amount: change for change in self.claims.changes if change.amount is not None}
        for row in self.claims.rows:
            for index, amount in enumerate(row.amounts):
                change = moved.get(amount.fact) if amount.sign else None
                if change is not None:
                    behind = row.amounts[index + 1 : index + 1 + MOST_PARTS]
                    following = tuple(takewhile(lambda each: not self._sums_up(each), behind))
                    yield from _opposed(change.words[0], amount, following)
                    yield from _turned(change.words[0], amount, following, moved)
        yield from self._alike()
        yield from self._alike_in_amount()
        yield from self._reasoned()

    def _sums_up(self, amount: Amount) -> bool:
        """合计减少42.83万元; 增减相抵后净增加50.00万元: whether an amount is what those before it come to."""
        phrases = self.lexicon.phrases
        net = any(word in amount.name for word in phrases["direction"]["net"])
        return net or amount.name.startswith(phrases["exhaustive"]["sums"])

    def _reasoned(self) -> Iterator[Relation]:
        """Of two words of one change that disagree (增加…，下降…), the reason says which is meant."""
        pairs = [change.words for change in self.claims.changes] + [
            (pair.first, pair.second) for pair in self.claims.agreements
        ]
        inverse = self.lexicon.phrases["polarity"]["inverse"]  # 年末结转增加…，主要原因是款项尚未支付
        plain = (each for each in self.claims.reasons if not any(word in each.before for word in inverse))
        reasons = {reason.word: reason for reason in plain}
        for words in pairs:
            if len({word.sign for word in words}) < _LEAST_WORDS or any(not word.sign for word in words):
                continue
            for reason in (reasons[word] for word in words if word in reasons):
                found = polarity(reason.text, self.lexicon.phrases)
                if len(found) == 1 and 0 not in found:
                    meant = Word(found.pop(), reason.text, reason.span, "reason")
                    yield from (Agree(word, meant) for word in words)

    def _alike(self) -> Iterator[Relation]:
        """The same amount (收入, 支出, its one source) cannot have risen and fallen by the same."""
        found: dict[tuple[Decimal, Decimal, str, int], list[Word]] = {}
        for change in self.claims.changes:
            if change.amount is None or change.words[0].sign == 0 or _digits(change.amount) < _LEAST_DIGITS["change"]:
                continue
            current = self.book.find(change.subject, change.paragraph, change.at)
            if current is not None and current is not change.prior and _digits(current) >= _LEAST_DIGITS["amount"]:
                since = self._since(change)
                told = found.setdefault((current.quantity.value, change.amount.quantity.value, *since), [])
                told.append(change.words[0])
        for words in found.values():
            if len({word.sign for word in words}) > 1:
                yield from (Agree(first, second) for first, second in combinations(words[:_MOST_ALIKE], 2))

    def _alike_in_amount(self) -> Iterator[Relation]:
        """The same amount rose by the same rate, or one amount of one item is told again: by the same amount, where the one that
        tells another is a slip of the pen."""
        rated: dict[tuple[int, *tuple[object, ...]], list[Fact]] = {}
        named: dict[tuple[object, ...], list[Fact]] = {}
        for change in self.claims.changes:
            current = self.book.find(change.subject, change.paragraph, change.at)
            if change.amount is None or current is None or current is change.prior:
                continue
            if _digits(current) < _LEAST_DIGITS["amount"] or _digits(change.amount) < _LEAST_DIGITS["amount"]:
                continue
            moved = current.quantity.value, change.words[0].sign, *self._since(change)
            if change.rate is not None:
                least = 1 if _digits(current) >= _MANY_DIGITS else _LEAST_ALIKE
                rated.setdefault((least, change.rate.quantity.value, *moved), []).append(change.amount)
            key = self.book.key(change.subject)
            if key is not None and key.item[1:2] == ":" and key.item[0] in _CODED:
                named.setdefault((key, *moved), []).append(change.amount)
        for (least, *_), amounts in rated.items():
            yield from _slipped(amounts, least)
        for amounts in named.values():
            yield from _slipped(amounts, 1)

    def _since(self, change: Change) -> tuple[str, int]:
        base = change.base
        return base.measure, base.period if base.period > 0 else self.book.year + base.period


def _slipped(amounts: Sequence[Fact], least: int) -> Iterator[Relation]:
    """Of amounts that are told alike `least` times or more, the one that is a slip of them."""
    value, count = Counter(amount.quantity.value for amount in amounts).most_common(1)[0]
    if count < least or len(amounts) - count > 1:
        return
    first, *others = (amount for amount in amounts if amount.quantity.value == value)
    yield from (Same(other, first) for other in others)
    odd = next((amount for amount in amounts if amount.quantity.value != value), None)
    if odd is not None and is_slip(odd.quantity, value):
        relation = Same(odd, first)
        relation.groups = (("repeated",),)  # that both are of one thing is seen by the amounts themselves
        yield relation


def _opposed(word: Word, total: Amount, following: Sequence[Amount]) -> Iterator[Relation]:
    """A movement whose parts make it to the last digit the other way."""
    quantity = total.fact.quantity
    if quantity.value == 0 or quantity.value < quantity.quantum * _LEAST_UNITS:
        return
    parts: list[Amount] = []
    reached = Decimal(0)
    for part in following:
        if not part.sign or not is_like(part, total):
            return
        parts.append(part)
        reached += part.sign * part.fact.quantity.value
        if len(parts) >= _LEAST_PARTS and _makes(reached, -word.sign, total.fact, len(parts)):
            yield Moves(total.fact, word, [each.fact for each in parts], [each.sign for each in parts])
            return


def _turned(word: Word, total: Amount, following: Sequence[Amount], moved: Mapping[Fact, Change]) -> Iterator[Relation]:
    """A movement whose parts make it to the last digit if one of them goes the other way, as changes of their own or inside its
    reason (主要是基本支出增加…，项目支出减少…)."""
    end = next((n for n, part in enumerate(following, 1) if part.ends), len(following))
    parts = following[:end] if len(following) < MOST_PARTS else ()
    words = [moved[part.fact].words[0] if part.fact in moved else part.word for part in parts]
    signs = [each for each in words if each is not None and each.sign]
    told = all(is_like(part, total) for part in parts) and len(signs) == len(parts) >= _LEAST_PARTS
    quantity = total.fact.quantity
    if not told or quantity.value == 0 or quantity.value < quantity.quantum * _LEAST_UNITS:
        return
    reached = sum((part.sign * part.fact.quantity.value for part in parts), Decimal(0))
    turned = (reached - 2 * part.sign * part.fact.quantity.value for part in parts)
    if sum(_makes(each, word.sign, total.fact, len(parts)) for each in turned) == 1:
        yield ChangeSum(total.fact, word, [part.fact for part in parts], signs)


def _makes(reached: Decimal, sign: int, total: Fact, parts: int) -> bool:
    """Whether so many parts reach a total, of many digits but for their rounding."""
    quantity = total.quantity
    missed = abs(reached - sign * quantity.value)
    return missed == 0 or (
        missed <= quantity.quantum * (parts + 1) / 2 and quantity.value >= quantity.quantum * _CERTAIN_UNITS
    )


def _digits(fact: Fact) -> int:
    return len(fact.quantity.figures.rstrip("0"))
