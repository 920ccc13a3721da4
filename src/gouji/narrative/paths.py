"""Items written out: by level (X（类）Y（款）Z（项）), with their code (名称（2080505）), or both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable
from itertools import accumulate

import regex

from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import lacks
from gouji.narrative.vocabulary import Kind, Token, Vocabulary
from gouji.precompiled import pattern_of

STOPS = pattern_of(r"[,。;:、!?()]|(?<![,。;:、(]\d)(?<![,。;:、(]\d\d)\.(?!\d)(?=\S)")
"""主要原因：1.…；2.…: the point behind a number of a list is none."""

_ITEM_CODE = pattern_of(r"\(?(?<!\d)(\d{3}(?:\d{2}){0,2})(?!\d)(?:[类款项](?=\)))?\)?")
_LEADING = pattern_of(
    r"^(?:\d{1,2}[.、]|\(\d{1,2}\)|\p{No}[.、]?|[-—●·]+|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[\"'“”]|\s)+"
)
_LEAST_NEAR = 4
_MOST_MORE = 2
_LONGEST = 25
_HAN = pattern_of(r"\p{Han}")
_DIGITS = pattern_of(r"\(?\b\d{2,7}\)?")


def paths(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Items written by level: X(类)Y(款)Z(项), also with the code's digits beside the names."""
    lexicon = vocabulary.lexicon
    found: list[Token] = []
    levels: list[tuple[str, str, str]] = []
    path_start = path_end = -1
    for match in lexicon.level_mark.finditer(text):
        level = match["level"]
        raw_start = max(path_end, 0, _last_stop(text, match.start()))
        if path_end < 0 or raw_start > path_end or not _deeper(levels, level, lexicon):
            if levels:
                found.append(_path_token(text, path_start, path_end, levels))
            levels = []
            path_start = -1
        raw = text[raw_start : match.start()]
        lead = _LEADING.match(raw)
        offset = lead.end() if lead else 0
        offset += _before_name(raw[offset:], vocabulary)
        name = raw[offset:]
        digits = match["digits"] or regex.sub(r"\D", "", "".join(_DIGITS.findall(name)))
        name = _DIGITS.sub("", name).strip("()\"'- ")
        if path_start < 0:
            above = "" if levels else _name_above(raw[:offset], level, vocabulary)
            path_start = raw_start + offset - len(above)
            if above:
                levels.append((_above(level, lexicon), above, ""))
        levels.append((level, name, digits))
        path_end = match.end()
    if levels:
        found.append(_path_token(text, path_start, path_end, levels))
    return found


def _before_name(raw: str, vocabulary: Vocabulary) -> int:
    """How much of a text stands before the known name that it ends with (…的主要原因是上年教育支出); 0 if it ends with none."""
    raw = vocabulary.spelt(raw)
    tables: list[Container[str]] = [vocabulary.names, *vocabulary.lexicon.names.values()]
    return next((at for at in range(len(raw) - 3) if any(raw[at:] in table for table in tables)), 0)


def _name_above(raw: str, level: str, vocabulary: Vocabulary) -> str:
    """The name of the level above that stands unmarked in front of a name (人大事务行政运行(项)); "" if there is none."""
    lexicon = vocabulary.lexicon
    width = lexicon.levels.get(_above(level, lexicon), 0)
    for at in range(len(raw) - 1):
        known = [*vocabulary.names.get(raw[at:], ()), *lexicon.names["F"].get(raw[at:], ())]
        if any(len(code) == width for code in known):
            return raw[at:]
    return ""


def _above(level: str, lexicon: Lexicon) -> str:
    """The level above one; "" above the highest."""
    higher = [each for each, width in lexicon.levels.items() if width < lexicon.levels[level]]
    return higher[-1] if higher else ""


