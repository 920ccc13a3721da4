"""What nobody foresaw: one sentence for the user, and one line in a log for whoever mends it (`--debug`)."""

from __future__ import annotations

from pathlib import Path

from gouji.files import WriteError, add_line
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


def log_to(path: Path) -> None:
    """From now on, lines go to this file."""
    global _log
    _log = path


def log(text: str) -> None:
    """Write a line to the log, if there is one."""
    if _log is not None and text:
        try:
            add_line(_log, text)
        except WriteError as error:
            tell(error)
