"""Sharing work among processes that are copies of this one, where the system can make them (not on Windows)."""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

T = TypeVar("T")

_COLLECT_EVERY = 40


def shared(work: Callable[[int], T], count: int, jobs: int) -> Iterator[T]:
    """`work(0)`, `work(1)` … in order, done by `jobs` processes. What a process fails to do is done here."""
    if jobs < 2 or not hasattr(os, "fork"):
        yield from (_cleanly(work, index) for index in range(count))
        return
    from gouji.linter import prepare

    prepare()
    pipes = [_start(work, range(job, count, jobs)) for job in range(jobs)]
    for index in range(count):
        try:
            yield pickle.load(pipes[index % jobs])
        except (EOFError, pickle.UnpicklingError):
            yield _cleanly(work, index)
    for pipe in pipes:
        pipe.close()


def _cleanly(work: Callable[[int], T], index: int) -> T:
    if index % _COLLECT_EVERY == _COLLECT_EVERY - 1:
        gc.collect()
    return work(index)


def _start(work: Callable[[int], T], share: range) -> BinaryIO:
    """Start a process on a share of the work; its results can be read from the pipe in order."""
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        return os.fdopen(reading, "rb")
    os.close(reading)
    try:
        with os.fdopen(writing, "wb") as pipe:
            for index in share:
                pickle.dump(_cleanly(work, index), pipe, pickle.HIGHEST_PROTOCOL)
                pipe.flush()
    finally:
        os._exit(0)
