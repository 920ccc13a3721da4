"""The words of a movement: the opposite ones, and another wording where there is a change, none, or no rate any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import regex

from gouji.document import Heading, Paragraph
from gouji.facts import Word
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
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

    def __init__(self, words: Iterable[Word], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._used = Counter(word.text for word in words)

    @property
    def flat(self) -> str:
        """How the document says that nothing changed, or the commonest way to."""
        known = self._lexicon.phrases["direction"]["flat"]
        return max(known, key=lambda each: self._used[each])

    def turned(self, text: str) -> str | None:
        """The word for the other direction: of those that pair with this one the one that the document uses most; None if there is none."""
        opposites = self._lexicon.opposites
        found = [word for word, other in opposites.items() if other == text]
        found = found if text in found or text not in opposites else [opposites[text], *found]
        return max(found, key=lambda each: self._used[each], default=None)


def style_for(report: Report) -> Style:
    """The style nearest to a document: whose sections and wordings it has most of."""
    styles = [style for style in map(_style, style_names()) if style.kind == report.kind]
    blocks = [block for block in report.document.blocks if isinstance(block, Heading | Paragraph)]
    titles = {plain(block.title) for block in blocks if isinstance(block, Heading)}
    texts = [block.flow.text for block in blocks if isinstance(block, Paragraph)]

    def likeness(style: Style) -> tuple[int, int]:
        sections = sum(plain(section.title.partition("}")[2] or section.title) in titles for section in style.sections)
        patterns = [pattern for own, _, _, pattern in _every_pattern(style.kind) if own is style]
        told = sum(len(match[0]) for pattern in patterns for text in texts for match in pattern.finditer(text))
        return sections, told

    return max(styles, key=likeness)


def told_in(text: str, at: int, style: Style, table: str) -> Told | None:
    """The wording (`table`: changes or budgets) in whose extent `at` stands: the longest one, of equal ones the given style's."""
    found = [
        Told(own, wording, form, match.start(), match.end(), match.groupdict())
        for own, wording, form, pattern in _patterns(style.kind, table)
        for match in pattern.finditer(text)
        if match.start() <= at < match.end()
    ]
    return max(found, key=lambda each: (each.end - each.start, each.style is style), default=None)


def _every_pattern(kind: str) -> tuple[tuple[Style, Wording, str, regex.Pattern[str]], ...]:
    return (*_patterns(kind, "changes"), *_patterns(kind, "budgets"))


@cache
def _style(name: str) -> Style:
    return load_style(name)


@cache
def _patterns(kind: str, table: str) -> tuple[tuple[Style, Wording, str, regex.Pattern[str]], ...]:
    """The wordings of every style for a kind of document, as patterns over folded text."""
    found = []
    for style in map(_style, style_names()):
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
