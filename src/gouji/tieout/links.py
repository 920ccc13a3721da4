"""From claims to relations: looking up the facts that claims speak of, and tying equal facts together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gouji.document import Span
from gouji.facts import BALANCES, Absence, Enumeration, Fact, FactKey, Word
from gouji.lexicon import Dims, Identity, Lexicon
from gouji.narrative.claims import Change, Claims, Comparison, Group, Ratio
from gouji.quantity import ZERO, Quantity, Unit
from gouji.quantity import total as sum_of
from gouji.relations import (
    Agree,
    AtMost,
    Between,
    Flat,
    Growth,
    GrowthFrom,
    Order,
    Outcome,
    Relation,
    Same,
    Sum,
)
from gouji.relations import Change as ChangeRelation
from gouji.relations import Ratio as RatioRelation
from gouji.statements.identities import matches, part_key, whole_key
from gouji.tieout.book import Book
from gouji.tieout.presence import Presence

_MANY = 24
_TOTALS = ("total", "grand")
_PERCENT = Unit("%", "rate", Quantity.parse("1%").value)
_HUNDRED = Quantity(Quantity.parse("100%").value, Quantity.parse("100%").value * 0, _PERCENT)


class Linker:
    """Builds every relation that a document's narrative asserts."""

    def __init__(self, book: Book, claims: Claims, lexicon: Lexicon) -> None:
        self.book, self.claims, self.lexicon = book, claims, lexicon
        self.mentions = {id(mention.fact): mention for mention in claims.mentions}
        self.made = self._made_by_parts()

    def relations(self) -> Iterator[Relation]:
        for change in self.claims.changes:
            yield from self._change(change)
        for ratio in self.claims.ratios:
            yield from self._ratio(ratio)
        for comparison in self.claims.comparisons:
            yield from self._comparison(comparison)
        for first, second in self.claims.agreements:
            yield Agree(first, second)
        for group in self.claims.groups:
            yield from self._group(group)
        yield from self._without_amounts()
        yield from self._bounds()
        yield from self._changes_of_parts()
        yield from self._changes_of_both_sides()

    def _changes_of_parts(self) -> Iterator[Relation]:
        """Σ of the parts' changes = the whole's change, where one paragraph tells them all against the same base."""
        for told in self._changes_told_together():
            for key, whole in told.items():
                if whole.amount is None or not whole.words[0].sign:
                    continue
                for identity in self.lexicon.identities:
                    if identity.tables_only or identity.balance or not matches(key, identity.total):
                        continue
                    for dims in (identity.parts, *identity.alternatives):
                        parts = [told.get(self.book.canonical(part_key(key, part))) for part in dims]
                        if len(parts) > 1 and all(part is not None and part is not whole for part in parts):
                            yield from _sum_of_changes(whole, [part for part in parts if part is not None])

    def _changes_of_both_sides(self) -> Iterator[Relation]:
        """收入总计 and 支出总计 balance in either year, so that they change by the same amount."""
        for told in self._changes_told_together():
            for key, income in told.items():
                expenditure = told.get(key._replace(flow="expenditure")) if key.flow == "income" else None
                if key.item == "grand" and expenditure is not None and expenditure is not income:
                    yield Agree(income.words[0], expenditure.words[0])
                    if income.amount is not None and expenditure.amount is not None:
                        yield Same(income.amount, expenditure.amount)

    def _changes_told_together(self) -> Iterator[dict[FactKey, Change]]:
        """The changes of each paragraph against one base, by what changes; what is told twice is left out."""
        together: dict[tuple[int, tuple[str, int]], dict[FactKey, Change | None]] = {}
        for change in self.claims.changes:
            key = self.book.key(change.subject)
            if key is not None and not key.item.startswith("P:"):
                told = together.setdefault((change.paragraph, self._since(change)), {})
                told[key] = None if key in told else change
        for told in together.values():
            yield {key: change for key, change in told.items() if change is not None}

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

    def _without_amounts(self) -> Iterator[Relation]:
        """Shares that must add up to 100%, and a rate that must lie between those of its parts, where no amounts are given."""
        by_place: dict[tuple[int, str], dict[FactKey, Fact]] = {}
        for ratio in self.claims.ratios:
            if ratio.part_fact is None and self.book.find(ratio.part, ratio.paragraph, ratio.at) is None:
                key = self.book.key(ratio.part)
                if key is not None:
                    by_place.setdefault((ratio.paragraph, ratio.kind), {}).setdefault(key, ratio.rate)
        for (_, kind), rates in by_place.items():
            for identity in self.lexicon.identities:
                if identity.tables_only or identity.balance:
                    continue
                for whole, parts in self._identity_rates(identity, rates):
                    if kind == "share" and len(parts) > 1:
                        total = Fact(_HUNDRED, parts[-1].span, constant=True)
                        yield Sum(total, parts, kind="shares")
                    elif kind == "completion" and whole in rates and len(parts) > 1:
                        yield Between(rates[whole], parts)

    def _identity_rates(self, identity: Identity, rates: dict[FactKey, Fact]) -> Iterator[tuple[FactKey, list[Fact]]]:
        """The wholes of an identity of which all parts (or all that units have) are among `rates`."""
        for dims in (identity.parts, *identity.alternatives):
            wholes = {
                key._replace(
                    **{
                        n: getattr(identity.total, n)
                        for n in ("scope", "flow", "item", "nature")
                        if getattr(identity.total, n)
                    }
                )
                for key in rates
                if matches(key, dims[0])
            }
            for whole in wholes:
                parts = [rates[k] for part in dims if (k := self.book.canonical(part_key(whole, part))) in rates]
                if len(parts) == len(dims) or (identity.open_parts and len(parts) > 1):
                    yield whole, parts

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _change(self, change: Change) -> Iterator[Relation]:
        current = self.book.find(change.subject, change.paragraph, change.at)
        prior = self._prior(change)
        word = change.words[0]
        agreements = [Agree(word, other) for other in change.words[1:]]
        yield from agreements
        if change.amount is not None:
            self._key_movement(change, change.amount, "change")
            if change.subject.flow and not change.subject.item:
                change.amount.firm = False
        if word.sign == 0:
            if prior is not None and current is not None:
                yield Order(current, prior, word)
            for movement in (change, *self._beside(change)):
                for fact in (movement.amount, movement.rate):
                    if fact is not None:
                        yield Flat(fact, word)
            return
        signed = change.rate is not None and change.rate.quantity.value < 0 > word.sign  # 减少0.50万元（-1.02%）
        if change.amount is not None and change.rate is not None and current is not None and not signed:
            growth = Growth(current, change.amount, change.rate, word)
            whole = self.book.find(change.whole, change.paragraph, change.at) if change.whole else None
            if whole is not None and growth.outcome() is Outcome.FAILS:
                other = Growth(whole, change.amount, change.rate, word)
                if other.is_met:
                    yield other
                    return
            if growth.outcome() is Outcome.FAILS and (open_one := self._growth_of_another(change, current)) is not None:
                yield open_one
                return
            yield growth
        if (
            change.amount is not None
            and change.rate is None
            and current is not None
            and change.amount.quantity.unit.dimension == current.quantity.unit.dimension
            and self._was_something(change)
            and all(agreement.is_met for agreement in agreements)
        ):
            bound = AtMost(change.amount, current, kind="prior")
            told = self._amounts_before(change, self._change_before(change))
            largest = max((fact.quantity.value for fact in told), default=ZERO)
            if bound.is_met or largest <= change.amount.quantity.value:  # else it may be the change of that one
                yield bound
        if prior is not None and current is not None:
            if change.amount is not None:
                yield ChangeRelation(current, prior, change.amount, word)
            elif change.rate is not None:
                yield GrowthFrom(current, prior, change.rate, word)
            else:
                yield Order(current, prior, word)

    def _paragraph(self, fact: Fact) -> int | None:
        mention = self.mentions.get(id(fact))
        return mention.paragraph if mention is not None else None

    def _is_layered(self, group: Group) -> bool:
        """Items told under one nature after another (人员经费：①…；公用经费：①…): no plain list of parts."""
        items = [
            self.mentions[id(fact)]
            for dims, fact in group.children
            if dims.item[1:2] == ":" and id(fact) in self.mentions
        ]
        return len({mention.natures for mention in items if mention.natures}) > 1

    def _growth_of_another(self, change: Change, current: Fact) -> Relation | None:
        """A change behind several amounts may be that of any of them that its paragraph tells before, without a change."""
        assert change.amount is not None
        assert change.rate is not None
        beside = [each for each in self.claims.changes if each.paragraph == change.paragraph and each is not change]
        changed = {id(self.book.find(each.subject, each.paragraph, each.at)) for each in beside}
        for fact in self._amounts_before(change):
            other = Growth(fact, change.amount, change.rate, change.words[0])
            if fact is not current and id(fact) not in changed and other.is_met:
                return other
        return None

    def _change_before(self, change: Change) -> int:
        """Where the last change of the paragraph before this one stands: the amounts before it were that one's to take."""
        beside = (each.at for each in self.claims.changes if each.paragraph == change.paragraph and each.at < change.at)
        return max(beside, default=-1)

    def _amounts_before(self, change: Change, after: int = -1) -> list[Fact]:
        return [
            mention.fact
            for mention in self.claims.mentions
            if mention.paragraph == change.paragraph
            and after < mention.at < change.at
            and mention.fact.quantity.unit.dimension == "money"
            and mention.fact is not change.amount
        ]

    def _beside(self, change: Change) -> Iterator[Change]:
        """What else a paragraph says of the same movement."""
        for other in self.claims.changes:
            if other.paragraph == change.paragraph and other is not change and other.words[0].sign:
                same = (other.subject, self._since(other)) == (change.subject, self._since(change))
                if same and not (other.subject.item or "P:").startswith("P:"):
                    yield other

    def _since(self, change: Change) -> tuple[str, int]:
        base = change.base
        return base.measure, self.book.year - 1 if base.period == -1 else base.period

    def _was_something(self, change: Change) -> bool:
        """A rise since last year of what cannot have been less than nothing, beside its amount of this year."""
        subject, base = change.subject, change.base
        key = self.book.key(subject)
        return (
            key is not None
            and change.words[0].sign > 0
            and (subject.flow == "expenditure" or (not subject.flow and bool(subject.item)))
            and base.measure in ("", subject.measure)
            and base.period in (-1, self.book.year - 1)
            and not key.item.startswith("P:")
            and self._is_last_said(key, change)
        )

    def _is_last_said(self, key: FactKey, change: Change) -> bool:
        """Whether the amount of a key is the last that a paragraph tells before a change."""
        amounts = self._amounts_before(change)
        return bool(amounts) and any(self.book.canonical(each) == key for each in amounts[-1].keys)

    def _prior(self, change: Change) -> Fact | None:
        if change.prior is not None:
            return change.prior
        base = change.base
        period = base.period or (0 if base.measure in ("initial", "full", "budget") else -1)
        if period == self.book.year:
            period = 0
        if period > 0 and period < self.book.year - 1:
            return None
        measures = [base.measure] if base.measure else [change.subject.measure]
        if base.measure == "executed":
            measures = ["executed", change.subject.measure]
        if base.measure == "budget" and not period:
            measures = ["budget", "full", "initial"]
        for measure in measures:
            dims = change.subject._replace(period=-1 if period else 0, measure=measure)
            if not period and measure == change.subject.measure:
                continue
            found = self.book.find(dims, change.paragraph, change.at)
            if found is not None and not found.blank:
                return found
        return None

    def _key_movement(self, change: Change, amount: Fact, kind: str) -> None:
        base = change.base
        period = base.period if base.period > 0 else self.book.year - 1 if base.period or not base.measure else 0
        measure = f"{kind}:{change.subject.measure}:{base.measure or change.subject.measure}:{period}"
        flows = ("income", "expenditure") if change.subject.flow == "both" else (change.subject.flow,)
        keys = []
        for flow in flows:
            key = self.book.key(change.subject._replace(flow=flow))
            if key and not key.item.startswith("P:"):
                keys.append(key._replace(measure=measure))
        amount.keys = tuple(keys)

    # ── ratios and comparisons ───────────────────────────────────────────────────────────────────────────────────

    def _ratio(self, ratio: Ratio) -> Iterator[Relation]:
        part = ratio.part_fact or self.book.find(ratio.part, ratio.paragraph, ratio.at)
        if part is None:
            return
        wholes = [ratio.whole_fact] if ratio.whole_fact else []
        wholes += [w for dims in ratio.whole if (w := self.book.find(dims, ratio.paragraph, ratio.at)) is not None]
        wholes += [
            w
            for dims in ratio.whole
            if (key := self.book.key(dims))
            for w in self.book.cells.get(key, ())
            if not w.firm
        ]
        candidates = [
            RatioRelation(part, whole, ratio.rate, ratio.kind)
            for whole in wholes
            if whole is not part and not (ratio.kind == "share" and _is_of_one_item(part, whole))
        ]
        good = [r for r in candidates if r.is_met]
        local = [r for r in candidates if (r.part.firm or not r.whole.firm) and (r.whole.firm or not r.whole.in_table)]
        if candidates and not good:  # 收入、支出 may be 合计 or 总计
            for key in filter(None, map(self.book.key, ratio.whole)):
                for scope in {key.scope, "fiscal", "all"} if key.item == "total" else ():
                    grand = self.book.cell(key._replace(item="grand", scope=scope))
                    if grand is not None and not grand.blank:
                        other = RatioRelation(part, grand, ratio.rate, ratio.kind)
                        good += [other] if other.is_met else []
        told = [r.whole for r in candidates if self._paragraph(r.whole) == ratio.paragraph]
        if not good and candidates and not told:
            good = [other for other in self._of_other_totals(ratio, part) if other.is_met][:1]
        if not good and not told and id(ratio) in self.made:
            good = [RatioRelation(part, self.made[id(ratio)], ratio.rate, ratio.kind)]
        yield from (good or local)[:1]

    def _of_other_totals(self, ratio: Ratio, part: Fact) -> Iterator[RatioRelation]:
        """A share of a total that only a statement states: 总支出 may be that of the year, or with what is carried over."""
        flows = {key.flow for dims in ratio.whole if (key := self.book.key(dims)) is not None and key.item in _TOTALS}
        for key, cells in self.book.cells.items():
            if key.item in _TOTALS and key.flow in flows and key.nature == "all" and key.period == self.book.year:
                yield from (RatioRelation(part, cell, ratio.rate, ratio.kind) for cell in cells if not cell.blank)

    def _made_by_parts(self) -> dict[int, Fact]:
        """Wholes that a passage names only by its shares: where they make up 100%, the whole is what they are shares of."""
        found: dict[int, Fact] = {}
        sections = {mention.paragraph: mention.section for mention in self.claims.mentions}
        passages: dict[tuple[str, tuple[Dims, ...]], list[Ratio]] = {}
        for ratio in self.claims.ratios:
            if ratio.kind == "share" and ratio.whole_fact is None:
                section = sections.get(ratio.paragraph, "")
                passages.setdefault((section, tuple(d._replace(nature="") for d in ratio.whole)), []).append(ratio)
        for ratios in passages.values():
            parts = [r.part_fact or self.book.find(r.part, r.paragraph, r.at) for r in ratios]
            known = [part for part in parts if part is not None]
            rates = sum_of([ratio.rate.interval for ratio in ratios])
            if len(known) < 2 or len(known) < len(parts) or _HUNDRED.value not in rates:
                continue
            value = sum((part.quantity.value for part in known), _HUNDRED.value * 0)
            whole = Fact(known[0].quantity._replace(value=value), known[0].span, constant=True)
            whole.bounded(sum_of([part.interval for part in known]))
            if all(RatioRelation(p, whole, r.rate, r.kind).is_met for p, r in zip(known, ratios, strict=True)):
                found.update((id(ratio), whole) for ratio in ratios)
        return found

    def _comparison(self, comparison: Comparison) -> Iterator[Relation]:
        left = self.book.find(comparison.left, comparison.paragraph, comparison.at)
        for dims in comparison.right:
            right = self.book.find(dims, comparison.paragraph, comparison.at)
            if left is not None and right is not None and left is not right and not left.blank and not right.blank:
                yield Order(left, right, comparison.word)
                return

    # ── breakdowns ───────────────────────────────────────────────────────────────────────────────────────────────

    def _group(self, group: Group) -> Iterator[Relation]:
        if group.counts and group.parent_fact is not None:
            yield from self._counts(group)
        if group.of_which:
            yield from self._of_which(group)
            return
        if group.parent.flow == "both" and any(dims.item[:2] == "F:" for dims, _ in group.children):
            group = replace(group, parent=group.parent._replace(flow="expenditure"))
        if self._is_layered(group):
            return
        by_measure: dict[str, dict[FactKey, tuple[Dims, Fact]]] = {}
        for dims, fact in group.children:
            key = self.book.key(dims)
            if key is not None and not dims.period:
                by_measure.setdefault(dims.measure, {}).setdefault(key, (dims, fact))
        main = max((len(children) for children in by_measure.values()), default=0)
        for measure, children in by_measure.items():
            if len(children) < max(2, main) or any(key.item.startswith("P:") for key in children):
                continue
            total = self._total(group, measure)
            if total is None or total.blank or not _commensurable(total, children.values()):
                continue
            parts = _without_carried(total, self._parts(group, measure, children))
            if parts:
                relation = Sum(total, parts, kind="parts")
                relation.loose = self._unnamed(total, parts)
                yield relation
                changes = self._change_sum(total, parts)
                # of a list of 科目 those that ended last year are missing, and their changes with them
                yield from (each for each in changes if each.is_met or not _are_coded(parts))
            elif group.numbered and group.parent.item in ("", "total", "grand"):
                yield from self._listed_items(total, children)
            yield from self._left_out(group, total, children, parts)

    def _of_which(self, group: Group) -> Iterator[Relation]:
        whole = group.parent_fact
        for _, part in group.children:
            if whole is not None and part.quantity.unit.dimension == whole.quantity.unit.dimension:
                yield AtMost(part, whole)

    def _left_out(
        self, group: Group, total: Fact, children: dict[FactKey, tuple[Dims, Fact]], parts: list[Fact]
    ) -> Iterator[Relation]:
        """A breakdown that gives every part its share, and of which the statement has one more part."""
        said = {id(fact) for _, fact in children.values()}
        given = [part for part in parts if id(part) in said]
        missing = [part for part in parts if id(part) not in said]
        if not parts:
            given, missing = self._unsaid(group, children)
        shared = len(group.rates) >= len(given) >= 2
        if shared and len(missing) == 1 and Sum(total, [*given, *missing]).outcome() is not Outcome.FAILS:
            yield Presence(Word(0, "", given[-1].span, "enumeration"), missing, "missing")

    def _unsaid(self, group: Group, children: dict[FactKey, tuple[Dims, Fact]]) -> tuple[list[Fact], list[Fact]]:
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

    def _listed_items(self, total: Fact, children: dict[FactKey, tuple[Dims, Fact]]) -> Iterator[Relation]:
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
        return self.book.find(dims, group.paragraph, 1 << 30)

    def _parts(self, group: Group, measure: str, children: dict[FactKey, tuple[Dims, Fact]]) -> list[Fact]:
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
        inside = parent.item[2:] if parent.item[1:2] == ":" else ""
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
        if table:
            return [*coded.values(), *(cell for key, cell in table.items() if key not in coded)]
        return list(coded.values()) if group.complete or group.open_ended or len(group.rates) == len(coded) else []

    def _by_identity(self, parent: FactKey, children: dict[FactKey, tuple[Dims, Fact]]) -> list[Fact]:
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

    def _extra(
        self, parent: FactKey, wanted: list[FactKey], children: dict[FactKey, tuple[Dims, Fact]], of_line: bool
    ) -> list[Fact] | None:
        """Children that an identity does not name: carried-forward money counts as a part of a grand total, the parts of
        a part do not count, and anything else (None) means that this is another breakdown. After the parts of a named
        line, other paragraphs go on about other lines."""
        extra: list[Fact] = []
        places = {self._paragraph(children[key][1]) for key in wanted if key in children}
        for key, (_, fact) in children.items():
            if key in wanted or (of_line and self._paragraph(fact) not in places):
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

    def _change_sum(self, total: Fact, parts: list[Fact]) -> Iterator[Relation]:
        """Σ of the parts' changes = the whole's change, where every part tells its change against the same base."""
        whole = self._movement_of(total)
        if whole is None or whole.amount is None:
            return
        amounts: list[Fact] = []
        signs: list[int] = []
        for part in parts:
            movement = self._movement_of(part)
            if movement is None or movement.base != whole.base:
                return
            if movement.amount is not None:
                amounts.append(movement.amount)
                signs.append(movement.words[0].sign * (whole.words[0].sign or 1))
            elif movement.words[0].sign != 0:
                return
        if len(amounts) >= 2:
            yield Sum(whole.amount, amounts, signs, kind="change")

    def _movement_of(self, fact: Fact) -> Change | None:
        keys = {self.book.canonical(key) for key in fact.keys}
        found = [c for c in self.claims.changes if self.book.key(c.subject) in keys]
        return found[0] if len(found) == 1 else None

    def _counts(self, group: Group) -> Iterator[Relation]:
        total = group.parent_fact
        assert total is not None
        parts = [count for count in group.counts if count.quantity.unit == total.quantity.unit]
        if len(parts) < 2:
            return
        relation = Sum(total, parts, kind="count")
        relation.loose = self._unnamed(total, parts)
        more = relation.computed > total.quantity.value
        exhaustive = group.parent.item in self.lexicon.phrases["exhaustive"]["items"] or any(
            word in group.text for word in self.lexicon.phrases["exhaustive"]["words"]
        )
        if more or exhaustive or relation.outcome() is Outcome.HOLDS:
            yield relation

    def _unnamed(self, total: Fact, parts: Sequence[Fact]) -> tuple[Fact, ...]:
        """The numbers of the parts' kind that stand among them and are of something unknown: perhaps further parts."""
        listed = {id(part) for part in parts}
        places = [(m.paragraph, m.at) for part in parts if (m := self.mentions.get(id(part))) is not None]
        return tuple(
            mention.fact
            for mention in self.claims.mentions
            if places
            and min(places) < (mention.paragraph, mention.at) < max(places)
            and id(mention.fact) not in listed
            and not mention.fact.keys
            and mention.fact.quantity.unit == total.quantity.unit
        )

    # ── enumerations and absences ────────────────────────────────────────────────────────────────────────────────

    def enumerations(self, found: list[Enumeration], supported: set[int]) -> Iterator[Relation]:
        """Items listed that have no amount, and amounts that are not listed; `supported` are the cells that a sum bears out:
        a blank cell means nothing only there."""
        for enumeration in found:
            yield from self._enumeration(enumeration, supported)

    def _enumeration(self, enumeration: Enumeration, supported: set[int]) -> Iterator[Relation]:
        owner = enumeration.owner
        classes = self.lexicon.phrases["natures"].get(owner.nature)
        if classes is None:
            return
        key = self.book.canonical(owner)
        listed: dict[str, tuple[str, Span]] = {}
        unknown = 0
        leaves: dict[str, Fact] = {}
        columns: dict[str, set[str]] = {}
        for statement, keys in self.book.by_statement:
            if (
                statement.type is None
                or statement.type.key.classification != "E"
                or statement.type.key.nature != "basic"
            ):
                continue
            for cell_key, facts in keys.items():
                if cell_key.item[:2] != "E:" or len(cell_key.item) != 7 or cell_key.measure != key.measure:
                    continue
                if cell_key.nature == "basic":
                    leaves[cell_key.item] = facts[0]
                elif not facts[0].blank and facts[0].quantity.value != 0:
                    columns.setdefault(cell_key.item, set()).add(cell_key.nature)
        if not leaves:
            return
        names = {name: code for code, fact in leaves.items() for name in (fact.subject,)}
        for item in enumeration.items:
            code = names.get(item.name) or self._economic(item.name, leaves)
            if code:
                listed[code] = (item.name, item.span)
            else:
                unknown += 1
        absent = [
            Presence(Word(1, name, span, "enumeration"), [cell], "listed")
            for code, (name, span) in listed.items()
            if (cell := leaves.get(code)) is not None
            and code[2:5] in classes
            and (id(cell) in supported if cell.blank else cell.quantity.value == 0)
        ]
        if len(absent) > 1 and 3 * len(absent) > len(listed):
            return  # the whole classification, of which the unit has some
        if absent:  # one list, one finding
            yield Presence(absent[0].word, [cell for one in absent for cell in one.cells], "listed")
        missing = [
            fact
            for code, fact in leaves.items()
            if code[2:5] in classes and not fact.blank and fact.quantity.value != 0 and code not in listed
            if owner.nature == "basic" or owner.nature in columns.get(code, {owner.nature})
        ]
        if missing and enumeration.complete and not unknown and len(listed) >= 2:
            yield Presence(Word(0, "", enumeration.items[-1].span, "enumeration"), missing, "missing")

    def _economic(self, name: str, leaves: dict[str, Fact]) -> str:
        codes = [f"E:{code}" for code in self.lexicon.names["E"].get(name, ()) if f"E:{code}" in leaves]
        return codes[0] if len(codes) == 1 else ""

    def absences(self, found: list[Absence]) -> Iterator[Relation]:
        for absence in found:
            cells = []
            for key in absence.keys:
                cell = self.book.cell(self.book.canonical(key))
                if cell is not None and not cell.blank and cell.quantity.value != 0:
                    cells.append(cell)
            if cells:
                yield Presence(Word(0, absence.text, absence.span, "absence"), cells, "absence")

    # ── same facts ───────────────────────────────────────────────────────────────────────────────────────────────

    def same(self, supported: set[int]) -> Iterator[Relation]:
        """Every pair of statements of one fact. A blank cell accuses only where a sum proves that it means nothing."""
        groups: dict[FactKey, list[Fact]] = {}
        for key, cells in self.book.cells.items():
            groups.setdefault(key, []).extend(cells)
        for key, mentions in self.book.mentions.items():
            groups.setdefault(key, []).extend(m.fact for m in mentions)
        for change in self.claims.changes:
            if change.amount is not None:
                for key in change.amount.keys:
                    groups.setdefault(key, []).append(change.amount)
        seen: set[tuple[int, int]] = set()
        for key, facts in groups.items():
            if key.item[:2] == "P:":
                continue  # projects of one name may be those of two units
            for first, second in _pairs(facts):
                pair = (id(first), id(second))
                if first is second or pair in seen or (first.blank and second.blank):
                    continue
                seen.add(pair)
                if first.quantity.unit.dimension != second.quantity.unit.dimension:
                    continue
                relation = Same(first, second) if not first.in_table or second.in_table else Same(second, first)
                holds = relation.is_met
                if holds:
                    yield relation
                    continue
                blank = first if first.blank else second if second.blank else None
                if blank is not None and id(blank) not in supported:
                    continue
                if any(not fact.in_table and self._meant(fact) for fact in (first, second)):
                    continue
                if first.in_table and second.in_table and self._is_grand(key, first, second):
                    continue
                if first.in_table != second.in_table and self._is_of_one_fund(relation):
                    continue
                if not key.scope and self._tell_two_funds(first, second):
                    continue
                if first.firm and second.firm:
                    yield relation

    def _tell_two_funds(self, first: Fact, second: Fact) -> bool:
        """Whether one paragraph tells a line as a whole and as far as one fund pays for it (其中一般公共预算拨款政府采购…)."""
        one, other = self.mentions.get(id(first)), self.mentions.get(id(second))
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
            and any(cell is not whole and cell.interval.meets(told.interval) for cell in statement.amounts)
            for statement, _ in self.book.by_statement
        )

    def _is_grand(self, key: FactKey, first: Fact, second: Fact) -> bool:
        """Whether a bare 合计 is what another statement calls 总计."""
        grand = self.book.cells.get(key._replace(item="grand"), ()) if key.item == "total" else ()
        return any(cell.interval.meets(fact.interval) for cell in grand for fact in (first, second) if not cell.blank)

    def _meant(self, fact: Fact) -> list[Relation]:
        """The cell of another nature that an item's number is, where its paragraph speaks of that nature (公用经费：①…)."""
        mention = self.mentions.get(id(fact))
        natures = mention.natures if mention is not None else ()
        return [
            Same(fact, cell)
            for key in fact.keys
            if key.item[1:2] == ":" and key.nature == "all"
            for nature in natures
            for cell in self.book.cells.get(self.book.canonical(key._replace(nature=nature)), ())
            if not cell.blank and cell.interval.meets(fact.interval)
        ]

    def meant(self) -> Iterator[Relation]:
        """Ties of numbers that only the nature of which their paragraph speaks explains."""
        for mention in self.claims.mentions:
            yield from self._meant(mention.fact)


