"""What was carried over: both sides of a year's accounts, as far as a section tells them.

收入总计 = 本年收入 + 使用非财政拨款结余 + 年初结转结余, 支出总计 = 本年支出 + 结余分配 + 年末结转结余, and the two are one amount. What a section does not tell
of them may be more than nothing, never less: a side that is too large accuses always, one that is too small only if all of it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.facts import BALANCES, FUNDS, SCOPES, TOTALS, Fact, FactKey
from gouji.narrative.claims import Amount, Change, Mention
from gouji.quantity import is_misprint
from gouji.relations import Outcome, Relation, Sum
from gouji.tieout.ground import Ground

_NEAR = 16
SIDES = {
    "income": ("surplus-used", "opening"),
    "expenditure": ("surplus-allocated", "closing"),
}
"""What may be added to a year's own income or expenditure."""


class Carried(Ground):
    """The relations of a section's totals and what was carried over."""

    def relations(self) -> Iterator[Relation]:
        grands = [k for k in self.book.mentions if k.item == "grand" and k.nature == "all" and k.flow in SIDES]
        for key in grands:
            for section in dict.fromkeys(mention.section for mention in self.book.mentions[key]):
                yield from self._grand(section, key)
        totals = [key for key in self.book.mentions if (key.flow, key.item, key.nature) == ("income", "total", "all")]
        for key in totals:
            for section in dict.fromkeys(mention.section for mention in self.book.mentions[key]):
                yield from self._both_sides(section, key)

        yield from self._over_sections()
        yield from self._of_a_budget()
        yield from self._changed_alike()

    def _over_sections(self) -> Iterator[Relation]:
        """收入总计… and 支出总计… in sections of their own, each broken down into the year's own amount and what was carried over."""
        found: dict[str, list[Fact]] = {flow: [] for flow in SIDES}
        for key, mentions in self.book.mentions.items():
            if key.item == "grand" and key.nature == "all" and key.scope == "all" and key.flow in SIDES:
                sections = dict.fromkeys(mention.section for mention in mentions)
                told = [self._told(section, key) for section in sections if len(self._side(section, key)[0]) > 1]
                found[key.flow] += [fact for fact in told if fact is not None]
        income, spent = found.values()
        if len(income) == len(spent) == 1 and self.mentions[income[0]].section != self.mentions[spent[0]].section:
            yield Sum(spent[0], income, kind="balance")

    def _of_a_budget(self) -> Iterator[Relation]:
        """收入预算…; 支出预算…: of a budget without statements, both are one amount; what differs by more than a slip of the pen may
        be without what was carried over."""
        told = [self._budgeted(flow) for flow in SIDES]
        if not self.book.is_budget or self.book.by_statement:
            return
        if None in told:
            yield from self._one_of_a_budget()
            return
        first, *others = dict.fromkeys(mention.fact for flow in SIDES for mention in self._budgets(flow))
        yield from (relation for each in others if (relation := Sum(each, [first], kind="balance")).is_met)
        income, spent = (fact for fact in told if fact is not None)
        relation = Sum(spent, [income], kind="balance")
        if relation.is_met or is_misprint(income.quantity, spent.quantity.value):
            yield relation

    def _one_of_a_budget(self) -> Iterator[Relation]:
        """收支总预算…; 收入预算…; 支出预算…: of these, one that differs from both others by a slip of the pen."""
        if any(
            key.flow in BALANCES and m.fact.quantity.value for key, told in self.book.mentions.items() for m in told
        ):
            return  # without what was carried over, another amount
        found = {m.fact: flow for flow in SIDES for m in self._budgets(flow)}
        both = {m.fact for m in self._budgets("income")} & {m.fact for m in self._budgets("expenditure")}
        for odd in found:
            others = [fact for fact in found if fact is not odd]
            sides = {found[fact] for fact in others if fact not in both} if odd in both else set(SIDES)
            alike = len(others) > 1 and all(fact.interval.meets(others[0].interval) for fact in others)
            if alike and sides == set(SIDES) and is_misprint(odd.quantity, others[0].quantity.value):
                yield Sum(odd, [others[0]], kind="balance")
                return

    def _changed_alike(self) -> Iterator[Relation]:
        """收入比上年增加…; 支出比上年增加…: of a budget, whose sides are one amount in every year, these are one amount; what differs by more
        than a slip of the pen may be without what was carried over."""
        found: dict[FactKey, dict[str, list[Change]]] = {}
        for change in self.claims.changes if self.book.is_budget else ():
            for key in change.amount.keys if change.amount is not None else ():
                if key.flow in SIDES and key.item in TOTALS and key.nature == "all" and key.scope in SCOPES:
                    sides = found.setdefault(key._replace(flow="both", item="total"), {flow: [] for flow in SIDES})
                    sides[key.flow].append(change)
        for sides in found.values():
            told = [list(dict.fromkeys(c.amount for c in side if c.amount is not None)) for side in sides.values()]
            signs = {change.words[0].sign for side in sides.values() for change in side}
            if len(signs) != 1 or not all(told) or not all(map(_are_alike, told)):
                continue
            income, spent = (side[0] for side in told)
            relation = Sum(spent, [income], kind="balance")
            if income is not spent and (relation.is_met or is_misprint(income.quantity, spent.quantity.value)):
                yield relation

    def _budgets(self, flow: str) -> list[Mention]:
        """What the narrative tells of the total of a side."""
        key = FactKey("all", flow, "total", "all", "budget", self.book.year)
        return [m for item in TOTALS for m in self.book.mentions.get(key._replace(item=item), ())]

    def _budgeted(self, flow: str) -> Fact | None:
        """The total that the narrative tells of a side, in one way only."""
        found = [mention.fact for mention in self._budgets(flow)]
        return found[0] if found and _are_alike(found) else None

    def _grand(self, section: str, key: FactKey) -> Iterator[Relation]:
        grand = self._told(section, key)
        if grand is None:
            return
        if key.flow == "income":
            other = self._told(section, key._replace(flow="expenditure"))
            if other is not None and other is not grand and key.period == self.book.year:
                left = self._left_over(grand, other)
                sides = (self._side(section, key._replace(flow=flow))[0] for flow in SIDES)
                said = any(
                    fact.subject.endswith(self.lexicon.phrases["exhaustive"]["flows"]) for fact in (grand, other)
                )
                loose = key.scope in FUNDS or said or (self._leaves(other) and not any(len(side) > 1 for side in sides))
                yield from _balanced(grand, other, left, loose)
        parts, rest = self._side(section, key)
        if len(parts) > 1:
            relation = Sum(grand, parts, kind="parts")
            if (
                not (rest or self._tells_more(grand, parts))
                or relation.outcome() is not Outcome.FAILS
                or relation.computed > grand.quantity.value
            ):
                yield relation

    def _left_over(self, income: Fact, spent: Fact) -> Fact | None:
        """收入总计…，支出总计…，收支相抵，结余…: what the paragraph, or the next one, tells to be left of an income that is more than was spent."""
        gap = income.quantity.value - spent.quantity.value
        left = self._left_behind(spent) if gap > 0 else []
        exact = next((each.fact for each in left if Sum(each.fact, [income, spent], [1, -1]).is_met), None)
        named = self.lexicon.phrases["exhaustive"]["balance"]
        near = (each.fact for each in left[:1] if each.name.endswith(named) or is_misprint(each.fact.quantity, gap))
        return exact or next(near, None)

    def _left_behind(self, spent: Fact) -> list[Amount]:
        """What the paragraph, or the next one, tells behind an amount to be left."""
        words = self.lexicon.phrases["absence"]["carried"]
        told = [amount for row in self.claims.rows for amount in row.amounts]
        at = next((n for n, amount in enumerate(told, 1) if amount.fact is spent), len(told))
        again = (m.paragraph for key in spent.keys for m in self.book.mentions.get(self.book.canonical(key), ()))
        paragraph = max(again, default=0)
        return [
            each
            for each in told[at : at + _NEAR]
            if not each.sign
            and any(word in each.name for word in words)
            and self.mentions[each.fact].paragraph <= paragraph + 1
        ]

    def _leaves(self, spent: Fact) -> bool:
        """总收入900万元，总支出860万元，年末结转和结余60万元: whether something is left, so that the two may be the year's own."""
        return any(amount.fact.quantity.value for amount in self._left_behind(spent))

    def _tells_more(self, grand: Fact, parts: list[Fact]) -> bool:
        """总收入…，其中：一般公共预算收入…，债券转贷收入…，上年结余…: whether amounts of what nobody knows stand among the parts of one
        paragraph."""
        among = {self.paragraph(fact) for fact in (grand, *parts)}
        told = [m for m in self.claims.mentions if m.paragraph in among] if len(among) == 1 else []
        places = [n for n, mention in enumerate(told) if mention.fact in parts]
        return any(
            mention.fact.keys and all(key.item[:2] == "P:" for key in mention.fact.keys)
            for mention in told[min(places, default=0) : max(places, default=0)]
        )

    def _both_sides(self, section: str, key: FactKey) -> Iterator[Relation]:
        """年初结转结余 + 本年收入 = 本年支出 + 年末结转结余, where the section tells no 总计."""
        if any(self._told(section, key._replace(flow=flow, item="grand")) for flow in SIDES):
            return
        income, unsaid = self._side(section, key)
        spent, left = self._side(section, key._replace(flow="expenditure"))
        if len(income) < 2 or len(spent) < 2:
            return
        relation = Sum(income[0], [*spent, *income[1:]], [1] * len(spent) + [-1] * (len(income) - 1), kind="parts")
        gap = relation.computed - income[0].quantity.value
        if relation.outcome() is not Outcome.FAILS or not (unsaid if gap > 0 else left):
            yield relation

    def _side(self, section: str, key: FactKey) -> tuple[list[Fact], bool]:
        """What one side is the sum of, as far as it is told, and whether there may be more."""
        used, carried = SIDES[key.flow]
        total = self._told(section, key._replace(item="total"))
        moved = self._told(section, key._replace(flow=carried, item="total"))
        if total is None or moved is None:
            return [], True
        extra = self._told(section, key._replace(flow=used, item="total"))
        parts = [fact for fact in (total, extra, moved) if fact is not None]
        return parts, extra is None and key.scope == "all"

    def _told(self, section: str, key: FactKey) -> Fact | None:
        return self.told_alike(section, self.book.canonical(key))


def _are_alike(facts: Sequence[Fact]) -> bool:
    return all(fact.interval.meets(facts[0].interval) for fact in facts)


def _balanced(income: Fact, spent: Fact, left: Fact | None, loose: bool) -> Iterator[Relation]:
    """Both sides of a year and what the text says to be left; where something may be left that is not told, as of one fund of a
    government (`loose`), only a slip of the pen is very likely one."""
    if left is not None:
        yield Sum(left, [income, spent], [1, -1], kind="parts")
        return
    relation = Sum(spent, [income], kind="balance")
    relation.likely = loose
    if not loose or relation.is_met or is_misprint(spent.quantity, income.quantity.value):
        yield relation
