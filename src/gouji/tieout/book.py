"""The book of facts: everything stated, by what it measures, and where to find a fact that a claim speaks of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gouji.facts import BALANCES, FUNDS, Fact, FactKey, key_for
from gouji.lexicon import Dims
from gouji.narrative.claims import Mention
from gouji.quantity import total as sum_of
from gouji.statements.identities import KeyMap, key_map
from gouji.statements.statement import Statement


class Before(NamedTuple):
    """Last year's document: its statements, and the numbers of its text."""

    statements: Sequence[Statement] = ()
    told: Sequence[Fact] = ()


NOTHING_BEFORE = Before()


class Book:
    """Facts by key, table cells and narrative mentions apart; `raw` has the cells under the keys that their tables state.

    Where the totals prove that a unit has no money but general public budget appropriations, the scopes 全口径, 财政拨款
    and 一般公共预算 are one, and so are the keys that differ only in them.
    """

    def __init__(
        self,
        statements: Iterable[Statement],
        mentions: Iterable[Mention],
        year: int,
        is_budget: bool,
        before: Before = NOTHING_BEFORE,
    ) -> None:
        self.year, self.is_budget = year, is_budget
        self.by_statement: list[tuple[Statement, KeyMap]] = [
            (s, key_map(s.cells, s.lossy)) for s in statements if s.type is not None
        ]
        self._part_carried()
        self.merged: dict[tuple[str, str, str], str] = {}
        self.torn: set[FactKey] = set()
        self.raw: dict[FactKey, list[Fact]] = {}
        for _, keys in self.by_statement:
            self.torn |= keys.torn
            for key, facts in keys.items():
                self.raw.setdefault(key, []).extend(facts)
        self._add_of_basic()
        self._add_of_one_fund()
        self._merge_scopes(self.raw, _totals(mentions))
        self.cells: dict[FactKey, list[Fact]] = {}
        for key, facts in self.raw.items():
            self.cells.setdefault(self.canonical(key), []).extend(facts)
        self._add_before(before)
        self.mentions: dict[FactKey, list[Mention]] = {}
        self.misdated: set[Fact] = set()

    def _part_carried(self) -> None:
        """A budget's 财政拨款收支总表 with 上年结转 has expenditure out of what was carried over, which 一般公共预算支出表 may
        leave out, and income without it, which 收支总表 may have within: where the two differ, either may confirm a number,
        neither accuse."""
        for statement, keys in self.by_statement:
            if statement.type is None or statement.type.kind != "budget" or not _has_opening(keys):
                continue
            for other, others in self.by_statement:
                for key in keys.keys() & others.keys() if other is not statement else ():
                    first, second = keys[key][0], others[key][0]
                    if key.scope == "all" or first.interval.meets(second.interval):
                        continue
                    if key.flow == "expenditure" or (key.flow == "income" and _is_the_opening(first, second, keys)):
                        first.firm = second.firm = False

    def is_out_of_carried(self, total: Fact, parts: Sequence[Fact]) -> bool:
        """Whether a budget's expenditure is more than what other statements have of its parts by what its own statement says
        was carried over: all of that, or for one 科目 some of it. 一般公共预算支出表 may have the year's own appropriations only."""
        keys = next((keys for statement, keys in self.by_statement if statement.index == total.statement), KeyMap())
        if not self.is_budget or not any(key.flow == "expenditure" for key in total.keys):
            return False
        gap = total.interval - sum_of([part.interval for part in parts])
        openings = [fact for key, (fact, *_) in keys.items() if key.flow == "opening" and not fact.blank]
        if all(key.item in ("total", "grand") for key in total.keys):
            return any(opening.quantity.value != 0 and gap.meets(opening.interval) for opening in openings)
        return any(gap.high > 0 and gap.low <= opening.interval.high for opening in openings)

    def _add_of_basic(self) -> None:
        """An economic item that a statement of basic spending has in one of its parts (人员经费, 公用经费) is all that there is of it."""
        for statement, keys in self.by_statement:
            own = statement.type.key.nature if statement.type is not None else ""
            parts: dict[FactKey, list[list[Fact]]] = {}
            for key, facts in keys.items() if own else ():
                if key.item[:2] == "E:" and not facts[0].blank:
                    parts.setdefault(key._replace(nature=own), []).append(facts)
            for key, found in parts.items():
                if len(found) == 1 and key not in keys:
                    self.raw.setdefault(key, []).extend(found[0])

    def _add_of_one_fund(self) -> None:
        """A functional item that one fund alone pays for is all that 财政拨款 spends on it."""
        funds: dict[FactKey, dict[str, list[Fact]]] = {}
        for key, facts in self.raw.items():
            if key.item[:2] == "F:" and key.flow == "expenditure" and key.scope in FUNDS and not facts[0].blank:
                funds.setdefault(key._replace(scope="fiscal"), {})[key.scope] = facts
        for key, found in funds.items():
            if len(found) == 1 and key not in self.raw:
                self.raw[key] = list(next(iter(found.values())))

    def _add_before(self, before: Before) -> None:
        """Last year's amounts, and the closing balances with which this year opened: by its statements, else by its text."""
        known: dict[FactKey, list[Fact]] = {}
        for statement in before.statements:
            for key, facts in key_map(statement.cells, statement.lossy).items():
                for each in self._of_both_years(key):
                    known.setdefault(each, []).extend(facts)
        told: dict[FactKey, list[Fact]] = {}
        for fact in before.told:
            for key in fact.keys:
                for each in self._of_both_years(key):
                    told.setdefault(each, []).append(fact)
        known = told | known
        for key, facts in known.items():
            if all(facts[0].blank or fact.blank or facts[0].interval.meets(fact.interval) for fact in facts):
                self.cells.setdefault(key, []).append(next((fact for fact in facts if not fact.blank), facts[0]))

    def _of_both_years(self, key: FactKey) -> list[FactKey]:
        """The keys of one of last year's amounts: a closing balance is this year's opening one."""
        opening = [key._replace(flow="opening", period=key.period + 1)] if key.flow == "closing" else []
        return [self.canonical(each) for each in (key, *opening)]

    def canonical(self, key: FactKey) -> FactKey:
        """The key under which a fact is kept."""
        if self.is_budget and key.measure == "initial":
            key = key._replace(measure="budget")  # a budget is the one at the beginning of its year
        if key.item == "grand":
            return key
        scope = self.merged.get((key.scope, key.flow, key.measure))
        return key._replace(scope=scope) if scope else key

    def _merge_scopes(self, raw: dict[FactKey, list[Fact]], told: dict[FactKey, list[Fact]]) -> None:
        def amount(key: FactKey) -> Fact | None:
            facts = [fact for fact in raw.get(key) or told.get(key) or () if not fact.blank]
            if not facts or any(not facts[0].interval.meets(other.interval) for other in facts):
                return None
            return facts[0]

        others = {
            (key.flow, key.measure)
            for key, facts in raw.items()
            if key.scope in ("fund", "capital") and any(not fact.blank and fact.quantity.value != 0 for fact in facts)
        }
        for measure in {key.measure for key in raw}:
            carried = any(
                key.flow in BALANCES and key.measure == measure and not fact.blank and fact.quantity.value != 0
                for key, facts in raw.items()
                for fact in facts
            )
            for flow in ("income", "expenditure"):
                total = FactKey("general", flow, "total", "all", measure, self.year)
                general = amount(total)
                if general is None:
                    if flow == "expenditure" and ("all", "income", measure) in self.merged and not carried:
                        # all that comes in is general money, so all that is spent is
                        self.merged[("fiscal", flow, measure)] = self.merged[("all", flow, measure)] = "general"
                    continue
                fiscal = amount(total._replace(scope="fiscal"))
                if (flow, measure) not in others and (fiscal is None or fiscal.interval.meets(general.interval)):
                    self.merged[("fiscal", flow, measure)] = "general"
                    whole = total._replace(scope="all")
                    everything = amount(whole)
                    if everything is None and not carried:
                        everything = amount(whole._replace(item="grand"))
                    if everything is not None and everything.interval.meets(general.interval):
                        self.merged[("all", flow, measure)] = "general"

    def _is_torn(self, key: FactKey) -> bool:
        """Whether 合计 and 总计 differ, so that a bare 收入 or 支出 may mean either."""
        values = {
            fact.quantity.value
            for each in (key, key._replace(item="grand"))
            for fact in [*self.cells.get(each, ()), *(m.fact for m in self.mentions.get(each, ()))]
            if not fact.blank
        }
        return len(values) > 1

    def key(self, dims: Dims) -> FactKey | None:
        """The canonical key of a claim's subject; for income and expenditure together, that of the income, for a 科目 that
        of the expenditure."""
        if dims.flow == "both":
            dims = dims._replace(flow="expenditure" if dims.item[1:2] == ":" else "income")
        key = key_for(dims, self.year)
        return self.canonical(key) if key else None

    def cell(self, key: FactKey) -> Fact | None:
        """A table cell with this key (canonical), an amount rather than a blank."""
        cells = self.cells.get(key, ())
        return next((c for c in cells if not c.blank), None) or next(iter(cells), None)

    def stated(self, key: FactKey) -> Fact | None:
        """What a table has under a key, else what the narrative says for certain."""
        cell = self.cell(self.canonical(key))
        if cell is not None and not cell.blank:
            return cell
        return next((mention.fact for mention in self.mentions.get(self.canonical(key), ()) if mention.fact.firm), None)

    def find(self, dims: Dims, paragraph: int, at: int, listed: bool = False) -> Fact | None:
        """The fact that a claim at this place speaks of: stated in its paragraph (收支总预算…，收支总计各增加…), else in a table, else nearest
        before. What is `listed` in parts may be a total of more funds than those that it has (财政拨款收支总预算…。收入包括：…)."""
        key = self.key(dims)
        if key is None:
            return None
        found = self.mentions.get(key, [])
        here = _in_paragraph(found, paragraph)
        if key.item == "grand" and not here:
            totals = self.mentions.get(self.canonical(key._replace(item="total")), [])
            here = [m for m in totals if m.paragraph == paragraph and key in m.fact.alternatives]
            if not here and (called := [m for m in totals if m.dims is not None and m.dims.item == "grand"]):
                return called[0].fact  # the text calls 合计 总计
        if not dims.item and key.item == "total":
            other = (dims.scope if listed else key.scope) if dims.scope else "all"
            grands = [key._replace(item="grand", scope=scope) for scope in {key.scope, other}]
            if more := [m for each in grands for m in _in_paragraph(self.mentions.get(each, []), paragraph)]:
                here = sorted([*here, *more], key=_place)
            if not here and self._is_torn(key):
                return None
        if dims.flow == "both":
            # 收支总决算…，其中：当年收入…。…，收支总决算增加…: of both sides, not of the one told since
            here = [m for m in here if m.dims is not None and m.dims.flow == "both"] or here
        if here:
            return here[max(bisect_right(here, at, key=_place) - 1, 0)].fact
        cell = self.cell(key)
        if cell is not None:
            return cell
        if not found or key.item.startswith("P:"):
            return None
        return found[max(bisect_left(found, paragraph, key=_paragraph) - 1, 0)].fact


