"""How far a run has come: on a terminal a line that tells it, elsewhere nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_LEAST = 2  # documents


class Progress:
    """Told of each document that is done; shows nothing."""

    def begin(self, total: int) -> None:
        """So many documents are to be done."""

    def step(self, found: int, unreadable: bool) -> None:
        """One more is done, with so much found in it."""

    def end(self) -> None:
        """No more will be done."""

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While something else is written to the terminal."""
        yield


class OnTerminal(Progress):
    """A line on standard error: documents done, how fast, time left, errors so far; gone at the end."""

    def __init__(self, verb: str, found: str) -> None:
        """`verb` is what is done, `found` what is counted."""
        self._verb, self._found = verb, found
        self._bar: Bar | None = None
        self._errors = self._unreadable = 0

    def begin(self, total: int) -> None:
        if total < _LEAST:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn(self._verb),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}  剩"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[found]}"),
        )
        console = Console(stderr=True)
        self._bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, refresh_per_second=4)
        self._bar.add_task("", total=total, rate="", found="")
        self._bar.start()

    def step(self, found: int, unreadable: bool) -> None:
        if self._bar is None:
            return
        self._errors += found
        self._unreadable += unreadable
        task = self._bar.tasks[0]
        speed = task.finished_speed or task.speed
        told = f"{self._found} {self._errors}" + (f"，{self._unreadable} 个读不了" if self._unreadable else "")
        self._bar.update(task.id, advance=1, rate=f"{speed * 60:.0f} 份/分" if speed else "", found=told)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    @contextmanager
    def aside(self) -> Iterator[None]:
        if self._bar is None:
            yield
            return
        self._bar.stop()
        try:
            yield
        finally:
            if self._bar is not None:
                self._bar.start()


def progress(verb: str = "核对", found: str = "错误") -> Progress:
    """What shows how far a run has come, where somebody looks at it."""
    return OnTerminal(verb, found) if sys.stderr.isatty() else Progress()
