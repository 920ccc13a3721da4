"""Configuration: `gouji.toml`, or `[tool.gouji]` in `pyproject.toml`, found upwards from the file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from gouji.readers.limits import Limits


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
    kind: str = ""
    year: int = 0
    baseline: str = ""
    profile: str = ""
    lexicon: tuple[Path, ...] = ()
    tables: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    folder: Path | None = None

    @property
    def limits(self) -> Limits:
        """How much of a file is read."""
        return Limits(self.max_size * 1048576, self.max_pages, self.max_cells)

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
    "max-size": ("以 MB 为单位的整数", int),
    "max-pages": ("页数", int),
    "max-cells": ("格数", int),
    "timeout": ("秒数", int),
    "kind": ("final（决算）或 budget（预算）", str),
    "year": ("年份", int),
    "profile": ("公开要求的名称（gouji profiles 列出）", str),
    "lexicon": ("词表文件夹的列表", list),
    "tables": ("公开表文件的列表", list),
    "baseline": ("基线文件的路径", str),
    "exclude": ("文件名模式的列表", list),
    "per-file-ignores": ("文件名模式到规则代码列表的表", dict),
}
_KINDS = ("", "final", "budget")
_LEVELS = frozenset(["error", "warning", "note", "unchecked"])


def is_fail_on(text: str) -> bool:
    """Whether a text says when to fail: never, or one or more of the levels."""
    return text == "never" or levels(text) <= _LEVELS


def levels(text: str) -> frozenset[str]:
    """The levels that a text names, separated by commas."""
    return frozenset(part.strip() for part in text.split(","))


def find(start: Path) -> Config:
    """The configuration that applies to a file or folder. Raises ConfigError."""
    start = start.resolve()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        own = folder / "gouji.toml"
        if own.is_file():
            return parse(_read(own), own)
        project = folder / "pyproject.toml"
        if project.is_file():
            table = _read(project).get("tool", {}).get("gouji")
            if table is not None:
                return parse(table, project)
    return Config()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}：不是有效的 TOML（{error}），请检查该处的写法。") from None


def parse(table: dict[str, Any], path: Path) -> Config:
    """Check a configuration table. Raises ConfigError for an unknown key, with a suggestion, and for a wrong value."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            from difflib import get_close_matches

            close = get_close_matches(key, _KEYS, 1)
            remedy = f"是不是“{close[0]}”？" if close else f"可用的有 {'、'.join(_KEYS)}。"
            raise ConfigError(f"{path}：不认识的配置项“{key}”，{remedy}")
        meaning, kind = _KEYS[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ConfigError(f"{path}：配置项“{key}”应为{meaning}，现在是 {value!r}。")
        if (key == "kind" and value not in _KINDS) or (key == "fail-on" and not is_fail_on(value)):
            raise ConfigError(f"{path}：配置项“{key}”应为{meaning}，现在是 {value!r}。")
        if kind is list:
            value = tuple(str(item) for item in value)
        if key == "lexicon":
            value = tuple((path.parent / folder).resolve() for folder in value)
            for folder in value:
                if not folder.is_dir():
                    raise ConfigError(f"{path}：配置项“lexicon”里的文件夹 {folder} 不存在。")
        if key == "tables":
            value = tuple((path.parent / file).resolve() for file in value)
        if kind is dict:
            value = tuple((str(pattern), tuple(map(str, codes))) for pattern, codes in dict(value).items())
        values[key.replace("-", "_")] = value
    return Config(folder=path.parent, **values)
