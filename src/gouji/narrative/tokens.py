"""Mentions: a paragraph's numbers, terms, item names and structure words, in order."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

import regex

from gouji.lexicon import Dims, Lexicon, Segmenter
from gouji.quantity import FISCAL_KINDS, Number, NumberKind, scan


class Kind(Enum):
    """What a token is in the grammar."""

    NUMBER = auto()
    YEAR = auto()
    TERM = auto()
    ITEM = auto()
    DIRECTION = auto()
    COMPARISON = auto()
    BASE = auto()
    COMPARED = auto()
    AMONG = auto()
    INCLUDES = auto()
    REASON = auto()
    PURPOSE = auto()
    SHARE = auto()
    EACH = auto()
    ABSENCE = auto()
    ORDINAL = auto()
    ALMOST = auto()
    STOP = auto()


class Token(NamedTuple):
    """A token of folded paragraph text. Exactly one of the optional fields is set, by kind."""

    kind: Kind
    start: int
    end: int
    text: str
    number: Number | None = None
    dims: Dims | None = None
    sign: int = 0
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


_ITEM_CODE = regex.compile(r"\(?(?<!\d)(\d{3}(?:\d{2}){0,2})(?!\d)\)?")
_STOPS = regex.compile(r"[,。;:、!?()]|\.(?!\d)(?=\S)")
_LEADING = regex.compile(
    r"^(?:\d{1,2}[.、]|\(\d{1,2}\)|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[\"'“”]|\s)+"
)
_DIGITS = regex.compile(r"\(?\b\d{2,7}\)?")


_MOST_KNOWN = 4096


@dataclass(eq=False)
class Vocabulary:
    """The lexicon's words by their role in the grammar, and the item names that the document's own tables add.

    `known` are the tokens of the paragraphs read so far: in an editor a document comes again with one of them changed.
    """

    lexicon: Lexicon
    roles: dict[str, Token]
    segmenter: Segmenter
    names: dict[str, set[str]]
    codes: dict[str, set[str]]
    known: dict[str, tuple[Token, ...]] = field(default_factory=dict)

    @staticmethod
    @lru_cache(4)
    def build(lexicon: Lexicon, rows: tuple[tuple[str, str], ...]) -> Vocabulary:
        """`rows` are the (code, name) pairs of the document's statements."""
        names: dict[str, set[str]] = {}
        codes: dict[str, set[str]] = {}
        for code, name in rows:
            names.setdefault(name, set()).add(code)
            codes.setdefault(code, set()).add(name)
        segmenter = lexicon.segmenter
        known = {name for table in lexicon.names.values() for name in table}
        fresh = [name for name in names if name not in known and name not in lexicon.terms and len(name) > 1]
        if fresh:
            segmenter = segmenter.with_words(fresh)
        return Vocabulary(lexicon, _roles(lexicon), segmenter, names, codes)


def _roles(lexicon: Lexicon) -> dict[str, Token]:
    phrases = lexicon.phrases
    roles: dict[str, Token] = {}

    def add(kind: Kind, words: tuple[str, ...], sign: int = 0) -> None:
        for word in words:
            roles.setdefault(word, Token(kind, 0, 0, word, sign=sign))

    add(Kind.COMPARISON, phrases["comparison"]["greater"], 1)
    add(Kind.COMPARISON, phrases["comparison"]["less"], -1)
    add(Kind.COMPARISON, phrases["comparison"]["equal"], 0)
    add(Kind.DIRECTION, phrases["direction"]["increase"], 1)
    add(Kind.DIRECTION, phrases["direction"]["decrease"], -1)
    add(Kind.DIRECTION, phrases["direction"]["flat"], 0)
    add(Kind.DIRECTION, phrases["direction"]["short_increase"], 1)
    add(Kind.DIRECTION, phrases["direction"]["short_decrease"], -1)
    add(Kind.ALMOST, phrases["direction"]["almost"])
    add(Kind.COMPARED, phrases["base"]["compared"])
    add(Kind.BASE, phrases["base"]["words"])
    add(Kind.AMONG, phrases["among"]["words"])
    add(Kind.INCLUDES, phrases["includes"]["complete"])
    add(Kind.INCLUDES, phrases["includes"]["words"])
    add(Kind.REASON, phrases["reason"]["words"])
    add(Kind.PURPOSE, phrases["reason"]["purpose"])
    add(Kind.ORDINAL, phrases["reason"]["ordinals"])
    add(Kind.SHARE, phrases["share"]["words"])
    add(Kind.EACH, phrases["each"]["words"])
    add(Kind.ABSENCE, phrases["absence"]["words"])
    return roles


