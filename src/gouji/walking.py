"""The documents that are to be checked: the files that are named, and those of folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gouji.changed import located
from gouji.config import ConfigError
from gouji.files import is_within
from gouji.readers import is_readable
from gouji.readers.kinds import kind_of
from gouji.screen import named, tell


class Task(NamedTuple):
    """What is linted as one document: a file, or several that belong together; no path for standard input."""

    name: str
    paths: tuple[Path, ...]


class Walk:
    """Finds documents; what it cannot follow it says, and `failed` is true after a folder that gave nothing."""

    def __init__(
        self, exclude: Callable[[Path], Sequence[str]], stdin_name: str, only: Collection[Path] | None = None
    ) -> None:
        """`exclude` gives the patterns of a folder, and may raise ConfigError; `only`: of the files, those among these, as
        `gouji.changed` tells them; an absent one still counts."""
        self._exclude, self._stdin_name, self._only = exclude, stdin_name, only
        self._outside: set[Path] = set()
        self.failed = False

    def tasks(self, paths: Sequence[str], together: bool) -> Iterator[Task]:
        """The documents to lint: each file, or all of them as one, narratives before workbooks."""
        files = [(path, name) for path, name in self._expand(paths) if self._wanted(path)]
        if not together:
            for path, name in files:
                yield Task(named(name), () if path is None else (path,))
            return
        found = sorted((path for path, _ in files if path is not None), key=lambda path: kind_of(path) == "workbook")
        if found:
            yield Task(named(paths[0]), tuple(found))

    def _expand(self, paths: Sequence[str]) -> Iterator[tuple[Path | None, str]]:
        for given in paths:
            if given == "-":
                yield None, self._stdin_name
                continue
            path = Path(given)
            if not os.path.isdir(path):
                yield path, given
                continue
            try:
                found = self.within(path)
            except ConfigError as error:
                self.failed = True
                tell(error)
                continue
            if not found:
                self.failed = True
                tell(f"{named(given)}：文件夹里没有可检查的文件（docx、pdf、xlsx、html、txt 等）。")
            for file in found:
                yield file, str(file)

    def _wanted(self, path: Path | None) -> bool:
        return self._only is None or path is None or not os.path.exists(path) or located(path) in self._only

    def within(self, folder: Path) -> list[Path]:
        """The files of a folder that are to be linted. A link that leads out of it is not followed, and that is said."""
        found, outside = files_in(folder, self._exclude(folder))
        for file in outside:
            if file not in self._outside:
                tell(f"{named(file)}：是指向文件夹以外的链接，没有核对；要核对，请直接写它所指的文件。")
        self._outside.update(outside)
        return found


def files_in(folder: Path, exclude: Sequence[str]) -> tuple[list[Path], list[Path]]:
    """The files of a folder that can be read, and the links among them that lead out of it, which are not followed."""
    found: list[Path] = []
    outside: list[Path] = []
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if hidden or not is_readable(file) or not os.path.isfile(file):
            continue
        if not any(file.match(pattern) for pattern in exclude):
            (found if not file.is_symlink() or is_within(file, folder) else outside).append(file)
    return found, outside
