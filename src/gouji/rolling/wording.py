"""The words of a movement: the opposite ones, and another wording where there is a change, none, or no rate any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import regex

from gouji.facts import Word
from gouji.lexicon import lexicon
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.report import Report
from gouji.writing import load_style, style_names
from gouji.writing.styles import Style, Wording

_AMOUNT, _RATE = r"(?P<amount>[\d,.]+[百千万亿]*元)", r"(?P<rate>[\d,.]+%)"
_REASON = r"(?P<reason>[^。;]+)"
_OPENING = ("text", "bare", "flat")


class Told(NamedTuple):
    """Where a paragraph words a movement as a style does: the style, its wording, which of its forms, and the extent in the text."""

    style: Style
    wording: Wording
    form: str
    start: int
    end: int
    slots: Mapping[str, str]


class Words:
    """The words of direction that a document uses."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._used = Counter(word.text for word in words)

    @property
    def flat(self) -> str:
        """How the document says that nothing changed, or the commonest way to."""
        known = lexicon().phrases["direction"]["flat"]
        return max(known, key=lambda each: self._used[each])

    def turned(self, text: str) -> str | None:
        """The word for the other direction: of those that pair with this one the one that the document uses most; None if there is none."""
        opposites = lexicon().opposites
        found = [word for word, other in opposites.items() if other == text]
        found = found if text in found or text not in opposites else [opposites[text], *found]
        return max(found, key=lambda each: self._used[each], default=None)


def style_for(report: Report) -> Style:
    """The style of the jurisdiction whose profile a document has, else one for its kind."""
    names = style_names()
    own = report.profile.name if report.profile is not None else ""
    if own in names and load_style(own).kind == report.kind:
        return load_style(own)
    return next(style for style in map(load_style, names) if style.kind == report.kind)


def told_in(text: str, at: int, kind: str, table: str) -> Told | None:
    """The wording of a style (`table`: changes or budgets) in whose extent `at` stands, the longest one."""
    found = [
        Told(style, wording, form, match.start(), match.end(), match.groupdict())
        for style, wording, form, pattern in _patterns(kind, table)
        for match in pattern.finditer(fold(text))
        if match.start() <= at < match.end()
    ]
    return max(found, key=lambda each: each.end - each.start, default=None)


@cache
def _patterns(kind: str, table: str) -> tuple[tuple[Style, Wording, str, regex.Pattern[str]], ...]:
    """The wordings of every style for a kind of document, as patterns over folded text."""
    found = []
    for style in map(load_style, style_names()):
        if style.kind != kind:
            continue
        for wording in (style.changes if table == "changes" else style.budgets).values():
            for form in _OPENING:
                text = getattr(wording, form)
                if text and "{base}" not in text and "{purpose}" not in text:
                    found.append((style, wording, form, pattern_of(_pattern(text, style))))
    return tuple(found)


def _pattern(text: str, style: Style) -> str:
    parts = []
    seen: set[str] = set()
    for literal, slot in regex.findall(r"([^{]*)(?:\{(\w+)\})?", text):
        parts.append(regex.escape(fold(literal)))
        if slot in ("amount", "rate", "reason") and slot not in seen:
            seen.add(slot)
            parts.append({"amount": _AMOUNT, "rate": _RATE, "reason": _REASON}[slot])
        elif slot in style.words["up"]:
            words = sorted({w for w in (style.words[d].get(slot, "") for d in ("up", "down", "same")) if w})
            parts.append("(?:" + "|".join(map(regex.escape, words)) + ")")
        elif slot:
            parts.append(r"\d{4}" if slot in ("年度", "上年度") else r"(?!)")
    return "".join(parts)
