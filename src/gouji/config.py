"""Configuration: `gouji.toml`, or `[tool.gouji]` in `pyproject.toml`, found upwards from the file.

A configuration that is found comes with the documents, perhaps from somebody else: what it names is in its own folder. One
that the user names (`--config`, GOUJI_CONFIG) may name files anywhere.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path, PurePath
from reprlib import repr as short
from typing import Any, NamedTuple

from gouji.files import is_within, small
from gouji.nearest import nearest
from gouji.readers.limits import Limits
from gouji.screen import named

_LISTS = ("*.toml", "*.tsv", "profiles/*.toml")
GIVEN = "GOUJI_CONFIG"  # the environment variable that names the configuration, so that every process of a run knows it


class ConfigError(Exception):
    """A faulty configuration; the message is one Chinese sentence that names the file, the place and the remedy."""


class Config(NamedTuple):
    """What a user can settle for a folder of documents. Code lists take prefixes (“A1” stands for all A1xx)."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    notes: bool = False
    max_size: int = 20
    max_pages: int = 2000
    max_cells: int = 500_000
    timeout: int = 300
    ocr: bool = False
    keep: bool = False
    kind: str = ""
    year: int = 0
    baseline: str = ""
    profile: str = ""
    lexicon: tuple[Path, ...] = ()
    tables: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    folder: Path | None = None
    file: Path | None = None

    @property
    def limits(self) -> Limits:
        """How much of a file is read."""
        return Limits(
            self.max_size * 1048576, self.max_pages, self.max_cells, _PART * self.timeout * self.ocr, self.keep
        )

    @property
    def fails_on(self) -> frozenset[str]:
        """What the exit status is 1 for: severities, and `unchecked` for what was not checked."""
        return levels(self.fail_on)

    def ignores_for(self, path: Path) -> tuple[str, ...]:
        """The codes that are ignored in one file: the general ones and those of matching patterns."""
        found = list(self.ignore)
        for pattern, codes in self.per_file_ignores:
            if path.match(pattern):
                found += codes
        return tuple(found)


_KEYS: dict[str, tuple[str, type[Any]]] = {
    "select": ("规则代码的列表", list),
    "ignore": ("规则代码的列表", list),
    "fail-on": ("error、warning、note、unchecked（几个用逗号隔开）或 never", str),
    "notes": ("true 或 false", bool),
    "max-size": ("以 MB 为单位的正整数", int),
    "max-pages": ("页数（正整数）", int),
    "max-cells": ("格数（正整数）", int),
    "timeout": ("秒数（正整数）", int),
    "ocr": ("true 或 false", bool),
    "kind": ("final（决算）或 budget（预算）", str),
    "year": ("年份，如 2024", int),
    "profile": ("公开要求的名称（gouji profiles 列出）", str),
    "lexicon": ("词表文件夹的列表", list),
    "tables": ("公开表文件的列表", list),
    "baseline": ("基线文件的路径", str),
    "exclude": ("文件名模式的列表", list),
    "per-file-ignores": ("文件名模式到规则代码列表的表", dict),
}
_KINDS = ("", "final", "budget")
_PART = 0.8  # of the time for a file that recognising its pictures may take; the rest is for checking
_LEVELS = frozenset(["error", "warning", "note", "unchecked"])
MOST = 1_000_000_000  # of whatever is counted: sizes, pages, seconds
_YEARS = range(1949, 2100)


def is_fail_on(text: str) -> bool:
    """Whether a text says when to fail: never, or one or more of the levels."""
    return text == "never" or levels(text) <= _LEVELS


def levels(text: str) -> frozenset[str]:
    """The levels that a text names, separated by commas."""
    return frozenset(part.strip() for part in text.split(","))


def find(start: Path) -> Config:
    """The configuration that applies to a file or folder: the one that the user names, else the nearest. Raises ConfigError."""
    if given := os.environ.get(GIVEN):
        path = Path(given)
        table = _read(path)
        if path.name == "pyproject.toml":
            table = _own_part(table, path) or {}
        return parse(table, path, trusted=True)
    start = Path(os.path.realpath(start))
    for folder in (start, *start.parents) if os.path.isdir(start) else start.parents:
        own, project = folder / "gouji.toml", folder / "pyproject.toml"
        if os.path.isfile(own):
            return parse(_read(own), own)
        if os.path.isfile(project):
            part = _own_part(_read(project), project)
            if part is not None:
                return parse(part, project)
    return Config()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(small(path).decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{named(path)}：配置读不了（{error.strerror}），请检查路径和权限。") from None
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{named(path)}：配置不是 UTF-8 编码（第 {error.start + 1} 个字节），请另存为 UTF-8。"
        ) from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{named(path)}：不是有效的 TOML（{error}），请检查该处的写法。") from None