def _without_carried(total: Fact, parts: list[Fact]) -> list[Fact]:
    """The parts, or those without what was carried over where only they add up to the total (本年收入)."""
    own = [part for part in parts if not any(key.flow in BALANCES for key in part.keys)]
    if 1 < len(own) < len(parts) and Sum(total, parts).outcome() is Outcome.FAILS is not Sum(total, own).outcome():
        return own
    return parts


def _are_coded(parts: Sequence[Fact]) -> bool:
    return any(key.item[1:2] == ":" for part in parts for key in part.keys)


def _is_of_one_item(first: Fact, second: Fact) -> bool:
    """Whether two facts are about the same 科目, of which neither is a share of the other."""
    items = {(key.item, key.nature) for fact in (first, second) for key in fact.keys}
    return len(items) == 1 and next(iter(items))[0][:2] in ("F:", "E:", "G:")


def _sum_of_changes(whole: Change, parts: Sequence[Change]) -> Iterator[Relation]:
    changed = [part for part in parts if part.words[0].sign]
    amounts = [part.amount for part in changed if part.amount is not None]
    if whole.amount is not None and len(amounts) == len(changed) and amounts:
        signs = [part.words[0].sign * whole.words[0].sign for part in changed]
        yield Sum(whole.amount, amounts, signs, kind="change")


def _pairs(facts: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Every two; of a great many, each with the first ones, so that a text that repeats itself without end does not cost
    the square of its length."""
    for number, first in enumerate(facts[:_MANY]):
        for second in facts[number + 1 :]:
            yield first, second


def _commensurable(total: Fact, children: Iterable[tuple[Dims, Fact]]) -> bool:
    return all(fact.quantity.unit.dimension == total.quantity.unit.dimension for _, fact in children)
