"""A paragraph as tokens: every character of it belongs to one, known or not."""

from __future__ import annotations

from gouji.narrative.paths import STOPS, Covered, coded_names, joined, paths
from gouji.narrative.vocabulary import Kind, Token, Vocabulary
from gouji.precompiled import pattern_of
from gouji.quantity import FISCAL_KINDS, NumberKind, scan

_MOST_KNOWN = 4096
_LETTER = pattern_of(r"[\u4e00-\u9fffA-Za-z]")
_DAY = pattern_of(r"\s*[月日]")


def tokens(text: str, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The tokens of a folded paragraph, in order, without overlaps or gaps."""
    found = vocabulary.known.get(text)
    if found is None:
        if len(vocabulary.known) >= _MOST_KNOWN:
            vocabulary.known.clear()
        found = vocabulary.known[text] = tuple(_tokens(text, vocabulary))
    return found


def _tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    result: list[Token] = []
    at = 0
    for token in _fixed(text, vocabulary):
        if token.start < at:
            continue
        _words(text, at, token.start, vocabulary, result)
        result.append(token)
        at = token.end
    _words(text, at, len(text), vocabulary, result)
    return joined(result, vocabulary)


def _fixed(text: str, vocabulary: Vocabulary) -> list[Token]:
    """What is recognised by its form: item paths, numbers, years, dates, codes, what is still to be written."""
    fixed = paths(text, vocabulary)
    inside = Covered((token.start, token.end) for token in fixed)
    for number in scan(text):
        start, end = number.start, number.end
        if inside.meets(start, start + 1):
            continue
        if number.kind in FISCAL_KINDS or number.kind is NumberKind.BARE:
            fixed.append(Token(Kind.NUMBER, start, end, text[start:end], number=number))
        elif number.kind is NumberKind.YEAR:
            fixed.append(Token(Kind.YEAR, start, end, number.digits))
        elif number.kind is NumberKind.DATE:
            day = _DAY.match(text, end)
            end = day.end() if day else end
            fixed.append(Token(Kind.DATE, start, end, text[start:end]))
        elif number.kind is NumberKind.CODE:
            fixed.append(Token(Kind.CODE, start - 1, end + 1, text[start - 1 : end + 1]))
    if "[" in text:
        marks = vocabulary.lexicon.unwritten.finditer(text)
        fixed += (Token(Kind.UNKNOWN, match.start(), match.end(), match[0]) for match in marks)
    fixed += coded_names(text, fixed, vocabulary)
    fixed.sort(key=lambda token: (token.start, -token.end))
    return fixed


def _words(text: str, start: int, end: int, vocabulary: Vocabulary, result: list[Token]) -> None:
    at = start
    for first, last in vocabulary.segmenter.words(text, start, end):
        word = vocabulary.word(text[first:last])
        if word is None or _is_part(text, first, last, word, vocabulary):
            continue
        _rest(text, at, first, vocabulary, result)
        result.append(word._replace(start=first, end=last))
        at = last
    _rest(text, at, end, vocabulary, result)


def _is_part(text: str, first: int, last: int, word: Token, vocabulary: Vocabulary) -> bool:
    """增, 减 and 降 are words of their own only before a number, or before what says that it is reached (降至3.00万元)."""
    if word.kind is not Kind.DIRECTION or last - first > 1:
        return False
    following = text[last : last + 1]
    reached = following in vocabulary.lexicon.phrases["direction"]["reached"]
    return not text[last + reached : last + reached + 1].isdigit()


def _rest(text: str, start: int, end: int, vocabulary: Vocabulary, result: list[Token]) -> None:
    """Stops, and between them what no list of words knows."""
    at = start
    for match in STOPS.finditer(text, start, end):
        _unknown(text, at, match.start(), vocabulary, result)
        result.append(Token(Kind.STOP, match.start(), match.end(), match[0].replace(".", "。")))
        at = match.end()
    _unknown(text, at, end, vocabulary, result)


def _unknown(text: str, start: int, end: int, vocabulary: Vocabulary, result: list[Token]) -> None:
    if start < end:
        divided = vocabulary.lexicon.phrases["of_plan"]["divided"]
        if text[start] in divided and end > start + 1:  # 合格392批次/抽检400批次
            result.append(Token(Kind.MARK, start, start + 1, text[start]))
            start += 1
        piece = text[start:end]
        result.append(Token(Kind.UNKNOWN if _LETTER.search(piece) else Kind.MARK, start, end, piece))
