"""Patterns and TOML files, compiled once and kept between runs.

Compiling them takes longer than checking a small text. As Python does with its modules, what was compiled is kept in a file that
only its owner can write, in the user's cache folder; what cannot be kept is compiled again.
"""

from __future__ import annotations

import atexit
import copyreg
import marshal
import os
import stat
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, cast

import regex

from gouji.folders import cache_folder

_MOST = 2 << 20  # bytes kept; beyond, only what this run used: the rest is of earlier versions
_STALE = 60  # seconds after which a file that another process was writing is given up
_fresh: dict[Any, bytes] = {}
_used: set[Any] = set()


def pattern_of(text: str, flags: int = 0, **lists: Iterable[str]) -> regex.Pattern[str]:
    r"""`regex.compile`, its named lists (`\L<name>`) by keyword. Raises regex.error."""
    named = {name: sorted(set(words)) for name, words in lists.items()}
    key = (text, int(flags), tuple((name, *words) for name, words in named.items()))
    known = _known(key)
    if known is not None:
        with suppress(EOFError, ValueError, TypeError, RuntimeError):
            found: regex.Pattern[str] = _rebuild(*marshal.loads(known))
            return found
    made: regex.Pattern[str] = regex.compile(text, flags, **named)
    _, parts = _pickled(made)
    _keep(key, tuple(int(part) if isinstance(part, int) else part for part in parts))
    return made


def toml_of(text: str) -> dict[str, Any]:
    """`tomllib.loads`. Raises tomllib.TOMLDecodeError."""
    known = _known(text)
    if known is not None:
        with suppress(EOFError, ValueError, TypeError):
            found: dict[str, Any] = marshal.loads(known)
            return found
    made = tomllib.loads(text)
    _keep(text, made)
    return made


def _pickled(pattern: regex.Pattern[str]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """What makes a compiled pattern again, as it goes into a pickle: a function, and its arguments."""
    return cast("tuple[Callable[..., Any], tuple[Any, ...]]", copyreg.dispatch_table[regex.Pattern](pattern))


_rebuild, _ = _pickled(regex.compile(""))


def save() -> None:
    """Keep what was compiled since the last time, if it can be kept."""
    if not _fresh:
        return
    whole = {**_kept(), **_fresh}
    if sum(map(len, whole.values())) > _MOST:
        whole = {key: made for key, made in whole.items() if key in _used}
    _kept().update(_fresh)
    _fresh.clear()
    path = _path()
    if path is None:
        return
    beside = path.with_suffix(".new")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if beside.exists() and time.time() - beside.stat().st_mtime > _STALE:
            beside.unlink()
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(marshal.dumps(whole))
        beside.replace(path)


def _known(key: Any) -> bytes | None:
    _used.add(key)
    return _kept().get(key)


def _keep(key: Any, made: Any) -> None:
    with suppress(ValueError):  # a date in a TOML file cannot be kept
        if not _fresh:
            atexit.register(save)
        _fresh[key] = marshal.dumps(made)


@cache
def _kept() -> dict[Any, bytes]:
    path = _path()
    try:
        if path is None or not _is_ours(path):
            return {}
        whole = marshal.loads(path.read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return whole if isinstance(whole, dict) else {}


def _is_ours(path: Path) -> bool:
    """Whether nobody else can have written a file, where the system tells."""
    found = path.stat()
    return not hasattr(os, "geteuid") or (
        found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


@cache
def _path() -> Path | None:
    """The file of this Python and this release of the pattern engine: neither reads what another one compiled."""
    folder = cache_folder()
    return None if folder is None else folder / f"{sys.implementation.cache_tag}-{regex.__version__}.bin"
