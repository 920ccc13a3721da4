"""Breakdowns: parts that add up to their whole, by what the lexicon, the statements or the list itself say are all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from gouji.facts import BALANCES, Fact, FactKey, Word
from gouji.lexicon import Dims
from gouji.narrative.claims import Change, Group
from gouji.narrative.frames import BUDGETS
from gouji.narrative.parts import is_line
from gouji.narrative.state import WITHIN
from gouji.relations import AtMost, ChangeSum, Outcome, Ratio, Relation, Sum
from gouji.statements.identities import matches, part_key, whole_key
from gouji.tieout.children import Told, are_coded, carried, commensurable, of_expenditure, sums
from gouji.tieout.ground import Ground
from gouji.tieout.lists import between
from gouji.tieout.presence import Presence
from gouji.tieout.readings import Reading, best

_MOST_OF_SOME = Decimal("0.95")


class Breakdowns(Ground):
    """The relations of totals and what they are broken down into."""

    def relations(self) -> Iterator[Relation]:
        for group in self.claims.groups:
            yield from self._group(group)
        yield from self._bounds()

    def _bounds(self) -> Iterator[Relation]:
        """What the narrative says is a part, and what is said of the whole or stands in a table; and a part in a table whose
        whole only the narrative tells."""
        for bound in self.lexicon.bounds:
            for key in self.book.cells:
                part = self.book.cell(key) if matches(key, bound.part) else None
                known = whole_key(key, bound.whole)
                if part is not None and not part.blank and known not in self.book.cells:
                    for mention in self.book.mentions.get(known, ()):
                        if mention.fact.firm and mention.fact not in (m.fact for m in self.book.mentions.get(key, ())):
                            yield AtMost(part, mention.fact)
            for key, mentions in self.book.mentions.items():
                if not matches(key, bound.part):
                    continue
                known = whole_key(key, bound.whole)
                wholes = [m.fact for m in self.book.mentions.get(known, ()) if m.fact.firm]
                whole = self.book.cell(known) or next(iter(wholes), None)
                for mention in mentions:
                    if whole is not None and not whole.blank and mention.fact.firm and whole is not mention.fact:
                        yield AtMost(mention.fact, whole)

    def _group(self, group: Group) -> Iterator[Relation]:
        if group.kind == "of-which":
            yield from self._of_which(group)
            return
        if group.parent.flow == "both" and any(dims.item[:2] == "F:" for dims, _ in group.children):
            group = replace(group, parent=group.parent._replace(flow="expenditure"))
        if (
            group.parent.flow == "income"
            and not self._makes_its_income(group)
            and any(dims.nature and not dims.item for dims, _ in group.children)
        ):
            group = of_expenditure(group)
        if self._is_layered(group) or self.is_of_all(group):
            return
        by_measure: dict[str, Told] = {}
        again: list[Fact] = []
        more: dict[Fact, list[Fact]] = {}
        deeper = {part for _, fact in group.children for part in self._within.get(fact, ())}
        for dims, fact in group.children:
            key = self.book.key(dims)
            if key is not None and not dims.period and fact not in deeper:
                told = by_measure.setdefault(dims.measure, {})
                first = told.setdefault(key, (dims, fact))[1]
                if key.flow in BALANCES and self.are_named_apart(first, fact):
                    more.setdefault(first, []).append(fact)  # 上年结转…、上年结余…
                elif first.quantity.value != fact.quantity.value:
                    again.append(fact)  # perhaps something else of the same name
        main = max(map(len, by_measure.values()), default=0)
        for measure, told in by_measure.items():
            total = self._total(group, measure)
            if total is None or total.blank:
                continue
            children = commensurable(told, total)
            if len(children) < max(2, main) or any(key.item.startswith("P:") for key in children):
                continue
            parts = self._parts(group, measure, children)
            if parts and not _are_some(total, parts, group.rates):
                others = [] if group.kind == WITHIN else between(self.claims.rows, total, parts)
                parts += [other for part in parts for other in more.get(part, ())]
                aside = [f for dims, f in group.children if f not in parts and self._is_aside(dims, measure)]
                yield from self._sum(total, parts, carried(children, parts), others, [*aside, *again])
            elif group.numbered and group.parent.item in ("", "total", "grand"):
                yield from self._listed_items(total, children)
            yield from self._left_out(group, total, children, parts)

    def _makes_its_income(self, group: Group) -> bool:
        """当年拨款收入1,100.00万元，其中：安排基本支出700.00万元，安排项目支出400.00万元: whether the list is of the income itself."""
        parts = [fact for dims, fact in group.children if dims.nature and not dims.item]
        whole = group.parent_fact
        return whole is not None and len(parts) > 1 and Sum(whole, parts).outcome() is Outcome.HOLDS

    @cached_property
    def _within(self) -> dict[Fact, set[Fact]]:
        """人员经费2,800.58万元中，工资福利支出…: the parts of an amount that is a part itself."""
        groups = ((group.parent_fact, group.children) for group in self.claims.groups if group.kind == WITHIN)
        return {whole: {fact for _, fact in children} for whole, children in groups if whole is not None}

    def _is_aside(self, dims: Dims, measure: str) -> bool:
        """Whether an amount of a list may be one more of its parts though it says otherwise, or not, what kind of amount it is: of a
        budget, every budget is one."""
        planned = self.book.is_budget and measure in BUDGETS and dims.measure in BUDGETS
        return not dims.period and (not dims.measure or (planned and dims.measure != measure))

    def _is_layered(self, group: Group) -> bool:
        """Items told under one nature after another (人员经费：①…；公用经费：①…): no plain list of parts."""
        items = [
            self.mentions[fact]
            for dims, fact in group.children
            if dims.item[1:2] == ":" and dims.item != group.parent.item and fact in self.mentions
        ]
        told = {
            dims.nature for dims, _ in group.children if not dims.item
        }  # 人员经费500万元，主要包括：…；公用经费100万元，…
        told.add(group.parent.nature)
        natures = {mention.natures for mention in items if mention.natures}
        return len(natures) > 1 and not all(told.issuperset(each) for each in natures)

    def _of_which(self, group: Group) -> Iterator[Relation]:
        whole = group.parent_fact
        for _, part in group.children:
            if whole is not None and part.quantity.unit.dimension == whole.quantity.unit.dimension:
                yield AtMost(part, whole)

    def _left_out(self, group: Group, total: Fact, children: Told, parts: list[Fact]) -> Iterator[Relation]:
        """A breakdown that gives every part its share, and of which the statement has one more part."""
        said = {fact for _, fact in children.values()}
        given = [part for part in parts if part in said]
        missing = [part for part in parts if part not in said]
        if not parts:
            given, missing = self._unsaid(group, children)
        shared = len(group.rates) >= len(given) >= 2
        if not shared or len(missing) != 1 or not Sum(total, [*given, *missing]).is_met:
            return
        if not any(missing[0].subject in name for name in self._named_in(group.paragraph)):
            yield Presence(Word(0, "", given[-1].span, "enumeration"), missing, "missing")

    def _named_in(self, paragraph: int) -> Iterator[str]:
        """The words before the amounts that a paragraph tells."""
        return (self.names.get(m.fact, "") for m in self.claims.mentions if m.paragraph == paragraph)

    def _unsaid(self, group: Group, children: Told) -> tuple[list[Fact], list[Fact]]:
        """The parts of an identity that are said, and those that only a statement has."""
        measure = next(iter(children)).measure
        parent = self.book.key(group.parent._replace(measure=measure))
        for identity in self.lexicon.identities:
            if parent is None or identity.tables_only or identity.balance or not matches(parent, identity.total):
                continue
            for dims in (identity.parts, *identity.alternatives):
                wanted = [self.book.canonical(part_key(parent, part)) for part in dims]
                if not all(key in wanted for key in children):
                    continue
                cells = [cell for key in wanted if key not in children and (cell := self.book.cell(key)) is not None]
                amounts = [cell for cell in cells if not cell.blank and cell.quantity.value != 0]
                if amounts:
                    return [fact for _, fact in children.values()], amounts
        return [], []

    def _listed_items(self, total: Fact, children: Told) -> Iterator[Relation]:
        """The items (项) of a numbered list, where no statement has them: no more than the total. Small ones, and what
        was budgeted and not spent, may be left out."""
        if not all(self._is_leaf(key.item) for key in children) or any(
            self._is_leaf(key.item) and key.flow == "expenditure" for key in self.book.cells
        ):
            return
        relation = Sum(total, [fact for _, fact in children.values()], kind="parts")
        if relation.outcome() is not Outcome.FAILS or relation.computed > total.quantity.value:
            yield relation

    def _is_leaf(self, item: str) -> bool:
        """Whether an item is one of the lowest level (项), by its code or its path of names."""
        lowest = max(self.lexicon.levels.values())
        if item.startswith("N:"):
            return self.lexicon.levels.get(item.rsplit("/", 1)[-1][:1]) == lowest
        return item.startswith("F:") and len(item) == 2 + lowest

    def _total(self, group: Group, measure: str) -> Fact | None:
        if group.parent_fact is not None and group.parent.measure == measure:
            return group.parent_fact
        dims = group.parent._replace(measure=measure)
        found = self.book.find(dims, group.paragraph, 1 << 30, listed=True)
        if any(found is fact for _, fact in group.children):  # 财政拨款 is all 一般公共预算, and the list has that
            first = min((m.at for _, fact in group.children if (m := self.mentions.get(fact))), default=0)
            found = self.book.find(dims, group.paragraph, first - 1, listed=True)
        return found

    def _parts(self, group: Group, measure: str, children: Told) -> list[Fact]:
        """The children that together make up the whole; empty if that is not certain."""
        parent = self.book.key(group.parent._replace(measure=measure))
        if parent is None:
            return []
        given = self._by_identity(parent, children)
        if given:
            return given
        coded = {key: fact for key, (_, fact) in children.items() if key.item[1:2] == ":" and key.item[0] in "FEG"}
        lengths = {len(key.item) for key in coded}
        if len(coded) < 2 or len(lengths) != 1 or len({key.item[0] for key in coded}) != 1:
            return []
        if any(key.item.startswith("N:") for key in children):
            return []  # an item whose code is not known is one of them
        sample = next(iter(coded))
        if any(key._replace(item="") != sample._replace(item="") for key in coded):
            return []
        inside: str | tuple[str, ...] = parent.item[2:] if parent.item[1:2] == ":" else ""
        if sample.item[0] == "E" and not inside:
            inside = tuple(self.lexicon.phrases["natures"].get(parent.nature, ("",)))
        if not all(key.item[2:].startswith(inside) for key in coded):
            return []
        table = {
            key: cell
            for key in self.book.cells
            if key._replace(item="") == sample._replace(item="")
            and len(key.item) == len(sample.item)
            and key.item[0] == sample.item[0]
            and key.item[2:].startswith(inside)
            and (cell := self.book.cell(key)) is not None
            and not cell.blank
            and cell.quantity.value != 0
        }
        if table and is_line(parent.item):
            return []  # 机关运行经费…，其中：办公费…: of a part of what a statement has
        if table:
            return [*coded.values(), *(cell for key, cell in table.items() if key not in coded)]
        classes = self.lexicon.phrases["natures"].get(parent.nature, ())
        every = len(classes) > 1 and {key.item[2:] for key in coded} == set(classes)  # 301 and 303 are all of 人员经费
        whole = every or group.kind == "complete" or (group.open_ended and group.kind != "main")
        return list(coded.values()) if whole or len(group.rates) == len(coded) else []

    # ── which children are parts ─────────────────────────────────────────────────────────────────────────────────────

    def _by_identity(self, parent: FactKey, children: Told) -> list[Fact]:
        """The children that an identity of the lexicon knows to be all the parts. What is not said must be nothing: by a
        table, or where the identity splits a dimension (基本、项目 …), because units leave out what they do not have."""
        best: list[Fact] = []
        for identity in self.lexicon.identities:
            if identity.tables_only or identity.balance or not matches(parent, identity.total):
                continue
            for dims in (identity.parts, *identity.alternatives):
                wanted = [self.book.canonical(part_key(parent, part)) for part in dims]
                if any(identity.without) and self.book.canonical(part_key(parent, identity.without)) in children:
                    continue
                extra = self._extra(parent, wanted, children, identity.is_of_line)
                if extra is None:
                    continue
                given = [children[key][1] for key in wanted if key in children]
                missing = [self.book.cell(key) for key in wanted if key not in children]
                known = [cell for cell in missing if cell is not None]
                if len(given) < 2 or any(not cell.blank and cell.quantity.value != 0 for cell in known):
                    continue
                if len(known) < len(missing) and not identity.open_parts:
                    continue
                given += extra
                if len(given) > len(best):
                    best = given
        return best

    def _extra(self, parent: FactKey, wanted: list[FactKey], children: Told, of_line: bool) -> list[Fact] | None:
        """Children that an identity does not name: carried-forward money counts as a part of a grand total, the parts of
        a part do not count, and anything else (None) means that this is another breakdown. After the parts of a named
        line, other paragraphs go on about other lines."""
        extra: list[Fact] = []
        places = {self.paragraph(children[key][1]) for key in wanted if key in children}
        for key, (_, fact) in children.items():
            if key in wanted or (of_line and self.paragraph(fact) not in places):
                continue
            if key.flow in BALANCES and parent.flow in (
                "income",
                "expenditure",
            ):
                if not (key.flow == "closing" and parent.measure == "final" and parent.item == "total"):
                    extra.append(fact)
            elif not any(self._is_part(key, whole) for whole in wanted if whole in children):
                return None
        return extra

    def _is_part(self, key: FactKey, whole: FactKey) -> bool:
        if key._replace(nature="all") == whole or (key.item[1:2] == ":" and key._replace(item=whole.item) == whole):
            return True
        return any(
            matches(whole, identity.total) and any(self.book.canonical(part_key(whole, part)) == key for part in parts)
            for identity in self.lexicon.identities
            for parts in (identity.parts, *identity.alternatives)
        )

    def _sum(
        self, total: Fact, parts: list[Fact], moved: list[Fact], nearer: Sequence[Fact], aside: Sequence[Fact]
    ) -> Iterator[Relation]:
        """`moved` is what was carried over, `nearer` are amounts between the total and the list, `aside` those of the list of which
        no measure is said."""
        others = [Sum(other, list(parts), kind="parts") for other in nearer]
        largest = max(part.quantity.value for part in parts)
        meant = next((each for each in reversed(others) if each.total.quantity.value >= largest), None)
        own = [reading._replace(accuses=reading.accuses and meant is None) for reading in sums(total, parts, moved)]
        # the list is of the amount right before it, if of any that is said to be wrong, but of none that is less than a part
        for chosen in best([*own, *(Reading(each, each is meant) for each in others)]):
            if isinstance(chosen, Sum):
                chosen.loose = (*self.unnamed_among(total, chosen.parts), *aside)
                changes = self._change_sum(total, chosen.parts)
                # of a list of 科目 those that ended last year are missing, and their changes with them
                yield from (each for each in changes if each.is_met or not are_coded(chosen.parts))
            yield chosen

    def _change_sum(self, total: Fact, parts: Sequence[Fact]) -> Iterator[Relation]:
        """Σ of the parts' changes = the whole's change, where every part tells its change against the same base."""
        whole = self._movement_of(total)
        if whole is None or whole.amount is None:
            return
        amounts: list[Fact] = []
        words: list[Word] = []
        for part in parts:
            movement = self._movement_of(part)
            if movement is None or movement.base != whole.base:
                return
            if movement.amount is not None:
                amounts.append(movement.amount)
                words.append(movement.words[0])
            elif movement.words[0].sign != 0:
                return
        if len(amounts) >= 2 and whole.words[0].sign:
            yield ChangeSum(whole.amount, whole.words[0], amounts, words)
        elif len(amounts) >= 2:
            yield Sum(whole.amount, amounts, [word.sign for word in words], kind="change")

    def _movement_of(self, fact: Fact) -> Change | None:
        keys = {self.book.canonical(key) for key in fact.keys}
        found = [c for c in self.claims.changes if self.book.key(c.subject) in keys]
        return found[0] if len(found) == 1 else None


def _are_some(total: Fact, parts: Sequence[Fact], rates: Sequence[Fact]) -> bool:
    """支出200.00万元，其中，人员经费80.00万元，占40.00%，公用经费20.00万元，占10.00%: whether the list says of each part what share of the total it
    is, and means but half of it."""
    if len(rates) != len(parts) or sum(rate.quantity.value for rate in rates) > _MOST_OF_SOME:
        return False
    return all(Ratio(part, total, rate, "share").is_met for part, rate in zip(parts, rates, strict=True))
