"""Ratios: shares, completion rates, and what is larger than a budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from gouji.facts import BALANCES, CODED, SCOPES, TOTALS, Fact
from gouji.lexicon import Dims
from gouji.narrative.claims import Comparison, Ratio
from gouji.quantity import ZERO, Quantity
from gouji.quantity import total as sum_of
from gouji.relations import AtMost, Order, Outcome, Relation, Sum
from gouji.relations import Ratio as RatioRelation
from gouji.statements.identities import matches, part_key
from gouji.tieout.made import made_of
from gouji.tieout.readings import Reading, best
from gouji.tieout.unnamed_wholes import UnnamedWholes

_BEHIND = 4
_CARRIED = {"expenditure": "closing", "income": "opening"}
_GRANTS = frozenset(["fiscal", "general", "fund", "capital"])
_HUNDRED = Quantity.parse("100%")._replace(quantum=ZERO)


class Ratios(UnnamedWholes):
    """The relations of rates and comparisons."""

    def relations(self) -> Iterator[Relation]:
        made = self._made_by_parts()
        found = [relation for ratio in self.claims.ratios for relation in self._of(ratio, made)]
        _mark_cut(found)
        yield from found
        for comparison in self.claims.comparisons:
            yield from self._comparison(comparison)

    def _of(self, ratio: Ratio, made: dict[Fact, Fact]) -> list[Relation]:
        """What a ratio is found to say; of a share of something that nobody knows, that it is no more than all of it."""
        found: list[Relation] = list(best(self._readings(ratio, made)))
        if not found and ratio.kind == "share" and ratio.rate.interval.low > 1:
            found.append(AtMost(ratio.rate, Fact(_HUNDRED, ratio.rate.span, constant=True), kind="share"))
        return found

    def _readings(self, ratio: Ratio, made: dict[Fact, Fact]) -> Iterator[Reading]:
        """The wholes that a ratio can have: what its words name, 总计 for 合计, another total where the paragraph names none,
        what the parts that a passage tells make up."""
        part = ratio.part_fact or self.book.find(ratio.part, ratio.paragraph, ratio.at)
        if part is None:
            yield from self._of_two_told(ratio)
            return
        candidates = [
            RatioRelation(part, whole, ratio.rate, ratio.kind)
            for whole in self._wholes(ratio)
            if whole is not part
            and whole.quantity.unit.dimension == part.quantity.unit.dimension
            and not (ratio.kind == "share" and (_is_of_one_item(part, whole) or _is_outside(part, whole)))
            and not self._is_beside(ratio, whole)
            and (ratio.named or part.quantity.value <= whole.quantity.value)
        ]
        if not candidates and ratio.kind == "of-prior":
            yield from self._of_its_change(ratio, part)
        elif not candidates:
            yield from self._of_its_name(ratio, part)
            yield from self._of_its_source(ratio, part)
            yield from self._of_its_list(ratio, part)
            yield from self._of_parts_told(ratio, part)
            yield from self._of_one_told(ratio, part)
        yield from self._of_its_own_total(ratio, part, candidates)
        yield from self._of_those_named(ratio, part, candidates)
        if candidates and ratio.kind == "completion" and ratio.part.item.startswith("P:"):
            yield from self._of_another_budget(ratio, part)
        yield from self._of_the_listed(ratio, part, [each.whole for each in candidates])
        yield from self._of_nearer_wholes(ratio, candidates)
        yield from self._of_any_told(ratio, candidates)
        yield from self._of_wholes_behind(ratio, part)
        yield from self._of_outer_wholes(ratio, candidates)
        yield from self._of_higher_items(ratio, candidates)
        for key in filter(None, map(self.book.key, ratio.whole)) if candidates else ():
            for scope in sorted({key.scope, "fiscal", "all"}) if key.item == "total" else ():
                grand = self.book.cell(key._replace(item="grand", scope=scope))
                if grand is not None and not grand.blank:
                    yield Reading(RatioRelation(part, grand, ratio.rate, ratio.kind), accuses=False)
        if any(self.paragraph(each.whole) == ratio.paragraph for each in candidates):
            return
        if not candidates:
            yield from self._of_a_plain_budget(ratio, part)
        for told in self._told_grands(ratio) if not candidates else ():
            yield Reading(RatioRelation(part, told, ratio.rate, ratio.kind), accuses=False)
        if candidates:
            for other in self._of_other_totals(ratio, part):
                yield Reading(other, accuses=False)
        if ratio.rate in made:
            yield Reading(RatioRelation(part, made[ratio.rate], ratio.rate, ratio.kind), accuses=False)

    def _is_beside(self, ratio: Ratio, whole: Fact) -> bool:
        """本年收入4,851.05万元、上年结转79.32万元分别占收入总计的98.39%和1.61%: whether an amount is one of those that the same words tell a share of."""
        return any(
            each is not ratio and each.part_fact is whole for each in self._told_at.get((ratio.paragraph, ratio.at), ())
        )

    @cached_property
    def _told_at(self) -> dict[tuple[int, int], list[Ratio]]:
        places: dict[tuple[int, int], list[Ratio]] = {}
        for ratio in self.claims.ratios:
            places.setdefault((ratio.paragraph, ratio.at), []).append(ratio)
        return places

    def _of_any_told(self, ratio: Ratio, candidates: Sequence[RatioRelation]) -> Iterator[Reading]:
        """公用经费20.00万元。⏎公用经费中占比较大的有：办公费6.00万元（占30.00%）: a bare 占 may be of any larger amount that
        its section has told, but of none that its own paragraph lists."""
        for each in candidates[:1] if ratio.kind == "share" and not ratio.named else ():
            for told in self._told_before(ratio):
                if (ratio.paragraph, told) not in self._listed and told.quantity.value > each.part.quantity.value:
                    yield Reading(RatioRelation(each.part, told, ratio.rate, ratio.kind), accuses=False)
            for whole in self._totals_by_nature(each.part):
                yield Reading(RatioRelation(each.part, whole, ratio.rate, ratio.kind), accuses=False)

    def _totals_by_nature(self, part: Fact) -> Iterator[Fact]:
        """人员经费, 公用经费 and 基本支出 in a statement, of which an economic item is a part."""
        for key in part.keys:
            for nature in ("personnel", "public", "basic") if key.item[:2] == "E:" else ():
                yield from self.book.cells.get(key._replace(item="total", nature=nature), ())

    @cached_property
    def _listed(self) -> set[tuple[int, Fact]]:
        """The amounts that lists tell, with the paragraph of each list."""
        return {(group.paragraph, fact) for group in self.claims.groups for _, fact in group.children}

    def _of_those_named(self, ratio: Ratio, part: Fact, candidates: Sequence[RatioRelation]) -> Iterator[Reading]:
        """The wholes that its words name, and where one of them is listed in a total, that."""
        latest = self._latest(ratio, candidates)
        left = ratio.kind == "completion" and any(key.flow in BALANCES for key in part.keys)  # no budget is of 年末结转
        for each in candidates if not left else ():
            known = part.firm or not each.whole.firm or self._is_in_its_own_words(ratio, each.whole)
            known = known or (not ratio.whole and self._are_adjacent(each.part, each.whole))
            known = known or self._is_of_no_other(ratio, each, candidates)
            known = known and ratio.rate.firm and (latest is None or each.whole is latest)
            known = known and (self.paragraph(each.whole) or 0) <= ratio.paragraph  # none that is told only later
            outer = self._listed_in.get(each.whole) if ratio.kind == "completion" else None
            listed = outer is None or part in self._listed_in
            if outer is not None:
                yield Reading(RatioRelation(part, outer, ratio.rate, ratio.kind), known and not listed)
            yield Reading(each, listed and known and (each.whole.firm or not each.whole.in_table))

    def _latest(self, ratio: Ratio, candidates: Sequence[RatioRelation]) -> Fact | None:
        """年初预算600万元，调整预算655万元，执行622万元，执行率94.9%: of several budgets that the paragraph tells before a rate that names none,
        the last."""
        told = [m for each in candidates if (m := self.mentions.get(each.whole)) and m.paragraph == ratio.paragraph]
        before = [m for m in told if m.fact.span.start < ratio.rate.span.start]
        several = ratio.kind == "completion" and len(ratio.whole) > 1 and len(before) > 1
        return max(before, key=lambda m: m.at).fact if several else None

    def _are_adjacent(self, part: Fact, whole: Fact) -> bool:
        """支出600万元，占本年支出合计800万元的75%: whether nothing is told between two amounts of one paragraph."""
        first, last = self.mentions.get(part), self.mentions.get(whole)
        if first is None or last is None or first.paragraph != last.paragraph:
            return False
        told = [mention.fact for mention in self._by_section.get(first.section, ())]
        return part in told and whole in told and told.index(whole) == told.index(part) + 1

    def _is_in_its_own_words(self, ratio: Ratio, whole: Fact) -> bool:
        """设备25.00万元，占固定资产总额的25%: whether the clause itself tells the part, and its paragraph, once and before it, the whole
        that it names."""
        keys = set(filter(None, map(self.book.key, ratio.whole)))
        told = {m.fact for key in keys for m in self.book.mentions.get(key, ()) if m.paragraph == ratio.paragraph}
        return ratio.part_fact is not None and told == {whole}

    def _is_of_no_other(self, ratio: Ratio, share: RatioRelation, candidates: Sequence[RatioRelation]) -> bool:
        """一般公共预算财政拨款支出900万元，占本年支出合计的81.82%: whether the clause itself tells the part, and the whole is that of all money,
        told alike wherever it is; the lesser total that may be meant, of 财政拨款, would make the share larger, unless it is told too."""
        key = self.book.key(ratio.whole[0]) if ratio.kind == "share" and len(ratio.whole) == len(SCOPES) else None
        if key is None or key not in share.whole.keys or share.part is not ratio.part_fact or share.is_met:
            return False
        told = [mention.fact for mention in self.book.mentions.get(key, ())]
        if not all(fact.firm and fact.interval.meets(share.whole.interval) for fact in told):
            return False
        computed, others = share.computed_result(), [each for each in candidates if each.whole is not share.whole]
        return bool(others) or (computed is not None and ratio.rate.interval.high < computed)

    def _of_nearer_wholes(self, ratio: Ratio, candidates: Sequence[RatioRelation]) -> Iterator[Reading]:
        """采购预算360万元，实际采购342万元。货物142万元，占41.52%: perhaps of what the paragraph tells between the whole and the part, or of
        another amount of the whole's name."""
        yield from self._of_others_told(ratio, candidates)
        wholes = [m for each in candidates if (m := self.mentions.get(each.whole)) and m.paragraph == ratio.paragraph]
        first = wholes[0].at if wholes else -1
        for each in candidates[:1] if ratio.kind == "share" else ():
            for told in self._told_before(ratio):
                mention = self.mentions[told]
                if mention.paragraph != ratio.paragraph or mention.at <= first:
                    return
                if told is not each.part:
                    yield Reading(RatioRelation(each.part, told, ratio.rate, ratio.kind), accuses=False)
                    if not wholes:
                        return  # 预算161万元，预留122万元，占75%: of what stands right before the part

    def _of_wholes_behind(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """货物68.75万元，占23.92%；…；采购总支出287.37万元: of a total that the paragraph tells behind its parts."""
        told = self._by_paragraph.get(ratio.paragraph, ()) if ratio.kind == "share" else ()
        for fact in told:
            if fact.span.start > ratio.rate.span.start and fact.quantity.unit.dimension == part.quantity.unit.dimension:
                yield Reading(RatioRelation(part, fact, ratio.rate, ratio.kind), accuses=False)

    @cached_property
    def _by_paragraph(self) -> dict[int, list[Fact]]:
        """The last amounts of money that each paragraph tells."""
        found: dict[int, list[Fact]] = {}
        for mention in self.claims.mentions:
            if mention.fact.quantity.unit.dimension == "money":
                found.setdefault(mention.paragraph, []).append(mention.fact)
        return {paragraph: facts[-_BEHIND:] for paragraph, facts in found.items()}

    def _of_outer_wholes(self, ratio: Ratio, candidates: Sequence[RatioRelation]) -> Iterator[Reading]:
        """中小企业126万元，占63%，其中小微企业63万元，占31.5%: a bare 占 within a list may be of what the list's total is a share of."""
        wholes = {each.whole for each in candidates} if ratio.rate in self._lists_of else set()
        for outer in self._shares_in.get(ratio.paragraph, ()) if wholes else ():
            part = outer.part_fact or self.book.find(outer.part, outer.paragraph, outer.at)
            if outer.at < ratio.at and part in wholes:
                for said in best(self._readings(outer, {})):
                    if isinstance(said, RatioRelation) and said.is_met:
                        yield Reading(
                            RatioRelation(candidates[0].part, said.whole, ratio.rate, ratio.kind), accuses=False
                        )

    def _of_higher_items(self, ratio: Ratio, candidates: Sequence[RatioRelation]) -> Iterator[Reading]:
        """1.教育支出（类）100万元。（1）小学教育（项）60万元，占60%: a share of the total or of the 类 or 款 that the item is one of."""
        for part, key in ((each.part, key) for each in candidates for key in each.part.keys if ratio.kind == "share"):
            code = key.item[2:] if key.item[1:2] == ":" else ""
            for width in self.lexicon.levels.values():
                higher = self.book.canonical(key._replace(item=key.item[:2] + code[:width]))
                wholes = [m.fact for m in self.book.mentions.get(higher, ())] if width < len(code) else []
                for whole in (*wholes, *self.book.cells.get(higher, ())):
                    yield Reading(RatioRelation(part, whole, ratio.rate, ratio.kind), accuses=False)

    def _of_a_plain_budget(self, ratio: Ratio, part: Fact) -> Iterator[Reading]:
        """预算数5.00万元，支出决算4.50万元，完成年初预算的90%: of the one budget that the paragraph tells of this line."""
        for key in filter(None, map(self.book.key, ratio.whole)) if ratio.kind == "completion" else ():
            told = self.told_in(ratio.paragraph, key._replace(measure="budget"))
            if told is not None and not key.item.startswith("P:") and key.measure == "initial":
                yield Reading(RatioRelation(part, told, ratio.rate, ratio.kind), part.firm)

    def _told_grands(self, ratio: Ratio) -> Iterator[Fact]:
        """占本年支出合计的…, of a text that tells but 总支出."""
        for key in filter(None, map(self.book.key, ratio.whole)):
            if key.item == "total" and key.nature == "all":
                yield from (mention.fact for mention in self.book.mentions.get(key._replace(item="grand"), ())[:1])

    def _wholes(self, ratio: Ratio) -> Iterator[Fact]:
        if ratio.whole_fact is not None:
            yield ratio.whole_fact
        if (named := self._named_budget(ratio)) is not None:
            yield named
            return
        for dims in ratio.whole:
            whole = self.book.find(dims, ratio.paragraph, ratio.at)
            if whole is not None:
                of_the_year = self._of_the_year(ratio, whole)
                yield of_the_year
                if of_the_year is not whole and all(each.item == "grand" for each in ratio.whole):
                    yield whole
            key = self.book.key(dims) if whole is ratio.part_fact else None
            cell = self.book.cell(key) if key is not None else None
            if cell is not None:
                yield cell  # all that is spent is 财政拨款: one amount is both part and whole
        for dims in ratio.whole:
            key = self.book.key(dims)
            if key is not None:
                yield from (cell for cell in self.book.cells.get(key, ()) if not cell.firm)

    def _named_budget(self, ratio: Ratio) -> Fact | None:
        """全年预算数为8.00万元，…，完成预算的90%: the one budget that the sentence tells, whatever a statement has beside it."""
        if ratio.kind != "completion" or len(ratio.whole) < 2 or ratio.whole[0].measure != "budget":
            return None
        found = (self.book.find(dims, ratio.paragraph, ratio.at) for dims in ratio.whole)
        told = {f: None for f in found if f is not None and not f.in_table and self.paragraph(f) == ratio.paragraph}
        return next(iter(told)) if len(told) == 1 else None

    def _of_the_year(self, ratio: Ratio, whole: Fact) -> Fact:
        """占本年支出…: of a bare 支出 that its section breaks down with what is carried on (基本支出、项目支出、年终结转), without
        that."""
        mention = self.mentions.get(whole)
        if mention is None or mention.dims is None or mention.dims.item or len(ratio.whole) != len(SCOPES):
            return whole
        key = whole.keys[0]
        left = self.told_once(mention.section, key._replace(flow=_CARRIED.get(key.flow, ""), item="total"))
        if left is None or left.quantity.value == 0:
            return whole
        for identity in self.lexicon.identities:
            if identity.tables_only or identity.balance or not matches(key, identity.total):
                continue
            told = [
                self.told_once(mention.section, self.book.canonical(part_key(key, each))) for each in identity.parts
            ]
            parts = [fact for fact in told if fact is not None]
            if len(parts) > 1 and Sum(whole, [*parts, left]).outcome() is Outcome.HOLDS:
                return made_of(parts)
        return whole

    def _of_other_totals(self, ratio: Ratio, part: Fact) -> Iterator[RatioRelation]:
        """A share of a total that only a statement states: 总支出 may be that of the year, or with what is carried over."""
        flows = {key.flow for dims in ratio.whole if (key := self.book.key(dims)) is not None and key.item in TOTALS}
        for key, cells in self.book.cells.items():
            if key.item in TOTALS and key.flow in flows and key.nature == "all" and key.period == self.book.year:
                yield from (RatioRelation(part, cell, ratio.rate, ratio.kind) for cell in cells if not cell.blank)

    def _made_by_parts(self) -> dict[Fact, Fact]:
        """Wholes that a passage names only by its shares: where they make up 100%, the whole is what they are shares of."""
        found: dict[Fact, Fact] = {}
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
            whole = made_of(known)
            if all(RatioRelation(p, whole, r.rate, r.kind).is_met for p, r in zip(known, ratios, strict=True)):
                found.update((ratio.rate, whole) for ratio in ratios)
        return found

    def _comparison(self, comparison: Comparison) -> Iterator[Relation]:
        left = self.book.find(comparison.left, comparison.paragraph, comparison.at)
        for dims in comparison.right:
            right = self.book.find(dims, comparison.paragraph, comparison.at)
            if left is not None and right is not None and left is not right and not left.blank and not right.blank:
                yield Order(left, right, comparison.word)
                return


def _is_outside(part: Fact, whole: Fact) -> bool:
    """Whether a part is income of another kind than all that its whole is (其他收入 of 财政拨款收入)."""
    scopes = [{key.scope for key in fact.keys} for fact in (part, whole)]
    return bool(scopes[0]) and bool(scopes[1]) and scopes[1] <= _GRANTS and not scopes[0] & (_GRANTS | {"", "all"})


def _is_of_one_item(first: Fact, second: Fact) -> bool:
    """Whether two facts are about the same 科目, of which neither is a share of the other."""
    items = {(key.item, key.nature) for fact in (first, second) for key in fact.keys}
    return len(items) == 1 and next(iter(items))[0][:2] in CODED


def _mark_cut(relations: Sequence[Relation]) -> None:
    """The shares of all parts of a whole add up to 100% when they are rounded: where some were cut off instead and so do not,
    that is no excuse for them."""
    shares: dict[Fact, list[RatioRelation]] = {}
    for relation in relations:
        if isinstance(relation, RatioRelation) and relation.kind == "share" and relation.whole.quantity.value:
            shares.setdefault(relation.whole, []).append(relation)
    for whole, found in shares.items():
        parts = {relation.part: relation for relation in found}
        if len(parts) < 2 or sum(part.quantity.value for part in parts) != whole.quantity.value:
            continue
        if not all(relation.rate.quantity.quantum for relation in found):
            continue
        exact = {part: part.quantity.value / whole.quantity.value for part in parts}
        rounded = sum(parts[part].rate.quantity.rounded(share) for part, share in exact.items())
        shown = sum(relation.rate.quantity.value for relation in parts.values())
        if rounded == _HUNDRED.value != shown:
            for relation in found:
                relation.is_rounded = True
