"""Tasks as pieces of work: what of them the process that was started may do itself, and what it is told to give to workers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Generic, NamedTuple, Protocol, TypeVar

from gouji.config import Config
from gouji.readers.kinds import kind_of
from gouji.targets import Place
from gouji.walking import Task
from gouji.workers import Item

T = TypeVar("T", covariant=True)

_CALM = 1_000_000  # bytes of text that this process reads itself: nothing in it leaves Python
_HEAD = 16  # bytes that tell a format
RECOGNISING = 40_000_000  # bytes whose memory recognising a page takes


class Given(NamedTuple):
    """A task, and what standard input gave for it."""

    task: Task
    data: bytes | None = None


class Linter(Protocol[T]):
    """What lints one task after another."""

    def lint(self, task: Task, where: list[Place], data: bytes | None = None) -> T: ...


class Alone(Generic[T]):
    """What a worker is given: how to make a linter of its own, when it gets its first task; in the process that was started
    `own` gives the one that there is."""

    def __init__(
        self, make: Callable[[], Linter[T]], where: list[Place], own: Callable[[], Linter[T]] | None = None
    ) -> None:
        self._make, self._where, self._own = make, where, own or make
        self._linter: Linter[T] | None = None

    def __getstate__(self) -> tuple[Callable[[], Linter[T]], list[Place]]:
        return self._make, self._where

    def __setstate__(self, state: tuple[Callable[[], Linter[T]], list[Place]]) -> None:
        self._make, self._where = state
        self._own, self._linter = self._make, None

    def __call__(self, given: Given) -> T:
        if self._linter is None:
            self._linter = self._own()
        return self._linter.lint(given.task, self._where, given.data)


def item(task: Task, config: Config, beside: Sequence[Path]) -> Item[Given]:
    """A task with the files that are read beside it as a piece of work; standard input is read here."""
    stream = _stream(task)
    if stream is None:
        paths = [*task.paths, *beside]
        size = _size(paths)
        calm = size <= _CALM and all(map(_is_text, paths))
        return Item(Given(task), size + _more(config, calm), config.timeout, calm)
    data = stream.read(config.limits.size + 1)
    if task.paths:
        stream.close()
    calm = len(data) <= _CALM and kind_of(task.name, data) == "text" and all(map(_is_text, beside))
    return Item(Given(task, data), len(data) + _more(config, calm), config.timeout, calm)


def _more(config: Config, calm: bool) -> int:
    """What a task may take besides what its own bytes do."""
    return RECOGNISING if config.ocr and not calm else 0


def _size(paths: Sequence[Path]) -> int:
    try:
        return sum(path.stat().st_size for path in paths)
    except OSError:
        return 0


def _stream(task: Task) -> BinaryIO | None:
    """Where a task comes from that only this process can read, and only once: standard input, a pipe, a device."""
    if not task.paths:
        return sys.stdin.buffer
    path = task.paths[0]
    try:
        special = len(task.paths) == 1 and path.exists() and not path.is_file() and not path.is_dir()
        return path.open("rb") if special else None
    except OSError:
        return None


def _is_text(path: Path) -> bool:
    """Whether a file is read without a library that is not Python."""
    if kind_of(path) != "text":
        return False
    try:
        with path.open("rb") as file:
            return kind_of(path, file.read(_HEAD)) == "text"
    except OSError:
        return True  # said so when it is read
