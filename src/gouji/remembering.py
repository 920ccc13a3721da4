"""Outcomes from the cache: what of a run is known already, and what is kept of it for the next one."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.cache import Cache
from gouji.config import Config
from gouji.findings import Severity
from gouji.keys import Stamp, key_of, stamp
from gouji.outcomes import Outcome
from gouji.targets import Place
from gouji.walking import Task

if TYPE_CHECKING:
    from gouji.priors import Told

_OUTCOME, _TOLD = "outcome", "told"


class Known(NamedTuple):
    """The key of a disclosure, and the state in which its files were when it was made."""

    key: str
    files: Sequence[Path]
    state: Stamp | None


class Memory:
    """The outcomes of disclosures for some reporters, in a cache."""

    def __init__(self, cache: Cache, where: Sequence[Place]) -> None:
        self._cache, self._where = cache, where
        self._parts = [_OUTCOME, *(_part(place) for place in where)]

    def known(self, task: Task, config: Config, beside: Sequence[Path], more: str) -> Known | None:
        """What a disclosure is kept under; None where it cannot be."""
        files = [*task.paths, *task.prior, *config.tables, *beside]
        state = stamp(files)
        key = key_of(task, config, beside, more)
        return None if key is None else Known(key, files, state)

    def has(self, known: Known | None) -> bool:
        return known is not None and self._cache.has(known.key, self._parts)

    def get(self, known: Known) -> Outcome | None:
        """The outcome that is kept; None if it has gone meanwhile."""
        found = self._cache.get(known.key, self._parts)
        if found is None:
            return None
        told, *pieces = found
        return Outcome(
            "",
            [_again(place, piece) for place, piece in zip(self._where, pieces, strict=True)],
            {Severity[label.upper()]: count for label, count in told["counts"].items()},
            told["status"],
            [],
            set(told["used"]),
            told["said"],
        )

    def put(self, known: Known | None, outcome: Outcome) -> None:
        """Keep an outcome, unless it is a failure, which may have its reason elsewhere, or a file was written to meanwhile."""
        if known is None or outcome.error or outcome.debug or stamp(known.files) != known.state:
            return
        if any(isinstance(piece, Exception) for piece in outcome.pieces):
            return
        counts = {severity.label: count for severity, count in outcome.counts.items()}
        told = {"counts": counts, "status": outcome.status, "used": sorted(outcome.used), "said": outcome.said}
        pieces = [_kept(place, piece) for place, piece in zip(self._where, outcome.pieces, strict=True)]
        self._cache.put(known.key, dict(zip(self._parts, [told, *pieces], strict=True)))

    def close(self) -> None:
        self._cache.close()


def each_told(
    cache: Cache | None,
    tasks: Sequence[Task],
    config_of: Callable[[Task], Config],
    read: Callable[[Sequence[Task]], Iterator[Told]],
) -> list[Told]:
    """What each disclosure says of itself; `read` is for those that are not known."""
    known = [told_before(cache, task, config_of(task)) if cache else None for task in tasks]
    made = read([task for task, there in zip(tasks, known, strict=True) if there is None])
    found = []
    for task, there in zip(tasks, known, strict=True):
        told = there or next(made)
        if cache and there is None:
            keep_told(cache, task, config_of(task), told)
        found.append(told)
    return found


def told_before(cache: Cache, task: Task, config: Config) -> Told | None:
    """What a disclosure says of itself, if it was read before."""
    from gouji.priors import Told

    key = key_of(task, config)
    found = cache.get(key, [_TOLD]) if key else None
    if found is None:
        return None
    names, kind, year, extent = found[0]
    return Told(task.paths, tuple(names), kind, year, extent)


def keep_told(cache: Cache, task: Task, config: Config, told: Told) -> None:
    """Keep what a disclosure says of itself, if it could be read."""
    key = key_of(task, config)
    if key and not told.error:
        cache.put(key, {_TOLD: [told.names, told.kind, told.year, told.extent]})


def _part(place: Place) -> str:
    """What tells the pieces of a reporter from those of another."""
    reporter = place.reporter
    return f"{type(reporter).__name__} {reporter.colour:d}{reporter.doubts:d}{reporter.brief and not reporter.pages:d}{' copy' if place.copies else ''}"


def _kept(place: Place, piece: Any) -> Any:
    return b64encode(piece).decode() if place.copies else place.reporter.kept(piece)


def _again(place: Place, value: Any) -> Any:
    return b64decode(value) if place.copies else place.reporter.again(value)
