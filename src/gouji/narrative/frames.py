"""Frames: the forms of clauses as data (lexicon/frames.toml), and where a sentence's tokens have one.

A pattern is over kinds of tokens, never over text: each kind has a letter, and a paragraph is the string of its tokens'
letters. Between two kinds of a pattern there may be fillers.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

import regex

from gouji.facts import BALANCES
from gouji.lexicon import Dims, Lexicon
from gouji.lexicon.reading import FaultError, entry_checked
from gouji.narrative.vocabulary import Kind, Token
from gouji.precompiled import pattern_of
from gouji.quantity import NumberKind
from gouji.resources import of_lexicon, read_lexicon

BUDGETS = ("initial", "full", "budget")
SLOTS: dict[str, frozenset[str]] = {
    "opening": frozenset(["at"]),
    "base": frozenset(["at"]),
    "base-of-the-same": frozenset(["at", "noun"]),
    "base-with-its-amount": frozenset(["at", "prior"]),
    "base-with-its-balance": frozenset(["at", "prior"]),
    "prior-behind": frozenset(["at", "prior"]),
    "from-to": frozenset(["at", "prior", "way", "amount"]),
    "implied-base": frozenset(),
    "several-bases": frozenset(),
    "fulfilled": frozenset(["rate", "whole", "measure"]),
    "between": frozenset(["way", "amount"]),
    "adjusted": frozenset(["way", "amount"]),
    "each-changed": frozenset(["way"]),
    "each-named-changed": frozenset(["way"]),
    "between-two": frozenset(["way"]),
    "change": frozenset(["way", "amount", "noun"]),
    "uncounted": frozenset(["way", "noun"]),
    "change-rate": frozenset(["way", "rate", "noun"]),
    "bracketed-amount": frozenset(["way", "amount"]),
    "bracketed-change": frozenset(["way", "amount", "rate"]),
    "bracketed-rate": frozenset(["rate"]),
    "bracketed-way": frozenset(["way", "amount"]),
    "restated": frozenset(["amount"]),
    "moved": frozenset(["prior", "way", "now"]),
    "count-moved": frozenset(["way", "by"]),
    "times": frozenset(["at", "rate"]),
    "signed-rate": frozenset(["rate"]),
    "difference-rate": frozenset(["word", "rate"]),
    "difference-amount": frozenset(["word", "amount"]),
    "points": frozenset(["prior", "way", "points"]),
    "flat": frozenset(["word"]),
    "comparison": frozenset(["word", "measure"]),
    "share": frozenset(["rate", "whole"]),
    "shares": frozenset(["rates", "whole"]),
    "share-of-an-amount": frozenset(["amount", "rates"]),
    "completion": frozenset(["rate", "measure"]),
    "completed": frozenset(["rate"]),
    "worked-out": frozenset(["part", "whole", "rate"]),
    "fulfilled-count": frozenset(["whole", "rate"]),
    "completed-pair": frozenset(["rate"]),
    "rate": frozenset(),
    "respectively": frozenset(["amounts"]),
    "reach": frozenset(["way", "amount"]),
    "value": frozenset(),
}
"""The claims that a frame can make, and the slots that its pattern must have for them."""


class Found(NamedTuple):
    """A frame in a paragraph: the claim it makes, its tokens, and for each slot the first and the one behind the last."""

    claim: str
    start: int
    end: int
    slots: dict[str, tuple[int, int]]

    def at(self, slot: str) -> int:
        """The token in a slot; -1 if it is empty."""
        return self.slots.get(slot, (-1, -1))[0]


_LETTERS = {
    "amount": "N", "rate": "R", "count": "C", "bare": "B", "points": "P",
    "year": "Y", "period": "p", "opening": "o", "plan": "mM", "budget": "mMn", "measure": "mMeE", "executed": "x", "completion": "k",
    "head": "hHnb", "balance": "b", "item": "i", "noun": "YpmMeExhHnbi", "difference": "d",
    "direction": "DG", "verb": "D", "nominal": "G", "reached": "t", "flat": "F", "almost": "A", "between": "w", "adjusted": "j", "adjusting": "J", "comparison": "X", "divided": "/", "base": "v", "implied": "I", "compared": "V",
    "share": "s", "complete": "K", "of": "O", "respectively": "r", "filler": "ft", "unknown": "uJ", "tail": "ftOKrMEH",
    "among": "al", "reason": "z", "purpose": "q", "comma": ",", "stop": ".", "semicolon": ";", "colon": ":", "pause": "、", "open": "(", "close": ")",
}  # fmt: skip
_OF_KIND = {
    Kind.YEAR: "Y", Kind.OPENING: "o", Kind.ITEM: "i", Kind.COMPARISON: "X", Kind.BASE: "v", Kind.COMPARED: "V",
    Kind.COMPLETE: "K", Kind.ALMOST: "A", Kind.OF: "O", Kind.SHARE: "s", Kind.RESPECTIVELY: "r", Kind.DIFFERENCE: "d", Kind.FILLER: "f",
    Kind.AMONG: "a", Kind.INCLUDES: "l", Kind.REASON: "z", Kind.PURPOSE: "q", Kind.MARK: "f", Kind.UNKNOWN: "u", Kind.DATE: "f", Kind.CODE: "f",
}  # fmt: skip
_OF_NUMBER = {
    NumberKind.AMOUNT: "N",
    NumberKind.RATE: "R",
    NumberKind.COUNT: "C",
    NumberKind.BARE: "B",
    NumberKind.POINTS: "P",
}
_OTHER = "_"
_PART = pattern_of(r"(?:(?P<group>[a-z]+):)?\(|(?:(?P<slot>[a-z]+):)?(?P<kind>[a-z]+)(?P<times>[?*+]?)|[)?*+|]")


class Frames:
    """Every frame of the lexicon as a pattern over letters, by the letters that it may begin with."""

    def __init__(self, lexicon: Lexicon, entries: Sequence[dict[str, str]]) -> None:
        self._after = frozenset(lexicon.phrases["fillers"]["after"])
        self._implied = frozenset(lexicon.phrases["base"]["implied"])
        ways = lexicon.phrases["direction"]
        self._respectively = lexicon.phrases["each"]["respectively"]
        self._nominal = frozenset(ways["nominal"])
        self._reached = frozenset(ways["reached"])
        self._divided = frozenset(lexicon.phrases["of_plan"]["divided"])
        self._between = frozenset((*ways["between_increase"], *ways["between_decrease"]))
        adjusted = lexicon.phrases["adjusted"]
        self._adjusted = frozenset((*adjusted["more"], *adjusted["less"]))
        self._adjusting = frozenset(adjusted["to"])
        patterns = []
        for number, entry in enumerate(entries, 1):
            with entry_checked("frames.toml", "frame", number):
                pattern = compiled(entry["pattern"])
                patterns.append((_claim(entry["claim"], pattern), pattern))
        self._patterns = {
            letter: [(claim, pattern) for claim, pattern in patterns if pattern.match(letter, partial=True)]
            for letter in {*"".join(_LETTERS.values()), *_OF_KIND.values(), _OTHER}
        }

    def letters(self, found: Sequence[Token], facts: Container[int]) -> str:
        """The kinds of tokens, one letter each. An amount or a rate that states no fact (95%以上) is of no frame."""
        letters = map(self._letter, found)
        return "".join(letter if letter not in "NR" or at in facts else _OTHER for at, letter in enumerate(letters))

    def _letter(self, token: Token) -> str:
        if token.kind is Kind.NUMBER:
            assert token.number is not None
            return _OF_NUMBER[token.number.kind]
        if token.kind is Kind.TERM:
            assert token.dims is not None
            letter = _letter_of_term(token.dims)
            return letter.upper() if token.text in self._after and letter in "meh" else letter
        if token.kind is Kind.STOP:
            return "." if token.text in "。!?" else token.text
        if token.kind is Kind.DIRECTION:
            return ("G" if token.text in self._nominal else "D") if token.sign else "F"
        if token.kind is Kind.AMONG and token.text.startswith(self._respectively):
            return "r"
        if token.kind is Kind.BASE and token.text in self._implied:
            return "I"
        if token.kind is Kind.UNKNOWN and token.text in self._between:
            return "w"
        if token.kind is Kind.UNKNOWN and token.text in self._adjusted:
            return "j"
        if token.kind is Kind.UNKNOWN and token.text in self._adjusting:
            return "J"
        if token.text in self._reached:
            return "t"
        if token.kind is Kind.MARK and token.text.strip() in self._divided:
            return "/"
        return _OF_KIND.get(token.kind, _OTHER)

    def at(self, letters: str, start: int) -> Iterator[Found]:
        """The frames that begin at a token, the first of the lexicon first."""
        for claim, pattern in self._patterns[letters[start]]:
            match = pattern.match(letters, start)
            if match is not None:
                slots = {slot: match.span(slot) for slot in match.groupdict() if match[slot] is not None}
                yield Found(claim, start, match.end(), slots)


def _letter_of_term(dims: Dims) -> str:
    if dims.period:
        return "p"
    if dims.flow in BALANCES:
        return "b"
    if dims.scope or dims.flow or dims.item or dims.nature:
        return "n" if dims.measure in BUDGETS and not dims.item else "h"
    if dims.measure == "completion":
        return "k"
    if dims.measure == "executed":
        return "x"
    return "m" if dims.measure in BUDGETS else "e" if dims.measure else _OTHER


def _claim(claim: str, pattern: regex.Pattern[str]) -> str:
    if claim not in SLOTS:
        raise FaultError(f"claim 只能是 {'、'.join(SLOTS)} 之一，不是“{claim}”")
    missing = sorted(SLOTS[claim] - pattern.groupindex.keys())
    if missing:
        raise FaultError(f"claim = “{claim}”的 pattern 里缺少 {'、'.join(missing)}：写成 {missing[0]}:种类")
    return claim


def compiled(pattern: str) -> regex.Pattern[str]:
    """A pattern of kinds as one of letters, with fillers allowed between the kinds."""
    parts: list[str] = []
    for piece in pattern.split():
        at = 0
        while at < len(piece):
            match = _PART.match(piece, at)
            if match is None:
                raise FaultError(f"看不懂句式里的“{piece}”。")
            at = match.end()
            parts.append(_element(match))
    return pattern_of("[fOt]*".join(_joined(parts)))


def _element(match: regex.Match[str]) -> str:
    kind = match["kind"]
    if kind is None:
        return f"(?P<{match['group']}>" if match["group"] else match[0]
    if kind not in _LETTERS:
        raise FaultError(f"不认识的种类 {kind}；可用的有 {'、'.join(_LETTERS)}。")
    letters = regex.escape(_LETTERS[kind])
    body = f"[{letters}]" if not match["times"] else f"[{letters}]{match['times']}"
    return f"(?P<{match['slot']}>{body})" if match["slot"] else body


def _joined(parts: list[str]) -> Iterator[str]:
    """The elements between which fillers may stand: brackets and signs belong to what they stand at."""
    whole = ""
    for part in parts:
        if whole and (part in (")", "?", "*", "+", "|") or whole.endswith(("(", "|", ">"))):
            whole += part
        elif not whole:
            whole = part
        else:
            yield whole
            whole = part
    yield whole


@of_lexicon
def frames(lexicon: Lexicon) -> Frames:
    """The frames of a lexicon, compiled once."""
    return Frames(lexicon, read_lexicon("frames.toml")["frame"])
