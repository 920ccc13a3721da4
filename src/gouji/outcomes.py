"""What a run is told to do, and what is left to tell of each file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.findings import Severity
from gouji.walking import NAMES, Task

if TYPE_CHECKING:
    from gouji.priors import Told
    from gouji.targets import Place


class HandsError(Exception):
    """The work cannot be given to those who were to do it; the message is one Chinese sentence."""


class Options(NamedTuple):
    """What the command line settles; None or empty leaves it to the configuration. `priors` are the disclosures of last
    year, where `prior` is a folder."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    notes: bool | None = None
    max_size: int | None = None
    max_pages: int | None = None
    max_cells: int | None = None
    timeout: int | None = None
    ocr: bool | None = None
    baseline: str | None = None
    profile: str | None = None
    write_baseline: str | None = None
    no_config: bool = False
    jobs: int = 0
    tables: tuple[str, ...] = ()
    prior: Path | None = None
    priors: tuple[Told, ...] | None = None
    manifest: Path | None = None
    gather: str = NAMES
    fix: str = ""
    diff: bool = False
    backup: bool = False
    track: bool = False
    doubts: bool = False
    no_cache: bool = False
    cluster: str = ""
    verbose: bool = False


class Outcome(NamedTuple):
    """What is left to tell of one file, when it has been linted in any process; `pieces` are the reporters', in order: a copy
    is bytes, or the CopyError that says why there is none. `said` is for standard error, `shown` (a diff) for standard
    output, `debug` for the log of what nobody foresaw."""

    error: str
    pieces: list[Any]
    counts: dict[Severity, int]
    status: int
    accepted: list[dict[str, str]]
    used: set[str]
    said: str = ""
    shown: str = ""
    debug: str = ""


def unread(task: Task, message: str, where: list[Place], debug: str = "") -> Outcome:
    """What is left to tell of a file that could not be read."""
    unread = [None if each.copies else each.reporter.unreadable(task.name, message, task.unit) for each in where]
    return Outcome(message, unread, {}, 2, [], set(), debug=debug)
