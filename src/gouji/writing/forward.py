"""Last year's inputs for this year: its final amounts are last year's, and what only people know of it is to be confirmed."""

from __future__ import annotations

from dataclasses import replace

import regex

from gouji.writing.inputs import OPEN_MARK, Given, Inputs

REASON = "【请确认：去年的原因：{text}】"
PURPOSE = "【请确认：去年的用途：{text}】"
COUNT = "【请更新：去年是{count}】"
PASSAGE = "【请更新：以下是去年的文字，逐句改好后删去这一行】"

_DATED = regex.compile(r"(?<!^)(?<!\n)\d+(?!\s*[.、)])|20\d\d")


def forward(inputs: Inputs) -> Inputs:
    """A year's inputs for the next year: final amounts become prior ones, budgets are dropped, and reasons, purposes, counts and dated passages are
    marked for a person to confirm."""
    given = {name: moved for name, each in inputs.given.items() if (moved := _moved(each)) != Given()}
    weak = frozenset((name, "prior") for name, each in given.items() if each.prior is not None)
    passages = {name: _of_last_year(text) for name, text in inputs.passages.items()}
    return replace(
        inputs, given=given, passages=passages, sources={}, first_year=False, year=inputs.year + 1, weak=weak
    )


def _moved(given: Given) -> Given:
    return Given(
        prior=given.amount,
        reason=_marked(REASON, given.reason),
        budget_reason=_marked(REASON, given.budget_reason),
        purpose=_marked(PURPOSE, given.purpose),
        base=given.base,
        asked=given.asked or ("" if given.counted is None else COUNT.format(count=f"{given.counted:f}")),
    )


def _marked(mark: str, text: str) -> str:
    return text if not text or text.startswith(OPEN_MARK) else mark.format(text=text)


def _of_last_year(text: str) -> str:
    """A passage as it may stand this year: one that tells no number and no year is as true as it was."""
    return f"{PASSAGE}\n\n{text}" if _DATED.search(text) and not text.startswith(OPEN_MARK) else text