def _own_part(table: dict[str, Any], path: Path) -> dict[str, Any] | None:
    """The part of a pyproject.toml that is for gouji."""
    tool = table.get("tool", {})
    own = tool.get("gouji") if isinstance(tool, dict) else tool
    if own is not None and not isinstance(own, dict):
        raise ConfigError(f"{named(path)}：[tool.gouji] 应是一张表，现在是 {short(own)}。")
    return own


def parse(table: dict[str, Any], path: Path, trusted: bool = False) -> Config:
    """Check a configuration table. Raises ConfigError for an unknown key, with a suggestion, for a wrong value, and for a
    file outside its folder unless the configuration is trusted."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            close = nearest(key, _KEYS)
            remedy = f"是不是“{close}”？" if close else f"可用的有 {'、'.join(_KEYS)}。"
            raise ConfigError(f"{named(path)}：不认识的配置项“{key}”，{remedy}")
        meaning, kind = _KEYS[key]
        if not _fits(key, kind, value):
            raise ConfigError(f"{named(path)}：配置项“{key}”应为{meaning}，现在是 {short(value)}。")
        if key in ("select", "ignore"):
            value = _known(path, key, value)
        elif kind is list:
            value = tuple(value)
        if kind is dict:
            value = tuple((pattern, _codes(path, pattern, codes)) for pattern, codes in value.items())
        for pattern in value if key == "exclude" else (pattern for pattern, _ in value) if kind is dict else ():
            _check_pattern(path, key, pattern)
        if key in ("lexicon", "tables"):
            value = tuple(_place(path, key, each, trusted) for each in value)
            for folder in value if key == "lexicon" else ():
                if not os.path.isdir(folder):
                    raise ConfigError(f"{named(path)}：配置项“lexicon”里的文件夹 {folder} 不存在。")
                for file in lists(folder):
                    _place(path, key, str(file), trusted)
        if key == "baseline" and value:
            _place(path, key, value, trusted)
            value = str(path.parent / value)
        values[key.replace("-", "_")] = value
    return Config(folder=path.parent, file=path, **values)


def _fits(key: str, kind: type[Any], value: Any) -> bool:
    """Whether a value is of the type that its key asks for, and in its range."""
    if not isinstance(value, kind):
        return False
    if kind is int:
        return not isinstance(value, bool) and (value in _YEARS if key == "year" else 0 < value <= MOST)
    if kind is bool:
        return True
    if kind is list:
        return all(map(_is_word, value))
    if key == "kind":
        return value in _KINDS
    if key == "fail-on":
        return is_fail_on(value)
    return kind is not str or "\0" not in value


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and "\0" not in value


def _codes(path: Path, pattern: str, codes: Any) -> tuple[str, ...]:
    """The codes that are ignored in the files of a pattern. A bare string would stand for each of its letters."""
    if not isinstance(codes, list) or not all(map(_is_word, codes)):
        raise ConfigError(
            f'{named(path)}：配置项“per-file-ignores”里的“{pattern}”应为规则代码的列表，如 ["A103"]，现在是 {short(codes)}。'
        )
    return _known(path, "per-file-ignores", codes)


def _known(path: Path, key: str, codes: list[str]) -> tuple[str, ...]:
    """Codes or prefixes of codes, each of a rule that there is."""
    from gouji.rules.codes import fault  # with the rules, which a run without codes need not have yet

    found = tuple(code.strip().upper() for code in codes)
    for code in found:
        if wrong := fault(code):
            raise ConfigError(f"{named(path)}：配置项“{key}”里{wrong}。")
    return found


def _check_pattern(path: Path, key: str, pattern: str) -> None:
    try:
        PurePath("文件").match(pattern)
    except ValueError:
        raise ConfigError(f"{named(path)}：配置项“{key}”里的“{pattern}”不是文件名模式，如 *草稿*。") from None


def lists(*folders: Path) -> list[Path]:
    """The files of the user's own lexicon."""
    return [file for folder in folders for pattern in _LISTS for file in folder.glob(pattern)]


def _place(path: Path, key: str, entry: str, trusted: bool) -> Path:
    """Where a file or folder is that a configuration names."""
    place = Path(os.path.realpath(path.parent / entry))
    if not trusted and place.exists() and not place.is_file() and not place.is_dir():
        raise ConfigError(f"{named(path)}：配置项“{key}”里的 {entry} 不是文件，是管道或设备，没有用。")
    if not trusted and not is_within(place, path.parent):
        raise ConfigError(
            f"{named(path)}：配置项“{key}”里的 {entry} 在这个配置的文件夹之外，没有用；确要用，请以 --config（或环境变量 {GIVEN}）指明这个配置。"
        )
    return place
