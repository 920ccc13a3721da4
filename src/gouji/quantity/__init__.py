"""Numbers: exact decimals with unit and displayed precision, interval arithmetic, and recognising them in text."""

from gouji.quantity.interval import ZERO, Interval, total
from gouji.quantity.numerals import COUNTING, number, numeral
from gouji.quantity.quantity import (
    FISCAL_KINDS,
    Number,
    NumberKind,
    Quantity,
    half_up,
    is_multiple,
    parse_cell,
    scan,
)
from gouji.quantity.slips import is_misprint, is_slip, slips_in
from gouji.quantity.units import Unit, fold, money_units, stated_unit, unit_named

__all__ = [
    "COUNTING",
    "FISCAL_KINDS",
    "ZERO",
    "Interval",
    "Number",
    "NumberKind",
    "Quantity",
    "Unit",
    "fold",
    "half_up",
    "is_misprint",
    "is_multiple",
    "is_slip",
    "money_units",
    "number",
    "numeral",
    "parse_cell",
    "scan",
    "slips_in",
    "stated_unit",
    "total",
    "unit_named",
]