def joined(found: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Names of 科目 joined by hyphens as one path: 教育支出-普通教育-小学教育."""
    result: list[Token] = []
    for token in found:
        if len(result) > 1 and _is_hyphen(result[-1]) and _is_name(result[-2]) and _is_name(token):
            before = result[-2]
            names = (*before.names, *token.names)
            result[-2:] = [before._replace(end=token.end, text=f"{before.text}-{token.text}", names=names, codes=())]
        else:
            result.append(token)
    return [
        _leveled(token, vocabulary.lexicon) if token.text.count("-") and _is_name(token) else token for token in result
    ]


def _is_hyphen(token: Token) -> bool:
    return token.kind is Kind.MARK and token.text.strip("-—– ") == "" and token.text.strip() != ""


def _is_name(token: Token) -> bool:
    return token.kind is Kind.ITEM and len(token.names) == len(token.text.split("-")) and bool(token.names)


def _leveled(token: Token, lexicon: Lexicon) -> Token:
    """The names of a path with the marks of their levels; of two, the last is the lowest level that has such a name."""
    marks = list(lexicon.levels)
    lowest = max((len(code) for code in lexicon.names["F"].get(token.names[-1], ())), default=0)
    last = next((i for i, mark in enumerate(marks) if lexicon.levels[mark] == lowest), len(marks) - 1)
    first = max(0, last + 1 - len(token.names))
    return token._replace(names=tuple(f"{mark}{name}" for mark, name in zip(marks[first:], token.names, strict=False)))


def _deeper(levels: list[tuple[str, str, str]], level: str, lexicon: Lexicon) -> bool:
    return not levels or lexicon.levels[level] > lexicon.levels[levels[-1][0]]


def _last_stop(text: str, before: int) -> int:
    at = 0
    for match in STOPS.finditer(text, max(0, before - 60), before):
        if match[0] not in "、()":
            at = match.end()
    return at


def _path_token(text: str, start: int, end: int, levels: list[tuple[str, str, str]]) -> Token:
    names = tuple(f"{level}{name}" for level, name, _ in levels)
    digits = "".join(d for _, _, d in levels)
    full = next((d for _, _, d in reversed(levels) if len(d) in (5, 7)), "")
    code = full or (digits if len(digits) in (3, 5, 7) and digits[0] == "2" else "")
    return Token(Kind.ITEM, start, end, text[start:end], names=names, codes=(code,) if code else ())


class Covered:
    """What some stretches of a text cover."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        found = sorted(stretches)
        self._starts = [start for start, _ in found]
        self._reach = list(accumulate((end for _, end in found), max))

    def meets(self, start: int, end: int) -> bool:
        """Whether any of them has a character of a stretch."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start


def coded_names(text: str, fixed: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Items written with their code: 名称(2080505), (2080505)名称 or 2080505名称."""
    taken = Covered((t.start, t.end) for t in fixed if t.kind in (Kind.NUMBER, Kind.ITEM))
    found = []
    for match in _ITEM_CODE.finditer(text):
        if taken.meets(match.start(), match.end()):
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
        elif bracketed and (near := _near(text, match.start(), known)):
            start, end, name = match.start() - near, match.end(), ""
        elif bracketed and len(code) > 3 and text[match.start() - 1 : match.start()] not in "〔":
            # 社会科学研究机构(2060601): an item that no list has is none of those whose names its own begins with
            start, end, name = _unknown_name(text, match.start(), taken), match.end(), ""
        else:
            continue
        found.append(Token(Kind.ITEM, start, end, text[start:end], names=(name,) if name else (), codes=(code,)))
    return found


def _unknown_name(text: str, end: int, taken: Covered) -> int:
    """Where the name in front of a code begins."""
    start = end
    while start > max(end - _LONGEST, 0) and _HAN.match(text, start - 1) and not taken.meets(start - 1, start):
        start -= 1
    return start


def _near(text: str, end: int, known: Iterable[str]) -> int:
    """How long the name in front of its bracketed code is, if it is a known one but for a few characters (对企业的补助)."""
    written = text[_last_stop(text, end) : end]
    if len(written) < _LEAST_NEAR:
        return 0
    return len(written) if any(differs_little(written, name) for name in known) else 0


def differs_little(written: str, known: str) -> bool:
    """Whether of two names one is the other with few characters left out."""
    short, long = sorted((written, known), key=len)
    return len(long) - len(short) <= _MOST_MORE and len(short) >= _LEAST_NEAR and lacks(short, long)
