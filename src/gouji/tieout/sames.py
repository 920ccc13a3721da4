"""The same fact stated twice: in the narrative, in tables, or in one and the other."""

from __future__ import annotations

from collections.abc import Iterator, Set
from decimal import Decimal
from functools import cached_property

from gouji.facts import BALANCES, TOTALS, Fact, FactKey
from gouji.narrative.claims import Mention
from gouji.quantity import is_slip
from gouji.quantity import total as sum_of
from gouji.relations import Relation, Same, Sum
from gouji.statements.identities import matches, part_key
from gouji.tieout.carried import SIDES
from gouji.tieout.ground import Ground

_MANY = 12
_LEAST_DIGITS = 5
_TELLING = 3
_PARTS_OF_ALL = ("fiscal", "general")


class Sames(Ground):
    """Ties between what is stated of one fact."""

    def relations(self, supported: Set[Fact]) -> Iterator[Relation]:
        """Every pair of statements of one fact. A blank cell accuses only where a sum proves that it means nothing."""
        groups: dict[FactKey, list[Fact]] = {}
        for key, cells in self.book.cells.items():
            groups.setdefault(key, []).extend(cells)
        for key, mentions in self.book.mentions.items():
            groups.setdefault(self._of_basic(key), []).extend(m.fact for m in mentions)
        for change in self.claims.changes:
            if change.amount is not None:
                for key in change.amount.keys:
                    groups.setdefault(key, []).append(change.amount)
        seen: set[tuple[Fact, Fact]] = set()
        for key, facts in groups.items():
            if key.item[:2] == "P:":
                continue  # projects of one name may be those of two units
            for first, second in _pairs(facts):
                pair = (first, second)
                if first is second or pair in seen or (first.blank and second.blank):
                    continue
                seen.add(pair)
                if first.quantity.unit.dimension != second.quantity.unit.dimension:
                    continue
                relation = Same(first, second) if not first.in_table or second.in_table else Same(second, first)
                relation = self._from_opening(key, relation)
                holds = relation.is_met
                if holds:
                    yield relation
                    continue
                blank = first if first.blank else second if second.blank else None
                if blank is not None and (
                    blank not in supported or self._is_no_total(key, blank) or self._has_parts(key)
                ):
                    continue
                if self._are_apart(key, first, second):
                    continue
                if first.in_table != second.in_table and (
                    self._is_of_one_fund(relation) or self._holds_carried(relation)
                ):
                    continue
                if not (first.in_table and second.in_table) and (
                    self._is_with_carried(key, relation) or self._lies_apart_by_carried(key, relation)
                ):
                    continue
                if not key.scope and self._tell_two_funds(first, second):
                    continue
                if (first.firm and second.firm) or self._is_slip_of_a_cell(relation):
                    yield relation

    def _are_apart(self, key: FactKey, first: Fact, second: Fact) -> bool:
        """Whether two amounts of one name are of two things: one that was meant otherwise, stands under another item, or is in another
        column of the same row."""
        if any(not fact.in_table and self._meant(fact) for fact in (first, second)):
            return True
        if self._is_under_another(key, first, second) or self._is_another_balance(key, first, second):
            return True
        if not (first.in_table and second.in_table):
            return False
        return self._is_grand(key, first, second) or (first.statement, first.row) == (second.statement, second.row)

    def _is_another_balance(self, key: FactKey, first: Fact, second: Fact) -> bool:
        """Whether two balances are called by different names, which a paragraph tells beside each other (上年结转…、上年结余…)."""
        if key.flow not in BALANCES or not self.are_named_apart(first, second):
            return False
        names = {self.names.get(fact) for fact in (first, second)}
        return any(
            {self.names.get(m.fact) for m in told} >= names or len({m.fact.quantity.value for m in told}) > 1
            for told in self._balances_in(key)
        )

    def _balances_in(self, key: FactKey) -> Iterator[list[Mention]]:
        """What each paragraph tells of a balance."""
        places: dict[int, list[Mention]] = {}
        for mention in self.book.mentions.get(key, ()):
            places.setdefault(mention.paragraph, []).append(mention)
        yield from places.values()

    def _of_basic(self, key: FactKey) -> FactKey:
        """公用经费…，包括商品和服务支出…: the class that the statement has under basic expenditure, where all of it is of that nature."""
        classes = self.lexicon.phrases["natures"].get(key.nature, ())
        basic = key._replace(nature="basic")
        named = key.item.startswith("E:") and key.item[2:] in classes and key.nature != "basic"
        return basic if named and key not in self.book.cells and basic in self.book.cells else key

    def _holds_carried(self, relation: Same) -> bool:
        """Whether an item of a section on what was granted this year stands against a statement of both sides."""
        told = self.mentions.get(relation.first)
        return told is not None and self.holds_carried(told.section, relation.second)

    def _is_no_total(self, key: FactKey, cell: Fact) -> bool:
        """Whether a cell of a total is in a row without amounts: the rest of a name that was broken, among rows with some."""
        return key.item == "total" and (cell.statement, cell.row) not in self._rows_with_amounts

    def _has_parts(self, key: FactKey) -> bool:
        """Whether statements show parts of what is left blank (a 小计 over what 运行维护费 came to): a gap, and not nothing."""
        wanted = (
            self.book.canonical(part_key(key, part))
            for identity in self.lexicon.identities
            if not identity.balance and matches(key, identity.total)
            for parts in (identity.parts, *identity.alternatives)
            for part in parts
        )
        cells = (cell for each in wanted if each != key for cell in self.book.cells.get(each, ()))
        return any(not cell.blank and cell.quantity.value for cell in cells)

    @cached_property
    def _rows_with_amounts(self) -> set[tuple[int, int]]:
        """Of the statements."""
        cells = (cell for facts in self.book.cells.values() for cell in facts if not cell.blank)
        return {(cell.statement, cell.row) for cell in cells}

    def _is_slip_of_a_cell(self, relation: Same) -> bool:
        """Whether a number of the narrative, of which several amounts are told in tables (with what was carried over, and
        without), is none of them, nor lies apart by what was carried over, but is a slip of one."""
        told, cell = relation.first, relation.second
        if told.in_table or not told.firm or not cell.in_table or cell.constant or cell.blank:
            return False
        gap = abs(told.quantity.value - cell.quantity.value)
        known = told.quantity.value in self._shown[False] or gap in self._shown[True]
        return not known and is_slip(told.quantity, cell.quantity.value)

    @cached_property
    def _shown(self) -> dict[bool, set[Decimal]]:
        """The amounts of the statements: what was carried over (True), and all else."""
        shown: dict[bool, set[Decimal]] = {True: set(), False: set()}
        for key, cells in self.book.raw.items():
            shown[key.flow in BALANCES].update(cell.quantity.value for cell in cells if not cell.blank)
        return shown

    def _from_opening(self, key: FactKey, relation: Same) -> Same:
        """An income told of a fund that has none this year is what was carried over, where that is what is spent."""
        told, cell = relation.first, relation.second
        if not (cell.blank and not told.in_table and key.flow == "income" and key.item == "total"):
            return relation
        if told.quantity.value == 0:
            return relation
        opening, spent = (self.book.cell(key._replace(flow=flow)) for flow in ("opening", "expenditure"))
        if opening is None or spent is None or opening.blank or not opening.interval.meets(spent.interval):
            return relation
        return Same(told, opening)

    def _is_with_carried(self, key: FactKey, relation: Same) -> bool:
        """Whether a number of the narrative counts as the year's own what was carried over, another one does not."""
        flows = SIDES.get(key.flow, ()) if key.item == "total" else ()
        cells = [self.book.cell(key._replace(flow=flow)) for flow in flows]
        carried = [cell.interval for cell in cells if cell is not None and not cell.blank]
        pairs = [(relation.first, relation.second), (relation.second, relation.first)]
        return any(
            not more.in_table and more.interval.meets(less.interval + gap)
            for more, less in pairs
            for gap in (*carried, *([sum_of(carried)] if len(carried) > 1 else []))
        )

    def _lies_apart_by_carried(self, key: FactKey, relation: Same) -> bool:
        """Whether of two amounts one has what was carried over, and the other has not: they lie apart by just that, or, of an item,
        by what its section's total lies apart from the table's."""
        if key.flow in BALANCES:
            return False
        gap = abs(relation.first.quantity.value - relation.second.quantity.value)
        told = self.mentions.get(relation.first) or self.mentions.get(relation.second)
        if told is None:
            return False
        if gap in self._carried_in.get(told.paragraph, ()) or self._is_as_much_as_carried(told.fact, relation):
            return True
        return key.item[1:2] == ":" and gap in self._apart_in.get((told.section, key.scope), ())

    @cached_property
    def _carried_in(self) -> dict[int, set[Decimal]]:
        """What each paragraph tells to have been carried over from one year to the next."""
        found: dict[int, set[Decimal]] = {}
        for key, mentions in self.book.mentions.items():
            for mention in mentions if key.flow in BALANCES else ():
                found.setdefault(mention.paragraph, set()).add(mention.fact.quantity.value)
        return found

    def _is_as_much_as_carried(self, told: Fact, relation: Same) -> bool:
        """Whether two amounts lie apart by what was carried over, as far as they were rounded: an amount with so many digits that it is hardly
        another's by chance, or any, where the words say 当年拨款."""
        granted = any(word in self.names.get(told, "") for word in self.lexicon.phrases["years"]["granted"])
        gap = relation.first.interval - relation.second.interval
        return any(
            (granted or _is_telling(abs(carried.quantity.value)))
            and (gap.meets(carried.interval) or (-gap).meets(carried.interval))
            for carried in self._carried
        )

    @cached_property
    def _carried(self) -> list[Fact]:
        """What is told or stands in a statement to have been carried over."""
        told = (mention.fact for key, found in self.book.mentions.items() if key.flow in BALANCES for mention in found)
        shown = (cell for key, cells in self.book.raw.items() if key.flow in BALANCES for cell in cells)
        return [fact for fact in dict.fromkeys((*told, *shown)) if not fact.blank and fact.quantity.value != 0]

    @cached_property
    def _apart_in(self) -> dict[tuple[str, str], set[Decimal]]:
        """By how much the totals of spending that each section tells of a scope lie apart from the statements'."""
        found: dict[tuple[str, str], set[Decimal]] = {}
        for key, mentions in self.book.mentions.items():
            if (
                key.item in TOTALS
                and key.flow == "expenditure"
                and key.nature == "all"
                and key.period == self.book.year
            ):
                for cell in self.book.cells.get(key, ()):
                    for mention in mentions:
                        gap = abs(mention.fact.quantity.value - cell.quantity.value)
                        found.setdefault((mention.section, key.scope), set()).add(gap)
        return found

    def _tell_two_funds(self, first: Fact, second: Fact) -> bool:
        """Whether one paragraph tells a line as a whole and as far as one fund pays for it (其中一般公共预算拨款政府采购…)."""
        one, other = self.mentions.get(first), self.mentions.get(second)
        if one is None or other is None or one.dims is None or other.dims is None:
            return False
        return one.paragraph == other.paragraph and one.dims.scope != other.dims.scope

    def _is_of_one_fund(self, relation: Same) -> bool:
        """Whether a number of the narrative is the part of a lone total that is paid from one fund (采购 out of 一般公共预算)."""
        told, whole = relation.first, relation.second
        return any(
            statement.index == whole.statement
            and statement.type is not None
            and statement.type.rows == "total-only"
            and any(
                cell is not whole and cell.row == whole.row and cell.interval.meets(told.interval)
                for cell in statement.amounts
            )
            for statement, _ in self.book.by_statement
        )

    def _is_grand(self, key: FactKey, first: Fact, second: Fact) -> bool:
        """Whether a bare 合计 is what another statement calls 总计."""
        grand = self.book.cells.get(key._replace(item="grand"), ()) if key.item == "total" else ()
        return any(cell.interval.meets(fact.interval) for cell in grand for fact in (first, second) if not cell.blank)

    def _is_under_another(self, key: FactKey, first: Fact, second: Fact) -> bool:
        """Whether an item is told as a part of one nature of spending (公用经费：①行政运行…), and elsewhere whole or under
        another."""
        if key.item[1:2] != ":" or key.nature != "all":
            return False
        told = [self.mentions[fact].under if fact in self.mentions else "" for fact in (first, second)]
        return any(told) and (told[0] != told[1] or "?" in told)

    def _meant(self, fact: Fact) -> list[Relation]:
        """The cell of another nature that an item's number is, where its paragraph speaks of that nature (公用经费：①…; 所有项目支出…
        涉及预算资金…); and of another scope, where nothing states one."""
        mention = self.mentions.get(fact)
        natures = mention.natures if mention is not None else ()
        if fact in self._of_all_funds:
            return []
        items = [key for key in fact.keys if key.item[1:2] == ":"]
        meant = [key._replace(nature=nature) for key in items if key.nature == "all" for nature in natures]
        unknown = [key for key in fact.keys if key.item[:2] == "P:" or _is_total(key)]
        meant += [key._replace(item="total", nature=nature) for key in unknown for nature in natures]
        if mention is not None and mention.dims is not None and not mention.dims.scope:
            meant += [key._replace(scope=scope) for key in items if key.scope == "all" for scope in _PARTS_OF_ALL]
        return [
            Same(fact, cell)
            for key in meant
            for cell in self.book.cells.get(self.book.canonical(key), ())
            if not cell.blank and cell.interval.meets(fact.interval)
        ]

    @cached_property
    def _of_all_funds(self) -> Set[Fact]:
        """Items in a list of a total of all funds that add up to it only as the statement of all funds has them."""
        found: set[Fact] = set()
        for group in self.claims.groups:
            total, parts = group.parent_fact, [fact for _, fact in group.children]
            if total is None or len(parts) < 2 or Sum(total, parts).is_met:
                continue
            cells = [self._of_all(fact) for fact in parts]
            known = [cell for cell in cells if cell is not None]
            if len(known) == len(parts) and Sum(total, known).is_met:
                found |= {
                    part for part, cell in zip(parts, known, strict=True) if not part.interval.meets(cell.interval)
                }
        return found

    def _of_all(self, fact: Fact) -> Fact | None:
        """The amount of an item in the statements of all funds."""
        keys = [key for key in fact.keys if key.item[1:2] == ":" and key.scope == "all" and key.nature == "all"]
        cell = self.book.cell(keys[0]) if len(keys) == 1 else None
        return cell if cell is not None and not cell.blank else None

    def meant(self) -> Iterator[Relation]:
        """Ties of numbers that only the nature of which their paragraph speaks explains."""
        for mention in self.claims.mentions:
            told = list(self._meant(mention.fact))
            yield from told or self._of_a_total(mention.fact) or self._of_its_nature(mention)

    def _of_a_total(self, fact: Fact) -> list[Relation]:
        """An amount of which nobody knows what it is of (绩效目标涉及资金…), and which is a statement's total to the last of many
        digits."""
        unknown = bool(fact.keys) and all(key.item[:2] == "P:" for key in fact.keys)
        digits = fact.quantity.figures.rstrip("0")
        cell = self._totals.get(fact.quantity.value) if unknown and len(digits) >= _LEAST_DIGITS else None
        return [Same(fact, cell)] if cell is not None else []

    def _of_its_nature(self, mention: Mention) -> list[Relation]:
        """The cell that an item is told to be, as a part of one nature of spending (人员经费：①…②…), where none of that item shows its
        number, and another item of the list is the one of its own."""
        fact = mention.fact
        cell = self._under_its_nature(mention)
        if cell is None or not fact.firm or cell.interval.meets(fact.interval):
            return []
        if any(other.interval.meets(fact.interval) for other in self._of_item[_item(fact)]):
            return []
        return [Same(fact, cell)] if (mention.paragraph, mention.under) in self._borne_out else []

    def _under_its_nature(self, mention: Mention) -> Fact | None:
        """The cell of the nature under which an item is told, where all tables agree on it."""
        keys = [key._replace(nature=mention.under) for key in mention.fact.keys if key.item[1:2] == ":"]
        if not mention.under or len(keys) != 1 or len(mention.fact.keys) > 1:
            return None
        cells = [cell for cell in self.book.cells.get(self.book.canonical(keys[0]), ()) if not cell.blank]
        return cells[0] if len({cell.quantity.value for cell in cells}) == 1 else None

    @cached_property
    def _borne_out(self) -> Set[tuple[int, str]]:
        """The paragraphs that tell items under a nature of spending, and it, where one of them is what a table has."""
        return {
            (mention.paragraph, mention.under)
            for mention in self.claims.mentions
            if (cell := self._under_its_nature(mention)) is not None
            and cell.quantity.value
            and cell.interval.meets(mention.fact.interval)
        }

    @cached_property
    def _of_item(self) -> dict[tuple[str, int], list[Fact]]:
        """The cells of each item of a year, of whatever scope and nature."""
        found: dict[tuple[str, int], list[Fact]] = {}
        for key, cells in self.book.cells.items():
            found.setdefault((key.item, key.period), []).extend(cell for cell in cells if not cell.blank)
        return found

    @cached_property
    def _totals(self) -> dict[Decimal, Fact]:
        """The totals of the year in the statements, of all expenditure or of projects."""
        return {
            cell.quantity.value: cell
            for key, cells in self.book.cells.items()
            if key.item in TOTALS and key.nature in ("all", "project") and key.period == self.book.year
            for cell in cells
            if not cell.blank
        }


def _is_telling(gap: Decimal) -> bool:
    """Whether an amount has so many digits that it is hardly another's by chance."""
    return len(f"{gap:f}".replace(".", "").strip("0")) >= _TELLING


def _item(fact: Fact) -> tuple[str, int]:
    return fact.keys[0].item, fact.keys[0].period


def _is_total(key: FactKey) -> bool:
    return key.item == "total" and key.nature == "all"


def _pairs(facts: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Every two; of a great many, each with the first ones, so that a text that repeats itself without end does not cost
    the square of its length."""
    for number, first in enumerate(facts[:_MANY]):
        for second in facts[number + 1 :]:
            yield first, second
