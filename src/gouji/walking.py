"""The documents that are to be checked: the files that are named, and those of folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gouji.changed import located
from gouji.config import ConfigError
from gouji.files import is_within
from gouji.readers import is_readable
from gouji.readers.kinds import REMEDIES, kind_of
from gouji.screen import named, tell

_TOLD = 3  # groups of files that are told one by one
NAMES, TOGETHER, FOLDERS, APART = "names", "together", "folders", "apart"  # how files are made into disclosures


class Task(NamedTuple):
    """What is linted as one document: a file, or several that belong together; no path for standard input.

    A list of disclosures also tells whose it is, what was published last year, by which profile and as what kind it is
    to be read, and which person sees to it. `passing`: its files are there for this run only.
    """

    name: str
    paths: tuple[Path, ...]
    unit: str = ""
    prior: tuple[Path, ...] = ()
    profile: str = ""
    kind: str = ""
    person: str = ""
    passing: bool = False


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

    def tasks(self, paths: Sequence[str], gather: str = APART) -> list[Task]:
        """The documents to lint, gathered from files TOGETHER as one, by FOLDERS, by what their NAMES say (which is told), or
        left APART."""
        if gather == FOLDERS:
            found = [task for path in paths for task in self._by_folders(path)]
        elif gather == TOGETHER:
            found = _together(named(paths[0]), self._files(paths))
        else:
            found = self._by_names(self._expand(paths), gather == NAMES)
        return self.wanted(found)

    def wanted(self, tasks: Sequence[Task]) -> list[Task]:
        """Those of which a file is to be linted."""
        return [task for task in tasks if not task.paths or any(map(self._is_wanted, task.paths))]

    def _files(self, paths: Sequence[str]) -> list[Path]:
        return [path for path, _ in self._expand(paths) if path is not None]

    def _by_names(self, files: Iterable[tuple[Path | None, str]], joining: bool) -> list[Task]:
        """A task for each file or, if they are to be joined, for each narrative with its tables; no path is standard input."""
        files = list(files)
        names = {path: name for path, name in files if path is not None}
        whole: dict[Path | None, tuple[Path, ...]] = {}
        if joining and len(names) > 1:
            from gouji.grouping import grouped

            groups = [paths for paths in grouped(list(names)) if len(paths) > 1]
            _tell_groups(groups)
            whole = {path: paths for paths in groups for path in paths}
        found: dict[Task | int, Task] = {}  # a disclosure stands where its first file does
        for path, name in files:
            paths = whole.get(path)
            task = Task(named(names[paths[0]] if paths else name), paths or (() if path is None else (path,)))
            found.setdefault(task if paths else len(found), task)
        return list(found.values())

    def _by_folders(self, given: str) -> Iterator[Task]:
        """A disclosure for each folder: the first on each way down that has files of its own, with all below it."""
        whole = Path(given)
        if given == "-" or not os.path.isdir(whole):
            yield from self._by_names(self._expand([given]), True)
            return
        folders: dict[Path, list[Path]] = {}
        loose: list[tuple[Path | None, str]] = []
        files = self._files([given])
        holding = {file.parent for file in files}
        for file in files:
            above = file.relative_to(whole).parents
            own = next((whole / each for each in reversed(above[:-1]) if whole / each in holding), None)
            if own is None:
                loose.append((file, str(file)))
            else:
                folders.setdefault(own, []).append(file)
        yield from self._by_names(loose, True)
        for folder, within in folders.items():
            yield from _together(named(folder), within)

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

    def _is_wanted(self, path: Path) -> bool:
        return self._only is None or not os.path.exists(path) or located(path) in self._only

    def within(self, folder: Path) -> list[Path]:
        """The files of a folder that are to be linted. A link that leads out of it is not followed, and that is said."""
        exclude = self._exclude(folder)
        found, outside = files_in(folder, exclude)
        for file in outside:
            if file not in self._outside:
                tell(f"{named(file)}：是指向文件夹以外的链接，没有核对；要核对，请直接写它所指的文件。")
        self._outside.update(outside)
        for sentence in _passed_over(folder, exclude):
            tell(sentence)
        return found


def _together(name: str, files: Sequence[Path]) -> list[Task]:
    """Files as one disclosure, narratives before workbooks."""
    found = sorted(files, key=lambda path: kind_of(path) == "workbook")
    return [Task(name, tuple(found))] if found else []


def _tell_groups(groups: Sequence[Sequence[Path]]) -> None:
    """Say which files are taken for one disclosure by their names."""
    for files in groups[:_TOLD]:
        told = "＋".join(path.name for path in files)
        tell(f"{named(files[0].parent)}：按文件名合为一份公开：{named(told)}（要分开核对，请加 --no-group）。")
    if len(groups) > _TOLD:
        tell(f"同样合为一份公开的还有 {len(groups) - _TOLD} 组。")


def _passed_over(folder: Path, exclude: Sequence[str]) -> Iterator[str]:
    """What a person would expect to be checked in a folder, and is not: packed files, those of kinds that no reader knows, folders that
    may not be entered."""
    left: dict[str, list[str]] = {}
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if not os.access(Path(above, name), os.R_OK | os.X_OK):
                yield f"{named(Path(above, name))}：没有读取权限，里面的文件没有核对。"
        for name in files:
            remedy = REMEDIES.get(Path(name).suffix.lower())
            if remedy and not name.startswith(".") and not any(Path(above, name).match(each) for each in exclude):
                left.setdefault(remedy, []).append(name)
    for remedy, names in left.items():
        more = f"等 {len(names)} 个文件" if len(names) > _TOLD else ""
        yield f"{named(folder)}：没有核对 {'、'.join(map(named, sorted(names)[:_TOLD]))}{more}，{remedy}。"


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