def _place(mention: Mention) -> int:
    return mention.at


def _paragraph(mention: Mention) -> int:
    return mention.paragraph


def _in_paragraph(found: Sequence[Mention], paragraph: int) -> list[Mention]:
    """Those of some mentions, in reading order, that stand in a paragraph."""
    first, last = (cut(found, paragraph, key=_paragraph) for cut in (bisect_left, bisect_right))
    return list(found[first:last])


def _is_the_opening(first: Fact, second: Fact, keys: KeyMap) -> bool:
    """Whether two amounts differ by what was carried over from last year."""
    gap = second.interval - first.interval
    openings = [facts[0] for key, facts in keys.items() if key.flow == "opening" and not facts[0].blank]
    return any(opening.quantity.value != 0 and gap.meets(opening.interval) for opening in openings)


def _totals(mentions: Iterable[Mention]) -> dict[FactKey, list[Fact]]:
    """What the narrative tells of totals, which count where no statement has them."""
    found: dict[FactKey, list[Fact]] = {}
    for mention in mentions:
        for key in mention.fact.keys:
            if key.item == "total" and key.nature == "all":
                found.setdefault(key, []).append(mention.fact)
    return found


def _has_opening(keys: KeyMap) -> bool:
    return any(
        key.flow == "opening" and not fact.blank and fact.quantity.value != 0
        for key, facts in keys.items()
        for fact in facts
    )
