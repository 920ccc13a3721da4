"""Changes that a reason makes up of movements: 减少40.23万元，主要原因是基本支出减少6.08万元，项目支出减少34.15万元."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact, FactKey, Word
from gouji.lexicon import Identity
from gouji.narrative.claims import Explained
from gouji.narrative.state import facts_keys
from gouji.relations import ChangeSum, Relation, Sum
from gouji.statements.identities import matches, part_key
from gouji.tieout.complete import is_one_slip
from gouji.tieout.ground import Ground

_FEWEST = 3
Told = dict[FactKey | None, tuple[Fact, Word]]


class ExplainedChanges(Ground):
    """Where a reason names the movements of all parts, they are the change: those of a named line (“三公”经费), certainly; of
    基本支出 and 项目支出, very likely, if the unit has nothing else."""

    def relations(self) -> Iterator[Relation]:
        for explained in self.claims.related:
            if isinstance(explained, Explained):
                yield from self._of(explained)

    def _of(self, explained: Explained) -> Iterator[Relation]:
        subject = explained.change.subject
        told: Told = {}
        for dims, fact, word in explained.parts:
            flow = "expenditure" if dims.nature and dims.flow == "both" else dims.flow
            told[self.book.key(dims._replace(measure=subject.measure, flow=flow, period=0))] = fact, word
        for key in filter(None, map(self.book.key, facts_keys(subject))):
            for identity in self.lexicon.identities:
                if not identity.tables_only and not identity.balance and matches(key, identity.total):
                    yield from self._sum(explained, key, identity, told)
            yield from self._of_a_list(explained, key, told)

    def _of_a_list(self, explained: Explained, key: FactKey, told: Told) -> Iterator[Relation]:
        """收入500.00万元，其中：A…，B…，C…；收入增加60.00万元，主要是A增加…，B增加…，C增加…: of all the parts of a list that adds up. One that
        ended may be missing, so that but a slip of the pen is told."""
        change = explained.change
        for group in self.claims.groups:
            if group.paragraph != change.paragraph or group.parent_fact is None or change.amount is None:
                continue
            parts = {self.book.key(dims): fact for dims, fact in group.children}
            if len(parts) < _FEWEST or parts.keys() != told.keys() or key not in group.parent_fact.keys:
                continue
            if not Sum(group.parent_fact, list(parts.values())).is_met:
                continue
            words = [word for _, word in told.values()]
            relation = ChangeSum(change.amount, change.words[0], [fact for fact, _ in told.values()], words)
            relation.likely = True
            if not relation.is_met and is_one_slip(relation):
                yield relation

    def _sum(self, explained: Explained, key: FactKey, identity: Identity, told: Told) -> Iterator[Relation]:
        change = explained.change
        for dims in (identity.parts, *identity.alternatives):
            wanted = {self.book.canonical(part_key(key, part)) for part in dims}
            every = told.keys() == wanted
            if change.amount is None or not (every or (identity.open_parts and told.keys() < wanted)):
                continue
            amounts, words = [fact for fact, _ in told.values()], [word for _, word in told.values()]
            relation = ChangeSum(change.amount, change.words[0], amounts, words)
            relation.likely = not (every and identity.is_of_line)
            turned = not relation.is_met and any(relation.demand(word) for word in relation.words)
            if (every or identity.needs.nature) and not turned:  # a word that is turned round, the movements tell
                yield relation
