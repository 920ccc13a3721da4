"""Items written out: by level (X（类）Y（款）Z（项）), with their code (名称（2080505）), or both."""

from __future__ import annotations

from collections.abc import Container

import regex

from gouji.lexicon import Lexicon
from gouji.narrative.vocabulary import Kind, Token, Vocabulary

STOPS = regex.compile(r"[,。;:、!?()]|\.(?!\d)(?=\S)")
_ITEM_CODE = regex.compile(r"\(?(?<!\d)(\d{3}(?:\d{2}){0,2})(?!\d)\)?")
_LEADING = regex.compile(
    r"^(?:\d{1,2}[.、]|\(\d{1,2}\)|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[\"'“”]|\s)+"
)
_DIGITS = regex.compile(r"\(?\b\d{2,7}\)?")


def paths(text: str, vocabulary: Vocabulary) -> list[Token]:
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


def coded_names(text: str, fixed: list[Token], vocabulary: Vocabulary) -> list[Token]:
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
