"""A list of disclosures (`--manifest`): for each unit its files, its tables, last year's, and what a user settles for it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from gouji.about import KIND_NAMES
from gouji.files import reading
from gouji.lexicon.profiles import names as profile_names
from gouji.resources import of_lexicon, read_lexicon
from gouji.screen import named
from gouji.walking import Task

_SEPARATORS = str.maketrans("；|\n", ";;;")


class ManifestError(Exception):
    """A faulty list; the message is one Chinese sentence that names the file, the line and the remedy."""


@of_lexicon
def _heads() -> dict[str, str]:
    """What each head of a column stands for."""
    return {head: key for key, heads in read_lexicon("files.toml")["manifest"].items() for head in heads}


def tasks_of(manifest: Path) -> list[Task]:
    """The disclosures of a list, whose paths are from its own folder on. Raises ManifestError."""
    try:
        data = reading(manifest).read_bytes()
    except OSError as error:
        raise ManifestError(f"{named(manifest)}：清单读不了（{error.strerror}），请检查路径。") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    rows = csv.reader(text.splitlines(keepends=True))
    heads = [_heads().get(head.strip(), "") for head in next(rows, [])]
    if "files" not in heads and "tables" not in heads:
        raise ManifestError(f"{named(manifest)}：第 1 行要写表头：{'、'.join(_heads())}，其中“文件”必有。")
    found = [
        _task(manifest, rows.line_num, dict(zip(heads, map(str.strip, row), strict=False)))
        for row in rows
        if any(map(str.strip, row))
    ]
    if not found:
        raise ManifestError(f"{named(manifest)}：清单里一个单位也没有，请从第 2 行写起。")
    return found


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
    return Task(named(files[0]), files, row.get("unit", ""), prior, profile, kinds.get(kind) or kind)


def _paths(manifest: Path, cell: str) -> Iterator[Path]:
    """The files of a cell, separated by semicolons."""
    for part in cell.translate(_SEPARATORS).split(";"):
        if part.strip():
            yield manifest.parent / part.strip().replace("\\", "/")
