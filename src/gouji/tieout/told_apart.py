"""Totals whose parts a section tells in paragraphs of their own, or says that there are none of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.facts import Fact, FactKey
from gouji.lexicon import Dims
from gouji.narrative.claims import Each, Mention
from gouji.relations import Outcome, Relation, Sum
from gouji.statements.identities import matches, part_key
from gouji.tieout.ground import Ground

_CARRIED = {"income": "opening", "expenditure": "closing"}


class ToldApart(Ground):
    """The relations of totals and parts that no list holds together."""

    def relations(self) -> Iterator[Relation]:
        yield from self._told_apart()
        yield from self._told_over_a_section()

    def _told_apart(self) -> Iterator[Relation]:
        """A named line (“三公”经费) whose parts its section tells, in paragraphs of their own as well, or says that there are none; with
        others unsaid, the parts may bear it out, or be more than it."""
        inside = {fact for group in self.claims.groups if group.kind == "of-which" for _, fact in group.children}
        denied = {(each.section, self.book.canonical(key)) for each in self.claims.absences for key in each.keys}
        for identity in self.lexicon.identities:
            if not identity.is_of_line or identity.tables_only or identity.balance:
                continue
            for key, mentions in list(self.book.mentions.items()):
                whole = next((m for m in mentions if m.fact.firm), None)
                if whole is None or not matches(key, identity.total):
                    continue
                for dims in (identity.parts, *identity.alternatives):
                    wanted = [self.book.canonical(part_key(key, part)) for part in dims]
                    told = [self._told_in(whole.section, each) for each in wanted]
                    given = [fact for fact in told if fact is not None]
                    rest = [each for each, fact in zip(wanted, told, strict=True) if fact is None]
                    yield from self._over_sections(whole, wanted) if rest else ()
                    if not given or not inside.isdisjoint(given):
                        continue
                    relation = Sum(whole.fact, given, kind="parts")
                    if all((whole.section, each) in denied for each in rest):
                        relation.loose = self._unknown_in(whole, given)
                        yield relation
                    elif self._told_in(whole.section, key) is not None:
                        more = relation.outcome() is Outcome.FAILS and relation.computed > whole.fact.quantity.value
                        if relation.is_met or more:
                            yield relation

    def _over_sections(self, whole: Mention, wanted: Sequence[FactKey]) -> Iterator[Relation]:
        """“三公”经费2000万元，具体情况如下：⏎一、因公出国（境）费⏎…50万元。⏎二、…: of a text without statements, a line whose parts are
        told in the sections behind it, each in one way only."""
        told = [self.book.mentions.get(each, []) for each in wanted]
        firsts = [found[0] for found in told if found]
        alike = all(m.fact.interval.meets(found[0].fact.interval) for found in told if found for m in found)
        behind = all(m.fact.firm and m.paragraph > whole.paragraph and m.section != whole.section for m in firsts)
        if len(firsts) == len(wanted) and alike and behind and not self.book.by_statement:
            yield Sum(whole.fact, [m.fact for m in firsts], kind="parts")

    def _unknown_in(self, whole: Mention, parts: Sequence[Fact]) -> tuple[Fact, ...]:
        """The amounts of unknown things and of 科目 that a section tells behind a total: perhaps further parts."""
        per = {each.fact for each in self.claims.related if isinstance(each, Each)}
        return tuple(
            mention.fact
            for mention in self.claims.mentions
            if mention.section == whole.section
            and mention.fact not in per
            and (mention.paragraph, mention.at) > (whole.paragraph, whole.at)
            and mention.fact not in parts
            and all(key.item[1:2] == ":" for key in mention.fact.keys)
            and mention.fact.quantity.unit.dimension == "money"
        )

    def _told_over_a_section(self) -> Iterator[Relation]:
        """A total whose parts its section tells in paragraphs of their own, those that are nothing too: where they add up, by
        themselves or with what was carried over, that bears them out."""
        for identity in self.lexicon.identities:
            if identity.tables_only or identity.balance or not identity.open_parts:
                continue
            for key, mentions in list(self.book.mentions.items()):
                if not matches(key, identity.total):
                    continue
                for whole in {mention.section: mention for mention in reversed(mentions)}.values():
                    yield from self._summed(whole, key, [*identity.parts])

    def _summed(self, whole: Mention, key: FactKey, dims: Sequence[Dims]) -> Iterator[Relation]:
        wanted = [self.book.canonical(part_key(key, part)) for part in dims]
        told = [self.told_once(whole.section, each) for each in wanted]
        parts = [fact for fact in told if fact is not None and fact is not whole.fact]
        flow = _CARRIED.get(key.flow)
        carried = self.told_once(whole.section, key._replace(flow=flow, item="total")) if flow else None
        if len(parts) > 1 and any(self.paragraph(part) != whole.paragraph for part in parts):
            for given in (parts, [*parts, carried] if carried is not None else []):
                relation = Sum(whole.fact, given, kind="list") if given else None
                if relation is not None and relation.is_met:
                    relation.is_echo = True
                    yield relation
                    return

    def _told_in(self, section: str, key: FactKey) -> Fact | None:
        """The amount of a key that a section tells, in one way only."""
        told = [m.fact for m in self.book.mentions.get(key, ()) if m.section == section and m.fact.firm]
        return told[0] if told and all(fact.interval.meets(told[0].interval) for fact in told) else None
