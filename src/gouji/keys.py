"""What the result of a disclosure depends on, as one key: the same key is the same result, byte for byte."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from gouji import __version__
from gouji.config import Config
from gouji.folders import data_folder
from gouji.walking import Task

_CHUNK = 1 << 20
_SOURCES = (".py", ".toml", ".tsv", ".j2", ".css", ".js")
_TOLD = (".dist-info", ".egg-info")

Stamp = tuple[tuple[int, int], ...]


def key_of(task: Task, config: Config, beside: Sequence[Path] = (), more: str = "") -> str | None:
    """The key of a disclosure under a configuration, with the files that are read beside it, and whatever `more` settles the
    result. None where a file cannot be read (the run will say so), or only once."""
    if not task.paths or task.passing:
        return None
    pictures = _pictures(task) if config.ocr else []
    files = [
        *task.paths,
        *pictures,
        *task.prior,
        *config.tables,
        *beside,
        *([Path(config.baseline)] if config.baseline else []),
    ]
    try:
        contents = [digest(path) for path in files]
        lists = [tree(folder) for folder in config.lexicon]
    except OSError:
        return None
    told = (program(), task, tuple(config), contents, lists, [str(path) for path in beside], more)
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _pictures(task: Task) -> list[Path]:
    """The pictures that saved web pages show."""
    from gouji.readers.web_pictures import saved_beside

    return [each for path in task.paths for each in saved_beside(path)]


def stamp(paths: Iterable[Path]) -> Stamp | None:
    """What tells whether files were written to meanwhile; None where one is not there."""
    try:
        return tuple((found.st_mtime_ns, found.st_size) for found in (path.stat() for path in paths))
    except OSError:
        return None


def digest(path: Path) -> str:
    """The hash of a file's content. Raises OSError, also for what is no file and would be read only once."""
    if not path.is_file():
        raise FileNotFoundError(str(path))
    found = sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


@cache
def program() -> str:
    """What of this program settles a result: its version, in a clone its sources, its data, and the libraries that read and write."""
    package = Path(__file__).resolve().parent
    lexicon, templates = data_folder("lexicon"), data_folder("templates")
    is_clone = not lexicon.is_relative_to(package)
    sources = [tree(folder) for folder in (package, lexicon, templates)] if is_clone else []
    return sha256(repr((__version__, sys.version, _installed(), sources)).encode()).hexdigest()


def _installed() -> list[str]:
    """The names of the folders in which the versions of installed packages are told; to read what is in them takes longer than a
    report from the cache."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    return sorted(name for folder in folders for name in os.listdir(folder) if name.endswith(_TOLD))


def tree(folder: Path) -> str:
    """The hash of the sources in a folder: their names and contents. Raises OSError."""
    found = sha256()
    for path in sorted(_sources(str(folder))):
        with open(path, "rb", buffering=0) as file:
            content = sha256(file.read()).hexdigest()
        found.update(f"{path[len(str(folder)) :]}\0{content}\n".encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _sources(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _sources(entry.path)
        elif entry.name.endswith(_SOURCES):
            yield entry.path
