"""In what way a sum of cells is wrong: too much, short of a part, or less by lost digits."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile

from gouji.facts import Fact
from gouji.lexicon.lexicon import lacks
from gouji.quantity import ZERO
from gouji.quantity.slips import is_slip
from gouji.relations import Sum


def is_firm(relation: Sum) -> bool:
    return all(site.firm for site in relation.sites if isinstance(site, Fact))


_MOST_SUMS = 10_000


def is_too_much(relation: Sum) -> bool:
    """Whether the parts exceed their whole by less than any of them: no reading that leaves rows out could mend that. Or
    by what no several of them come to, where the whole is their sum but for a slip of the pen."""
    excess = relation.computed - relation.total.quantity.value
    values = [part.quantity.value for part in relation.parts if part.quantity.value != 0]
    if len(values) < 2 or excess <= 0:
        return False
    return excess < min(values) or (is_slip(relation.total.quantity, relation.computed) and is_irreducible(relation))


def is_irreducible(relation: Sum) -> bool:
    """Whether no parts of a sum come to what it has too much; of so many that nearly everything is the sum of some, that is
    not known."""
    excess = relation.computed - relation.total.quantity.value
    values = sorted(part.quantity.value for part in relation.parts if part.quantity.value != 0)
    if excess <= 0 or not values or values[0] < 0:
        return False
    slack = relation.total.quantity.quantum * len(values)
    sums = {ZERO}
    for value in takewhile(lambda value: value <= excess + slack, values):
        sums |= {each + value for each in sums if each + value <= excess + slack}
        if len(sums) > _MOST_SUMS:
            return False
    return all(abs(each - excess) > slack for each in sums)


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
