"""What each column of a table holds, by its header and what stands in it: codes, names, units, notes, line numbers or amounts."""

from __future__ import annotations

from functools import lru_cache

from gouji.lexicon import Lexicon
from gouji.precompiled import pattern_of

_LEAST_TAIL = 4
_LINE = pattern_of(r"\d{1,6}")
_AMOUNT = pattern_of(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_CODE = pattern_of(r"[12345]\d{2}(?:\d{2}){0,2}")
_LOWER = pattern_of(r"\d{1,2}")
_WORD = pattern_of(r"\p{Han}(?!元)(?<![万亿])")


@lru_cache(16384)
def is_code(text: str) -> bool:
    """Whether a cell's text is a 科目 code of 3, 5 or 7 digits."""
    return bool(_CODE.fullmatch(text))


@lru_cache(16384)
def is_amount(text: str) -> bool:
    """Whether a cell's text is unmistakably an amount: with decimals or digit groups."""
    return bool(_AMOUNT.fullmatch(text))


def _role(label: str, lexicon: Lexicon) -> str:
    for role in ("split", "code", "line", "note", "unit", "name"):
        if label in lexicon.columns[role]:
            return role
    for role in ("code", "name"):  # 人员经费经济分类科目编码: under the head of a group
        if label.endswith(tuple(word for word in lexicon.columns[role] if len(word) >= _LEAST_TAIL)):
            return role
    return ""


def roles_of(texts: list[list[str]], head: list[int], data: list[int], width: int, lexicon: Lexicon) -> list[str]:
    """What each column is. Words beside the names (项目类别 beside 项目名称) are a note on them; where nothing else is an
    amount, the column behind the names is one, however like codes its numbers look (1380000)."""
    roles: list[str] = []
    is_named = False
    like_codes = -1
    for column in range(width):
        labels = [row[column] for row in (texts[i] for i in head) if column < len(row) and row[column]]
        label = labels[-1] if labels else ""
        own = _role(label, lexicon) if label else ""
        role = _by_data(own, texts, data, column, label, lexicon)
        if role == "name" and len(labels) > 1 and "value" in roles and not _holds_any(texts, data, column):
            role = "note"  # the end of a broken header (上级补助 / 收入) over a blank column names no rows
        if role == "code" and label and not own and not _holds_words(texts, data, column + 1):
            behind_names = "name" in roles and not _are_codes(texts, data, column, lexicon)
            if "value" in roles or behind_names:
                role = "value"  # whole amounts that look like codes: no names follow them
        roles.append("note" if is_named and role == "name" and label and not own else role)
        is_named = role == own == "name"
        if role == "code" and label and not own and "name" in roles:
            like_codes = column
        elif not label and not role and roles[-2:-1] in (["code"], ["split"]) and _are_levels(texts, data, column):
            roles[-1] = "split"  # 205 | 03 | 02 below one 科目编码, whose merge was lost
    if like_codes >= 0 and "value" not in roles and not _are_codes(texts, data, like_codes, lexicon):
        roles[like_codes] = "value"
    return roles


def _are_codes(texts: list[list[str]], data: list[int], column: int, lexicon: Lexicon) -> bool:
    """Whether all that stands in a column are codes that there are (of a blank form), hardly amounts by chance."""
    cells = {texts[i][column] for i in data if column < len(texts[i]) and texts[i][column]}
    return len(cells) > 1 and all(any((kind, text) in lexicon.named for kind in "FEG") for text in cells)


def _holds_any(texts: list[list[str]], data: list[int], column: int) -> bool:
    return any(column < len(texts[i]) and texts[i][column] for i in data)


def _are_levels(texts: list[list[str]], data: list[int], column: int) -> bool:
    """Whether all that stands in a column are lower levels of codes."""
    cells = [texts[i][column] for i in data if column < len(texts[i]) and texts[i][column]]
    return bool(cells) and all(_LOWER.fullmatch(text) for text in cells)


def _holds_words(texts: list[list[str]], data: list[int], column: int) -> bool:
    cells = [texts[i][column] for i in data if column < len(texts[i]) and texts[i][column]]
    return 2 * sum(bool(_WORD.search(text)) for text in cells) > len(cells)


def _is_measure(label: str, lexicon: Lexicon) -> bool:
    """Whether a header says that amounts stand below it, however like codes they look."""
    dims = lexicon.dims_of(label)
    named = dims.measure or dims.nature or dims.scope or dims.flow or dims.item
    return label in lexicon.columns["value"] or bool(named)


def _by_data(role: str, texts: list[list[str]], data: list[int], column: int, label: str, lexicon: Lexicon) -> str:
    """A column's role by its header, or where the header is lost or says nothing, by what stands in it."""
    cells = [texts[i][column] for i in data if column < len(texts[i]) and texts[i][column]]
    if role in ("line", "note", "split", "unit"):
        return role
    if not role and any(t in lexicon.columns["split"] for t in cells[:1]):
        return "split"  # the last row of the head shares its line with the first row of data
    if cells:
        codes = sum(is_code(t) for t in cells)
        amounts = sum(is_amount(t) for t in cells)
        if (
            role in ("", "name")
            and not (role == "" and _is_measure(label, lexicon))
            and codes * 2 > len(cells)
            and amounts == 0
            and all(t.isdigit() for t in cells if t[0].isdigit())
        ):
            return "code"
        words = sum(bool(_WORD.search(t)) for t in cells)
        if role == "code":
            return "code" if codes or words < len(cells) else "name"
        if not role and words * 2 > len(cells):
            return "name"
        if role == "name" and words == 0 and amounts:
            return "value"
        integers = [int(t) for t in cells if _LINE.fullmatch(t)]
        if (
            not role
            and not label
            and len(integers) == len(cells) > 3
            and integers == list(range(integers[0], integers[0] + len(integers)))
        ):
            return "line"
    if role:
        return role
    return "value" if label or any(is_amount(t) for t in cells) else ""
