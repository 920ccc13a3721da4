"""Linting again whatever was saved, for those who keep a window open beside their word processor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from gouji import faults
from gouji.outcomes import Options, Outcome
from gouji.reporters.reporter import Reporter, Tally
from gouji.reporters.text import Text
from gouji.runner import Runner
from gouji.screen import named, visible
from gouji.targets import Place
from gouji.walking import Task
from gouji.watching import PATIENCE, PAUSE, changes, patiently


def relint(
    paths: tuple[str, ...], options: Options, colour: bool, pause: float = PAUSE, patience: float = PATIENCE
) -> Iterator[str]:
    """The report of each file, and again after each save, without end.

    Each round reads the configuration of the files anew; which files there are is settled by the first. A file that was just
    saved may be locked or half written: it is tried again until the patience is at its end. Raises ConfigError.
    """
    reporter = Text(colour, options.doubts)
    first = Runner(options)
    rounds = changes(lambda: _files(paths, first), pause)
    for path in next(rounds):
        yield _report(path, first, reporter, 0, pause)
    yield "已在等待保存，按 Ctrl+C 停止。\n"
    for saved in rounds:
        runner = Runner(options)
        for path in saved:
            yield _report(path, runner, reporter, patience, pause)


def _files(paths: tuple[str, ...], runner: Runner) -> list[Path]:
    return [file for path in map(Path, paths) for file in (runner.walk.within(path) if os.path.isdir(path) else [path])]


def _report(path: Path, runner: Runner, reporter: Reporter, patience: float, pause: float) -> str:
    attempt = partial(runner.checker.lint, Task(named(path), (path,)), [Place(reporter, None, [])])
    outcome: Outcome = patiently(attempt, lambda outcome: bool(outcome.error), patience, pause)
    faults.log(outcome.debug)
    heading = f"── {datetime.now():%H:%M:%S} {visible(named(path))} ──\n"
    if outcome.error:
        return f"{heading}{visible(outcome.error)}\n\n"
    tally = Tally()
    tally.add(outcome.counts)
    return f"{heading}{''.join(map(str, reporter.whole(outcome.pieces, tally)))}\n"
