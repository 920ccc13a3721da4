"""What an engine said of pictures in earlier runs: a page that has not changed is not recognised again, whatever else has."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from gouji.cache import Cache
from gouji.readers.limits import RECOGNISING
from gouji.readers.ocr.engine import Engine, Sign

_PART = "recognised"


class Kept:
    """An engine that is not asked what the cache knows."""

    def __init__(self, engine: Engine, cache: Cache) -> None:
        self._engine, self._cache = engine, cache
        self._who = repr(_versions(RECOGNISING))

    def lines(self, picture: Any) -> list[list[Sign]]:
        key = sha256(f"{self._who} {picture.shape}".encode() + picture.tobytes()).hexdigest()
        found = self._cache.get(key, [_PART])
        if found is None:
            lines = self._engine.lines(picture)
            self._cache.put(key, {_PART: [[_plain(sign) for sign in line] for line in lines]})
            return lines
        return [[Sign(*sign) for sign in line] for line in found[0]]

    def close(self) -> None:
        self._cache.close()


def _plain(sign: Sign) -> list[Any]:
    """A character without the types of numpy."""
    return [sign.text, *(float(each) for each in sign[1:])]


def _versions(packages: Sequence[str]) -> list[str]:
    """The versions of packages, "" of what is not installed."""
    found = []
    for name in packages:
        try:
            found.append(version(name))
        except PackageNotFoundError:
            found.append("")
    return found
