"""The fixed words of a self-assessment form, from `lexicon/performance.toml`, as patterns over text without spaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import regex

from gouji.precompiled import pattern_of
from gouji.resources import of_lexicon, read_lexicon


class Grammar(NamedTuple):
    """The patterns of `[form]`, over squeezed text."""

    begin: tuple[str, ...]
    totals: frozenset[str]
    none: frozenset[str]
    signs: tuple[str, ...]
    fields: regex.Pattern[str]
    funds: tuple[FundsGrammar, ...]
    goals: regex.Pattern[str]
    head: regex.Pattern[str]
    labels: regex.Pattern[str]
    glued: regex.Pattern[str]
    close: regex.Pattern[str]
    signed: regex.Pattern[str]
    groups: dict[str, list[str]]


class FundsGrammar(NamedTuple):
    """The head over the amounts and the labels of their rows; `under` counts the columns of the head's second line."""

    head: regex.Pattern[str]
    columns: int
    under: int
    rows: regex.Pattern[str]


def _either(words: Sequence[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))


def _columns(columns: list[list[str]]) -> str:
    return "".join(f"({_either(words) if words != ['-'] else ''})" for words in columns)


@of_lexicon
def form_grammar() -> Grammar:
    """The grammar of the form. Raises LexiconError for a faulty file."""
    words: dict[str, Any] = read_lexicon("performance.toml")
    form, groups = words["form"], words["groups"]
    side = rf"(?:{_either(form['side'])})?"
    funds = tuple(
        FundsGrammar(
            pattern_of(rf"{side}(?:{_either(one['before'])}){_columns(one['head'])}{_columns(one.get('under', []))}"),
            len(one["head"]),
            len(one.get("under", [])),
            pattern_of(_either(one["rows"])),
        )
        for one in form["funds"]
    )
    seconds = [second for under in groups.values() for second in under]
    signs = (*words["columns"]["least"], *words["columns"]["most"])
    marks = _either([sign for sign in signs if not any(map(str.isalpha, sign))])
    return Grammar(
        tuple(form["begin"]),
        frozenset(words["rows"]["total"]),
        frozenset(form["none"]),
        signs,
        pattern_of(_either(form["fields"])),
        funds,
        pattern_of(rf"{side}({_either(form['goals']['begin'])})"),
        pattern_of(rf"{side}{_columns(form['indicators']['head'])}({_either(form['indicators']['remark'])})?"),
        pattern_of(
            rf"(?P<group>{_either(list(groups))})(?P<points>\(\d{{1,3}}分\))|(?P<second>{_either(seconds)})"
            rf"|(?P<bare>{_either(list(groups))})"
        ),
        pattern_of(rf"\d{{1,3}}(?:\.\d{{1,2}})?(?={_either([*groups, *seconds])})"),
        pattern_of(rf"(?<=[\p{{Han}})])(?:{marks})?\d+(?:\.\d+)?%?$"),
        pattern_of(rf"(?:{marks})?(?P<number>\d[\d,.]*)"),
        groups,
    )


@of_lexicon
def form_heads() -> frozenset[str]:
    """The words that head the indicators of a form, whatever its shape. Raises LexiconError for a faulty file."""
    columns: dict[str, Any] = read_lexicon("performance.toml")["columns"]
    return frozenset(columns["first"])
