"""Rows of a table without ruling lines whose labels or amounts go on in further lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from gouji.precompiled import pattern_of
from gouji.readers.pdf.lines import Line, are_two_labels

_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+(?:[.．]\d+)?|\d+[.．]\d+)"  # of either width
AMOUNT = pattern_of(rf"[-−－]?{_DIGITS}[%％]?|[(（]{_DIGITS}[)）]")
NUMBER = pattern_of(rf"[-−－]?[\d,.，．]+[%％]?|[-—－]+|[(（]{_DIGITS}[)）]")
WRAPPED = 1.4
_TORN = pattern_of(r"-?[\d,]+(?:\.\d?)?")
_REST = pattern_of(r"\.?\d{1,2}")
_CENTS = pattern_of(r"\.\d\d$")
_CLOSE = 0.75

Row = list[list[Line]]


def joined_rows(rows: list[Row]) -> list[Row]:
    """Rows, the further lines of a wrapped label joined to the row that they stand close to."""
    whole = _whole(rows)
    if len(whole) < len(rows) or _hang(whole):  # digits go on below the first line of their label
        return _hung(whole)
    full = [_base(row) for row in rows if _has_amount(row)]
    pitch = median([b - a for a, b in pairwise(full)]) if len(full) > 1 else 0
    joined: list[Row] = []
    pending: list[Row] = []
    for row in rows:
        if _has_amount(row):
            for part in pending:
                if _base(row) - _base(part) < _CLOSE * pitch and not _are_two(part, row):
                    row = _merged(part, row)
                else:
                    joined.append(part)
            pending = []
            joined.append(row)
        elif not joined or pending or _are_two(joined[-1], row):
            pending.append(row)
        elif _last(row) - _base(joined[-1]) < _CLOSE * pitch:
            joined[-1] = _merged(joined[-1], row)
        else:
            pending.append(row)
    return joined + pending


def _whole(rows: Sequence[Row]) -> list[Row]:
    """Rows, the last digits of amounts too wide for their column (10212.1 | 7) joined to the first."""
    found: list[Row] = []
    for row in rows:
        if found and _last(row) - _last(found[-1]) < WRAPPED * _em(row) and _goes_on(found[-1], row):
            found[-1] = _merged(found[-1], row)
        else:
            found.append(row)
    return found


def _goes_on(above: Row, row: Row) -> bool:
    """Whether every number of a row is the rest of one that stands above it."""
    pairs = [
        ("".join(line.text for line in first), "".join(line.text for line in second))
        for first, second in zip(above[1:], row[1:], strict=True)
        if second and NUMBER.fullmatch(second[0].text)
    ]
    return bool(pairs) and all(
        _TORN.fullmatch(first) and _REST.fullmatch(second) and _CENTS.search(first + second) for first, second in pairs
    )


def _hang(rows: Sequence[Row]) -> bool:
    """Whether amounts stand beside the first line of their label: every row of amounts has a word, and the lines between them
    cannot be as many above each as below it."""
    full = [row for row in rows if _has_amount(row)]
    if not all(any(not NUMBER.fullmatch(line.text) for cell in row for line in cell) for row in full):
        return False
    between = [0]
    for row in rows:
        if _has_amount(row):
            between.append(0)
        else:
            between[-1] += 1
    above = between[0]
    for lines in between[1:]:
        above = lines - above  # as many are below the row before
        if above < 0:
            return True
    return above > 0


def _hung(rows: Sequence[Row]) -> list[Row]:
    joined: list[Row] = []
    for row in rows:
        close = bool(joined) and _last(row) - _last(joined[-1]) < WRAPPED * _em(row)
        if close and not _has_amount(row) and not _are_two(joined[-1], row):
            joined[-1] = _merged(joined[-1], row)
        else:
            joined.append(row)
    return joined


def _are_two(above: Row, below: Row) -> bool:
    """Whether each word of a line is the label of a row of its own, one without an amount, below that of the row above."""
    texts = [tuple("".join(line.text for line in cell) for cell in pair) for pair in zip(above, below, strict=True)]
    labels = [(first, second) for first, second in texts if second and not NUMBER.fullmatch(second)]
    return bool(labels) and all(are_two_labels(first, second) for first, second in labels)


def _has_amount(row: Row) -> bool:
    return any(NUMBER.fullmatch(line.text) for cell in row[1:] for line in cell)


def _base(row: Row) -> float:
    """The baseline of a row's amounts, else of its label."""
    amounts = [line.base for cell in row for line in cell if AMOUNT.fullmatch(line.text)]
    return (amounts or [line.base for cell in row for line in cell])[0]


def _em(row: Row) -> float:
    return max(line.em for cell in row for line in cell)


def _last(row: Row) -> float:
    return max(line.base for cell in row for line in cell)


def _merged(first: Row, second: Row) -> Row:
    return [sorted([*one, *two], key=lambda line: line.base) for one, two in zip(first, second, strict=True)]
