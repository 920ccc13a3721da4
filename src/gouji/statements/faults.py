"""In what way a sum of cells is wrong: too much, short of a part, or less by lost digits."""

from __future__ import annotations

from decimal import Decimal

from gouji.facts import Fact
from gouji.lexicon.lexicon import lacks
from gouji.relations import Sum


def is_firm(relation: Sum) -> bool:
    return all(site.firm for site in relation.sites if isinstance(site, Fact))


def is_too_much(relation: Sum) -> bool:
    """Whether the parts exceed their whole by less than any of them: no reading that leaves rows out could mend that."""
    excess = relation.computed - relation.total.quantity.value
    values = [part.quantity.value for part in relation.parts if part.quantity.value != 0]
    return len(values) > 1 and 0 < excess < min(values)


def is_short(relation: Sum) -> bool:
    return relation.computed < relation.total.quantity.value


def has_lost_digits(relation: Sum) -> bool:
    """Whether a total is less than one of its parts, and what remains of their sum when digits are lost."""
    value = relation.total.quantity.value
    if not any(value < part.quantity.value for part in relation.parts) or relation.holds_if_cut():
        return False
    shown, full = (digits(relation, amount) for amount in (value, relation.computed))
    return len(shown) < len(full) and lacks(shown, full)


def digits(relation: Sum, amount: Decimal) -> str:
    """As the total shows it."""
    return relation.total.quantity.digits(amount).replace(",", "")
