"""The files of a folder that are to be checked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gouji.files import is_within
from gouji.readers import is_readable


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
