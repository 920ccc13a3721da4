"""Where reports go: one file for all, or into a folder a copy of each file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji import faults
from gouji.files import fitting, is_read
from gouji.reporters import named
from gouji.reporters.reporter import CopyError, Reporter

if TYPE_CHECKING:
    from gouji.findings import Finding
    from gouji.report import Report

_MANY = 10  # documents of which each is told at length
_MADE = "-勾稽"
_INDEX = "index.html"
_GENERATOR, _HEAD = b'content="gouji ', 1024  # what our pages have among their first bytes


class TargetError(Exception):
    """A report cannot go where it is asked to; the message is one Chinese sentence."""


class Target(NamedTuple):
    """A format and the file or folder that its report goes to, "" for standard output."""

    form: str
    file: str = ""

    @property
    def is_folder(self) -> bool:
        return self.file.endswith(("/", os.sep)) or (bool(self.file) and os.path.isdir(self.file))


class Place(NamedTuple):
    """A reporter with the file of the whole (None for standard output), or else the file of each copy; or that of an index
    and of each page."""

    reporter: Reporter
    file: Path | None
    copies: list[Path]
    pages: list[Path] = []  # noqa: RUF012 - never changed


def places(
    targets: Sequence[Target], inputs: Sequence[str], colour: bool, doubts: bool = False, verbose: bool = False
) -> list[Place]:
    """Where the reports on `inputs` go; of many, a terminal is told only a line each unless it is to be `verbose`. Raises TargetError, also where a report would overwrite a file that is read."""
    found = [_place(target, inputs, colour, doubts) for target in targets]
    for place in found:
        place.reporter.brief = len(inputs) > _MANY and not verbose and not doubts
    files = [file for place in found for file in [place.file, *place.copies, *place.pages] if file]
    for file in files:
        if os.path.isfile(file) and is_read(file):
            raise TargetError(f"{file}：这是要核对的文件或要读的配置，不能用报告覆盖，请写别的文件名或文件夹。")
    for page in (page for place in found if place.pages for page in [place.file, *place.pages]):
        if page and os.path.isfile(page) and _GENERATOR not in _head(page):
            raise TargetError(f"{page}：已有别的网页，不是 gouji 写的，没有覆盖，请换一个文件夹。")
    if len({os.path.realpath(file) for file in files}) < len(files):
        raise TargetError("有两种格式写到同一个文件，请分开。")
    return found


def _place(target: Target, inputs: Sequence[str], colour: bool, doubts: bool) -> Place:
    reporter = named(target.form)(colour and not target.file, doubts)
    if not target.file:
        return Place(reporter, None, [])
    file = Path(target.file)
    if reporter.pages and target.is_folder:
        _make(file)
        return Place(reporter, file / _INDEX, [], _names(file, inputs, "", reporter.pages, (file / _INDEX,)))
    if not reporter.suffix:
        if target.is_folder:
            raise TargetError(f"{target.file}：{target.form} 只写一个文件，请写文件名，不要写文件夹。")
        return Place(reporter, file, [])
    if target.is_folder:
        _make(file)
        return Place(reporter, None, _names(file, inputs, _MADE, reporter.suffix))
    if len(inputs) < 2:
        return Place(reporter, None, [file])
    if not reporter.gathers:
        raise TargetError(f"{target.form} 给每个文件各写一份，几个文件请写成文件夹：--format {target.form}=文件夹/。")
    return Place(reporter, file, [])


def _head(page: Path) -> bytes:
    try:
        with page.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TargetError(f"{folder}：建不了这个文件夹（{error.strerror}），请写别的。") from None


def _names(folder: Path, inputs: Sequence[str], mark: str, suffix: str, taken: Sequence[Path] = ()) -> list[Path]:
    """A name for the copy of each input: 说明-勾稽.docx, and 说明-勾稽2.docx where that is taken."""
    found: dict[Path, None] = dict.fromkeys(taken)
    numbers: Counter[str] = Counter()
    for name in inputs:
        stem = "标准输入" if name == "-" else Path(name).stem
        while True:
            numbers[stem] += 1
            number = numbers[stem] if numbers[stem] > 1 else ""
            file = folder / fitting(stem, f"{mark}{number}{suffix}")
            if file not in found:
                break
        found[file] = None
    return list(found)[len(taken) :]


def pieces_of(
    where: list[Place], name: str, path: Path | None, report: Report, findings: list[Finding]
) -> tuple[list[Any], str]:
    """What each report says of a file, and what is to be logged."""
    found: list[Any] = []
    debug = ""
    for place in where:
        try:
            if place.copies:
                found.append(place.reporter.copy(name, path, report, findings))
            else:
                found.append(place.reporter.piece(name, report, findings))
        except CopyError as error:
            found.append(error)
        except Exception as error:
            if not place.copies:
                raise
            found.append(CopyError(faults.sentence(name, error)))
            debug = faults.line(name, error)
    return found, debug
