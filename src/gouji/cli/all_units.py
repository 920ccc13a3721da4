"""gouji draft FOLDER and gouji roll FOLDER FOLDER: a Word file for each unit"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from gouji.cli.shell import fail, leave, show
from gouji.screen import named, tell

if TYPE_CHECKING:
    from gouji.cache import Cache
    from gouji.priors import Told
    from gouji.units import Made, Writer
    from gouji.walking import Task

_OVERVIEW = "汇总.xlsx"


class Sought(NamedTuple):
    """Where the units' statements are: in folders and files, or in a list."""

    paths: tuple[str, ...]
    manifest: str | None = None
    no_cache: bool = False


def is_for_all(paths: Sequence[str | None], manifest: str | None) -> bool:
    """Whether a command is asked to write for all units: of a folder or a list."""
    return bool(manifest) or any(path and Path(path).is_dir() for path in paths)


def draft_all(
    sought: Sought, inputs: str | None, prior: str | None, style: str, force: bool, output: str | None
) -> NoReturn:
    """Draft for each unit of a folder or a list."""
    from gouji.units import Drafter

    folder = _folder(output, *sought.paths)
    given = sorted(each for each in Path(inputs).glob("*") if each.suffix in (".yaml", ".yml")) if inputs else []
    make = partial(Drafter, style, {each.stem: each for each in given}, force)
    _write_all(make, sought, prior, folder, False)


def roll_all(document: str | None, sought: Sought, track: bool, force: bool, output: str | None) -> NoReturn:
    """Roll every document of last year forward: those of a folder, or those that a list tells."""
    from gouji.units import Roller

    folder = _folder(output, *filter(None, [document]), *sought.paths)
    _write_all(partial(Roller, track, force), sought, document, folder, True)


def _folder(output: str | None, *read: str) -> Path:
    """The folder for the Word files, which holds nothing that is read."""
    if output is None or Path(output).suffix:
        fail("一次写所有单位的，请用 -o 文件夹/ 写明 Word 文件放在哪个文件夹。")
    if any(Path(output).resolve() == Path(each).resolve() for each in read):
        fail(f"{named(output)}：这是要读的文件夹，请写到另一个文件夹。")
    try:
        Path(output).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{named(output)}：建不了这个文件夹（{error.strerror}），请写别的。")
    return Path(output)


def _write_all(make: Callable[[], Writer], sought: Sought, last: str | None, folder: Path, must: bool) -> NoReturn:
    """Write a Word file for each unit, with last year's of each (which it `must` have), and a list."""
    from gouji.cache import Cache
    from gouji.units import split, tell_apart, with_last_year_s, with_names

    tasks = _disclosures(sought.paths) if sought.manifest is None else _listed(Path(sought.manifest))
    cache = None if sought.no_cache else Cache()
    with tempfile.TemporaryDirectory(prefix="gouji-") as beside, closing(cache) if cache else nullcontext():
        tasks = split(tasks, Path(beside), 0)
        own = tell_apart(tasks, 0, cache)
        tasks = with_names(tasks, own)
        pairs = [(task, "") for task in tasks]
        if last is not None:
            pairs = list(with_last_year_s(tasks, own, _last_year_s(last, cache)))
        elif must:
            pairs = [(task, "" if task.prior else f"{task.name}：清单里没有写上年的文件。") for task in tasks]
        if not must:
            pairs = [(task, "") for task, _ in pairs]
        _write(make, pairs, folder, cache)


def _last_year_s(last: str, cache: Cache | None) -> list[Told]:
    from gouji.units import tell_apart

    told = tell_apart(_disclosures([last]), 0, cache)
    for each in told:
        if each.error:
            tell(each.error)
    return told


def _write(make: Callable[[], Writer], pairs: list[tuple[Task, str]], folder: Path, cache: Cache | None) -> NoReturn:
    from gouji.progress import progress
    from gouji.units import file_names, overview, written

    names = file_names([task.unit for task, _ in pairs])
    made: list[Made] = []
    shown = progress("写", "待写")
    shown.begin(len(pairs))
    status = 0
    try:
        for each, name in zip(written(make, pairs, 0, cache), names, strict=True):
            if each.error:
                tell(each.error)
                status = 2
            elif not _put(folder / name, each.content):
                status = 2
            made.append(each._replace(content=b""))
            shown.step(len(each.lacking), bool(each.error))
    except KeyboardInterrupt:
        tell(f"已中断：写了 {len(made)} 个单位，还有 {len(pairs) - len(made)} 个没有写。")
        status = 130
    finally:
        shown.end()
    listed = _put(folder / _OVERVIEW, overview(made, names[: len(made)]))
    failed = sum(bool(each.error) for each in made)
    lacking = sum(len(each.lacking) for each in made)
    where = f"，列在 {named(folder / _OVERVIEW)}" if listed else ""
    show(f"写好 {len(made) - failed} 个单位，{failed} 个没有写；还有 {lacking} 处要写{where}。\n")
    leave(status if listed else status or 2)


def _put(file: Path, content: bytes) -> bool:
    from gouji.files import WriteError, write_whole

    try:
        write_whole(file, content)
    except WriteError as error:
        tell(error)
        return False
    return True


def _listed(manifest: Path) -> list[Task]:
    """The disclosures of a list; nothing is written over their files."""
    from gouji.files import reading
    from gouji.manifest import ManifestError, tasks_of

    try:
        tasks = tasks_of(manifest)
    except ManifestError as error:
        fail(str(error))
    for task in tasks:
        for path in (*task.paths, *task.prior):
            reading(path)
    return tasks


def _disclosures(paths: Sequence[str]) -> list[Task]:
    """The disclosures of folders and files; nothing is written over them."""
    from gouji.config import find
    from gouji.files import reading
    from gouji.walking import NAMES, Walk

    tasks = Walk(lambda folder: find(folder).exclude, "-").tasks(paths, NAMES)
    for task in tasks:
        for path in task.paths:
            reading(path)
    if not tasks:
        leave(2)
    return tasks
