"""The files of the lexicon, and of the user's own folders that extend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import regex

from gouji.files import small
from gouji.folders import data_folder
from gouji.precompiled import pattern_of, toml_of

_P = ParamSpec("_P")
_R = TypeVar("_R")


class LexiconError(Exception):
    """A faulty entry of the lexicon; the message names the file, the line and the remedy."""


_own: tuple[Path, ...] = ()
_forget: list[Callable[[], None]] = []


def use(own: tuple[Path, ...]) -> None:
    """From now on, extend the lexicon by these folders."""
    global _own
    if own != _own:
        _own = own
        for forget in _forget:
            forget()


def of_lexicon(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Cache a function of the lexicon's files until other folders are in use."""
    cached = cache(function)
    _forget.append(cached.cache_clear)
    return cast("Callable[_P, _R]", cached)


def lexicon_files(name: str) -> Iterator[Path]:
    """The file or folder `name` of the lexicon, and of each folder in use that has one."""
    yield from (path for folder in (data_folder("lexicon"), *_own) if (path := folder / name).exists())


@of_lexicon
def read_lexicon(name: str) -> dict[str, Any]:
    """A TOML file of the lexicon, with what the user's folders add to it: lists grow, tables merge, values are replaced.

    Raises LexiconError naming the file and the line.
    """
    whole: dict[str, Any] = {}
    for path in lexicon_files(name):
        try:
            text = small(path).decode("utf-8-sig")
            _extend(whole, toml_of(text), path, text)
        except UnicodeDecodeError as error:
            raise LexiconError(f"{path}：不是 UTF-8 编码（第 {error.start + 1} 个字节），请另存为 UTF-8。") from None
        except OSError as error:
            raise LexiconError(f"{path}：读取失败（{error.strerror}）。") from None
        except (ValueError, RecursionError) as error:
            raise LexiconError(f"{path}：不是有效的 TOML（{error}）。") from None
    return whole


def _extend(whole: dict[str, Any], more: Mapping[str, Any], path: Path, text: str) -> None:
    for key, value in more.items():
        known = whole.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            whole[key] = dict(known)
            _extend(whole[key], value, path, text)
        elif isinstance(known, list) and isinstance(value, list):
            whole[key] = known + value
        elif known is not None and type(known) is not type(value):
            lines = _lines(text, key, f"[{key}", f"[[{key}", f'"{key}"')
            raise LexiconError(f"{path} 第 {lines[0]} 行：“{key}”的写法与自带词表的不同，请对照自带词表的同名文件。")
        else:
            whole[key] = value


def compiled(name: str, key: str, pattern: str, **lists: Iterable[str]) -> regex.Pattern[str]:
    """A pattern that stands under a key or `[table]` of a lexicon file, its named lists by keyword. Raises LexiconError if it is
    faulty."""
    try:
        return pattern_of(pattern, 0, **lists)
    except regex.error as error:
        raise LexiconError(f"{key_place(name, key)}：pattern 不是有效的正则表达式（{error}）。") from None


def entry_place(name: str, table: str, number: int) -> str:
    """Where the `number`th `[[table]]` of a lexicon file stands, counted on through the user's folders: for messages."""
    for path in lexicon_files(name):
        lines = _lines(path.read_text("utf-8-sig"), f"[[{table}]]")
        if len(lines) >= number:
            return f"{path} 第 {lines[number - 1]} 行"
        number -= len(lines)
    return str(path)


def key_place(name: str, key: str) -> str:
    """Where the key or `[table]` of a lexicon file stands that counts, the last: for messages. The file if it has none."""
    for path in reversed(list(lexicon_files(name))):
        if lines := _lines(path.read_text("utf-8-sig"), f"[{key}]", f"{key} ="):
            return f"{path} 第 {lines[0]} 行"
    return str(path)


def _lines(text: str, *beginnings: str) -> list[int]:
    return [n for n, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith(beginnings)]
