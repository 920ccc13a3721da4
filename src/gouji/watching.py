"""Noticing that files were saved, by looking at them now and then."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PAUSE = 0.3
PATIENCE = 5.0

Stamp = tuple[int, int, int]


def changes(files: Callable[[], Iterable[Path]], pause: float = PAUSE) -> Iterator[list[Path]]:
    """All the files that exist, at once; then, without end, those that were saved.

    A file counts as saved when two looks at it agree: while it is being written, or is away because the program that
    saves puts a new one in its place, there is nothing to see yet. `files` is asked anew each time.
    """
    told = before = _stamps(files())
    yield list(told)
    gc.collect()  # the command line has switched it off, and this does not end
    while True:
        time.sleep(pause)
        now = _stamps(files())
        saved = [path for path, stamp in now.items() if before.get(path) == stamp != told.get(path)]
        told = told | {path: now[path] for path in saved}
        before = now
        if saved:
            yield saved
            gc.collect()


def patiently(
    attempt: Callable[[], T], failed: Callable[[T], bool], patience: float = PATIENCE, pause: float = PAUSE
) -> T:
    """The first result that has not failed, or the last one when the patience (in seconds) is at its end."""
    end = time.monotonic() + patience
    while failed(result := attempt()) and time.monotonic() < end:
        time.sleep(pause)
    return result


def _stamps(files: Iterable[Path]) -> dict[Path, Stamp]:
    """What tells one state of a file from another; files that are not there are left out."""
    found = {}
    for path in files:
        try:
            state = path.stat()
        except OSError:
            continue
        found[path] = (state.st_mtime_ns, state.st_size, state.st_ino)
    return found
