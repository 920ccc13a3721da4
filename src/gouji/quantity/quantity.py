"""Numbers as displayed: an exact value, a unit, and the precision that says which true values they stand for."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from typing import NamedTuple

import regex

from gouji.precompiled import pattern_of
from gouji.quantity.interval import Interval
from gouji.quantity.numerals import chinese
from gouji.quantity.units import Unit, Units, fold, units


class NumberKind(Enum):
    """What a run of digits in a text is."""

    AMOUNT = "amount"
    RATE = "rate"
    POINTS = "points"
    COUNT = "count"
    BARE = "bare"
    YEAR = "year"
    DATE = "date"
    DURATION = "duration"
    CODE = "code"
    OTHER = "other"


FISCAL_KINDS = frozenset({NumberKind.AMOUNT, NumberKind.RATE, NumberKind.POINTS, NumberKind.COUNT})


class Quantity(NamedTuple):
    """A number as displayed, and therefore the interval of true values it can stand for.

    `value` and `quantum` (one unit of the last displayed digit) are in base units: 元 for money, 1 for rates.

    >>> Quantity.parse("1,126.32万元").interval
    Interval(low=Decimal('11263150.00'), high=Decimal('11263250.00'))
    """

    value: Decimal
    quantum: Decimal
    unit: Unit
    grouped: bool = False
    approximate: bool = False
    and_more: bool = False

    @staticmethod
    def parse(text: str) -> Quantity:
        """The quantity that the whole of `text` displays. Raises ValueError if it is not one number with a unit."""
        numbers = scan(fold(text.strip()))
        if len(numbers) == 1 and numbers[0].quantity and (numbers[0].start, numbers[0].end) == (0, len(text.strip())):
            return numbers[0].quantity
        raise ValueError(f"不是一个带单位的数：{text!r}")

    @staticmethod
    def read(text: str) -> Quantity | None:
        """Like `parse`, for what only looks like a number with a unit; None if it is none.

        >>> Quantity.read("750.万元") is None
        True
        """
        try:
            return Quantity.parse(text)
        except ValueError:
            return None

    @property
    def interval(self) -> Interval:
        """The true values that are displayed as this number when rounded half up; wider for 约; from it upwards for 余."""
        if self.and_more:
            return Interval(self.value, self.value + self.quantum)
        if self.approximate:
            return Interval(self.value - 10 * self.quantum, self.value + 10 * self.quantum)
        half = self.quantum / 2
        return Interval(self.value - half, self.value + half)

    @property
    def figures(self) -> str:
        """The digits that are shown, without separators and zeros in front.

        >>> Quantity.parse("1,126.50万元").figures, Quantity.parse("0.40万元").figures
        ('112650', '40')
        """
        return self.digits(self.value).replace(",", "").replace(".", "").lstrip("0")

    @property
    def lenient(self) -> Interval:
        """The true values that are displayed as this number when rounded or when digits were simply cut off."""
        half = self.quantum / 2
        if self.value > 0:
            return Interval(self.value - half, self.value + self.quantum)
        return Interval(self.value - self.quantum, self.value + half)

    def show(self, value: Decimal) -> str:
        """`value` (base units) written in this quantity's unit, precision and digit grouping.

        >>> Quantity.parse("1,126.32万元").show(Decimal("12466800"))
        '1,246.68万元'
        """
        return self.digits(value) + self.unit.name

    def digits(self, value: Decimal) -> str:
        """Like `show`, without the unit."""
        places = self.quantum / self.unit.factor
        rounded = half_up(_WIDE.divide(value, self.unit.factor), places.normalize())
        if rounded == 0:
            rounded = abs(rounded)
        return f"{rounded:,f}" if self.grouped else f"{rounded:f}"

    def rounded(self, value: Decimal) -> Decimal:
        """`value` rounded half up to this quantity's last digit; an exact quantity has none.

        >>> Quantity.parse("0万元").rounded(Decimal("5004.4"))
        Decimal('5004.4')
        """
        if not self.quantum:
            return value
        return _WIDE.multiply(half_up(_WIDE.divide(value, self.quantum), _ONE), self.quantum)

    @property
    def text(self) -> str:
        """The number in its own precision and unit."""
        return self.show(self.value)

    def values_in(self, interval: Interval, most: int = 2) -> list[Decimal]:
        """Up to `most` values, multiples of the quantum, whose own intervals meet `interval` nearest its middle."""
        if not interval.is_bounded:
            return []
        nearest = self.rounded(interval.middle)
        candidates = sorted(
            (nearest, nearest - self.quantum, nearest + self.quantum), key=lambda v: abs(v - interval.middle)
        )
        half = self.quantum / 2
        return [v for v in candidates if Interval(v - half, v + half).meets(interval)][:most]


class Number(NamedTuple):
    """A run of digits in a text: where it stands (with its unit), what it is, and its value if it is a quantity."""

    start: int
    end: int
    kind: NumberKind
    quantity: Quantity | None
    digits: str


_ONE = Decimal(1)
_MOST_DECIMALS = 2
_MOST_DIGITS = 24  # what has more is no amount: a row of figures run together, or an account number
_WIDE = Context(prec=120, rounding=ROUND_HALF_UP)  # the quotient of any two amounts, to the last digit of a third


def half_up(value: Decimal, step: Decimal) -> Decimal:
    """`value` rounded to as many decimals as `step` has, however large it is.

    >>> half_up(Decimal("1234567890123456789012345678901.235"), Decimal("0.01"))
    Decimal('1234567890123456789012345678901.24')
    """
    return value.quantize(step, context=_WIDE)


def is_multiple(value: Decimal, step: Decimal) -> bool:
    """Whether `value` is a whole number of steps, however large it is.

    >>> is_multiple(Decimal("1e32"), Decimal("0.01"))
    True
    """
    return _WIDE.remainder(value, step) == 0


def _decimal(digits: str, unit: Unit, more: bool = False, approximate: bool = False) -> Quantity:
    plain = digits.replace(",", "").replace(" ", "")
    number = Decimal(plain)
    exponent = number.as_tuple().exponent
    quantum = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * unit.factor
    if more:
        quantum = Decimal(1).scaleb(max(0, len(plain) - len(plain.rstrip("0")))) * unit.factor
    if unit.is_count and unit.factor == 1:
        quantum = Decimal(0) if quantum >= 1 and not more else quantum
    if plain == "0" and unit.dimension != "rate":
        quantum = Decimal(0)  # a bare 0 says that there is nothing, not that there is less than a half
    return Quantity(number * unit.factor, quantum, unit, "," in digits, approximate, more)


_NUMBER = pattern_of(
    r"(?P<number>(?:(?<![0-9A-Za-z.)年月日])-)?(?:\d{1,3}(?:,\d{3})+(?!\d)|(?<!(?<!\d)\d{1,3} )\d{1,3}(?: \d{3})++(?=\.\d+[百千万亿]*元)|\d+)(?:\.\d+)?)"
    r"(?P<scale>百万|千万|十万|[百千万亿](?=[余多]))?(?P<more>[余多])?"
)
_NUMERAL = pattern_of(r"(?<![第一二三四五六七八九十〇零两百千万])[两二三四五六七八九十]{1,3}")
_DATE_AFTER = pattern_of(r"\s*(?:[-~—–至到]+\d{1,4}\s*)?(?:月|日|时(?!间)|点(?!位))")
_YEAR_AFTER = pattern_of(r"\s*(?:年(?!期(?![初末间])|内)|[-~—–至、/]+(?:19|20)\d\d\s*年)")
_LEVEL_AFTER = pattern_of(r"[类款项]\)")
_LIST_MARK = pattern_of(r"[.、](?!\d)|\)")


def scan(text: str) -> list[Number]:
    """Every number in folded `text`, each recognised as what it is.

    Years, dates, codes, list numbers, document and telephone numbers are told from amounts, rates and counts.

    >>> [(n.kind.value, n.digits) for n in scan("2024年度支出1,126.32万元,下降9.65%(国办发〔2020〕20号)")]
    [('year', '2024'), ('amount', '1,126.32'), ('rate', '9.65'), ('other', '2020'), ('other', '20')]
    >>> [n.kind.value for text in ("2024年期末", "2024年期国债") for n in scan(text)]
    ['year', 'duration']
    """
    table = units()
    found: list[Number] = []
    for match in _NUMBER.finditer(text):
        found.append(_classify(text, match, table))
    counted = False
    for match in _NUMERAL.finditer(text):
        digits, end = match[0], match.end()
        name = table.name_at(text, end)
        if name in table.counting and _is_numeral(digits):
            quantity = Quantity(Decimal(chinese(digits)), Decimal(0), table.units[name])
            found.append(Number(match.start(), end + len(name), NumberKind.COUNT, quantity, digits))
            counted = True
    if counted:
        found.sort(key=lambda number: number.start)
    return found


def _is_numeral(digits: str) -> bool:
    return len(digits) == 1 or "十" in digits


def _is_too_long(digits: str) -> bool:
    return sum(map(str.isdecimal, digits)) > _MOST_DIGITS


def _classify(text: str, match: regex.Match[str], table: Units) -> Number:
    digits, name = match["number"], table.name_at(text, match.end())
    start, digits_end, end = match.start(), match.end("number"), match.end() + len(name)
    before, after = text[start - 1 : start], text[digits_end : digits_end + 1]
    plain = digits.lstrip("-")
    integer = "." not in digits and "," not in digits

    def other(kind: NumberKind) -> Number:
        return Number(start, digits_end, kind, None, digits)

    if before == "。" and text[start - 2 : start - 1].isdecimal() and len(digits) <= _MOST_DECIMALS:
        return other(NumberKind.OTHER)  # 4944。55万元: the rest of a number
    if before == "第" or after == "号" or (before in "〔[" and before and after in "〕]") or before == ":" == after:
        return other(NumberKind.OTHER)
    if before.isascii() and (before.isalpha() or before in "_/#") and before:
        return other(NumberKind.OTHER)
    if len(digits) > _MOST_DIGITS and _is_too_long(digits):
        return other(NumberKind.OTHER)
    if integer:
        if len(plain) in (3, 5, 7) and before == "(" and _LEVEL_AFTER.match(text, digits_end):
            return Number(start, end, NumberKind.CODE, None, digits)  # (2010301项)
        behind = _YEAR_AFTER.match(text, digits_end) or text.startswith(table.of_years, digits_end)
        if behind and len(plain) == 4 and plain[:2] in ("19", "20"):
            return other(NumberKind.YEAR)
        if len(plain) <= 4 and _DATE_AFTER.match(text, digits_end):
            return other(NumberKind.DATE)
    unit = table.units.get(name)
    scale = match["scale"]
    more = bool(match["more"])
    if unit and scale and unit.dimension not in ("rate", "points", "duration", "scale"):
        unit = Unit(scale + unit.name, unit.dimension, unit.factor * table.units[scale].factor)
    elif scale and not unit:
        unit = None
    if unit is None or unit.dimension == "scale":
        if integer and len(plain) in (3, 5, 7) and before == "(" and after == ")":
            return other(NumberKind.CODE)
        if integer and len(plain) >= 7:
            return other(NumberKind.OTHER)
        if integer and len(plain) <= 2 and _LIST_MARK.match(text, digits_end) and not before.isalnum():
            return other(NumberKind.OTHER)
        if after and after.isascii() and (after.isalpha() or after in "+/_"):
            return other(NumberKind.OTHER)
        factor_unit = unit._replace(dimension="bare") if unit else Unit("", "bare", _ONE)
        return Number(start, end if unit else digits_end, NumberKind.BARE, _decimal(digits, factor_unit, more), digits)
    if unit.dimension == "duration":
        return Number(start, end, NumberKind.DURATION, None, digits)
    kinds = {"money": NumberKind.AMOUNT, "rate": NumberKind.RATE, "points": NumberKind.POINTS}
    kind = kinds.get(unit.dimension, NumberKind.COUNT)
    head = text[max(0, start - 3) : start]
    approximate = head.endswith(table.approximate_before) or text.startswith(table.approximate_after, end)
    more = more or head.endswith(table.least)
    return Number(start, end, kind, _decimal(digits, unit, more, approximate), digits)


_CELL_SPACE = pattern_of(r"\s+")
_CELL_NUMBER = pattern_of(
    r"(?P<sign>[-+]?)(?P<open>\(?)(?P<minus>-?)(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<close>\)?)"
)


def parse_cell(text: str, unit: Unit) -> Quantity | None:
    """The quantity in a table cell that is nothing but a number (spaces from recognition allowed), else None.

    A blank, “—” or a label is not a number, and never zero. `unit` is the table's, unless the cell names its own.

    >>> from gouji.quantity import unit_named
    >>> parse_cell("138 . 59", unit_named("万元")).text
    '138.59万元'
    """
    squeezed = _CELL_SPACE.sub("", fold(text))
    if not squeezed:
        return None
    if match := _CELL_NUMBER.fullmatch(squeezed):
        return _cell_number(match, unit)
    if squeezed[0] in "-0123456789" and squeezed[-1] not in "0123456789":
        numbers = scan(squeezed)
        if len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(squeezed)):
            return numbers[0].quantity if numbers[0].kind in FISCAL_KINDS else None
    return None


def _cell_number(match: regex.Match[str], unit: Unit) -> Quantity | None:
    """A number alone; a decimal in brackets is negative, a whole number in brackets the number of a list item.

    Two signs, or one before a bracket, may mean either.
    """
    sign, opened, minus, digits = match["sign"], match["open"], match["minus"], match["digits"]
    if (sign and (opened or minus)) or _is_too_long(digits):
        return None
    bracketed = opened and match["close"]
    if bracketed and not minus and digits.isdecimal():
        return None
    return _decimal(("-" if bracketed or minus or sign == "-" else "") + digits, unit)
