"""A list of disclosures (`--manifest`): for each unit its files, its tables, last year's, and what a user settles for it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from gouji.about import KIND_NAMES
from gouji.files import small
from gouji.lexicon.profiles import names as profile_names
from gouji.readers.encoding import decode
from gouji.readers.errors import UnreadableError
from gouji.readers.kinds import kind_of
from gouji.resources import of_lexicon, read_lexicon
from gouji.screen import named, tell
from gouji.walking import Task

_SEPARATORS = str.maketrans("；|\n", ";;;")


class ManifestError(Exception):
    """A faulty list; the message is one Chinese sentence that names the file, the line and the remedy."""


@of_lexicon
def _heads() -> dict[str, str]:
    """What each head of a column stands for."""
    return {head: key for key, heads in read_lexicon("files.toml")["manifest"].items() for head in heads}


def tasks_of(manifest: Path) -> list[Task]:
    """The disclosures of a list, whose paths are from its own folder on. What stands in it twice is told. Raises ManifestError."""
    rows = _rows(manifest)
    heads = [_heads().get(head.strip(), "") for head in next(rows, (1, []))[1]]
    if "files" not in heads and "tables" not in heads:
        known = "、".join(words[0] for words in read_lexicon("files.toml")["manifest"].values())
        raise ManifestError(f"{named(manifest)}：第 1 行要写表头：{known}，其中“文件”必有。")
    found = {
        line: _task(manifest, line, dict(zip(heads, map(str.strip, row), strict=False)))
        for line, row in rows
        if any(map(str.strip, row))
    }
    if not found:
        raise ManifestError(f"{named(manifest)}：清单里一个单位也没有，请从第 2 行写起。")
    _tell_twice(manifest, found)
    return list(found.values())


def _rows(manifest: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a list by their lines, as a spreadsheet saves it: CSV, text with tabs, or a workbook, whose first sheet it is."""
    try:
        data = small(manifest)
        if kind_of(manifest) == "workbook":
            from python_calamine import CalamineWorkbook

            sheet = (
                CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
            )
            yield from ((line, [str(value) for value in row]) for line, row in enumerate(sheet, 1))
            return
        text = decode(data, str(manifest)).removeprefix("\ufeff")
    except OSError as error:
        raise ManifestError(f"{named(manifest)}：清单读不了（{error.strerror}），请检查路径。") from None
    except UnreadableError as error:
        raise ManifestError(str(error)) from None
    except Exception:  # of the library that reads workbooks
        raise ManifestError(f"{named(manifest)}：清单打不开，请另存为 .xlsx 或 CSV。") from None
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=next((mark for mark in ",\t;" if mark in head), ","))
    try:
        yield from ((rows.line_num, row) for row in rows)
    except csv.Error as error:
        raise ManifestError(f"{named(manifest)} 第 {rows.line_num} 行：不是一行 CSV（{error}），请另存一份。") from None


def _tell_twice(manifest: Path, found: Mapping[int, Task]) -> None:
    """Say which lines are of the same unit and kind, or of the same files: each is a disclosure all the same."""
    units: dict[tuple[str, str], list[int]] = {}
    files: dict[tuple[Path, ...], list[int]] = {}
    for line, task in found.items():
        units.setdefault((task.unit, task.kind), []).append(line)
        files.setdefault(tuple(sorted(task.paths)), []).append(line)
    for (unit, _), lines in units.items():
        if unit and len(lines) > 1:
            tell(f"{named(manifest)}：第 {'、'.join(map(str, lines))} 行都是“{unit}”，各算一份公开。")
    for paths, lines in files.items():
        if len(lines) > 1:
            tell(f"{named(manifest)}：第 {'、'.join(map(str, lines))} 行写的是同样的文件（{named(paths[0])}）。")


def _task(manifest: Path, line: int, row: dict[str, str]) -> Task:
    where = f"{named(manifest)} 第 {line} 行"
    files = (*_paths(manifest, row.get("files", "")), *_paths(manifest, row.get("tables", "")))
    if not files:
        raise ManifestError(f"{where}：没有写文件。")
    kind = row.get("kind", "")
    kinds = {name: key for key, name in KIND_NAMES.items()} | dict.fromkeys(KIND_NAMES, "")
    if kind and kind not in kinds:
        raise ManifestError(f"{where}：种类应为{'、'.join(kinds)}，现在是 {kind}。")
    profile = row.get("profile", "")
    if profile and profile not in profile_names():
        raise ManifestError(f"{where}：没有公开要求 {profile}，用 gouji profiles 列出。")
    prior = tuple(_paths(manifest, row.get("prior", "")))
    return Task(
        named(files[0]), files, row.get("unit", ""), prior, profile, kinds.get(kind) or kind, row.get("person", "")
    )


def _paths(manifest: Path, cell: str) -> Iterator[Path]:
    """The files of a cell, separated by semicolons."""
    for part in cell.translate(_SEPARATORS).split(";"):
        if part.strip():
            yield manifest.parent / part.strip().replace("\\", "/")
