"""Closed intervals of exact decimals, with outward rounding where a quotient has no finite expansion."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

_DOWN = Context(prec=50, rounding=ROUND_FLOOR)
_UP = Context(prec=50, rounding=ROUND_CEILING)
_INFINITY = Decimal("Infinity")
ZERO = Decimal(0)


@dataclass(slots=True)
class Interval:
    """All true values that a displayed number, or a result computed from such numbers, can stand for.

    >>> Interval(Decimal("0.995"), Decimal("1.005")) + Interval.exactly(2)
    Interval(low=Decimal('2.995'), high=Decimal('3.005'))
    """

    low: Decimal
    high: Decimal

    @staticmethod
    def exactly(value: Decimal | int) -> Interval:
        value = Decimal(value)
        return Interval(value, value)

    @staticmethod
    def at_least(value: Decimal | int) -> Interval:
        return Interval(Decimal(value), _INFINITY)

    @staticmethod
    def at_most(value: Decimal | int) -> Interval:
        return Interval(-_INFINITY, Decimal(value))

    def __add__(self, other: Interval) -> Interval:
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(_DOWN.subtract(self.low, other.high), _UP.subtract(self.high, other.low))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_DOWN.multiply(a, b) for a, b in corners), max(_UP.multiply(a, b) for a, b in corners))

    def __truediv__(self, other: Interval) -> Interval:
        """The hull of all quotients. Raises ZeroDivisionError if `other` contains zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("interval contains zero")
        corners = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_DOWN.divide(a, b) for a, b in corners), max(_UP.divide(a, b) for a, b in corners))

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def intersection(self, other: Interval) -> Interval | None:
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None

    @property
    def is_bounded(self) -> bool:
        return self.low.is_finite() and self.high.is_finite()

    @property
    def middle(self) -> Decimal:
        """The midpoint of a bounded interval."""
        return (self.low + self.high) / 2


def total(intervals: list[Interval]) -> Interval:
    """The sum of intervals; zero for none."""
    result = Interval.exactly(0)
    for interval in intervals:
        result += interval
    return result
