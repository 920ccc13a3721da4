"""What every reporter does: a piece for each file, made in the process that linted it, and a whole of the pieces.

Some formats hand back the file itself with the findings in it: a copy for each file.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.findings import Finding, Severity

if TYPE_CHECKING:
    from gouji.report import Report


@dataclass(slots=True)
class Tally:
    """What a run has come to so far; complete once its last piece is there. `left` were not done when it was interrupted."""

    started: float = field(default_factory=time.perf_counter)
    files: int = 0
    unreadable: int = 0
    remembered: int = 0
    left: int = 0
    counts: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(Severity, 0))

    def add(self, counts: Mapping[Severity, int]) -> None:
        """One more file that was read, with so many findings of each severity."""
        self.files += 1
        for severity, count in counts.items():
            self.counts[severity] += count

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def __str__(self) -> str:
        """The whole in one sentence, without its full stop."""
        lost = f"（{self.unreadable} 个无法读取）" if self.unreadable else ""
        found = f"错误 {self.counts[Severity.ERROR]}，疑点 {self.counts[Severity.WARNING]}"
        total = f"共 {self.files + self.unreadable} 个文件{lost}：{found}"
        if self.counts[Severity.NOTE]:
            total += f"，提示 {self.counts[Severity.NOTE]}"
        return f"{total}；已中断，还有 {self.left} 个没有核对" if self.left else total


class CopyError(Exception):
    """No copy can be made of a file; the message is one Chinese sentence that names it and the remedy."""


class Reporter:
    """One format. `binary` where the whole is bytes, which a terminal cannot show; `suffix` where it has copies, that of
    their names; `gathers` where several files can be in one report; `pages`: in a folder, each file has a page whose name ends
    so. `brief`: of many files only a line each is told."""

    binary = False
    suffix = ""
    gathers = True
    pages = ""
    brief = False

    def __init__(self, colour: bool = False, doubts: bool = False) -> None:
        """`doubts`: on a terminal, list what was not understood."""
        self.colour, self.doubts = colour, doubts

    def piece(self, name: str, report: Report, findings: list[Finding]) -> Any:
        """What the report says of one file; it must be possible to send it to another process."""
        raise NotImplementedError

    def unreadable(self, name: str, message: str, unit: str = "") -> Any:
        """What the report says of a file that could not be read, of a unit that a list names."""
        raise NotImplementedError

    def kept(self, piece: Any) -> Any:
        """A piece as JSON, for a cache."""
        return piece

    def again(self, value: Any) -> Any:
        """The piece that was kept."""
        return value

    def copy(self, name: str, path: Path | None, report: Report, findings: list[Finding]) -> bytes:
        """The file with its findings in it; `path` is None for standard input. Raises CopyError."""
        raise NotImplementedError

    def whole(self, pieces: Iterable[Any], tally: Tally) -> Iterator[str | bytes]:
        """The report in parts, each as soon as it can be; `pieces` may still be in the making."""
        raise NotImplementedError

    def page(self, piece: Any, index: str) -> Iterator[str | bytes]:
        """The page of one file, which leads back to the index of that name."""
        raise NotImplementedError

    def index(self, pieces: Iterable[tuple[Any, str]], tally: Tally) -> Iterator[str | bytes]:
        """The list of what `row` the pieces had, each with the name of its page."""
        raise NotImplementedError


def original(name: str, path: Path | None) -> bytes:
    """The bytes of the file that was linted. Raises CopyError."""
    if path is None:
        raise CopyError(f"{name}：从标准输入读的文件做不出副本，请写文件的路径。")
    try:
        return path.read_bytes()
    except OSError as error:
        raise CopyError(f"{name}：再次读取失败（{error.strerror or error}），做不出副本。") from None
