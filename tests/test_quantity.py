"""Quantities: parsing, printing, and intervals that always contain the truth."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.document import Span
from gouji.facts import Fact, Word
from gouji.quantity import (
    Interval,
    NumberKind,
    Quantity,
    fold,
    is_slip,
    parse_cell,
    scan,
    slips_in,
    stated_unit,
    unit_named,
)
from gouji.relations import Growth, GrowthFrom, Outcome, Ratio, Sum

WAN, YUAN = unit_named("万元"), unit_named("元")
cents = st.integers(min_value=1, max_value=10**13).map(lambda n: Decimal(n) / 100)


def shown(value: Decimal, unit: str = "万元", places: int = 2) -> Quantity:
    factor = unit_named(unit).factor
    digits = (value / factor).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return Quantity.parse(f"{digits:,f}{unit}")


def fact(quantity: Quantity) -> Fact:
    return Fact(quantity, Span(0, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,126.32万元", [(NumberKind.AMOUNT, "11263200")]),
        ("１，１２６．３２万元", [(NumberKind.AMOUNT, "11263200")]),
        ("3.5亿元", [(NumberKind.AMOUNT, "350000000")]),
        ("增加-3.2万元", [(NumberKind.AMOUNT, "-32000")]),
        ("减少−3.2万元", [(NumberKind.AMOUNT, "-32000")]),
        ("下降9.65%", [(NumberKind.RATE, "0.0965")]),
        ("5‰", [(NumberKind.RATE, "0.005")]),
        ("提高2.1个百分点", [(NumberKind.POINTS, "0.021")]),
        ("44.6万页", [(NumberKind.COUNT, "446000")]),
        ("0台（套）", [(NumberKind.COUNT, "0")]),
        ("两名工作人员", [(NumberKind.COUNT, "2")]),
        ("共有十四个项目", [(NumberKind.COUNT, "14")]),
        ("2024年度", [(NumberKind.YEAR, None)]),
        ("2023年7月新招录2名", [(NumberKind.YEAR, None), (NumberKind.DATE, None), (NumberKind.COUNT, "2")]),
        ("国办发〔2020〕20号", [(NumberKind.OTHER, None), (NumberKind.OTHER, None)]),
        ("（2080505）", [(NumberKind.CODE, None)]),
        ("电话：89019329", [(NumberKind.OTHER, None)]),
        ("1.基本支出", [(NumberKind.OTHER, None)]),
        ("连续4个月", [(NumberKind.DURATION, None)]),
        ("第3批", [(NumberKind.OTHER, None)]),
        ("1234567890123456789012345万元", [(NumberKind.OTHER, None)]),
    ],
)
def test_numbers_are_recognised_as_what_they_are(text: str, expected: list[tuple[NumberKind, str | None]]) -> None:
    found = scan(fold(text))
    assert [(n.kind, n.quantity and n.quantity.value) for n in found] == [
        (kind, value and Decimal(value)) for kind, value in expected
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("341. 39", "341.39"),
        ("138 . 59", "138.59"),
        ("1,126.19", "1126.19"),
        ("-3.2", "-3.2"),
        ("0", "0"),
        ("(3.20)", "-3.20"),
    ],
)
def test_cells_with_numbers(text: str, value: str) -> None:
    quantity = parse_cell(text, WAN)
    assert quantity is not None
    assert quantity.value == Decimal(value) * 10000


@pytest.mark.parametrize(
    "text", ["", "—", "合计", "10家", "60. 13 138. 60", "2024-01-01", "•", "-(3.20)", "--3", "+-3", "1" * 25]
)
def test_cells_without_amounts(text: str) -> None:
    quantity = parse_cell(text, WAN)
    assert quantity is None or quantity.unit.dimension.startswith("count")


def test_a_cell_names_its_own_unit() -> None:
    quantity = parse_cell("52.44万元", YUAN)
    assert quantity is not None
    assert quantity.value == 524400


@pytest.mark.parametrize(
    ("text", "unit"), [("金额单位：万元", "万元"), ("单位: 元", "元"), ("预算金额（万元）", "万元"), ("单位名称", None)]
)
def test_unit_lines(text: str, unit: str | None) -> None:
    found = stated_unit(text)
    assert (found and found.name) == unit


@given(cents, st.sampled_from(["元", "万元", "亿元"]))
def test_a_displayed_number_contains_the_true_one(value: Decimal, unit: str) -> None:
    assert value in shown(value, unit).interval


@given(cents, st.sampled_from(["元", "万元"]))
def test_parsing_what_was_printed(value: Decimal, unit: str) -> None:
    quantity = shown(value, unit)
    assert Quantity.parse(quantity.text) == quantity


@given(st.lists(cents, min_size=1, max_size=12))
def test_a_true_sum_never_fails(parts: list[Decimal]) -> None:
    relation = Sum(fact(shown(sum(parts, Decimal(0)))), [fact(shown(part)) for part in parts])
    assert relation.outcome() is not Outcome.FAILS


@given(cents, cents)
def test_a_true_share_never_fails(part: Decimal, rest: Decimal) -> None:
    whole = part + rest
    rate = Quantity.parse(f"{(part / whole * 100).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%")
    relation = Ratio(fact(shown(part)), fact(shown(whole)), fact(rate), "share")
    assert relation.outcome() is not Outcome.FAILS


@given(cents, cents)
def test_a_true_change_never_fails(prior: Decimal, current: Decimal) -> None:
    sign = 1 if current >= prior else -1
    growth = abs(current - prior) / prior * 100
    rate = fact(Quantity.parse(f"{growth.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):f}%"))
    word = Word(sign, "", Span(0, 1))
    amount = fact(shown(abs(current - prior)))
    assert Growth(fact(shown(current)), amount, rate, word).outcome() is not Outcome.FAILS
    assert GrowthFrom(fact(shown(current)), fact(shown(prior)), rate, word).outcome() is not Outcome.FAILS


@given(cents, cents, cents, cents)
def test_interval_arithmetic_contains_the_true_result(a: Decimal, da: Decimal, b: Decimal, db: Decimal) -> None:
    x, y = Interval(a - da, a + da), Interval(b, b + db)
    assert a + b in x + y
    assert a - b in x - y
    assert a * b in x * y
    quotient = x / y
    assert quotient.low <= a / b <= quotient.high


@given(st.integers(min_value=1000, max_value=10**9), st.data())
def test_a_slip_of_the_pen_is_found_again(number: int, data: st.DataObject) -> None:
    digits = str(number)
    at = data.draw(st.integers(min_value=0, max_value=len(digits) - 2))
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    true = shown(Decimal(number) * 100)
    for wrong in (swapped, digits + "0", digits[:at] + digits[at] + digits[at:]):
        stated = shown(Decimal(wrong) * 100)
        if stated.value != true.value and stated.value >= 10_0000:
            assert true.value in slips_in(stated, true.interval)


def test_a_wide_demand_tells_no_slip() -> None:
    assert slips_in(Quantity.parse("120.63万元"), Interval(Decimal(1), Decimal(10**8))) == []


@pytest.mark.parametrize(
    ("stated", "meant", "slip"),
    [
        ("1,889,402.00元", "1889400", True),  # one digit
        ("120.63万元", "1203600", True),  # two swapped
        ("12.06万元", "1206300", True),  # the point
        ("120.63万元", "1304300", False),
        ("12万元", "130000", False),  # too few digits to tell a slip from another amount
    ],
)
def test_a_slip_is_one_digit_or_one_movement(stated: str, meant: str, slip: bool) -> None:
    assert is_slip(Quantity.parse(stated), Decimal(meant)) is slip
