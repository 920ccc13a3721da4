"""How the movements of a whole and its parts fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gouji.facts import FactKey
from gouji.lexicon import Identity
from gouji.narrative.claims import Change
from gouji.narrative.state import facts_keys
from gouji.relations import (
    Agree,
    ChangeSum,
    Grown,
    Relation,
    Same,
    Sum,
    WeightedGrowth,
)
from gouji.statements.identities import matches, part_key
from gouji.tieout.ground import Ground


class ChangedParts(Ground):
    """The relations of what the narrative says a whole and its parts have changed by."""

    def relations(self) -> Iterator[Relation]:
        yield from self._changes_of_parts()
        yield from self._changes_of_lines()
        yield from self._rates_of_parts()
        yield from self._changes_of_both_sides()

    def _changes_of_parts(self) -> Iterator[Relation]:
        """Σ of the parts' changes = the whole's change, where one paragraph tells them all against the same base."""
        for told in self._changes_told_together():
            for identity in self.lexicon.identities:
                for whole, parts in self._whole_and_parts(identity, told):
                    yield from self._sum_of_changes(whole, parts)

    def _changes_of_lines(self) -> Iterator[Relation]:
        """Those of a named line (“三公”经费), whose parts are the same every year, and of spending by nature, where a section tells them in
        several paragraphs."""
        for told in self._changes_told_together(self.sections):
            for identity in self.lexicon.identities:
                steady = identity.is_of_line or bool(identity.needs.nature)
                for whole, parts in self._whole_and_parts(identity, told) if steady else ():
                    if any(part.paragraph != whole.paragraph for part in parts):
                        yield from self._sum_of_changes(whole, parts)

    def _sum_of_changes(self, whole: Change, parts: Sequence[Change]) -> Iterator[ChangeSum]:
        """比预算数减少12.00万元…，比上年减少8.00万元。其中，A减少2.00万元；…: not where they make what the whole has changed by since something
        else."""
        others = [c for c in self.claims.changes if c is not whole and self._keys(c) == self._keys(whole)]
        for relation in sum_of_changes(whole, parts):
            if relation.is_met or not any(each.is_met for other in others for each in sum_of_changes(other, parts)):
                yield relation

    def _rates_of_parts(self) -> Iterator[Relation]:
        """Of a named line (“三公”经费) and its parts only the rates are told (…，比上年下降1.80%，其中：…): they give what each was. Parts
        of which nothing is told are perhaps nothing in either year."""
        for told in self._changes_told_together():
            for identity in self.lexicon.identities:
                if identity.tables_only or identity.balance:
                    continue
                for key, change in told.items():
                    whole = self._grown(change) if matches(key, identity.total) else None
                    if whole is None or whole.rate is None:
                        continue
                    for dims in (identity.parts, *identity.alternatives):
                        wanted = [self.book.canonical(part_key(key, part)) for part in dims]
                        parts = [self._grown(told[each]) if each in told else None for each in wanted]
                        given = [part for part in parts if part is not None]
                        relation = WeightedGrowth(whole, given)
                        sums = Sum(whole.current, [part.current for part in given]) if len(given) > 1 else None
                        if sums is None or not sums.is_met:
                            continue
                        if (len(given) == len(wanted) and identity.is_of_line) or relation.is_met:
                            yield relation

    def _grown(self, change: Change) -> Grown | None:
        """What a change that tells no amount led to, and its rate."""
        current = self.book.find(change.subject, change.paragraph, change.at)
        if change.amount is not None or current is None or (change.rate is None and change.words[0].sign):
            return None
        return Grown(current, change.rate, change.words[0])

    def _whole_and_parts(
        self, identity: Identity, told: Mapping[FactKey, Change]
    ) -> Iterator[tuple[Change, list[Change]]]:
        """The changes of a total and of all its parts, as far as they are told together."""
        if identity.tables_only or identity.balance:
            return
        for key, whole in told.items():
            if whole.amount is None or not whole.words[0].sign or not matches(key, identity.total):
                continue
            for dims in (identity.parts, *identity.alternatives):
                wanted = [self.book.canonical(part_key(key, part)) for part in dims]
                parts = [each for each in map(told.get, wanted) if each is not None and each is not whole]
                if len(parts) > 1 and (len(parts) == len(wanted) or self._are_all(identity, key, wanted, told)):
                    yield whole, parts

    def _are_all(
        self, identity: Identity, key: FactKey, wanted: Sequence[FactKey], told: Mapping[FactKey, Change]
    ) -> bool:
        """比上年增加80万元，其中：基本支出减少2万元；项目支出增加82万元: whether those that are not told are nothing, and never were."""
        needed = self.book.canonical(part_key(key, identity.needs))
        rest = [self.book.cell(each) for each in wanted if each not in told]
        nothing = all(cell is None or cell.blank or not cell.quantity.value for cell in rest)
        return identity.open_parts and any(identity.needs) and needed in told and nothing

    def _changes_of_both_sides(self) -> Iterator[Relation]:
        """收入总计 and 支出总计 balance in either year, so that they change by the same amount."""
        for told in self._changes_told_together():
            for key, income in told.items():
                expenditure = told.get(key._replace(flow="expenditure")) if key.flow == "income" else None
                if key.item == "grand" and expenditure is not None and expenditure is not income:
                    yield Agree(income.words[0], expenditure.words[0])
                    if income.amount is not None and expenditure.amount is not None:
                        yield Same(income.amount, expenditure.amount)

    def _changes_told_together(self, sections: Mapping[int, str] | None = None) -> Iterator[dict[FactKey, Change]]:
        """The changes of each paragraph, or of each of the sections in which paragraphs stand, against one base, by what changes;
        what is told twice is left out."""
        together: dict[tuple[int | str, tuple[str, int]], dict[FactKey, Change | None]] = {}
        flat = filter(None, (comparison.as_change for comparison in self.claims.comparisons))
        for change in (*self.claims.changes, *flat):
            place = change.paragraph if sections is None else sections.get(change.paragraph, change.paragraph)
            for key in self._keys(change):
                told = together.setdefault((place, change.since(self.book.year)), {})
                told[key] = change if key not in told or _is_told_again(told[key], change) else None
        for told in together.values():
            yield {key: change for key, change in told.items() if change is not None}

    def _keys(self, change: Change) -> list[FactKey]:
        """What a change is of: both sides, if its words mean both (收支各增加…)."""
        keys = [self.book.key(dims) for dims in facts_keys(change.subject)]
        return [key for key in keys if key is not None and not key.item.startswith("P:")]


def _is_told_again(first: Change | None, other: Change) -> bool:
    """Whether a change is told twice alike (“三公”经费支出…，比年初预算增加1.00万元。一般公共预算安排“三公”经费…，比年初预算增加1.00万元)."""
    told = [each.words[0].sign * each.amount.quantity.value for each in (first, other) if each and each.amount]
    return len(told) == 2 and told[0] == told[1]


def sum_of_changes(whole: Change, parts: Sequence[Change]) -> Iterator[ChangeSum]:
    """The amount by which a whole changed, from those of its parts that did, where all of them tell it."""
    changed = [part for part in parts if part.words[0].sign]
    amounts = [part.amount for part in changed if part.amount is not None]
    if whole.amount is not None and len(amounts) == len(changed) and amounts:
        yield ChangeSum(whole.amount, whole.words[0], amounts, [part.words[0] for part in changed])
