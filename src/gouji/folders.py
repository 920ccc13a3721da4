"""Folders of the program: `lexicon/`, `templates/` and `examples/`, beside `src/` in a clone and inside the package in a wheel, and
the one in which it keeps what it would otherwise work out again."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder `name` ("lexicon", "templates", "examples").

    Raises FileNotFoundError if the installation is incomplete.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"安装不完整：找不到数据目录 {name}，请重新安装 gouji。")


def cache_folder() -> Path | None:
    """Where gouji keeps what it would otherwise work out again; None for a user without a home."""
    with suppress(RuntimeError):
        return _caches() / "gouji"
    return None


def _caches() -> Path:
    """The user's cache folder (a library for this would cost more than what is kept saves)."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    told = os.environ.get("XDG_CACHE_HOME", "")
    return Path(told) if told.startswith("/") else Path.home() / ".cache"
