"""How far a run has come: on a terminal a line that tells it, elsewhere nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gouji.readers import telling

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_LEAST = 2  # documents, or pages of one
_RECOGNISING = "识别"


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
        self._of_pages = False

    def begin(self, total: int) -> None:
        telling.listen(self._page)
        if total >= _LEAST:
            self._open(self._verb, total)

    def _open(self, verb: str, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn(verb),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}  剩"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[found]}{task.fields[page]}"),
        )
        console = Console(stderr=True)
        self._bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, refresh_per_second=4)
        self._bar.add_task("", total=total, rate="", found="", page="")
        self._bar.start()

    def step(self, found: int, unreadable: bool) -> None:
        if self._bar is None or self._of_pages:
            return
        self._errors += found
        self._unreadable += unreadable
        task = self._bar.tasks[0]
        speed = task.finished_speed or task.speed
        told = f"{self._found} {self._errors}" + (f"，{self._unreadable} 个读不了" if self._unreadable else "")
        self._bar.update(task.id, advance=1, page="", rate=f"{speed * 60:.0f} 份/分" if speed else "", found=told)

    def _page(self, done: int, total: int) -> None:
        """So many pages of a document are recognised, of a Word file (0) nobody knows of how many: beside the documents, or
        where there is only one by a line of their own."""
        if self._bar is None and total >= _LEAST:
            self._of_pages = True
            self._open(_RECOGNISING, total)
        if self._bar is None:
            return
        task = self._bar.tasks[0]
        if self._of_pages:
            self._bar.update(task.id, completed=done)
        else:
            self._bar.update(
                task.id, page=f"  {_RECOGNISING} {done}/{total} 页" if total else f"  {_RECOGNISING} {done} 张图片"
            )

    def end(self) -> None:
        telling.listen(telling.nobody)
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
