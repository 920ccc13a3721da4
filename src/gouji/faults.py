"""What nobody foresaw: one sentence for the user, and one line in a log for whoever mends it (`--debug`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gouji.files import WriteError, add_line, same_place
from gouji.screen import tell, visible

_LONGEST = 500
_log: Path | None = None


def sentence(name: str, error: BaseException) -> str:
    """What to say of a file in which an error came up."""
    if isinstance(error, MemoryError):
        return f"{name}：内存不够，没有做完，请拆成几个文件再试。"
    return f"{name}：出了没有料到的错（{type(error).__name__}），没有做完；请加 --debug 日志文件 再运行一次，把日志发给 gouji 的开发者。"


def line(name: str, error: BaseException) -> str:
    """The error and where it came up, the innermost place first, on one line."""
    from datetime import datetime
    from traceback import extract_tb

    places = [f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in reversed(extract_tb(error.__traceback__))]
    what = f"{type(error).__name__}: {error}"[:_LONGEST]
    return visible(f"{datetime.now():%Y-%m-%d %H:%M:%S} {name}  {what}  {' < '.join(places)}")


def log_to(path: Path | None) -> None:
    """From now on, lines go to this file, or nowhere."""
    global _log
    _log = path


def no_log(others: Iterable[str]) -> str | None:
    """Why the log cannot be where it is to be, if it cannot: its folder is not there, or it is a file that the run is about."""
    if _log is None:
        return None
    if not _log.parent.is_dir():
        return f"{_log}：没有这个文件夹，写不了日志，请写别的文件名。"
    if any(same_place(_log, Path(other)) or (_log.is_file() and _is_same(_log, other)) for other in others):
        return f"{_log}：这是这次要读或要写的文件，不能当日志，请写别的文件名。"
    return None


def _is_same(log: Path, other: str) -> bool:
    try:
        return log.samefile(other)
    except (OSError, ValueError):
        return False


def log(text: str) -> None:
    """Write a line to the log, if there is one."""
    if _log is not None and text:
        try:
            add_line(_log, text)
        except WriteError as error:
            tell(error)
