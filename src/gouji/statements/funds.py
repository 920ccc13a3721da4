"""The rows of amounts in a self-assessment: budget, executed, rate and its points, each in the column that the head gives.

Cells of these forms are often out of line with their head. A row is read by its columns where every value stands under a
word of the head that it fits, else by its order where it has exactly as many values as the head has columns.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from gouji.document import Cell, Span
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import Quantity
from gouji.resources import compiled, of_lexicon, read_lexicon

_NUMBER = pattern_of(r"-?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,8})?")
_RATE = pattern_of(r"(-?\d{1,6}(?:\.\d{1,8})?)%")
_BRACKET = pattern_of(r"\([^()]*\)$")
_HUNDRED = 100
_LEAST_PERCENT = 2
_MEASURES = ("initial", "budget", "executed")
PARTS = ("fiscal", "central", "local", "carried", "special", "own", "other")
"""The rows by source that make all the funds of a form."""
SPENT = ("basic", "project", "rest")
"""The rows by use that do; there need be none of the rest."""

TASK = "task"
"""The kind of a row of the year's tasks, whatever its name."""

Column = tuple[str, str]
"""What a column of amounts is: initial, budget or executed (measure), and total, fiscal or other (source)."""


class Number(NamedTuple):
    """A number in a cell: its value as it stands there (a rate in percent), and the quantity that it displays."""

    value: Decimal
    span: Span
    text: str

    @property
    def quantity(self) -> Quantity:
        return Quantity.parse(self.text)


class FundRow(NamedTuple):
    """A row of amounts: `kind` is its name in `[funds.rows]` ("" where it has no label), in the form's own unit."""

    kind: str
    label: str
    amounts: dict[Column, Number]
    blanks: frozenset[Column]
    weight: Number | None
    rate: Number | None
    score: Number | None

    @property
    def budget(self) -> Number | None:
        return self.amounts.get(("budget", "total"))

    @property
    def executed(self) -> Number | None:
        return self.amounts.get(("executed", "total"))

    @property
    def initial(self) -> Number | None:
        return self.amounts.get(("initial", "total"))


class Funds(NamedTuple):
    """The rows of amounts of a form, in order; `unread` if one of them could not be put under the head, `unknown` if
    amounts stand behind a label that is none of theirs, `by_rate` if the head says that the points are those of the rate."""

    rows: tuple[FundRow, ...]
    unread: bool
    unknown: bool = False
    by_rate: bool = False

    def row(self, kind: str) -> FundRow | None:
        """The only row of a kind."""
        found = [row for row in self.rows if row.kind == kind]
        return found[0] if len(found) == 1 else None


def number_in(cell: Cell) -> Number | None:
    """The plain number that a cell holds."""
    text = plain(cell.text)
    return Number(Decimal(text.replace(",", "")), cell.span, text) if _NUMBER.fullmatch(text) else None


def rate_in(cell: Cell) -> Number | None:
    """The rate that a cell holds, in percent; a workbook keeps 90% as 0.90, and some forms write 90.00."""
    match = _RATE.fullmatch(plain(cell.text))
    if match is not None:
        return Number(Decimal(match[1]), cell.span, match[0])
    number = number_in(cell)
    if number is None or number.value >= _LEAST_PERCENT:
        return number
    return number._replace(value=number.value * _HUNDRED) if number.value <= 1 and "." in number.text else None


