"""What may be taken over from another document: last year's inputs for this year, whose final amounts are last year's and of which what only people
know is to be confirmed; never what is of another unit, kind or year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gouji.about import KIND_NAMES
from gouji.about.names import same_unit
from gouji.precompiled import pattern_of
from gouji.readers import UnreadableError
from gouji.report import Report
from gouji.writing.figures import Figures, marks
from gouji.writing.inputs import OPEN_MARK, Given, Inputs, InputsError

_RENAMED = "若是改了名，请在情况文件里写“曾用名: 去年的名称”。"
_NUMBER_OF_LIST = pattern_of(r"(?m)^\s*\d{1,3}\s*[.．、)）](?!\d)|[(（]\d{1,3}[)）]")
_DATED = pattern_of(r"\d|[〇零一二三四五六七八九]{4}年")


class Told(NamedTuple):
    """A file of figures: whose they are, the figures, and the report they were read from (None of what `gouji extract` wrote)."""

    path: str
    names: tuple[str, ...]
    figures: Figures
    report: Report | None


def of_this_year(inputs: Inputs, now: Told) -> Inputs:
    """Inputs for this year's figures: last year's are rolled forward. Raises InputsError for those of another unit, kind or year."""
    year, kind = now.figures.year, now.figures.kind
    if inputs.kind and kind in KIND_NAMES and inputs.kind != kind:
        raise InputsError(f"{inputs.file}：是{KIND_NAMES[inputs.kind]}的情况，不能用来写{KIND_NAMES[kind]}。")
    if _is_other(inputs.unit, now.names, inputs.former):
        raise InputsError(f"{inputs.file}：是“{inputs.unit}”的情况，而 {now.path} 是“{now.names[0]}”的；{_RENAMED}")
    if inputs.former and any(now.names):
        inputs = replace(inputs, unit=now.names[0])
    if not inputs.year or not year or inputs.year == year:
        return inputs
    if inputs.year != year - 1:
        raise InputsError(f"{inputs.file}：是{inputs.year}年度的情况，不能用来写{year}年度的，请换成{year - 1}年度的。")
    return forward(inputs)


def refuse_prior(before: Told, now: Told, former: str, renamed: str = _RENAMED) -> None:
    """Raises UnreadableError where last year's file is none: the same one, or one of another unit, kind or year; `renamed` says what to do
    if it is the same unit under another name."""
    mine, theirs = now.figures, before.figures
    if Path(before.path).resolve() == Path(now.path).resolve() or _is_copy(before.report, now.report):
        raise UnreadableError(f"{before.path}：就是今年的这一份，不能作它自己的上年，请换成上年公开的文件。")
    if mine.year and theirs.year and theirs.year != mine.year - 1:
        raise UnreadableError(
            f"{before.path}：是{theirs.year}年度的，不能作{mine.year}年度的上年，请换成{mine.year - 1}年度的。"
        )
    if {mine.kind, theirs.kind} == set(KIND_NAMES):
        raise UnreadableError(f"{before.path}：是{KIND_NAMES[theirs.kind]}，不能作{KIND_NAMES[mine.kind]}的上年。")
    other = next((name for name in before.names if name), "")
    if other and all(_is_other(name, now.names, former) for name in before.names if name):
        raise UnreadableError(f"{before.path}：是“{other}”的，而 {now.path} 是“{now.names[0]}”的；{renamed}")


def _is_copy(before: Report | None, now: Report | None) -> bool:
    return before is not None and now is not None and before.document.source == now.document.source


def _is_other(unit: str, names: Iterable[str], former: str) -> bool:
    """Whether a unit is another one than that of these names."""
    known = [name for name in (*names, former) if name]
    return bool(unit) and any(names) and not any(same_unit(unit, name) for name in known)


def forward(inputs: Inputs) -> Inputs:
    """A year's inputs for the next year: final amounts become prior ones, budgets are dropped, and reasons, purposes, counts and dated passages are
    marked for a person to confirm."""
    given = {name: moved for name, each in inputs.given.items() if (moved := _moved(each)) != Given()}
    weak = frozenset((name, "prior") for name, each in given.items() if each.prior is not None)
    passages = {name: _passage(text) for name, text in inputs.passages.items()}
    return replace(
        inputs, given=given, passages=passages, sources={}, first_year=False, year=inputs.year + 1, weak=weak
    )


def _moved(given: Given) -> Given:
    told = marks()
    moved = given.amount - given.prior if given.amount is not None and given.prior is not None else 0
    direction = told["up"] if moved > 0 else told["down"] if moved < 0 else ""
    asked = "" if given.counted is None else told["count"].format(count=f"{given.counted:f}")
    return Given(
        prior=given.amount,
        reason=of_last_year("reason", given.reason, direction),
        budget_reason=of_last_year("reason", given.budget_reason),
        purpose=of_last_year("purpose", given.purpose),
        base=given.base,
        asked=given.asked or asked,
    )


def of_last_year(what: str, text: str, direction: str = "") -> str:
    """Last year's reason or purpose, marked for a person to confirm."""
    return text if not text or text.startswith(OPEN_MARK) else marks()[what].format(text=text, 增减=direction)


def _passage(text: str) -> str:
    """A passage as it may stand this year: one that tells no number and no year is as true as it was; numbers of a list are none."""
    dated = _DATED.search(_NUMBER_OF_LIST.sub("", text)) is not None
    return f"{marks()['passage']}\n\n{text}" if dated and not text.startswith(OPEN_MARK) else text
