"""The rows of indicators in a self-assessment: name, target, actual value, weight and score, each under its word of the head.

Where a row does not fit its head, it is read by how it ends: in its weight and its score, perhaps with a remark behind them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import regex

from gouji.document import Cell
from gouji.lexicon.lexicon import plain
from gouji.resources import compiled, of_lexicon, read_lexicon
from gouji.statements.form_head import bare
from gouji.statements.funds import Number, number_in, rate_in

MOST_POINTS = 100
_WHOLE_ROW = 6
_ROLES = ("first", "second", "name", "sign", "target", "adjusted", "unit", "actual", "weight", "score", "rate")


class Indicator(NamedTuple):
    """A row of an indicator; `group` is the index of the first-level indicator that it stands under, −1 for none, `second`
    the second-level one, `under` the index of that one where it shows its points. Where the form has columns for the sign and the unit of its targets, `target` and the text of
    `actual` are with them."""

    name: str
    target: str
    actual: Cell | None
    weight: Number | None
    score: Number
    remark: str
    group: int
    second: str = ""
    under: int = -1
    rate: Number | None = None


@of_lexicon
def _words() -> dict[str, Any]:
    words: dict[str, Any] = read_lexicon("performance.toml")["columns"]
    return words


@of_lexicon
def _behind() -> regex.Pattern[str]:
    return compiled("performance.toml", "columns", _words()["behind"])


def columns_of(head: list[Cell]) -> dict[str, int]:
    """Where each word of the head stands; each level may have points of its own, those of the indicators follow their names.
    The lowest level that there is names the indicators."""
    words = _words()
    texts = [bare(cell) for cell in head]
    places = {role: [i for i, text in enumerate(texts) if text in words[role]] for role in _ROLES}
    levels = [at[0] for role in ("name", "second", "first") if (at := places[role])]
    name = next(iter(levels), -1)
    found = {role: next((i for i in at if i > name), next(iter(at), -1)) for role, at in places.items()}
    found["name"] = name
    remark = next((i for i, text in enumerate(texts) if any(word in text for word in words["remark"])), -1)
    return {**found, "remark": remark}


def by_head(row: list[Cell], columns: dict[str, int], group: int) -> Indicator | None:
    """A row that stands under the head: points under 分值 and 得分, a name under 三级指标."""

    def cell(role: str) -> Cell | None:
        return row[columns[role]] if 0 <= columns[role] < len(row) and row[columns[role]].text else None

    name, score_cell, weight_cell = cell("name"), cell("score"), cell("weight")
    score = number_in(score_cell) if score_cell else None
    weight = number_in(weight_cell) if weight_cell else None
    if name is None or score is None or (weight is None and columns["weight"] >= 0):
        return None
    called: str = plain(name.text)
    if columns["weight"] < 0 and (match := _behind().search(called)):
        called, weight = called[: match.start()], Number(Decimal(match[1]), name.span, match[1])
    if not all(0 <= number.value <= MOST_POINTS for number in (score, weight) if number):
        return None
    target, actual, remark = cell("adjusted") or cell("target"), cell("actual"), cell("remark")
    unit = plain(each.text) if (each := cell("unit")) else ""
    if unit in read_lexicon("performance.toml")["form"]["none"]:
        unit = ""
    if actual is not None and unit and number_in(actual) is not None:
        actual = actual._replace(text=actual.text + unit)
    return Indicator(
        called,
        _target(target, cell("sign"), unit) if target else "",
        actual,
        weight,
        score,
        plain(remark.text) if remark else "",
        group,
        rate=rate_in(rate) if (rate := cell("rate")) else None,
    )


def _target(target: Cell, sign: Cell | None, unit: str) -> str:
    """A target with its sign and unit, which may stand in columns of their own: ≥, 12, 次."""
    text: str = plain(target.text)
    if number_in(target) is None:
        return text
    words = _words()
    before = plain(sign.text) if sign else ""
    return f"{before if before in (*words['least'], *words['most']) else ''}{text}{unit}"


def by_end(cells: list[Cell], texts: list[str], group: int) -> Indicator | None:
    """A row that ends in two points, perhaps with a remark behind them."""
    last = len(cells) - 1
    remark = ""
    if last >= 3 and number_in(cells[last]) is None:
        remark = texts[last]
        last -= 1
    if last < 2:
        return None
    weight, score = number_in(cells[last - 1]), number_in(cells[last])
    if weight is None or score is None or weight.value > MOST_POINTS or score.value > MOST_POINTS:
        return None
    if score.value > weight.value and len(texts) - bool(remark) < _WHOLE_ROW:
        return None
    actual = cells[last - 2] if last >= 4 else None
    target = texts[last - 3] if last >= 4 else ""
    name = texts[last - 4] if last >= 4 else texts[0]
    return Indicator(name, target, actual, weight, score, remark, group)