@of_lexicon
def fund_words() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What the words of the head, of its second line, and of the rows mean."""
    words: dict[str, Any] = read_lexicon("performance.toml")["funds"]
    head = {word: role for role in (*_MEASURES, "weight", "rate", "score") for word in words[role]}
    sources = {word: source for source, listed in words["sources"].items() for word in listed}
    rows = {word: kind for kind, listed in words["rows"].items() for word in listed}
    return head, sources, rows


class _Head:
    """The head over the rows of amounts, as far as it was read."""

    def __init__(self) -> None:
        words: dict[str, Any] = read_lexicon("performance.toml")["funds"]
        self.columns: dict[int, Column] = {}
        self.points: Number | None = None
        self.by_rate = False
        self.tasks = False
        self._above: dict[int, str] = {}
        self._task_words = frozenset(words["task"])
        self._by_rate = compiled("performance.toml", "funds", words["by_rate"])

    def takes(self, row: list[Cell], texts: list[str], is_first: bool) -> bool:
        """Whether a row is (a line of) the head; it is taken up."""
        head_words, source_words, _ = fund_words()
        roles = {index: head_words[text] for index, text in enumerate(texts) if text in head_words}
        if not self.columns and {"budget", "executed"} <= set(roles.values()):
            self._above, self.points = roles, _points(row)
            self.by_rate = any(self._by_rate.search(plain(cell.text)) for cell in row)
            self.tasks = not self._task_words.isdisjoint(texts)
            self.columns = {index: (role, "total" if role in _MEASURES else "") for index, role in roles.items()}
            return True
        sources = {index: source_words[text] for index, text in enumerate(texts) if text in source_words}
        if self._above and is_first and len(sources) > 1:
            self.columns = _with_sources(self._above, sources)
            return True
        return not self.columns


def read_funds(rows: list[list[Cell]]) -> Funds:
    """The rows of amounts among the rows over the indicators' head."""
    _, _, row_words = fund_words()
    lead = compiled("performance.toml", "funds", read_lexicon("performance.toml")["funds"]["lead"])
    head = _Head()
    found: list[FundRow] = []
    unread = unknown = False
    for row in rows:
        texts = [_BRACKET.sub("", plain(cell.text)).rstrip(":") for cell in row]
        if head.takes(row, texts, not found):
            continue
        texts = [text if text in row_words else lead.sub("", text) for text in texts]
        label = next((index for index, text in enumerate(texts) if text in row_words), -1)
        values = [index for index in range(label + 1, len(row)) if _is_value(row[index])]
        if len(values) > len(head.columns):  # 无 in the column of reasons
            values = [index for index in values if index in head.columns or plain(row[index].text) not in _none()]
        if label < 0 and head.tasks and values and texts[0]:
            label = 0
        if len(values) < 2 or (label < 0 and any(texts[: values[0]])):
            unknown = unknown or any(number_in(row[index]) is not None for index in values)
            continue
        kind = row_words.get(texts[label], TASK) if label >= 0 else ""
        placed = _by_column(row, values, head.columns) or _by_order(row, values, head.columns)
        if placed is None:
            unread = unread or any(number_in(row[index]) is not None for index in values)
            continue
        own = _fund_row(kind, texts[label] if label >= 0 else "", row, placed, head.columns)
        is_whole = kind in ("", "total") and own.weight is None and own.score is not None
        found.append(own._replace(weight=head.points) if is_whole else own)
    return Funds(tuple(found), unread, unknown, head.by_rate)


def _points(head: list[Cell]) -> Number | None:
    """The points for execution that the head tells: 预算执行情况(20分)."""
    mark = compiled("performance.toml", "funds", read_lexicon("performance.toml")["funds"]["points"])
    found = [(match[1], cell.span) for cell in head if (match := mark.search(plain(cell.text)))]
    return Number(Decimal(found[0][0]), found[0][1], found[0][0]) if len({text for text, _ in found}) == 1 else None


def _with_sources(above: dict[int, str], sources: dict[int, str]) -> dict[int, Column]:
    """The columns of a head of two lines: each source belongs to the measure before it, a measure without any is a total."""
    columns: dict[int, Column] = {index: (role, "") for index, role in above.items() if role not in _MEASURES}
    for index, source in sources.items():
        over = [at for at in above if at <= index]
        if over and above[max(over)] in _MEASURES:
            columns[index] = (above[max(over)], source)
    divided = {role for role, _ in columns.values()}
    return columns | {index: (role, "total") for index, role in above.items() if role not in divided}


@of_lexicon
def _none() -> frozenset[str]:
    """What stands in a cell that holds nothing."""
    return frozenset(read_lexicon("performance.toml")["form"]["none"])


def _is_value(cell: Cell) -> bool:
    return number_in(cell) is not None or rate_in(cell) is not None or plain(cell.text) in _none()


def _fits(cell: Cell, column: Column) -> bool:
    is_rate = _RATE.fullmatch(plain(cell.text)) is not None
    return plain(cell.text) in _none() or (
        not is_rate if column[0] != "rate" else number_in(cell) is not None or is_rate
    )


def _by_column(row: list[Cell], values: list[int], columns: dict[int, Column]) -> dict[int, Column] | None:
    """Every value under a word of the head that it fits."""
    if all(index in columns and _fits(row[index], columns[index]) for index in values):
        return {index: columns[index] for index in values}
    return None


def _by_order(row: list[Cell], values: list[int], columns: dict[int, Column]) -> dict[int, Column] | None:
    """As many values as columns, each fitting its own."""
    ordered = [columns[index] for index in sorted(columns)]
    if len(values) != len(ordered):
        return None
    fits = all(_fits(row[index], column) for index, column in zip(values, ordered, strict=True))
    return dict(zip(values, ordered, strict=True)) if fits else None


def _fund_row(kind: str, label: str, row: list[Cell], placed: dict[int, Column], columns: dict[int, Column]) -> FundRow:
    amounts: dict[Column, Number] = {}
    others: dict[str, Number | None] = {}
    for index, column in placed.items():
        number = rate_in(row[index]) if column[0] == "rate" else number_in(row[index])
        if column[0] in _MEASURES:
            if number is not None:
                amounts[column] = number
        else:
            others[column[0]] = number
    blanks = frozenset(column for column in columns.values() if column[0] in _MEASURES and column not in amounts)
    return FundRow(kind, label, amounts, blanks, others.get("weight"), others.get("rate"), others.get("score"))
