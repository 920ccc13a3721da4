"""Sharing work among processes that are copies of this one, where the system can make them (not on Windows)."""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, TypeVar

T = TypeVar("T")

_COLLECT_EVERY = 40


def shared(work: Callable[[int], T], weights: Sequence[int], jobs: int) -> Iterator[T]:
    """`work(0)`, `work(1)` … in order, one for each weight, done by `jobs` processes that get about the same weight.

    This process is one of them, and does what another fails to do.
    """
    if jobs < 2 or not hasattr(os, "fork"):
        yield from (_cleanly(work, index) for index in range(len(weights)))
        return
    from gouji.linter import prepare

    prepare()
    _, *shares = _split(weights, jobs)
    pipes = [_start(work, share) for share in shares]
    others = {index: pipe for share, pipe in zip(shares, pipes, strict=True) for index in share}
    for index in range(len(weights)):
        if index not in others:
            yield _cleanly(work, index)
            continue
        try:
            yield pickle.load(others[index])
        except (EOFError, pickle.UnpicklingError):
            yield _cleanly(work, index)
    for pipe in pipes:
        pipe.close()


def _split(weights: Sequence[int], jobs: int) -> list[list[int]]:
    """The heaviest first, each to the process that has least; then each share in order."""
    shares: list[list[int]] = [[] for _ in range(jobs)]
    loads = [0] * jobs
    for index in sorted(range(len(weights)), key=lambda i: -weights[i]):
        least = loads.index(min(loads))
        shares[least].append(index)
        loads[least] += weights[index] + 1
    return [sorted(share) for share in shares]


def _cleanly(work: Callable[[int], T], index: int) -> T:
    if index % _COLLECT_EVERY == _COLLECT_EVERY - 1:
        gc.collect()
    return work(index)


def _start(work: Callable[[int], T], share: list[int]) -> BinaryIO:
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
