"""Slips of the pen: what was meant, if the digits that stand there differ from it by one slip."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from gouji.quantity.interval import ZERO, Interval
from gouji.quantity.quantity import Quantity

_NARROW = 50
"""An interval wider than a fiftieth of its value holds some slip of any number."""
_LEAST_DIGITS = 4
_FAR = 10
_DECIMALS = 2
"""With so many, no digit of them is one too many: money has two."""
_WIDE = 5000
"""Of so many values that would do, a given one is a misprint by no chance."""
_SHIFTS = tuple(Decimal(10) ** power for power in (-8, -4, -3, -2, -1, 1, 2, 3, 4, 8))


def slips_in(quantity: Quantity, interval: Interval) -> list[Decimal]:
    """The values within `interval` that one slip turns into the stated digits: two neighbouring digits swapped, a digit
    lost, a digit too many, the decimal point or the unit shifted.

    Empty where the interval is too wide to tell a slip from chance. Example: 120.63 within [120.30, 120.43] gives 120.36.
    """
    if quantity.quantum == 0 or quantity.value <= 0:
        return []
    if not interval.is_bounded or interval.low <= 0 or (interval.high - interval.low) * _NARROW > interval.high:
        return []
    found: list[Decimal] = []
    low, high = interval.low, interval.high
    for value, slack in _meant(quantity):
        if value - slack <= high and low <= value + slack and value not in found:
            found.append(value)
    return found


def is_slip(quantity: Quantity, value: Decimal) -> bool:
    """Whether what stands there is `value` but for one digit of at least four, two of them swapped, or one slip."""
    stated, meant = (quantity.digits(each).replace(",", "") for each in (quantity.value, value))
    if quantity.quantum == 0 or _significant(meant) < _LEAST_DIGITS:
        return False
    return bool(_odd_digits(stated, meant)) or bool(slips_in(quantity, Interval.exactly(value)))


def is_misprint(quantity: Quantity, value: Decimal, width: Decimal = ZERO) -> bool:
    """Whether what stands there has one digit of at least four otherwise, or two of them swapped: not by chance near the value,
    where anything within a small `width` would do."""
    if quantity.quantum == 0:
        return False
    stated = quantity.digits(quantity.value).replace(",", "")
    meant = quantity.digits(value).replace(",", "")
    long = len(meant.replace(".", "").strip("0")) >= _LEAST_DIGITS
    if not long or value != quantity.rounded(value):
        return False
    odd, far = _odd_digits(stated, meant), abs(value - quantity.value)
    return odd > 0 and (width >= quantity.quantum * _WIDE or far >= width * (_FAR if odd == 1 else 1))


def is_one_digit_off(quantity: Quantity, value: Decimal) -> bool:
    """Whether one digit is otherwise than in `value`. Example: 67.44 and 47.44."""
    return _odd_digits(quantity.digits(quantity.value), quantity.digits(value)) == 1


def is_power_of_ten(value: Decimal, other: Decimal) -> bool:
    """Whether one of two numbers is the other with its point shifted. Example: 292.2 and 29.22."""
    return any(value * shift == other for shift in _SHIFTS)


def _odd_digits(stated: str, meant: str) -> int:
    """In how many digits two numbers differ: in one, or in two that are swapped; 0 otherwise."""
    if len(stated) != len(meant):
        return 0
    different = [pair for pair in zip(stated, meant, strict=True) if pair[0] != pair[1]]
    swapped = len(different) == 2 and different[0] == different[1][::-1]
    return len(different) if len(different) == 1 or swapped else 0


@lru_cache(1024)
def _meant(quantity: Quantity) -> tuple[tuple[Decimal, Decimal], ...]:
    """What the digits may stand for, each with half a unit of its last digit."""
    return tuple(_misread(quantity, quantity.quantum / 2))


def _misread(quantity: Quantity, half: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    factor = quantity.unit.factor
    stated = quantity.digits(quantity.value).replace(",", "")
    digits = [i for i, digit in enumerate(stated) if digit != "."]
    for i, j in pairwise(digits):
        if stated[i] != stated[j]:
            swapped = stated[:i] + stated[j] + stated[i + 1 : j] + stated[i] + stated[j + 1 :]
            yield Decimal(swapped) * factor, half
    for shift in _SHIFTS:
        yield quantity.value * shift, half * shift
    if _significant(stated) < 2:
        return
    whole, _, decimals = stated.partition(".")
    for i in range(len(whole) + 1):
        for digit in "0123456789":
            yield Decimal(stated[:i] + digit + stated[i:]) * factor, half
    for i in digits if len(decimals) > _DECIMALS else range(len(whole)):
        if _significant(shorter := stated[:i] + stated[i + 1 :]) >= 2:
            yield Decimal(shorter) * factor, half


def _significant(digits: str) -> int:
    return len(digits.replace(".", "").lstrip("0"))