def tokens(text: str, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The tokens of a folded paragraph, in order, without overlaps."""
    found = vocabulary.known.get(text)
    if found is None:
        if len(vocabulary.known) >= _MOST_KNOWN:
            vocabulary.known.clear()
        found = vocabulary.known[text] = tuple(_tokens(text, vocabulary))
    return found


def _tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    fixed = _paths(text, vocabulary)
    inside = [(token.start, token.end) for token in fixed]
    for number in scan(text):
        if any(start <= number.start < end for start, end in inside):
            continue
        if number.kind in FISCAL_KINDS or number.kind is NumberKind.BARE:
            fixed.append(Token(Kind.NUMBER, number.start, number.end, text[number.start : number.end], number=number))
        elif number.kind is NumberKind.YEAR:
            fixed.append(Token(Kind.YEAR, number.start, number.end, number.digits))
    fixed += _coded_names(text, fixed, vocabulary)
    fixed.sort(key=lambda token: token.start)
    result: list[Token] = []
    at = 0
    for token in fixed:
        if token.start < at:
            continue
        _words(text, at, token.start, vocabulary, result)
        result.append(token)
        at = token.end
    _words(text, at, len(text), vocabulary, result)
    return result


def _words(text: str, start: int, end: int, vocabulary: Vocabulary, result: list[Token]) -> None:
    lexicon = vocabulary.lexicon
    at = start
    for first, last in vocabulary.segmenter.words(text, start, end):
        if at < first:
            _stops(text, at, first, result)
        word = text[first:last]
        at = last
        role = vocabulary.roles.get(word)
        if role is not None and len(word) == 1 and role.kind is Kind.DIRECTION and not text[last : last + 1].isdigit():
            continue
        dims = lexicon.terms.get(word)
        if dims is not None:
            result.append(Token(Kind.TERM, first, last, word, dims=dims))
        elif role is not None:
            result.append(role._replace(start=first, end=last))
        else:
            codes = vocabulary.names.get(word) or {c for t in lexicon.names.values() for c in t.get(word, ())}
            if codes:
                result.append(Token(Kind.ITEM, first, last, word, names=(word,), codes=tuple(sorted(codes))))
    _stops(text, at, end, result)


def _stops(text: str, start: int, end: int, result: list[Token]) -> None:
    for match in _STOPS.finditer(text, start, end):
        result.append(Token(Kind.STOP, match.start(), match.end(), match[0].replace(".", "。")))


def _paths(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Items written by level: X(类)Y(款)Z(项), also with the code's digits beside the names."""
    lexicon = vocabulary.lexicon
    found: list[Token] = []
    levels: list[tuple[str, str, str]] = []
    path_start = path_end = -1
    for match in lexicon.level_mark.finditer(text):
        level = match[1]
        boundary = path_end if path_end >= 0 else 0
        raw_start = max(boundary, _last_stop(text, match.start()))
        if path_end < 0 or raw_start > path_end or not _deeper(levels, level, lexicon):
            if levels:
                found.append(_path_token(text, path_start, path_end, levels))
            levels = []
            raw_start = (
                _last_stop(text, match.start()) if path_end < 0 else max(path_end, _last_stop(text, match.start()))
            )
            path_start = -1
        raw = text[raw_start : match.start()]
        lead = _LEADING.match(raw)
        offset = lead.end() if lead else 0
        offset += _before_name(raw[offset:], vocabulary)
        name = raw[offset:]
        digits = "".join(_DIGITS.findall(name)).strip("()")
        digits = regex.sub(r"\D", "", digits)
        name = _DIGITS.sub("", name).strip("()\"'- ")
        if path_start < 0:
            path_start = raw_start + offset
        levels.append((level, name, digits))
        path_end = match.end()
    if levels:
        found.append(_path_token(text, path_start, path_end, levels))
    return found


def _before_name(raw: str, vocabulary: Vocabulary) -> int:
    """How much of a text stands before the known name that it ends with (…的主要原因是上年教育支出); 0 if it ends with none."""
    tables: list[Container[str]] = [vocabulary.names, *vocabulary.lexicon.names.values()]
    return next((at for at in range(len(raw) - 3) if any(raw[at:] in table for table in tables)), 0)


def _deeper(levels: list[tuple[str, str, str]], level: str, lexicon: Lexicon) -> bool:
    return not levels or lexicon.levels[level] > lexicon.levels[levels[-1][0]]


def _last_stop(text: str, before: int) -> int:
    at = 0
    for match in _STOPS.finditer(text, max(0, before - 60), before):
        if match[0] not in "、()":
            at = match.end()
    return at


def _path_token(text: str, start: int, end: int, levels: list[tuple[str, str, str]]) -> Token:
    names = tuple(f"{level}{name}" for level, name, _ in levels)
    digits = "".join(d for _, _, d in levels)
    full = next((d for _, _, d in reversed(levels) if len(d) in (5, 7)), "")
    code = full or (digits if len(digits) in (3, 5, 7) and digits[0] == "2" else "")
    return Token(Kind.ITEM, start, end, text[start:end], names=names, codes=(code,) if code else ())


def _coded_names(text: str, fixed: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Items written with their code: 名称(2080505), (2080505)名称 or 2080505名称."""
    taken = [(t.start, t.end) for t in fixed if t.kind in (Kind.NUMBER, Kind.ITEM)]
    found = []
    for match in _ITEM_CODE.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        code = match[1]
        known = set(vocabulary.codes.get(code, ()))
        known |= {table[code] for table in vocabulary.lexicon.codes.values() if code in table}
        bracketed = text[match.start()] == "(" and text[match.end() - 1] == ")"
        before = next((n for n in sorted(known, key=len, reverse=True) if text.endswith(n, 0, match.start())), None)
        after_at = match.end() + (1 if text[match.end() : match.end() + 1] in "-— " else 0)
        after = next((n for n in sorted(known, key=len, reverse=True) if text.startswith(n, after_at)), None)
        if before is not None:
            start, end, name = match.start() - len(before), match.end(), before
        elif after is not None:
            start, end, name = match.start(), after_at + len(after), after
        elif bracketed and len(code) > 3 and text[match.start() - 1 : match.start()] not in "〔":
            start, end, name = match.start(), match.end(), ""
        else:
            continue
        found.append(Token(Kind.ITEM, start, end, text[start:end], names=(name,) if name else (), codes=(code,)))
    return found
