"""Rates told without amounts: shares that must add up to 100%, and a rate that must lie between those of its parts."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Fact, FactKey
from gouji.lexicon import Identity
from gouji.quantity import ZERO, Quantity
from gouji.relations import Between, Relation, Sum
from gouji.statements.identities import matches, part_key
from gouji.tieout.ground import Ground

_HUNDRED = Quantity.parse("100%")._replace(quantum=ZERO)


class Amountless(Ground):
    """The relations of rates of which no amounts are given."""

    def relations(self) -> Iterator[Relation]:
        """Shares that must add up to 100%, and a rate that must lie between those of its parts, where no amounts are given."""
        by_place: dict[tuple[int, str], dict[FactKey, Fact]] = {}
        for ratio in self.claims.ratios:
            if ratio.part_fact is None and self.book.find(ratio.part, ratio.paragraph, ratio.at) is None:
                key = self.book.key(ratio.part)
                if key is not None:
                    by_place.setdefault((ratio.paragraph, ratio.kind), {}).setdefault(key, ratio.rate)
        for (_, kind), rates in by_place.items():
            told = [
                each
                for identity in self.lexicon.identities
                if not identity.tables_only and not identity.balance
                for each in self._identity_rates(identity, rates)
            ]
            for whole, parts in told:
                if kind == "share" and len(parts) > 1 and not any(set(parts) < set(others) for _, others in told):
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
